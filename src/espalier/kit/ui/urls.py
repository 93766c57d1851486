"""Addresses behind every list and every form that keeps a draft."""

from django.urls import path

from espalier.kit.ui import views

app_name = "ui"
urlpatterns = [
    path("views", views.save_view, name="view_save"),
    path("views/<int:view_id>/delete", views.delete_view, name="view_delete"),
    path("draft", views.save_draft, name="draft_save"),
    path("draft/discard", views.discard_draft, name="draft_discard"),
]
