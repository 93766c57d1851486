"""Equating of two forms taken by random halves of the same learners.

References
----------
Kolen & Brennan 2014, Test Equating, Scaling, and Linking, 3rd ed., § 2.2–2.5 (mean, linear, equipercentile with
percentile ranks of whole scores), § 7.2 (bootstrap). Livingston & Kim 2009, Journal of Educational Measurement 46,
330–343 (circle-arc).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.equating.circle import circle_arc
from espalier.engines.psychometrics.equating.result import (
    LEAST,
    Equating,
    EquatingMethod,
    equating_result,
    too_few,
)
from espalier.engines.psychometrics.equating.scores import moments, score_counts

Curve = Callable[[Floats, Floats], Floats]


def mean_equivalents(counts_x: Floats, counts_y: Floats) -> Floats:
    """x − mean(X) + mean(Y).

    Checked against: case ``equating_actmath_random_groups``, 1e-6.
    """
    return np.arange(counts_x.size, dtype=np.float64) - moments(counts_x)[1] + moments(counts_y)[1]


def linear_equivalents(counts_x: Floats, counts_y: Floats) -> Floats:
    """SD(Y)/SD(X) · (x − mean(X)) + mean(Y); the spread of X must not be 0.

    Checked against: case ``equating_actmath_random_groups``, 1e-6.
    """
    _, mean_x, sd_x = moments(counts_x)
    _, mean_y, sd_y = moments(counts_y)
    return sd_y / sd_x * (np.arange(counts_x.size, dtype=np.float64) - mean_x) + mean_y


def equipercentile_equivalents(counts_x: Floats, counts_y: Floats) -> Floats:
    """The score of Y with the percentile rank of x; whole scores are spread evenly over ±½ point.

    −½ where nobody is at or below half of x; the highest score of Y reached, and ½, where nobody is above.

    Checked against: case ``equating_actmath_random_groups``, 1e-6.

    Examples
    --------
    >>> equipercentile_equivalents(np.array([1.0, 1.0]), np.array([1.0, 0.0, 1.0])).tolist()
    [0.0, 2.0]
    """
    below_x = np.concatenate([[0.0], counts_x.cumsum()[:-1]])
    rank = (below_x + counts_x / 2) / counts_x.sum()
    share = counts_y / counts_y.sum()
    reached = counts_y.cumsum() / counts_y.sum()
    upper = np.minimum(np.searchsorted(reached, rank + 1e-14, side="right"), counts_y.size - 1)
    used = np.flatnonzero(counts_y)
    upper = np.where(rank >= 1 - 1e-14, used[-1], upper)
    before = reached[upper] - share[upper]
    found = upper - 0.5 + (rank - before) / share[upper]
    # Rounding may lift the last one a hair above half a point beyond the highest score.
    return np.where(rank <= 0, -0.5, np.minimum(found, used[-1] + 0.5))


def circle_arc_equivalents(counts_x: Floats, counts_y: Floats, lowest: float = 0.0) -> Floats:
    """Circle-arc through (lowest, lowest), the two means, and the two full scores."""
    ends = (lowest, lowest), (float(counts_x.size - 1), float(counts_y.size - 1))
    middle = moments(counts_x)[1], moments(counts_y)[1]
    return circle_arc(np.arange(counts_x.size, dtype=float), ends[0], middle, ends[1])


CURVES: dict[EquatingMethod, Curve] = {
    EquatingMethod.IDENTITY: lambda x, y: np.arange(x.size, dtype=float),
    EquatingMethod.MEAN: mean_equivalents,
    EquatingMethod.LINEAR: linear_equivalents,
    EquatingMethod.EQUIPERCENTILE: equipercentile_equivalents,
    EquatingMethod.CIRCLE_ARC: circle_arc_equivalents,
}


def best_method(n: int) -> EquatingMethod:
    """The strongest method ``n`` learners of each form allow.

    Examples
    --------
    >>> [best_method(n).value for n in (5, 20, 50, 200, 500)]
    ['identity', 'circle-arc', 'mean', 'linear', 'equipercentile']
    """
    return max((m for m in CURVES if n >= LEAST[m]), key=lambda m: LEAST[m])


def equate_random_groups(
    counts_x: ArrayLike,
    counts_y: ArrayLike,
    *,
    seed: int,
    method: EquatingMethod | None = None,
    n_bootstrap: int = 200,
    n_least: int | None = None,
    level: float = 0.95,
) -> Equating | Refusal:
    """Equate form X to form Y from the scores of two random groups.

    Parameters
    ----------
    counts_x, counts_y : array_like, shapes (n_points_x,) and (n_points_y,)
        How many learners got 0, 1, 2, … points.
    seed : int
        Of the bootstrap that gives the standard errors.
    method : EquatingMethod, optional
        By default the strongest that the numbers allow (400 equipercentile, 100 linear, 30 mean, 10 circle-arc,
        fewer: identity). A method asked for below its gate is refused.
    n_bootstrap : int
        Runs, 20 or more.
    n_least : int, optional
        Another gate.

    Raises
    ------
    ValueError
        Counts that are none, too few runs, a method that needs an anchor.

    Checked against: case ``equating_actmath_random_groups``, 1e-6.

    Examples
    --------
    >>> found = equate_random_groups([0, 20, 20, 0], [0, 0, 20, 20], seed=1)
    >>> found.method.value, found.equivalents.tolist()
    ('mean', [1.0, 2.0, 3.0, 4.0])
    """
    x, y = score_counts("counts_x", counts_x), score_counts("counts_y", counts_y)
    sizes = int(x.sum()), int(y.sum())
    chosen = best_method(min(sizes)) if method is None else EquatingMethod(method)
    if chosen not in CURVES:
        raise ValueError(f"method: {chosen.value} needs an anchor")
    if n_bootstrap < 20:
        raise ValueError(f"n_bootstrap: 20 runs are the least, got {n_bootstrap}")
    least = LEAST[chosen] if n_least is None else n_least
    if min(sizes) < least:
        return too_few(chosen, sizes, least)
    if chosen is not EquatingMethod.IDENTITY and (moments(x)[2] <= 0 or moments(y)[2] <= 0):
        return no_spread(chosen, sum(sizes))
    runs = None
    if chosen is not EquatingMethod.IDENTITY:
        runs = _bootstrap(x, y, CURVES[chosen], seed, n_bootstrap)
    points = np.arange(x.size, dtype=float)
    return equating_result(
        chosen, points, CURVES[chosen](x, y), runs, x / x.sum(), sizes=sizes, n_missing=0, level=level,
        assumptions=_assumptions(), warnings=_without_arc(x, y) if chosen is EquatingMethod.CIRCLE_ARC else (),
    )  # fmt: skip


def _without_arc(x: Floats, y: Floats) -> tuple[Said, ...]:
    """Said where no arc leads through the means, and the line between the end points was used."""
    ends = (0.0, 0.0), (float(x.size - 1), float(y.size - 1))
    middle = moments(x)[1], moments(y)[1]
    at_mean = float(circle_arc(np.array([middle[0]]), ends[0], middle, ends[1])[0])
    if abs(at_mean - middle[1]) < 1e-6:
        return ()
    said = Said(
        "兩份試卷的平均太靠近量尺一端，畫不出圓弧，只用端點連線。",
        "The means are too near an end of the scale for an arc: only the line between the end points was used.",
    )
    return (said,)


def _bootstrap(x: Floats, y: Floats, curve: Curve, seed: int, n_runs: int) -> Floats:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(n_runs):
        drawn_x, drawn_y = _drawn(rng, x), _drawn(rng, y)
        found.append(curve(drawn_x, drawn_y))
    return np.stack(found)


def _drawn(rng: np.random.Generator, counts: Floats) -> Floats:
    """A sample of the same size; one in which all scores are the same has no line and is replaced by the data."""
    drawn = rng.multinomial(int(counts.sum()), counts / counts.sum()).astype(float)
    return drawn if np.count_nonzero(drawn) > 1 else counts


def no_spread(method: EquatingMethod, n: int) -> Refusal:
    """Everybody got the same score on one form."""
    return Refusal(
        method.value,
        "no_variation",
        Said("其中一份試卷所有人同分，無法等化。", "On one form everybody got the same score."),
        Said("分數照舊，並檢查該份試卷。", "Leave scores as they are and look at that form."),
        n_used=n,
    )


def _assumptions() -> tuple[Assumption, ...]:
    random = Said(
        "兩份試卷隨機發給同一群學員",
        "the forms were handed out at random to the same kind of learners",
    )
    same = Said("兩份試卷依同一細目表編製", "both forms were built to one blueprint")
    return (Assumption("random_groups", None, random), Assumption("same_blueprint", None, same))
