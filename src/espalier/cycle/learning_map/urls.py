"""Addresses of this stage."""

app_name = "learning_map"
urlpatterns: list[object] = []
