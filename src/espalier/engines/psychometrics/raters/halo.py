"""Halo: does a rater give every criterion the same mark? Correlations between criteria, rater by rater.

References
----------
Engelhard 1994, Journal of Educational Measurement 31, 93–112. Thorndike 1920, Journal of Applied Psychology 4, 25–29.
Interval by jackknife over the works: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, code_array, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.raters.codes import complete_rows
from espalier.engines.psychometrics.raters.wording import too_few

METHOD = "rater-halo"


@dataclass(frozen=True, slots=True)
class RaterHalo:
    """``correlation``: mean correlation between criteria in a rater's marks; ``of_others``: the mean of the others."""

    rater: str
    correlation: float
    interval: Interval
    of_others: float
    within_sd: float
    n: int
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Halo:
    """Every rater who could be judged; ``not_judged`` names the others."""

    raters: tuple[RaterHalo, ...]
    not_judged: tuple[str, ...]
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def rater_halo(
    scores: ArrayLike,
    raters: ArrayLike,
    *,
    names: Sequence[str],
    missing: MissingPolicy,
    smallest: float = 0.2,
    n_least: int = 10,
    level: float = 0.95,
) -> Halo | Refusal:
    """Mean Fisher-z correlation over all pairs of criteria, per rater, against the mean of the other raters.

    A rater is flagged where the whole interval (jackknife over works, joint level by Bonferroni) lies above the
    others' mean and the difference is at least ``smallest``.

    Parameters
    ----------
    scores : array_like of float, shape (n_works, n_criteria)
        One row a piece of work by one rater.
    raters : array_like of int, shape (n_works,)
        Codes into ``names``.
    missing : MissingPolicy
        ``exclude`` leaves out rows with a hole, ``refuse`` stops.
    smallest : float
        Difference of correlations worth acting on, above 0.
    n_least : int
        A rater with fewer works is not judged; nor is one whose marks on a criterion never vary.

    Raises
    ------
    ValueError
        Fewer than two criteria, codes out of range, ``smallest`` not above 0.

    Checked against: numpy.corrcoef per rater, 1e-12 (tests).

    Examples
    --------
    >>> marks = [[1, 4], [2, 1], [3, 3], [4, 2], [1, 1], [2, 2], [3, 3], [4, 5]]
    >>> found = rater_halo(marks, [0, 0, 0, 0, 1, 1, 1, 1], names=("A", "B"), missing=MissingPolicy.REFUSE, n_least=4)
    >>> [round(each.correlation, 2) for each in found.raters]
    [-0.4, 0.98]
    """
    table = float_array("scores", scores, ndim=2, may_miss=True)
    if table.shape[1] < 2:
        raise ValueError("scores: halo is seen between criteria, so two are the least")
    rater = code_array("raters", raters, n_codes=len(names), length=table.shape[0])
    if not smallest > 0:
        raise ValueError(f"smallest: a difference worth acting on is above 0, got {smallest}")
    kept = complete_rows("scores", table, missing)
    marks = {name: table[kept & (rater == i)] for i, name in enumerate(names)}
    judged = {name: each for name, each in marks.items() if _can_be_judged(each, n_least)}
    if len(judged) < 2:
        instead = Said(
            "請累積更多評分；分數毫無變化的規準先檢查規準本身。", "Collect more marks first."
        )
        what = Said(
            f"位可判斷的評分者（{n_least} 件以上且分數有變化）",
            f"raters with {n_least} varying works or more",
        )
        return too_few(METHOD, what, len(judged), 2, instead)
    not_judged = tuple(name for name in names if name not in judged)
    n = sum(each.shape[0] for each in judged.values())
    found = _compared(judged, smallest, level)
    why = Said(
        f"無法判斷：{'、'.join(not_judged)}", f"could not be judged: {', '.join(not_judged)}"
    )
    stages = (
        Stage("works", table.shape[0]),
        Stage("complete", int(kept.sum()), int((~kept).sum())),
        Stage("raters_with_enough", n, int(kept.sum()) - n, why if not_judged else None),
    )
    like = Said("各評分者評的作品程度與種類相近", "the raters scored work of like kind and spread")
    return Halo(
        tuple(found), not_judged, n, int((~kept).sum()), stages, (Assumption("like_work", None, like),),
        (why,) if not_judged else (), _sentence(found),
    )  # fmt: skip


def _can_be_judged(marks: Floats, n_least: int) -> bool:
    """Enough works, and still varying marks in every criterion whichever work is left out."""
    if marks.shape[0] < max(4, n_least):
        return False
    most = max(int(np.unique(column, return_counts=True)[1].max()) for column in marks.T)
    return bool(most <= marks.shape[0] - 2)


def _mean_z(marks: Floats) -> float:
    r = np.asarray(np.corrcoef(marks, rowvar=False))[np.triu_indices(marks.shape[1], 1)]
    # Marks copied from one criterion to the next correlate 1, which has no z.
    return float(np.arctanh(np.clip(r, -0.9999, 0.9999)).mean())


def _compared(judged: dict[str, Floats], smallest: float, level: float) -> list[RaterHalo]:
    z = {name: _mean_z(each) for name, each in judged.items()}
    found = []
    for name, marks in judged.items():
        n = marks.shape[0]
        without = np.array([_mean_z(np.delete(marks, i, axis=0)) for i in range(n)])
        se = sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
        half = t_quantile(1 - (1 - level) / 2 / len(judged), n - 1) * se
        others = tanh(float(np.mean([each for other, each in z.items() if other != name])))
        r = tanh(z[name])
        interval = Interval(tanh(z[name] - half), tanh(z[name] + half), level)
        spread = float(marks.std(axis=1, ddof=1).mean())
        flagged = interval.low > others and r - others >= smallest
        found.append(RaterHalo(name, r, interval, others, spread, n, flagged))
    return found


def _sentence(found: list[RaterHalo]) -> Said:
    flagged = [each for each in found if each.is_flagged]
    n = sum(each.n for each in found)
    if not flagged:
        return Said(
            f"{len(found)} 位評分者中，沒有人明顯把各項規準評成一樣（{n} 件作品）；件數少時這項檢查不靈敏。",
            f"Of {len(found)} raters nobody clearly marks all criteria alike ({n} works); with few works this check "
            "does not see much.",
        )
    zh = "；".join(
        f"{e.rater} {e.correlation:.2f}（其他人平均 {e.of_others:.2f}，{e.n} 件）" for e in flagged
    )
    en = "; ".join(
        f"{e.rater} {e.correlation:.2f} (the others {e.of_others:.2f}, {e.n} works)"
        for e in flagged
    )
    return Said(
        f"{len(found)} 位評分者中有 {len(flagged)} 位可能有月暈效應，各規準分數的相關偏高：{zh}。"
        "請改為逐項規準評分，並先排除作品本來就整齊的可能。",
        f"Of {len(found)} raters {len(flagged)} may show halo, with criteria correlating higher than in the others: "
        f"{en}. Score one criterion at a time, and first rule out that their works were simply even.",
    )
