"""What the pages of this room show, from what the queries read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.policy.resources import queries, rules
from espalier.cycle.policy.resources.queries import ResourceLoad
from espalier.cycle.policy.resources.types import BOOKABLE, Kind, MonthLoad
from espalier.cycle.policy.resources.wording import BASES, KINDS
from espalier.kit.errors import Text

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class LoadCell:
    """One month of a resource: share of the capacity that is taken, in words, with its tone."""

    month: int
    text: str
    title: str
    tone: str


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One resource over the year."""

    code: str
    name: str
    resource_id: int
    cells: tuple[LoadCell, ...]


def load_rows(loads: Iterable[ResourceLoad]) -> list[LoadRow]:
    """Rows of the capacity table; what nobody can have and nobody wants is left out."""
    return [
        LoadRow(
            load.resource.code,
            load.resource.name,
            load.resource.pk,
            tuple(_cell(month) for month in load.months),
        )
        for load in loads
        if any(m.capacity_minutes or m.booked_minutes or m.demanded_minutes for m in load.months)
    ]


def _cell(month: MonthLoad) -> LoadCell:
    share = month.load_share
    told = {
        "taken": hours(month.booked_minutes + month.demanded_minutes),
        "capacity": hours(month.capacity_minutes),
    }
    title = _("%(taken)s of %(capacity)s hours") % told
    if month.is_overloaded:
        text = f"{share:.0%}" if share is not None else _("no hours")
        return LoadCell(month.month, text, title, "bad")
    if share is None or share == 0:
        return LoadCell(month.month, "–", title, "quiet")
    return LoadCell(month.month, f"{share:.0%}", title, "warning" if share > 0.85 else "good")


def overloads(loads: Iterable[ResourceLoad]) -> list[tuple[Any, MonthLoad]]:
    """Every overloaded month with its resource, worst first."""
    found = [(load.resource, month) for load in loads for month in load.overloaded]
    return sorted(found, key=lambda pair: -pair[1].short_minutes)


def hours(minutes: int) -> str:
    """Hours with at most one decimal."""
    return f"{minutes / 60:,.1f}".removesuffix(".0")


def facts_of(resource: Any) -> list[tuple[Text, object]]:
    """The facts of a resource as its page lists them; what nobody wrote is left out."""
    instructor = getattr(resource, "instructor", None)
    cost = ""
    if resource.unit_cost is not None:
        cost = f"NT${resource.unit_cost:,} {BASES.get(resource.cost_basis, '')}"
    found: list[tuple[Text, object]] = [
        (_("Kind"), KINDS[resource.kind]),
        (_("Internal or external"), _("internal") if resource.is_internal else _("external")),
        (_("Kept by"), resource.unit.name if resource.unit else ""),
        (_("Place"), resource.place),
        (_("Seats"), "" if resource.seats is None else resource.seats),
        (_("Pieces"), resource.pieces if resource.pieces > 1 else ""),
        (_("Cost"), cost),
        (_("From"), resource.valid_from or ""),
        (_("Until"), resource.ended_on or ""),
        (_("Why it was chosen"), resource.selection_note),
        (_("Note"), resource.note),
    ]
    if instructor is not None:
        employee = instructor.employee
        found += [
            (_("Employee"), f"{employee.number} {employee.name}" if employee else ""),
            (_("Subjects taught"), instructor.subjects),
            (_("Languages"), instructor.languages),
            (_("Qualifications"), instructor.qualifications),
        ]
    return [(name, value) for name, value in found if value != ""]


def open_times_of(resource: Any) -> list[tuple[Any, str]]:
    """Hours with their weekdays in words."""
    return [
        (each, "、".join(WEEKDAYS[int(day) - 1] for day in each.weekdays))
        for each in sorted(resource.open_times.all(), key=lambda row: row.starts_on)
    ]


def contracts_of(resource: Any, on: date) -> list[tuple[Any, int | None, bool]]:
    """Contracts with the days to their end, and whether that is soon."""
    return [
        (
            each,
            (each.ends_on - on).days if each.ends_on else None,
            rules.expires_soon(each.ends_on, on, notice_days=each.notice_days),
        )
        for each in resource.contracts.all()
    ]


def evaluations_of(resource: Any) -> list[tuple[Any, float | None]]:
    """Judgements with their weighted score."""
    weights = {each.name: float(each.weight) for each in queries.criteria(resource.kind)}
    return [
        (each, rules.weighted_score(each.scores, weights)) for each in resource.evaluations.all()
    ]


def is_bookable(resource: Any) -> bool:
    return Kind(resource.kind) in BOOKABLE
