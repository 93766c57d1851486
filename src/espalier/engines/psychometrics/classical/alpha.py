"""Internal consistency of the scores of this group: alpha, KR-20, KR-21, lambda-6, per topic.

Alpha belongs to the scores of these people on this test, not to the test.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.distributions import f_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.moments import Moments, moments
from espalier.engines.psychometrics.classical.responses import Unanswered, settled
from espalier.engines.psychometrics.classical.wording import (
    RELIABILITY_BANDS,
    band_said,
    decimals,
    likely,
)

LEAST_ITEMS, LEAST_PEOPLE = 3, 30
WISHED = 0.80  # consistent enough for decisions on programmes

OPPOSITE = Said(
    "題目方向不一致：請檢查反向計分。", "Items point in opposite directions: check reverse scoring."
)
NOTHING_COMMON = Said(
    "題目之間少有共同之處：請檢查題目、計分與主題。",
    "The questions have little in common: check them, their scoring and their topics.",
)
ONE_TOPIC = Said(
    "所有題目測同一主題（測多個主題時請分主題計算）。",
    "All items measure one topic (report per topic where there are several).",
)


@dataclass(frozen=True, eq=False)
class Alpha:
    """Cronbach's alpha of the scores of ``n_used`` people on ``n_items`` questions.

    ``estimate`` ≤ 1, negative where items point in opposite directions. ``standardised`` is alpha of the correlations,
    ``lambda6`` Guttman's (``None`` where the items repeat each other or one never varies). ``n_items_for_wish`` is how
    many such items would reach .80 (Spearman-Brown), ``None`` where none would.
    """

    estimate: float
    interval: Interval
    standardised: float | None
    lambda6: float | None
    mean_r: float | None
    r_rest: tuple[float | None, ...]
    if_deleted: tuple[float | None, ...]
    n_items: int
    n_items_for_wish: int | None
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """What the figure means, how sure it is, what to do."""
        if self.estimate < 0:
            return OPPOSITE
        word = band_said(self.interval, RELIABILITY_BANDS)
        said = Said(
            "這 {n} 位學員在 {k} 題上的分數：{zh}。α = {a}，{range_zh}。",
            "The scores of these {n} learners on {k} questions are {en}: alpha {a}, {range_en}.",
        ).filled(
            n=self.n_used, k=self.n_items, zh=word.zh, en=word.en, a=decimals(self.estimate),
            range_zh=likely(self.interval).zh, range_en=likely(self.interval).en,
        )  # fmt: skip
        return said + self._advice()

    def _advice(self) -> Said:
        if self.interval.low >= WISHED:
            return Said("可照用途使用。", "They can be used as intended.")
        wish = self.n_items_for_wish
        if wish is None or wish > 10 * self.n_items:
            return NOTHING_COMMON
        if wish <= 1.25 * self.n_items:
            return Said("再收集一些作答，範圍會縮小。", "More answers would narrow the range.")
        return Said(
            "題數只有 {k} 題也會使它偏低：同樣的題目約要 {wish} 題才到 0.80。",
            "With only {k} questions it is held low: about {wish} such questions would reach 0.80.",
        ).filled(k=self.n_items, wish=wish)


def cronbach_alpha(
    scores: ArrayLike, *, missing: Unanswered, level: float = 0.95
) -> Alpha | Refusal:
    """Cronbach's alpha with Feldt's interval; for items scored 0/1 this is KR-20.

    alpha = k/(k−1) · (1 − Σ s_ii / s_TT); limits 1 − (1 − alpha) · F(1 ∓ .025; n − 1, (n − 1)(k − 1)).

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
        Any numeric scale, reverse-scored already; NaN where there is no answer.
    missing : Unanswered
        What no answer counts. Under ``pairwise`` the interval uses the smallest number of people behind any pair.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Alpha or Refusal
        Refused with fewer than 3 items or 30 people, or where nobody's total differs.

    Raises
    ------
    ValueError
        Scores that are no numbers, of a wrong shape, infinite, or missing against the policy.

    References
    ----------
    Cronbach 1951, Psychometrika 16, 297–334. Feldt 1965, Psychometrika 30, 357–370. Kuder & Richardson 1937,
    Psychometrika 2, 151–160. Guttman 1945, Psychometrika 10, 255–282 (lambda-6).

    Checked against: cases ``ctt_bfi_agreeableness`` (interval, pairwise, lambda-6), ``ctt_lsat6``,
    ``ctt_sat12_distractors`` (KR-20), 1e-6.

    Examples
    --------
    >>> right = np.tile([[1, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1]], (10, 1))
    >>> found = cronbach_alpha(right, missing=Unanswered.REFUSE)
    >>> round(found.estimate, 4), round(found.interval.low, 2), round(found.interval.high, 2)
    (0.6, 0.32, 0.78)
    """
    responses = settled(scores, missing=missing)
    found = moments(responses)
    refusal = refused(found)
    if refusal is not None:
        return refusal
    return alpha_of(found, level=level, n_missing=responses.n_missing, stages=responses.stages)


def refused(found: Moments) -> Refusal | None:
    """Why alpha cannot be said of these moments, or ``None``."""
    n, k = found.least_pairs, found.k
    if k < LEAST_ITEMS:
        reason = Said(
            f"只有 {k} 題，至少要 {LEAST_ITEMS} 題才能計算信度。",
            f"{k} items are too few for alpha; {LEAST_ITEMS} are the least.",
        )
        instead = Said("兩題時請看兩題的相關。", "With two items look at their correlation.")
        return Refusal("alpha", "few_items", reason, instead, n)
    if n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {n} 人作答，至少要 {LEAST_PEOPLE} 人才能計算信度。",
            f"{n} people are too few for alpha; {LEAST_PEOPLE} are the least.",
        )
        instead = Said("請累積更多梯次的作答。", "Collect answers from more sessions.")
        return Refusal("alpha", "few_people", reason, instead, n)
    if found.total_variance <= nothing(found):
        reason = Said(
            "所有人的總分都相同，無法計算信度。", "All totals are equal, so alpha is undefined."
        )
        instead = Said(
            "請改看每一題的答對率。", "Look at the share of right answers of each question."
        )
        return Refusal("alpha", "no_variance", reason, instead, n)
    if raw_alpha(found.covariance) > 1 + 1e-9:
        reason = Said(
            "缺漏太多，成對計算的共變異彼此矛盾。",
            "So much is missing that the pairwise covariances contradict each other.",
        )
        instead = Said("請只用全部作答的學員。", "Use only learners who answered everything.")
        return Refusal("alpha", "contradiction", reason, instead, n)
    return None


def alpha_of(
    found: Moments, *, level: float, n_missing: int = 0, stages: tuple[Stage, ...] = ()
) -> Alpha:
    """Alpha from moments that were not refused; the same formulas as ``cronbach_alpha``."""
    estimate = min(1.0, raw_alpha(found.covariance))
    correlations = _correlations(found)
    mean_r = None if correlations is None else _mean_r(correlations)
    return Alpha(
        estimate=estimate,
        interval=feldt_interval(estimate, n=found.least_pairs, k=found.k, level=level),
        standardised=None if correlations is None else _defined_alpha(correlations),
        lambda6=None if correlations is None else guttman_lambda6(correlations),
        mean_r=mean_r,
        r_rest=rest_correlations(found),
        if_deleted=alphas_if_deleted(found),
        n_items=found.k,
        n_items_for_wish=_items_for(estimate, found.k),
        n_used=found.n,
        n_missing=n_missing,
        stages=stages,
        assumptions=(Assumption("one_topic", None, ONE_TOPIC),),
        warnings=_warnings(found, estimate),
    )


def raw_alpha(covariance: Floats) -> float:
    """k/(k−1) · (1 − Σ s_ii / s_TT) of a covariance (or correlation) matrix, shape (k, k).

    Raises
    ------
    ValueError
        Fewer than two items, or a sum of zero variance.

    Checked against: case ``ctt_omega_thurstone`` (``alpha_std``), 1e-6.

    Examples
    --------
    >>> round(raw_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])), 6)
    0.666667
    """
    k, whole = covariance.shape[0], float(covariance.sum())
    if k < 2 or not whole > 0:
        raise ValueError(f"alpha: {k} items whose sum has variance {whole}")
    ratio = float(np.trace(covariance)) / whole
    return float(k / (k - 1) * (1 - ratio))


def feldt_interval(alpha: float, *, n: int, k: int, level: float = 0.95) -> Interval:
    """Feldt's interval of alpha: 1 − (1 − alpha) · F quantile with n − 1 and (n − 1)(k − 1) degrees of freedom.

    Raises
    ------
    ValueError
        Fewer than two people or items, or alpha above 1.

    References
    ----------
    Feldt 1965, Psychometrika 30, 357–370.

    Checked against: case ``ctt_bfi_agreeableness`` (``listwise.feldt_ci``), 1e-6.
    """
    if n < 2 or k < 2 or alpha > 1:
        raise ValueError(f"feldt_interval: alpha {alpha} of {n} people and {k} items")
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 - level) / 2
    low = 1 - (1 - alpha) * f_quantile(1 - tail, df1, df2)
    return Interval(low, 1 - (1 - alpha) * f_quantile(tail, df1, df2), level)


def guttman_lambda6(correlations: Floats) -> float | None:
    """Guttman's lambda-6: 1 − Σ (1 − smc_i) / ΣΣ r_ij, where 1 − smc_i = 1 / (R⁻¹)_ii.

    ``None`` where the matrix has no inverse (items repeat each other) or the sum is not positive.

    References
    ----------
    Guttman 1945, Psychometrika 10, 255–282.

    Checked against: cases ``ctt_omega_thurstone`` and ``ctt_bfi_agreeableness``, 1e-6.

    Examples
    --------
    >>> round(guttman_lambda6(np.array([[1.0, 0.5], [0.5, 1.0]])), 6)
    0.5
    """
    values, vectors = np.linalg.eigh(correlations)
    whole = float(correlations.sum())
    if values[0] < 1e-10 or whole <= 0:
        return None
    inverse_diagonal = (vectors**2 / values).sum(axis=1)
    return 1 - float((1 / inverse_diagonal).sum()) / whole


def rest_correlations(found: Moments) -> tuple[float | None, ...]:
    """Correlation of each item with the sum of the others; ``None`` where either does not vary.

    r = (s_iT − s_ii) / (s_i · sqrt(s_TT + s_ii − 2 s_iT)).

    References
    ----------
    Henrysson 1963, Psychometrika 28, 211–218.

    Checked against: cases ``ctt_lsat6``, ``ctt_sat12_distractors``, ``ctt_bfi_agreeableness``, 1e-6.
    """
    variance, joint = found.variance, found.with_total
    rest = np.maximum(found.total_variance + variance - 2 * joint, 0.0)
    scale = np.sqrt(variance * rest)
    return _defined(np.clip(joint - variance, -scale, scale), scale, nothing(found))


def total_correlations(found: Moments) -> tuple[float | None, ...]:
    """Correlation of each item with the sum of all, itself included: s_iT / (s_i · s_T).

    Checked against: cases ``ctt_lsat6`` and ``ctt_sat12_distractors``, 1e-6.
    """
    scale = np.sqrt(found.variance * found.total_variance)
    return _defined(np.clip(found.with_total, -scale, scale), scale, nothing(found))


def alphas_if_deleted(found: Moments) -> tuple[float | None, ...]:
    """Alpha of the test without each item; ``None`` where what is left does not vary or is one item.

    Checked against: cases ``ctt_lsat6`` and ``ctt_bfi_agreeableness``, 1e-6.
    """
    k, variance = found.k, found.variance
    if k < 3:
        return (None,) * k
    left = found.total_variance + variance - 2 * found.with_total
    between = left - (variance.sum() - variance)
    return _defined((k - 1) / (k - 2) * between, left, nothing(found))


def nothing(found: Moments) -> float:
    """Below this a variance is rounding."""
    return 1e-12 * max(found.total_variance, float(found.variance.max()), 1e-300)


def _defined(top: Floats, bottom: Floats, nothing: float) -> tuple[float | None, ...]:
    return tuple(float(a / b) if b > nothing else None for a, b in zip(top, bottom, strict=True))


def _correlations(found: Moments) -> Floats | None:
    deviation = np.sqrt(found.variance)
    if not (deviation > 0).all():
        return None
    return np.asarray(found.covariance / np.outer(deviation, deviation))


def _mean_r(correlations: Floats) -> float:
    k = correlations.shape[0]
    return float((correlations.sum() - k) / (k * (k - 1)))


def _defined_alpha(correlations: Floats) -> float | None:
    return raw_alpha(correlations) if correlations.sum() > 1e-12 else None


def _items_for(alpha: float, k: int) -> int | None:
    if not 0 < alpha < 1:
        return None
    return ceil(k * WISHED * (1 - alpha) / (alpha * (1 - WISHED)) - 1e-9)


def _warnings(found: Moments, estimate: float) -> tuple[Said, ...]:
    told = []
    constant = np.flatnonzero(found.variance == 0)
    if constant.size:
        names = ", ".join(str(at + 1) for at in constant)
        told.append(
            Said(f"第 {names} 題所有人得分相同。", f"Everyone has the same score on item {names}.")
        )
    if estimate < 0:
        told.append(OPPOSITE)
    return tuple(told)
