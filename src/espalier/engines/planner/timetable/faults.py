"""What is wrong with a timetabling problem, told as data: the place, the reason, the remedy, and the facts.

Pages put these codes into words. Everything is listed at once, so that a manager mends it in one go.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from espalier.engines.planner.timetable.problem import (
        Busy,
        Session,
        Slot,
        TimetableProblem,
        Window,
    )


MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Reason(StrEnum):
    """What is wrong."""

    UNREADABLE = "unreadable"  # not a JSON object
    OTHER_VERSION = "other_version"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    NO_CODE = "no_code"
    TWICE = "twice"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    ENDS_BEFORE_START = "ends_before_start"
    UNKNOWN_RECORD = "unknown_record"
    CIRCLE = "circle"  # a session before itself
    NO_SLOT = "no_slot"  # calendars leave no day
    NO_INSTRUCTOR = "no_instructor"
    NO_ROOM = "no_room"
    TOO_MANY_HEADS = "too_many_heads"  # one class alone takes more than may be away
    PIN_AGAINST_RULE = "pin_against_rule"


class Remedy(StrEnum):
    """What mends it."""

    WRITE_AGAIN = "write_again"
    ADD = "add"
    REMOVE = "remove"
    CORRECT = "correct"
    RENAME = "rename"
    OPEN_DAYS = "open_days"  # widen windows, calendars or kinds of slots
    FIND_INSTRUCTOR = "find_instructor"
    FIND_ROOM = "find_room"
    SPLIT_CLASS = "split_class"
    UNPIN = "unpin"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: in which record (``place``, as ``sessions/W-1``), in which part of it, why, what mends it."""

    place: str
    name: str
    reason: Reason
    remedy: Remedy
    facts: Mapping[str, int | str] = field(default_factory=dict)


class BadTimetable(ValueError):
    """A problem that cannot be stated; carries every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.place}.{f.name}: {f.reason}" for f in self.faults))

    def __reduce__(self) -> tuple[type["BadTimetable"], tuple[tuple[Fault, ...]]]:
        return (BadTimetable, (self.faults,))


def faults_of(problem: "TimetableProblem") -> list[Fault]:
    """Every fault of form: codes, ranges, references. Whether a plan can exist is another question."""
    return [
        *_codes(problem),
        *_slots(problem),
        *_resources(problem),
        *_sessions(problem),
        *_rules(problem),
    ]


def _codes(problem: "TimetableProblem") -> Iterator[Fault]:
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


def _slots(problem: "TimetableProblem") -> Iterator[Fault]:
    for slot in problem.slots:
        yield from _one_slot(slot)


def _one_slot(slot: "Slot") -> Iterator[Fault]:
    place = f"slots/{slot.code}"
    yield from _below(place, "start_minute", slot.start_minute, 0)
    yield from _below(place, "minutes", slot.minutes, 1)
    yield from _above(place, "start_minute", slot.start_minute + slot.minutes, 1440)


def _resources(problem: "TimetableProblem") -> Iterator[Fault]:
    slots = {each.code for each in problem.slots}
    for teacher in problem.instructors:
        place = f"instructors/{teacher.code}"
        yield from _below(place, "month_minutes", teacher.month_minutes, 0)
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


def _busy(place: str, busy: Iterable["Busy"]) -> Iterator[Fault]:
    for each in busy:
        yield from _order(place, "busy", each.first, each.last)
        if not 0 <= each.start_minute < each.end_minute <= 1440:
            minutes = {"first": each.start_minute, "last": each.end_minute}
            yield Fault(place, "busy", Reason.ENDS_BEFORE_START, Remedy.CORRECT, minutes)


def _windows(place: str, name: str, windows: Iterable["Window"]) -> Iterator[Fault]:
    for each in windows:
        yield from _order(place, name, each.first, each.last)


def _sessions(problem: "TimetableProblem") -> Iterator[Fault]:
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


def _numbers(place: str, session: "Session") -> Iterator[Fault]:
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


def _rules(problem: "TimetableProblem") -> Iterator[Fault]:
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
