"""Does a timetable keep every rule, and what does it cost? Recomputed from the problem's own words.

Plain integers and dates; nothing of the solver's grid, tables or models is used here, so that a mistake of theirs is
seen. Every plan a solver gives goes through :func:`check_plan`.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from espalier.engines.planner.timetable.problem import (
    Pattern,
    Session,
    Slot,
    TimetableProblem,
    Weights,
)
from espalier.engines.planner.timetable.records import LATE_DAYS
from espalier.engines.planner.timetable.solution import Assignment, RuleKind, SoftCounts


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule broken: by which sessions, and of which instructor, room, department or slot."""

    rule: RuleKind
    sessions: tuple[str, ...]
    subject: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the verifier found; ``counts`` and ``objective`` hold for the sessions that are placed."""

    broken: tuple[Broken, ...]
    counts: SoftCounts
    objective: int

    @property
    def ok(self) -> bool:
        return not self.broken


@dataclass(frozen=True, slots=True)
class Placed:
    """One session with the slots it was given, in order."""

    session: Session
    slots: tuple[Slot, ...]
    given: Assignment


def check_plan(problem: TimetableProblem, plan: Sequence[Assignment]) -> Checked:
    """Check every rule and count every wish.

    Returns
    -------
    Checked
        Every rule broken, in the order of the rules; the counts and their weighted sum.
    """
    found: list[Broken] = []
    placed = _placed(problem, plan, found)
    for each in placed:
        found += broken_alone(problem, each)
    found += _twice(placed)
    found += _away(problem, placed)
    found += _months_of_instructors(problem, placed)
    found += _spacings(problem, {each.session.code: each for each in placed})
    counts = soft_counts(problem, placed)
    return Checked(tuple(found), counts, cost_of(counts, problem.weights))


def cost_of(counts: SoftCounts, weights: Weights) -> int:
    """The weighted sum of the counts."""
    return (
        counts.outside_preferred * weights.outside_preferred
        + counts.over_month * weights.over_month
        + counts.late * weights.late
        + counts.split * weights.split
    )


def _placed(
    problem: TimetableProblem, plan: Sequence[Assignment], found: list[Broken]
) -> list[Placed]:
    """The sessions that can be looked at; unknown, missing and doubled ones are broken already."""
    times = Counter(each.session for each in plan)
    for code in sorted({*times, *problem.session_of}):
        if code not in problem.session_of or times[code] != 1:
            found.append(Broken(RuleKind.TAKES_PLACE, (code,), facts={"times": times[code]}))
    placed = []
    for each in plan:
        session = problem.session_of.get(each.session)
        if session is None or times[each.session] != 1:
            continue
        unknown = [code for code in each.slots if code not in problem.slot_of]
        if unknown or not each.slots:
            subject = unknown[0] if unknown else ""
            found.append(Broken(RuleKind.TAKES_PLACE, (each.session,), subject))
            continue
        slots = tuple(problem.slot_of[code] for code in each.slots)
        placed.append(Placed(session, slots, each))
    return placed


def broken_alone(problem: TimetableProblem, placed: Placed) -> Iterator[Broken]:
    """Rules that one session breaks whatever the others do."""
    yield from _broken_slots(problem, placed)
    yield from _broken_days(problem, placed)
    yield from _broken_instructors(problem, placed)
    yield from _broken_room(problem, placed)


def _broken_slots(problem: TimetableProblem, placed: Placed) -> Iterator[Broken]:
    session, slots = placed.session, placed.slots
    who = (session.code,)
    closed = set(problem.closed)
    for slot in slots:
        if slot.kind not in session.slot_kinds or slot.minutes < session.minutes:
            yield Broken(RuleKind.SLOT_KIND, who, slot.code)
        if slot.date in closed:
            yield Broken(RuleKind.CLOSED, who, slot.code, {"date": slot.date.isoformat()})
        if slot.code in session.forbidden_slots:
            yield Broken(RuleKind.FORBIDDEN, who, slot.code)
    if session.pin_slot and slots[0].code != session.pin_slot:
        yield Broken(RuleKind.PIN_SLOT, who, session.pin_slot)
    if len(slots) != session.meetings:
        facts = {"meetings": len(slots), "expected": session.meetings}
        yield Broken(RuleKind.SLOT_KIND, who, slots[0].code, facts)
    for slot, following in pairwise(slots):
        gap = (following.date - slot.date).days
        if _follower(problem, session, slot) != following.code or gap > session.gap_days:
            yield Broken(RuleKind.SLOT_KIND, who, following.code, {"gap_days": gap})


def _follower(problem: TimetableProblem, session: Session, slot: Slot) -> str:
    """The slot in which the next meeting must be, by the pattern; empty when there is none."""
    closed = set(problem.closed)
    best: Slot | None = None
    for each in problem.slots:
        fits = each.kind in session.slot_kinds and each.minutes >= session.minutes
        if not fits or each.date in closed or not _may_follow(session.pattern, slot, each):
            continue
        if best is None or _order(each) < _order(best):
            best = each
    return best.code if best else ""


def _may_follow(pattern: Pattern, slot: Slot, later: Slot) -> bool:
    if pattern is Pattern.CONSECUTIVE:
        return later.starts >= slot.ends
    same = (later.start_minute, later.kind) == (slot.start_minute, slot.kind)
    days = (later.date - slot.date).days
    return same and days > 0 and (pattern is Pattern.DAILY or days % 7 == 0)


def _order(slot: Slot) -> tuple[int, int, str]:
    return (slot.starts, slot.minutes, slot.code)


def _broken_days(problem: TimetableProblem, placed: Placed) -> Iterator[Broken]:
    session = placed.session
    days = [slot.date for slot in placed.slots]
    who = (session.code,)
    if session.earliest is not None and min(days) < session.earliest:
        yield Broken(RuleKind.EARLIEST, who, session.earliest.isoformat())
    if session.deadline is not None and max(days) > session.deadline:
        facts = {"days": (max(days) - session.deadline).days}
        yield Broken(RuleKind.DEADLINE, who, session.deadline.isoformat(), facts)
    for code in blacked_out(problem, session):
        blackouts = problem.department_of[code].blackouts
        if any(window.holds(day) for window in blackouts for day in days):
            yield Broken(RuleKind.BLACKOUT, who, code)


def blacked_out(problem: TimetableProblem, session: Session) -> list[str]:
    """Departments whose blackouts bind the session: they send enough of its heads."""
    total = sum(each.count for each in session.heads)
    return [
        each.department
        for each in session.heads
        if each.count * 100 >= problem.blackout_percent * total
    ]


def _broken_instructors(problem: TimetableProblem, placed: Placed) -> Iterator[Broken]:
    session, given = placed.session, placed.given.instructors
    who = (session.code,)
    if len(set(given)) != session.n_instructors or len(given) != session.n_instructors:
        facts = {"given": len(given), "needed": session.n_instructors}
        yield Broken(RuleKind.INSTRUCTOR_ELIGIBLE, who, facts=facts)
    if session.pin_instructor and session.pin_instructor not in given:
        yield Broken(RuleKind.PIN_INSTRUCTOR, who, session.pin_instructor)
    for code in given:
        if code not in session.instructors or code not in problem.instructor_of:
            yield Broken(RuleKind.INSTRUCTOR_ELIGIBLE, who, code)
            continue
        if code in session.forbidden_instructors:
            yield Broken(RuleKind.FORBIDDEN, who, code)
        teacher = problem.instructor_of[code]
        given_times = {problem.slot_of[each].time for each in teacher.slots}
        for slot in placed.slots:
            away = any(each.meets(slot) for each in teacher.busy)
            if away or (given_times and slot.time not in given_times):
                where = {"slot": slot.code}
                yield Broken(RuleKind.INSTRUCTOR_CALENDAR, who, code, where)


def _broken_room(problem: TimetableProblem, placed: Placed) -> Iterator[Broken]:
    session, code = placed.session, placed.given.room
    who = (session.code,)
    room = problem.room_of.get(code)
    if session.pin_room and code != session.pin_room:
        yield Broken(RuleKind.PIN_ROOM, who, session.pin_room)
    if bool(code) != session.needs_room or (room is None and code):
        yield Broken(RuleKind.ROOM_SUITS, who, code)
    if room is None:
        return
    if not problem.suits(session, room):
        yield Broken(RuleKind.ROOM_SUITS, who, code, {"seats": room.seats, "needed": session.seats})
    if code in session.forbidden_rooms:
        yield Broken(RuleKind.FORBIDDEN, who, code)
    for slot in placed.slots:
        if any(each.meets(slot) for each in room.busy):
            yield Broken(RuleKind.ROOM_CALENDAR, who, code, {"slot": slot.code})


def _twice(placed: Sequence[Placed]) -> Iterator[Broken]:
    """Nobody and no room is in two sessions at a time: sweep over the meetings by their beginning."""
    meetings = sorted(
        ((slot.starts, slot.ends, number) for number, p in enumerate(placed) for slot in p.slots)
    )
    people = [frozenset(each.session.people) for each in placed]
    seen: set[tuple[int, int]] = set()
    running: list[tuple[int, int]] = []
    for starts, ends, number in meetings:
        running = [each for each in running if each[0] > starts]
        for _, other in running:
            pair = (min(number, other), max(number, other))
            if other != number and pair not in seen:
                seen.add(pair)
                yield from _both(
                    placed[pair[0]], placed[pair[1]], people[pair[0]] & people[pair[1]]
                )
        running.append((ends, number))


def _both(one: Placed, other: Placed, shared: frozenset[int]) -> Iterator[Broken]:
    who = (one.session.code, other.session.code)
    for code in sorted(set(one.given.instructors) & set(other.given.instructors)):
        yield Broken(RuleKind.INSTRUCTOR_TWICE, who, code)
    if one.given.room and one.given.room == other.given.room:
        yield Broken(RuleKind.ROOM_TWICE, who, one.given.room)
    if shared:
        facts = {"people": len(shared), "person": min(shared)}
        yield Broken(RuleKind.PEOPLE_TWICE, who, facts=facts)


def _away(problem: TimetableProblem, placed: Sequence[Placed]) -> Iterator[Broken]:
    """At every beginning of a meeting: the heads each department misses then."""
    steps: dict[str, list[tuple[int, int, int, Placed]]] = defaultdict(list)
    for number, each in enumerate(placed):
        for heads in each.session.heads:
            for slot in each.slots:
                steps[heads.department].append((slot.starts, heads.count, number, each))
                steps[heads.department].append((slot.ends, -heads.count, number, each))
    for code in sorted(steps):
        limit = problem.department_of[code].away_limit
        present: dict[int, int] = {}
        told: set[tuple[str, ...]] = set()
        for _, change, number, _ in sorted(steps[code], key=lambda step: step[:3]):
            if change < 0:
                present.pop(number, None)
                continue
            present[number] = change
            away = sum(present.values())
            who = tuple(sorted(placed[n].session.code for n in present))
            if away > limit and who not in told:
                told.add(who)
                yield Broken(RuleKind.AWAY, who, code, {"heads": away, "limit": limit})


def _months_of_instructors(problem: TimetableProblem, placed: Sequence[Placed]) -> Iterator[Broken]:
    minutes: Counter[tuple[str, str]] = Counter()
    sessions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in placed:
        for code in each.given.instructors:
            for slot in each.slots:
                key = (code, month_of(slot.date))
                minutes[key] += slot.minutes
                if each.session.code not in sessions[key]:
                    sessions[key].append(each.session.code)
    for (code, month), total in sorted(minutes.items()):
        teacher = problem.instructor_of.get(code)
        limit = teacher.limit_in(month) if teacher else None
        if limit is not None and total > limit:
            facts: dict[str, int | str] = {"month": month, "minutes": total, "limit": limit}
            who = tuple(sorted(sessions[code, month]))
            yield Broken(RuleKind.INSTRUCTOR_MONTH, who, code, facts)


def month_of(day: date) -> str:
    """``2027-03``."""
    return f"{day.year:04d}-{day.month:02d}"


def _spacings(problem: TimetableProblem, placed: Mapping[str, Placed]) -> Iterator[Broken]:
    days = sorted(problem.working_days)
    for spacing in problem.spacings:
        before, after = placed.get(spacing.before), placed.get(spacing.after)
        if before is None or after is None:
            continue
        ends = max(slot.ends for slot in before.slots)
        starts = min(slot.starts for slot in after.slots)
        last = max(slot.date for slot in before.slots)
        first = min(slot.date for slot in after.slots)
        between = bisect_right(days, first) - bisect_right(days, last)
        if starts < ends or between < spacing.working_days:
            who = (spacing.before, spacing.after)
            facts = {"working_days": between, "needed": spacing.working_days}
            yield Broken(RuleKind.SPACING, who, facts=facts)


def soft_counts(problem: TimetableProblem, placed: Sequence[Placed]) -> SoftCounts:
    """How often each wish is missed."""
    months = Counter(month_of(min(slot.date for slot in each.slots)) for each in placed)
    return SoftCounts(
        outside_preferred=sum(_is_outside(each) for each in placed),
        over_month=sum(max(0, months[t.month] - t.sessions) for t in problem.month_targets),
        late=sum(_months_late(each) for each in placed),
        split=sum(_splits(each) for each in placed),
    )


def _is_outside(placed: Placed) -> bool:
    windows = placed.session.preferred
    return bool(windows) and not all(
        any(window.holds(slot.date) for window in windows) for slot in placed.slots
    )


def _months_late(placed: Placed) -> int:
    """Begun months of 30 days from the day it could have been held in time, or at the earliest, to its last day."""
    session, last = placed.session, max(slot.date for slot in placed.slots)
    if session.late_after is None or last <= session.late_after:
        return 0
    since = max(session.late_after, session.earliest or session.late_after)
    return 1 + max(0, (last - since).days) // LATE_DAYS


def _splits(placed: Placed) -> int:
    slots = placed.slots
    return sum(
        (following.date - slot.date).days > placed.session.natural_gap
        for slot, following in pairwise(slots)
    )
