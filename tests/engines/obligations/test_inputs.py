"""Values are checked at birth; columns too; overtime by bands."""

from datetime import date

import numpy as np
import pytest

from espalier.engines.obligations.bulk.columns import Completions, Rows, ints, people_of
from espalier.engines.obligations.overtime import Band, overtime_cost
from espalier.engines.obligations.types import (
    Accepted,
    Cap,
    Exemption,
    Holding,
    Hours,
    Leave,
    Minimum,
    Norm,
    Person,
    Target,
    Window,
)

DAY = date(2026, 11, 2)
EARLIER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Norm(1, "N", Window.ROLLING), "0 months"),
        (lambda: Norm(1, "N", Window.ONCE, months=12), "12 months"),
        (lambda: Norm(1, "N", Window.CALENDAR, months=5), "do not divide"),
        (lambda: Norm(1, "N", Window.LICENCE, months=72), "names its licences"),
        (lambda: Norm(1, "N", Window.ROLLING, months=1, minutes=-1), "must be 0 or more"),
        (lambda: Norm(1, "N", Window.ONCE, effective_from=DAY, effective_to=EARLIER), "before"),
        (lambda: Norm(1, "N", Window.ONCE, accepted=(Accepted(1), Accepted(1))), "twice"),
        (lambda: Target(min_headcount=30, max_headcount=10), "binds nobody"),
        (lambda: Cap(60), "name a mode"),
        (lambda: Minimum("law", 0), "must be 1 or more"),
        (lambda: Hours(1, 1, DAY, -5), "must be 0 or more"),
        (lambda: Holding(1, 1, "base", 1, DAY, EARLIER), "before it starts"),
        (lambda: Leave(DAY, EARLIER), "before it starts"),
        (lambda: Person(1, DAY, left_on=EARLIER), "before it starts"),
        (lambda: Exemption("N", " ", DAY), "give the reason"),
    ],
)
def test_what_cannot_be_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()


def test_columns_are_checked():
    with pytest.raises(ValueError, match="ends before"):
        Rows(ints([0]), ints([10]), ints([9]))
    with pytest.raises(ValueError, match="shape"):
        Rows(ints([0, 1]), ints([10]), ints([19]))
    with pytest.raises(ValueError, match="order of person and day"):
        Completions(
            ints([1, 0]), ints([5, 5]), ints([60, 60]), ints([0, 0]), ((1, frozenset()),),
            ints([0, 0]), ("online",),
        )  # fmt: skip


def test_nobody_is_fine():
    assert len(people_of([])) == 0
    assert np.asarray(people_of([]).hours.day).size == 0


WEEKDAY = (Band(120, 4 / 3), Band(240, 5 / 3))
REST_DAY = (Band(120, 4 / 3), Band(480, 5 / 3), Band(None, 8 / 3))


@pytest.mark.parametrize(
    ("what", "minutes", "bands", "before", "amount"),
    [
        ("2 h after work on a weekday: 2 × 240 × 4/3", 120, WEEKDAY, 0, 640),
        ("3 h: the third at 5/3", 180, WEEKDAY, 0, 1040),
        ("1 h after 2 h of other overtime: all at 5/3", 60, WEEKDAY, 120, 400),
        ("8 h on a rest day: 2 at 4/3, 6 at 5/3", 480, REST_DAY, 0, 3040),
        ("inside working hours nothing is added", 0, WEEKDAY, 0, 0),
    ],
)
def test_overtime_by_bands(what, minutes, bands, before, amount):
    found = overtime_cost(minutes, 240.0, bands, minutes_before=before)
    assert found.amount == pytest.approx(amount)
    assert found.minutes_unpaid == 0


def test_minutes_beyond_the_last_band_are_said():
    found = overtime_cost(300, 240.0, WEEKDAY)
    assert (found.minutes_paid, found.minutes_unpaid) == (240, 60)


def test_wrong_bands_are_refused():
    with pytest.raises(ValueError, match="order"):
        overtime_cost(60, 240.0, (Band(None, 1.0), Band(120, 1.5)))
    with pytest.raises(ValueError, match="negative"):
        overtime_cost(-1, 240.0, WEEKDAY)
