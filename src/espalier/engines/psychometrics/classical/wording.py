"""Bands and words for classical figures: what a manager reads beside a number, always judged by the interval.

References
----------
Ebel & Frisbie 1991, Essentials of Educational Measurement, 5th ed. (D). Nunnally & Bernstein 1994, Psychometric Theory,
3rd ed., 264–265 and 303 (item-rest correlation, reliability). Lord 1952, Psychometric Monographs 7 and Crocker & Algina
1986 (difficulty). Cortina 1993, Journal of Applied Psychology 78, 98–104 (redundancy).
"""

from dataclasses import dataclass

from espalier.engines.figures.types import Interval, Said


@dataclass(frozen=True, slots=True)
class Band:
    """A reading of every value at or above ``low`` and below the next band."""

    low: float
    code: str
    said: Said


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about one question to look at. ``is_tentative``: fewer people than a judgement needs."""

    code: str
    said: Said
    is_tentative: bool = False


LOWEST = float("-inf")
SHOWN_FROM, FLAGGED_FROM, JUDGED_FROM = (
    10,
    30,
    100,
)  # people: to show, to hint, to judge one question
FLOOR_R_REST, GOOD_R_REST = 0.20, 0.30
RANKING_P = Interval(0.30, 0.80)  # difficulty that separates people

D27_BANDS = (
    Band(LOWEST, "poor", Said("不佳", "poor")),
    Band(0.20, "marginal", Said("尚可，需修改", "marginal, improve it")),
    Band(0.30, "reasonable", Said("良好", "reasonably good")),
    Band(0.40, "very_good", Said("非常良好", "very good")),
)
R_REST_BANDS = (
    Band(LOWEST, "check_key", Said("負值：先檢查答案", "negative: check the key")),
    Band(0.0, "weak", Said("偏弱", "weak")),
    Band(FLOOR_R_REST, "fair", Said("尚可", "fair")),
    Band(GOOD_R_REST, "good", Said("良好", "good")),
)
DIFFICULTY_BANDS = (
    Band(LOWEST, "hard", Said("偏難", "hard")),
    Band(RANKING_P.low, "suited", Said("適中", "of suitable difficulty")),
    Band(RANKING_P.high, "easy", Said("偏易", "easy")),
)
RELIABILITY_BANDS = (
    Band(LOWEST, "low", Said("連比較團體都還不夠", "not consistent enough even to compare groups")),
    Band(
        0.70,
        "groups",
        Said("可初步用於比較團體", "consistent enough for a first comparison of groups"),
    ),
    Band(
        0.80,
        "programmes",
        Said("可用於課程層級的決定", "consistent enough for decisions on programmes"),
    ),
    Band(
        0.90,
        "individuals",
        Said("可用於個人通過與否的決定", "consistent enough for pass or fail of one person"),
    ),
    Band(
        0.95,
        "redundant",
        Said("高到題目可能重複", "so consistent that questions may repeat each other"),
    ),
)

TOO_FEW = Said("作答人數太少，無法判斷這一題。", "Too few answers to judge this question.")
ALL_ALIKE = Said(
    "所有人得分相同，這一題分不出學員的差別（若是精熟檢核則無妨）。",
    "Everyone gave the same answer, so this question cannot separate learners (fine for a mastery check).",
)
USE_R_REST = Said(
    "請改看修正後的題目與總分相關。", "Use the correlation with the rest of the test instead."
)


def band_of(value: float, bands: tuple[Band, ...]) -> Band:
    """The band a value falls into.

    >>> band_of(0.35, D27_BANDS).code
    'reasonable'
    """
    return next(band for band in reversed(bands) if value >= band.low)


def band_said(interval: Interval, bands: tuple[Band, ...]) -> Said:
    """The word of an interval: one where both ends agree, else from the lower to the upper.

    >>> band_said(Interval(0.72, 0.78), RELIABILITY_BANDS).en
    'consistent enough for a first comparison of groups'
    >>> band_said(Interval(0.1, 0.35), D27_BANDS).en
    'somewhere from "poor" to "reasonably good"'
    """
    low, high = band_of(interval.low, bands).said, band_of(interval.high, bands).said
    if low == high:
        return low
    return Said(f"介於「{low.zh}」與「{high.zh}」之間", f'somewhere from "{low.en}" to "{high.en}"')


def decimals(value: float, digits: int = 2) -> str:
    """A number as a sentence shows it.

    >>> decimals(-0.004)
    '0.00'
    """
    shown = f"{value:.{digits}f}"
    return shown.removeprefix("-") if float(shown) == 0 else shown


def likely(interval: Interval, digits: int = 2) -> Said:
    """An interval as a sentence shows it.

    >>> likely(Interval(0.7, 0.8)).en
    'likely between 0.70 and 0.80'
    """
    low, high = decimals(interval.low, digits), decimals(interval.high, digits)
    return Said(f"可能介於 {low} 與 {high} 之間", f"likely between {low} and {high}")


def best_difficulty(n_options: int) -> float:
    """Difficulty that separates people best, halfway between chance and 1: (1 + 1 / ``n_options``) / 2.

    Raises
    ------
    ValueError
        Fewer than two options.

    Examples
    --------
    >>> best_difficulty(4)
    0.625
    """
    if n_options < 2:
        raise ValueError(f"n_options: 2 are the least, got {n_options}")
    return (1 + 1 / n_options) / 2
