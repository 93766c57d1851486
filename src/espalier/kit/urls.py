"""Addresses of the kit's own pages: imports, jobs, files, audit, organisation, thread."""

from django.urls import include, path

urlpatterns = [
    path("ui/", include("espalier.kit.ui.urls")),
]
