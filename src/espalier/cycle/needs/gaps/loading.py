"""From records to the arrays of the engine; a fixed number of queries whatever the number of people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.needs.gaps.types import CompetencyHead, GapChoice
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.people.evidence import queries as evidence
from espalier.cycle.people.evidence.types import LevelColumns
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.needs.gap import GapFigures, Levels, gaps_by_competency, gaps_overall
from espalier.kit.accounts.scope import Scope

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Held = Sequence[tuple[int, int | None]]


# Whoever was never rated says nothing about the gap; the missing share is always shown beside it.
MISSING = MissingPolicy.EXCLUDE


@dataclass(frozen=True)
class Loaded:
    """Who was asked for, what is required of them, and the engine's input; codes are positions in the lists.

    The figures over everybody are needed at several places of a page and computed once.
    """

    people: Sequence[PersonOn]
    competencies: Sequence[CompetencyHead]
    levels: Levels

    @cached_property
    def overall(self) -> GapFigures:
        return gaps_overall(self.levels, missing=MISSING)

    @cached_property
    def by_competency(self) -> GapFigures:
        return gaps_by_competency(self.levels, missing=MISSING)


def load(choice: GapChoice, *, scope: Scope, unit_ids: set[int] | None, today: date) -> Loaded:
    """Read everything one answer needs: people, requirements, competencies, levels."""
    people = [
        person
        for person in employees.people_on(on=choice.on, today=today, scope=scope)
        if (unit_ids is None or person.unit_id in unit_ids)
        and choice.position_id in (None, person.position_id)
    ]
    held = [(code, each.position_id) for code, each in enumerate(people)]
    rated = _rated(choice, scope, unit_ids, today)
    return _loaded(choice, people, held, rated, known_on=choice.on)


def load_for(people: Sequence[PersonOn], held: Held, *, on: date, known_on: date) -> Loaded:
    """The same for people of a day to come who hold (or are to hold) positions, some perhaps two.

    ``held`` are places in ``people`` with positions; levels are those known on ``known_on``.
    """
    return _loaded(GapChoice(on=on), people, held, None, known_on=known_on)


def _loaded(
    choice: GapChoice,
    people: Sequence[PersonOn],
    held: Held,
    rated: QuerySet[Any] | None,
    *,
    known_on: date,
) -> Loaded:
    heads = _competencies(choice)
    wanted = _required(choice.on, {head.id: code for code, head in enumerate(heads)})
    person, competency, required, weight = _cells(held, wanted)
    if len(held) > len(people):
        person, competency, required, weight = _once(person, competency, required, weight)
    used = np.unique(competency)
    renumbered = np.searchsorted(used, competency)
    kept = [heads[code] for code in used]
    only = [choice.competency_id] if choice.competency_id is not None else None
    known = evidence.level_columns_on(on=known_on, employees=rated, competency_ids=only)
    current = _current(known, people, kept, person, renumbered)
    levels = Levels(
        person=person,
        competency=renumbered,
        required=required,
        current=current,
        weight=weight,
        n_persons=len(people),
        n_competencies=len(kept),
    )
    return Loaded(people, kept, levels)


def _competencies(choice: GapChoice) -> list[CompetencyHead]:
    rows = catalogue.competencies(active_only=False).order_by("code")
    if choice.competency_id is not None:
        rows = rows.filter(pk=choice.competency_id)
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    return [CompetencyHead(*row) for row in rows.values_list("pk", "code", "name", "kind")]


Wanted = dict[int, tuple[Ints, Floats, Floats]]


def _required(on: date, code_of: dict[int, int]) -> Wanted:
    """Position id → competency codes, required levels, weights."""
    rows: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for row in requirements.requirements_on(on):
        if row.competency_id in code_of:
            rows[row.position_id].append((code_of[row.competency_id], row.level, row.weight))
    return {
        position: (
            np.array([c for c, _l, _w in found], dtype=np.int64),
            np.array([level for _c, level, _w in found]),
            np.array([weight for _c, _l, weight in found]),
        )
        for position, found in rows.items()
    }


def _cells(held: Held, wanted: Wanted) -> tuple[Ints, Ints, Floats, Floats]:
    """One cell per person and competency required of their position, position by position."""
    holders: dict[int, list[int]] = defaultdict(list)
    for code, position_id in held:
        if position_id in wanted:
            holders[position_id].append(code)
    parts = [
        (
            np.repeat(np.array(codes, dtype=np.int64), wanted[position][0].size),
            *(np.tile(array, len(codes)) for array in wanted[position]),
        )
        for position, codes in holders.items()
    ]
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0), np.empty(0)
    person, competency, required, weight = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    return person, competency, required, weight


def _once(
    person: Ints, competency: Ints, required: Floats, weight: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Where two positions of a person ask for one competency, the higher level counts."""
    if not person.size:
        return person, competency, required, weight
    order = np.lexsort((-required, competency, person))
    key = person[order] * (int(competency.max()) + 1) + competency[order]
    first = np.append(True, key[1:] != key[:-1])
    kept = np.sort(order[first])
    return person[kept], competency[kept], required[kept], weight[kept]


def _rated(
    choice: GapChoice, scope: Scope, unit_ids: set[int] | None, today: date
) -> QuerySet[Any] | None:
    """Whose levels are read; None for everybody's. Who stood where on another day is not known to the query."""
    if choice.on != today or (unit_ids is None and choice.position_id is None):
        return None if scope.is_everything else employees.employees(scope)
    rows = employees.employees(scope).filter(employees.listed("unit_id", unit_ids))
    return rows if choice.position_id is None else rows.filter(position_id=choice.position_id)


def _current(
    known: LevelColumns,
    people: Sequence[PersonOn],
    heads: Sequence[CompetencyHead],
    person: Ints,
    competency: Ints,
) -> Floats:
    """The level of every cell, NaN where the person has no rating in force."""
    found = np.full(person.size, np.nan)
    if not known.levels.size or not person.size:
        return found
    values = known.levels
    n = len(heads)
    keys, here = _keys(known.employee_ids, known.competency_ids, people, heads, n)
    order = np.argsort(keys)
    keys, values = keys[order], values[here][order]
    asked = person * n + competency
    at = np.minimum(np.searchsorted(keys, asked), max(keys.size - 1, 0))
    if keys.size:
        hit = keys[at] == asked
        found[hit] = values[at[hit]]
    return found


def _keys(
    ids: Ints,
    competency_ids: Ints,
    people: Sequence[PersonOn],
    heads: Sequence[CompetencyHead],
    n: int,
) -> tuple[Ints, NDArray[np.bool_]]:
    """Cell keys of known levels, and which of them are of people and competencies asked for."""
    person, known_person = _codes(ids, [each.id for each in people])
    competency, known_competency = _codes(competency_ids, [head.id for head in heads])
    here = known_person & known_competency
    return person[here] * n + competency[here], here


def _codes(ids: Ints, wanted: Sequence[int]) -> tuple[Ints, NDArray[np.bool_]]:
    """Position of each id in ``wanted``, and whether it is there at all."""
    if not wanted:
        return np.zeros(ids.size, dtype=np.int64), np.zeros(ids.size, dtype=np.bool_)
    order = np.argsort(np.array(wanted))
    sorted_ids = np.array(wanted)[order]
    at = np.minimum(np.searchsorted(sorted_ids, ids), sorted_ids.size - 1)
    return order[at].astype(np.int64), sorted_ids[at] == ids
