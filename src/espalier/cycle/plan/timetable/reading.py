"""What the problem of a timetable is put together from, read in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from espalier.cycle.learning_map.modules.queries import published_modules
from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.queries import due_by
from espalier.cycle.people.employees.queries import employees
from espalier.cycle.people.units.queries import units
from espalier.cycle.plan.annual_plan.queries import scenario_or_404
from espalier.cycle.plan.offers import queries as offers
from espalier.cycle.plan.offers.types import OfferFacts
from espalier.cycle.plan.timetable import queries, rules
from espalier.cycle.plan.timetable.models import Session, SlotKind
from espalier.cycle.policy.resources import queries as resources
from espalier.cycle.policy.resources.types import Kind
from espalier.engines.planner.timetable.problem import Busy, Instructor, MonthLimit, Room, Slot

LEGAL = "legal"
ALL_WEEK = "1234567"
DAY_ENDS = 24 * 60


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource as the timetable sees it. ``employee`` is set for instructors from inside."""

    id: int
    code: str
    name: str
    seats: int
    pieces: int
    busy: tuple[Busy, ...]
    month_minutes: int | None = None
    months: tuple[MonthLimit, ...] = ()
    employee: int | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Units: the department (unit below the top) of each, headcounts, and what lies below each."""

    department_of: Mapping[int, str]
    headcount: Mapping[str, int]
    below: Mapping[int, frozenset[int]]
    names: Mapping[str, tuple[str, str]]

    def departments_below(self, unit_id: int) -> frozenset[str]:
        """Departments that lie wholly within a unit."""
        inside = self.below.get(unit_id, frozenset())
        held: dict[str, set[int]] = {}
        for unit, code in self.department_of.items():
            held.setdefault(code, set()).add(unit)
        return frozenset(code for code, members in held.items() if members <= inside)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Everything a timetable rests on, as it stood when it was read."""

    scenario: Any
    on: date
    sessions: tuple[Session, ...]
    offers: Mapping[int, OfferFacts]
    kinds: tuple[SlotKind, ...]
    slots: tuple[Slot, ...]
    calendar: queries.YearCalendar
    instructors: Mapping[int, Thing]
    rooms: Mapping[int, Thing]
    equipment: Mapping[int, Thing]
    tree: Tree
    requires: Mapping[int, tuple[int, ...]]

    @property
    def year(self) -> int:
        year: int = self.scenario.plan.year
        return year

    @property
    def earliest(self) -> date:
        """The first day on which anything new can be held."""
        return max(date(self.year, 1, 1), self.on + timedelta(1))


def read(scenario_id: int, on: date) -> Records:
    """Raises: NotFound."""
    scenario = scenario_or_404(scenario_id)
    year = scenario.plan.year
    calendar = queries.year_calendar(year)
    kinds = queries.active_kinds()
    rows = tuple(
        queries.sessions(scenario_id).prefetch_related("places__employee", "forbidden").all()
    )
    own = {str(row.pk) for row in rows if row.state in rules.MOVABLE}
    things = _things(year, calendar, own)
    modules = published_modules()
    return Records(
        scenario=scenario,
        on=on,
        sessions=rows,
        offers=offers.offers_by_module(),
        kinds=tuple(kinds),
        slots=queries.slots_of(calendar, kinds),
        calendar=calendar,
        instructors=things[Kind.INSTRUCTOR],
        rooms=things[Kind.ROOM],
        equipment=things[Kind.EQUIPMENT],
        tree=tree(),
        requires={pk: module.requires for pk, module in modules.items()},
    )


def tree() -> Tree:
    """Two queries."""
    rows = list(units())
    by_id = {unit.pk: unit for unit in rows}
    department_of: dict[int, str] = {}
    names: dict[str, tuple[str, str]] = {}
    for unit in rows:
        above = unit
        while above.parent_id in by_id and by_id[above.parent_id].parent_id is not None:
            above = by_id[above.parent_id]
        department_of[unit.pk] = above.code
        names[above.code] = (above.name, above.name_en)
    present = employees().filter(left_on=None).values_list("unit_id", flat=True)
    headcount = Counter(department_of[pk] for pk in present if pk in department_of)
    below = {
        unit.pk: frozenset(o.pk for o in rows if o.scope.path.startswith(unit.scope.path))
        for unit in rows
    }
    return Tree(department_of, headcount, below, names)


def due_days(year: int, on: date) -> dict[tuple[int, int], date]:
    """(employee, module) → the first day by which a norm of law asks for it. A fixed number of queries."""
    faces = norms.norm_faces()
    found: dict[tuple[int, int], date] = {}
    for duty in due_by(date(year, 12, 31), today=on):
        if faces[duty.norm.id].kind != LEGAL:
            continue
        for accepted in duty.norm.accepted:
            key = duty.employee_id, accepted.module
            found[key] = min(found.get(key, duty.due_on), duty.due_on)
    return found


def _things(
    year: int, calendar: queries.YearCalendar, own: set[str]
) -> dict[Kind, dict[int, Thing]]:
    """Instructors, rooms and equipment of a year, by kind and id. Twelve queries, however many there are."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    booked = _bookings(first, own)
    hours = {load.resource.pk: load.months for load in resources.capacity_and_demand(year)}
    found: dict[Kind, dict[int, Thing]] = {Kind.INSTRUCTOR: {}, Kind.ROOM: {}, Kind.EQUIPMENT: {}}
    rows = resources.resources(on=first).filter(kind__in=[str(kind) for kind in found])
    weekdays = {day.isoweekday() for day in calendar.working}
    told = "".join(str(day) for day in sorted(weekdays)) or ALL_WEEK
    for row in rows.prefetch_related("open_times", "absences"):
        is_instructor = row.kind == Kind.INSTRUCTOR
        own_hours = hours.get(row.pk, ())
        limit, months = _month_limits(year, own_hours) if is_instructor else (None, ())
        busy = [
            *_closed(row, first, last, told),
            *(each for a in row.absences.all() for each in spans(a.starts_at, a.ends_at)),
            *booked.get(row.pk, ()),
        ]
        found[Kind(row.kind)][row.pk] = Thing(
            row.pk,
            row.code,
            row.name,
            row.seats or 0,
            row.pieces,
            tuple(busy),
            limit,
            months,
            getattr(getattr(row, "instructor", None), "employee_id", None),
        )
    return found


def _month_limits(year: int, hours: Iterable[Any]) -> tuple[int, tuple[MonthLimit, ...]]:
    """What an instructor teaches in any month at most, and the hours there are in each."""
    each = tuple(
        MonthLimit(f"{year:04d}-{month.month:02d}", month.capacity_minutes) for month in hours
    )
    return rules.BUSY_MONTH * sum(month.minutes for month in each) // 12, each


def _closed(row: Any, first: date, last: date, weekdays: str) -> Iterable[Busy]:
    """Days on which a resource has no open time, or is not there yet or any more."""
    spans = [
        (
            max(each.starts_on, row.valid_from or each.starts_on, first),
            min(each.ends_on or last, row.ended_on or last, last),
            # A Saturday or an evening is agreed with whoever teaches: hours are said for working weekdays.
            each.weekdays + "".join(set(ALL_WEEK) - set(weekdays)),
        )
        for each in row.open_times.all()
    ]
    return [Busy(a, b) for a, b in rules.days_off(first, last, weekdays, spans)]


def _bookings(since: date, own: set[str]) -> dict[int, list[Busy]]:
    """Times that are taken, by resource; those of our own sessions that can still move are free."""
    found: dict[int, list[Busy]] = {}
    for row in resources.bookings(since=since).filter(cancelled_at=None):
        if row.subject_kind == queries.KIND and row.subject_id in own:
            continue
        if row.quantity >= row.resource.pieces:
            found.setdefault(row.resource_id, []).extend(spans(row.starts_at, row.ends_at))
    return found


def spans(starts_at: datetime, ends_at: datetime) -> list[Busy]:
    """A stretch of time day by day, in local time."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    last = (end - timedelta(seconds=1)).date()
    if start.date() == last:
        until = _minute(end) or DAY_ENDS
        return [Busy(last, last, _minute(start), until)]
    found = [Busy(start.date(), start.date(), _minute(start), DAY_ENDS)]
    between = (start.date() + timedelta(1), last - timedelta(1))
    if between[0] <= between[1]:
        found.append(Busy(*between))
    return [*found, Busy(last, last, 0, _minute(end) or DAY_ENDS)]


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def instructors_of(things: Iterable[Thing]) -> tuple[Instructor, ...]:
    return tuple(
        Instructor(each.code, each.busy, month_minutes=each.month_minutes, months=each.months)
        for each in things
    )


def rooms_of(things: Iterable[Thing]) -> tuple[Room, ...]:
    return tuple(Room(each.code, each.seats, busy=each.busy) for each in things)


def codes_of(things: Mapping[int, Thing], ids: Iterable[int]) -> tuple[str, ...]:
    """Codes of those of these records that are there in the year."""
    return tuple(sorted(things[pk].code for pk in ids if pk in things))


def employees_in(session: Any) -> Sequence[int]:
    return sorted(place.employee_id for place in session.places.all())
