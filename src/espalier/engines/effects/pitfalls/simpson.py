"""An effect that turns around once it is looked at inside groups (detector 3)."""

from math import log

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import complete_pairs, measured_array
from espalier.engines.effects.pitfalls.alert import Alert, Pitfall
from espalier.engines.figures.arrays import MissingPolicy, code_array
from espalier.engines.figures.types import Said


def simpson(
    outcome: ArrayLike, trained: ArrayLike, stratum: ArrayLike, *, missing: MissingPolicy
) -> Alert | None:
    """Fires when trained minus untrained changes its sign once it is computed inside sites, sessions or levels.

    Inside: Σ w_k (mean₁ − mean₀)_k / Σ w_k with w_k = n₁n₀/n of stratum k; strata with one arm only say nothing.

    Parameters
    ----------
    outcome : array_like of float, shape (n,)
        Scores, or 0/1.
    trained : array_like of int, shape (n,)
        1 trained, 0 not.
    stratum : array_like of int, shape (n,)
        Code of the site, session or level.

    Raises
    ------
    ValueError
        Shapes that differ, codes that are none, one arm empty.

    References
    ----------
    Bickel, Hammel & O'Connell, Science 187 (1975) 398–404, doi:10.1126/science.187.4175.398.
    Checked against: the Berkeley admissions in the tests.

    Examples
    --------
    >>> y, x, site = [9, 9, 9, 4, 8, 3, 3, 3], [1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1, 1, 1]
    >>> simpson(y, x, site, missing=MissingPolicy.REFUSE) is None
    True
    """
    codes = np.asarray(stratum)
    pairs = complete_pairs(
        outcome, np.asarray(trained, float), missing=missing, names=("outcome", "trained")
    )
    codes = code_array("stratum", codes, n_codes=1_000_000, length=np.asarray(outcome).size)
    if not np.isin(pairs.y, (0.0, 1.0)).all() or set(pairs.y) != {0.0, 1.0}:
        raise ValueError("trained: 1 and 0 expected, some of each")
    there = ~np.isnan(np.asarray(outcome, float)) & ~np.isnan(np.asarray(trained, float))
    is_trained, groups = pairs.y == 1, codes[there]
    pooled = float(pairs.x[is_trained].mean() - pairs.x[~is_trained].mean())
    total, weight = 0.0, 0.0
    for code in np.unique(groups):
        one, other = pairs.x[is_trained & (groups == code)], pairs.x[~is_trained & (groups == code)]
        if min(one.size, other.size) > 0:
            w = one.size * other.size / (one.size + other.size)
            total, weight = total + w * float(one.mean() - other.mean()), weight + w
    if weight == 0 or pooled * total >= 0:
        return None
    return _flipped(pooled, total / weight, {"pooled": pooled, "inside": total / weight})


def simpson_of_counts(tables: ArrayLike) -> Alert | None:
    """The same for two-by-two tables: pooled odds ratio against that of Mantel and Haenszel.

    OR_MH = Σ(ad/n) / Σ(bc/n).

    Parameters
    ----------
    tables : array_like of int, shape (k, 2, 2)
        Per stratum rows trained / untrained, columns success / failure.

    Raises
    ------
    ValueError
        Another shape, negative counts, or an odds ratio that is undefined.

    References
    ----------
    Mantel & Haenszel, JNCI 22 (1959) 719–748; Bickel et al. 1975.
    Checked against: the Berkeley admissions (1.84 pooled, .90 inside), typed in the tests.

    Examples
    --------
    >>> simpson_of_counts([[[10, 5], [5, 10]], [[8, 4], [4, 8]]]) is None
    True
    """
    counts = measured_array("tables", tables, ndim=3)
    if counts.shape[1:] != (2, 2) or (counts < 0).any():
        raise ValueError(f"tables: shape (k, 2, 2) of counts expected, got {counts.shape}")
    n = counts.sum(axis=(1, 2))
    used, n = counts[n > 0], n[n > 0]
    whole = used.sum(axis=0)
    above = (used[:, 0, 0] * used[:, 1, 1] / n).sum(), (used[:, 0, 1] * used[:, 1, 0] / n).sum()
    across = whole[0, 0] * whole[1, 1], whole[0, 1] * whole[1, 0]
    if min(*above, *across) <= 0:
        raise ValueError("tables: too many empty cells, the odds ratio is undefined")
    pooled, inside = float(across[0] / across[1]), float(above[0] / above[1])
    if log(pooled) * log(inside) >= 0:
        return None
    return _flipped(pooled, inside, {"pooled_odds_ratio": pooled, "inside_odds_ratio": inside})


def _flipped(pooled: float, inside: float, saw: dict[str, float]) -> Alert:
    return Alert(
        Pitfall.SIMPSON,
        saw,
        Said(
            f"合併計算是 {pooled:.2f}，分據點（梯次、級別）計算是 {inside:.2f}，方向相反："
            "各組人數組成不同造成假象。請分組報告。",
            f"Pooled it is {pooled:.2f}, inside sites (sessions, levels) {inside:.2f}: the "
            "direction flips because the groups "
            "are made up differently. Report it by group.",
        ),
    )
