"""Isolation by people who were not trained: a comparison group, or the difference of two changes."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.benefit.amounts import amounts
from espalier.engines.benefit.isolation import OTHERS, Isolation, IsolationMethod, measured
from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Refusal, Said

FEWEST_IN_GROUP = 10


def by_control_group(
    trained: ArrayLike, compared: ArrayLike, *, smallest: float, level: float = 0.95
) -> Isolation | Refusal:
    """Difference of means with Welch's interval: SE² = s₁²/n₁ + s₂²/n₂, df by Welch and Satterthwaite.

    Parameters
    ----------
    trained, compared : array_like of float, shapes (n1,) and (n2,)
        The business measure of each person after training, more is better.
    smallest : float
        The difference worth having, in the same unit, above 0.

    Returns
    -------
    Isolation or Refusal
        Refused with fewer than 10 in a group or where nobody varies.

    Raises
    ------
    ValueError
        Missing or infinite numbers.

    References
    ----------
    Welch, Biometrika 34 (1947) 28–35. Phillips 2003, ch. 5. Checked against: the formula written out in the tests;
    ``roi_retail_control_group`` for the difference.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> found = by_control_group(rng.normal(12, 1, 30), rng.normal(10, 1, 30), smallest=1.0)
    >>> found.verdict.value
    'clear'
    """
    a, b = amounts("trained", trained), amounts("compared", compared)
    return _welch(IsolationMethod.CONTROL_GROUP, a, b, smallest, level)


def by_difference_in_differences(
    trained_before: ArrayLike,
    trained_after: ArrayLike,
    compared_before: ArrayLike,
    compared_after: ArrayLike,
    *,
    smallest: float,
    level: float = 0.95,
) -> Isolation | Refusal:
    """Mean change of the trained minus mean change of the compared, Welch's interval of the two changes.

    Parameters
    ----------
    trained_before, trained_after : array_like of float, shape (n1,)
        The same persons or units, in the same order.
    compared_before, compared_after : array_like of float, shape (n2,)

    Returns
    -------
    Isolation or Refusal
        Refused with fewer than 10 in a group or where all change alike.

    Raises
    ------
    ValueError
        Missing or infinite numbers, or before and after of different length.

    References
    ----------
    Angrist & Pischke, Mostly Harmless Econometrics, 2009, ch. 5. Checked against: :func:`by_control_group` of changes.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, y = rng.normal(10, 1, 30), rng.normal(10, 1, 30)
    >>> found = by_difference_in_differences(x, x + rng.normal(2, .5, 30), y, y + rng.normal(0, .5, 30), smallest=1.0)
    >>> found.method.value
    'difference_in_differences'
    """
    changes = []
    for name, before, after in (
        ("trained", trained_before, trained_after),
        ("compared", compared_before, compared_after),
    ):
        first = amounts(f"{name}_before", before)
        second = amounts(f"{name}_after", after)
        if first.shape != second.shape:
            raise ValueError(f"{name}: {first.size} before and {second.size} after")
        changes.append(second - first)
    method = IsolationMethod.DIFFERENCE_IN_DIFFERENCES
    return _welch(method, changes[0], changes[1], smallest, level)


def _welch(
    method: IsolationMethod, a: Floats, b: Floats, smallest: float, level: float
) -> Isolation | Refusal:
    few = _few_in(min(a.size, b.size), a.size + b.size)
    if few is not None:
        return few
    parts = (float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size)
    # A spread that is a rounding error of the numbers themselves is none.
    if sqrt(sum(parts)) <= 1e-12 * max(float(np.abs(a).max()), float(np.abs(b).max())):
        return Refusal("isolation", "no_variation", _FLAT, None, a.size + b.size)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (a.size - 1) + parts[1] ** 2 / (b.size - 1))
    effect = float(a.mean() - b.mean())
    interval = around(effect, sqrt(sum(parts)), df=df, level=level)
    return measured(method, effect, interval, a.size + b.size, smallest, True)


def _few_in(smaller: int, n: int) -> Refusal | None:
    if smaller >= FEWEST_IN_GROUP:
        return None
    return Refusal("isolation", "too_few", _FEW.filled(n=smaller), OTHERS, n)


_FEW = Said(
    "較小的一組只有 {n} 人，至少要 10 人。",
    "The smaller group has {n} persons; at least 10 are needed.",
)
_FLAT = Said(
    "每個人的數字都一樣，無法估計不確定性。",
    "All figures are alike: how sure it is cannot be told.",
)
