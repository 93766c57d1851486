"""Addresses of the shell."""

from django.urls import path

from espalier.entrypoints.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("me", views.my_account, name="my_account"),
    path("language", views.set_language, name="set_language"),
    path("logo", views.logo, name="logo"),
]
