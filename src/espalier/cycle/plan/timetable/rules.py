"""Decisions of the timetable, pure: who sits in which session, which steps a session takes, what may be pinned."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.timetable.types import (
    Attendee,
    Cohort,
    ForbidContent,
    SessionState,
    SessionStep,
    Unavoidable,
)
from espalier.engines.planner.timetable.problem import Pattern

TRANSITIONS: dict[tuple[SessionState, SessionStep], SessionState] = {
    (SessionState.PLANNED, SessionStep.ANNOUNCE): SessionState.ANNOUNCED,
    (SessionState.ANNOUNCED, SessionStep.BEGIN): SessionState.RUNNING,
    (SessionState.ANNOUNCED, SessionStep.CLOSE): SessionState.CLOSED,
    (SessionState.RUNNING, SessionStep.CLOSE): SessionState.CLOSED,
    (SessionState.PLANNED, SessionStep.CANCEL): SessionState.CANCELLED,
    (SessionState.ANNOUNCED, SessionStep.CANCEL): SessionState.CANCELLED,
}
MOVABLE = frozenset({SessionState.PLANNED, SessionState.ANNOUNCED})
WEEKLY_FROM = 3  # meetings at the workplace from which they are spread over weeks, one a week
BUSY_MONTH = 2  # an instructor's busiest month may take so many average ones
TARGET_SHARE = 1.5  # sessions a month above so many times the average are counted
FAR = date.max


class Problem(StrEnum):
    """What stands against an act on a session."""

    NO_DATE = "no_date"
    NO_INSTRUCTOR = "no_instructor"
    NO_ROOM = "no_room"
    NO_REASON = "no_reason"
    REVERSED = "reversed"
    OUTSIDE_YEAR = "outside_year"
    NOT_MOVABLE = "not_movable"
    WRONG_STEP = "wrong_step"


def next_state(state: SessionState, step: SessionStep) -> SessionState | None:
    """Where a step leads; None where it may not be taken."""
    return TRANSITIONS.get((state, step))


def session_sizes(n_people: int, n_sessions: int) -> list[int]:
    """People spread evenly, the larger classes first."""
    if n_sessions < 1:
        return []
    return [n_people // n_sessions + (i < n_people % n_sessions) for i in range(n_sessions)]


def cohorts(
    people: Sequence[Attendee], numbers: Sequence[int], limits: Mapping[str, int]
) -> list[Cohort]:
    """Who attends which session: kept places first, early duties in early sessions, departments spread.

    ``numbers`` are the sessions that are open for people; ``limits`` says how many heads of a department may be away
    at once, where that is limited.
    """
    if not numbers:
        return []
    sizes = dict(zip(numbers, session_sizes(len(people), len(numbers)), strict=True))
    kept = {
        number: _kept([p for p in people if p.session == number], sizes[number])
        for number in numbers
    }
    staying = {p.place for rows in kept.values() for p in rows}
    free = [p for p in people if p.place not in staying]
    heads = {number: Counter(p.department for p in rows) for number, rows in kept.items()}
    chosen: dict[int, list[Attendee]] = {number: list(rows) for number, rows in kept.items()}
    for person in sorted(free, key=lambda p: (p.due_on or FAR, p.department, p.order, p.employee)):
        number = _session_for(person, chosen, sizes, heads, limits)
        chosen[number].append(person)
        heads[number][person.department] += 1
    return [
        Cohort(
            number,
            tuple(p.place for p in rows),
            min((p.due_on for p in rows if p.due_on is not None), default=None),
        )
        for number, rows in chosen.items()
    ]


def _kept(people: Sequence[Attendee], size: int) -> list[Attendee]:
    """Those who stay: everybody who was told, others as far as there is room."""
    rows = sorted(people, key=lambda p: (not p.is_fixed, p.due_on or FAR, p.order, p.employee))
    return [p for n, p in enumerate(rows) if p.is_fixed or n < size]


def _session_for(
    person: Attendee,
    chosen: Mapping[int, Sequence[Attendee]],
    sizes: Mapping[int, int],
    heads: Mapping[int, Counter[str]],
    limits: Mapping[str, int],
) -> int:
    """A session with a seat in which the department stays within its limit; else where it is fewest."""
    limit = limits.get(person.department, len(sizes) + sum(sizes.values()))
    open_to = [n for n in chosen if len(chosen[n]) < sizes[n]] or list(chosen)
    within = [n for n in open_to if heads[n][person.department] < limit]
    if within:
        return within[0]
    return min(open_to, key=lambda n: (heads[n][person.department], n))


def away_limit(headcount: int, percent: int) -> int:
    """Most heads of a department that may be away at once; always one."""
    return max(1, headcount * percent // 100)


def unavoidable(
    sessions: Iterable[tuple[str, Mapping[str, int]]], limits: Mapping[str, int]
) -> list[Unavoidable]:
    """Classes that take more of a department than its limit, however people were split."""
    return [
        Unavoidable(code, department, count, limits[department])
        for code, heads in sessions
        for department, count in sorted(heads.items())
        if department in limits and count > limits[department]
    ]


def percent_for(headcount: int, heads: int, percent: int) -> int:
    """The smallest share, not below ``percent``, that lets so many heads be away."""
    return max(percent, min(100, math.ceil(heads * 100 / max(1, headcount))))


def pattern_of(kind: OfferKind, meetings: int) -> Pattern:
    """Classes run through; learning at the workplace is spread so that there is time to practise."""
    if kind is OfferKind.JOB and meetings >= WEEKLY_FROM:
        return Pattern.WEEKLY
    return Pattern.CONSECUTIVE


def month_windows(year: int, months: Iterable[int]) -> list[tuple[date, date]]:
    """The days of the months wished, months in a row as one stretch."""
    windows: list[tuple[date, date]] = []
    for month in sorted(set(months)):
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        if windows and windows[-1][1] + timedelta(1) == first:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def deadline(due_on: date | None, earliest: date) -> tuple[date | None, date | None]:
    """(last day allowed, day after which it counts as late). What is overdue before it could begin is only late."""
    if due_on is None:
        return None, None
    return (due_on, due_on) if due_on >= earliest else (None, due_on)


def month_target(n_sessions: int, n_months: int) -> int:
    """Sessions that should begin in one month at most."""
    return max(1, math.ceil(TARGET_SHARE * n_sessions / max(1, n_months)))


def days_off(
    first: date, last: date, weekdays: str, spans: Sequence[tuple[date, date, str]]
) -> list[tuple[date, date]]:
    """Stretches of days on which something is not open: none of ``spans`` (from, to, weekdays) holds the day.

    Days outside ``weekdays`` hold no slot and are left out.
    """
    closed: list[tuple[date, date]] = []
    day = first
    while day <= last:
        told = str(day.isoweekday())
        is_open = any(a <= day <= b and told in open_on for a, b, open_on in spans)
        if not is_open and told in weekdays:
            if closed and (day - closed[-1][1]).days <= 1:
                closed[-1] = (closed[-1][0], day)
            else:
                closed.append((day, day))
        day += timedelta(1)
    return closed


def spacing_pairs(
    sessions: Mapping[str, tuple[int, frozenset[int]]],
    requires: Mapping[int, tuple[tuple[int, int], ...]],
) -> list[tuple[str, str, int]]:
    """(before, after, working days) of sessions that share people and whose modules follow each other.

    ``sessions`` maps code to module and people; ``requires`` module to (prerequisite, working days between).
    """
    by_module: dict[int, list[str]] = {}
    for code, (module, _people) in sessions.items():
        by_module.setdefault(module, []).append(code)
    return [
        (before, after, days)
        for after, (module, people) in sessions.items()
        for asked, days in requires.get(module, ())
        for before in by_module.get(asked, ())
        if people & sessions[before][1]
    ]


def problems_of_forbid(content: ForbidContent, year: int) -> list[Problem]:
    """Everything wrong with days a person forbids."""
    found = []
    if not content.reason.strip():
        found.append(Problem.NO_REASON)
    if content.ends_on < content.starts_on:
        found.append(Problem.REVERSED)
    elif content.ends_on.year < year or content.starts_on.year > year:
        found.append(Problem.OUTSIDE_YEAR)
    return found


def problems_before_announcing(
    *,
    has_date: bool,
    needs_instructor: bool,
    has_instructor: bool,
    needs_room: bool,
    has_room: bool,
) -> list[Problem]:
    """What people who are invited would ask first."""
    found = []
    if not has_date:
        found.append(Problem.NO_DATE)
    if needs_instructor and not has_instructor:
        found.append(Problem.NO_INSTRUCTOR)
    if needs_room and not has_room:
        found.append(Problem.NO_ROOM)
    return found
