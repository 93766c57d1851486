"""Addresses of imports."""

from django.urls import path

from espalier.kit.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.kinds, name="list"),
    path("history", views.history, name="history"),
    path("kinds/<slug:kind>/", views.upload, name="upload"),
    path("kinds/<slug:kind>/template", views.template, name="template"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("runs/<int:run_id>/columns", views.columns, name="columns"),
    path("runs/<int:run_id>/table", views.table, name="table"),
    path("runs/<int:run_id>/plan", views.plan, name="plan"),
    path("runs/<int:run_id>/apply", views.apply, name="apply"),
    path("runs/<int:run_id>/undo", views.undo, name="undo"),
    path("runs/<int:run_id>/discard", views.discard, name="discard"),
    path("runs/<int:run_id>/refusals", views.refusals, name="refusals"),
]
