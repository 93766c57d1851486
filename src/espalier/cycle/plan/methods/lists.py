"""Lists of decisions on methods, their criteria, and the assessment of modules."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.methods.models import AssessmentStrategy, MethodCriterion
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

SIDES = MethodCriterion.Side.choices


def _edit(kind: str) -> Any:
    return lambda row: reverse("plan:record", args=[kind, row.pk])


def _shown(field: str) -> Any:
    """The word of a choice in the reader's language."""
    return lambda row: getattr(row, f"get_{field}_display")()


DECISIONS = ListSpec(
    key="plan.method_decisions",
    title=_("Decisions on methods"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Question"), sort=("title",), value=lambda row: name_in(row, "title")),
        Column("side", _("Side"), sort=("side",), value=_shown("side")),
        Column(
            "programme",
            _("Programme"),
            sort=("programme__code",),
            value=lambda row: f"{row.programme.code} {name_in(row.programme, 'title')}",
        ),
        Column("n_options", _("Options"), sort=("n_options",), numeric=True),
        Column("chosen", _("Chosen"), value=lambda row: name_in(row.chosen) if row.chosen else "–"),
        Column("decided_on", _("Decided on"), sort=("decided_on",)),
    ),
    filters=(Filter("side", _("Side"), choices=SIDES),),
    search_fields=("code", "title", "title_en", "programme__title"),
    default_sort="code",
    row_url=lambda row: reverse("plan:method_decision", args=[row.pk]),
    empty=EmptyState(
        _("Nothing has been weighed yet"),
        _("Write the first question: how a programme is taught, or how it is assessed."),
    ),
)
CRITERIA = ListSpec(
    key="plan.method_criteria",
    title=_("Criteria of methods"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("side", _("Used for"), sort=("side",), value=_shown("side")),
        Column("name", _("Criterion"), sort=("name",), value=name_in),
        Column("weight", _("Weight"), sort=("weight",), numeric=True),
        Column("meaning", _("What 5 points mean"), value=lambda row: name_in(row, "meaning")),
    ),
    filters=(Filter("side", _("Used for"), choices=SIDES),),
    search_fields=("code", "name", "name_en", "meaning"),
    default_sort="code",
    row_url=_edit("method_criteria"),
    empty=EmptyState(_("No criterion yet"), _("Take over the starter table, then adapt it.")),
)
ASSESSMENTS = ListSpec(
    key="plan.assessment_strategies",
    title=_("Assessment of modules"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("module", _("Module"), sort=("module__code",), value=lambda row: row.module.code),
        Column("focus", _("What is assessed"), value=lambda row: name_in(row, "focus")),
        Column(
            "instrument", _("Kind of instrument"), sort=("instrument",), value=_shown("instrument")
        ),
        Column("timing", _("When it is assessed"), sort=("timing",), value=_shown("timing")),
        Column("pass_rule", _("What is a pass"), value=lambda row: name_in(row, "pass_rule")),
        Column(
            "evaluation_level",
            _("Level of evaluation"),
            sort=("evaluation_level",),
            value=_shown("evaluation_level"),
        ),
        Column(
            "decision",
            _("Decision it serves"),
            value=lambda row: row.decision.code if row.decision else "–",
        ),
        Column("owner", _("Owner"), sort=("owner",), shown=False),
    ),
    filters=(
        Filter(
            "instrument", _("Kind of instrument"), choices=AssessmentStrategy.Instrument.choices
        ),
        Filter("timing", _("When it is assessed"), choices=AssessmentStrategy.Timing.choices),
    ),
    search_fields=("code", "module__code", "focus", "focus_en", "pass_rule"),
    default_sort="code",
    row_url=_edit("assessment_strategies"),
    empty=EmptyState(
        _("No module has an assessment yet"),
        _("Say for each module what is assessed, how, when, and what is a pass."),
    ),
)
