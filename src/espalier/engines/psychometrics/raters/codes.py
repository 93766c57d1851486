"""Ratings in categories: whole codes from 0, a hole where somebody gave none."""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array


def category_array(name: str, values: ArrayLike, *, ndim: int) -> Floats:
    """Return whole codes 0, 1, 2, … as floats with NaN where a rating is missing.

    Raises
    ------
    ValueError
        Codes that are negative or broken, text, infinite numbers, or another number of dimensions.
    """
    codes = float_array(name, values, ndim=ndim, may_miss=True)
    given = codes[~np.isnan(codes)]
    if (given < 0).any() or (given != np.floor(given)).any():
        raise ValueError(f"{name}: category codes are whole numbers from 0")
    return codes


def complete_rows(name: str, table: Floats, missing: MissingPolicy) -> Bools:
    """Which rows have no hole, by the policy: ``exclude`` leaves the others out, ``refuse`` stops.

    Raises
    ------
    ValueError
        Something is missing and the policy is to refuse; or the policy is ``as_zero``.
    """
    policy = MissingPolicy(missing)
    complete: Bools = np.asarray(~np.isnan(table).any(axis=1))
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(f"{name}: a missing rating is not a rating of 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not complete.all():
        n_holes = int((~complete).sum())
        raise ValueError(
            f"{name}: {n_holes} of {complete.size} rows lack a rating; choose missing='exclude'"
        )
    return complete
