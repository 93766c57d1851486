"""Stocking-Lord: put item parameters of a new calibration on the old scale through common items.

References
----------
Stocking & Lord 1983, Applied Psychological Measurement 7, 201–210. Kolen & Brennan 2014, Test Equating, Scaling, and
Linking, 3rd ed., § 6.3. Start: mean/sigma, Marco 1977, Journal of Educational Measurement 14, 139–160.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said

METHOD = "stocking-lord"
NODES = np.linspace(-4.0, 4.0, 41)
MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Linking:
    """θ_old = ``slope`` · θ_new + ``intercept``; standard errors and intervals by jackknife over the common items.

    ``mean_sigma`` is the simpler link, for comparison; ``rmsd`` the distance of the two test characteristic curves, in
    points.
    """

    slope: float
    slope_interval: Interval
    intercept: float
    intercept_interval: Interval
    mean_sigma: tuple[float, float]
    rmsd: float
    n_used: int
    n_missing: int
    converged: bool
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said

    def put_on_old_scale(self, a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
        """Discriminations and difficulties of new items on the old scale: a/A and A·b + B."""
        return np.asarray(a, float) / self.slope, self.slope * np.asarray(b, float) + self.intercept


def stocking_lord(
    old: ArrayLike, new: ArrayLike, *, n_items: int, level: float = 0.95
) -> Linking | Refusal:
    """Minimise Σ w(θ) · (Σ P_old(θ) − Σ P_new(θ; a/A, A·b + B, c))² over A > 0 and B.

    θ: 41 nodes on [−4, 4] with normal weights; P = c + (1 − c)/(1 + exp(−a(θ − b))).

    Parameters
    ----------
    old, new : array_like of float, shape (n_common, 2) or (n_common, 3)
        a, b (and c) of the common items in both calibrations, in the same order.
    n_items : int
        Items of the new form; the common ones must be 20 % of them, or 20.
    level : float
        Of the intervals.

    Raises
    ------
    ValueError
        Shapes that differ, a of 0 or below, c outside 0–1, holes.

    Checked against: parameters moved by a known A and B come back, 1e-6 (tests).

    Examples
    --------
    >>> old = np.array([[1.0, -1.0], [1.2, 0.0], [0.8, 0.5], [1.1, 1.2]])
    >>> new = np.column_stack([old[:, 0] * 1.25, (old[:, 1] - 0.3) / 1.25])
    >>> found = stocking_lord(old, new, n_items=20)
    >>> round(found.slope, 4), round(found.intercept, 4)
    (1.25, 0.3)
    """
    before, after = _parameters("old", old), _parameters("new", new)
    n = before.shape[0]
    if before.shape != after.shape or n_items < n:
        raise ValueError(f"old and new: {before.shape} and {after.shape} common items of {n_items}")
    refusal = _refused(before, after, n_items)
    if refusal is not None:
        return refusal
    slope, intercept, converged = _linked(before, after)
    without = np.array(
        [_linked(np.delete(before, i, 0), np.delete(after, i, 0))[:2] for i in range(n)]
    )
    se = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    half = t_quantile((1 + level) / 2, n - 1) * se
    limits = [
        Interval(value - float(h), value + float(h), level)
        for value, h in zip((slope, intercept), half, strict=True)
    ]
    weights = _weights()
    apart = sqrt(float(weights @ (_curve(before) - _curve(_moved(after, slope, intercept))) ** 2))
    return Linking(
        slope, limits[0], intercept, limits[1], _mean_sigma(before, after), apart, n, 0, converged, _assumptions(),
        _warnings(before, after, slope, intercept), _sentence(slope, intercept, limits, apart, n),
    )  # fmt: skip


def _parameters(name: str, values: ArrayLike) -> Floats:
    table = float_array(name, values, ndim=2)
    if table.shape[1] == 2:
        table = np.column_stack([table, np.zeros(table.shape[0])])
    if (
        table.shape[1] != 3
        or (table[:, 0] <= 0).any()
        or ((table[:, 2] < 0) | (table[:, 2] >= 1)).any()
    ):
        raise ValueError(
            f"{name}: a above 0, b, and c from 0 to below 1 expected, got shape {table.shape}"
        )
    return table


def _weights() -> Floats:
    density = np.exp(-(NODES**2) / 2)
    return np.asarray(density / density.sum())


def _curve(items: Floats) -> Floats:
    """Expected score of the common items at every node."""
    a, b, c = items.T[:, :, None]
    return np.asarray(
        (c + (1 - c) / (1 + np.exp(-np.clip(a * (NODES - b), -500, 500)))).sum(axis=0)
    )


def _moved(items: Floats, slope: float, intercept: float) -> Floats:
    return np.column_stack([items[:, 0] / slope, slope * items[:, 1] + intercept, items[:, 2]])


def _mean_sigma(before: Floats, after: Floats) -> tuple[float, float]:
    slope = float(before[:, 1].std() / after[:, 1].std())
    return slope, float(before[:, 1].mean() - slope * after[:, 1].mean())


def _linked(before: Floats, after: Floats) -> tuple[float, float, bool]:
    from scipy.optimize import least_squares

    root, target = np.sqrt(_weights()), _curve(before)
    start = _mean_sigma(before, after) if after[:, 1].std() > 1e-9 else (1.0, 0.0)

    def apart(at: Floats) -> Floats:
        return root * (target - _curve(_moved(after, float(np.exp(at[0])), float(at[1]))))

    first = np.array([np.log(np.clip(start[0], 0.05, 20.0)), start[1]])
    found = least_squares(apart, first, xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=MOST_STEPS)
    return float(np.exp(found.x[0])), float(found.x[1]), bool(found.success)


def _refused(before: Floats, after: Floats, n_items: int) -> Refusal | None:
    n = before.shape[0]
    if n < 3 or (n / n_items < 0.2 and n < 20):
        reason = Said(
            f"共同題只有 {n} 題（全卷 {n_items} 題），至少要 3 題且占 20%，或 20 題。",
            f"Only {n} common items of {n_items}; 3 and 20% of the form, or 20, are the least.",
        )
        instead = Said(
            "請兩份一起重新估計，或增加共同題。",
            "Calibrate both forms together, or add common items.",
        )
        return Refusal(METHOD, "short_anchor", reason, instead, n_used=n)
    if min(before[:, 1].std(), after[:, 1].std()) <= 1e-9:
        reason = Said(
            "共同題的難度都相同，無法定出量尺。",
            "All common items have one difficulty: no scale in them.",
        )
        instead = Said("請選難易不同的共同題。", "Choose common items that differ in difficulty.")
        return Refusal(METHOD, "no_variation", reason, instead, n_used=n)
    return None


def _assumptions() -> tuple[Assumption, ...]:
    said = Said("共同題在兩次施測的性質不變", "the common items work the same both times")
    return (Assumption("invariant_items", None, said),)


def _warnings(before: Floats, after: Floats, slope: float, intercept: float) -> tuple[Said, ...]:
    moved = np.abs(before[:, 1] - slope * after[:, 1] - intercept)
    far = [str(i + 1) for i in np.flatnonzero(moved > 0.5).tolist()]
    if not far:
        return ()
    said = Said(
        f"第 {'、'.join(far)} 題換算後難度仍差 0.5 以上，可能已洩題或改變，請檢查是否移出共同題。",
        f"Common items {', '.join(far)} still differ by more than 0.5 in difficulty: they may be known by now; "
        "consider taking them out of the anchor.",
    )
    return (said,)


def _sentence(slope: float, intercept: float, limits: list[Interval], apart: float, n: int) -> Said:
    of_slope, of_intercept = limits
    return Said(
        f"新量尺可接回舊量尺：能力值乘以 {slope:.2f}（可能介於 {of_slope.low:.2f} 與 {of_slope.high:.2f}）"
        f"再加 {intercept:.2f}"
        f"（{of_intercept.low:.2f} 至 {of_intercept.high:.2f}）；{n} 題共同題的曲線平均相差 {apart:.2f} 分。"
        "請保留這組換算值，並檢查差異大的共同題。",
        f"The new scale joins the old one: ability times {slope:.2f} (likely between {of_slope.low:.2f} and "
        f"{of_slope.high:.2f}) plus {intercept:.2f} ({of_intercept.low:.2f} to {of_intercept.high:.2f}); the curves of "
        f"{n} common items stay {apart:.2f} points apart. Keep this link, and look at common items that moved.",
    )
