r"""Mantel and Haenszel: one odds ratio from many two-by-two tables.

.. math:: \alpha = \frac{\sum_s A_s D_s / T_s}{\sum_s B_s C_s / T_s}, \qquad
    \chi^2 = \frac{(|\sum_s A_s - \sum_s E(A_s)| - 1/2)^2}{\sum_s V(A_s)}

A, B: right and wrong in the reference group; C, D: in the focal group; V = n_R n_F m_1 m_0 / (T²(T − 1)).

References
----------
Mantel, N., Haenszel, W. 1959, JNCI 22, 719–748. Robins, J., Breslow, N., Greenland, S. 1986, Biometrics 42, 311–323
(variance). Bickel, P. J., Hammel, E. A., O'Connell, J. W. 1975, Science 187, 398–404 (admissions at Berkeley). doi:
10.1126/science.187.4175.398
"""

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, float_array, non_negative, share
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said


@dataclass(frozen=True, eq=False)
class Pooled:
    """What the strata give together, one number an item; where ``defined`` is false, the other numbers mean nothing.

    ``log_alpha``: ln of the common odds ratio, above 0 where the reference group does better. ``chi2`` with and
    ``chi2_plain`` without the continuity correction.
    """

    defined: Bools
    log_alpha: Floats
    se: Floats
    chi2: Floats
    chi2_plain: Floats


def pooled(people: Floats, right: Floats) -> Pooled:
    """Mantel-Haenszel of every item.

    Parameters
    ----------
    people : float, shape (2, S)
        Of the reference and the focal group in every stratum.
    right : float, shape (2, J, S)
        Right answers.

    Returns
    -------
    Pooled
        ``defined`` is false where no stratum holds both groups and both answers, or one answer is missing altogether
        in a way that leaves no finite odds ratio.

    Notes
    -----
    Checked against: cases ``dif_verbal_mh``, ``dif_simulated`` (R difR) and ``dif_mh_simpson_ucb`` (R stats).
    """
    total = people.sum(axis=0)
    usable = (people > 0).all(axis=0) & (total > 1)
    n_r, n_f, t = people[0, usable], people[1, usable], total[usable]
    a, c = right[0][:, usable], right[1][:, usable]
    b, d = n_r - a, n_f - c
    m1 = a + c
    variance = (n_r * n_f / (t * t * (t - 1)) * m1 * (t - m1)).sum(axis=1)
    off = np.abs((a - n_r * m1 / t).sum(axis=1))
    r, s = a * d / t, b * c / t
    sum_r, sum_s = r.sum(axis=1), s.sum(axis=1)
    defined = (variance > 0) & (sum_r > 0) & (sum_s > 0)
    safe_v = np.where(defined, variance, 1.0)
    sum_r, sum_s = np.where(defined, sum_r, 1.0), np.where(defined, sum_s, 1.0)
    p, q = (a + d) / t, (b + c) / t
    of_log = (
        (p * r).sum(axis=1) / (2 * sum_r**2)
        + (p * s + q * r).sum(axis=1) / (2 * sum_r * sum_s)
        + (q * s).sum(axis=1) / (2 * sum_s**2)
    )
    return Pooled(
        defined,
        np.log(sum_r / sum_s),
        np.sqrt(of_log),
        np.where(defined, (off - 0.5) ** 2 / safe_v, 0.0),
        np.where(defined, off**2 / safe_v, 0.0),
    )


@dataclass(frozen=True, eq=False)
class StratifiedOdds:
    """A comparison of two groups pooled over strata, and the same with the strata thrown together.

    ``odds_ratio`` and its interval are those within strata; ``marginal`` that of the single table. ``is_reversed``:
    they point to different sides (Simpson's paradox); ``is_explained``: only the marginal one differs from 1.
    """

    odds_ratio: float
    interval: Interval
    chi2: float
    p: float
    marginal: float
    marginal_interval: Interval
    marginal_chi2: float
    n_used: int
    n_missing: int
    n_strata: int
    n_left_out: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def is_reversed(self) -> bool:
        return (self.odds_ratio - 1) * (self.marginal - 1) < 0

    @property
    def is_explained(self) -> bool:
        return 1 in self.interval and 1 not in self.marginal_interval

    @property
    def sentence(self) -> Said:
        text = Said(
            "全部混在一起，第一組的勝算是第二組的 {marginal:.2f} 倍；同類相比是 {ratio:.2f} 倍（可能在 {low:.2f} "
            "到 {high:.2f} 之間，n = {n})。",
            "Thrown together, the odds of the first group are {marginal:.2f} times those of the second; within "
            "like strata {ratio:.2f} times (likely between {low:.2f} and {high:.2f}, n = {n}).",
        ).filled(
            marginal=self.marginal,
            ratio=self.odds_ratio,
            low=self.interval.low,
            high=self.interval.high,
            n=f"{self.n_used:,}",
        )
        return text + self._meaning

    @property
    def _meaning(self) -> Said:
        if self.is_explained or self.is_reversed:
            return Said(
                "混在一起的差距主要來自兩組分布在不同類別：請看分類後的數字，不要用總表下結論。",
                "The gap of the whole comes mainly from the groups being in different strata: read the "
                "stratified figure, and draw no conclusion from the whole table.",
            )
        return Said(
            "分類後方向沒有改變；造成差距的其他原因仍要另外查。",
            "Stratifying does not change the direction; other reasons for the gap remain to be looked at.",
        )


def stratified_odds_ratio(tables: ArrayLike) -> StratifiedOdds | Refusal:
    """Mantel-Haenszel odds ratio of two groups over strata, beside that of the whole: the detector of Simpson's
    paradox.

    Parameters
    ----------
    tables : array_like, shape (S, 2, 2)
        Per stratum [[first group yes, first group no], [second group yes, second group no]].

    Returns
    -------
    StratifiedOdds or Refusal
        Refused where no stratum compares both groups, or an odds ratio has no limit.

    Raises
    ------
    ValueError
        Another shape, negative or missing counts.

    Notes
    -----
    Checked against: case ``dif_mh_simpson_ucb`` (R ``mantelhaen.test``), 5e-5; interval 1e-6.

    Examples
    --------
    >>> found = stratified_odds_ratio([[[20, 10], [10, 10]], [[10, 20], [5, 20]]])
    >>> round(found.odds_ratio, 3)
    2.0
    """
    counts = float_array("tables", tables, ndim=3)
    if counts.shape[0] < 1 or counts.shape[1:] != (2, 2):
        raise ValueError(f"tables: shape (strata, 2, 2) expected, got {counts.shape}")
    non_negative("tables", counts)
    people, yes = counts.sum(axis=2).T, counts[:, :, 0].T[:, None, :]
    within, whole = (
        pooled(people, yes),
        pooled(people.sum(axis=1)[:, None], yes.sum(axis=2)[..., None]),
    )
    if not (within.defined[0] and whole.defined[0]):
        return _undefined(round(float(counts.sum())))
    left_out = int(((people == 0).any(axis=0) & (people.sum(axis=0) > 0)).sum())
    return StratifiedOdds(
        exp(within.log_alpha[0]),
        _of_ratio(within),
        float(within.chi2[0]),
        chi2_sf(float(within.chi2[0]), 1),
        exp(whole.log_alpha[0]),
        _of_ratio(whole),
        _yates(counts.sum(axis=0)),
        round(float(counts.sum())),
        0,
        int((people > 0).all(axis=0).sum()),
        left_out,
        (
            Assumption(
                "same_odds_ratio",
                None,
                Said(
                    "各類別的勝算比大致相同；本分析沒有檢查。",
                    "The odds ratio is about the same in all strata; not checked here.",
                ),
            ),
        ),
        (),
    )


def _of_ratio(found: Pooled) -> Interval:
    span = around(float(found.log_alpha[0]), float(found.se[0]))
    return Interval(exp(span.low), exp(span.high), span.level)


def _yates(table: Floats) -> float:
    """Pearson's chi-square of one table with Yates' correction."""
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    off = np.abs(table - expected)
    off -= np.minimum(0.5, off)
    return float((off**2 / expected).sum())


def _undefined(n: int) -> Refusal:
    return Refusal(
        "stratified-odds",
        "no_finite_odds_ratio",
        Said(
            "沒有任何類別能同時比較兩組（或某一格全是 0），算不出勝算比。",
            "No stratum compares both groups (or one outcome is absent): there is no finite odds ratio.",
        ),
        Said(
            "請合併類別，或只報告各組人數與比率。", "Join strata, or report counts and shares only."
        ),
        n,
    )


def standardized_difference(people: Floats, right: Floats) -> Floats:
    """Difference of shares right, focal minus reference, at the focal group's scores: Σ n_F (p_F − p_R)/Σ n_F.

    Only strata with both groups; shape (J,). A fair item is near 0; beyond ±.10 it is looked at.

    References
    ----------
    Dorans, N. J., Kulick, E. 1986, Journal of Educational Measurement 23, 355–368.

    Notes
    -----
    Checked against: case ``dif_verbal_mh`` (R difR), 1e-6.

    Examples
    --------
    >>> standardized_difference(np.array([[10.0], [5.0]]), np.array([[[8.0]], [[3.0]]])).round(2).tolist()
    [-0.2]
    """
    usable = (people > 0).all(axis=0)
    n = people[:, usable]
    gap = share(right[1][:, usable], n[1]) - share(right[0][:, usable], n[0])
    weight = n[1] / max(float(n[1].sum()), 1.0)
    result: Floats = gap @ weight
    return result


def delta_of(log_alpha: Floats) -> Floats:
    """ETS delta: −2.35 ln α; below 0 the item is harder for the focal group than for its equals.

    >>> delta_of(np.log([2.0])).round(3).tolist()
    [-1.629]
    """
    return -2.35 * log_alpha
