"""Addresses of this stage."""

app_name = "needs"
urlpatterns: list[object] = []
