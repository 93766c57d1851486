"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.plan.annual_plan.inputs import views as inputs
from espalier.cycle.plan.annual_plan.views import changes, lines, planner, scenarios
from espalier.cycle.plan.future_needs import views as future_needs
from espalier.cycle.plan.methods import views as methods
from espalier.cycle.plan.offers import views as offers
from espalier.cycle.plan.permissions import CHANGE
from espalier.kit.registers.views import urls_of

app_name = "plan"
urlpatterns = [
    path("", planner.planner, name="planner"),
    path("new/", scenarios.plan_new, name="plan_new"),
    path("plans/<int:plan_id>/", scenarios.scenarios, name="scenarios"),
    path("plans/<int:plan_id>/text/", scenarios.plan_text, name="plan_text"),
    path("plans/<int:plan_id>/new/", scenarios.scenario_new, name="scenario_new"),
    path("plans/<int:plan_id>/changes/", changes.changes, name="changes"),
    path("plans/<int:plan_id>/changes/new/", changes.change_new, name="change_new"),
    path("plans/<int:plan_id>/achievement/", changes.achievement, name="achievement"),
    path("changes/<int:change_id>/", changes.change, name="change"),
    path("changes/<int:change_id>/edit/", changes.change_edit, name="change_edit"),
    path("changes/<int:change_id>/send/", changes.change_send, name="change_send"),
    path("changes/<int:change_id>/delete/", changes.change_delete, name="change_delete"),
    path("scenarios/<int:scenario_id>/", planner.planner_of, name="planner_of"),
    path("scenarios/<int:scenario_id>/edit/", scenarios.scenario_edit, name="scenario_edit"),
    path("scenarios/<int:scenario_id>/copy/", scenarios.scenario_copy, name="scenario_copy"),
    path("scenarios/<int:scenario_id>/delete/", scenarios.scenario_delete, name="scenario_delete"),
    path("scenarios/<int:scenario_id>/choose/", scenarios.scenario_choose, name="scenario_choose"),
    path("scenarios/<int:scenario_id>/relax/", scenarios.relax, name="relax"),
    path("scenarios/<int:scenario_id>/solve/", planner.solve, name="solve"),
    path("scenarios/<int:scenario_id>/frontier/", planner.draw_frontier, name="frontier"),
    path("scenarios/<int:scenario_id>/budget/", planner.slider, name="slider"),
    path("scenarios/<int:scenario_id>/checks/", planner.checks, name="checks"),
    path("scenarios/<int:scenario_id>/left-out/", planner.left_out, name="left_out"),
    path("scenarios/<int:scenario_id>/why/<int:module_id>/", planner.why, name="why"),
    path("scenarios/<int:scenario_id>/compare/<int:other_id>/", scenarios.compare, name="compare"),
    path("scenarios/<int:scenario_id>/pins/new/", scenarios.pin_new, name="pin_new"),
    path("scenarios/<int:scenario_id>/lines/new/", lines.line_new, name="line_new"),
    path("scenarios/<int:scenario_id>/people/", lines.people, name="people"),
    path("scenarios/<int:scenario_id>/people/<int:employee_id>/", lines.person, name="person"),
    path("pins/<int:pin_id>/remove/", scenarios.pin_remove, name="pin_remove"),
    path("runs/<int:run_id>/", planner.run, name="run"),
    path("runs/<int:run_id>/progress/", planner.run_progress, name="run_progress"),
    path("runs/<int:run_id>/cancel/", planner.run_cancel, name="run_cancel"),
    path("runs/<int:run_id>/apply/", planner.run_apply, name="run_apply"),
    path("lines/<int:line_id>/", lines.line, name="line"),
    path("lines/<int:line_id>/edit/", lines.line_edit, name="line_edit"),
    path("lines/<int:line_id>/give-back/", lines.line_give_back, name="line_give_back"),
    path("lines/<int:line_id>/remove/", lines.line_remove, name="line_remove"),
    path("lines/<int:line_id>/people/add/", lines.people_add, name="people_add"),
    path("lines/<int:line_id>/people/remove/", lines.people_remove, name="people_remove"),
    path("methods/", methods.decisions, name="method_decisions"),
    path("methods/<int:decision_id>/", methods.decision, name="method_decision"),
    path("methods/<int:decision_id>/decide/", methods.decide, name="method_decide"),
    path("methods/criteria/", methods.criteria, name="method_criteria"),
    path("methods/criteria/starter/", methods.take_starter, name="method_starter"),
    path("assessments/", methods.assessments, name="assessment_strategies"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<int:offer_id>/", offers.offer, name="offer"),
    path("staff-changes/", future_needs.staff_changes, name="staff_changes"),
    path("staff-changes/<int:change_id>/", future_needs.staff_change, name="staff_change"),
    path("staff-changes/<int:change_id>/move/", future_needs.move, name="staff_change_move"),
    path("future-needs/", future_needs.future_needs, name="future_needs"),
    path("scenarios/<int:scenario_id>/inputs/", inputs.inputs, name="inputs"),
    *urls_of("plan", CHANGE),
]
