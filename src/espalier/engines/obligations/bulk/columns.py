"""Facts about many people as columns: one row of a column per fact, people numbered from 0.

Days are proleptic ordinals (``date.toordinal``); what has no end ends on :data:`END`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.obligations.types import Leave, Person

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

END = date.max.toordinal()


def coded(values: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Codes of texts, and the texts by code.

    Examples
    --------
    >>> codes, names = coded(["online", "classroom", "online"])
    >>> codes.tolist(), names
    ([0, 1, 0], ('online', 'classroom'))
    """
    places: dict[str, int] = {}
    codes = [places.setdefault(value, len(places)) for value in values]
    return np.asarray(codes, dtype=np.int64), tuple(places)


def ordinal(day: date | None) -> int:
    return END if day is None else day.toordinal()


@dataclass(frozen=True, eq=False)
class Rows:
    """Dated rows of people; ``first`` and ``last`` are days, both included.

    Raises
    ------
    ValueError
        When columns differ in length, or a row ends before it starts.
    """

    person: Ints
    first: Ints
    last: Ints

    def __post_init__(self) -> None:
        sizes = {name: np.asarray(getattr(self, name)).shape for name in self._columns()}
        if len(set(sizes.values())) > 1 or any(len(shape) != 1 for shape in sizes.values()):
            raise ValueError(f"{type(self).__name__}: columns differ in shape: {sizes}")
        if (self.last < self.first).any():
            raise ValueError(f"{type(self).__name__}: a row ends before it starts")

    def _columns(self) -> tuple[str, ...]:
        return ("person", "first", "last")


@dataclass(frozen=True, eq=False)
class Named(Rows):
    """Dated rows with a name, as a code into ``names``: duties, licences, exemptions (of a norm's code)."""

    name: Ints
    names: tuple[str, ...]

    def _columns(self) -> tuple[str, ...]:
        return ("person", "first", "last", "name")

    def are(self, wanted: frozenset[str]) -> Bools:
        """Which rows have one of these names."""
        chosen = np.asarray([name in wanted for name in self.names] or [False])
        return np.asarray(chosen[self.name], dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Holdings(Rows):
    """Positions held; ``tier`` is a code into ``tiers``."""

    position: Ints
    function: Ints
    unit: Ints
    tier: Ints
    tiers: tuple[str, ...]

    def _columns(self) -> tuple[str, ...]:
        return ("person", "first", "last", "position", "function", "unit", "tier")


@dataclass(frozen=True, eq=False)
class Completions:
    """Completions in the order of person and day; ``content`` is a code into ``contents`` (module, tags)."""

    person: Ints
    day: Ints
    minutes: Ints
    content: Ints
    contents: tuple[tuple[int, frozenset[str]], ...]
    mode: Ints
    modes: tuple[str, ...]

    def __post_init__(self) -> None:
        columns = ("person", "day", "minutes", "content", "mode")
        if len({np.asarray(getattr(self, name)).shape for name in columns}) > 1:
            raise ValueError("Completions: columns differ in shape")
        step = np.diff(self.person)
        if (step < 0).any() or ((step == 0) & (np.diff(self.day) < 0)).any():
            raise ValueError("Completions: must be in the order of person and day")
        if (self.minutes < 0).any():
            raise ValueError("Completions: minutes must not be negative")


@dataclass(frozen=True, eq=False)
class People:
    """Everybody asked about. ``last`` is the last day of work; ``category`` a code into ``categories``."""

    hired: Ints
    last: Ints
    category: Ints
    categories: tuple[str, ...]
    holdings: Holdings
    duties: Named
    licences: Named
    leaves: Rows
    exemptions: Named
    hours: Completions

    def __post_init__(self) -> None:
        n = self.hired.size
        if not self.hired.shape == self.last.shape == self.category.shape == (n,):
            raise ValueError("People: hired, last and category differ in shape")
        for rows in (
            self.holdings,
            self.duties,
            self.licences,
            self.leaves,
            self.exemptions,
            self.hours,
        ):
            if rows.person.size and not (rows.person.min() >= 0 and rows.person.max() < n):
                raise ValueError(f"{type(rows).__name__}: a person outside 0..{n - 1}")

    def __len__(self) -> int:
        return int(self.hired.size)

    def of(self, chosen: Ints) -> "People":
        """Only these people, numbered anew in the order given (which must rise)."""
        number = np.full(len(self), -1, dtype=np.int64)
        number[chosen] = np.arange(chosen.size)
        return People(
            hired=self.hired[chosen],
            last=self.last[chosen],
            category=self.category[chosen],
            categories=self.categories,
            holdings=_narrowed(self.holdings, number),
            duties=_narrowed(self.duties, number),
            licences=_narrowed(self.licences, number),
            leaves=_narrowed(self.leaves, number),
            exemptions=_narrowed(self.exemptions, number),
            hours=_narrowed(self.hours, number),
        )

    def restless(self, first: int, last: int) -> Ints:
        """People about whom something becomes true or ends to be true after ``first``, up to ``last``."""
        found = np.zeros(len(self), dtype=np.bool_)
        for days in (self.hired, self.last + 1):
            found |= (days > first) & (days <= last)
        for rows in (self.holdings, self.duties, self.licences, self.exemptions):
            for days in (rows.first, rows.last + 1):
                found[rows.person[(days > first) & (days <= last)]] = True
        found[self.hours.person[(self.hours.day > first) & (self.hours.day <= last)]] = True
        return np.flatnonzero(found)

    @cached_property
    def leaves_by_person(self) -> dict[int, tuple[Leave, ...]]:
        """Few people have any, so these stay objects."""
        found: dict[int, tuple[Leave, ...]] = {}
        rows = zip(
            self.leaves.person.tolist(), self.leaves.first.tolist(), self.leaves.last.tolist(),
            strict=True,
        )  # fmt: skip
        for person, first, last in rows:
            end = None if last == END else date.fromordinal(last)
            found[person] = (*found.get(person, ()), Leave(date.fromordinal(first), end))
        return found


Table = TypeVar("Table", Rows, Named, Holdings, Completions)


def _narrowed(rows: Table, number: Ints) -> Table:
    """The rows of people who have a number, under it; tuples such as ``names`` stay as they are."""
    keep = number[rows.person] >= 0
    columns = {
        each.name: getattr(rows, each.name)[keep]
        for each in fields(rows)
        if isinstance(getattr(rows, each.name), np.ndarray)
    }
    return replace(rows, **{**columns, "person": number[rows.person[keep]]})


def ints(values: ArrayLike | Iterable[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def people_of(persons: Sequence[Person]) -> People:
    """The same facts as columns, people in the order given."""
    categories, names = coded([person.category for person in persons])
    numbered = list(enumerate(persons))
    held = [(n, h) for n, person in numbered for h in person.holdings]
    tier, tiers = coded([h.tier for _n, h in held])
    return People(
        hired=ints([ordinal(person.hired_on) for person in persons]),
        last=ints([ordinal(person.left_on) for person in persons]),
        category=categories,
        categories=names,
        holdings=Holdings(
            *_dates([(n, h.starts_on, h.ends_on) for n, h in held]),
            position=ints([h.position for _n, h in held]),
            function=ints([h.function for _n, h in held]),
            unit=ints([h.unit for _n, h in held]),
            tier=tier,
            tiers=tiers,
        ),
        duties=named([(n, d.starts_on, d.ends_on, d.name) for n, p in numbered for d in p.duties]),
        licences=named(
            [
                (n, each.issued_on, each.expires_on, each.name)
                for n, p in numbered
                for each in p.licences
            ]
        ),
        leaves=Rows(
            *_dates([(n, each.starts_on, each.ends_on) for n, p in numbered for each in p.leaves])
        ),
        exemptions=named(
            [(n, e.starts_on, e.ends_on, e.norm) for n, p in numbered for e in p.exemptions]
        ),
        hours=_completions(persons),
    )


def named(rows: Sequence[tuple[int, date, date | None, str]]) -> Named:
    """Dated rows of (person, first day, last day or None, name)."""
    codes, names = coded([row[3] for row in rows])
    return Named(*_dates([row[:3] for row in rows]), name=codes, names=names)


def _dates(rows: Sequence[tuple[int, date, date | None]]) -> tuple[Ints, Ints, Ints]:
    return (
        ints([row[0] for row in rows]),
        ints([ordinal(row[1]) for row in rows]),
        ints([ordinal(row[2]) for row in rows]),
    )


def _completions(persons: Sequence[Person]) -> Completions:
    rows = [
        (n, hours)
        for n, person in enumerate(persons)
        for hours in sorted(person.hours, key=lambda each: (each.completed_on, each.id))
    ]
    places: dict[tuple[int, frozenset[str]], int] = {}
    content = [places.setdefault((h.module, h.tags), len(places)) for _n, h in rows]
    mode, modes = coded([h.mode for _n, h in rows])
    return Completions(
        person=ints([n for n, _h in rows]),
        day=ints([h.completed_on.toordinal() for _n, h in rows]),
        minutes=ints([h.minutes for _n, h in rows]),
        content=ints(content),
        contents=tuple(places),
        mode=mode,
        modes=modes,
    )
