"""Several outcomes at once: p-values adjusted so that looking often does not find by chance.

For p sorted upward, i = 1..k: Bonferroni k·p; Holm max_j≤i (k - j + 1)·p_j; Benjamini-Hochberg min_j≥i (k/j)·p_j;
Benjamini-Yekutieli the same times Σ 1/i; Hommel by Wright's closed procedure; all at most 1.

References
----------
Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 1979, 65–70.
Benjamini, Hochberg: Controlling the false discovery rate. JRSS B 57, 1995, 289–300. Benjamini, Yekutieli: Annals of
Statistics 29, 2001, 1165–1188. Wright: Adjusted p-values for simultaneous inference. Biometrics 48, 1992, 1005–1013.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.types import Said


class Adjustment(StrEnum):
    """Which promise the adjusted p-values keep."""

    HOLM = "holm"  # no false finding among all, for few confirmatory outcomes
    BH = "bh"  # of what is found, at most this share false, for screening many
    BONFERRONI = "bonferroni"
    HOMMEL = "hommel"
    BY = "by"


@dataclass(frozen=True, eq=False)
class AdjustedOutcomes:
    """``adjusted`` and ``raw`` p-values in the order given; ``is_found`` by the adjusted ones.

    The ``primary`` outcome, named before the data, is tested by its raw p-value; the others among themselves.
    """

    names: tuple[str, ...]
    adjusted: Floats
    raw: Floats
    is_found: tuple[bool, ...]
    adjustment: Adjustment
    alpha: float
    primary: str | None
    n_used: int

    @property
    def n_found(self) -> int:
        return sum(self.is_found)

    @property
    def sentence(self) -> Said:
        """Which outcomes stand out after all were counted, and that the size is told elsewhere."""
        found = [name for name, is_found in zip(self.names, self.is_found, strict=True) if is_found]
        by_chance = self.alpha * len(self.names)
        return Said(
            "同時看 {k} 項結果，只憑運氣也約有 {chance:.1f} 項會看似有差異；校正後仍看得出差異的有 {n} 項（{zh}）。"
            "差異有多大，請看各項的區間。",
            "{k} outcomes were looked at together; about {chance:.1f} would seem to differ by luck alone. "
            "After adjustment {n} still stand out ({en}). How large they are is told by their intervals.",
        ).filled(
            k=len(self.names),
            chance=by_chance,
            n=len(found),
            zh="、".join(found) or "無",
            en=", ".join(found) or "none",
        )


def adjusted_p(p_values: ArrayLike, adjustment: Adjustment) -> Floats:
    """Adjusted p-values, in the order given.

    Parameters
    ----------
    p_values : array_like of float, shape (k,)
        Between 0 and 1, nothing missing.

    Raises
    ------
    ValueError
        None at all, or a value that is no probability.

    Notes
    -----
    Checked against: case ``effect_multiple_testing_bh1995`` (R p.adjust), 1e-10.

    Examples
    --------
    >>> adjusted_p([0.01, 0.04, 0.03], Adjustment.HOLM).tolist()
    [0.03, 0.06, 0.06]
    """
    p = float_array("p_values", p_values, ndim=1)
    if not p.size or (p < 0).any() or (p > 1).any():
        raise ValueError(f"p_values: one or more between 0 and 1 expected, got {p.tolist()}")
    order = np.argsort(p, kind="stable")
    found = np.empty(len(p))
    found[order] = np.minimum(_RULES[Adjustment(adjustment)](p[order]), 1.0)
    return found


def adjust_outcomes(
    p_values: ArrayLike,
    names: Sequence[str],
    *,
    adjustment: Adjustment = Adjustment.HOLM,
    primary: str | None = None,
    alpha: float = 0.05,
) -> AdjustedOutcomes:
    """The outcomes of one evaluation judged together.

    Parameters
    ----------
    primary : str, optional
        The one outcome that was named before the data; it stands on its own.

    Raises
    ------
    ValueError
        As ``adjusted_p``; a name twice or missing, an unknown primary, ``alpha`` not between 0 and 1.

    Examples
    --------
    >>> adjust_outcomes([0.04, 0.03, 0.2], ["test", "task", "survey"], primary="test").is_found
    (True, False, False)
    """
    p = float_array("p_values", p_values, ndim=1)
    if len(names) != len(p) or len(set(names)) != len(p):
        raise ValueError(f"names: {len(p)} different names expected, got {list(names)}")
    if primary is not None and primary not in names:
        raise ValueError(f"primary: {primary!r} is none of {', '.join(names)}")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha: between 0 and 1 expected, got {alpha}")
    is_other = np.array([name != primary for name in names], dtype=bool)
    adjusted = p.copy()
    if is_other.any():
        adjusted[is_other] = adjusted_p(p[is_other], adjustment)
    adjusted_p(p, adjustment)  # also refuses a primary outcome whose p is no probability
    return AdjustedOutcomes(
        names=tuple(names),
        adjusted=adjusted,
        raw=p,
        is_found=tuple(bool(each) for each in adjusted <= alpha),
        adjustment=Adjustment(adjustment),
        alpha=alpha,
        primary=primary,
        n_used=len(p),
    )


def _bonferroni(p: Floats) -> Floats:
    return np.asarray(p * len(p))


def _holm(p: Floats) -> Floats:
    return np.asarray(np.maximum.accumulate(p * np.arange(len(p), 0, -1)))


def _bh(p: Floats) -> Floats:
    k = len(p)
    return np.asarray(np.minimum.accumulate((p * k / np.arange(1, k + 1))[::-1])[::-1])


def _by(p: Floats) -> Floats:
    return np.asarray(_bh(p) * float((1 / np.arange(1, len(p) + 1)).sum()))


def _hommel(p: Floats) -> Floats:
    """The smallest level at which Simes' test rejects every set that holds the hypothesis."""
    k = len(p)
    found = np.full(k, float((k * p / np.arange(1, k + 1)).min()))
    for m in range(k - 1, 1, -1):
        head, tail = p[: k - m + 1], p[k - m + 1 :]
        least = float((m * tail / np.arange(2, m + 1)).min())
        part = np.empty(k)
        part[: k - m + 1] = np.minimum(m * head, least)
        part[k - m + 1 :] = part[k - m]
        found = np.maximum(found, part)
    return np.asarray(np.maximum(found, p))


_RULES: dict[Adjustment, Callable[[Floats], Floats]] = {
    Adjustment.HOLM: _holm,
    Adjustment.BH: _bh,
    Adjustment.BONFERRONI: _bonferroni,
    Adjustment.HOMMEL: _hommel,
    Adjustment.BY: _by,
}
