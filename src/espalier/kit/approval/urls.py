"""Addresses of this tool."""

from django.urls import path

from espalier.kit.approval import delegation_views, procedure_views, views

app_name = "approval"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("runs/", views.history, name="history"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("runs/<int:run_id>/withdraw", views.withdraw, name="withdraw"),
    path("runs/<int:run_id>/sheet.pdf", views.sheet, name="sheet"),
    path("steps/<int:step_id>/decide", views.decide, name="decide"),
    path("steps/<int:step_id>/paper", views.record_on_paper, name="paper"),
    path("steps/<int:step_id>/cosigner", views.add_cosigner, name="cosigner"),
    path("steps/<int:step_id>/reassign", views.reassign, name="reassign"),
    path("signatures/<int:signature_id>/scan", views.scan, name="scan"),
    path("procedures/", procedure_views.procedures, name="procedures"),
    path("procedures/usual", procedure_views.make_usual, name="procedure_usual"),
    path("procedures/new", procedure_views.new, name="procedure_new"),
    path("procedures/<int:procedure_id>/", procedure_views.edit, name="procedure"),
    path(
        "procedures/<int:procedure_id>/active", procedure_views.set_active, name="procedure_active"
    ),
    path("delegations/", delegation_views.delegations, name="delegations"),
    path("delegations/<int:delegation_id>/end", delegation_views.end, name="delegation_end"),
]
