"""The list of needs."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.need_words import VERDICTS, VIEWS, label
from espalier.cycle.needs.needs_list.queries import verdict_of
from espalier.cycle.needs.needs_list.types import NEEDS_TRAINING, Verdict
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def score_text(value: float | None) -> str:
    """A score between 0 and 1 with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def _training(value: str) -> Q:
    training = Q(cause_check__verdict__in=[v.value for v in NEEDS_TRAINING])
    undecided = Q(cause_check=None) | Q(cause_check__verdict=Verdict.OPEN)
    return {"yes": training, "open": undecided}.get(value, ~training & ~undecided)


NEEDS = ListSpec(
    key="needs.needs",
    title=_("Needs"),
    columns=(
        Column("rank", _("Priority rank"), sort=("place", "code"), numeric=True),
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Need"), sort=("title",)),
        Column("view", _("Seen from"), sort=("view",), format=lambda value: label(VIEWS, value)),
        Column("score", _("Score (0–1)"), sort=("score",), format=score_text, numeric=True),
        Column(
            "verdict", _("Cause check"), value=verdict_of, sort=("cause_check__verdict",),
            format=lambda value: label(VERDICTS, value) if value else _("Not checked"),
        ),
        Column("headcount", _("People concerned"), sort=("headcount",), numeric=True),
        Column("n_goals", _("Goals"), sort=("n_goals",), numeric=True),
        Column("is_active", _("Pursued"), shown=False),
        Column("source", _("Other source"), shown=False),
    ),
    filters=(
        Filter("view", _("Seen from"), choices=list(VIEWS.items())),
        Filter(
            "training", _("Training is the remedy"),
            choices=[("yes", _("Yes")), ("no", _("No")), ("open", _("Not known"))],
            apply=_training,
        ),
        Filter(
            "pursued", _("Pursued"), choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=lambda value: Q(is_active=value == "yes"),
        ),
    ),
    search_fields=("code", "title", "title_en", "description"),
    default_sort="rank",
    row_url=lambda row: reverse("needs:need", args=[row.pk]),
    empty=EmptyState(
        _("No needs yet"),
        _("Import the list of needs, or write the first one from a marked passage."),
        "needs:need_new",
        _("Write a need"),
    ),
)  # fmt: skip
