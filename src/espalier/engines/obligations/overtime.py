"""Overtime for training the employer demands outside working hours.

Hours of such training are working time. What lies over normal hours is paid by bands: each band pays its multiple
of the hourly wage for the minutes that fall in it. The bands are an argument, because the law's change.

pay = hourly wage × Σ over bands (minutes in the band / 60) × multiple

References
----------
台勞動二字第 33866 號函 (1992-01-06): training the employer compels is working time.
勞動基準法 §24: bands of overtime pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Band:
    """Minutes up to ``until`` (of the day's overtime; None: all further ones) at this multiple of the wage."""

    until: int | None
    multiple: float

    def __post_init__(self) -> None:
        if self.multiple < 0 or (self.until is not None and self.until <= 0):
            raise ValueError(f"Band: until {self.until}, multiple {self.multiple}")


@dataclass(frozen=True, slots=True)
class Overtime:
    """What a stretch of training outside working hours costs; ``minutes_unpaid`` lie beyond the last band."""

    amount: float
    minutes_paid: int
    minutes_unpaid: int


def overtime_cost(
    minutes: int, hourly_wage: float, bands: Sequence[Band], *, minutes_before: int = 0
) -> Overtime:
    """Cost of one person's training on one day.

    Parameters
    ----------
    minutes
        Demanded training outside normal hours; 0 or more.
    hourly_wage
        In whole or fractional NT$.
    bands
        In order; minutes beyond the last band are not paid but counted, so that the caller can refuse them.
    minutes_before
        Overtime already worked that day: it used up the first minutes of the bands.

    Raises
    ------
    ValueError
        On negative numbers or bands out of order.

    Examples
    --------
    >>> weekday = (Band(120, 4 / 3), Band(240, 5 / 3))
    >>> round(overtime_cost(180, 240.0, weekday).amount, 2)
    1040.0
    """
    if minutes < 0 or hourly_wage < 0 or minutes_before < 0:
        raise ValueError("overtime_cost: minutes and wage must not be negative")
    limits = [float("inf") if band.until is None else band.until for band in bands]
    if any(one >= next_one for one, next_one in pairwise(limits)):
        raise ValueError("overtime_cost: bands must be in the order of their limits")
    amount, paid, begins = 0.0, 0, 0
    first, last = minutes_before, minutes_before + minutes
    for band in bands:
        ends = last if band.until is None else band.until
        inside = max(0, min(last, ends) - max(first, begins))
        amount += hourly_wage * inside / 60 * band.multiple
        paid, begins = paid + inside, ends
    return Overtime(amount, paid, minutes - paid)
