"""KR-20 and KR-21: alpha of items scored 0 or 1, from the items or from mean and variance alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.classical.alpha import Alpha, cronbach_alpha, feldt_interval
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.wording import (
    RELIABILITY_BANDS,
    band_said,
    decimals,
    likely,
)


@dataclass(frozen=True, slots=True)
class KuderRichardson21:
    """KR-21 from mean and variance; a lower bound of KR-20, equal where all items are equally hard."""

    estimate: float
    interval: Interval
    n_items: int
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """What the figure means, how sure it is, what to do."""
        word, span = band_said(self.interval, RELIABILITY_BANDS), likely(self.interval)
        return Said(
            "只憑平均數與變異數估計，這 {n} 位學員的分數：{zh}。KR-21 = {a}，{range_zh}。"
            "題目難度不一時會低估；有逐題作答時請用 KR-20。",
            "From mean and variance alone, the scores of these {n} learners are {en}: KR-21 {a}, {range_en}. "
            "It is too low where questions differ in difficulty; use KR-20 where the answers are kept.",
        ).filled(
            n=self.n_used, zh=word.zh, en=word.en, a=decimals(self.estimate),
            range_zh=span.zh, range_en=span.en,
        )  # fmt: skip


def kr20(scores: ArrayLike, *, missing: Unanswered, level: float = 0.95) -> Alpha | Refusal:
    """KR-20, which is Cronbach's alpha of items scored 0 or 1: k/(k−1) · (1 − Σ p_i q_i / s_T²).

    Raises
    ------
    ValueError
        Any score other than 0 and 1, or what ``cronbach_alpha`` raises.

    References
    ----------
    Kuder & Richardson 1937, Psychometrika 2, 151–160, formula 20.

    Checked against: case ``ctt_sat12_distractors``, 1e-6.
    """
    found = cronbach_alpha(scores, missing=missing, level=level)
    given = np.asarray(scores)
    wrong = ~((given == 0) | (given == 1) | (given != given))
    if wrong.any():
        row, column = (int(at) for at in np.argwhere(wrong)[0])
        raise ValueError(
            f"kr20: scores must be 0 or 1, not so at person {row}, item {column}; use cronbach_alpha"
        )
    return found


def kr21(
    *, mean: float, variance: float, n_items: int, n: int, level: float = 0.95
) -> KuderRichardson21 | Refusal:
    """KR-21 = k/(k−1) · (1 − M(k − M) / (k s²)), when only the totals' mean and variance are left.

    Parameters
    ----------
    mean, variance : float
        Of the totals: 0 ≤ ``mean`` ≤ ``n_items``; variance with denominator n − 1, at least 0.
    n_items, n : int
        Number of items scored 0/1 (≥ 2) and of people (≥ 2).

    Returns
    -------
    KuderRichardson21 or Refusal
        Refused where the totals do not vary, or vary less than chance would (KR-21 below 0).

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Kuder & Richardson 1937, Psychometrika 2, 151–160, formula 21.

    Checked against: case ``ctt_sat12_distractors``, 1e-6.

    Examples
    --------
    >>> round(kr21(mean=30.0, variance=64.0, n_items=50, n=100).estimate, 4)
    0.8291
    """
    if n_items < 2 or n < 2 or not 0 <= mean <= n_items or not 0 <= variance < float("inf"):
        raise ValueError(
            f"kr21: mean {mean}, variance {variance} of {n} people on {n_items} items cannot be"
        )
    instead = Said("請改看答對率。", "Look at the share of right answers instead.")
    if variance == 0:
        reason = Said(
            "所有人總分相同，無法計算 KR-21。", "All totals are equal: KR-21 is undefined."
        )
        return Refusal("kr21", "no_variance", reason, instead, n)
    estimate = n_items / (n_items - 1) * (1 - mean * (n_items - mean) / (n_items * variance))
    if estimate < 0:
        reason = Said(
            "總分的差異比亂猜還小，KR-21 沒有意義。",
            "Totals differ less than chance would make them: no KR-21.",
        )
        return Refusal("kr21", "below_chance", reason, instead, n)
    alike = Said("所有題目難度相同。", "All items are equally hard.")
    return KuderRichardson21(
        estimate, feldt_interval(estimate, n=n, k=n_items, level=level), n_items, n, 0,
        (Assumption("equal_difficulty", None, alike),), (),
    )  # fmt: skip
