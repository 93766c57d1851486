"""Terms of one norm for many people; the rules are those of ``windows``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.engines.obligations.bulk.columns import END, Bools, Ints, People
from espalier.engines.obligations.bulk.days import first_of_month, last_days, month_numbers
from espalier.engines.obligations.bulk.shares import Credits
from espalier.engines.obligations.bulk.spans import Bounds
from espalier.engines.obligations.periods import extended
from espalier.engines.obligations.types import FirstPeriod, Norm


@dataclass(frozen=True, eq=False)
class Terms:
    """Per person: what counts today, what is asked, whether it is enough, and the due date (END: none)."""

    done: Ints
    need: Ints
    lacks: Ints
    is_fulfilled: Bools
    due: Ints


@dataclass(frozen=True, eq=False)
class Sums:
    """Minutes that count per group, and what the contents of the group lack."""

    minutes: Ints
    content_lacks: Ints

    def fulfil(self, need: Ints | int) -> Bools:
        asked = np.asarray(need)
        enough: Bools = (asked == 0) | ((self.minutes >= asked) & (self.content_lacks == 0))
        return enough

    def lacks(self, need: Ints | int) -> Ints:
        asked = np.asarray(need)
        missing = np.maximum(np.maximum(0, asked - self.minutes), self.content_lacks)
        return np.where(asked == 0, 0, missing)


def sums(norm: Norm, credits: Credits, group: Ints, n_groups: int) -> Sums:
    """Count the minutes of groups of credits under the caps and minima of the norm."""
    n_classes = len(norm.caps) + 1
    flat = np.bincount(
        group * n_classes + credits.cap, weights=credits.minutes, minlength=n_groups * n_classes
    )
    by_cap = flat.astype(np.int64).reshape(n_groups, n_classes)
    limits = np.asarray([cap.minutes for cap in norm.caps] + [np.iinfo(np.int64).max])
    lacks = np.zeros(n_groups, dtype=np.int64)
    for minimum, carried in zip(norm.minima, credits.minima, strict=True):
        content = np.bincount(group[carried], weights=credits.minutes[carried], minlength=n_groups)
        lacks += np.maximum(0, minimum.minutes - content.astype(np.int64))
    return Sums(np.minimum(by_cap, limits).sum(axis=1), lacks)


def after_leave(norm: Norm, people: People, start: Ints, due: Ints, who: Ints) -> Ints:
    """Due dates moved by leave; rows belong to ``who``. Few people have leave, so these go one by one."""
    if not norm.leave_extends or not people.leaves_by_person:
        return due
    moved = due.copy()
    absent = np.asarray(sorted(people.leaves_by_person), dtype=np.int64)
    for row in np.flatnonzero(np.isin(who, absent)).tolist():
        if due[row] < END:
            begins, ends = date.fromordinal(int(start[row])), date.fromordinal(int(due[row]))
            leaves = people.leaves_by_person[int(who[row])]
            moved[row] = extended(begins, ends, leaves).toordinal()
    return moved


def known_from(norm: Norm) -> int:
    return norm.known_from.toordinal() if norm.known_from else 0


def before_starts(
    norm: Norm, people: People, credits: Credits, starts: Ints, previous: Ints
) -> Terms:
    """Hours for one start of work per person (END: no start), later than the previous one (−1: none)."""
    everybody = np.arange(len(people))
    counts = credits.day > previous[credits.person]
    if norm.lookback_months is not None:
        young = last_days(credits.day, norm.lookback_months) >= starts[credits.person]
        counts &= young | (credits.day >= starts[credits.person])
    kept = credits.where(counts)
    found = sums(norm, kept, kept.person, len(people))
    from_day = np.maximum(starts, known_from(norm))
    plain = np.minimum(from_day + norm.grace_days, END)
    done = found.fulfil(norm.need)
    due = np.where(done, END, after_leave(norm, people, from_day, plain, everybody))
    need = np.full(len(people), norm.need)
    return Terms(found.minutes, need, found.lacks(norm.need), done, due)


def once(
    norm: Norm,
    people: People,
    bounds: Bounds,
    credits: Credits,
    new_work: tuple[Ints, Ints],
    on: int,
) -> tuple[Terms, Bools]:
    """The latest start decides, once in order the next one foreseen; also who has a start that counts."""
    person, day = _starts(norm, bounds, new_work, on)
    n = len(people)
    past = _places_by(person, day, on, n)
    first = np.searchsorted(person, np.arange(n), side="left")
    after = np.searchsorted(person, np.arange(n), side="right")
    has_past, has_next = past > first, past < after
    padded = np.concatenate([day, [END]])
    current = np.where(has_past, padded[np.maximum(past - 1, 0)], padded[past])
    current = np.where(has_past | has_next, current, END)
    before = np.where(past - 1 > first, padded[np.maximum(past - 2, 0)], -1)
    term = before_starts(norm, people, credits, current, before)
    two = has_past & has_next & term.is_fulfilled
    if not two.any():
        return term, has_past | has_next
    foreseen = before_starts(
        norm, people, credits, np.where(two, padded[past], END), np.where(two, current, -1)
    )
    use = two & ~foreseen.is_fulfilled
    mixed = [np.where(use, b, a) for a, b in zip(_parts(term), _parts(foreseen), strict=True)]
    return Terms(*mixed), has_past | has_next


def _parts(term: Terms) -> tuple[Ints, Ints, Ints, Bools, Ints]:
    return term.done, term.need, term.lacks, term.is_fulfilled, term.due


def _starts(norm: Norm, bounds: Bounds, new_work: tuple[Ints, Ints], on: int) -> tuple[Ints, Ints]:
    """People and the starts of work in their span, by person and day."""
    who = np.flatnonzero(bounds.holds)
    person, day = new_work
    last = np.minimum(bounds.until, min(on + norm.notice_days, END))
    inside = bounds.holds[person] & (day > bounds.since[person]) & (day <= last[person])
    people = np.concatenate([who, person[inside]])
    days = np.concatenate([bounds.since[who], day[inside]])
    if not norm.covers_incumbents:
        reached = days >= known_from(norm)
        people, days = people[reached], days[reached]
    order = np.lexsort((days, people))
    return people[order], days[order]


def _places_by(person: Ints, day: Ints, on: int, n: int) -> Ints:
    """Per person the place after their last row up to the day."""
    before = np.bincount(person[day <= on], minlength=n)
    return np.searchsorted(person, np.arange(n), side="left") + before


def rolling(norm: Norm, people: People, bounds: Bounds, credits: Credits, on: int) -> Terms:
    """Hours hold for N months after their day."""
    n = len(people)
    since = np.where(bounds.holds, np.maximum(bounds.since, known_from(norm)), 1)
    first_months = norm.months if norm.first_due_months is None else norm.first_due_months
    first = last_days(since, first_months) if first_months else since
    first = np.minimum(first + norm.grace_days, END)
    due = after_leave(norm, people, since, first, np.arange(n))
    ends = last_days(credits.day, norm.months)
    ends = after_leave(norm, people, credits.day, ends, credits.person)
    far = np.int64(1) << 40  # keeps people apart on one line
    ends = np.maximum.accumulate(ends + credits.person * far) - credits.person * far
    held = _held_until(norm, credits, ends)
    np.maximum.at(due, credits.person, held)
    holding = credits.where(ends >= on)
    found = sums(norm, holding, holding.person, n)
    need = np.full(n, norm.need)
    return Terms(found.minutes, need, found.lacks(norm.need), found.fulfil(norm.need), due)


def _held_until(norm: Norm, credits: Credits, ends: Ints) -> Ints:
    """Per credit: until when the norm was in order on the day of that credit; −1 if it was not.

    Walks back from every credit at the same time, one credit further in each round, until the hours suffice.
    """
    n = credits.day.size
    held = np.full(n, -1, dtype=np.int64)
    n_classes = len(norm.caps) + 1
    limits = np.asarray([cap.minutes for cap in norm.caps] + [np.iinfo(np.int64).max])
    by_cap = np.zeros((n, n_classes), dtype=np.int64)
    content = np.zeros((len(norm.minima), n), dtype=np.int64)
    asked = np.asarray([m.minutes for m in norm.minima], dtype=np.int64)[:, None]
    walking = np.arange(n)
    step = 0
    while walking.size:
        back = walking - step
        inside = (back >= 0) & (credits.person[back] == credits.person[walking])
        inside &= ends[back] >= credits.day[walking]
        walking, back = walking[inside], back[inside]
        by_cap[walking, credits.cap[back]] += credits.minutes[back]
        content[:, walking] += credits.minima[:, back] * credits.minutes[back]
        enough = np.minimum(by_cap[walking], limits).sum(axis=1) >= norm.need
        enough &= (content[:, walking] >= asked).all(axis=0)
        held[walking[enough]] = ends[back[enough]]
        walking = walking[~enough]
        step += 1
    return held


Index = Callable[[Ints, Ints], Ints]  # (people, days) -> periods
Start = Callable[[Ints, Ints], Ints]  # (people, periods) -> first days


def calendar_periods(months: int) -> tuple[Index, Start]:
    """Periods counted from January."""
    return (
        lambda _who, days: month_numbers(days) // months,
        lambda _who, numbers: first_of_month(numbers * months),
    )


def licence_periods(months: int, anchor: Ints) -> tuple[Index, Start]:
    """Cycles of a licence; ``anchor`` per person is the last day of cycle 0."""

    def index(who: Ints, days: Ints) -> Ints:
        from_day = anchor[who]
        guess = (month_numbers(days) - month_numbers(from_day)) // months
        return guess + (last_days(from_day, guess * months) < days)

    return index, lambda who, numbers: last_days(anchor[who], (numbers - 1) * months) + 1


def periodic(
    norm: Norm,
    people: People,
    bounds: Bounds,
    credits: Credits,
    periods: tuple[Index, Start],
    on: int,
) -> Terms:
    """In every period the hours of that period; a missed period stays overdue until one is fulfilled."""
    index, start = periods
    everybody = np.arange(len(people))
    since = np.where(bounds.holds, np.maximum(bounds.since, known_from(norm)), on)
    first = index(everybody, since)
    if norm.first_period is FirstPeriod.NEXT:
        first = first + (start(everybody, first) < since)
    lived = index(credits.person, credits.day)
    fresh = np.ones(lived.size, dtype=np.bool_)
    fresh[1:] = (np.diff(credits.person) != 0) | (np.diff(lived) != 0)
    group = np.cumsum(fresh) - 1
    who, period = credits.person[fresh], lived[fresh]
    found = sums(norm, credits, group, who.size)
    reached = found.fulfil(_need_in(norm, since, who, period, start))
    last = np.full(len(people), -(1 << 30), dtype=np.int64)
    np.maximum.at(last, who[reached], period[reached])
    now = index(everybody, np.full(len(people), on))
    need = _need_in(norm, since, everybody, now, start)
    asked = np.maximum(first, last + 1)
    begins = start(everybody, asked)
    due = after_leave(norm, people, begins - 1, start(everybody, asked + 1) - 1, everybody)
    return _present(norm, credits.where(lived == now[credits.person]), need, due)


def _present(norm: Norm, credits: Credits, need: Ints, due: Ints) -> Terms:
    found = sums(norm, credits, credits.person, need.size)
    return Terms(found.minutes, need, found.lacks(need), found.fulfil(need), due)


def _need_in(norm: Norm, since: Ints, who: Ints, period: Ints, start: Start) -> Ints:
    """What a period asks of people; in the one in which they came under the norm perhaps a part."""
    whole = np.full(who.size, norm.need)
    if norm.first_period is FirstPeriod.FULL:
        return whole
    begins, ends = start(who, period), start(who, period + 1) - 1
    inside = (begins < since[who]) & (since[who] <= ends)
    if norm.first_period is FirstPeriod.NEXT:
        return np.where(inside, 0, whole)
    left = np.minimum(month_numbers(ends) - month_numbers(since[who]) + 1, norm.months)
    part = np.maximum(1, -(-norm.minutes * left // norm.months))
    return np.where(inside, part, whole)
