"""Addresses of the organisation's settings."""

from django.urls import path

from espalier.kit.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("holidays/", views.add_holiday, name="holiday_add"),
    path("holidays/<int:holiday_id>/remove", views.remove_holiday, name="holiday_remove"),
]
