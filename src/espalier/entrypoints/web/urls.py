"""Addresses of the shell."""

urlpatterns: list[object] = []
