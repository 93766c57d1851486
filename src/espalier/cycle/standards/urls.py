"""Addresses of this stage."""

app_name = "standards"
urlpatterns: list[object] = []
