"""The lists of this room: survey rounds, and the requests of all units."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.unit_requests import queries, telling
from espalier.cycle.needs.unit_requests.wording import (
    MODES,
    OUTCOMES,
    PRIORITIES,
    REASONS,
    ROUND_STATES,
    STATES,
    TONES,
    months_text,
)
from espalier.cycle.people.units import queries as units
from espalier.kit.ui.types import BulkAction, Column, EmptyState, Filter, ListSpec


def people_count(row: Any) -> int:
    """How many people a row of the list is for."""
    return int(row.headcount or row.n_named)


def money(value: int | None) -> str:
    return "–" if value is None else f"NT${value:,}"


def unit_name(row: Any) -> str:
    """A unit's name in the reader's language."""
    english = (get_language() or "").startswith("en") and row.unit.name_en
    return f"{row.unit.code} {english or row.unit.name}"


def _title(row: Any) -> str:
    return telling.title_of(row)


def _module(value: str) -> Q:
    known = Q(module__isnull=False)
    return known if value == "yes" else ~known


def _outcome(value: str) -> Q:
    return Q(outcome="") if value == "none" else Q(outcome=value)


ROUNDS = ListSpec(
    key="needs.request_rounds",
    title=_("Surveys of training requests"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Title"), value=_title, sort=("title",)),
        Column("year", _("Year"), sort=("year",), format=str),
        Column("opens_on", _("First day"), sort=("opens_on",)),
        Column("deadline", _("Deadline"), sort=("deadline",)),
        Column("state", _("State"), sort=("state",),
               format=lambda value: ROUND_STATES.get(value, value)),
        Column("n_asked", _("Units asked"), numeric=True, value=lambda row: row.n_asked or 0),
        Column("n_requests", _("Requests handed in"), numeric=True,
               value=lambda row: row.n_requests or 0),
        Column("n_undecided", _("Still to decide"), numeric=True,
               value=lambda row: row.n_undecided or 0),
    ),
    filters=(Filter("state", _("State"), choices=list(ROUND_STATES.items())),),
    search_fields=("code", "title", "title_en"),
    default_sort="-opens_on",
    row_url=lambda row: reverse("needs:request_round", args=[row.pk]),
    empty=EmptyState(
        _("No survey yet"),
        _("The training unit opens one a year and asks every unit what it needs."),
    ),
)  # fmt: skip

REQUESTS = ListSpec(
    key="needs.unit_requests",
    title=_("Training requests of the units"),
    columns=(
        Column("code", pgettext_lazy("unit request", "No."), sort=("round__year", "code")),
        Column("unit", _("Unit"), value=unit_name, sort=("unit__code",),
               template="needs/unit_requests/_unit_cell.html"),
        Column("subject", _("Module or topic"), value=telling.subject_of,
               sort=("module__code", "topic")),
        Column("state", _("State"), sort=("state",),
               value=lambda row: (TONES[row.state], STATES[row.state]),
               template="needs/unit_requests/_state_cell.html",
               export=lambda row: STATES[row.state]),
        Column("priority", pgettext_lazy("unit request", "Priority"), sort=("priority",),
               format=lambda value: PRIORITIES.get(value, value),
               export=lambda row: PRIORITIES[row.priority]),
        Column("reason_kind", _("Kind of reason"), sort=("reason_kind",),
               format=lambda value: REASONS.get(value, value),
               export=lambda row: REASONS[row.reason_kind], shown=False),
        Column("people", _("People"), value=people_count, numeric=True),
        Column("months", _("Months wished"), format=months_text,
               export=lambda row: months_text(row.months)),
        Column("budget_minor", _("Budget expected (NT$)"), sort=("budget_minor",),
               format=money, numeric=True),
        Column("group", _("One thing with others"),
               value=lambda row: row.group.title if row.group else "", shown=False),
        Column("outcome", _("Annual plan"), sort=("outcome",),
               format=lambda value: OUTCOMES.get(value, "–"),
               export=lambda row: OUTCOMES.get(row.outcome, "")),
        Column("mode", _("Form wished"), sort=("mode",), shown=False,
               format=lambda value: MODES.get(value, value), export=lambda row: MODES[row.mode]),
        Column("reason", pgettext_lazy("unit request", "Reason"), shown=False),
        Column("decision", _("Reason of the decision"), shown=False),
        Column("plan_line_ref", _("Line of the plan"), shown=False),
        Column("remarks", pgettext_lazy("unit request", "Remarks"), shown=False),
        Column("round", pgettext_lazy("survey", "Survey"), value=lambda row: row.round.code,
               shown=False),
        Column("sent_at", _("Handed in on"), sort=("sent_at",), shown=False),
    ),
    filters=(
        Filter("round", pgettext_lazy("survey", "Survey"), choices=queries.round_choices,
               lookup="round_id"),
        Filter("unit", _("Unit"), choices=units.unit_choices,
               apply=lambda value: queries.of_unit(int(value))),
        Filter("state", _("State"), choices=list(STATES.items())),
        Filter("priority", pgettext_lazy("unit request", "Priority"),
               choices=list(PRIORITIES.items())),
        Filter("reason_kind", _("Kind of reason"), choices=list(REASONS.items())),
        Filter("module", _("Has a module"), choices=[("yes", _("Yes")), ("no", _("No"))],
               apply=_module),
        Filter("outcome", _("Annual plan"),
               choices=[*OUTCOMES.items(), ("none", _("Not said yet"))], apply=_outcome),
    ),
    search_fields=("code", "topic", "module__code", "reason", "unit__name", "remarks"),
    default_sort="code",
    row_url=lambda row: reverse("needs:unit_request", args=[row.pk]),
    bulk_actions=(
        BulkAction("decide", _("Decide together"), "needs:request_decide_many"),
        BulkAction("merge", _("Merge into one thing"), "needs:request_merge"),
    ),
    empty=EmptyState(
        _("No requests yet"), _("They stand here as soon as a unit has written one.")
    ),
)  # fmt: skip
# For who looks on: nothing to tick.
REQUESTS_TO_READ = replace(REQUESTS, bulk_actions=())
