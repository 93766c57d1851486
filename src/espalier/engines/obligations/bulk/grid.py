"""Everybody × every norm: status, hours and due dates on a day, and how they will stand on later days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from espalier.engines.obligations.bulk.columns import END, Bools, Ints, People, Rows
from espalier.engines.obligations.bulk.shares import Credits, acceptance_of, credits_of
from espalier.engines.obligations.bulk.spans import Bounds, bounds_on, new_work, norm_spans
from espalier.engines.obligations.bulk.terms import (
    Terms,
    calendar_periods,
    licence_periods,
    once,
    periodic,
    rolling,
)
from espalier.engines.obligations.results import Status
from espalier.engines.obligations.types import Change, Norm, Organisation, Window

Bytes = NDArray[np.int8]
Shorts = NDArray[np.int32]
_OUTSIDE = Organisation()


@dataclass(frozen=True, eq=False)
class Grid:
    """One row per person, one column per norm, in the orders given. Shape (n_people, n_norms) each.

    Units: minutes; ``due`` in days (``date.toordinal``), 0 where nothing is due.
    """

    status: Bytes
    is_fulfilled: Bools
    done: Shorts
    left: Shorts
    due: Shorts

    def due_on(self, person: int, norm: int) -> date | None:
        day = int(self.due[person, norm])
        return date.fromordinal(day) if day else None


class Everybody:
    """People, norms and what does not depend on the day asked about, worked out once."""

    def __init__(
        self, people: People, norms: Sequence[Norm], *, organisation: Organisation = _OUTSIDE
    ) -> None:
        self.people, self.norms = people, tuple(norms)
        spans: dict[object, Rows] = {}
        self._spans: list[Rows] = []
        for norm in norms:
            key = (norm.targets, norm.window is Window.LICENCE)
            if key not in spans:
                spans[key] = norm_spans(norm, people, organisation)
            self._spans.append(spans[key])
        self._accepted = [acceptance_of(norm, people.hours) for norm in norms]
        self._new_work = {change: new_work(people, change) for change in Change}

    def on(self, day: date) -> Grid:
        """The grid of a day; only hours completed up to the day count."""
        on = day.toordinal()
        shape = (len(self.people), len(self.norms))
        grid = Grid(
            np.zeros(shape, np.int8), np.zeros(shape, np.bool_), np.zeros(shape, np.int32),
            np.zeros(shape, np.int32), np.zeros(shape, np.int32),
        )  # fmt: skip
        bounds, taking = [], []
        for place, norm in enumerate(self.norms):
            bounds.append(self._bounds(place, norm, day))
            exempt = self._exempt(norm, on) & bounds[place].holds
            grid.status[exempt, place] = Status.EXEMPT
            taking.append(bounds[place].holds & ~exempt)
        credits = credits_of(self.norms, self._accepted, self.people.hours, taking, on=on)
        for place, norm in enumerate(self.norms):
            if taking[place].any():
                terms = self._terms(norm, bounds[place], credits[place], on)
                _fill(grid, place, norm, taking[place], terms, on)
        return grid

    def _bounds(self, place: int, norm: Norm, day: date) -> Bounds:
        """Whom the norm binds; for licences those who have one, for once those with a start that counts."""
        on, people = day.toordinal(), self.people
        ahead = on + norm.notice_days if norm.window is Window.ONCE else on
        found = bounds_on(self._spans[place], len(people), on=on, ahead=min(ahead, END))
        holds = found.holds & (people.hired <= on) & (people.last >= on)
        if not norm.in_force(day):
            holds = np.zeros_like(holds)
        if norm.window is Window.LICENCE:
            holds = holds & (_anchors(norm, people, on)[0] > 0)
        if norm.window is Window.ONCE and not norm.covers_incumbents:
            nothing = _no_credits(norm)
            work = self._new_work[norm.again_on_change]
            _terms, counts = once(
                norm, people, Bounds(holds, found.since, found.until), nothing, work, on
            )
            holds = holds & counts
        return Bounds(holds, found.since, found.until)

    def _exempt(self, norm: Norm, on: int) -> Bools:
        rows = self.people.exemptions
        mine = rows.are(frozenset({norm.code})) & (rows.first <= on) & (rows.last >= on)
        found = np.zeros(len(self.people), dtype=np.bool_)
        found[rows.person[mine]] = True
        return found

    def _terms(self, norm: Norm, bounds: Bounds, credits: Credits, on: int) -> Terms:
        people = self.people
        if norm.window is Window.ONCE:
            return once(norm, people, bounds, credits, self._new_work[norm.again_on_change], on)[0]
        if norm.window is Window.ROLLING:
            return rolling(norm, people, bounds, credits, on)
        if norm.window is Window.CALENDAR:
            return periodic(norm, people, bounds, credits, calendar_periods(norm.months), on)
        anchors, expires = _anchors(norm, people, on)
        safe = np.where(anchors > 0, anchors, on)
        found = periodic(norm, people, bounds, credits, licence_periods(norm.months, safe), on)
        due = np.minimum(found.due, expires)
        return Terms(found.done, found.need, found.lacks, found.is_fulfilled, due)


def _anchors(norm: Norm, people: People, on: int) -> tuple[Ints, Ints]:
    """Per person the last day of cycle 0 of their newest licence (0: none), and the day it expires."""
    rows = people.licences
    own = np.flatnonzero(rows.are(norm.licences) & (rows.first <= on))
    own = own[np.lexsort((rows.last[own], rows.first[own], rows.person[own]))]
    anchors = np.zeros(len(people), dtype=np.int64)
    expires = np.full(len(people), END, dtype=np.int64)
    # Of several rows of a person the last one, the newest licence, stays written.
    anchors[rows.person[own]] = np.where(rows.last[own] < END, rows.last[own], rows.first[own] - 1)
    expires[rows.person[own]] = rows.last[own]
    return anchors, expires


def _no_credits(norm: Norm) -> Credits:
    nothing = np.zeros(0, dtype=np.int64)
    minima = np.zeros((len(norm.minima), 0), dtype=np.bool_)
    return Credits(nothing, nothing, nothing, nothing, minima)


def _fill(grid: Grid, place: int, norm: Norm, who: Bools, terms: Terms, on: int) -> None:
    due = terms.due
    soon = (due < END) & (due - on <= norm.notice_days)
    status = np.where(due < on, Status.OVERDUE, np.where(soon, Status.DUE_SOON, Status.VALID))
    grid.status[who, place] = status[who]
    grid.is_fulfilled[who, place] = terms.is_fulfilled[who]
    grid.done[who, place] = terms.done[who]
    grid.due[who, place] = np.where(due < END, due, 0)[who]
    if norm.minutes:
        grid.left[who, place] = terms.lacks[who]


def evaluate_all(
    people: People,
    norms: Sequence[Norm],
    *,
    on: date,
    organisation: Organisation = _OUTSIDE,
) -> Grid:
    """What every norm asks of everybody on a day."""
    return Everybody(people, norms, organisation=organisation).on(on)


def forecast(
    people: People,
    norms: Sequence[Norm],
    *,
    days: Sequence[date],
    organisation: Organisation = _OUTSIDE,
) -> NDArray[np.int64]:
    """How many people will stand where on each day if nothing more is done.

    Returns counts of shape (n_days, n_norms, 5), the last axis by :class:`Status`. Hours already recorded count; what
    is known of later days (leaving, new positions, licences that expire, new versions of norms) counts from its day.
    """
    found = np.zeros((len(days), len(norms), len(Status)), dtype=np.int64)
    if not days:
        return found
    first, last = min(days), max(days)
    if any(_changes(norm, first, last) for norm in norms):
        everybody = Everybody(people, norms, organisation=organisation)
        for place, day in enumerate(days):
            found[place] = _counts(everybody.on(day).status)
        return found
    grid = Everybody(people, norms, organisation=organisation).on(first)
    notice = max((norm.notice_days for norm in norms), default=0)
    moving = people.restless(first.toordinal(), min(last.toordinal() + notice, END))
    others = Everybody(people.of(moving), norms, organisation=organisation)
    still = np.ones(len(people), dtype=np.bool_)
    still[moving] = False
    quiet = [_due_dates(grid, still, column) for column in range(len(norms))]
    resting = _counts(grid.status[still])
    for place, day in enumerate(days):
        found[place] = _counts(others.on(day).status)
        found[place, :, : Status.VALID] += resting[:, : Status.VALID]
        for column, norm in enumerate(norms):
            found[place, column, Status.VALID :] += _standing(quiet[column], norm, day)
    return found


def _changes(norm: Norm, first: date, last: date) -> bool:
    """Whether a version of a norm begins or ends on the way."""
    begins = norm.effective_from is not None and first < norm.effective_from <= last
    return begins or (norm.effective_to is not None and first <= norm.effective_to < last)


def _due_dates(grid: Grid, who: Bools, column: int) -> Ints:
    """Due dates of what a norm asks of people, in order (END: none). They stay where nothing changes."""
    due = grid.due[who & (grid.status[:, column] >= Status.VALID), column].astype(np.int64)
    return np.sort(np.where(due == 0, END, due))


def _standing(due: Ints, norm: Norm, day: date) -> Ints:
    """How many are valid, due soon and overdue on a day."""
    on = day.toordinal()
    overdue = int(np.searchsorted(due, on, side="left"))
    until = min(on + norm.notice_days, END - 1)
    soon = int(np.searchsorted(due, until, side="right")) - overdue
    return np.asarray([due.size - soon - overdue, soon, overdue], dtype=np.int64)


def _counts(status: Bytes) -> NDArray[np.int64]:
    """Per norm how many people have each status; shape (n_norms, 5)."""
    return np.stack([(status == value).sum(axis=0) for value in Status], axis=1)
