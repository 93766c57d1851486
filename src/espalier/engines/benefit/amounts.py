"""Money, counts and shares, checked before anything is computed from them."""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array

LARGEST = 1e15


def money(name: str, amount: float) -> None:
    """Raise ``ValueError`` where ``amount`` is no finite number of a size that money has."""
    if not abs(amount) <= LARGEST:
        raise ValueError(f"{name}: a finite number up to {LARGEST:g} expected, got {amount!r}")


def amounts(name: str, values: ArrayLike) -> Floats:
    """A column of finite numbers of a size that money and counts have. Raises ``ValueError`` for anything else."""
    array = float_array(name, values, ndim=1)
    if (np.abs(array) > LARGEST).any():
        raise ValueError(f"{name}: amounts beyond {LARGEST:g}")
    return array


def shares(**given: float) -> None:
    """Raise ``ValueError`` where one of the named numbers is no share, 0–1."""
    for name, share in given.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{name}: a share of 0 to 1 expected, got {share}")
