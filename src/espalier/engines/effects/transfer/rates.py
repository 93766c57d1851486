"""Transfer rate: what share of the trained applies the learning at work, and what silence could hide."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.wording import between, percent, verdict_on
from espalier.engines.effects.surveys.response import (
    Reach,
    ResponseRate,
    hidden_cell,
    response_rate,
    share_interval,
)
from espalier.engines.figures.arrays import Bools, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

TARGET = 0.5


@dataclass(frozen=True, slots=True)
class TransferRate:
    """Share applying among those who answered, 0–1.

    ``worst`` and ``best`` are the shares of all trained if nobody, or everybody, of the silent applies it.
    """

    rate: float
    interval: Interval
    worst: float
    best: float
    n_applying: int
    response: ResponseRate
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict | None
    sentence: Said


def transfer_rate(
    applies: ArrayLike,
    *,
    missing: MissingPolicy,
    target: float = TARGET,
    level: float = 0.95,
) -> TransferRate | Refusal:
    """Applying / answered with Wilson's interval; bounds applying / all and (applying + silent) / all.

    Parameters
    ----------
    applies : array_like, shape (n_trained,)
        1 applies, 0 does not, NaN no answer; one row a trained person.
    missing : MissingPolicy
        ``exclude`` reports among those who answered, ``as_zero`` counts silence as not applying.
    target : float
        The share aimed at, above 0 up to 1; the verdict is held against it. Nobody untrained is compared, so it is
        capped at *likely*, and there is none where less than 30 % answered.

    Returns
    -------
    TransferRate or Refusal
        Refused with fewer than 5 answers.

    Raises
    ------
    ValueError
        Anything but 0, 1 and missing; a target outside 0–1; ``refuse`` with silent persons.

    References
    ----------
    Wilson 1927; Manski, Partial Identification of Probability Distributions, Springer 2003, ch. 1 (bounds).
    Checked against: hand counts in the tests.

    Examples
    --------
    >>> nan = float("nan")
    >>> found = transfer_rate([1, 1, 1, 0, 0, 1, nan, nan], missing=MissingPolicy.EXCLUDE)
    >>> round(found.rate, 4), found.worst, found.best
    (0.6667, 0.5, 0.75)
    """
    if not 0 < target <= 1:
        raise ValueError(f"target: a share above 0 expected, got {target}")
    yes, silent = yes_and_silent("applies", applies, missing)
    n_trained, n_silent, n_yes = yes.size, int(silent.sum()), int(yes.sum())
    n_answered = n_trained - n_silent
    refused = hidden_cell("transfer", n_answered)
    if refused is not None:
        return refused
    n = n_trained if MissingPolicy(missing) is MissingPolicy.AS_ZERO else n_answered
    response = response_rate(n_answered, n_trained)
    interval = share_interval(n_yes, n, level=level)
    bounds = n_yes / n_trained, (n_yes + n_silent) / n_trained
    verdict = None
    if response.reach is not Reach.NO_VERDICT:
        verdict = _verdict(n_yes / n, interval, target)
    weak = (response.sentence,) if response.reach is not Reach.GOOD else ()
    return TransferRate(
        n_yes / n,
        interval,
        *bounds,
        n_yes,
        response,
        n,
        n_silent,
        (Stage("trained", n_trained), Stage("answered", n_answered, n_silent, _SILENT)),
        (Assumption("silent_alike", None, _ALIKE),),
        weak,
        verdict,
        _sentence(verdict, (n_yes, n), interval, bounds, response),
    )


def yes_and_silent(name: str, values: ArrayLike, missing: MissingPolicy) -> tuple[Bools, Bools]:
    """Who said yes, and who gave no answer. Raises ``ValueError`` for anything but 1, 0 and missing."""
    array = float_array(name, values, ndim=1, may_miss=True)
    silent = np.isnan(array)
    if not np.isin(array[~silent], (0.0, 1.0)).all():
        raise ValueError(f"{name}: 1 for yes and 0 for no expected")
    if MissingPolicy(missing) is MissingPolicy.REFUSE and silent.any():
        raise ValueError(f"{name}: {int(silent.sum())} of {array.size} gave no answer")
    return np.asarray(array == 1.0), silent


def _verdict(rate: float, interval: Interval, target: float) -> Verdict:
    goal = percent(target)
    return verdict_on(
        rate,
        interval,
        target,
        has_comparison=False,
        better=Said(f"移轉率達到 {goal}", f"at least {goal} apply the learning at work"),
        worse=Said(f"移轉率低於 {goal}", f"fewer than {goal} apply it"),
        to_change=Said(
            "追蹤未回覆的人，並以主管觀察佐證。",
            "Follow up the silent, and let supervisors confirm.",
        ),
    )


_SILENT = Said("未回覆追蹤調查", "did not answer the follow-up")
_ALIKE = Said("假定未回覆者與回覆者相同。", "Those silent are taken to be like those who answered.")


def _sentence(
    verdict: Verdict | None,
    counts: tuple[int, int],
    interval: Interval,
    bounds: tuple[float, float],
    response: ResponseRate,
) -> Said:
    likely = between(interval, 0, "%", 100)
    n_yes, n = counts
    told = Said(
        f"{n} 人中有 {n_yes} 人在工作上應用（移轉率 {percent(n_yes / n)}），{likely.zh}。",
        f"{n_yes} of {n} apply it at work ({percent(n_yes / n)}), {likely.en}.",
    )
    if bounds[0] < bounds[1]:
        told = told + Said(
            f"若未回覆者全都沒有應用是 {percent(bounds[0])}，全都應用是 {percent(bounds[1])}。",
            f"It would be {percent(bounds[0])} if none of the silent did, {percent(bounds[1])} if all did.",
        )
    end = Said(
        "請看阻礙因素，再決定主管可以怎麼支持。",
        "See the barriers, then ask what supervisors can do.",
    )
    told = told + response.sentence + end
    return told if verdict is None else verdict.sentence + told
