"""The term of one norm for one person: what counted, until when it holds, when it is due.

Every window gives one due date from the facts known on the day; the status is that date against the day. So within a
window, with the facts unchanged, a status can only grow worse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from espalier.engines.obligations.binding import Bound
from espalier.engines.obligations.counting import Tally, tally
from espalier.engines.obligations.periods import (
    DAY,
    OPEN,
    add_days,
    calendar_index,
    calendar_start,
    cycle_index,
    cycle_start,
    extended,
    last_day,
)
from espalier.engines.obligations.results import Because
from espalier.engines.obligations.sharing import Credit
from espalier.engines.obligations.types import FirstPeriod, Leave, Licence, Norm, Window


@dataclass(frozen=True, slots=True)
class Term:
    """The window the status speaks of. ``due`` OPEN: nothing is due; ``because`` only where it is special."""

    tally: Tally
    need: int
    start: date | None
    due: date
    to_renew: int
    because: Because | None = None

    @property
    def is_fulfilled(self) -> bool:
        return self.tally.fulfils(self.need)


@dataclass(frozen=True, slots=True)
class Case:
    """What a window is computed from; ``credits`` are those of days up to ``on``."""

    norm: Norm
    bound: Bound
    credits: Sequence[Credit]
    leaves: Sequence[Leave]
    licence: Licence | None
    on: date

    @property
    def since(self) -> date:
        """The day on which the person came under the norm."""
        return max(self.bound.since, self.norm.known_from or self.bound.since)

    def after_leave(self, start: date, due: date) -> date:
        if due == OPEN or not self.norm.leave_extends:
            return due
        return extended(start, due, self.leaves)


def term_of(case: Case) -> Term:
    """The term of the norm's window."""
    if case.norm.window is Window.ONCE:
        return _once(case)
    if case.norm.window is Window.ROLLING:
        return _rolling(case)
    return _periodic(case)


def _once(case: Case) -> Term:
    """The latest start of work decides; once it is in order, a start foreseen within the notice."""
    past = [day for day in case.bound.starts if day <= case.on]
    ahead = [day for day in case.bound.starts if day > case.on]
    if not past:
        return _before_start(case, ahead[0], None)
    term = _before_start(case, past[-1], past[-2] if len(past) > 1 else None)
    if ahead and term.is_fulfilled:
        foreseen = _before_start(case, ahead[0], past[-1])
        return term if foreseen.is_fulfilled else foreseen
    return term


def _before_start(case: Case, start: date, previous: date | None) -> Term:
    """Hours for one start of work: not older than the norm looks back, and later than the previous start."""
    norm = case.norm
    begins = None if previous is None else previous + DAY
    if norm.lookback_months is not None:
        # Hours on day d are not too old when the term of that many months after d reaches the start.
        oldest = next(
            (c.hours.completed_on for c in case.credits
             if last_day(c.hours.completed_on, norm.lookback_months) >= start), start
        )  # fmt: skip
        begins = max(begins or oldest, oldest)
    found = tally(
        norm, [c for c in case.credits if begins is None or c.hours.completed_on >= begins]
    )
    from_day = max(start, norm.known_from or start)
    due = case.after_leave(from_day, add_days(from_day, norm.grace_days))
    done = found.fulfils(norm.need)
    return Term(found, norm.need, begins, OPEN if done else due, found.lacks(norm.need))


def _rolling(case: Case) -> Term:
    """Hours hold for N months after their day; the norm is in order while those that hold suffice."""
    norm = case.norm
    ends: list[date] = []
    for credit in case.credits:
        own = case.after_leave(
            credit.hours.completed_on, last_day(credit.hours.completed_on, norm.months)
        )
        # Leave may end two terms in the wrong order by a day or two; the later hours never lapse first.
        ends.append(max(own, ends[-1]) if ends else own)
    first_months = norm.months if norm.first_due_months is None else norm.first_due_months
    first = last_day(case.since, first_months) if first_months else case.since
    start: date = case.since
    due = case.after_leave(start, add_days(first, norm.grace_days))
    for newest in range(len(ends)):
        held = _held_since(norm, case.credits, ends, newest)
        if held is not None and ends[held] > due:
            start, due = case.credits[held].hours.completed_on, ends[held]
    holding = [c for c, end in zip(case.credits, ends, strict=True) if end >= case.on]
    # What lapsed already is not renewed but made good: then the hours that hold today are what helps.
    lapses = max(due + DAY, case.on) if due < OPEN else due
    after = [c for c, end in zip(case.credits, ends, strict=True) if end >= lapses]
    to_renew = 0 if due == OPEN else tally(norm, after).lacks(norm.need)
    return Term(tally(norm, holding), norm.need, start, due, to_renew)


def _held_since(
    norm: Norm, credits: Sequence[Credit], ends: Sequence[date], newest: int
) -> int | None:
    """The oldest credit needed so that, with the newest one, the norm was in order; None if it was not."""
    day = credits[newest].hours.completed_on
    for oldest in range(newest, -1, -1):
        if ends[oldest] < day:
            return None
        if tally(norm, credits[oldest : newest + 1]).fulfils(norm.need):
            return oldest
    return None


def _periodic(case: Case) -> Term:
    """In every period the hours of that period; a missed period stays overdue until one is fulfilled."""
    norm, months = case.norm, case.norm.months
    index, start_of = _periods_of(case)
    first = index(case.since)
    if norm.first_period is FirstPeriod.NEXT and start_of(first) < case.since:
        first += 1
    by_period: dict[int, list[Credit]] = {}
    for credit in case.credits:
        by_period.setdefault(index(credit.hours.completed_on), []).append(credit)
    tallies = {period: tally(norm, credits) for period, credits in by_period.items()}

    def need(period: int) -> int:
        return _need_in(case, start_of(period), start_of(period + 1) - DAY, months)

    fulfilled = [period for period, each in tallies.items() if each.fulfils(need(period))]
    asked = max(first, max(fulfilled, default=first - 1) + 1)
    now = index(case.on)
    present = tallies.get(now) or tally(norm, [])
    due = case.after_leave(start_of(asked) - DAY, start_of(asked + 1) - DAY)
    because = None
    if case.licence is not None and case.licence.expires_on is not None:
        if case.licence.expires_on < min(case.on, due):
            because = Because.LICENCE_EXPIRED
        due = min(due, case.licence.expires_on)
    to_renew = present.lacks(need(now)) or need(now + 1)
    return Term(present, need(now), start_of(now), due, to_renew, because)


def _periods_of(case: Case) -> tuple[Callable[[date], int], Callable[[int], date]]:
    """How to number the periods: by the calendar, or by the licence's date."""
    months = case.norm.months
    if case.licence is None:
        return (lambda day: calendar_index(day, months)), (lambda n: calendar_start(n, months))
    anchor = case.licence.expires_on or case.licence.issued_on - DAY
    return (
        lambda day: cycle_index(day, anchor, months),
        lambda n: cycle_start(n, anchor, months),
    )


def _need_in(case: Case, start: date, end: date, months: int) -> int:
    """The whole of it; in the period in which the person came under the norm perhaps a part, or nothing."""
    norm = case.norm
    if norm.first_period is FirstPeriod.FULL or not start < case.since <= end:
        return norm.need
    if norm.first_period is FirstPeriod.NEXT:
        return 0
    left = (end.year - case.since.year) * 12 + end.month - case.since.month + 1
    return max(1, -(-norm.minutes * min(left, months) // months))
