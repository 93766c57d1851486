"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.needs.desk_research import views as desk
from espalier.cycle.needs.gaps import views as gaps

app_name = "needs"
urlpatterns = [
    path("gaps/", gaps.page, name="gaps"),
    path("documents/", desk.document_list, name="documents"),
    path("documents/new/", desk.document_new, name="document_new"),
    path("documents/search/", desk.search, name="document_search"),
    path("documents/suggestions/", desk.suggestions, name="suggestions"),
    path("documents/<int:document_id>/", desk.document, name="document"),
    path("documents/<int:document_id>/edit/", desk.document_edit, name="document_edit"),
    path("documents/<int:document_id>/file/", desk.document_file, name="document_file"),
    path("documents/<int:document_id>/original", desk.document_original, name="document_original"),
    path("documents/<int:document_id>/active/", desk.document_active, name="document_active"),
    path("documents/<int:document_id>/mark/", desk.document_mark, name="document_mark"),
    path(
        "documents/<int:document_id>/pages/<int:number>/", desk.document_page, name="document_page"
    ),
    path("extracts/", desk.extract_list, name="extracts"),
    path("extracts/<int:extract_id>/", desk.extract, name="extract"),
    path("extracts/<int:extract_id>/edit/", desk.extract_edit, name="extract_edit"),
    path("extracts/<int:extract_id>/remove/", desk.extract_remove, name="extract_remove"),
]
