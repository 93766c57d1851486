"""The order of needs: values per criterion, scores, ranks, and how much hangs on the weights. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.needs.needs_list.types import Criterion, Scored, Sensitivity
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.needs.priority import weighted_priority
from espalier.engines.needs.sensitivity import RankSensitivity, rank_sensitivity

# What nobody scored is left out and its weight spread over the rest; the share used is shown beside the score.
MISSING = MissingPolicy.EXCLUDE
CHANGE, TOP = 0.5, 3
WATCHED_CHANGES = (0.25, 0.5)

Values = Sequence[Sequence[float | None]]


def score_needs(values: Values, criteria: Sequence[Criterion]) -> list[Scored]:
    """The place of every need; without a criterion of some weight nobody has one."""
    if not values:
        return []
    if not any(each.weight > 0 for each in criteria):
        return [Scored(None, None, None, None, 0.0, ()) for _row in values]
    table, weights, turned = _arrays(values, criteria)
    found = weighted_priority(table, weights, missing=MISSING, lower_is_better=turned)
    moved = _moved(values, criteria, CHANGE)
    return [
        Scored(
            score=_known(found.score[i]),
            rank=_rank(moved.ranks[i]),
            best_rank=_rank(moved.best_rank[i]),
            worst_rank=_rank(moved.worst_rank[i]),
            weight_used=float(found.weight_used[i]),
            parts=tuple(_known(part) for part in found.normalised[i]),
        )
        for i in range(len(values))
    ]


def sensitivity(values: Values, criteria: Sequence[Criterion]) -> list[Sensitivity]:
    """One line for each watched change; none when there is nothing to rank."""
    if not values or not any(each.weight > 0 for each in criteria):
        return []
    lines = []
    for change in WATCHED_CHANGES:
        found = _moved(values, criteria, change)
        lines.append(
            Sensitivity(
                change=change,
                top=found.top,
                n_runs=found.n_runs,
                n_changed=found.n_top_changed,
                changed={
                    each.code: (bool(found.top_changed[i, 0]), bool(found.top_changed[i, 1]))
                    for i, each in enumerate(criteria)
                },
            )
        )
    return lines


def _moved(values: Values, criteria: Sequence[Criterion], change: float) -> RankSensitivity:
    table, weights, turned = _arrays(values, criteria)
    return rank_sensitivity(
        table, weights, missing=MISSING, lower_is_better=turned, change=change, top=TOP
    )


def _arrays(
    values: Values, criteria: Sequence[Criterion]
) -> tuple[NDArray[np.float64], list[float], list[bool]]:
    rows = [[np.nan if value is None else value for value in row] for row in values]
    weights = [each.weight for each in criteria]
    return np.array(rows, dtype=float), weights, [each.lower_is_better for each in criteria]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rank(value: int) -> int | None:
    return int(value) or None
