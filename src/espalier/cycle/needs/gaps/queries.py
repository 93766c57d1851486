"""P2.3.5 Gaps: figures by unit, position or person, for any day, with small groups hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.needs.gaps.asked import all_below, answered
from espalier.cycle.needs.gaps.loading import MISSING, Loaded, load, load_for
from espalier.cycle.needs.gaps.types import (
    CompetencyGap,
    CompetencyHead,
    GapChoice,
    GapQuestion,
    GapTable,
    GroupCell,
    GroupRow,
    Measure,
    Order,
    PersonCell,
    PersonRow,
    Summary,
    View,
)
from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.engines.needs.gap import (
    GapFigures,
    Levels,
    gaps_by_group,
    gaps_by_group_and_competency,
    gaps_by_person,
)
from espalier.engines.needs.suppression import suppress_table
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound
from espalier.kit.organisation import queries as organisation

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Window:
    """Which people and which competencies are drawn; figures are always over everybody."""

    people: slice = field(default_factory=lambda: slice(None))
    columns: slice = field(default_factory=lambda: slice(None))


EVERYTHING_SHOWN = Window()


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as grouping needs it."""

    id: int
    label: str
    path: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Disjoint groups of the people loaded: a label each, and each person's group (−1: none)."""

    labels: tuple[str, ...]
    of_person: NDArray[np.int64]
    unit_ids: tuple[int | None, ...]
    position_ids: tuple[int | None, ...]
    own: int = NOWHERE  # which group are the people who stand directly in the unit shown


def gap_table(
    choice: GapChoice, *, scope: Scope, today: date, window: Window = EVERYTHING_SHOWN
) -> GapTable:
    """One answer; ``window`` cuts people and competencies after everything was computed.

    Raises: NotFound for a unit outside the scope.
    """
    places = _places(scope)
    below = _below(choice.unit_id, places)
    loaded = load(choice, scope=scope, unit_ids=below, today=today)
    minimum = organisation.current().suppression_minimum
    columns = _column_order(loaded, choice.order)[window.columns]
    overall = loaded.overall
    if choice.view is View.PERSON:
        people = _person_rows(loaded, columns, window.people)
        return _table(loaded, columns, (), people, _summary(overall, 0), minimum)
    if choice.view is View.POSITION:
        groups = _by_position(loaded)
        n = len(groups.labels)
        tree_groups, tree_parents, shown_rows = groups, [*([n] * n), NOWHERE], [n, *range(n)]
    else:
        groups = _by_unit(loaded, places, choice.unit_id)
        tree_groups, tree_parents, shown_rows = _unit_tree(loaded, places, choice.unit_id, groups)
    hidden = _hidden(loaded, tree_groups, tree_parents, shown_rows, minimum)
    rows = _group_rows(loaded, groups, choice.measure, columns, hidden)
    return _table(loaded, columns, rows, (), _summary(overall, minimum), minimum)


# What gaps rest on: people, their ratings and levels, requirements, competencies, the smallest group shown.
_EVENTS = (
    "people.",
    "learning_map.",
    "standards.",
    "organisation.",
    "accounts.scope.",
    "kit.import.applied",
)
_GAPS: Kept[dict[int, list[CompetencyGap]]] = Kept(_EVENTS, size=16)


def gaps_of_groups(
    asked: Mapping[int, GapQuestion], *, on: date, today: date
) -> dict[int, list[CompetencyGap]]:
    """The gaps of many groups from one reading of the records, by the key of each question.

    The number of queries does not depend on how many groups are asked about.
    """
    key = (tuple(sorted(asked.items(), key=lambda pair: pair[0])), on, today)
    return dict(_GAPS.of(key, lambda: _gaps_of_groups(asked, on, today)))


def _gaps_of_groups(
    asked: Mapping[int, GapQuestion], on: date, today: date
) -> dict[int, list[CompetencyGap]]:
    loaded = load(GapChoice(on=on), scope=EVERYTHING, unit_ids=None, today=today)
    minimum = organisation.current().suppression_minimum
    places = [(place.id, place.path) for place in _places(EVERYTHING)]
    return {
        key: answered(
            question,
            loaded,
            unit_ids=all_below(places, question.unit_ids),
            minimum=minimum,
        )
        for key, question in asked.items()
    }


def levels_of(
    people: Sequence[PersonOn],
    held: Sequence[tuple[int, int | None]],
    *,
    on: date,
    known_on: date,
) -> tuple[Sequence[CompetencyHead], Levels]:
    """What is required on a day of people in the positions they will hold then, against what is known today.

    ``held`` are places in ``people`` with positions; whoever prepares for a second position stands there twice, and
    the higher level counts. A fixed number of queries.
    """
    loaded = load_for(people, held, on=on, known_on=known_on)
    return loaded.competencies, loaded.levels


def _table(
    loaded: Loaded,
    columns: Sequence[int],
    groups: tuple[GroupRow, ...],
    people: tuple[PersonRow, ...],
    summary: Summary,
    minimum: int,
) -> GapTable:
    heads = tuple(loaded.competencies[code] for code in columns)
    n_hidden = sum(cell.hidden for row in groups for cell in (row.overall, *row.cells))
    n_asked = len(np.unique(loaded.levels.person))
    return GapTable(
        heads, groups, people, summary, minimum, n_hidden, len(loaded.competencies), n_asked
    )


def _places(scope: Scope) -> list[Place]:
    return [
        Place(unit.pk, unit.name, unit.scope.path, unit.parent_id) for unit in units.units(scope)
    ]


def _below(unit_id: int | None, places: Sequence[Place]) -> set[int] | None:
    """Ids of a unit and all below it; None for everybody."""
    if unit_id is None:
        return None
    found = next((place for place in places if place.id == unit_id), None)
    if found is None:
        raise NotFound
    return {place.id for place in places if place.path.startswith(found.path)}


def _column_order(loaded: Loaded, order: Order) -> list[int]:
    """Codes of the competencies in the order shown; what nobody is rated in stands last."""
    n = len(loaded.competencies)
    if order is Order.CODE:
        return sorted(range(n), key=lambda code: loaded.competencies[code].code)
    figures = loaded.by_competency
    worst = np.where(figures.defined, figures.gap_index, -1.0)
    return sorted(range(n), key=lambda code: (-worst[code], loaded.competencies[code].code))


def _by_position(loaded: Loaded) -> Groups:
    names = {p.pk: (p.grade.rank, p.name) for p in positions.positions()}
    held = {person.position_id for person in loaded.people if person.position_id in names}
    ordered = sorted((p for p in held if p is not None), key=lambda p: names[p])
    at = {position: code for code, position in enumerate(ordered)}
    of_person = [at.get(person.position_id or 0, NOWHERE) for person in loaded.people]
    return Groups(
        tuple(names[p][1] for p in ordered),
        np.array(of_person, dtype=np.int64),
        (None,) * len(ordered),
        tuple(ordered),
    )


def _by_unit(loaded: Loaded, places: Sequence[Place], unit_id: int | None) -> Groups:
    """The units directly below the one chosen, each with all below it, and those who stand in it directly."""
    known = {place.id for place in places}
    roots = [p for p in places if p.parent_id not in known]
    if unit_id is None and len(roots) == 1:
        unit_id = roots[0].id
    children = [p for p in places if p.parent_id == unit_id] if unit_id else roots
    group_of_unit = {
        place.id: code
        for place in places
        for code, child in enumerate(children)
        if place.path.startswith(child.path)
    }
    own = next((place for place in places if place.id == unit_id), None)
    labels, unit_ids = [c.label for c in children], [c.id for c in children]
    own_group = NOWHERE
    if own is not None and any(person.unit_id == own.id for person in loaded.people):
        group_of_unit[own.id] = own_group = len(labels)
        labels.append(own.label)
        unit_ids.append(own.id)
    of_person = [group_of_unit.get(person.unit_id, NOWHERE) for person in loaded.people]
    none = (None,) * len(labels)
    codes = np.array(of_person, dtype=np.int64)
    return Groups(tuple(labels), codes, tuple(unit_ids), none, own_group)


def _unit_tree(
    loaded: Loaded, places: Sequence[Place], unit_id: int | None, groups: Groups
) -> tuple[Groups, list[int], list[int]]:
    """The whole tree below, so that what is hidden on one page cannot be had from the page below it.

    Every unit is a node, and so are the people who stand in it directly where it has units below. Returns the
    finest groups, the parent of every node (nodes 0… are the finest groups, then the units), and which node each
    shown row (total first) is.
    """
    below = _below(unit_id, places)
    inside = [place for place in places if below is None or place.id in below]
    at = {place.id: code for code, place in enumerate(inside)}
    n = len(inside)
    of_person = np.array([at.get(p.unit_id, NOWHERE) for p in loaded.people], dtype=np.int64)
    finest = Groups(tuple(p.label for p in inside), of_person, (None,) * n, (None,) * n)
    # Node n + i is unit i with all below it; node 2n is everybody.
    parents = [n + i for i in range(n)]
    parents += [n + at[p.parent_id] if p.parent_id in at else 2 * n for p in inside]
    parents.append(NOWHERE)
    rows = [2 * n]
    rows += [
        at[unit or 0] + (0 if g == groups.own else n) for g, unit in enumerate(groups.unit_ids)
    ]
    return finest, parents, rows


def _hidden(
    loaded: Loaded, groups: Groups, parents: list[int], rows: list[int], minimum: int
) -> NDArray[np.bool_]:
    """Which cells are hidden; shape (shown rows, 1 + competencies), the overall figure first."""
    levels, n_groups = loaded.levels, len(groups.labels)
    by_cell = gaps_by_group_and_competency(levels, groups.of_person, n_groups, missing=MISSING)
    overall = gaps_by_group(levels, groups.of_person, n_groups, missing=MISSING)
    finest = np.column_stack([overall.n_persons, by_cell.n_used])
    n = np.vstack([finest, _summed_upwards(finest, parents, n_groups)])
    return ~suppress_table(n, parents, minimum=minimum).shown[rows]


def _summed_upwards(
    finest: NDArray[np.int64], parents: list[int], n_groups: int
) -> NDArray[np.int64]:
    """Counts of the nodes above the finest groups: units with all below them, and everybody."""
    n = np.zeros((len(parents) - n_groups, finest.shape[1]), dtype=np.int64)
    for group in range(n_groups):
        node = parents[group]
        while node != NOWHERE:
            n[node - n_groups] += finest[group]
            node = parents[node]
    return n


def _group_rows(
    loaded: Loaded,
    groups: Groups,
    measure: Measure,
    columns: Sequence[int],
    hidden: NDArray[np.bool_],
) -> tuple[GroupRow, ...]:
    levels, n = loaded.levels, len(groups.labels)
    cells = gaps_by_group_and_competency(levels, groups.of_person, n, missing=MISSING)
    overall = gaps_by_group(levels, groups.of_person, n, missing=MISSING)
    total_cells, total = loaded.by_competency, loaded.overall
    rows = [
        GroupRow(
            "",
            _cell(total, measure, 0, hidden[0, 0]),
            tuple(_cell(total_cells, measure, c, hidden[0, c + 1]) for c in columns),
            is_total=True,
        )
    ]
    for g, label in enumerate(groups.labels):
        figures = tuple(_cell(cells, measure, (g, c), hidden[g + 1, c + 1]) for c in columns)
        first = _cell(overall, measure, g, hidden[g + 1, 0])
        rows.append(GroupRow(label, first, figures, groups.unit_ids[g], groups.position_ids[g]))
    return tuple(rows)


def _cell(
    figures: GapFigures, measure: Measure, at: int | tuple[int, int], hidden: np.bool_
) -> GroupCell:
    value = float(getattr(figures, measure.value)[at])
    is_number = not np.isnan(value)
    n, n_missing = int(figures.n_used[at]), int(figures.n_missing[at])
    if bool(hidden):
        return GroupCell(None, 0, 0, hidden=True)
    return GroupCell(value if is_number and n + n_missing else None, n, n_missing)


def _person_rows(loaded: Loaded, columns: Sequence[int], window: slice) -> tuple[PersonRow, ...]:
    """People with something required of them, largest gap first; cells only of those in the window."""
    levels = loaded.levels
    figures = gaps_by_person(levels, missing=MISSING)
    gap = np.where(figures.defined, figures.gap_index, -1.0)
    asked = np.flatnonzero(figures.n_required).tolist()
    order = sorted(asked, key=lambda p: (-gap[p], loaded.people[p].number))[window]
    cells = _person_cells(loaded, order)
    nothing = PersonCell(None, None)
    rows = []
    for p in order:
        person = loaded.people[p]
        overall = _cell(figures, Measure.ATTAINMENT, p, np.False_)
        found = tuple(cells.get((p, c), nothing) for c in columns)
        rows.append(PersonRow(person.id, person.number, person.name, overall, found))
    return tuple(rows)


def _person_cells(loaded: Loaded, people: Sequence[int]) -> dict[tuple[int, int], PersonCell]:
    levels = loaded.levels
    at = np.flatnonzero(np.isin(levels.person, np.array(people, dtype=np.int64)))
    values = zip(
        levels.person[at].tolist(),
        levels.competency[at].tolist(),
        levels.required[at].tolist(),
        levels.current[at].tolist(),
        strict=True,
    )
    return {(p, c): PersonCell(required, _known(current)) for p, c, required, current in values}


def _known(value: float) -> float | None:
    return value if value == value else None  # NaN is not equal to itself


def _summary(overall: GapFigures, minimum: int) -> Summary:
    def figure(name: str) -> float | None:
        return _known(float(getattr(overall, name)[0]))

    n_people = int(overall.n_persons[0])
    return Summary(
        attainment=figure("attainment"),
        gap_index=figure("gap_index"),
        share_proficient=figure("share_proficient"),
        n_people=n_people,
        n_used=int(overall.n_used[0]),
        n_missing=int(overall.n_missing[0]),
        missing_share=figure("missing_share"),
        hidden=0 < n_people < minimum,
    )
