"""The order of needs: values per criterion, scores, ranks, and how much hangs on the weights. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from espalier.engines.needs.arrays import MissingPolicy
from espalier.engines.needs.priority import weighted_priority
from espalier.engines.needs.sensitivity import RankSensitivity, rank_sensitivity

# What nobody scored is left out and its weight spread over the rest; the share used is shown beside the score.
MISSING = MissingPolicy.EXCLUDE
CHANGE, TOP = 0.5, 3
WATCHED_CHANGES = (0.25, 0.5)

Values = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion as scoring needs it."""

    code: str
    weight: float
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """One need's place. ``parts`` are its normalised values (0–1) by criterion, None where missing.

    ``weight_used`` is the share of all weight for which it had a value.
    """

    score: float | None
    rank: int | None
    best_rank: int | None
    worst_rank: int | None
    weight_used: float
    parts: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How often the first ``top`` are others when one weight at a time is changed by ``change``.

    ``changed`` maps a criterion's code to (when lowered, when raised).
    """

    change: float
    top: int
    n_runs: int
    n_changed: int
    changed: Mapping[str, tuple[bool, bool]]


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
