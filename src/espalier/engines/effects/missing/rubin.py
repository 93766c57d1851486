"""One result from several imputed data sets.

Q = mean of the estimates, U = mean of their variances, B = variance of the estimates, T = U + (1 + 1/m) B; degrees of
freedom by Barnard and Rubin, never more than the complete data would have.

References
----------
Rubin: Multiple Imputation for Nonresponse in Surveys, 1987, 76–77. Barnard, Rubin: Small-sample degrees of freedom with
multiple imputation. Biometrika 86, 1999, 948–955.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import float_array, non_negative
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval


@dataclass(frozen=True, slots=True)
class Pooled:
    """``missing_information``: share of what the complete data would have told that is not there, 0–1."""

    estimate: float
    se: float
    df: float
    interval: Interval
    missing_information: float
    n_sets: int


def pooled(
    estimates: ArrayLike, variances: ArrayLike, df_complete: float, *, level: float = 0.95
) -> Pooled:
    """Rubin's rules for m estimates with their variances.

    Parameters
    ----------
    estimates, variances : array_like of float, shape (m,)
    df_complete : float
        Degrees of freedom of the analysis if nothing were missing.

    Raises
    ------
    ValueError
        Fewer than two sets, unequal lengths, negative variances, or no variance at all.

    Notes
    -----
    Checked against: the formulas by hand in our test, 1e-12.

    Examples
    --------
    >>> found = pooled([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], 100)
    >>> found.estimate, round(found.se**2, 4)
    (2.0, 2.3333)
    """
    q, u = float_array("estimates", estimates, ndim=1), float_array("variances", variances, ndim=1)
    non_negative("variances", u)
    if len(q) < 2 or len(q) != len(u) or not df_complete > 0:
        raise ValueError(
            f"pooled: two or more sets, as many variances, df; got {len(q)}, {len(u)}, {df_complete}"
        )
    m, within, between = len(q), float(u.mean()), float(q.var(ddof=1))
    total = within + (1 + 1 / m) * between
    if total <= 0:
        raise ValueError("pooled: no variance within or between the sets")
    lost = (1 + 1 / m) * between / total
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - lost)
    if lost == 0:
        df = observed
    elif lost == 1:
        df = float(m - 1)
    else:
        df = 1 / (lost**2 / (m - 1) + 1 / observed)
    estimate, se = float(q.mean()), float(np.sqrt(total))
    return Pooled(estimate, se, df, around(estimate, se, df=df, level=level), lost, m)
