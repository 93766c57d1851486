"""The problem of a timetable from the records, as it is frozen beside a run and read again."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from espalier.cycle.plan.annual_plan.queries import is_locked
from espalier.cycle.plan.offers.types import OfferFacts, OfferKind
from espalier.cycle.plan.timetable import queries, reading, rules
from espalier.cycle.plan.timetable.reading import Records
from espalier.cycle.plan.timetable.types import SessionState, Unavoidable
from espalier.engines.planner.timetable import codec
from espalier.engines.planner.timetable.problem import (
    Busy,
    Department,
    Heads,
    MonthTarget,
    Session,
    Spacing,
    TimetableProblem,
    Window,
)
from espalier.engines.planner.timetable.solution import Assignment

SCHEMA = "espalier-timetable-frame/1"
EQUIPMENT = "E:"  # equipment is shared like heads of a department: so many pieces at once
BLACKOUT_PERCENT = 25
IN_CLASS = frozenset({OfferKind.CLASS, OfferKind.PUBLIC})  # away from the workplace meanwhile


class OtherVersion(ValueError):
    """The file was written by another version of the program; the problem has to be read anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``ids`` maps the code of a session to its id; ``plan`` is where sessions stand today.

    ``stamp`` tells whether somebody changed a session since; ``told`` says of which sessions people know.
    """

    problem: TimetableProblem
    ids: Mapping[str, int]
    plan: tuple[Assignment, ...]
    unavoidable: tuple[Unavoidable, ...]
    stamp: str
    taken_on: date
    told: tuple[str, ...] = ()


def frame(scenario_id: int, on: date) -> Frame:
    """Read the records of a scenario as they stand. Raises: NotFound; BadTimetable with every fault."""
    return frame_of(reading.read(scenario_id, on))


def frame_of(records: Records) -> Frame:
    rows = [row for row in records.sessions if is_open(row, records)]
    exceptions = _unavoidable(records, rows)
    published = is_locked(records.scenario)
    problem = TimetableProblem(
        sessions=tuple(_session(row, records, published) for row in rows),
        slots=records.slots,
        instructors=reading.instructors_of(records.instructors.values()),
        rooms=reading.rooms_of(records.rooms.values()),
        departments=(*_departments(records, exceptions), *_pools(records)),
        spacings=_spacings(records, rows),
        month_targets=_targets(records, len(rows)),
        working_days=records.calendar.working,
        closed=records.calendar.closed,
        blackout_percent=BLACKOUT_PERCENT,
    )
    known = problem.slot_of
    plan = (assignment(row) for row in rows)
    return Frame(
        problem,
        {queries.code_of(row): row.pk for row in rows},
        tuple(each for each in plan if each is not None and set(each.slots) <= known.keys()),
        exceptions,
        stamp_of(records.sessions),
        records.on,
        tuple(queries.code_of(row) for row in rows if _is_told(row, published)),
    )


def is_open(row: Any, records: Records) -> bool:
    """Whether a session can still be placed: it takes place, on days that are given, and has not begun."""
    if row.state not in rules.MOVABLE or row.line.state in ("cancelled", "done"):
        return False
    if queries.kind_of(row) is OfferKind.ONLINE:
        return False
    firsts = [timezone.localtime(m.starts_at).date() for m in row.meetings.all()]
    return not firsts or min(firsts) >= records.on


def _is_told(row: Any, published: bool) -> bool:
    """Whether people were told of its date: it was announced, or the plan was approved with it."""
    return row.state == SessionState.ANNOUNCED or (published and bool(row.meetings.all()))


def assignment(row: Any) -> Assignment | None:
    """Where a session stands today; None while it has no date, or a time that no kind of slot has."""
    slots = [
        f"{timezone.localtime(m.starts_at).date().isoformat()}/{m.slot_kind.code}"
        for m in row.meetings.all()
        if m.slot_kind is not None
    ]
    if not slots or len(slots) < len(row.meetings.all()):
        return None
    teachers = (row.instructor.code,) if row.instructor else ()
    return Assignment(
        queries.code_of(row), tuple(slots), teachers, row.room.code if row.room else ""
    )


def _session(row: Any, records: Records, published: bool) -> Session:
    offer = records.offers.get(row.line.module_id)
    kind = offer.kind if offer else OfferKind.CLASS
    people = reading.employees_in(row)
    now = assignment(row)
    deadline, late_after = rules.deadline(row.deadline_on, records.earliest)
    taught = kind in (OfferKind.CLASS, OfferKind.JOB) and offer and offer.instructor_ids
    able = reading.codes_of(records.instructors, offer.instructor_ids) if offer and taught else ()
    begins = min((timezone.localtime(m.starts_at).date() for m in row.meetings.all()), default=None)
    return Session(
        code=queries.code_of(row),
        module=row.line.module.code,
        slot_kinds=_slot_kinds(offer, records),
        minutes=offer.meeting_minutes if offer else row.line.minutes,
        meetings=offer.meetings if offer else 1,
        pattern=rules.pattern_of(kind, offer.meetings if offer else 1),
        instructors=able,
        n_instructors=1 if taught else 0,
        needs_room=kind is OfferKind.CLASS,
        seats=max(1, len(people)),
        rooms=_rooms(offer, records),
        people=tuple(people),
        heads=(*_heads(row, records, kind), *_pieces(offer, records, kind)),
        earliest=min(records.earliest, begins) if begins else records.earliest,
        deadline=deadline,
        late_after=late_after,
        preferred=_preferred(row, records),
        pin_slot=now.slots[0] if now and row.pins_time else "",
        pin_instructor=row.instructor.code if row.pins_instructor and row.instructor else "",
        pin_room=row.room.code if row.pins_room and row.room else "",
        forbidden_slots=tuple(sorted(_forbidden(row, offer, records))),
        forbidden_instructors=_among_themselves(able, people, records),
        weight=max(1, len(people)) if _is_told(row, published) else 1,
    )


def _slot_kinds(offer: OfferFacts | None, records: Records) -> tuple[str, ...]:
    """The kinds its offer names; else every kind within working time."""
    wanted = offer.slot_kind_ids if offer else frozenset()
    named = tuple(kind.code for kind in records.kinds if kind.pk in wanted)
    usual = tuple(kind.code for kind in records.kinds if kind.is_working_time)
    there = {slot.kind for slot in records.slots}
    return tuple(code for code in named or usual if code in there) or tuple(sorted(there))[:1]


def _rooms(offer: OfferFacts | None, records: Records) -> tuple[str, ...]:
    """The only rooms allowed; rooms that are gone are named when no other is left, so that the page can say so."""
    if offer is None or offer.kind is not OfferKind.CLASS:
        return ()
    there = reading.codes_of(records.rooms, offer.room_ids)
    return there or tuple(f"#{pk}" for pk in sorted(offer.room_ids))


def _preferred(row: Any, records: Records) -> tuple[Window, ...]:
    months = [int(each) for each in row.line.months.split(",") if each.strip().isdigit()]
    return tuple(Window(a, b) for a, b in rules.month_windows(records.year, months))


def heads_of(row: Any, records: Records) -> Counter[str]:
    """Heads by department of a session's people."""
    department_of = records.tree.department_of
    return Counter(
        department_of[place.employee.unit_id]
        for place in row.places.all()
        if place.employee.unit_id in department_of
    )


def _heads(row: Any, records: Records, kind: OfferKind) -> Iterable[Heads]:
    if kind not in IN_CLASS:
        return ()
    return (Heads(code, count) for code, count in sorted(heads_of(row, records).items()))


def _pieces(offer: OfferFacts | None, records: Records, kind: OfferKind) -> Iterable[Heads]:
    """One piece of every equipment the module names."""
    if offer is None or kind not in (OfferKind.CLASS, OfferKind.JOB):
        return ()
    codes = reading.codes_of(records.equipment, offer.equipment_ids)
    return (Heads(EQUIPMENT + code, 1) for code in codes)


def _among_themselves(
    able: Sequence[str], people: Sequence[int], records: Records
) -> tuple[str, ...]:
    """Instructors who sit in this very class."""
    inside = {t.code for t in records.instructors.values() if t.employee in set(people)}
    return tuple(code for code in able if code in inside)


def _forbidden(row: Any, offer: OfferFacts | None, records: Records) -> set[str]:
    """Slots a person forbade, those when its equipment is away, and peak days of units within a department."""
    stretches = [Busy(each.starts_on, each.ends_on) for each in row.forbidden.all()]
    if offer is not None:
        for pk in offer.equipment_ids & records.equipment.keys():
            stretches += records.equipment[pk].busy
    stretches += _peaks_within(row, records)
    return {slot.code for slot in records.slots if any(each.meets(slot) for each in stretches)}


def _peaks_within(row: Any, records: Records) -> list[Busy]:
    """Peak days of units smaller than a department, where they send enough of the class."""
    places = row.places.all()
    found = []
    for unit, first, last in records.calendar.peaks:
        if unit is None or records.tree.departments_below(unit):
            continue
        inside = records.tree.below.get(unit, frozenset())
        n = sum(place.employee.unit_id in inside for place in places)
        if n * 100 >= BLACKOUT_PERCENT * max(1, len(places)):
            found.append(Busy(first, last))
    return found


def _unavoidable(records: Records, rows: Sequence[Any]) -> tuple[Unavoidable, ...]:
    limits = {
        code: rules.away_limit(n, records.scenario.away_percent)
        for code, n in records.tree.headcount.items()
    }
    classes = [
        (queries.code_of(row), heads_of(row, records))
        for row in rows
        if queries.kind_of(row) in IN_CLASS
    ]
    return tuple(rules.unavoidable(classes, limits))


def _departments(records: Records, exceptions: Sequence[Unavoidable]) -> Iterable[Department]:
    """A department too small for its share lets the largest class go that cannot be split further."""
    most: dict[str, int] = {}
    for each in exceptions:
        most[each.department] = max(most.get(each.department, 0), each.heads)
    percent = records.scenario.away_percent
    blackouts: dict[str, list[Window]] = {}
    for unit, first, last in records.calendar.peaks:
        below = records.tree.departments_below(unit) if unit else records.tree.headcount.keys()
        for code in below:
            blackouts.setdefault(code, []).append(_within(records.year, first, last))
    for code, n in sorted(records.tree.headcount.items()):
        share = rules.percent_for(n, most[code], percent) if code in most else percent
        yield Department(code, max(1, n), share, tuple(blackouts.get(code, ())))


def _within(year: int, first: date, last: date) -> Window:
    return Window(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))


def _pools(records: Records) -> Iterable[Department]:
    things = sorted(records.equipment.values(), key=lambda each: each.code)
    return (Department(EQUIPMENT + each.code, max(1, each.pieces)) for each in things)


def _spacings(records: Records, rows: Sequence[Any]) -> tuple[Spacing, ...]:
    sessions = {
        queries.code_of(row): (row.line.module_id, frozenset(reading.employees_in(row)))
        for row in rows
    }
    requires = {
        module: tuple((asked, _spacing_days(module, records)) for asked in before)
        for module, before in records.requires.items()
    }
    return tuple(Spacing(*pair) for pair in rules.spacing_pairs(sessions, requires))


def _spacing_days(module: int, records: Records) -> int:
    offer = records.offers.get(module)
    return offer.spacing_days if offer else 0


def _targets(records: Records, n_sessions: int) -> tuple[MonthTarget, ...]:
    months = sorted(
        {(day.year, day.month) for day in records.calendar.working if day >= records.on}
    )
    target = rules.month_target(n_sessions, len(months))
    return tuple(MonthTarget(f"{year}-{month:02}", target) for year, month in months)


def stamp_of(rows: Iterable[Any]) -> str:
    """Changes whenever a session or who sits in it does."""
    told = sorted(
        (row.pk, row.state, row.updated_at.isoformat(), *reading.employees_in(row)) for row in rows
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def pack(framed: Frame) -> bytes:
    """Compressed JSON, the same bytes for the same frame."""
    document = {
        "schema": SCHEMA,
        "problem": codec.problem_as_json(framed.problem),
        "ids": dict(framed.ids),
        "plan": codec.plan_as_json(framed.plan),
        "unavoidable": [asdict(each) for each in framed.unavoidable],
        "stamp": framed.stamp,
        "taken_on": framed.taken_on.isoformat(),
        "told": list(framed.told),
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return gzip.compress(text.encode(), mtime=0)


def unpack(data: bytes) -> Frame:
    """Raises: OtherVersion."""
    told = json.loads(gzip.decompress(data))
    if told.get("schema") != SCHEMA:
        raise OtherVersion(str(told.get("schema", "")))
    return Frame(
        codec.problem_from_json(told["problem"]),
        told["ids"],
        codec.plan_from_json(told["plan"]),
        tuple(Unavoidable(**each) for each in told["unavoidable"]),
        told["stamp"],
        date.fromisoformat(told["taken_on"]),
        tuple(told["told"]),
    )


def pack_plan(plan: Sequence[Assignment]) -> bytes:
    return json.dumps(codec.plan_as_json(tuple(plan)), sort_keys=True).encode()


def unpack_plan(data: bytes) -> tuple[Assignment, ...]:
    return codec.plan_from_json(json.loads(data))
