"""Terms and periods of whole columns of days; the rules are those of ``periods``."""

import numpy as np
from numpy.typing import NDArray

from espalier.engines.obligations.bulk.columns import END, Ints

_EPOCH = 719163  # the ordinal of 1970-01-01, from which numpy counts


def _as_dates(days: Ints) -> NDArray[np.datetime64]:
    return (days - _EPOCH).astype("datetime64[D]")


def _as_ordinals(days: NDArray[np.datetime64]) -> Ints:
    return days.astype("datetime64[D]").astype(np.int64) + _EPOCH


def month_numbers(days: Ints) -> Ints:
    """Months since the year 0: year × 12 + month − 1."""
    return _as_dates(days).astype("datetime64[M]").astype(np.int64) + 1970 * 12


def first_of_month(numbers: Ints) -> Ints:
    """The day on which the month with this number begins."""
    return _as_ordinals((numbers - 1970 * 12).astype("datetime64[M]"))


def last_days(events: Ints, months: Ints | int) -> Ints:
    """The last day of a term of ``months`` after each event; what has no end keeps none."""
    safe = np.where(events >= END, 0 + _EPOCH, events) + 1
    month = month_numbers(safe)
    place = safe - first_of_month(month)  # days after the first of the month
    begins = first_of_month(month + months)
    length = first_of_month(month + months + 1) - begins
    found = np.where(place >= length, begins + length - 1, begins + place - 1)
    return np.where(events >= END, END, found)
