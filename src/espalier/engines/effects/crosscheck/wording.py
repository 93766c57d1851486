"""Words that the sentences of effects share: verdicts, ranges, numbers of persons, warnings met more than once."""

from espalier.engines.figures.types import Interval, Said, Verdict, VerdictCode
from espalier.engines.figures.verdict import judged

_SAYING = {
    VerdictCode.CLEAR: Said("明確：{what}。", "Clear: {what}."),
    VerdictCode.LIKELY: Said("很可能：{what}。", "Likely: {what}."),
    VerdictCode.UNCLEAR: Said(
        "尚不清楚：{what}——現有資料無法判斷，而「不清楚」不等於「沒有」。",
        "Unclear whether {what}; unclear is not the same as no.",
    ),
    VerdictCode.NO_SIGN: Said(
        "看不出{what}達到值得在意的程度。", "No sign that {what} to a degree worth having."
    ),
}
NO_COMPARISON = Said(
    "因為沒有對照組，最多只能說「很可能」。",
    "Without a comparison group nothing stronger than 'likely' can be said.",
)
MORE_PERSONS = Said(
    "更多人作答（或更高的回收率）會使區間變窄，說法才會更確定。",
    "More answers would narrow the interval and make the word surer.",
)
FEW_PAIRS = Said(
    "人數少於 30，數字會隨人變動很大。",
    "Fewer than 30 persons: the figure can move a lot with a few of them.",
)


def verdict_word(code: VerdictCode, what: Said) -> Said:
    """The verdict as a sentence about ``what`` (a clause without its full stop).

    Examples
    --------
    >>> verdict_word(VerdictCode.LIKELY, Said("有落差", "there is a gap")).en
    'Likely: there is a gap.'
    """
    saying = _SAYING[code]
    return Said(saying.zh.format(what=what.zh), saying.en.format(what=what.en))


def verdict_on(
    estimate: float,
    interval: Interval,
    smallest: float,
    *,
    has_comparison: bool,
    better: Said,
    worse: Said,
    to_change: Said = MORE_PERSONS,
) -> Verdict:
    """What :func:`figures.verdict.judged` finds, said.

    ``better`` and ``worse`` are the clauses for either sign of the estimate.
    """
    code, is_worse, is_capped = judged(estimate, interval, smallest, has_comparison=has_comparison)
    sentence = verdict_word(code, worse if estimate < 0 else better)
    if is_capped:
        sentence = sentence + NO_COMPARISON
    return Verdict(code, is_worse, is_capped, sentence, to_change)


def between(interval: Interval, digits: int = 2, unit: str = "", factor: float = 1.0) -> Said:
    """The range in which the true value probably lies, in words.

    Examples
    --------
    >>> between(Interval(0.255, 0.366), 0, "%", 100).en
    'likely between 26% and 37%'
    """
    low, high = (f"{factor * limit:.{digits}f}{unit}" for limit in (interval.low, interval.high))
    return Said(f"很可能在 {low} 到 {high} 之間", f"likely between {low} and {high}")


def percent(share: float, digits: int = 0) -> str:
    """A share as a percent.

    >>> percent(0.333)
    '33%'
    """
    return f"{100 * share:.{digits}f}%"
