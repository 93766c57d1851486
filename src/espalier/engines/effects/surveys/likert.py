"""One rating item: distribution first, then top boxes, median and mean, each with how sure it is."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import refuse_missing
from espalier.engines.effects.crosscheck.wording import between, percent, verdict_on
from espalier.engines.effects.surveys.response import (
    Reach,
    ResponseRate,
    finite_factor,
    hidden_cell,
    response_rate,
    share_interval,
)
from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval, Refusal, Said, Stage, Verdict

COMFORTABLE = 30


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale of whole steps, ``low`` to ``high``, the higher the better."""

    low: int = 1
    high: int = 5

    def __post_init__(self) -> None:
        if self.high - self.low < 1 or self.high - self.low > 100:
            raise ValueError(f"scale: {self.low} to {self.high} has no steps, or too many")

    @property
    def steps(self) -> tuple[int, ...]:
        return tuple(range(self.low, self.high + 1))

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


FIVE = Scale()


@dataclass(frozen=True, slots=True)
class LikertItem:
    """What was answered to one item.

    ``counts`` per step; ``top_share`` the share of the two best steps, 0–1. ``verdict`` (against ``target``) is None
    without a target, or where too few of the class answered.
    """

    counts: tuple[int, ...]
    top_share: float
    top_interval: Interval
    median: float
    mean: float
    mean_interval: Interval
    sd: float
    response: ResponseRate
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict | None
    sentence: Said


def likert_item(
    ratings: ArrayLike,
    *,
    missing: MissingPolicy,
    scale: Scale = FIVE,
    n_invited: int | None = None,
    target: float | None = None,
    level: float = 0.95,
) -> LikertItem | Refusal:
    """Distribution, top-2-box with Wilson's interval, median, mean ± t·s/√n; narrower when a whole class was invited.

    Parameters
    ----------
    ratings : array_like of float, shape (n,)
        One answer a person, NaN where not answered.
    n_invited : int, optional
        Size of the class when all of it was invited: gives the response rate and the finite-population correction.
    target : float, optional
        The share of the two best steps that was aimed at, above 0 up to 1.

    Returns
    -------
    LikertItem or Refusal
        Refused with fewer than 5 answers.

    Raises
    ------
    ValueError
        An answer off the scale, more answers than invitations, or a target outside 0–1.

    References
    ----------
    Wilson 1927; Cochran 1977, ch. 2 (finite population). Checked against: case ``survey_nps_topbox``
    (top2box_9_10, 1e-12) and hand figures in the tests.

    Examples
    --------
    >>> found = likert_item([5, 4, 4, 3, 2, 5], missing=MissingPolicy.REFUSE)
    >>> found.counts, round(found.top_share, 4)
    ((0, 1, 1, 2, 2), 0.6667)
    """
    if target is not None and not 0 < target <= 1:
        raise ValueError(f"target: a share above 0 expected, got {target}")
    answers, n_missing = answers_on(ratings, scale, missing)
    n = int(answers.size)
    refused = hidden_cell("likert", n)
    if refused is not None:
        return refused
    response = response_rate(n, n_invited)
    counts = tuple(int((answers == step).sum()) for step in scale.steps)
    n_top = sum(counts[-2:])
    top = share_interval(n_top, n, n_invited, level=level)
    sd = float(answers.std(ddof=1))
    se = sd / sqrt(n) * finite_factor(n, n_invited)
    verdict = _against(n_top / n, top, target, response)
    return LikertItem(
        counts,
        n_top / n,
        top,
        float(np.median(answers)),
        float(answers.mean()),
        around(float(answers.mean()), se, df=n - 1, level=level),
        sd,
        response,
        n,
        n_missing,
        _stages(n, n_missing, n_invited),
        _warnings(n, response, sd),
        verdict,
        _sentence(verdict, n_top, top, float(np.median(answers)), response),
    )


def answers_on(ratings: ArrayLike, scale: Scale, missing: MissingPolicy) -> tuple[Floats, int]:
    """The answers given and how many are missing. Raises ``ValueError`` for an answer off the scale."""
    values = float_array("ratings", ratings, ndim=1, may_miss=True)
    there = ~np.isnan(values)
    n_missing = int((~there).sum())
    refuse_missing("ratings", n_missing, missing)
    answers = values[there]
    off = (answers != np.round(answers)) | (answers < scale.low) | (answers > scale.high)
    if off.any():
        raise ValueError(f"ratings: {answers[off][0]:g} is no step of {scale.low} to {scale.high}")
    return answers, n_missing


def _against(
    share: float, interval: Interval, target: float | None, response: ResponseRate
) -> Verdict | None:
    if target is None or response.reach is Reach.NO_VERDICT:
        return None
    goal = percent(target)
    return verdict_on(
        share,
        interval,
        target,
        has_comparison=True,
        better=Said(
            f"滿意的比率達到目標 {goal}", f"the share satisfied reaches the target of {goal}"
        ),
        worse=Said("低於目標", "it is below the target"),
        to_change=Said("提高回收率會使區間變窄。", "A better response rate would narrow it."),
    )


def _stages(n: int, n_missing: int, n_invited: int | None) -> tuple[Stage, ...]:
    returned = n + n_missing
    stages = [Stage("returned", returned), Stage("answered", n, n_missing, _SKIPPED)]
    if n_invited is not None:
        stages.insert(0, Stage("invited", n_invited))
        stages[1] = Stage("returned", returned, max(0, n_invited - returned), _SILENT)
    return tuple(stages)


_SKIPPED = Said("此題未作答", "left this item open")
_SILENT = Said("未回收", "did not return the survey")
_FEW = Said(
    "作答少於 30 人，一兩個人就會改變結果。",
    "Fewer than 30 answers: one or two persons change the result.",
)


_ALIKE = Said(
    "每個人給同一級，平均數的區間因此沒有寬度，請看比率的區間。",
    "Everybody chose the same step, so the interval of the mean has no width: read that of the share.",
)


def _warnings(n: int, response: ResponseRate, sd: float) -> tuple[Said, ...]:
    is_weak = response.reach in (Reach.WARN, Reach.NO_VERDICT)
    told = ((n < COMFORTABLE, _FEW), (sd == 0, _ALIKE), (is_weak, response.sentence))
    return tuple(said for applies, said in told if applies)


def _sentence(
    verdict: Verdict | None, n_top: int, top: Interval, median: float, response: ResponseRate
) -> Said:
    n = response.n_answered
    likely = between(top, 0, "%", 100)
    told = Said(
        f"{n} 人中有 {n_top} 人給最高兩級（{percent(n_top / n)}），{likely.zh}；中位數 {median:g}。",
        f"{n_top} of {n} chose one of the two best steps ({percent(n_top / n)}), {likely.en}; the "
        f"median is {median:g}.",
    )
    end = Said(
        "請先看各級分布與意見，再決定改什麼。",
        "Read the distribution and the comments before deciding what to change.",
    )
    told = told + response.sentence + end
    return told if verdict is None else verdict.sentence + told
