"""Arrays checked at birth, and what to do where a number is missing."""

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class MissingPolicy(StrEnum):
    """What a missing number means; every function that may meet one asks for it by keyword."""

    EXCLUDE = "exclude"  # leave it out of numerator and denominator, and count it
    AS_ZERO = "as_zero"  # nobody showed any level: the worst case
    REFUSE = "refuse"  # stop with a message that says how many are missing


def float_array(name: str, values: ArrayLike, *, ndim: int, may_miss: bool = False) -> Floats:
    """Return ``values`` as float64, or say what is wrong with them.

    Raises
    ------
    ValueError
        Wrong number of dimensions, an infinite number, or NaN where ``may_miss`` is false.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != ndim:
        raise ValueError(f"{name}: {ndim} dimension(s) expected, got shape {array.shape}")
    if np.isinf(array).any():
        raise ValueError(f"{name}: infinite values at {_first_places(np.isinf(array))}")
    if not may_miss and np.isnan(array).any():
        raise ValueError(f"{name}: missing values (NaN) at {_first_places(np.isnan(array))}")
    return array


def non_negative(name: str, array: Floats) -> None:
    """Raise ``ValueError`` with the first places where ``array`` is below zero."""
    if (array < 0).any():
        raise ValueError(f"{name}: must not be negative, but is at {_first_places(array < 0)}")


def code_array(name: str, values: ArrayLike, *, n_codes: int, length: int, lowest: int = 0) -> Ints:
    """Return integer codes in ``lowest..n_codes-1``, one per row, or say what is wrong."""
    array: NDArray[Any] = np.asarray(values)
    if array.shape != (length,):
        raise ValueError(f"{name}: shape ({length},) expected, got {array.shape}")
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{name}: integer codes expected, got {array.dtype}")
    codes = array.astype(np.int64)
    outside = (codes < lowest) | (codes >= n_codes)
    if outside.any():
        raise ValueError(
            f"{name}: codes must be in {lowest}..{n_codes - 1}, not so at {_first_places(outside)}"
        )
    return codes


def settle_missing(name: str, values: Floats, missing: MissingPolicy) -> tuple[Floats, Bools]:
    """Apply the policy; return the values and where they may be used.

    Raises
    ------
    ValueError
        When the policy is to refuse and something is missing.
    """
    absent = np.isnan(values)
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.REFUSE and absent.any():
        raise ValueError(
            f"{name}: {int(absent.sum())} of {absent.size} values are missing; "
            "choose missing='exclude' or 'as_zero', or fill them in"
        )
    if policy is MissingPolicy.AS_ZERO:
        return np.where(absent, 0.0, values), np.ones(values.shape, dtype=np.bool_)
    return values, ~absent


def share(part: ArrayLike, whole: ArrayLike, *, of_nothing: float = np.nan) -> Floats:
    """Return ``part / whole``, ``of_nothing`` where the whole is zero, without a warning."""
    top, bottom = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    result = np.full(top.shape, of_nothing)
    np.divide(top, bottom, out=result, where=bottom != 0)
    return result


def _first_places(wrong: Bools, most: int = 5) -> str:
    places = [tuple(int(i) for i in place) for place in np.argwhere(wrong)[:most]]
    more = int(wrong.sum()) - len(places)
    shown = ", ".join(str(p[0]) if len(p) == 1 else str(p) for p in places)
    return f"{shown} and {more} more" if more else shown
