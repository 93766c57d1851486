"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.strategy.adoption import views as adoption
from espalier.cycle.strategy.framework import views as framework
from espalier.cycle.strategy.permissions import CHANGE
from espalier.cycle.strategy.programmes import views as programmes
from espalier.cycle.strategy.report import views as report
from espalier.kit.registers.views import urls_of

app_name = "strategy"
urlpatterns = [
    path("decisions/", adoption.decision_list, name="decisions"),
    path("decisions/<int:decision_id>/", adoption.decision, name="decision"),
    path("decisions/<int:decision_id>/decide/", adoption.decide, name="decide"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/<int:programme_id>/", programmes.programme, name="programme"),
    path("options/<int:option_id>/choose/", programmes.choose, name="choose"),
    path("criteria/", programmes.criteria, name="criteria"),
    path("methods/", programmes.method_rules, name="method_rules"),
    path("verbs/", programmes.verbs, name="verbs"),
    path("starter/<slug:kind>/", programmes.take_starter, name="take_starter"),
    path("framework/", framework.framework, name="framework"),
    path("confirmations/", framework.confirmations, name="confirmations"),
    path("confirmations/draft/", framework.take_draft, name="take_draft"),
    path("confirmations/<int:draft_id>/confirm/", framework.confirm, name="confirm"),
    path("procedure/", framework.procedure, name="procedure"),
    path("procedure/confirm/", framework.confirm_procedure, name="confirm_procedure"),
    path("unit/", framework.unit, name="unit"),
    path("texts/", report.narratives, name="narratives"),
    path("texts/<slug:key>/", report.narrative, name="narrative"),
    *urls_of("strategy", CHANGE),
]
