"""Addresses of the documents."""

from django.urls import path

from espalier.kit.outputs import views

app_name = "outputs"
urlpatterns = [
    path("", views.documents, name="list"),
    path("styles.css", views.styles, name="styles"),
    path("<str:output>/", views.document, name="document"),
    path("<str:output>/draft/", views.draft, name="draft"),
    path("<str:output>/draft.<str:format_>", views.draft_file, name="draft_file"),
    path("<str:output>/submit/", views.submit, name="submit"),
    path("<str:output>/consult/", views.consult, name="consult"),
    path("<str:output>/editions/<int:edition_id>/publish/", views.publish, name="publish"),
    path("<str:output>/editions/<int:edition_id>/changes/", views.changes, name="changes"),
    path(
        "<str:output>/editions/<int:edition_id>/<str:language>.<str:format_>",
        views.edition_file,
        name="edition_file",
    ),
]
