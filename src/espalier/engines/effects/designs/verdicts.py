"""The word for an effect and the sentence a training manager reads.

Verdict - size in natural units - uncertainty - how sure and why - what to do. The word comes from
``figures.verdict.judged``: the interval against the smallest effect worth having, never a p-value.
"""

from dataclasses import dataclass
from math import ceil, inf

from espalier.engines.figures.types import Interval, Said, Verdict, VerdictCode
from espalier.engines.figures.verdict import judged

POINTS = Said("分", "points")


@dataclass(frozen=True, slots=True)
class Scale:
    """The outcome's own unit, and the smallest change in it that is worth having.

    Parameters
    ----------
    smallest : float
        Above 0, in the unit of the numbers; 5 points of 100 by default.
    unit : Said
    higher_is_better : bool
        False for errors, minutes, accidents.
    shown_times : float
        What a number is multiplied by when it is said: 100 where shares are said as percentage points.

    Raises
    ------
    ValueError
        ``smallest`` or ``shown_times`` not above 0 and finite.
    """

    smallest: float = 5.0
    unit: Said = POINTS
    higher_is_better: bool = True
    shown_times: float = 1.0

    def __post_init__(self) -> None:
        if not (0 < self.smallest < inf and 0 < self.shown_times < inf):
            raise ValueError(
                f"scale: smallest {self.smallest}, shown times {self.shown_times}: above 0 expected"
            )

    def number(self, value: float) -> str:
        """A number as it is said, with as many decimals as the smallest effect needs."""
        shown_smallest = self.smallest * self.shown_times
        decimals = 1 if shown_smallest >= 1 else 2 if shown_smallest >= 0.1 else 3
        return f"{round(value * self.shown_times, decimals) + 0.0:.{decimals}f}"

    def amount(self, value: float) -> Said:
        """A number with its unit."""
        shown = self.number(value)
        return Said(f"{shown} {self.unit.zh}", f"{shown} {self.unit.en}")


POINT_SCALE = Scale()
LEARNERS = Said("{n} 人", "{n} learners")
KEEP_A_SESSION = Said(
    "下次保留一個較晚的梯次作對照組。",
    "Next time keep one later session as a comparison group.",
)
TEST_BEFORE = Said(
    "下次兩組都先做前測，或用抽籤決定誰先上課。",
    "Next time test both groups before, or draw lots for who is trained first.",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What happened, in words with ``{size}``: where the number is above zero, and where it is not."""

    more: Said
    less: Said

    def of(self, estimate: float, scale: Scale) -> Said:
        """The size in natural units, without a sign."""
        size = scale.amount(abs(estimate))
        template = self.more if estimate >= 0 else self.less
        return Said(template.zh.format(size=size.zh), template.en.format(size=size.en))


GAINED = Telling(
    Said("學員平均進步 {size}", "learners gained {size} on average"),
    Said("學員平均退步 {size}", "learners lost {size} on average"),
)
ROSE = Telling(
    Said("學員平均上升 {size}", "learners' figures rose by {size} on average"),
    Said("學員平均下降 {size}", "learners' figures fell by {size} on average"),
)
AHEAD = Telling(
    Said("受訓組比對照組高 {size}", "the trained group lies {size} above the comparison group"),
    Said("受訓組比對照組低 {size}", "the trained group lies {size} below the comparison group"),
)
GAINED_MORE = Telling(
    Said(
        "受訓組比對照組多進步 {size}",
        "the trained group gained {size} more than the comparison group",
    ),
    Said(
        "受訓組比對照組少進步 {size}",
        "the trained group gained {size} less than the comparison group",
    ),
)

# Why a result is as sure as it is: the design speaks, not the p-value.
NO_COMPARISON = Said(
    "因為沒有對照組，進步可能有一部分來自練習、時間或迴歸平均。",
    "With no comparison group part of it may be practice, time or regression to the mean.",
)
BY_CHANCE = Said(
    "兩組由隨機分派，差異最可能來自訓練。",
    "The groups were formed by chance, so the training is the likeliest reason for a difference.",
)
CHOSEN = Said(
    "兩組不是隨機分派，仍可能有其他原因使兩組不同。",
    "The groups were not formed by chance, so other reasons may lie behind a difference.",
)
BASELINE_UNKNOWN = Said(
    "沒有前測，不知道兩組起點是否相同。",
    "There was no pre-test, so whether the groups began alike is unknown.",
)

_WORDS = {
    (VerdictCode.CLEAR, False): Said("效果明確", "Clear effect"),
    (VerdictCode.LIKELY, False): Said("可能有效果", "Likely effect"),
    (VerdictCode.CLEAR, True): Said("明確變差", "Clearly worse"),
    (VerdictCode.LIKELY, True): Said("可能變差", "Likely worse"),
    (VerdictCode.UNCLEAR, False): Said("尚不明確", "Unclear"),
}
_NO_SIGN = Said("看不出有達到 {smallest}的效果", "No sign of an effect of {smallest} or more")
_UNCLEAR_MEANS = Said(
    "「尚不明確」表示資料還分不出是否達到 {zh}，不等於沒用。",
    "Unclear means that these data cannot tell yet whether it reaches {en}, not that nothing changed.",
)


def effect_verdict(
    estimate: float,
    interval: Interval,
    scale: Scale,
    telling: Telling,
    *,
    n_used: int,
    has_comparison: bool,
    why: Said,
    people: Said = LEARNERS,
    remedy: Said = KEEP_A_SESSION,
) -> Verdict:
    """The verdict of an effect with its sentence.

    Parameters
    ----------
    estimate, interval
        In the unit of the outcome, positive where it rose.
    has_comparison : bool
        False caps the word at *likely*.
    why : Said
        What the design lets one say.
    people : Said
        How those counted are called, with ``{n}``.
    remedy : Said
        What to do next time where the design caps the word.

    Examples
    --------
    >>> found = effect_verdict(
    ...     8.0, Interval(5.5, 10.5), Scale(), GAINED, n_used=40, has_comparison=False, why=NO_COMPARISON
    ... )
    >>> found.code.value, found.is_capped
    ('likely', True)
    >>> found.sentence.en.split(" With")[0]
    'Likely effect: learners gained 8.0 points on average (40 learners, likely between 5.5 and 10.5).'
    """
    sign = 1.0 if scale.higher_is_better else -1.0
    ends = sorted((sign * interval.low, sign * interval.high))
    wished = Interval(ends[0], ends[1], interval.level)
    code, is_worse, is_capped = judged(
        sign * estimate, wished, scale.smallest, has_comparison=has_comparison
    )
    word = _word(code, is_worse, scale)
    size = telling.of(estimate, scale)
    counted = people.filled(n=n_used)
    low, high = scale.number(interval.low), scale.number(interval.high)
    told = Said(
        f"{word.zh}：{size.zh}（{counted.zh}，{100 * interval.level:.0f}% 區間 {low} 到 {high}）。",
        f"{word.en}: {size.en} ({counted.en}, likely between {low} and {high}).",
    )
    told += why
    if code is VerdictCode.UNCLEAR:
        smallest = scale.amount(scale.smallest)
        told += _UNCLEAR_MEANS.filled(zh=smallest.zh, en=smallest.en)
    to_change = _to_change(code, is_worse, None if has_comparison else remedy)
    if to_change is None:
        to_change = _more_people(interval, scale, n_used, people)
    return Verdict(code, is_worse, is_capped, told + to_change, to_change)


def _word(code: VerdictCode, is_worse: bool, scale: Scale) -> Said:
    if code is VerdictCode.NO_SIGN:
        amount = scale.amount(scale.smallest)
        return Said(_NO_SIGN.zh.format(smallest=amount.zh), _NO_SIGN.en.format(smallest=amount.en))
    return _WORDS[code, is_worse and code is not VerdictCode.UNCLEAR]


def _to_change(code: VerdictCode, is_worse: bool, remedy: Said | None) -> Said | None:
    """What to do, which is also what would make the verdict surer; None where that is more people."""
    if is_worse:
        return _FIND_OUT
    if code is VerdictCode.NO_SIGN:
        return _CHECK_AIM
    if code is VerdictCode.UNCLEAR:
        return None
    if remedy is not None:
        return remedy
    return None if code is VerdictCode.LIKELY else _AGAIN


_FIND_OUT = Said(
    "請先查明變差的原因（題目、時間、對象），再決定是否續辦。",
    "Find out why it became worse (test, timing, people) before it is run again.",
)
_CHECK_AIM = Said(
    "請檢查教材、練習與測驗是否對準同一目標，再決定是否續辦。",
    "Check that content, practice and test aim at the same objective before it is run again.",
)
_AGAIN = Said(
    "三個月後再測一次，看效果是否維持。",
    "Measure again after three months to see whether it lasts.",
)


def _more_people(interval: Interval, scale: Scale, n_used: int, people: Said) -> Said:
    """How many would narrow the interval to ± the smallest effect; four times as many halve one already narrow."""
    half = interval.width / 2
    times = (half / scale.smallest) ** 2
    needed = people.filled(n=ceil(n_used * times) if times > 1 else 4 * n_used)
    if times > 1:
        amount = scale.amount(scale.smallest)
        return Said(
            f"約需 {needed.zh}，才能把範圍縮到 ±{amount.zh}。",
            f"About {needed.en} like these would narrow the range to ±{amount.en}.",
        )
    return Said(
        f"約需 {needed.zh}，才能把範圍再縮一半。",
        f"About {needed.en} like these would halve the range.",
    )
