"""Addresses of the thread."""

from django.urls import path

from espalier.kit.thread import views

app_name = "thread"
urlpatterns = [
    path("broken/", views.broken, name="broken"),
    path("<str:kind>/<str:id>/", views.show, name="show"),
]
