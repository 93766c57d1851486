"""How many of those asked have answered, and what that allows to be said; small cells; sampling from a finite class."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Refusal, Said

FEWEST_IN_CELL = 5
WARN_BELOW = 0.60
NO_VERDICT_BELOW = 0.30


class Reach(StrEnum):
    """What a response rate allows."""

    GOOD = "good"
    WARN = "warn"  # below 60 %
    NO_VERDICT = "no_verdict"  # below 30 %: nothing about the whole class
    UNKNOWN = "unknown"  # nobody said how many were asked


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Share of those asked who answered, 0–1 (None where not known how many were asked)."""

    n_answered: int
    n_invited: int | None
    rate: float | None
    reach: Reach
    sentence: Said


def response_rate(n_answered: int, n_invited: int | None) -> ResponseRate:
    """Answered / invited, and what it allows: below 60 % a warning, below 30 % no verdict about the whole class.

    Raises
    ------
    ValueError
        Negative counts, nobody invited, or more answers than invitations.

    References
    ----------
    Thresholds: house rule (statistics.md, section 5, judgement). Checked against: hand counts in the tests.

    Examples
    --------
    >>> response_rate(17, 40).reach.value
    'warn'
    """
    if n_answered < 0 or (n_invited is not None and not max(n_answered, 1) <= n_invited):
        raise ValueError(f"response: {n_answered} answers of {n_invited} invited")
    if n_invited is None:
        return ResponseRate(n_answered, None, None, Reach.UNKNOWN, _UNKNOWN.filled(n=n_answered))
    rate = n_answered / n_invited
    reach = Reach.GOOD if rate >= WARN_BELOW else Reach.WARN
    if rate < NO_VERDICT_BELOW:
        reach = Reach.NO_VERDICT
    told = _RATE.filled(n=n_answered, of=n_invited, rate=f"{100 * rate:.0f}%")
    return ResponseRate(n_answered, n_invited, rate, reach, told + _REACH[reach])


def finite_factor(n: int, n_invited: int | None) -> float:
    """√((N − n)/(N − 1)): how much narrower an error is when n of a class of N answered; 1 without N.

    Examples
    --------
    >>> finite_factor(20, 20), finite_factor(20, None)
    (0.0, 1.0)
    """
    if n_invited is None or n_invited == 1:
        return 1.0
    return sqrt((n_invited - n) / (n_invited - 1))


def share_interval(
    n_hits: int, n: int, n_invited: int | None = None, *, level: float = 0.95
) -> Interval:
    """Wilson's interval of a share, with the effective number n / factor² where the whole class was invited.

    When all have answered the interval is the share itself: nothing was sampled.

    References
    ----------
    Wilson, JASA 22 (1927) 209–212; Cochran, Sampling Techniques, 3rd ed. 1977, ch. 2–3 (finite population).
    Checked against: case ``survey_wilson_newcombe`` (1e-12).

    Examples
    --------
    >>> round(share_interval(1, 29).high, 4)
    0.1718
    """
    factor = finite_factor(n, n_invited)
    if factor == 0:
        return Interval(n_hits / n, n_hits / n, level)
    effective, share = n / factor**2, n_hits / n
    # Both are kept from passing their ends by a rounding error.
    found = wilson(min(share * effective, effective), effective, level=level)
    return Interval(min(found.low, share), max(found.high, share), level)


def hidden_cell(method: str, n: int) -> Refusal | None:
    """The refusal of a cell with fewer than five answers: it could name a person; else None."""
    if n >= FEWEST_IN_CELL:
        return None
    return Refusal(
        method,
        "hidden",
        Said(
            "少於 5 人作答，為保護個人不顯示。",
            "Fewer than 5 answers: not shown, to protect persons.",
        ),
        Said("請併入較大的群組。", "Merge it into a larger group."),
        n,
    )


_UNKNOWN = Said(
    "{n} 人作答；不知道邀請了幾人，無法判斷是否代表全班。",
    "{n} answered; it is not known how many were asked, so whether they speak for all cannot be told.",
)
_RATE = Said("邀請 {of} 人、回收 {n} 人（{rate}）。", "{n} of {of} asked have answered ({rate}).")
_REACH = {
    Reach.GOOD: Said(
        "回收足夠，大致可看作全班的意見。", "That is enough to speak for most of the class."
    ),
    Reach.WARN: Said(
        "回收不到六成，未答者可能想法不同。", "Below 60%: those silent may think otherwise."
    ),
    Reach.NO_VERDICT: Said(
        "回收不到三成，不能對全班下結論。", "Below 30%: no conclusion about the whole class."
    ),
}
