"""The lists of business goals, people-development goals and policy directions."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.goals import queries
from espalier.cycle.policy.goals.types import Level
from espalier.cycle.policy.goals.wording import FIELDS, NEW, PLURAL
from espalier.cycle.policy.numbers import number_text
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def _url_of(level: Level) -> Callable[[Any], str]:
    return lambda row: reverse("policy:goal", args=[level.value, row.pk])


def _with_unit(name: str) -> Callable[[Any], str]:
    return lambda row: number_text(getattr(row, name), row.unit)


def _ended(value: str) -> Q:
    return Q(ended_on__isnull=value != "yes")


def _columns(level: Level) -> list[Column]:
    """What all levels show; business goals have their perspective, too."""
    key = queries.KEY[level]
    columns = [
        Column(key, _("Direction number") if level is Level.DIRECTION else FIELDS["key"], sort=(key,)),
        Column("text", FIELDS["text"], sort=("text",)),
        Column("measure", FIELDS["measure"], sort=("measure",)),
        Column(
            "baseline", FIELDS["baseline"], value=_with_unit("baseline"), numeric=True,
            export=lambda row: row.baseline,
        ),
        Column(
            "target", FIELDS["target"], value=_with_unit("target"), numeric=True,
            export=lambda row: row.target,
        ),
        Column("owner__name", FIELDS["owner_id"], sort=("owner__name",)),
        Column("ends_on", FIELDS["ends_on"], sort=("ends_on",)),
        Column("starts_on", FIELDS["starts_on"], sort=("starts_on",), shown=False),
        Column("unit", FIELDS["unit"], shown=False),
        Column("baseline_period", FIELDS["baseline_period"], shown=False),
        Column("baseline_n", FIELDS["baseline_n"], numeric=True, shown=False),
        Column("source", FIELDS["source"], shown=False),
        Column("text_en", FIELDS["text_en"], shown=False),
        Column("ended_on", FIELDS["ended_on"], sort=("ended_on",), shown=False),
    ]  # fmt: skip
    if level is Level.BUSINESS:
        words = dict(queries.perspectives())
        perspective = Column(
            "perspective",
            FIELDS["perspective"],
            sort=("perspective",),
            format=lambda value: words.get(value, value),
        )
        columns.insert(2, perspective)
    return columns


def list_of(level: Level) -> ListSpec:
    """The list of a level; its key column is the code, or the number of a direction."""
    key = queries.KEY[level]
    filters = [
        Filter("ended", _("Ended"), choices=[("yes", _("Yes")), ("no", _("No"))], apply=_ended)
    ]
    if level is Level.BUSINESS:
        filters.append(Filter("perspective", FIELDS["perspective"], choices=queries.perspectives()))
    return ListSpec(
        key=f"policy.{level.value}",
        title=PLURAL[level],
        columns=tuple(_columns(level)),
        filters=tuple(filters),
        search_fields=(key, "text", "text_en", "measure") if key == "code" else ("text", "measure"),
        default_sort=key,
        row_url=_url_of(level),
        empty=EmptyState(
            _("Nothing is written here yet"),
            NEW[level],
            "policy:goals",
            _("Goals and directions"),
        ),
    )


LISTS = {level: list_of(level) for level in Level}
