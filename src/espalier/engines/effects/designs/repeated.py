"""The same people measured three or more times: how fast they grow, and whether the trained grow faster.

outcome = a + b·time (+ c·trained + effect·time·trained) + own intercept and slope of every person + e by REML,
Satterthwaite's degrees of freedom. The effect is said over the whole span of time: slope × (last - first).

References
----------
Laird, Ware: Random-effects models for longitudinal data. Biometrics 38, 1982, 963–974. Bates et al. 2015 (lme4).
Singer, Willett: Applied Longitudinal Data Analysis, 2003, chapter 4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    arm_array,
    no_variation,
    recoded,
    session_array,
    too_few,
    too_few_per_arm,
)
from espalier.engines.effects.designs.paired import COMPARISON_ABSENT
from espalier.engines.effects.designs.verdicts import (
    BY_CHANCE,
    CHOSEN,
    GAINED,
    GAINED_MORE,
    NO_COMPARISON,
    POINT_SCALE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.mixed.growth import random_slopes
from espalier.engines.effects.regression.coefficients import Coefficient
from espalier.engines.effects.regression.least_squares import fitted, is_constant
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_PERSONS = 10
METHOD = "growth"


@dataclass(frozen=True, eq=False)
class GrowthEffect:
    """``effect`` over the span of time; ``coefficients`` per unit of time."""

    effect: Coefficient
    coefficients: tuple[Coefficient, ...]
    person_covariance: Floats  # of intercepts and slopes between people, (2, 2)
    variance_within: float
    span: float
    n_persons: int
    n_used: int  # measurements
    n_missing: int
    converged: bool
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def estimate(self) -> float:
        return self.effect.estimate

    @property
    def interval(self) -> Interval:
        return self.effect.interval

    @property
    def sentence(self) -> Said:
        """The verdict over the whole span of time."""
        over = Said(
            "這是整段期間（{span:g} 個時間單位、{n} 次測量）的變化。",
            "This is the change over the whole span ({span:g} units of time, {n} measurements).",
        )
        return self.verdict.sentence + over.filled(span=self.span, n=self.n_used)


def growth_effect(
    outcome: ArrayLike,
    time: ArrayLike,
    persons: ArrayLike,
    *,
    missing: MissingPolicy,
    is_trained: ArrayLike | None = None,
    is_randomised: bool = False,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> GrowthEffect | Refusal:
    """Growth of people measured three or more times, from ten people (ten an arm).

    Parameters
    ----------
    outcome, time : array_like of float, shape (n,)
        One row a measurement; outcome NaN where missing.
    persons : array_like, shape (n,)
        Code or label of whose row it is.
    is_trained : array_like of 0 or 1, shape (n,), optional
        With it the effect is how much more the trained grew.

    Returns
    -------
    GrowthEffect or Refusal
        Refused below ten people (an arm), below three times or two measurements a person on average, without
        variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays, or everybody in one arm.

    Notes
    -----
    Checked against: case ``effect_mixed_sleepstudy`` (lme4, lmerTest) through ``mixed.growth``.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> persons, time = np.repeat(np.arange(12), 4), np.tile(np.arange(4.0), 12)
    >>> scores = 50 + 4 * time + rng.normal(0, 5, 12)[persons] + rng.normal(0, 1, 12)[persons] * time
    >>> found = growth_effect(scores + rng.normal(0, 2, 48), time, persons, missing=MissingPolicy.REFUSE)
    >>> found.span, found.verdict.code.value
    (3.0, 'likely')
    """
    people = counted({"outcome": outcome}, missing=missing)
    n = len(people.used)
    when = float_array("time", time, ndim=1)
    if len(when) != n:
        raise ValueError(f"time: {n} values expected, got {len(when)}")
    person = recoded(session_array("persons", persons, n)[people.used])
    arm = None if is_trained is None else arm_array("is_trained", is_trained, n)[people.used]
    when = when[people.used]
    refusal = refused_for_missing(people, METHOD) or _refused(people, when, person, arm)
    if refusal:
        return refusal
    columns, names, at = _columns(when, arm)
    model = random_slopes(fitted(people["outcome"], columns, names), person, when[:, None])
    span = float(np.ptp(when))
    weights = np.zeros(len(names))
    weights[at] = span
    effect = model.combination(names[at], weights, level=level)
    verdict = effect_verdict(
        effect.estimate,
        effect.interval,
        scale,
        GAINED if arm is None else GAINED_MORE,
        n_used=model.n_persons,
        has_comparison=arm is not None,
        why=NO_COMPARISON if arm is None else BY_CHANCE if is_randomised else CHOSEN,
    )
    return GrowthEffect(
        effect=effect,
        coefficients=model.table(level=level),
        person_covariance=model.person_covariance,
        variance_within=model.variance_within,
        span=span,
        n_persons=model.n_persons,
        n_used=people.n_used,
        n_missing=people.n_missing,
        converged=model.converged,
        stages=people.stages,
        assumptions=(COMPARISON_ABSENT,) if arm is None else (_formed(is_randomised),),
        warnings=missing_warnings(people) + ((_ON_THE_EDGE,) if model.is_singular else ()),
        verdict=verdict,
    )


def _columns(when: Floats, arm: Floats | None) -> tuple[Floats, tuple[str, ...], int]:
    ones = np.ones(len(when))
    if arm is None:
        return np.column_stack([ones, when]), ("(Intercept)", "time"), 1
    return (
        np.column_stack([ones, when, arm, arm * when]),
        ("(Intercept)", "time", "trained", "trained x time"),
        3,
    )


def _refused(people: Counted, when: Floats, person: Ints, arm: Floats | None) -> Refusal | None:
    n_persons = int(person.max()) + 1
    if arm is not None:
        n1, n2 = len(np.unique(person[arm == 1])), len(np.unique(person[arm == 0]))
        if min(n1, n2) < FEWEST_PERSONS:
            return too_few_per_arm(METHOD, n1, n2, FEWEST_PERSONS, _INSTEAD)
    if n_persons < FEWEST_PERSONS:
        return too_few(METHOD, n_persons, FEWEST_PERSONS, _INSTEAD)
    if len(np.unique(when)) < 3 or people.n_used <= 2 * n_persons:
        return Refusal(
            METHOD,
            "too_few_times",
            Said(
                f"{n_persons} 人共 {people.n_used} 次測量；成長曲線需要至少三個時間點，且平均每人多於兩次。",
                f"{people.n_used} measurements of {n_persons} people; growth needs three times or more, "
                "and more than two measurements a person.",
            ),
            _INSTEAD,
            n_used=people.n_used,
        )
    return no_variation(METHOD, n_persons) if is_constant(people["outcome"]) else None


_INSTEAD = Said("請改比較前測與後測。", "Compare pre-test and post-test instead.")
_ON_THE_EDGE = Said(
    "看不出每個人的成長速度有差異，自由度以人數估計。",
    "No spread in the people's growth was found; the degrees of freedom are those of the people.",
)


def _formed(is_randomised: bool) -> Assumption:
    return Assumption("formed_by_chance", is_randomised, BY_CHANCE if is_randomised else CHOSEN)
