"""A figure over time with a training in the middle: segmented regression.

y_t = a + b·t + step·after_t + change·(t - start)·after_t. Errors remember the ones before: Newey-West (default) or
AR(1) by Prais and Winsten. The step is the verdict's effect; the change of slope and the effect at the last point
stand beside it.

References
----------
Wagner, Soumerai, Zhang, Ross-Degnan: Segmented regression analysis of interrupted time series studies. Journal of
Clinical Pharmacy and Therapeutics 27, 2002, 299–309. Newey, West 1987. Prais, Winsten 1954.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import no_variation
from espalier.engines.effects.designs.paired import COMPARISON_ABSENT
from espalier.engines.effects.designs.verdicts import POINT_SCALE, Scale, Telling, effect_verdict
from espalier.engines.effects.regression.autoregressive import lag_one, prais_winsten
from espalier.engines.effects.regression.coefficients import Coefficient, combination, table_of
from espalier.engines.effects.regression.least_squares import (
    LeastSquares,
    fitted,
    is_constant,
)
from espalier.engines.effects.regression.sandwich import newey_west
from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_EACH_SIDE = 8
BETTER_EACH_SIDE = 12
METHOD = "segmented-regression"
NAMES = ("(Intercept)", "trend", "step", "slope_change")

STEPPED = Telling(
    Said("訓練後指標跳升 {size}", "after the training the figure stepped up by {size}"),
    Said("訓練後指標跳降 {size}", "after the training the figure stepped down by {size}"),
)


class SerialErrors(StrEnum):
    """How errors that remember the ones before are dealt with."""

    NEWEY_WEST = "newey_west"
    AR1 = "ar1"


@dataclass(frozen=True, slots=True)
class SeriesEffect:
    """``step`` at the start of training, ``slope_change`` per point of time, ``at_end`` both together at the last
    point.
    """

    step: Coefficient
    slope_change: Coefficient
    trend: Coefficient
    at_end: Coefficient
    errors: SerialErrors
    memory: float  # correlation of an error with the one before, −1 to 1
    n_before: int
    n_after: int
    n_used: int
    n_missing: int
    converged: bool
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    slope_said: Said
    verdict: Verdict

    @property
    def estimate(self) -> float:
        return self.step.estimate

    @property
    def interval(self) -> Interval:
        return self.step.interval

    @property
    def sentence(self) -> Said:
        """The verdict on the step, the change of slope, and other events."""
        return self.verdict.sentence + self.slope_said + self.warnings[0]


def segmented_regression(
    figures: ArrayLike,
    start: int,
    *,
    missing: MissingPolicy,
    errors: SerialErrors = SerialErrors.NEWEY_WEST,
    n_lags: int | None = None,
    events: Sequence[str] = (),
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> SeriesEffect | Refusal:
    """Step and change of slope of a figure measured at even times, from 8 points on each side.

    Parameters
    ----------
    figures : array_like of float, shape (n,)
        In the order of time; NaN keeps its place in time and is left out.
    start : int
        Index of the first point after the training, 0..n-1.
    events : sequence of str
        What else happened then (season, reorganisation); listed beside the result.

    Returns
    -------
    SeriesEffect or Refusal
        Refused below 8 points on a side, without variation, or where the line fits without any error.

    Raises
    ------
    ValueError
        Bad figures, a start outside, a policy of zero, or missing figures under ``refuse``.

    Notes
    -----
    Checked against: statsmodels 0.15 OLS with HAC errors on made-up data, 1e-12; AR(1) by its full matrix in our test.

    Examples
    --------
    >>> noise = [0.5, -0.4, 0.2, 0.1, -0.6, 0.3, 0.4, -0.5, 0.2, -0.1, 0.6, -0.3, -0.2, 0.5, -0.4, 0.1]
    >>> figures = [20 + 0.5 * t + (6 if t >= 8 else 0) + e for t, e in enumerate(noise)]
    >>> found = segmented_regression(figures, 8, missing=MissingPolicy.REFUSE, scale=Scale(smallest=2))
    >>> round(found.estimate, 1), found.verdict.code.value
    (6.3, 'likely')
    """
    y = float_array("figures", figures, ndim=1, may_miss=True)
    known = _known(y, start, missing)
    at = np.flatnonzero(known).astype(np.float64)
    after = (at >= start).astype(np.float64)
    n_after = int(after.sum())
    n_before = len(at) - n_after
    refusal = _refused(y[known], n_before, n_after)
    if refusal:
        return refusal
    design = np.column_stack([np.ones(len(at)), at, after, (at - start) * after])
    plain = fitted(y[known], design, NAMES)
    if plain.is_whole:
        return _no_errors(len(at))
    fit, covariance, converged = _with_memory(plain, SerialErrors(errors), n_lags)
    table = table_of(NAMES, fit.estimates, covariance, np.full(4, float(fit.df)), level=level)
    end = np.array([0.0, 0.0, 1.0, at[-1] - start])
    verdict = effect_verdict(
        table[2].estimate,
        table[2].interval,
        scale,
        STEPPED,
        n_used=len(at),
        has_comparison=False,
        why=_OTHER_CAUSES,
        people=Said("{n} 個時間點", "{n} points of time"),
        remedy=_FOLLOW_ANOTHER,
    )
    return SeriesEffect(
        step=table[2],
        slope_change=table[3],
        trend=table[1],
        at_end=combination("at_end", end, fit.estimates, covariance, fit.df, level=level),
        errors=SerialErrors(errors),
        memory=lag_one(plain.residuals),
        n_before=n_before,
        n_after=n_after,
        n_used=len(at),
        n_missing=len(y) - len(at),
        converged=converged,
        stages=(Stage("points", len(y)), Stage("with_figure", len(at), len(y) - len(at))),
        assumptions=(_enough_points(n_before, n_after), COMPARISON_ABSENT),
        warnings=(_events_said(events),),
        slope_said=_slope_said(table[3], scale),
        verdict=verdict,
    )


def _known(
    y: Floats, start: int, missing: MissingPolicy
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    policy, known = MissingPolicy(missing), ~np.isnan(y)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("missing: a point without a figure is not zero; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not known.all():
        raise ValueError(
            f"figures: {int((~known).sum())} of {len(y)} are missing; choose missing='exclude'"
        )
    if not 0 <= start < len(y):
        raise ValueError(f"start: an index of 0 to {len(y) - 1} expected, got {start}")
    return np.asarray(known)


def _refused(y: Floats, n_before: int, n_after: int) -> Refusal | None:
    if min(n_before, n_after) < FEWEST_EACH_SIDE:
        return Refusal(
            METHOD,
            "too_few",
            Said(
                f"訓練前 {n_before} 點、訓練後 {n_after} 點，前後各至少需要 {FEWEST_EACH_SIDE} 點。",
                f"{n_before} points before and {n_after} after the training; {FEWEST_EACH_SIDE} on each side "
                f"are needed.",
            ),
            Said(
                "請先用個別值管制圖觀察，累積更多時間點。",
                "Watch it on an individuals chart and collect more points.",
            ),
            n_used=n_before + n_after,
        )
    return no_variation(METHOD, len(y)) if is_constant(y) else None


def _no_errors(n: int) -> Refusal:
    return Refusal(
        METHOD,
        "no_variation",
        Said(
            f"{n} 個點完全落在直線上，資料可能是推算出來的。",
            f"All {n} points lie exactly on the lines; the figures may have been computed, not measured.",
        ),
        Said("請檢查資料來源。", "Check where the figures come from."),
        n_used=n,
    )


def _with_memory(
    plain: LeastSquares, errors: SerialErrors, n_lags: int | None
) -> tuple[LeastSquares, Floats, bool]:
    if errors is SerialErrors.NEWEY_WEST:
        return plain, newey_west(plain, n_lags=n_lags), True
    found = prais_winsten(plain.outcome, plain.design, NAMES)
    return found.fit, found.fit.covariance, found.converged


_FOLLOW_ANOTHER = Said(
    "請同時追蹤一個沒有受訓單位的相同指標作對照。",
    "Follow the same figure of a unit that was not trained as a comparison.",
)
_OTHER_CAUSES = Said(
    "沒有對照數列，同時發生的其他事也可能造成這個變化。",
    "There is no comparison series: whatever else happened then may have caused it.",
)


def _events_said(events: Sequence[str]) -> Said:
    if events:
        return Said(
            f"同期事件：{'、'.join(events)}。", f"Other events at the time: {', '.join(events)}."
        )
    return Said(
        "請列出同期的其他事件（季節、改組、新系統）。",
        "List what else happened then (season, reorganisation, new system).",
    )


def _enough_points(n_before: int, n_after: int) -> Assumption:
    held = min(n_before, n_after) >= BETTER_EACH_SIDE
    return Assumption(
        "many_points",
        held,
        Said(
            f"前 {n_before} 點、後 {n_after} 點；各 12 點以上較穩。",
            f"{n_before} before, {n_after} after; 12 each are better.",
        ),
    )


def _slope_said(change: Coefficient, scale: Scale) -> Said:
    size, low, high = (
        scale.number(v) for v in (change.estimate, change.interval.low, change.interval.high)
    )
    return Said(
        f"之後每期走勢改變 {size}（95% 區間 {low} 到 {high}）。",
        f"From then on the trend changed by {size} a period (likely between {low} and {high}).",
    )
