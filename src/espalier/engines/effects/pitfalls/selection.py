"""Who was picked, who stayed, who was compared: regression to the mean, drop-out, volunteers (detectors 1, 5, 11)."""

from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import complete_pairs, measured_array
from espalier.engines.effects.pitfalls.alert import Alert, Pitfall
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.types import Said

NOTABLE_D = 0.20
NOTABLE_SHARE = 0.20
LEAST_SHARE = 0.05


def regression_to_mean(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    missing: MissingPolicy,
    population_mean: float,
    reliability: float,
    were_picked_low: bool,
) -> Alert | None:
    """Fires when learners were picked for low scores: (1 − r_xx)(μ − mean pre) is gained without any training.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        Scores of those picked, NaN not measured.
    population_mean : float
        μ of all who took the pre-test, in the same unit.
    reliability : float
        Of the pre-test in all of them, 0–1.
    were_picked_low : bool
        Whether low pre-test scores decided who was trained.

    Returns
    -------
    Alert or None
        With the expected gain beside the gain seen; none where those picked do not lie below μ.

    Raises
    ------
    ValueError
        A reliability outside 0–1, or nobody with both scores.

    References
    ----------
    Campbell & Kenny, A Primer on Regression Artifacts, Guilford 1999, ch. 2. Checked against: the formula by hand.

    Examples
    --------
    >>> alert = regression_to_mean([40, 44], [50, 52], missing=MissingPolicy.REFUSE,
    ...     population_mean=60, reliability=0.75, were_picked_low=True)
    >>> alert.saw["expected_gain"], alert.saw["gain"]
    (4.5, 9.0)
    """
    if not 0 <= reliability <= 1:
        raise ValueError(f"reliability: 0 to 1 expected, got {reliability}")
    pairs = complete_pairs(pre, post, missing=missing, names=("pre", "post"))
    if pairs.n_used == 0:
        raise ValueError("pre and post: nobody has both")
    expected = (1 - reliability) * (population_mean - float(pairs.x.mean()))
    if not were_picked_low or expected <= 0:
        return None
    gain = float((pairs.y - pairs.x).mean())
    return Alert(
        Pitfall.REGRESSION_TO_MEAN,
        {"expected_gain": expected, "gain": gain, "n": pairs.n_used},
        Said(
            f"學員是因前測低分而挑選的：不訓練也會因迴歸平均數而進步約 {expected:.1f} 分；"
            f"觀察到的進步是 {gain:.1f} 分（{pairs.n_used} 人）。請以未訓練的低分者作對照。",
            f"Learners were picked for low pre-test scores: {expected:.1f} points would come without training; "
            f"seen were {gain:.1f} ({pairs.n_used} persons). Compare with low scorers who were not trained.",
        ),
    )


def drop_out(pre: ArrayLike, post: ArrayLike) -> Alert | None:
    """Fires when those without a post-test are 20 % or more, or 5 % or more and .2 SD apart at the pre-test.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN not measured; persons with a pre-test count as starters.

    Raises
    ------
    ValueError
        Shapes that differ, infinite values, nobody with a pre-test.

    References
    ----------
    statistics.md, section 5 (judgement); difference in SD of all starters. Checked against: hand figures.

    Examples
    --------
    >>> nan = float("nan")
    >>> drop_out([50, 60, 70, 80], [60, 70, nan, nan]).saw["share_lost"]
    0.5
    """
    before = measured_array("pre", pre, ndim=1, may_miss=True)
    after = measured_array("post", post, ndim=1, may_miss=True)
    if before.shape != after.shape or np.isnan(before).all():
        raise ValueError(
            f"pre {before.shape} and post {after.shape}: one each, and a pre-test at least"
        )
    started = ~np.isnan(before)
    left = started & np.isnan(after)
    n, n_left = int(started.sum()), int(left.sum())
    if n_left == 0:
        return None
    d = 0.0
    sd = float(before[started].std(ddof=1)) if n > 1 else 0.0
    if sd > 0 and n_left < n:
        d = float(before[left].mean() - before[started & ~left].mean()) / sd
    share = n_left / n
    if share < NOTABLE_SHARE and (share < LEAST_SHARE or abs(d) < NOTABLE_D):
        return None
    return Alert(
        Pitfall.DROP_OUT,
        {"share_lost": share, "n_lost": n_left, "n_started": n, "difference_in_sd": d},
        Said(
            f"{n} 人中有 {n_left} 人（{100 * share:.0f}%）沒有後測，他們的前測與留下者相差 {d:+.2f} 個標準差。"
            "留下的人可能不代表全班；請補測，並做遺漏資料的敏感度分析。",
            f"{n_left} of {n} ({100 * share:.0f}%) have no post-test; their pre-test differs by "
            f"{d:+.2f} SD from those who "
            "stayed. Those who stayed may not stand for the class: test the others, and try what "
            "the missing could change.",
        ),
    )


class Chosen(StrEnum):
    """How it was decided who was trained and who was compared."""

    BY_LOT = "by_lot"
    BY_MANAGER = "by_manager"
    VOLUNTEERS = "volunteers"


def volunteers(
    chosen: Chosen, pre_trained: ArrayLike | None = None, pre_compared: ArrayLike | None = None
) -> Alert | None:
    """Fires when people chose for themselves whether to be trained; shows how the groups differed before, in SD.

    Parameters
    ----------
    chosen : Chosen
        How the groups came about.
    pre_trained, pre_compared : array_like of float, optional
        Pre-test scores of either group, two at least.

    Raises
    ------
    ValueError
        Missing or infinite scores, fewer than two in a group.

    References
    ----------
    Shadish, Cook & Campbell, Experimental and Quasi-Experimental Designs, 2002, ch. 4–5 (selection).
    Checked against: hand figures.

    Examples
    --------
    >>> volunteers(Chosen.BY_LOT) is None
    True
    """
    if Chosen(chosen) is not Chosen.VOLUNTEERS:
        return None
    saw: dict[str, float] = {}
    shown = Said("前測差距未知", "how they differed before is not known")
    if pre_trained is not None and pre_compared is not None:
        d = _standardised(
            _scores("pre_trained", pre_trained), _scores("pre_compared", pre_compared)
        )
        saw = {"difference_in_sd": d}
        shown = Said(f"前測相差 {d:+.2f} 個標準差", f"they differed by {d:+.2f} SD before")
    return Alert(
        Pitfall.VOLUNTEERS,
        saw,
        Said(
            f"受訓者是自願參加的，動機可能不同（{shown.zh}）。差異不能全歸於訓練；"
            "下一梯可用候補名單作對照。",
            f"Those trained chose it themselves and may be keener ({shown.en}). Not all of the "
            "difference is training: "
            "use a waiting list as comparison next time.",
        ),
    )


def _scores(name: str, values: ArrayLike) -> Floats:
    scores = measured_array(name, values, ndim=1)
    if scores.size < 2:
        raise ValueError(f"{name}: two scores at least")
    return scores


def _standardised(a: Floats, b: Floats) -> float:
    pooled = ((a.size - 1) * a.var(ddof=1) + (b.size - 1) * b.var(ddof=1)) / (a.size + b.size - 2)
    return float(a.mean() - b.mean()) / sqrt(pooled) if pooled > 0 else 0.0
