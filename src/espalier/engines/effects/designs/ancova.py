"""Groups measured before and after: post on pre and arm, with robust errors, a test of the slopes, adjusted means.

post = a + b·pre + Σ d_k·arm_k: d_k is the adjusted difference to the comparison group. HC3 by default, CR2 with
Satterthwaite's degrees of freedom where people sit in sessions. Adjusted mean of an arm: the prediction at the mean
pre of all. Where slopes differ, the difference is given at a low, middle and high start: the 16th, 50th and 84th
percentile.

References
----------
Huitema: The Analysis of Covariance and Alternatives, 2nd ed. 2011, chapters 6 and 11. Van Breukelen: ANCOVA versus
change from baseline. Journal of Clinical Epidemiology 59, 2006, 920–925. Long, Ervin 2000 (HC3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from espalier.engines.effects.regression.coefficients import Coefficient, combination, table_of
from espalier.engines.effects.regression.least_squares import (
    Comparison,
    LeastSquares,
    fitted,
    nested,
)
from espalier.engines.effects.regression.sandwich import ClusterRobust, cr2, hc3
from espalier.engines.effects.regression.tukey import studentized_range_sf
from espalier.engines.figures.arrays import Floats, Ints

STARTS = (16.0, 50.0, 84.0)  # percentiles, about one standard deviation around the middle


@dataclass(frozen=True, slots=True)
class Pair:
    """Difference of two adjusted means, first minus second; ``p_tukey`` counts all pairs."""

    first: str
    second: str
    difference: Coefficient
    p_tukey: float


@dataclass(frozen=True, slots=True)
class AtStart:
    """Adjusted difference to the comparison group of learners who began at ``pre``."""

    percentile: float
    pre: float
    difference: Coefficient


@dataclass(frozen=True, eq=False)
class AncovaFit:
    """The fits behind an analysis of covariance, arms by code with 0 the comparison group.

    ``common``: one slope; ``separate``: a slope for every arm; columns (Intercept), pre, arms 1..k-1, then arm × pre.
    """

    labels: tuple[str, ...]
    common: LeastSquares
    separate: LeastSquares
    arm: Ints
    pre: Floats
    post: Floats

    @property
    def n_arms(self) -> int:
        return len(self.labels)

    def coefficients(self, *, level: float = 0.95) -> tuple[Coefficient, ...]:
        """(Intercept), pre and every arm against the comparison group, with classical errors."""
        return self.common.table(level=level)

    def robust(
        self, sessions: Ints | None = None, *, level: float = 0.95
    ) -> tuple[Coefficient, ...]:
        """The same with HC3, or with CR2 where ``sessions`` are given."""
        if sessions is not None:
            return cr2(self.common, sessions).table(level=level)
        fit = self.common
        return table_of(
            fit.names, fit.estimates, hc3(fit), np.full(len(fit.names), float(fit.df)), level=level
        )

    def effect_of_pre(self) -> Comparison:
        """F of the starting level, the arms held (type II)."""
        return nested(self._without_pre(), self.common)

    def effect_of_arm(self) -> Comparison:
        """F of the arms, the starting level held (type II)."""
        design = self.common.design[:, :2]
        return nested(fitted(self.post, design, self.common.names[:2]), self.common)

    def equal_slopes(self) -> Comparison:
        """F of the arms' slopes being different: a small p says that the effect depends on the start."""
        return nested(self.common, self.separate)

    def adjusted_means(self, *, level: float = 0.95) -> tuple[Coefficient, ...]:
        """Each arm's post at the mean pre of everybody, classical errors."""
        return tuple(
            combination(
                label,
                self._at_mean(code),
                self.common.estimates,
                self.common.covariance,
                self.common.df,
                level=level,
            )
            for code, label in enumerate(self.labels)
        )

    def pairs(self, *, level: float = 0.95) -> tuple[Pair, ...]:
        """Every pair of arms with Tukey's p."""
        found = []
        for i in range(self.n_arms):
            for j in range(i + 1, self.n_arms):
                weights = self._at_mean(i) - self._at_mean(j)
                name = f"{self.labels[i]} - {self.labels[j]}"
                fit = self.common
                row = combination(name, weights, fit.estimates, fit.covariance, fit.df, level=level)
                p = studentized_range_sf(abs(row.t) * sqrt(2), self.n_arms, fit.df)
                found.append(Pair(self.labels[i], self.labels[j], row, p))
        return tuple(found)

    def at_starts(
        self, code: int, sessions: Ints | None = None, *, level: float = 0.95
    ) -> tuple[AtStart, ...]:
        """Difference of arm ``code`` to the comparison group at a low, middle and high start, slopes apart."""
        robust = cr2(self.separate, sessions) if sessions is not None else None
        covariance = robust.covariance if robust else hc3(self.separate)
        found = []
        for percentile in STARTS:
            pre = float(np.percentile(self.pre, percentile))
            weights = np.zeros(len(self.separate.names))
            weights[1 + code] = 1.0
            weights[self.n_arms + code] = pre
            row = self._combined(f"p{percentile:.0f}", weights, covariance, robust, level)
            found.append(AtStart(percentile, pre, row))
        return tuple(found)

    def _combined(
        self,
        name: str,
        weights: Floats,
        covariance: Floats,
        robust: ClusterRobust | None,
        level: float,
    ) -> Coefficient:
        if robust is not None:
            return robust.combination(name, weights, level=level)
        return combination(
            name, weights, self.separate.estimates, covariance, self.separate.df, level=level
        )

    def _without_pre(self) -> LeastSquares:
        keep = [i for i in range(len(self.common.names)) if i != 1]
        names = tuple(self.common.names[i] for i in keep)
        return fitted(self.post, self.common.design[:, keep], names)

    def _at_mean(self, code: int) -> Floats:
        weights = np.zeros(len(self.common.names))
        weights[:2] = 1.0, self.pre.mean()
        if code:
            weights[1 + code] = 1.0
        return weights


def fit_ancova(pre: Floats, post: Floats, arm: Ints, labels: Sequence[str]) -> AncovaFit:
    """Fit both models; the arithmetic only, without gates or verdict.

    Parameters
    ----------
    pre, post : array of float, shape (n,)
        Nothing missing.
    arm : array of int, shape (n,)
        Codes of ``labels``; 0 is the comparison group.

    Raises
    ------
    ValueError
        Too few people, a constant pre or post, or an arm whose pre does not vary.

    Notes
    -----
    Checked against: case ``effect_ancova_anorexia`` (R lm, car, emmeans, sandwich), 1e-6; Tukey 1e-5.

    Examples
    --------
    >>> pre = np.array([1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 5.0])
    >>> post = np.array([2.0, 2.5, 4.0, 5.0, 4.0, 5.5, 6.0, 8.0])
    >>> fit = fit_ancova(pre, post, np.array([0, 0, 0, 0, 1, 1, 1, 1]), ["before", "after"])
    >>> round(fit.coefficients()[2].estimate, 3)
    2.252
    """
    k = len(labels)
    dummies = (arm[:, None] == np.arange(1, k)).astype(np.float64)
    common = np.column_stack([np.ones(len(pre)), pre, dummies])
    names = ("(Intercept)", "pre", *labels[1:])
    slopes = tuple(f"{label} x pre" for label in labels[1:])
    separate = np.column_stack([common, dummies * pre[:, None]])
    return AncovaFit(
        labels=tuple(labels),
        common=fitted(post, common, names),
        separate=fitted(post, separate, (*names, *slopes)),
        arm=arm,
        pre=pre,
        post=post,
    )
