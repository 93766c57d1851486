"""Who changed by more than measurement error: the reliable change index of every learner.

SEM = SD_pre √(1 - reliability); RCI = (post - pre)/(SEM √2); beyond ± 1.96 the change is more than the test's own
noise.

References
----------
Jacobson, Truax: Clinical significance. Journal of Consulting and Clinical Psychology 59, 1991, 12–19.
"""

from dataclasses import dataclass
from math import inf, sqrt

from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import no_variation
from espalier.engines.effects.missing.stages import counted
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage

METHOD = "reliable-change"
LOW_RELIABILITY = 0.7
FEWEST_FOR_SD = 10


@dataclass(frozen=True, eq=False)
class ReliableChange:
    """``index`` of every used learner, shape (n_used,), positive where things became better; ``used`` marks them.

    ``needed``: the change in points from which it is more than error.
    """

    index: Floats
    improved: Bools
    worsened: Bools
    used: Bools
    sem: float
    needed: float
    share_improved: float
    interval: Interval
    n_improved: int
    n_worsened: int
    n_unchanged: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """How many improved beyond measurement error, of how many."""
        told = Said(
            "{n} 人中有 {up} 人的進步超過測量誤差（至少 {needed:.1f} 分），{down} 人退步超過測量誤差，其餘 "
            "{same} 人看不出變化。"
            "沒有對照組時，這不能說明是訓練造成的。",
            "{up} of {n} improved beyond measurement error ({needed:.1f} points or more), {down} became "
            "worse beyond it, "
            "{same} cannot be told apart from before. Without a comparison group this does not say the "
            "training did it.",
        ).filled(
            n=self.n_used,
            up=self.n_improved,
            down=self.n_worsened,
            same=self.n_unchanged,
            needed=self.needed,
        )
        return told + self.warnings[0] if self.warnings else told


def reliable_change(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    reliability: float,
    missing: MissingPolicy,
    sd: float | None = None,
    higher_is_better: bool = True,
    level: float = 0.95,
) -> ReliableChange | Refusal:
    """Which learners changed by more than the error of the test.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing.
    reliability : float
        Of the scores, above 0 and below 1.
    sd : float, optional
        Standard deviation of the pre-test in a larger group; that of these learners (ten or more) if not given.

    Returns
    -------
    ReliableChange or Refusal
        Refused where the standard deviation has to come from fewer than ten learners or from scores all alike.

    Raises
    ------
    ValueError
        Bad arrays, a reliability or SD out of bounds.

    Notes
    -----
    Checked against: Jacobson & Truax 1991, p. 14 (pre 47.5, post 32.5, SD 7.5, reliability .80: RCI 3.16).

    Examples
    --------
    >>> found = reliable_change(
    ...     [47.5], [32.5], reliability=0.8, sd=7.5, higher_is_better=False, missing=MissingPolicy.REFUSE
    ... )
    >>> round(float(found.index[0]), 2), found.n_improved
    (3.16, 1)
    """
    if not 0 < reliability < 1:
        raise ValueError(f"reliability: above 0 and below 1 expected, got {reliability}")
    if sd is not None and not 0 < sd < inf:
        raise ValueError(f"sd: above 0 expected, got {sd}")
    people = counted({"pre": pre, "post": post}, missing=missing)
    if sd is None:
        if people.n_used < FEWEST_FOR_SD:
            return _no_spread_known(people.n_used)
        if is_constant(people["pre"]):
            return no_variation(METHOD, people.n_used)
        sd = float(people["pre"].std(ddof=1))
    sem = sd * sqrt(1 - reliability)
    z = normal_quantile((1 + level) / 2)
    sign = 1.0 if higher_is_better else -1.0
    index = sign * (people["post"] - people["pre"]) / (sem * sqrt(2))
    improved, worsened = index > z, index < -z
    n_up, n_down, n = int(improved.sum()), int(worsened.sum()), people.n_used
    return ReliableChange(
        index=index,
        improved=improved,
        worsened=worsened,
        used=people.used,
        sem=sem,
        needed=z * sem * sqrt(2),
        share_improved=n_up / n,
        interval=wilson(n_up, n, level=level),
        n_improved=n_up,
        n_worsened=n_down,
        n_unchanged=n - n_up - n_down,
        n_used=n,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(_reliable(reliability),),
        warnings=() if reliability >= LOW_RELIABILITY else (_NOISY,),
    )


_NOISY = Said(
    "這次分數的信度偏低，個人的變化很難看清楚。",
    "These scores are noisy (low reliability), so single learners' changes are hard to see.",
)


def _reliable(reliability: float) -> Assumption:
    held = reliability >= LOW_RELIABILITY
    return Assumption(
        "reliable_scores",
        held,
        Said(
            f"這群人分數的信度為 {reliability:.2f}。",
            f"The reliability of this group's scores is {reliability:.2f}.",
        ),
    )


def _no_spread_known(n: int) -> Refusal:
    return Refusal(
        METHOD,
        "too_few",
        Said(
            f"只有 {n} 人，不足以估計分數的標準差（至少 {FEWEST_FOR_SD} 人）。",
            f"{n} learners are too few to estimate the spread of the scores ({FEWEST_FOR_SD} or more).",
        ),
        Said("請提供較大群體的標準差。", "Give the standard deviation of a larger group."),
        n_used=n,
    )
