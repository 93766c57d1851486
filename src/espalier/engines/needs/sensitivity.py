"""Does the order of the needs hang on the weights? Each weight is lowered and raised alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy, float_array
from espalier.engines.needs.priority import ranks_descending, weighted_priority


@dataclass(frozen=True, eq=False)
class RankSensitivity:
    """The order under the given weights, and what becomes of it when one weight changes.

    ``ranks`` (n_needs,) are those of the given weights, 0 where a need has no score. ``best_rank`` and
    ``worst_rank`` are the extremes over all runs, the given weights included. ``top_changed``
    (n_criteria, 2) says whether the set of the first ``top`` differs when the weight is lowered
    (column 0) or raised (column 1); a criterion of weight 0 cannot be changed by a share and
    never changes anything.
    """

    ranks: Ints
    best_rank: Ints
    worst_rank: Ints
    top_changed: Bools
    top: int
    change: float

    @property
    def n_runs(self) -> int:
        return int(self.top_changed.size)

    @property
    def n_top_changed(self) -> int:
        return int(self.top_changed.sum())

    @property
    def share_top_changed(self) -> float:
        """Runs in which the first ``top`` are others / all runs, 0–1."""
        return self.n_top_changed / self.n_runs


def rank_sensitivity(
    criteria: ArrayLike,
    weights: ArrayLike,
    *,
    missing: MissingPolicy,
    lower_is_better: Sequence[bool] | None = None,
    change: float = 0.5,
    top: int = 3,
) -> RankSensitivity:
    """Rank once with the given weights, then with each weight times 1 − change and 1 + change.

    Parameters
    ----------
    criteria : array_like of float, shape (n_needs, n_criteria)
    weights : array_like of float, shape (n_criteria,)
        0 or more with a sum above 0; the others keep their proportions to each other.
    missing : MissingPolicy
        As in :func:`weighted_priority`.
    change : float
        Share by which a weight is changed, above 0 and below 1.
    top : int
        How many first ranks are watched, 1 or more. Ties at the last of them all count.

    Raises
    ------
    ValueError
        On a change or a top out of range, and whatever :func:`weighted_priority` refuses.

    References
    ----------
    One-at-a-time sensitivity of weighted sums: Triantaphyllou, E., Sánchez, A.: A sensitivity
    analysis approach for some deterministic multi-criteria decision-making methods. Decision
    Sciences 28(1), 1997, 151–194. doi:10.1111/j.1540-5915.1997.tb01306.x

    Examples
    --------
    Two criteria that say the opposite: the better half wins until its weight falls below the other.

    >>> found = rank_sensitivity([[1, 0], [0, 1]], [8, 5], missing=MissingPolicy.REFUSE, top=1)
    >>> found.ranks.tolist(), found.top_changed.tolist()
    ([1, 2], [[True, False], [False, False]])
    """
    if not 0 < change < 1:
        raise ValueError(f"change must lie above 0 and below 1, got {change}")
    if top < 1:
        raise ValueError(f"top must be 1 or more, got {top}")
    table = float_array("criteria", criteria, ndim=2, may_miss=True)
    given = float_array("weights", weights, ndim=1)

    def ranked(these: Floats) -> Ints:
        found = weighted_priority(table, these, missing=missing, lower_is_better=lower_is_better)
        return _ranks_of_scored(found.score)

    ranks = ranked(given)
    first = _first(ranks, top)
    runs = [ranks]
    changed = np.zeros((given.size, 2), dtype=np.bool_)
    for criterion in range(given.size):
        for side, factor in enumerate((1 - change, 1 + change)):
            these = given.copy()
            these[criterion] *= factor
            runs.append(ranked(these))
            changed[criterion, side] = not np.array_equal(_first(runs[-1], top), first)
    all_runs = np.stack(runs)
    return RankSensitivity(
        ranks, all_runs.min(axis=0), all_runs.max(axis=0), changed, top, float(change)
    )


def _ranks_of_scored(score: Floats) -> Ints:
    """Ranks with 1 for the highest score; 0 for a need without a score."""
    ranks = np.zeros(score.size, dtype=np.int64)
    known = ~np.isnan(score)
    # Sums of weights differ in the last bit from run to run; what is equal on paper shares a rank.
    ranks[known] = ranks_descending(np.round(score[known], 12))
    return ranks


def _first(ranks: Ints, top: int) -> Bools:
    return np.asarray((ranks > 0) & (ranks <= top))
