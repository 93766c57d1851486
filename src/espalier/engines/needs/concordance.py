"""Do the raters agree on the order of the needs? Kendall's coefficient of concordance."""

from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array


@dataclass(frozen=True, eq=False)
class Concordance:
    """Kendall's W in [0, 1] and its test.

    ``w``, ``chi_square`` and ``p_value`` are ``None`` when every rater gave all items one rank:
    nothing was ordered, so nothing can agree. ``warnings`` says when the p-value is rough.
    """

    w: float | None
    chi_square: float | None
    degrees_of_freedom: int
    p_value: float | None
    rank_sums: Floats
    n_raters: int
    n_items: int
    n_missing_raters: int
    warnings: tuple[str, ...]


def kendalls_w(ratings: ArrayLike, *, missing: MissingPolicy) -> Concordance:
    """Kendall's W with correction for ties: 12·S / (m²(n³ − n) − m·ΣT), T = Σ(t³ − t).

    Parameters
    ----------
    ratings : array_like of float, shape (m_raters, n_items)
        Scores or ranks; they are ranked within each rater, ties get the mean rank.
    missing : MissingPolicy
        ``exclude`` drops a rater with any hole, as ranks of fewer items cannot be compared;
        ``refuse`` stops; ``as_zero`` is refused.

    Raises
    ------
    ValueError
        With fewer than two complete raters or two items.

    References
    ----------
    Kendall, M. G., Babington Smith, B.: The problem of m rankings. Annals of Mathematical
    Statistics 10(3), 1939, 275–287. doi:10.1214/aoms/1177732186
    Siegel, S.: Nonparametric Statistics for the Behavioral Sciences, McGraw-Hill 1956, 229–238.

    Examples
    --------
    >>> found = kendalls_w([[1, 2, 3], [1, 2, 3], [1, 3, 2]], missing=MissingPolicy.REFUSE)
    >>> round(found.w, 4)
    0.7778
    """
    table = float_array("ratings", ratings, ndim=2, may_miss=True)
    complete: Bools = np.asarray(~np.isnan(table).any(axis=1))
    _check(complete, table.shape[1], missing)
    ranks, tie_terms = _ranks_with_ties(table[complete])
    m, n = ranks.shape
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    possible = m**2 * (n**3 - n) - m * tie_terms
    w = min(1.0, 12 * spread / possible) if possible > 0 else None
    chi_square = None if w is None else m * (n - 1) * w
    return Concordance(
        w=w,
        chi_square=chi_square,
        degrees_of_freedom=n - 1,
        p_value=None if chi_square is None else _chi_square_tail(chi_square, n - 1),
        rank_sums=sums,
        n_raters=m,
        n_items=n,
        n_missing_raters=int((~complete).sum()),
        warnings=_warnings(m, n, w),
    )


def _check(complete: Bools, n_items: int, missing: MissingPolicy) -> None:
    policy = MissingPolicy(missing)
    n_holes = int((~complete).sum())
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("ratings: a missing rank is not rank 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and n_holes:
        raise ValueError(f"ratings: {n_holes} rater(s) left items out; choose missing='exclude'")
    n_raters = complete.size - n_holes
    if n_raters < 2 or n_items < 2:
        raise ValueError(f"2 complete raters and 2 items needed, got {n_raters} and {n_items}")


def _ranks_with_ties(table: Floats) -> tuple[Floats, int]:
    """Mean ranks within each row, and Σ(t³ − t) over all groups of ties of all rows."""
    ranks = np.empty(table.shape)
    ties = 0
    for i, row in enumerate(table):
        _, inverse, counts = np.unique(row, return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        ranks[i] = (last - (counts - 1) / 2)[inverse]
        ties += int((counts.astype(object) ** 3 - counts).sum())
    return ranks, ties


def _chi_square_tail(value: float, degrees: int) -> float:
    special = import_module("scipy.special")  # costly to import, so only when it is needed
    return float(special.gammaincc(degrees / 2, value / 2))


def _warnings(m: int, n: int, w: float | None) -> tuple[str, ...]:
    if w is None:
        return ("every rater gave all items the same rank: W is undefined",)
    if n <= 7 and m < 20:
        # Siegel's exact tables cover n ≤ 7; the chi-square is for larger n or many raters.
        return (f"{n} items and {m} raters are few: the chi-square p-value is an approximation",)
    return ()
