"""Is a timetabling problem well formed? Codes, ranges, references: every fault at once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.records import (
    Busy,
    Department,
    Instructor,
    MonthTarget,
    Room,
    Session,
    Slot,
    Spacing,
    Weights,
    Window,
)

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Stated(Protocol):
    """A problem as far as its form is looked at."""

    @property
    def sessions(self) -> tuple[Session, ...]: ...

    @property
    def slots(self) -> tuple[Slot, ...]: ...

    @property
    def instructors(self) -> tuple[Instructor, ...]: ...

    @property
    def rooms(self) -> tuple[Room, ...]: ...

    @property
    def departments(self) -> tuple[Department, ...]: ...

    @property
    def spacings(self) -> tuple[Spacing, ...]: ...

    @property
    def month_targets(self) -> tuple[MonthTarget, ...]: ...

    @property
    def working_days(self) -> tuple[date, ...]: ...

    @property
    def blackout_percent(self) -> int: ...

    @property
    def weights(self) -> Weights: ...


def faults_of(problem: Stated) -> list[Fault]:
    """Every fault of form: codes, ranges, references. Whether a plan can exist is another question."""
    return [
        *_codes(problem),
        *_slots(problem),
        *_resources(problem),
        *_sessions(problem),
        *_rules(problem),
    ]


def _codes(problem: Stated) -> Iterator[Fault]:
    if not problem.sessions:
        yield Fault("problem", "sessions", Reason.EMPTY, Remedy.ADD)
    if not problem.slots:
        yield Fault("problem", "slots", Reason.EMPTY, Remedy.ADD)
    for name in ("sessions", "slots", "instructors", "rooms", "departments"):
        codes = Counter(each.code for each in getattr(problem, name))
        for code, times in codes.items():
            if not code:
                yield Fault(name, "code", Reason.NO_CODE, Remedy.ADD)
            elif times > 1:
                yield Fault(f"{name}/{code}", "code", Reason.TWICE, Remedy.RENAME, {"times": times})


def _below(place: str, name: str, value: int | None, lowest: int) -> Iterator[Fault]:
    if value is not None and value < lowest:
        reason = Reason.NEGATIVE if lowest == 0 else Reason.OUT_OF_RANGE
        yield Fault(place, name, reason, Remedy.CORRECT, {"value": value, "lowest": lowest})


def _above(place: str, name: str, value: int, highest: int) -> Iterator[Fault]:
    if value > highest:
        facts = {"value": value, "highest": highest}
        yield Fault(place, name, Reason.OUT_OF_RANGE, Remedy.CORRECT, facts)


def _order(place: str, name: str, first: date | None, last: date | None) -> Iterator[Fault]:
    if first is not None and last is not None and last < first:
        facts = {"first": first.isoformat(), "last": last.isoformat()}
        yield Fault(place, name, Reason.ENDS_BEFORE_START, Remedy.CORRECT, facts)


def _known(place: str, name: str, codes: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for code in sorted(set(codes) - set(known)):
        yield Fault(place, name, Reason.UNKNOWN_RECORD, Remedy.CORRECT, {"code": code})


def _slots(problem: Stated) -> Iterator[Fault]:
    for slot in problem.slots:
        yield from _one_slot(slot)


def _one_slot(slot: Slot) -> Iterator[Fault]:
    place = f"slots/{slot.code}"
    yield from _below(place, "start_minute", slot.start_minute, 0)
    yield from _below(place, "minutes", slot.minutes, 1)
    yield from _above(place, "start_minute", slot.start_minute + slot.minutes, 1440)


def _resources(problem: Stated) -> Iterator[Fault]:
    slots = {each.code for each in problem.slots}
    for teacher in problem.instructors:
        place = f"instructors/{teacher.code}"
        yield from _below(place, "month_minutes", teacher.month_minutes, 0)
        for each in teacher.months:
            yield from _below(f"{place}/months/{each.month}", "minutes", each.minutes, 0)
        yield from _known(place, "slots", teacher.slots, slots)
        yield from _busy(place, teacher.busy)
    for room in problem.rooms:
        yield from _below(f"rooms/{room.code}", "seats", room.seats, 0)
        yield from _busy(f"rooms/{room.code}", room.busy)
    for department in problem.departments:
        place = f"departments/{department.code}"
        yield from _below(place, "headcount", department.headcount, 1)
        yield from _below(place, "away_percent", department.away_percent, 0)
        yield from _above(place, "away_percent", department.away_percent, 100)
        yield from _windows(place, "blackouts", department.blackouts)


def _busy(place: str, busy: Iterable[Busy]) -> Iterator[Fault]:
    for each in busy:
        yield from _order(place, "busy", each.first, each.last)
        if not 0 <= each.start_minute < each.end_minute <= 1440:
            minutes = {"first": each.start_minute, "last": each.end_minute}
            yield Fault(place, "busy", Reason.ENDS_BEFORE_START, Remedy.CORRECT, minutes)


def _windows(place: str, name: str, windows: Iterable[Window]) -> Iterator[Fault]:
    for each in windows:
        yield from _order(place, name, each.first, each.last)


def _sessions(problem: Stated) -> Iterator[Fault]:
    known = {
        name: {each.code for each in getattr(problem, name)}
        for name in ("slots", "instructors", "rooms", "departments")
    }
    kinds = {slot.kind for slot in problem.slots}
    for session in problem.sessions:
        place = f"sessions/{session.code}"
        yield from _numbers(place, session)
        yield from _known(place, "slot_kinds", session.slot_kinds, kinds)
        for name in ("slots", "instructors", "rooms"):
            one = name.removesuffix("s")
            listed = set(getattr(session, f"forbidden_{name}"))
            yield from _known(place, f"forbidden_{name}", listed, known[name])
            pin = getattr(session, f"pin_{one}")
            yield from _known(place, f"pin_{one}", {pin} - {""}, known[name])
        yield from _known(place, "instructors", session.instructors, known["instructors"])
        yield from _known(place, "rooms", session.rooms, known["rooms"])
        named = [each.department for each in session.heads]
        yield from _known(place, "heads", named, known["departments"])
        yield from _repeats(place, "heads", named)
        yield from _repeats(place, "people", map(str, session.people))


def _repeats(place: str, name: str, values: Iterable[str]) -> Iterator[Fault]:
    for value, times in Counter(values).items():
        if times > 1:
            yield Fault(place, name, Reason.TWICE, Remedy.REMOVE, {"code": value, "times": times})


def _numbers(place: str, session: Session) -> Iterator[Fault]:
    for name, lowest in (("minutes", 0), ("meetings", 1), ("n_instructors", 0), ("seats", 0)):
        yield from _below(place, name, getattr(session, name), lowest)
    yield from _below(place, "weight", session.weight, 0)
    yield from _below(place, "max_gap_days", session.max_gap_days, 0)
    for each in session.heads:
        yield from _below(place, "heads", each.count, 1)
    if not session.slot_kinds:
        yield Fault(place, "slot_kinds", Reason.EMPTY, Remedy.ADD)
    yield from _order(place, "deadline", session.earliest, session.deadline)
    yield from _windows(place, "preferred", session.preferred)


def _rules(problem: Stated) -> Iterator[Fault]:
    sessions = {each.code for each in problem.sessions}
    for spacing in problem.spacings:
        place = f"spacings/{spacing.before}/{spacing.after}"
        yield from _known(place, "before", [spacing.before], sessions)
        yield from _known(place, "after", [spacing.after], sessions)
        yield from _below(place, "working_days", spacing.working_days, 0)
    for ring in _circles([(each.before, each.after) for each in problem.spacings]):
        facts = {"sessions": " → ".join(ring)}
        yield Fault(f"spacings/{ring[0]}", "after", Reason.CIRCLE, Remedy.REMOVE, facts)
    for target in problem.month_targets:
        place = f"month_targets/{target.month}"
        yield from _below(place, "sessions", target.sessions, 0)
        if not MONTH.fullmatch(target.month):
            yield Fault(place, "month", Reason.WRONG_TYPE, Remedy.CORRECT, {"value": target.month})
    yield from _repeats("problem", "month_targets", (t.month for t in problem.month_targets))
    if any(each.working_days for each in problem.spacings) and not problem.working_days:
        yield Fault("problem", "working_days", Reason.EMPTY, Remedy.ADD)
    yield from _below("problem", "blackout_percent", problem.blackout_percent, 0)
    for name in ("outside_preferred", "over_month", "late", "split"):
        yield from _below("weights", name, getattr(problem.weights, name), 0)


def _circles(pairs: list[tuple[str, str]]) -> list[list[str]]:
    """One ring of sessions that wait for each other, if there is any."""
    after: dict[str, list[str]] = {}
    for first, then in pairs:
        after.setdefault(first, []).append(then)
    done: set[str] = set()
    for root in sorted(after):
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                done.add(path.pop())
            elif node in path:
                return [[*path[path.index(node) :], node]]
            elif node not in done:
                path.append(node)
                stack.append((node, True))
                stack += [(each, False) for each in sorted(after.get(node, []), reverse=True)]
    return []
