"""Observed and expected answers by test score, and how thin cells of such a table are joined.

The rule, in this order (that of R mirt 1.45, described in its manual as "across items first if polytomous, and then
across scores if necessary"; checked against case ``irt_grm_science``):

1. Score groups at both ends where some category cannot occur are joined with the nearest group where all can.
2. Empty score groups are left out; a group of one person is joined with the next higher (the highest with the one
   below).
3. Within a score group the least expected category is joined with its less expected neighbour until every one is at
   least the minimum or two are left; what is left moves to the left.
4. The last column is joined with the one before while it expects less than the minimum per ten score groups begun;
   then any column used by fewer than 5% of the groups.
5. Score groups with a cell still below the minimum are joined with the neighbour of fewer people.
"""

from collections.abc import Sequence

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.psychometrics.irt.responses import Responses
from espalier.engines.psychometrics.irt.summed_scores import score_chances


def observed_table(responses: Responses, item: int) -> Floats:
    """People by score 1…S−1 and category of the item, shape (S − 1, K)."""
    k = int(responses.n_categories[item])
    scores = responses.codes.sum(axis=1, dtype=np.int64)
    top = int((responses.n_categories - 1).sum())
    cells = np.bincount(
        scores * k + responses.codes[:, item], responses.frequencies, minlength=(top + 1) * k
    )
    return cells.reshape(top + 1, k)[1:-1].astype(np.float64)


def expected_table(curves: Sequence[Floats], weights: Floats, people: Floats, item: int) -> Floats:
    """Expected people by score 1…S−1 and category: each score's people shared out by the model.

    Parameters
    ----------
    curves : sequence of float arrays (K, Q)
        Category curves of all items.
    weights : float, shape (Q,)
        Of the nodes.
    people : float, shape (S − 1,)
        People with each score.
    """
    others = score_chances([curve for j, curve in enumerate(curves) if j != item])
    own = curves[item]
    joint = np.zeros((others.shape[0] + own.shape[0] - 1, own.shape[0]))
    for category, share in enumerate(own):
        joint[category : category + others.shape[0], category] = others @ (share * weights)
    inside = joint[1:-1]
    result: Floats = inside / inside.sum(axis=1, keepdims=True) * people[:, None]
    return result


def joined(observed: Floats, expected: Floats, least: float = 1.0) -> tuple[Floats, Floats]:
    """Both tables after thin cells were joined; a cell that is no longer there expects 0."""
    seen, told = _whole_ends(observed, expected)
    seen, told = _without_lone_groups(seen, told)
    if told.shape[0] and told.shape[1] > 2:
        seen, told = _narrow_rows(seen, told, least)
        seen, told = _narrow_table(seen, told, least)
    return _thick_groups(seen, told, least)


def _whole_ends(observed: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Join the groups at both ends in which some category is impossible."""
    low = observed.shape[1] - 2
    if low < 1:
        return observed, expected
    n_rows = observed.shape[0]
    if n_rows <= 2 * low:
        return observed, expected
    groups = np.concatenate(
        [np.zeros(low, int), np.arange(n_rows - 2 * low), np.full(low, n_rows - 2 * low - 1)]
    )
    return _summed(observed, groups), _summed(expected, groups)


def _summed(table: Floats, groups: Ints) -> Floats:
    result = np.zeros((int(groups.max()) + 1, table.shape[1]))
    np.add.at(result, groups, table)
    return result


def _without_lone_groups(seen: Floats, told: Floats) -> tuple[Floats, Floats]:
    """Drop what nobody reached; one person alone goes to the neighbour."""
    reached = seen.sum(axis=1) > 0
    seen, told = seen[reached].copy(), told[reached].copy()
    keep = np.ones(seen.shape[0], dtype=bool)
    for at in range(seen.shape[0] - 1):
        if seen[at].sum() == 1:
            _pour(seen, told, at, at + 1)
            keep[at] = False
    last = seen.shape[0] - 1
    if last > 0 and seen[last].sum() == 1 and keep[:last].any():
        _pour(seen, told, last, int(np.flatnonzero(keep[:last])[-1]))
        keep[last] = False
    return seen[keep], told[keep]


def _pour(seen: Floats, told: Floats, source: int, target: int) -> None:
    seen[target] += seen[source]
    told[target] += told[source]


def _narrow_rows(seen: Floats, told: Floats, least: float) -> tuple[Floats, Floats]:
    """Within every score group join categories that expect too few."""
    seen, told = seen.copy(), told.copy()
    for at in range(seen.shape[0]):
        own, real = list(told[at]), list(seen[at])
        while len(own) > 2 and min(own) < least:
            thin = max(i for i, value in enumerate(own) if value == min(own))
            to = _neighbour(own, thin)
            own[to] += own[thin]
            real[to] += real[thin]
            del own[thin], real[thin]
        blank = [0.0] * (told.shape[1] - len(own))
        told[at], seen[at] = own + blank, real + blank
    return seen, told


def _neighbour(sizes: Sequence[float], at: int) -> int:
    """The only neighbour, or the smaller one; the left where both are equal."""
    if at == 0:
        return 1
    if at == len(sizes) - 1:
        return at - 1
    return at - 1 if sizes[at - 1] <= sizes[at + 1] else at + 1


def _narrow_table(seen: Floats, told: Floats, least: float) -> tuple[Floats, Floats]:
    """Join last columns that expect too few in all groups together, then columns hardly any group uses."""
    floor = least * np.ceil(told.shape[0] * 0.1)
    while told.shape[1] > 2 and told[:, -1].sum() < floor:
        seen, told = _without_column(seen, told, told.shape[1] - 1)
    for at in range(told.shape[1] - 1, 0, -1):
        if (told[:, at] > 0).mean() < 0.05:
            seen, told = _without_column(seen, told, at)
    return seen, told


def _without_column(seen: Floats, told: Floats, at: int) -> tuple[Floats, Floats]:
    seen, told = seen.copy(), told.copy()
    seen[:, at - 1] += seen[:, at]
    told[:, at - 1] += told[:, at]
    return np.delete(seen, at, axis=1), np.delete(told, at, axis=1)


def _thick_groups(seen: Floats, told: Floats, least: float) -> tuple[Floats, Floats]:
    """Join score groups that still hold a thin cell with the neighbour of fewer people."""
    seen, told = seen.copy(), told.copy()
    while seen.shape[0] > 1:
        thin = np.flatnonzero(((told < least) & (told > 0)).any(axis=1))
        if not thin.size:
            break
        at = int(thin[0])
        _pour(seen, told, at, _neighbour(seen.sum(axis=1).tolist(), at))
        seen, told = np.delete(seen, at, axis=0), np.delete(told, at, axis=0)
    return seen, told
