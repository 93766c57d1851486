"""How far one score can be trusted: standard error of measurement, score band, and change scores."""

from dataclasses import dataclass
from math import sqrt

from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.intervals import fisher_z
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.classical.wording import (
    RELIABILITY_BANDS,
    band_of,
    band_said,
    decimals,
    likely,
)


@dataclass(frozen=True, slots=True)
class ScorePrecision:
    """``estimate`` is the standard error of measurement in points; ``half_width`` of the band around one score.

    ``interval`` of the SEM comes from the interval of the reliability, where that was given.
    """

    estimate: float
    interval: Interval | None
    half_width: float
    sd: float
    reliability: float
    level: float
    n_used: int | None
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    def band(self, score: float) -> Interval:
        """The likely true score behind one observed score: X ± z · SEM."""
        return Interval(score - self.half_width, score + self.half_width, self.level)

    def decision(self, score: float, cut: float) -> bool | None:
        """Whether a score passes, ``None`` where the cut lies within its band: undecided.

        >>> precision = sem(sd=5.0, reliability=0.84)
        >>> precision.decision(70, 60), precision.decision(62, 60), precision.decision(50, 60)
        (True, None, False)
        """
        band = self.band(score)
        return None if band.low < cut <= band.high else score >= cut

    @property
    def sentence(self) -> Said:
        """The band in points, and what it forbids to decide."""
        return Said(
            "一個分數的誤差約 ±{h} 分（測量標準誤 {s} 分，信度 {r}）。落在及格分數上下 {h} 分內的人，"
            "通過與否尚無定論：請再測一次或另看佐證。",
            "One score is good to about ±{h} points (standard error {s}, reliability {r}). Within {h} points of the "
            "pass mark, pass or fail is undecided: test again or look at other evidence.",
        ).filled(
            h=decimals(self.half_width, 1), s=decimals(self.estimate), r=decimals(self.reliability)
        )


def sem(
    *,
    sd: float,
    reliability: float,
    reliability_interval: Interval | None = None,
    n: int | None = None,
    level: float = 0.95,
) -> ScorePrecision | Refusal:
    """Standard error of measurement s_T · √(1 − reliability), and the band X ± z · SEM.

    Parameters
    ----------
    sd : float
        Standard deviation of the totals, above 0, in points.
    reliability : float
        At most 1.
    reliability_interval : Interval, optional
        Its limits give the interval of the SEM.

    Returns
    -------
    ScorePrecision or Refusal
        Refused for a reliability below 0, which no error of a score can follow from.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Lord & Novick 1968, Statistical Theories of Mental Test Scores, 67 and 159.

    Checked against: case ``ctt_sat12_distractors`` (``sem``), 1e-6.

    Examples
    --------
    >>> found = sem(sd=5.0, reliability=0.84)
    >>> round(found.estimate, 6), round(found.band(70).low, 2)
    (2.0, 66.08)
    """
    if not 0 < sd < float("inf") or not reliability <= 1:
        raise ValueError(f"sem: standard deviation {sd}, reliability {reliability}")
    if reliability < 0:
        reason = Said(
            "信度為負，無法計算測量標準誤。", "A negative reliability gives no standard error."
        )
        instead = Said("請先檢查反向計分。", "Check reverse scoring first.")
        return Refusal("sem", "negative_reliability", reason, instead, n or 0)
    around = None
    if reliability_interval is not None:
        low, high = (
            sd * sqrt(1 - min(1.0, r))
            for r in (reliability_interval.high, reliability_interval.low)
        )
        around = Interval(low, high, reliability_interval.level)
    error = sd * sqrt(1 - reliability)
    same = Said("誤差在所有分數上一樣大。", "The error is the same at every score.")
    return ScorePrecision(
        error, around, normal_quantile((1 + level) / 2) * error, sd, reliability, level, n,
        (Assumption("equal_error", None, same),), (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DifferenceReliability:
    """Reliability of post minus pre, at most 1; the interval comes from that of the correlation."""

    estimate: float
    interval: Interval | None
    n_used: int | None
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """What the figure means for reading one person's change."""
        word, span = (
            band_of(self.estimate, RELIABILITY_BANDS).said,
            Said("沒有人數可估範圍", "no range without n"),
        )
        if self.interval is not None:
            word, span = band_said(self.interval, RELIABILITY_BANDS), likely(self.interval)
        return Said(
            "前後測差異分數：{zh}（信度 {r}，{range_zh}）。團體平均的進步仍可解讀；個人的進步請看可靠改變指標。",
            "Change scores are {en} (reliability {r}, {range_en}). The mean gain of a group can still be read; for one "
            "person use the reliable change index.",
        ).filled(
            zh=word.zh, en=word.en, r=decimals(self.estimate), range_zh=span.zh, range_en=span.en
        )


def difference_reliability(
    *,
    reliability_pre: float,
    reliability_post: float,
    r: float,
    sd_pre: float = 1.0,
    sd_post: float = 1.0,
    n: int | None = None,
    level: float = 0.95,
) -> DifferenceReliability | Refusal:
    """(s₁² r₁₁ + s₂² r₂₂ − 2 r s₁ s₂) / (s₁² + s₂² − 2 r s₁ s₂); with equal tests (reliability − r) / (1 − r).

    Parameters
    ----------
    reliability_pre, reliability_post : float
        In [0, 1].
    r : float
        Correlation of pre and post, in [−1, 1].
    sd_pre, sd_post : float
        Above 0.
    n : int, optional
        People behind ``r``, at least 4, for the interval; the reliabilities are taken as known.

    Returns
    -------
    DifferenceReliability or Refusal
        Refused where the differences do not vary, or where ``r`` is larger than the reliabilities allow.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Lord & Novick 1968, 74–76. Cronbach & Furby 1970, Psychological Bulletin 74, 68–80.

    Checked against: the formula for equal tests, 1e-12 (own test).

    Examples
    --------
    >>> found = difference_reliability(reliability_pre=0.8, reliability_post=0.8, r=0.6, n=50)
    >>> round(found.estimate, 4), round(found.interval.low, 2), round(found.interval.high, 2)
    (0.5, 0.19, 0.67)
    """
    told = {"reliability_pre": reliability_pre, "reliability_post": reliability_post}
    for name, value in told.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name}: between 0 and 1 expected, got {value}")
    if not -1 <= r <= 1 or not 0 < sd_pre < float("inf") or not 0 < sd_post < float("inf"):
        raise ValueError(f"difference_reliability: r {r}, deviations {sd_pre} and {sd_post}")

    def at(correlation: float) -> float | None:
        shared = 2 * correlation * sd_pre * sd_post
        whole = sd_pre**2 + sd_post**2 - shared
        true = sd_pre**2 * reliability_pre + sd_post**2 * reliability_post - shared
        return true / whole if whole > 1e-12 * (sd_pre**2 + sd_post**2) else None

    estimate = at(r)
    if estimate is None or estimate < 0:
        return _no_difference(estimate, n)
    interval = None
    if n is not None:
        around = fisher_z(r, n, level=level)
        # The more pre and post agree, the less of their difference is true.
        low, high = at(around.high), at(around.low)
        interval = Interval(max(0.0, low or 0.0), max(0.0, high or 0.0), level)
    known = Said("兩次測驗的信度視為已知。", "The reliabilities of both tests are taken as known.")
    return DifferenceReliability(
        estimate, interval, n, (Assumption("known_reliability", None, known),), ()
    )


def _no_difference(estimate: float | None, n: int | None) -> Refusal:
    instead = Said("請只解讀團體平均的進步。", "Read only the mean gain of the group.")
    if estimate is None:
        reason = Said("每個人的差異都相同。", "Everyone changed by the same amount.")
        return Refusal("difference_reliability", "no_variance", reason, instead, n or 0)
    reason = Said(
        "前後測的相關高於信度所能容許，信度可能低估。",
        "Pre and post correlate more than their reliabilities allow, so these may be too low.",
    )
    return Refusal("difference_reliability", "r_above_reliability", reason, instead, n or 0)
