"""Addresses of this tool."""

from django.urls import URLPattern

app_name = "notify"
urlpatterns: list[URLPattern] = []
