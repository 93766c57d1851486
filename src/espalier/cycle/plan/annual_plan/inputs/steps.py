"""Gaps cut into steps that no module divides, and which steps a module covers. Pure, over arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.cycle.plan.annual_plan.inputs.types import Cells, Ints, PlanModule


def hundredths(level: float) -> int:
    """A level as the whole number the planner reckons with."""
    return round(level * 100)


def cuts_of(modules: Sequence[PlanModule]) -> dict[int, Ints]:
    """Levels at which some module begins or ends, by competency id, ascending."""
    found: dict[int, set[int]] = {}
    for module in modules:
        for competency, level in (*module.raises, *module.asks):
            found.setdefault(competency, set()).add(hundredths(level))
    return {pk: np.array(sorted(levels), dtype=np.int64) for pk, levels in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Every gap in steps: those of cell i are rows ``start[i]:start[i + 1]``, from its level upwards.

    ``before`` is how many cuts of the cell's competency lie at or below its current level.
    """

    start: Ints  # n cells + 1
    before: Ints  # n cells
    cell: Ints  # n steps
    level_from: Ints
    level_to: Ints


def steps_of(cells: Cells, cuts: Mapping[int, Ints]) -> Steps:
    """``cuts`` by the place of the competency; gaps of competencies no module touches are one step."""
    n = cells.person.size
    before, count = np.zeros(n, np.int64), np.zeros(n, np.int64)
    nothing = np.zeros(0, np.int64)
    for code, rows in rows_by_competency(cells).items():
        own = cuts.get(code, nothing)
        before[rows] = np.searchsorted(own, cells.current[rows], side="right")
        inside = np.searchsorted(own, cells.required[rows], side="left") - before[rows]
        count[rows] = inside + 1
    count[cells.lacking == 0] = 0
    start = np.append(0, np.cumsum(count))
    cell = np.repeat(np.arange(n), count)
    turn = np.arange(cell.size) - start[cell]
    level_from, level_to = cells.current[cell], cells.required[cell]
    flat, offset = _laid(cuts, cells)
    at = offset[cells.competency[cell]] + before[cell] + turn
    later, earlier = turn > 0, turn < count[cell] - 1
    level_from[later] = flat[at[later] - 1]
    level_to[earlier] = flat[at[earlier]]
    return Steps(start, before, cell, level_from, level_to)


def rows_by_competency(cells: Cells) -> dict[int, Ints]:
    """Rows of the cells of each competency, in order."""
    order = np.argsort(cells.competency, kind="stable")
    codes, first = np.unique(cells.competency[order], return_index=True)
    parts = np.split(order, first[1:]) if codes.size else []
    return {int(code): rows for code, rows in zip(codes, parts, strict=True)}


def _laid(cuts: Mapping[int, Ints], cells: Cells) -> tuple[Ints, Ints]:
    """All cuts one after another, and where those of each competency begin."""
    n = int(cells.competency.max()) + 1 if cells.competency.size else 0
    own = [cuts.get(code, np.zeros(0, np.int64)) for code in range(n)]
    sizes = np.array([each.size for each in own], dtype=np.int64)
    flat = np.concatenate([*own, np.zeros(0, np.int64)])
    return flat, np.append(0, np.cumsum(sizes))[:n] if n else np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """What one module covers: rows of people with the first step and how many follow it."""

    person: Ints
    first: Ints
    count: Ints


def cover_of(
    module: PlanModule,
    cells: Cells,
    steps: Steps,
    rows: Mapping[int, Ints],
    cuts: Mapping[int, Ints],
    place: Mapping[int, int],
) -> Cover:
    """Steps of everybody's gaps that the module closes: from its entry level to its exit level.

    ``place`` gives the place of a competency by its id. Whoever stands below the entry level gains only what lies
    above it, and needs the prerequisite for it.
    """
    asks = dict(module.asks)
    parts = []
    for competency, level in module.raises:
        code = place.get(competency)
        if code is not None and code in rows:
            found = _range(cells, steps, rows[code], cuts[code], asks.get(competency), level)
            parts.append(found)
    if not parts:
        nothing = np.zeros(0, np.int64)
        return Cover(nothing, nothing, nothing)
    person, first, count = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Cover(person, first, count)


def _range(
    cells: Cells, steps: Steps, rows: Ints, cuts: Ints, entry: float | None, exit_level: float
) -> tuple[Ints, Ints, Ints]:
    lacking = rows[steps.start[rows + 1] > steps.start[rows]]
    current, required = cells.current[lacking], cells.required[lacking]
    low = current if entry is None else np.maximum(current, hundredths(entry))
    high = np.minimum(required, hundredths(exit_level))
    gains = high > low
    rows, current, required = lacking[gains], current[gains], required[gains]
    low, high = low[gains], high[gains]
    n, before = steps.start[rows + 1] - steps.start[rows], steps.before[rows]
    first = np.where(low == current, 0, np.searchsorted(cuts, low) - before + 1)
    after = np.where(high == required, n, np.searchsorted(cuts, high) - before + 1)
    return cells.person[rows], steps.start[rows] + first, after - first
