"""The list of strategy goals."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.strategy_goals.wording import STATES
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def number_text(value: object) -> str:
    """A number without idle zeros; a dash where there is none."""
    return "–" if value is None else f"{float(str(value)):,g}"


def _served(value: str) -> Q:
    nothing = Q(directions=None, needs=None)
    return nothing if value == "no" else ~nothing


GOALS = ListSpec(
    key="needs.goals",
    title=_("Strategy goals"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("text", _("Goal"), sort=("text",)),
        Column("state", _("State"), sort=("state",), format=lambda value: STATES.get(value, value)),
        Column("measure", _("Measure")),
        Column("baseline", _("Baseline"), format=number_text, numeric=True),
        Column("target", _("Target"), sort=("target",), format=number_text, numeric=True),
        Column("unit", _("Unit of the measure")),
        Column("due_on", _("Due on"), sort=("due_on",)),
        Column("owner__name", _("Owner"), sort=("owner__name",)),
        Column("n_directions", _("Directions"), sort=("n_directions",), numeric=True),
        Column("n_needs", _("Needs"), sort=("n_needs",), numeric=True),
        Column("confirmed_on", _("Confirmed on"), shown=False),
    ),
    filters=(
        Filter("state", _("State"), choices=list(STATES.items())),
        Filter(
            "served",
            _("Serves a direction or a need"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=_served,
        ),
    ),
    search_fields=("code", "text", "text_en", "measure"),
    default_sort="code",
    row_url=lambda row: reverse("needs:goal", args=[row.pk]),
    empty=EmptyState(
        _("No strategy goals yet"),
        _("Import the goals, or write the first one from a need."),
        "needs:goal_new",
        _("Write a goal"),
    ),
)
