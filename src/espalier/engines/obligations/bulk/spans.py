"""Since when a norm binds each of many people."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from espalier.engines.obligations.bulk.columns import END, Bools, Holdings, Ints, People, Rows
from espalier.engines.obligations.types import Change, Norm, Organisation, Target, Window

_FAR = np.int64(1) << 40  # wider than any day, so that people do not overlap on one line


@dataclass(frozen=True, eq=False)
class Bounds:
    """Per person: whether the norm binds them, since when and until when. Shape (n_people,)."""

    holds: Bools
    since: Ints
    until: Ints


def merged(rows: Iterable[Rows]) -> Rows:
    """Spans by person and day, those that touch or overlap made one."""
    parts = list(rows)
    person = np.concatenate([part.person for part in parts] or [np.zeros(0, np.int64)])
    first = np.concatenate([part.first for part in parts] or [np.zeros(0, np.int64)])
    last = np.concatenate([part.last for part in parts] or [np.zeros(0, np.int64)])
    if not person.size:
        return Rows(person, first, last)
    order = np.lexsort((first, person))
    person, first, last = person[order], first[order], last[order]
    # The furthest end so far, person by person: the offset keeps people apart.
    reach = np.maximum.accumulate(last + person * _FAR) - person * _FAR
    fresh = np.ones(person.size, dtype=np.bool_)
    fresh[1:] = (person[1:] != person[:-1]) | (first[1:] > reach[:-1] + 1)
    places = np.flatnonzero(fresh)
    return Rows(person[places], first[places], np.maximum.reduceat(last, places))


def common(left: Rows, right: Rows) -> Rows:
    """The days that lie in both; both sides in the order of people."""
    begins = np.searchsorted(right.person, left.person, side="left")
    counts = np.searchsorted(right.person, left.person, side="right") - begins
    mine = np.repeat(np.arange(left.person.size), counts)
    offset = np.arange(mine.size) - np.repeat(np.cumsum(counts) - counts, counts)
    theirs = np.repeat(begins, counts) + offset
    first = np.maximum(left.first[mine], right.first[theirs])
    last = np.minimum(left.last[mine], right.last[theirs])
    keep = first <= last
    return merged([Rows(left.person[mine][keep], first[keep], last[keep])])


def _chosen(rows: Rows, keep: Bools) -> Rows:
    return merged([Rows(rows.person[keep], rows.first[keep], rows.last[keep])])


def target_spans(
    target: Target, people: People, organisation: Organisation, *, keeps_expired: bool
) -> Rows:
    """The days on which a target binds people."""
    everybody = np.arange(len(people))
    fits = everybody[_fits(target, people, organisation)]
    spans = Rows(fits, people.hired[fits], people.last[fits])
    if target.asks_holding:
        held = _holdings_fit(target, people.holdings, organisation)
        spans = common(spans, _chosen(people.holdings, held))
    if target.duties:
        spans = common(spans, _chosen(people.duties, people.duties.are(target.duties)))
    if target.licences:
        own = people.licences
        last = np.full_like(own.last, END) if keeps_expired else own.last
        named = own.are(target.licences)
        spans = common(spans, _chosen(Rows(own.person, own.first, last), named))
    return spans


def _fits(target: Target, people: People, organisation: Organisation) -> Bools:
    size = organisation.headcount
    low, high = target.min_headcount, target.max_headcount
    if (low is not None and size < low) or (high is not None and size > high):
        return np.zeros(len(people), dtype=np.bool_)
    fits = np.ones(len(people), dtype=np.bool_)
    if target.hired_from is not None:
        fits &= people.hired >= target.hired_from.toordinal()
    if target.hired_until is not None:
        fits &= people.hired <= target.hired_until.toordinal()
    if target.categories:
        wanted = np.asarray([c in target.categories for c in people.categories] or [False])
        fits &= wanted[people.category]
    return fits


def _holdings_fit(target: Target, held: Holdings, organisation: Organisation) -> Bools:
    fits = np.ones(held.person.size, dtype=np.bool_)
    for column, wanted in (
        (held.position, target.positions),
        (held.function, target.functions),
        (held.unit, target.units),
    ):
        if wanted:
            fits &= np.isin(column, np.asarray(sorted(wanted), dtype=np.int64))
    if target.tiers:
        chosen = np.asarray([tier in target.tiers for tier in held.tiers] or [False])
        fits &= chosen[held.tier]
    low, high = target.min_unit_headcount, target.max_unit_headcount
    if low is not None or high is not None:
        sizes = dict(organisation.units)
        size = np.asarray([sizes.get(unit, 0) for unit in held.unit.tolist()], dtype=np.int64)
        fits &= (size >= (low or 0)) & (size <= (END if high is None else high))
    return fits


def norm_spans(norm: Norm, people: People, organisation: Organisation) -> Rows:
    """The days on which a norm binds people."""
    keeps = norm.window is Window.LICENCE
    return merged(
        target_spans(target, people, organisation, keeps_expired=keeps) for target in norm.targets
    )


def bounds_on(spans: Rows, n_people: int, *, on: int, ahead: int) -> Bounds:
    """The first span of each person that reaches the day and begins by ``ahead``."""
    fits = np.flatnonzero((spans.first <= ahead) & (spans.last >= on))
    who, first_of = np.unique(spans.person[fits], return_index=True)
    rows = fits[first_of]
    holds = np.zeros(n_people, dtype=np.bool_)
    since = np.full(n_people, END, dtype=np.int64)
    until = np.full(n_people, END, dtype=np.int64)
    holds[who], since[who], until[who] = True, spans.first[rows], spans.last[rows]
    return Bounds(holds, since, until)


def new_work(people: People, change: Change) -> tuple[Ints, Ints]:
    """People and days of beginning in a position (or function) not held the day before, in order."""
    empty = np.zeros(0, dtype=np.int64)
    if change is Change.NONE:
        return empty, empty
    held = people.holdings
    key = held.position if change is Change.POSITION else held.function
    _names, codes = np.unique(key, return_inverse=True)
    n_codes = int(codes.max(initial=0)) + 1
    # One imagined person per (person, work): spans of the same work that touch become one.
    spans = merged([Rows(held.person * n_codes + codes, held.first, held.last)])
    pairs = np.unique(np.stack([spans.person // n_codes, spans.first], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]
