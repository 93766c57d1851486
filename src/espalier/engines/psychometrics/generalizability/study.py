"""The G-study: components of variance with their honesty, and what they mean for the next assessment.

References
----------
Brennan 2001, Generalizability Theory. Shavelson & Webb 1991, Generalizability Theory: A Primer. Jackknife over persons:
Brennan 2001, § 6.3.
"""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.generalizability.decision import DStudy, cheapest_for, d_study
from espalier.engines.psychometrics.generalizability.design import EFFECTS, FACETS, Design
from espalier.engines.psychometrics.generalizability.mean_squares import (
    AnovaLine,
    anova,
    components,
)
from espalier.engines.psychometrics.generalizability.reml import (
    MOST_LEVELS,
    Restricted,
    has_error,
    levels_of_effects,
    restricted_maximum_likelihood,
)
from espalier.engines.psychometrics.generalizability.wording import (
    FACET_NAMES,
    Component,
    assumptions,
    sentence_of,
    warnings_of,
)

METHOD = "g-study"


@dataclass(frozen=True, slots=True)
class GStudy:
    """Components, the coefficients of the table as it is, and the cheapest plan that would do for decisions.

    ``estimator``: ``ems`` for complete tables, ``reml`` for tables with holes (then without ANOVA and intervals).
    """

    design: Design
    estimator: str
    components: tuple[Component, ...]
    anova: tuple[AnovaLine, ...]
    observed: DStudy
    e_rho2_interval: Interval | None
    phi_interval: Interval | None
    enough: DStudy | None
    mean: float
    n_used: int
    n_missing: int
    converged: bool
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said

    @property
    def variances(self) -> dict[str, float]:
        """Components by their effect, for D-studies."""
        return {each.effect: each.variance for each in self.components}


def g_study(
    scores: ArrayLike,
    *,
    design: Design,
    missing: MissingPolicy,
    n_least: int = 20,
    level: float = 0.95,
) -> GStudy | Refusal:
    """Variance components of a random design: from mean squares when complete, by REML with holes.

    Parameters
    ----------
    scores : array_like of float
        Shape (n_p, n_r) for p × r, (n_p, n_i, n_o) for p × i × o, (n_p, n_t, n_r) for p × (r:t); NaN for a hole.
    design : Design
    missing : MissingPolicy
        ``exclude`` uses what there is (REML; persons without any score fall out), ``refuse`` stops.
    n_least : int
        Fewest persons (20).
    level : float
        Of the jackknife intervals of Eρ² and Φ.

    Raises
    ------
    ValueError
        Infinite scores, another number of dimensions, ``as_zero``.

    Checked against: case ``gtheory_brennan_pio``, 1e-6.

    Examples
    --------
    >>> table = [[5, 6], [7, 7], [4, 6], [8, 9], [6, 6]]
    >>> found = g_study(table, design=Design.P_R, missing=MissingPolicy.REFUSE, n_least=5)
    >>> {name: round(variance, 3) for name, variance in found.variances.items()}
    {'p': 1.75, 'r': 0.25, 'pr_e': 0.35}
    """
    design = Design(design)
    table = float_array("scores", scores, ndim=len(FACETS[design]), may_miss=True)
    used = _used(table, MissingPolicy(missing))
    has_holes = bool(np.isnan(used).any())
    refusal = _refused(used, design, n_least) or (
        _unfit_for_reml(used, design) if has_holes else None
    )
    if refusal is not None:
        return refusal
    if has_holes:
        return _by_reml(used, table.shape[0], design)
    lines = anova(used, design)
    return _by_mean_squares(used, table.shape[0], lines, design, level)


def _used(table: Floats, policy: MissingPolicy) -> Floats:
    holes = np.isnan(table)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("scores: a missing score is not a score of 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and holes.any():
        raise ValueError(
            f"scores: {int(holes.sum())} of {holes.size} are missing; choose missing='exclude'"
        )
    used = table
    for axis in range(table.ndim):  # levels that nobody scored are not levels
        others = tuple(a for a in range(table.ndim) if a != axis)
        used = np.compress(~np.isnan(used).all(axis=others), used, axis=axis)
    return used


def _refused(used: Floats, design: Design, n_least: int) -> Refusal | None:
    n, names = used.shape[0], FACETS[design]
    for axis, size in enumerate(used.shape):
        least, what = (
            (max(2, n_least), Said("位受評者", "persons"))
            if axis == 0
            else (2, FACET_NAMES[names[axis]])
        )
        if size < least:
            reason = Said(
                f"{what.zh}只有 {size}，至少要 {least}，所以不給數字。",
                f"Only {size} {what.en}; at least {least} are needed, so no number is given.",
            )
            instead = Said("請先擴大試評，再估計各來源的差異。", "Run a larger trial first.")
            return Refusal(METHOD, "too_few", reason, instead, n_used=n)
    if np.nanstd(used) <= 1e-12:
        reason = Said(
            "所有分數都相同，沒有差異可分析。",
            "All scores are the same: there is nothing to explain.",
        )
        return Refusal(METHOD, "no_variation", reason, n_used=n)
    return None


def _unfit_for_reml(used: Floats, design: Design) -> Refusal | None:
    levels = levels_of_effects(used, design)
    n = levels.pop("n")
    confounded = [name for name, count in levels.items() if count >= n]
    if confounded:
        reason = Said(
            f"缺漏太多，{'、'.join(confounded)} 的差異無法與誤差分開。",
            f"With so many holes the effect of {', '.join(confounded)} cannot be told from error.",
        )
        instead = Said(
            "請補足缺漏，或改用較簡單的設計。", "Fill in the holes, or use a simpler design."
        )
        return Refusal(METHOD, "confounded", reason, instead, n_used=used.shape[0])
    if sum(levels.values()) > MOST_LEVELS:
        reason = Said(
            f"有缺漏的資料太大（{sum(levels.values())} 個水準，最多 {MOST_LEVELS}）。",
            f"The table with holes is too large ({sum(levels.values())} levels, {MOST_LEVELS} at most).",
        )
        instead = Said("請取一份完整的子資料。", "Take a complete part of it.")
        return Refusal(METHOD, "too_large", reason, instead, n_used=used.shape[0])
    return None if has_error(used, design) else _nothing_but_levels(used.shape[0])


def _by_mean_squares(
    used: Floats, n_all: int, lines: tuple[AnovaLine, ...], design: Design, level: float
) -> GStudy | Refusal:
    raw = components(lines, used.shape, design)
    found = _components(raw, design)
    if found[-1].share <= 1e-12:
        return _nothing_but_levels(used.shape[0])
    observed = _observed(found, used, design)
    e_rho2, phi = _jackknife(used, observed, design, level)
    return _study(
        used, n_all, design, "ems", found, lines, observed, (e_rho2, phi), True, float(used.mean())
    )


def _by_reml(used: Floats, n_all: int, design: Design) -> GStudy:
    fitted: Restricted = restricted_maximum_likelihood(used, design)
    found = _components(fitted.variances, design)
    observed = _observed(found, used, design)
    return _study(
        used,
        n_all,
        design,
        "reml",
        found,
        (),
        observed,
        (None, None),
        fitted.converged,
        fitted.mean,
    )


def _components(raw: dict[str, float], design: Design) -> tuple[Component, ...]:
    kept = {effect.name: max(0.0, raw[effect.name]) for effect in EFFECTS[design]}
    total = sum(kept.values())
    return tuple(
        Component(name, variance, raw[name], variance / total if total > 0 else 0.0)
        for name, variance in kept.items()
    )


def _has_spread(found: tuple[Component, ...]) -> bool:
    """Whether persons or errors vary, and not only the levels of a facet."""
    return sum(each.variance for each in found if "p" in each.effect) > 1e-12


def _nothing_but_levels(n: int) -> Refusal:
    reason = Said(
        "扣除受評者與條件的平均差異後沒有誤差，或受評者完全沒有差異，無法估計。",
        "Beyond the means there is no error, or persons do not differ at all: nothing can be estimated.",
    )
    instead = Said(
        "請確認各評分是否獨立給出。", "Make sure that the scores were given independently."
    )
    return Refusal(METHOD, "no_error", reason, instead, n_used=n)


def _observed(found: tuple[Component, ...], used: Floats, design: Design) -> DStudy:
    sizes = dict(zip(FACETS[design][1:], used.shape[1:], strict=True))
    return d_study({each.effect: each.variance for each in found}, sizes, design)


def _jackknife(
    used: Floats, observed: DStudy, design: Design, level: float
) -> tuple[Interval | None, Interval | None]:
    """Intervals of Eρ² and Φ from leaving out each person once, on the scale of −log(1 − coefficient)."""
    n, kept = used.shape[0], []
    for i in range(n):
        part = np.delete(used, i, axis=0)
        if part.shape[0] < 2:
            return None, None
        found = _components(components(anova(part, design), part.shape, design), design)
        if _has_spread(found):
            plan = _observed(found, part, design)
            kept.append((_scaled(plan.e_rho2), _scaled(plan.phi)))
    if len(kept) < n:
        return None, None
    without = np.array(kept)
    se = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    t = t_quantile((1 + level) / 2, n - 1)
    limits = []
    for value, each in zip((observed.e_rho2, observed.phi), se.tolist(), strict=True):
        low, high = (1 - float(np.exp(-(_scaled(value) + sign * t * each))) for sign in (-1, 1))
        limits.append(Interval(max(0.0, min(low, value)), max(high, value), level))
    return limits[0], limits[1]


def _scaled(coefficient: float) -> float:
    return -log(max(1e-12, 1 - coefficient))


def _study(
    used: Floats,
    n_all: int,
    design: Design,
    estimator: str,
    found: tuple[Component, ...],
    lines: tuple[AnovaLine, ...],
    observed: DStudy,
    intervals: tuple[Interval | None, Interval | None],
    converged: bool,
    mean: float,
) -> GStudy:
    n = used.shape[0]
    enough = cheapest_for({each.effect: each.variance for each in found}, design)
    why = Said("沒有任何分數", "no score at all") if n < n_all else None
    stages = (Stage("persons", n_all), Stage("with_scores", n, n_all - n, why))
    return GStudy(
        design, estimator, found, lines, observed, *intervals, enough, mean, n, int(np.isnan(used).sum()),
        converged, stages, assumptions(), warnings_of(found, estimator, converged),
        sentence_of(found, observed, intervals[1], enough, n),
    )  # fmt: skip
