"""Which questions deserve a look: only where the whole interval of a figure lies on the wrong side."""

from enum import StrEnum

from espalier.engines.figures.types import Interval, Said
from espalier.engines.psychometrics.classical.wording import (
    ALL_ALIKE,
    FLAGGED_FROM,
    FLOOR_R_REST,
    JUDGED_FROM,
    RANKING_P,
    Flag,
)


class Purpose(StrEnum):
    """What a test is for decides what its figures mean."""

    RANKING = "ranking"  # to separate people
    MASTERY = "mastery"  # to see who reached the goal: high p after training is success


TOO_FEW_FOR_FLAGS = Said(
    f"不到 {FLAGGED_FROM} 人作答，不對任何題目下判斷。",
    f"Below {FLAGGED_FROM} learners no question is judged.",
)
CAUTION = Said(
    f"不到 {JUDGED_FROM} 人作答，列出的題目只是初步提示。",
    f"Below {JUDGED_FROM} learners these are first hints, not judgements.",
)
MASTERY_SAID = Said(
    "精熟測驗訓練後答對率高是成功：請用前後測差異看題目是否反映教學。",
    "In a mastery test a high share after training is success: judge questions by their gain from pre to post.",
)


def flags_of(
    n: int, is_constant: bool, p: Interval, r_rest: Interval | None, purpose: Purpose
) -> tuple[Flag, ...]:
    """What to look at in one question: only where the whole interval is on the wrong side.

    *all_alike*: nobody differs. *check_key*: r with the rest is below 0. *weak*: it is below .20 (ranking only). *hard*
    or *easy*: p is below .30 or above .80 (ranking only). None below 30 people, tentative below 100.

    Examples
    --------
    >>> [f.code for f in flags_of(60, False, Interval(.4, .6), Interval(-.4, -.1), Purpose.RANKING)]
    ['check_key']
    >>> flags_of(60, False, Interval(.4, .6), Interval(-.4, .1), Purpose.MASTERY)
    ()
    """
    if n < FLAGGED_FROM:
        return ()
    hint, found = n < JUDGED_FROM, []
    if is_constant:
        found.append(Flag("all_alike", ALL_ALIKE, hint))
    if r_rest is not None and r_rest.high < 0:
        found.append(Flag("check_key", CHECK_KEY, hint))
    elif r_rest is not None and r_rest.high < FLOOR_R_REST and purpose is Purpose.RANKING:
        found.append(Flag("weak", WEAK, hint))
    if purpose is Purpose.RANKING and not is_constant:
        if p.high < RANKING_P.low:
            found.append(Flag("hard", HARD, hint))
        elif p.low > RANKING_P.high:
            found.append(Flag("easy", EASY, hint))
    return tuple(found)


CHECK_KEY = Said(
    "答對這題的人其他題反而較差：先檢查答案與題意。",
    "Those who get this right do worse elsewhere: check its key and wording first.",
)
WEAK = Said(
    "這題明顯與其他題無關（相關的上限低於 0.20）：請檢視題意或主題。",
    "This question is clearly weak (upper limit of its correlation below .20): look at its wording and topic.",
)
HARD = Said("對排序用的測驗明顯偏難。", "Clearly too hard for a test that ranks people.")
EASY = Said("對排序用的測驗明顯偏易。", "Clearly too easy for a test that ranks people.")
