"""p-values of many tests together: the share of false alarms among the alarms is held (Benjamini-Hochberg)."""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Adjusted p-values: the least over all larger ones of p·m/rank, at most 1.

    Parameters
    ----------
    p_values : array_like, shape (m,)
        In 0–1.

    Raises
    ------
    ValueError
        Something outside 0–1.

    References
    ----------
    Benjamini, Y., Hochberg, Y.: Controlling the false discovery rate. JRSS B 57, 1995, 289–300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p = float_array("p_values", p_values, ndim=1)
    if p.size and not (p.min() >= 0 and p.max() <= 1):
        raise ValueError("p_values: numbers from 0 to 1 expected")
    order = np.argsort(p, kind="stable")[::-1]
    ranks = np.arange(p.size, 0, -1)
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * p.size / ranks), 1.0)
    return adjusted
