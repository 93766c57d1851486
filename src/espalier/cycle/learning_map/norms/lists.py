"""The list of norms."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.labels import hours_text, label
from espalier.cycle.learning_map.norm_words import KINDS, STATUSES, WINDOWS
from espalier.cycle.learning_map.norms import queries
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def _hours(minutes: int | None) -> str:
    return "–" if minutes is None else hours_text(minutes)


def _overdue(value: str) -> Q:
    today = timezone.localdate()
    return Q(review_on__lt=today) if value == "yes" else ~Q(review_on__lt=today)


def _has_module(value: str) -> Q:
    return Q(module_links__isnull=value != "yes")


def _day(value: date | None) -> str:
    return "–" if value is None else value.isoformat().replace("-", "/")


NORMS = ListSpec(
    key="learning_map.norms",
    title=_("Norms"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Title"), sort=("title",)),
        Column("kind", _("Nature"), sort=("kind",), format=lambda value: label(KINDS, value)),
        Column("topic", _("Topic"), sort=("topic",)),
        Column("window", _("Kind of term"), format=lambda value: label(WINDOWS, value or "none")),
        Column("minutes", _("Hours"), format=_hours, numeric=True,
               export=lambda row: None if row.minutes is None else row.minutes / 60),
        Column("status", _("Status"), sort=("status",), format=lambda value: label(STATUSES, value)),
        Column("checked_on", _("Looked up on"), sort=("checked_on",), format=_day),
        Column("review_on", _("Review by"), sort=("review_on",),
               template="learning_map/norms/_review_cell.html"),
        Column("is_applied", _("Applies"), sort=("is_applied",)),
        Column("n_modules", _("Modules"), sort=("n_modules",), numeric=True),
        Column("n_clauses", _("Clauses"), numeric=True, shown=False),
        Column("n_versions", _("Versions"), numeric=True, shown=False),
        Column("source", _("Source"), shown=False),
        Column("source_url", _("Address of the source"), shown=False),
        Column("title_en", _("English title"), shown=False),
    ),
    filters=(
        Filter("kind", _("Nature"), choices=list(KINDS.items())),
        Filter("status", _("Status"), choices=list(STATUSES.items())),
        Filter("topic", _("Topic"), choices=lambda: [(t, t) for t in queries.topics()]),
        Filter(
            "overdue",
            _("Review overdue"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=_overdue,
        ),
        Filter(
            "applies",
            _("Applies"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=lambda value: Q(is_applied=value == "yes"),
        ),
        Filter(
            "served",
            _("Has modules"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=_has_module,
        ),
    ),
    search_fields=("code", "title", "title_en", "summary", "source", "topic"),
    default_sort="code",
    row_url=lambda row: reverse("learning_map:norm", args=[row.pk]),
    empty=EmptyState(
        _("No norms yet"),
        _("Take over the starter register, or write the first norm."),
        "learning_map:norms_starter",
        _("See the starter register"),
    ),
)  # fmt: skip
