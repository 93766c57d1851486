"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.needs.desk_research import views as desk
from espalier.cycle.needs.gaps import views as gaps

from espalier.cycle.needs.needs_list import views as needs
from espalier.cycle.needs.strategy_goals import views as goals

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
    path("list/", needs.need_list, name="needs"),
    path("list/new/", needs.new, name="need_new"),
    path("list/measure/", needs.measure, name="measure"),
    path("list/<int:need_id>/", needs.need, name="need"),
    path("list/<int:need_id>/edit/", needs.edit, name="need_edit"),
    path("list/<int:need_id>/active/", needs.set_active, name="need_active"),
    path("list/<int:need_id>/cause/", needs.cause, name="cause"),
    path("list/<int:need_id>/scores/", needs.scores, name="scores"),
    path("criteria/", needs.criteria, name="criteria"),
    path("criteria/weights/", needs.weights, name="weights"),
    path("analysis/", needs.analysis, name="analysis"),
    path("analysis/rate/", needs.rate, name="rate"),
    path("goals/", goals.goal_list, name="goals"),
    path("goals/new/", goals.new, name="goal_new"),
    path("goals/<int:goal_id>/", goals.goal, name="goal"),
    path("goals/<int:goal_id>/edit/", goals.edit, name="goal_edit"),
    path("goals/<int:goal_id>/confirm/", goals.confirm, name="goal_confirm"),
    path("goals/<int:goal_id>/reopen/", goals.reopen, name="goal_reopen"),
    path("goals/<int:goal_id>/end/", goals.end, name="goal_end"),
]
