"""Addresses of this stage."""

app_name = "people"
urlpatterns: list[object] = []
