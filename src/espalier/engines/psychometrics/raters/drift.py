"""Does a rater score today as then? Seed papers scored a second time.

References
----------
Harik et al. 2009, Journal of Educational Measurement 46, 43–58 (rater drift). Paired differences with one pooled
variance: any text on the analysis of variance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, code_array, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.raters.codes import complete_rows
from espalier.engines.psychometrics.raters.wording import no_variation, too_few

METHOD = "rater-drift"


@dataclass(frozen=True, slots=True)
class RaterShift:
    """``shift``: points given more the second time (negative: fewer)."""

    rater: str
    shift: float
    interval: Interval
    n: int
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """Every rater's shift; intervals hold together (Bonferroni). ``spread``: SD of the differences within raters."""

    raters: tuple[RaterShift, ...]
    too_few: tuple[str, ...]
    spread: float
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def rater_drift(
    first: ArrayLike,
    second: ArrayLike,
    raters: ArrayLike,
    *,
    names: Sequence[str],
    missing: MissingPolicy,
    smallest: float,
    n_least: int = 10,
    level: float = 0.95,
) -> Drift | Refusal:
    """Mean of (second − first) per rater ± t · s_pooled/√n.

    Parameters
    ----------
    first, second : array_like of float, shape (n,)
        The scores of the same paper by the same rater, then and now.
    raters : array_like of int, shape (n,)
        Codes into ``names``.
    missing : MissingPolicy
        ``exclude`` leaves out papers without both scores, ``refuse`` stops.
    smallest : float
        The smallest shift worth acting on, in points, above 0.
    n_least : int
        A rater with fewer papers gets no number.

    Raises
    ------
    ValueError
        Lengths that differ, codes out of range, ``smallest`` not above 0.

    Checked against: the hand-computed table in the tests, 1e-12.

    Examples
    --------
    >>> found = rater_drift([5, 6, 7], [6, 7, 9], [0, 0, 0], names=("A",), missing=MissingPolicy.REFUSE,
    ...                     smallest=1.0, n_least=3)
    >>> round(found.raters[0].shift, 3)
    1.333
    """
    one = float_array("first", first, ndim=1, may_miss=True)
    two = float_array("second", second, ndim=1, may_miss=True)
    if one.shape != two.shape:
        raise ValueError(f"first and second: lengths differ, {one.size} and {two.size}")
    rater = code_array("raters", raters, n_codes=len(names), length=one.size)
    if not smallest > 0:
        raise ValueError(f"smallest: points worth acting on are above 0, got {smallest}")
    kept = complete_rows("scores", np.column_stack([one, two]), missing)
    by_rater = [(two - one)[kept & (rater == i)] for i in range(len(names))]
    judged = {name: d for name, d in zip(names, by_rater, strict=True) if d.size >= max(2, n_least)}
    left_out = tuple(name for name in names if name not in judged)
    if not judged:
        instead = Said("請再多重評幾份樣卷。", "Have more seed papers scored again.")
        most = max((d.size for d in by_rater), default=0)
        return too_few(
            METHOD, Said("份重評樣卷", "papers scored twice"), most, max(2, n_least), instead
        )
    stages = (Stage("papers", one.size), Stage("scored_twice", int(kept.sum()), int((~kept).sum())))
    return _drift(judged, left_out, stages, smallest, level)


def _drift(
    judged: dict[str, Floats],
    left_out: tuple[str, ...],
    stages: tuple[Stage, ...],
    smallest: float,
    level: float,
) -> Drift | Refusal:
    n = sum(d.size for d in judged.values())
    df = n - len(judged)
    variance = sum(float(((d - d.mean()) ** 2).sum()) for d in judged.values()) / df
    if variance <= 1e-12:
        return no_variation(
            METHOD,
            Said("每位評分者兩次的差都相同", "Every rater's differences are all the same"),
            n,
        )
    t = t_quantile(1 - (1 - level) / 2 / len(judged), df)
    found = []
    for name, d in judged.items():
        shift, half = float(d.mean()), t * sqrt(variance / d.size)
        interval = Interval(shift - half, shift + half, level)
        found.append(
            RaterShift(name, shift, interval, d.size, abs(shift) >= smallest and 0 not in interval)
        )
    why = Said(
        f"重評份數太少：{'、'.join(left_out)}",
        f"too few papers scored again: {', '.join(left_out)}",
    )
    n_all = stages[-1].n
    stages += (Stage("raters_with_enough", n, n_all - n, why if left_out else None),)
    blind = Said(
        "評分者不知道是重評的樣卷", "raters did not know which papers they had scored before"
    )
    return Drift(
        tuple(found), left_out, sqrt(variance), n, stages[1].n_dropped, stages,
        (Assumption("blind", None, blind),), (why,) if left_out else (), _sentence(found, smallest, n),
    )  # fmt: skip


def _sentence(found: list[RaterShift], smallest: float, n: int) -> Said:
    flagged = [each for each in found if each.is_flagged]
    if not flagged:
        widest = max(each.interval.high - each.shift for each in found)
        return Said(
            f"{len(found)} 位評分者中，沒有人清楚漂移達 {smallest:g} 分（{n} 份重評，各人誤差約 ±{widest:.1f} 分）；"
            "請繼續定期放入樣卷。",
            f"Of {len(found)} raters nobody has clearly drifted by {smallest:g} points ({n} papers scored again, each "
            f"known to about ±{widest:.1f}); keep mixing in seed papers.",
        )
    zh = "；".join(
        f"{e.rater} {e.shift:+.1f} 分（{e.interval.low:+.1f} 至 {e.interval.high:+.1f}，{e.n} 份）"
        for e in flagged
    )
    en = "; ".join(
        f"{e.rater} {e.shift:+.1f} points ({e.interval.low:+.1f} to {e.interval.high:+.1f}, {e.n} papers)"
        for e in flagged
    )  # fmt: skip
    return Said(
        f"{len(found)} 位評分者中有 {len(flagged)} 位的標準已漂移：{zh}。請先重新校準，並複查漂移期間的評分。",
        f"Of {len(found)} raters {len(flagged)} have drifted: {en}. Calibrate again, and re-check what they scored "
        "in between.",
    )
