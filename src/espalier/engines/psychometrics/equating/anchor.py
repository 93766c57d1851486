"""Equating of two forms taken by different groups, through an anchor of common items: Tucker, Levine, chained linear.

References
----------
Kolen & Brennan 2014, Test Equating, Scaling, and Linking, 3rd ed., § 4.1–4.4 (Tucker, Levine observed score, chained),
§ 8.1 (anchor of 20 % or 20 items). Bootstrap: ibid. § 7.2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.equating.random_groups import no_spread
from espalier.engines.psychometrics.equating.result import (
    LEAST,
    Equating,
    EquatingMethod,
    equating_result,
    too_few,
)

ANCHORED = (EquatingMethod.TUCKER, EquatingMethod.LEVINE, EquatingMethod.CHAINED)


@dataclass(frozen=True, slots=True)
class FormMoments:
    """One group: mean and variance of form and anchor, and their covariance."""

    n: int
    mean: float
    anchor_mean: float
    variance: float
    anchor_variance: float
    covariance: float


def line_of(
    x: FormMoments, y: FormMoments, method: EquatingMethod, *, is_internal: bool, weight_x: float
) -> tuple[float, float]:
    """Slope and intercept of the linear function from form X to form Y.

    Tucker γ = σ(X,V)/σ²(V); Levine γ = σ²(X)/σ(X,V) with an internal anchor, (σ²(X) + σ(X,V))/(σ²(V) + σ(X,V)) with
    an external one; both give the moments of a synthetic population with weight ``weight_x`` of the X group. Chained:
    the line from X to V in the one group, then from V to Y in the other.

    Raises
    ------
    ValueError
        A weight outside 0–1.

    Checked against: Kolen & Brennan's example of § 4.4 recalled (slope 1.0289, intercept .537 by Tucker), 1e-3 (tests).

    Examples
    --------
    >>> one = FormMoments(100, 10.0, 5.0, 9.0, 4.0, 5.0)
    >>> line_of(one, one, EquatingMethod.TUCKER, is_internal=True, weight_x=0.5)
    (1.0, 0.0)
    """
    if not 0 <= weight_x <= 1:
        raise ValueError(f"weight_x: a weight is 0 to 1, got {weight_x}")
    if method is EquatingMethod.CHAINED:
        slope = float(np.sqrt(y.variance / y.anchor_variance * x.anchor_variance / x.variance))
        at_mean = y.mean + np.sqrt(y.variance / y.anchor_variance) * (x.anchor_mean - y.anchor_mean)
        return slope, float(at_mean - slope * x.mean)
    of_x, of_y = (_gamma(each, method, is_internal) for each in (x, y))
    weight_y, apart = 1 - weight_x, x.anchor_mean - y.anchor_mean
    spread = x.anchor_variance - y.anchor_variance
    mean_x, mean_y = x.mean - weight_y * of_x * apart, y.mean + weight_x * of_y * apart
    both = weight_x * weight_y * apart**2
    variance_x = x.variance + of_x**2 * (both - weight_y * spread)
    variance_y = y.variance + of_y**2 * (both + weight_x * spread)
    # Moments that contradict each other (an anchor unlike the test) may leave no variance: then no line either.
    slope = float(np.sqrt(max(variance_y, 0.0) / max(variance_x, 1e-12)))
    return slope, mean_y - slope * mean_x


def _gamma(form: FormMoments, method: EquatingMethod, is_internal: bool) -> float:
    if method is EquatingMethod.TUCKER:
        return form.covariance / form.anchor_variance
    if is_internal:
        return form.variance / form.covariance
    return (form.variance + form.covariance) / (form.anchor_variance + form.covariance)


def equate_by_anchor(
    scores_x: ArrayLike,
    anchor_x: ArrayLike,
    scores_y: ArrayLike,
    anchor_y: ArrayLike,
    *,
    n_items_x: int,
    n_items_anchor: int,
    method: EquatingMethod,
    is_internal: bool,
    missing: MissingPolicy,
    seed: int,
    weight_x: float | None = None,
    n_bootstrap: int = 200,
    n_least: int | None = None,
    level: float = 0.95,
) -> Equating | Refusal:
    """Equate form X to form Y when two groups took one form each and an anchor.

    Parameters
    ----------
    scores_x, anchor_x : array_like of float, shape (n_x,)
        Total and anchor score of those who took form X; NaN where missing.
    scores_y, anchor_y : array_like of float, shape (n_y,)
    n_items_x, n_items_anchor : int
        Points of form X and of the anchor; the anchor must have 20 % of them, or 20.
    method : EquatingMethod
        ``TUCKER`` (groups alike), ``LEVINE`` (groups differ, forms alike), ``CHAINED``.
    is_internal : bool
        Whether the anchor items count in the total score.
    missing : MissingPolicy
        ``exclude`` leaves out learners without both scores, ``refuse`` stops.
    seed, n_bootstrap : int
        Of the bootstrap over learners.
    weight_x : float, optional
        Share of the X group in the synthetic population; by default its share of the learners.

    Raises
    ------
    ValueError
        Lengths that differ, another method, too few runs, an anchor longer than the form.

    Checked against: identical groups give the line of the sample moments, 1e-12 (tests).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> v = rng.integers(0, 11, 200); x = 3 * v + rng.integers(0, 5, 200)
    >>> found = equate_by_anchor(x, v, x, v, n_items_x=34, n_items_anchor=10, method=EquatingMethod.TUCKER,
    ...                          is_internal=True, missing=MissingPolicy.REFUSE, seed=1)
    >>> bool(np.allclose(found.equivalents, found.points))
    True
    """
    if method not in ANCHORED or n_bootstrap < 20 or not 0 < n_items_anchor <= n_items_x:
        raise ValueError(
            f"{method}: an anchor method, 20 runs and an anchor within the form expected, got {n_bootstrap} runs "
            f"and {n_items_anchor} of {n_items_x} points"
        )
    x, x_missing = _pairs("x", scores_x, anchor_x, missing)
    y, y_missing = _pairs("y", scores_y, anchor_y, missing)
    sizes = x.shape[0], y.shape[0]
    least = LEAST[method] if n_least is None else n_least
    refusal = _refused(method, x, y, max(3, least), n_items_anchor / n_items_x, n_items_anchor)
    if refusal is not None:
        return refusal
    weight = sizes[0] / sum(sizes) if weight_x is None else weight_x
    line = line_of(_moments(x), _moments(y), method, is_internal=is_internal, weight_x=weight)
    runs = _bootstrap(x, y, (method, is_internal, weight), seed, n_bootstrap)
    points = np.arange(n_items_x + 1, dtype=float)
    curves = runs[:, :1] * points + runs[:, 1:]
    nearest = np.clip(np.rint(x[:, 0]), 0, n_items_x).astype(np.int64)
    taken = np.bincount(nearest, minlength=points.size) / sizes[0]
    return equating_result(
        method, points, line[0] * points + line[1], curves, taken, sizes=sizes,
        n_missing=x_missing + y_missing, level=level, assumptions=_assumptions(method),
        warnings=_warnings(_moments(x), _moments(y)),
    )  # fmt: skip


def _pairs(
    name: str, scores: ArrayLike, anchor: ArrayLike, missing: MissingPolicy
) -> tuple[Floats, int]:
    total = float_array(f"scores_{name}", scores, ndim=1, may_miss=True)
    common = float_array(f"anchor_{name}", anchor, ndim=1, may_miss=True)
    if total.shape != common.shape:
        raise ValueError(f"scores_{name}: {total.size} scores with {common.size} of the anchor")
    table = np.column_stack([total, common])
    holes = np.isnan(table).any(axis=1)
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("scores: a missing score is not a score of 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and holes.any():
        raise ValueError(f"scores_{name}: {int(holes.sum())} are missing; choose missing='exclude'")
    return table[~holes], int(holes.sum())


def _moments(pairs: Floats) -> FormMoments:
    covariance = np.cov(pairs, rowvar=False)
    return FormMoments(
        pairs.shape[0],
        float(pairs[:, 0].mean()),
        float(pairs[:, 1].mean()),
        float(covariance[0, 0]),
        float(covariance[1, 1]),
        float(covariance[0, 1]),
    )


def _refused(
    method: EquatingMethod, x: Floats, y: Floats, n_least: int, share: float, n_anchor: int
) -> Refusal | None:
    sizes = x.shape[0], y.shape[0]
    if min(sizes) < n_least:
        return too_few(method, sizes, n_least)
    if share < 0.2 and n_anchor < 20:
        reason = Said(
            f"共同題只占 {share:.0%}（{n_anchor} 分），至少要 20% 或 20 題。",
            f"The anchor is only {share:.0%} of the form ({n_anchor} points); 20% or 20 items are the least.",
        )
        instead = Said(
            "分數照舊，下次加長共同題。",
            "Leave scores as they are, and lengthen the anchor next time.",
        )
        return Refusal(method.value, "short_anchor", reason, instead, n_used=sum(sizes))
    for pairs in (x, y):
        found = _moments(pairs)
        if found.variance <= 0 or found.anchor_variance <= 0:
            return no_spread(method, sum(sizes))
        if found.covariance <= 0:
            reason = Said(
                "共同題與總分沒有正相關。", "The anchor does not go with the total score."
            )
            instead = Said("請檢查共同題的計分。", "Check how the anchor was scored.")
            return Refusal(method.value, "unrelated_anchor", reason, instead, n_used=sum(sizes))
    return None


def _bootstrap(
    x: Floats, y: Floats, how: tuple[EquatingMethod, bool, float], seed: int, n_runs: int
) -> Floats:
    """Slopes and intercepts (n_runs, 2); a sample whose anchor lost its link is drawn as the data."""
    rng, found = np.random.default_rng(seed), []
    method, is_internal, weight = how
    for _ in range(n_runs):
        drawn = [_moments(each[rng.integers(0, each.shape[0], each.shape[0])]) for each in (x, y)]
        kept = [
            each if each.covariance > 0 else _moments(data)
            for each, data in zip(drawn, (x, y), strict=True)
        ]
        found.append(line_of(kept[0], kept[1], method, is_internal=is_internal, weight_x=weight))
    return np.array(found)


def _assumptions(method: EquatingMethod) -> tuple[Assumption, ...]:
    like = Said(
        "共同題是全卷的縮影，位置與內容相同", "the anchor is the form in small, in the same places"
    )
    tucker = Said(
        "總分對共同題的迴歸在兩群相同",
        "the regression of the total on the anchor is one in both groups",
    )
    levine = Said("兩份試卷與共同題量測同一真分數", "forms and anchor measure the same true score")
    chained = Said("兩段換算在兩群都成立", "both links hold in both groups")
    own = {
        EquatingMethod.TUCKER: tucker,
        EquatingMethod.LEVINE: levine,
        EquatingMethod.CHAINED: chained,
    }
    return (
        Assumption("representative_anchor", None, like),
        Assumption(method.value, None, own[method]),
    )


def _warnings(x: FormMoments, y: FormMoments) -> tuple[Said, ...]:
    apart = abs(x.anchor_mean - y.anchor_mean) / float(
        np.sqrt((x.anchor_variance + y.anchor_variance) / 2)
    )
    if apart < 0.3:
        return ()
    said = Said(
        f"兩群在共同題上相差 {apart:.1f} 個標準差，線性方法彼此可能差很多；請並列比較 Tucker、Levine 與鏈結。",
        f"The groups differ by {apart:.1f} SD on the anchor, where linear methods part: look at Tucker, Levine and "
        "chained side by side.",
    )
    return (said,)
