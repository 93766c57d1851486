"""The steps of the thread that people add: unit and position → employee → rating ← competency."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.evidence import queries as evidence
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, Check, Edge, NodeKind

UNIT, POSITION = "people.Unit", "people.Position"
EMPLOYEE, RATING = "people.Employee", "people.Rating"
COMPETENCY = "standards.Competency"
Named = Iterable[tuple[str, str, str]]
Pairs = list[tuple[str, str]]


def register_thread() -> None:
    """Declare nodes, steps and checks of the four rooms."""
    room = "espalier.cycle.people"
    registry.register_node(NodeKind(UNIT, _("Unit"), f"{room}.units", _units))
    registry.register_node(NodeKind(POSITION, _("Position"), f"{room}.positions", _positions))
    registry.register_node(NodeKind(EMPLOYEE, _("Employee"), f"{room}.employees", _employees))
    registry.register_node(NodeKind(RATING, _("Rating"), f"{room}.evidence", _ratings))
    for edge in (
        _edge(UNIT, EMPLOYEE, _("the person works in the unit"), employees.place_links, "unit_id"),
        _edge(
            POSITION,
            EMPLOYEE,
            _("the person holds the position"),
            employees.place_links,
            "position_id",
        ),
        _edge(EMPLOYEE, RATING, _("the rating is about the person"), evidence.links, "employee_id"),
        _edge(
            COMPETENCY,
            RATING,
            _("the rating is about the competency"),
            evidence.links,
            "competency_id",
        ),
    ):
        registry.register_edge(edge)
    for check in (
        Check("people.unit_without_manager", _("Units without a manager"), _without_manager),
        Check("people.employee_without_position", _("People without position"), _without_position),
        Check("people.only_old_ratings", _("People with old ratings only"), _only_old),
    ):
        registry.register_check(check)


def _edge(source: str, target: str, why: Text, links: Callable[..., Pairs], field: str) -> Edge:
    """A foreign key read from either end, with one query."""

    def down(ids: Sequence[str]) -> Pairs:
        return links(field, sources=ids)

    def up(ids: Sequence[str]) -> Pairs:
        return [(target_id, source_id) for source_id, target_id in links(field, targets=ids)]

    return Edge(source, target, why, down, up)


def _units(ids: Sequence[str]) -> Named:
    for unit in units.units().filter(pk__in=list(ids)):
        yield str(unit.pk), f"{unit.code} {unit.name}", reverse("people:units")


def _positions(ids: Sequence[str]) -> Named:
    for position in positions.positions().filter(pk__in=list(ids)):
        url = reverse("people:position", args=[position.pk])
        yield str(position.pk), f"{position.code} {position.name}", url


def _employees(ids: Sequence[str]) -> Named:
    for person in employees.employees().filter(pk__in=list(ids)):
        yield str(person.pk), _named(person), reverse("people:employee", args=[person.pk])


def _ratings(ids: Sequence[str]) -> Named:
    for rating in evidence.ratings_named(ids):
        url = reverse("people:evidence", args=[rating.employee_id, rating.competency_id])
        label = (
            f"{_named(rating.employee)}：{rating.competency.name} {rating.level:g}"
            f"（{rating.get_source_display()} {rating.rated_on.isoformat()}）"
        )
        yield str(rating.pk), label, url


def _named(person: Any) -> str:
    return f"{person.number} {person.name}"


def _without_manager() -> Iterable[Break]:
    for unit in units.units_without_manager(timezone.localdate()):
        yield Break(
            check="people.unit_without_manager",
            kind=UNIT,
            id=str(unit.pk),
            label=f"{unit.code} {unit.name}",
            url=reverse("people:units"),
            message=_("Nobody leads this unit, or who led it has left."),
            remedy=_("Name a manager"),
            remedy_url=reverse("people:unit_edit", args=[unit.pk]),
        )


def _without_position() -> Iterable[Break]:
    for person in employees.employees_without_position(timezone.localdate()):
        yield _break_of(
            person,
            "people.employee_without_position",
            _("This person holds no position, so nothing is required of them."),
            _("Give a position"),
            "people:employee_move",
        )


def _only_old() -> Iterable[Break]:
    for person in evidence.people_with_only_old_ratings(timezone.localdate()):
        yield _break_of(
            person,
            "people.only_old_ratings",
            _("Every rating of this person has grown too old to count."),
            _("Rate again"),
            "people:employee",
        )


def _break_of(person: Any, check: str, message: Text, remedy: Text, remedy_page: str) -> Break:
    return Break(
        check=check,
        kind=EMPLOYEE,
        id=str(person.pk),
        label=_named(person),
        url=reverse("people:employee", args=[person.pk]),
        message=message,
        remedy=remedy,
        remedy_url=reverse(remedy_page, args=[person.pk]),
    )
