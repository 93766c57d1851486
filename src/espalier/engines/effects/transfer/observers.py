"""The learner's word and the supervisor's word about the same behaviour, person by person."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pass_fail import PassFail, pass_fail
from espalier.engines.effects.crosscheck.wording import between, percent
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal, Said


@dataclass(frozen=True, slots=True)
class ObservedTransfer:
    """Shares by either source among persons both spoke about, and how they agree (self is first)."""

    self_rate: float
    supervisor_rate: float
    both_rate: float
    agreement: PassFail
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def self_and_supervisor(
    by_self: ArrayLike, by_supervisor: ArrayLike, *, missing: MissingPolicy
) -> ObservedTransfer | Refusal:
    """Paired comparison of who says that the learning is applied: :func:`pass_fail.pass_fail` of the two.

    Parameters
    ----------
    by_self, by_supervisor : array_like, shape (n,)
        1 applies, 0 does not, NaN no answer, the same persons in the same order.

    Returns
    -------
    ObservedTransfer or Refusal
        Refused with fewer than 6 persons with both answers.

    Raises
    ------
    ValueError
        Anything but 0, 1 and missing.

    References
    ----------
    McNemar 1947; Newcombe 1998, method 10. Checked against: the four-fold table by hand in the tests.

    Examples
    --------
    >>> found = self_and_supervisor([1, 1, 1, 1, 0, 1], [1, 0, 1, 0, 0, 1], missing=MissingPolicy.REFUSE)
    >>> round(found.self_rate, 4), found.supervisor_rate
    (0.8333, 0.5)
    """
    found = pass_fail(by_self, by_supervisor, missing=missing)
    if isinstance(found, Refusal):
        return Refusal("self-supervisor", found.code, found.reason, found.instead, found.n_used)
    n = found.n_used
    rates = (
        (found.n_both + found.n_first_only) / n,
        (found.n_both + found.n_second_only) / n,
        found.n_both / n,
    )
    likely = between(found.interval, 0, "%", 100)
    return ObservedTransfer(
        *rates,
        found,
        n,
        found.n_missing,
        found.warnings,
        Said(
            f"{n} 人兩方都有回覆：自評移轉率 {percent(rates[0])}、主管評 {percent(rates[1])}，差 "
            f"{100 * found.difference:.0f} 個百分點，{likely.zh}；兩方都說有應用的占 {percent(rates[2])}。"
            "以兩方都同意的比率作保守的下限，並訪談說法不同的人。",
            f"{n} persons with both answers: {percent(rates[0])} apply it by their own word, "
            f"{percent(rates[1])} by their "
            f"supervisor's, {100 * found.difference:.0f} points apart, {likely.en}; both say so for "
            f"{percent(rates[2])}. "
            "Take what both confirm as the cautious figure, and talk to those judged differently.",
        ),
    )
