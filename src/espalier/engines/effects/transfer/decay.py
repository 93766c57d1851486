"""Whether transfer lasts: the rate at each follow-up, and the mean of each person's own slope."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import measured_array, refuse_missing
from espalier.engines.effects.crosscheck.wording import between, verdict_on
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST = 6
PER_DAYS = 30
WORTH_HAVING = 0.05


@dataclass(frozen=True, slots=True)
class Decay:
    """Change per 30 days in the unit of the values (a share for 0/1), negative where transfer fades.

    ``means`` at each of ``days`` are of those measured then (None where nobody was); ``slope`` only of persons
    measured at least twice.
    """

    days: tuple[float, ...]
    means: tuple[float | None, ...]
    n_at: tuple[int, ...]
    slope: float
    se: float
    interval: Interval
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


def decay_slope(
    values: ArrayLike,
    days: ArrayLike,
    *,
    missing: MissingPolicy,
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> Decay | Refusal:
    """Mean of the persons' least-squares slopes over time, ± t·s/√n over persons.

    Slope of one person: Σ(t − t̄)(x − x̄)/Σ(t − t̄)² over the follow-ups he answered; no person's drop-out moves
    another's slope, unlike the line through the rates.

    Parameters
    ----------
    values : array_like of float, shape (n_persons, n_times)
        1/0 applies, or a rating; NaN not measured.
    days : array_like of float, shape (n_times,)
        Days after training, rising; at least two.
    smallest : float
        The change per 30 days worth speaking of, above 0.

    Returns
    -------
    Decay or Refusal
        Refused with fewer than 6 persons measured twice.

    Raises
    ------
    ValueError
        Days not rising or not one a column, infinite values.

    References
    ----------
    Matthews et al., BMJ 300 (1990) 230–235, doi:10.1136/bmj.300.6719.230 (summary measures).
    Checked against: slopes by hand in the tests.

    Examples
    --------
    >>> found = decay_slope([[1, 1], [1, 0], [1, 1], [1, 0], [0, 0], [1, 1]], [30, 90], missing=MissingPolicy.REFUSE)
    >>> round(found.slope, 4)
    -0.1667
    """
    table = measured_array("values", values, ndim=2, may_miss=True)
    when = measured_array("days", days, ndim=1)
    if when.size != table.shape[1] or when.size < 2 or (np.diff(when) <= 0).any():
        raise ValueError(f"days: {table.shape[1]} rising days expected (two at least)")
    there = ~np.isnan(table)
    refuse_missing("values", int((~there).sum()), missing)
    twice = there.sum(axis=1) >= 2
    n = int(twice.sum())
    if n < FEWEST:
        return Refusal("decay", "too_few", _FEW.filled(n=n), _RATES, n)
    slopes = _slopes(table[twice], when / PER_DAYS)
    slope, se = float(slopes.mean()), float(slopes.std(ddof=1)) / sqrt(n)
    interval = around(slope, se, df=n - 1, level=level)
    verdict = verdict_on(
        slope,
        interval,
        smallest,
        has_comparison=False,
        better=Said("應用隨時間增加", "use grows with time"),
        worse=Said("應用隨時間消退", "use fades with time"),
    )
    n_at = there.sum(axis=0)
    sums = np.where(there, table, 0.0).sum(axis=0)
    means = tuple(float(s / m) if m else None for s, m in zip(sums, n_at, strict=True))
    n_dropped = table.shape[0] - n
    return Decay(
        tuple(map(float, when)),
        means,
        tuple(map(int, n_at)),
        slope,
        se,
        interval,
        n,
        n_dropped,
        (Stage("followed", table.shape[0]), Stage("measured_twice", n, n_dropped, _ONCE)),
        (Assumption("straight", None, _STRAIGHT),),
        (_FLAT,) if se == 0 else (),
        verdict,
        _sentence(verdict, slope, interval, n),
    )


def _slopes(table: Floats, months: Floats) -> Floats:
    there = ~np.isnan(table)
    n = there.sum(axis=1, keepdims=True)
    when = np.where(there, months - (there * months).sum(axis=1, keepdims=True) / n, 0.0)
    what = np.where(there, table, 0.0)
    return np.asarray((when * what).sum(axis=1) / (when**2).sum(axis=1))


_FEW = Said(
    "只有 {n} 人至少追蹤兩次，至少要 6 人才能看趨勢。",
    "Only {n} persons were followed up twice; 6 are needed to see a trend.",
)
_RATES = Said("請只報告各次的移轉率。", "Report the rate at each follow-up only.")
_ONCE = Said("只測到一次", "measured only once")
_STRAIGHT = Said(
    "假定變化大致成直線；只有兩次時無法檢查。",
    "The change is taken as straight; two times cannot show otherwise.",
)
_FLAT = Said(
    "每個人的變化完全相同，區間沒有寬度，請勿視為精確。",
    "Everybody changed alike, so the interval has no width: do not read it as exact.",
)


def _sentence(verdict: Verdict, slope: float, interval: Interval, n: int) -> Said:
    likely = between(interval)
    return verdict.sentence + Said(
        f"每 30 天平均變化 {slope:+.2f}，{likely.zh}（{n} 人至少追蹤兩次）。"
        "若在消退，請安排複習、主管提醒或工作輔助，再追蹤一次。",
        f"The mean change per 30 days is {slope:+.2f}, {likely.en} ({n} persons followed up twice or more). "
        "If it fades, plan a refresher, reminders by supervisors or job aids, and follow up again.",
    )
