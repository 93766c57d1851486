"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.needs.desk_research import views as desk
from espalier.cycle.needs.gaps import views as gaps
from espalier.cycle.needs.needs_list import views as needs
from espalier.cycle.needs.report import views as report
from espalier.cycle.needs.stakeholders.views import climate, register, weighing
from espalier.cycle.needs.strategy_goals import views as goals
from espalier.cycle.needs.unit_requests.views import answering, deciding
from espalier.cycle.needs.unit_requests.views import rounds as surveys

app_name = "needs"
urlpatterns = [
    path("gaps/", gaps.page, name="gaps"),
    path("stakeholders/", register.stakeholder_list, name="stakeholders"),
    path("stakeholders/new/", register.stakeholder_new, name="stakeholder_new"),
    path("stakeholders/grid/", register.grid, name="stakeholder_grid"),
    path("stakeholders/unheard/", register.unheard, name="unheard"),
    path("stakeholders/unheard/<slug:subject>/", register.unheard_reason, name="unheard_reason"),
    path("stakeholders/question/", register.analysis, name="question"),
    path("stakeholders/question/new/", register.analysis_new, name="question_new"),
    path("stakeholders/<int:stakeholder_id>/", register.stakeholder, name="stakeholder"),
    path(
        "stakeholders/<int:stakeholder_id>/edit/",
        register.stakeholder_edit,
        name="stakeholder_edit",
    ),
    path(
        "stakeholders/<int:stakeholder_id>/active/",
        register.stakeholder_active,
        name="stakeholder_active",
    ),
    path("consultations/", weighing.consultations, name="consultations"),
    path("considerations/", weighing.considerations, name="considerations"),
    path("considerations/new/", weighing.consideration_new, name="consideration_new"),
    path("considerations/<int:consideration_id>/", weighing.consideration, name="consideration"),
    path(
        "considerations/<int:consideration_id>/edit/",
        weighing.consideration_edit,
        name="consideration_edit",
    ),
    path(
        "considerations/<int:consideration_id>/remove/",
        weighing.consideration_remove,
        name="consideration_remove",
    ),
    path("climate/", climate.climate, name="climate"),
    path("climate/new/", climate.climate_new, name="climate_new"),
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
    path("report/", report.page, name="report"),
    path("report/parts/<str:part>/", report.narrative, name="narrative"),
    path("report/findings/new/", report.finding_new, name="finding_new"),
    path("report/findings/<int:finding_id>/", report.finding_edit, name="finding_edit"),
    path("report/findings/<int:finding_id>/remove/", report.finding_remove, name="finding_remove"),
    path("requests/", surveys.round_list, name="request_rounds"),
    path("requests/rounds/new/", surveys.round_new, name="request_round_new"),
    path("requests/rounds/<int:round_id>/", surveys.survey, name="request_round"),
    path("requests/rounds/<int:round_id>/edit/", surveys.round_edit, name="request_round_edit"),
    path("requests/rounds/<int:round_id>/move/", surveys.round_move, name="request_round_move"),
    path("requests/rounds/<int:round_id>/remind/", surveys.remind, name="request_remind"),
    path(
        "requests/rounds/<int:round_id>/duplicates/", deciding.duplicates, name="request_duplicates"
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/", answering.unit, name="request_unit"
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/form.xlsx",
        answering.unit_form,
        name="request_form",
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/new/",
        answering.request_new,
        name="request_new",
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/send/",
        answering.send_all,
        name="request_send_all",
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/nothing/",
        answering.nothing,
        name="request_nothing",
    ),
    path(
        "requests/rounds/<int:round_id>/units/<int:unit_id>/again/",
        answering.think_again,
        name="request_think_again",
    ),
    path("requests/list/", answering.request_list, name="unit_requests"),
    path("requests/decide/", deciding.decide, name="request_decide"),
    path("requests/decide-many/", deciding.decide_many, name="request_decide_many"),
    path("requests/merge/", deciding.merge, name="request_merge_as"),
    path("requests/merge-many/", deciding.merge_many, name="request_merge"),
    path("requests/module/", deciding.module, name="request_module"),
    path("requests/groups/<int:group_id>/", deciding.group, name="request_group"),
    path("requests/<int:request_id>/", answering.unit_request, name="unit_request"),
    path("requests/<int:request_id>/edit/", answering.request_edit, name="request_edit"),
    path("requests/<int:request_id>/act/", answering.request_act, name="request_act"),
    path("requests/<int:request_id>/split/", deciding.split, name="request_split"),
    path("requests/<int:request_id>/reconsider/", deciding.reconsider, name="request_reconsider"),
]
