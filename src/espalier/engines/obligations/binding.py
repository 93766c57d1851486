"""Since when a norm binds a person, and when their work changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from espalier.engines.obligations.periods import DAY, OPEN, add_days
from espalier.engines.obligations.types import (
    Change,
    Holding,
    Norm,
    Organisation,
    Person,
    Target,
    Window,
)

Span = tuple[date, date]  # first and last day


@dataclass(frozen=True, slots=True)
class Bound:
    """The unbroken span in which a norm binds a person, with the starts of work in it.

    ``starts`` are in order and begin with ``since``; those after the day asked about are foreseen.
    """

    since: date
    until: date
    starts: tuple[date, ...]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and (found[-1][1] == OPEN or first <= found[-1][1] + DAY):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def common(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The days that lie in both."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in left for b in right)
    return merged(pair for pair in pairs if pair[0] <= pair[1])


def spans_of(norm: Norm, person: Person, organisation: Organisation) -> list[Span]:
    """The days on which the norm binds the person, as far as the facts reach.

    A licence binds until it expires; a norm that runs by its cycle goes on binding, because an expired licence is then
    what it warns of.
    """
    keeps_expired = norm.window is Window.LICENCE
    return merged(
        span
        for target in norm.targets
        for span in _target_spans(target, person, organisation, keeps_expired)
    )


def _target_spans(
    target: Target, person: Person, organisation: Organisation, keeps_expired: bool
) -> list[Span]:
    if not _fits(target, person, organisation):
        return []
    spans = [(person.hired_on, person.left_on or OPEN)]
    if target.asks_holding:
        sizes = dict(organisation.units)
        held = [h for h in person.holdings if _holding_fits(target, h, sizes)]
        spans = common(spans, merged((h.starts_on, h.ends_on or OPEN) for h in held))
    if target.duties:
        given = [d for d in person.duties if d.name in target.duties]
        spans = common(spans, merged((d.starts_on, d.ends_on or OPEN) for d in given))
    if target.licences:
        own = [each for each in person.licences if each.name in target.licences]
        ends = [OPEN if keeps_expired else each.expires_on or OPEN for each in own]
        days = [(each.issued_on, end) for each, end in zip(own, ends, strict=True)]
        spans = common(spans, merged(days))
    return spans


def _fits(target: Target, person: Person, organisation: Organisation) -> bool:
    """What does not change from day to day."""
    hired = (target.hired_from or person.hired_on) <= person.hired_on
    hired = hired and person.hired_on <= (target.hired_until or person.hired_on)
    category = not target.categories or person.category in target.categories
    return hired and category and _within(
        organisation.headcount, target.min_headcount, target.max_headcount
    )  # fmt: skip


def _holding_fits(target: Target, holding: Holding, sizes: dict[int, int]) -> bool:
    low, high = target.min_unit_headcount, target.max_unit_headcount
    return (
        (not target.positions or holding.position in target.positions)
        and (not target.functions or holding.function in target.functions)
        and (not target.tiers or holding.tier in target.tiers)
        and (not target.units or holding.unit in target.units)
        and _within(sizes.get(holding.unit, 0), low, high)
    )


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def starts_of_new_work(person: Person, change: Change) -> list[date]:
    """The days on which a person began in a position (or function) not held the day before."""
    if change is Change.NONE:
        return []
    by_work: dict[int, list[Span]] = {}
    for held in person.holdings:
        key = held.position if change is Change.POSITION else held.function
        by_work.setdefault(key, []).append((held.starts_on, held.ends_on or OPEN))
    return sorted({span[0] for spans in by_work.values() for span in merged(spans)})


def bound_on(norm: Norm, person: Person, organisation: Organisation, on: date) -> Bound | None:
    """The span that holds the day; for ``ONCE`` also one that begins within the notice before its start."""
    ahead = add_days(on, norm.notice_days) if norm.window is Window.ONCE else on
    for first, last in spans_of(norm, person, organisation):
        if first <= ahead and on <= last:
            inside = (d for d in starts_of_new_work(person, norm.again_on_change))
            later = [d for d in inside if first < d <= min(last, ahead)]
            return Bound(first, last, (first, *later))
    return None


def employed_on(person: Person, on: date) -> bool:
    return person.hired_on <= on <= (person.left_on or on)
