"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.needs.gaps import views as gaps

app_name = "needs"
urlpatterns = [path("gaps/", gaps.page, name="gaps")]
