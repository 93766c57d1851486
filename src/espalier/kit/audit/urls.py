"""Addresses of the audit log."""

from django.urls import path

from espalier.kit.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("<int:sequence>/", views.entry, name="entry"),
]
