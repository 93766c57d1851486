"""Would the same people pass again? Consistency and accuracy of decisions at a pass mark from one test.

A true share of points is given a distribution, observed scores are binomial around it; consistency is the chance that
two parallel tests decide alike, kappa what is left of it beyond chance.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.classical.true_scores import (
    TrueScores,
    effective_items,
    fitted_true_scores,
)
from espalier.engines.psychometrics.classical.wording import decimals

LEAST_PEOPLE = 100
_NODES = 200


@dataclass(frozen=True, eq=False)
class DecisionConsistency:
    """``estimate`` is the share of people decided alike by two parallel tests, 0–1; ``kappa`` beyond chance.

    ``accuracy`` (Livingston-Lewis only) is the share decided as their true score deserves, ``false_pass`` and
    ``false_fail`` the rest. ``kappa`` is ``None`` where everybody would be decided alike. Intervals come from resamples
    of people with the reliability held as known.
    """

    method: str
    estimate: float
    interval: Interval
    kappa: float | None
    kappa_interval: Interval | None
    accuracy: float | None
    false_pass: float | None
    false_fail: float | None
    pass_share: float
    cut: float
    reliability: float
    effective_items: float
    true_scores: TrueScores | None
    seed: int
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """How many would be decided alike, beyond chance, and what to do."""
        alike = round(100 * self.estimate)
        said = Said(
            "及格分數 {c:g}：若這 {n} 位學員再測一次，每 100 人約有 {a} 人得到相同結果"
            "（可能介於 {low:.1f} 與 {high:.1f} 之間）",
            "Pass mark {c:g}: tested again, about {a} of 100 of these {n} learners would get the same result "
            "(likely between {low:.1f} and {high:.1f})",
        ).filled(
            c=self.cut, n=self.n_used, a=alike, low=100 * self.interval.low, high=100 * self.interval.high
        )  # fmt: skip
        chance = Said("。", ".")
        if self.kappa is not None:
            k = decimals(self.kappa)
            chance = Said(f"，扣除巧合後一致性 κ = {k}。", f"; beyond chance kappa {k}.")
        advice = Said(
            f"每 100 人約 {100 - alike} 人的結果會改變：及格線附近請再測或另看佐證。",
            f"About {100 - alike} of 100 would change: near the mark test again or look at other evidence.",
        )
        return Said(said.zh + chance.zh, said.en + chance.en) + advice


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a model says of one distribution of scores."""

    alike: float
    passing: float
    accuracy: float | None = None
    false_pass: float | None = None
    false_fail: float | None = None
    true_scores: TrueScores | None = None

    @property
    def kappa(self) -> float | None:
        chance = self.passing**2 + (1 - self.passing) ** 2
        return (self.alike - chance) / (1 - chance) if chance < 1 - 1e-12 else None


def subkoviak(
    totals: ArrayLike,
    *,
    n_items: int,
    cut: float,
    reliability: float,
    seed: int,
    n_resamples: int = 500,
    level: float = 0.95,
) -> DecisionConsistency | Refusal:
    """Subkoviak's consistency of items scored 0/1: mean of P_j² + (1 − P_j)², P_j = P(Bin(k, π_j) ≥ cut).

    π_j = reliability · x_j / k + (1 − reliability) · mean / k (Kelley's regressed share).

    Parameters
    ----------
    totals : array_like of float, shape (n,)
        Number right, whole, 0..``n_items``.
    cut : float
        The least total that passes, above 0 and at most ``n_items``.
    reliability : float
        Of the totals (KR-20 or alpha), between 0 and 1, both excluded.
    seed, n_resamples : int
        For the percentile interval over people; at least 100 resamples.

    Returns
    -------
    DecisionConsistency or Refusal
        Refused below 100 people or where the totals do not vary.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Subkoviak 1976, Journal of Educational Measurement 13, 265–276. Swaminathan, Hambleton & Algina 1974, ibid. 11,
    263–267 (kappa).

    Checked against: the sums written out for every person (own test), 1e-12.

    Examples
    --------
    >>> found = subkoviak([2, 4, 6, 8, 10] * 20, n_items=10, cut=6, reliability=0.8, seed=1)
    >>> round(found.estimate, 3), round(found.kappa, 3)
    (0.796, 0.583)
    """
    if n_items < 2:
        raise ValueError(f"subkoviak: 2 items are the least, got {n_items}")
    scores = _checked(totals, 0.0, float(n_items), cut, reliability, n_resamples)
    if (scores != np.floor(scores)).any():
        raise ValueError("totals: whole numbers of right answers expected; use livingston_lewis")
    least = float(np.ceil(cut))

    def decided(values: Floats, weights: Floats) -> _Decided:
        shares = values / n_items
        chances = _pass_chance(
            reliability * shares + (1 - reliability) * float(weights @ shares), n_items, least
        )
        alike = float(weights @ (chances**2 + (1 - chances) ** 2))
        return _Decided(alike, float(weights @ chances))

    bounds = _Bounds("subkoviak", cut, reliability, float(n_items), seed, n_resamples, level)
    return _result(scores, bounds, decided)


def livingston_lewis(
    totals: ArrayLike,
    *,
    min_score: float,
    max_score: float,
    cut: float,
    reliability: float,
    seed: int,
    step: float = 1.0,
    n_resamples: int = 500,
    level: float = 0.95,
) -> DecisionConsistency | Refusal:
    """Livingston and Lewis' consistency and accuracy for any score with a known reliability.

    Effective length n~ = ((μ − min)(max − μ) − rel·σ²) / (σ²(1 − rel)), rounded. True shares follow a four-parameter
    beta that matches four moments (two-parameter where that has no solution); observed scores are binomial(n~). The
    passing line lies half a step below the cut, carried over to n~ items.

    Parameters
    ----------
    totals : array_like of float, shape (n,)
        Within ``min_score``..``max_score``.
    cut : float
        The least score that passes, above ``min_score`` and at most ``max_score``.
    reliability : float
        Between 0 and 1, both excluded.
    step : float
        Distance of neighbouring scores, above 0.

    Returns
    -------
    DecisionConsistency or Refusal
        Refused below 100 people, where scores do not vary, or where they vary more than a test of that reliability can.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Livingston & Lewis 1995, Journal of Educational Measurement 32, 179–197. Hanson 1991, ACT Research Report 91-5
    (four-parameter beta by moments).

    Checked against: two simulated parallel tests from a known beta-binomial, .01 (own test).
    """
    scores = _checked(totals, min_score, max_score, cut, reliability, n_resamples)
    span = max_score - min_score
    if not 0 < step <= span:
        raise ValueError(f"step: between 0 and {span:g} expected, got {step}")
    line = (cut - step / 2 - min_score) / span
    effective = effective_items((scores - min_score) / span, reliability)

    def decided(values: Floats, weights: Floats) -> _Decided:
        true = fitted_true_scores((values - min_score) / span, weights, effective)
        return _integrated(true, effective, effective * line + 0.5, (cut - min_score) / span)

    bounds = _Bounds("livingston_lewis", cut, reliability, effective, seed, n_resamples, level)
    return _result(scores, bounds, decided)


def _integrated(true: TrueScores, n: float, least: float, true_cut: float) -> _Decided:
    from scipy.special import betainc

    edges = np.linspace(true.low, true.high, _NODES + 1)
    if true.low < true_cut < true.high:
        edges = np.unique(np.append(edges, true_cut))
    unit = np.clip((edges - true.low) / (true.high - true.low), 0.0, 1.0)
    weights = np.diff(betainc(true.alpha, true.beta, unit))
    middle = (edges[1:] + edges[:-1]) / 2
    chances = _pass_chance(middle, n, least)
    deserves = middle >= true_cut
    false_pass = float(weights @ (chances * ~deserves))
    false_fail = float(weights @ ((1 - chances) * deserves))
    alike = float(weights @ (chances**2 + (1 - chances) ** 2))
    accuracy = 1 - false_pass - false_fail
    return _Decided(alike, float(weights @ chances), accuracy, false_pass, false_fail, true)


def _pass_chance(share: Floats, n: float, least: float) -> Floats:
    """P(X ≥ ``least``) of a binomial with ``n`` trials; the incomplete beta function where these are not whole."""
    from scipy.special import betainc

    return np.asarray(betainc(least, n - least + 1, np.clip(share, 0.0, 1.0)))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What was asked, as the result repeats it."""

    method: str
    cut: float
    reliability: float
    effective_items: float
    seed: int
    n_resamples: int
    level: float


def _result(
    scores: Floats, asked: _Bounds, decided: Callable[[Floats, Floats], _Decided]
) -> DecisionConsistency | Refusal:
    values, counts = np.unique(scores, return_counts=True)
    refusal = _refused(asked.method, scores.size, values.size, asked.effective_items)
    if refusal is not None:
        return refusal
    found = decided(values, counts / scores.size)
    rng = np.random.default_rng(asked.seed)
    draws = rng.multinomial(scores.size, counts / scores.size, asked.n_resamples)
    again = [decided(values, draw / scores.size) for draw in draws]
    kappas = [each.kappa for each in again if each.kappa is not None]
    observed = float((scores >= asked.cut).mean())
    return DecisionConsistency(
        method=asked.method,
        estimate=found.alike,
        interval=_quantiles([each.alike for each in again], asked.level),
        kappa=found.kappa,
        kappa_interval=_quantiles(kappas, asked.level) if found.kappa is not None else None,
        accuracy=found.accuracy,
        false_pass=found.false_pass,
        false_fail=found.false_fail,
        pass_share=observed,
        cut=asked.cut,
        reliability=asked.reliability,
        effective_items=asked.effective_items,
        true_scores=found.true_scores,
        seed=asked.seed,
        n_used=int(scores.size),
        n_missing=0,
        assumptions=(
            Assumption("binomial_error", None, BINOMIAL),
            Assumption("known_reliability", None, KNOWN),
        ),
        warnings=(MISFIT,) if abs(found.passing - observed) > 0.05 else (),
    )


BINOMIAL = Said(
    "觀察分數以真實分數為中心呈二項分布。", "Observed scores are binomial around the true score."
)
KNOWN = Said("信度視為已知。", "The reliability is taken as known.")
MISFIT = Said(
    "模型的通過率與實際相差超過 5 個百分點，請小心解讀。",
    "The model's pass rate is more than 5 points from the real one: read with care.",
)
SEM_INSTEAD = Said(
    "請改看及格線的測量標準誤範圍。", "Look at the score band at the pass mark instead."
)


def _quantiles(values: list[float], level: float) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level)


def _refused(method: str, n: int, n_values: int, effective: float) -> Refusal | None:
    if n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {n} 人，少於 {LEAST_PEOPLE} 人不估計通過決定的一致性。",
            f"{n} people are too few for decision consistency; {LEAST_PEOPLE} are the least.",
        )
        return Refusal(method, "few_people", reason, SEM_INSTEAD, n)
    if n_values == 1:
        reason = Said("所有人總分都相同。", "All totals are equal.")
        return Refusal(method, "no_variance", reason, SEM_INSTEAD, n)
    if effective < 2:
        reason = Said(
            "分數的分散程度不是這樣信度的測驗會有的。",
            "Scores spread more than a test of this reliability can.",
        )
        return Refusal(method, "too_spread", reason, SEM_INSTEAD, n)
    return None


def _checked(
    totals: ArrayLike, low: float, high: float, cut: float, reliability: float, n_resamples: int
) -> Floats:
    scores = float_array("totals", totals, ndim=1)
    if not low < high or not scores.size:
        raise ValueError(f"totals: {scores.size} scores between {low} and {high}")
    if (scores < low).any() or (scores > high).any():
        at = int(np.argmax((scores < low) | (scores > high)))
        raise ValueError(
            f"totals: {scores[at]:g} of person {at} is not between {low:g} and {high:g}"
        )
    if not low < cut <= high:
        raise ValueError(f"cut: above {low:g} and at most {high:g} expected, got {cut}")
    if not 0 < reliability < 1:
        raise ValueError(f"reliability: between 0 and 1 expected, got {reliability}")
    if n_resamples < 100:
        raise ValueError(f"n_resamples: 100 are the least, got {n_resamples}")
    return scores
