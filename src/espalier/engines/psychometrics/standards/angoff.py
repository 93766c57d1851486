"""Angoff: the cut score from what judges expect of a borderline learner on every item.

References
----------
Angoff 1971, in Thorndike, Educational Measurement, 2nd ed., 508–600. Cizek & Bunch 2007, Standard Setting, ch. 6 (8 to
10 judges). Cohen, Kane & Crooks 1999, Applied Measurement in Education 12, 343–366 (SE against the SEM).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.standards.pass_rates import PassRate, pass_rates, said_rates

METHOD = "angoff"


@dataclass(frozen=True, slots=True)
class AngoffRound:
    """One round: a cut a judge, their mean, and how far judges differ.

    ``ms_judges``, ``ms_items``, ``ms_error``: mean squares of judges × items; ``var_judges``: (MS_j − MS_e)/n_items, 0
    or more.
    """

    judge_cuts: tuple[float, ...]
    cut: float
    sd_judges: float
    se: float
    ms_judges: float
    ms_items: float
    ms_error: float
    var_judges: float


@dataclass(frozen=True, slots=True)
class Angoff:
    """The cut of the last round in raw points and percent, with what it is worth.

    ``se_is_small``: SE ≤ SEM/2, ``None`` without SEM. ``judges_needed``: so many would bring SE to SEM/2.
    """

    cut: float
    cut_percent: float
    interval: Interval
    se: float
    rounds: tuple[AngoffRound, ...]
    se_is_small: bool | None
    judges_needed: int | None
    pass_rates: tuple[PassRate, ...]
    n_used: int
    n_items: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def angoff(
    ratings: ArrayLike,
    *,
    missing: MissingPolicy,
    second_round: ArrayLike | None = None,
    sem: float | None = None,
    scores: ArrayLike | None = None,
    n_least: int = 8,
    level: float = 0.95,
) -> Angoff | Refusal:
    """Cut = mean over judges of the sum of item probabilities; SE = SD of the judges' cuts / √judges.

    Parameters
    ----------
    ratings : array_like of float, shape (n_judges, n_items)
        Probability, 0–1, that a borderline learner answers right; NaN where a judge gave none.
    missing : MissingPolicy
        ``exclude`` leaves out judges with a hole in any round, ``refuse`` stops.
    second_round : array_like, same shape, optional
        After discussion; the cut is then its cut.
    sem : float, optional
        Standard error of measurement of the test, in raw points, above 0.
    scores : array_like of float, shape (n_learners,), optional
        For pass rates at the cut and one SE to each side.
    n_least : int
        Fewest judges (8, better 10).

    Raises
    ------
    ValueError
        Probabilities outside 0–1, rounds of different shape, fewer than two items, ``sem`` not above 0.

    Checked against: case ``standard_setting_angoff``, 1e-9.

    Examples
    --------
    >>> found = angoff([[0.5, 0.7], [0.6, 0.8], [0.7, 0.6]], missing=MissingPolicy.REFUSE, n_least=3)
    >>> round(found.cut, 3), round(found.se, 3)
    (1.3, 0.058)
    """
    rounds = [_probabilities("ratings", ratings)]
    if second_round is not None:
        rounds.append(_probabilities("second_round", second_round))
        if rounds[0].shape != rounds[1].shape:
            raise ValueError(
                f"second_round: shape {rounds[0].shape} expected, got {rounds[1].shape}"
            )
    if sem is not None and not sem > 0:
        raise ValueError(f"sem: a standard error of measurement is above 0, got {sem}")
    kept = _complete_judges(rounds, MissingPolicy(missing))
    n = int(np.count_nonzero(kept))
    if n < max(2, n_least):
        return _too_few(n, max(2, n_least))
    found = tuple(_round(each[kept]) for each in rounds)
    last, n_items = found[-1], rounds[0].shape[1]
    half = t_quantile((1 + level) / 2, n - 1) * last.se
    interval = Interval(max(0.0, last.cut - half), min(float(n_items), last.cut + half), level)
    rates = () if scores is None else pass_rates(scores, last.cut, last.se)
    small = None if sem is None else last.se <= sem / 2
    needed = None if sem is None else max(2, int(np.ceil((last.sd_judges / (sem / 2)) ** 2)))
    why = Said("有題目未判定", "an item left out") if n < kept.size else None
    stages = (Stage("judges", kept.size), Stage("complete", n, kept.size - n, why))
    return Angoff(
        last.cut, 100 * last.cut / n_items, interval, last.se, found, small, needed, rates, n, n_items,
        int(kept.size - n), stages, _assumptions(small), _warnings(found, n),
        _sentence(last, interval, rates, (small, needed), (n, n_items)),
    )  # fmt: skip


def _probabilities(name: str, values: ArrayLike) -> Floats:
    table = float_array(name, values, ndim=2, may_miss=True)
    given = table[~np.isnan(table)]
    if ((given < 0) | (given > 1)).any():
        raise ValueError(f"{name}: probabilities are 0 to 1 (percent divided by 100)")
    if table.shape[1] < 2:
        raise ValueError(f"{name}: two items are the least, got {table.shape[1]}")
    return table


def _complete_judges(rounds: list[Floats], policy: MissingPolicy) -> Bools:
    holes = np.isnan(np.concatenate(rounds, axis=1)).any(axis=1)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(
            "ratings: a missing judgement is not a probability of 0; choose exclude or refuse"
        )
    if policy is MissingPolicy.REFUSE and holes.any():
        raise ValueError(
            f"ratings: {int(holes.sum())} judges left items out; choose missing='exclude'"
        )
    return np.asarray(~holes)


def _round(table: Floats) -> AngoffRound:
    n, k = table.shape
    cuts = table.sum(axis=1)
    judges, items, grand = table.mean(axis=1), table.mean(axis=0), float(table.mean())
    rest = table - judges[:, None] - items + grand
    ms_judges = k * float(((judges - grand) ** 2).sum()) / (n - 1)
    ms_items = n * float(((items - grand) ** 2).sum()) / (k - 1)
    ms_error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    sd = float(cuts.std(ddof=1))
    return AngoffRound(
        tuple(cuts.tolist()), float(cuts.mean()), sd, sd / sqrt(n), ms_judges, ms_items, ms_error,
        max(0.0, (ms_judges - ms_error) / k),
    )  # fmt: skip


def _too_few(n: int, n_least: int) -> Refusal:
    reason = Said(
        f"只有 {n} 位完整判定的專家，至少要 {n_least} 位，所以不給切截分數。",
        f"Only {n} judges rated every item; at least {n_least} are needed, so no cut score is given.",
    )
    instead = Said(
        "請再邀請專家；有整體評等時可改用邊界組或邊界迴歸。",
        "Invite more judges; with global ratings use the borderline methods.",
    )
    return Refusal(METHOD, "too_few", reason, instead, n_used=n)


def _assumptions(small: bool | None) -> tuple[Assumption, ...]:
    agreed = Said(
        "專家對「剛好及格的學員」有共同的理解", "judges share one picture of the borderline learner"
    )
    precise = Said(
        "切截分數的標準誤不大於測量標準誤的一半", "the SE of the cut is at most half the SEM"
    )
    return (
        Assumption("same_borderline", None, agreed),
        Assumption("se_at_most_half_sem", small, precise),
    )


def _warnings(rounds: tuple[AngoffRound, ...], n: int) -> tuple[Said, ...]:
    found = []
    if n < 10:
        found.append(
            Said(f"專家 {n} 位，10 位以上較穩當。", f"{n} judges; 10 or more would be safer.")
        )
    if len(rounds) == 2 and rounds[1].sd_judges > rounds[0].sd_judges:
        found.append(
            Said(
                "第二輪的看法反而更分歧，請了解原因。",
                "Judges differ more in the second round: find out why.",
            )
        )
    if rounds[-1].sd_judges <= 0:
        found.append(
            Said(
                "每位專家的切截分數完全相同，請確認是各自判定。",
                "All cuts are identical: did they judge alone?",
            )
        )
    return tuple(found)


def _sentence(
    last: AngoffRound,
    interval: Interval,
    rates: tuple[PassRate, ...],
    precision: tuple[bool | None, int | None],
    sizes: tuple[int, int],
) -> Said:
    n, n_items = sizes
    said = Said(
        f"建議切截分數為 {last.cut:.1f} 分（{n_items} 題的 {last.cut / n_items:.0%}；可能介於 {interval.low:.1f} 與 "
        f"{interval.high:.1f}，{n} 位專家，標準誤 {last.se:.2f}）。",
        f"The suggested cut is {last.cut:.1f} points ({last.cut / n_items:.0%} of {n_items} items; likely between "
        f"{interval.low:.1f} and {interval.high:.1f}, {n} judges, SE {last.se:.2f}).",
    )
    return said + (said_rates(rates) + _advice(*precision) if rates else _advice(*precision))


def _advice(small: bool | None, needed: int | None) -> Said:
    if small is None:
        return Said(
            "請再與測量標準誤比較，並看及格率後由負責人決定。",
            "Compare it with the standard error of measurement and look at pass rates before deciding.",
        )
    if small:
        return Said("專家間的誤差夠小，可以提請核定。", "Judges agree well enough for a decision.")
    return Said(
        f"誤差超過測量標準誤的一半，約需 {needed} 位專家，或再討論一輪。",
        f"The error is more than half the SEM: about {needed} judges are needed, or another round.",
    )
