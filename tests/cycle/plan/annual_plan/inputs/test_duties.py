"""Which module is taken for a norm."""

from datetime import date

import pytest

from espalier.cycle.plan.annual_plan.inputs import duties
from espalier.cycle.plan.annual_plan.inputs.duties import Due
from espalier.engines.obligations.types import Accepted, Cap, Norm, Window
from tests.cycle.plan.annual_plan.inputs.making import module

DAY = date(2027, 6, 30)
SHORT = module(1, minutes=180, session_cost=6_000)
LONG = module(2, minutes=360, session_cost=18_000)
CHEAP = module(3, minutes=180, session_cost=3_000, mode="online")
MODULES = (SHORT, LONG, CHEAP)


def norm(code="N1", accepted=(1, 2, 3), **changes):
    told = {
        "id": int(code[1:]),
        "code": code,
        "window": Window.ROLLING,
        "months": 36,
        "minutes": 180,
    }
    told["accepted"] = tuple(
        each if isinstance(each, Accepted) else Accepted(each) for each in accepted
    )
    return Norm(**(told | changes))


CASES = {
    "the cheapest that is enough": (norm(), 180, [2]),
    "one long class instead of two short": (norm(accepted=(1, 2), minutes=360), 360, [1]),
    "several where none is enough": (norm(accepted=(1, 3), minutes=360), 360, [0, 2]),
    "only allowed modes": (norm(modes=frozenset({"classroom"})), 180, [0]),
    "a credit counts, not the hours": (norm(accepted=(Accepted(2, 60), 1)), 180, [0]),
    "hours of a mode are capped": (norm(caps=(Cap(60, mode="online"),)), 180, [0]),
    "any completion will do": (norm(accepted=(1, 3), minutes=0), 0, [2]),
    "nothing on offer": (norm(accepted=(9,)), 180, []),
    "not enough on offer": (norm(accepted=(3,), minutes=720), 720, []),
}


@pytest.mark.parametrize(("asked", "left", "expected"), CASES.values(), ids=CASES)
def test_the_cheapest_modules_that_count_are_taken(asked, left, expected):
    found = duties.choose([Due(0, asked, DAY, left)], MODULES)
    assert sorted(duty.module for duty in found.duties) == expected
    assert dict(found.unmet) == ({} if expected else {asked.id: (0,)})


def test_one_attendance_serves_two_norms_and_keeps_the_earlier_day():
    first, second = norm("N1", accepted=(1,)), norm("N2", accepted=(1, 3))
    later = Due(0, first, date(2027, 9, 1), 180)
    found = duties.choose([later, Due(0, second, DAY, 180)], (SHORT, CHEAP))
    # N2 falls due first and takes the cheap module; N1 does not accept it.
    assert {(duty.module, duty.due_on) for duty in found.duties} == {
        (1, DAY),
        (0, date(2027, 9, 1)),
    }
    shared = duties.choose(
        [Due(0, first, DAY, 180), Due(0, second, date(2027, 9, 1), 180)], (SHORT, CHEAP)
    )
    assert [(duty.module, duty.due_on) for duty in shared.duties] == [(0, DAY)]
    assert [(c.norm_id, c.module_id, c.n_people, c.n_others) for c in shared.choices] == [
        (1, 1, 1, 0),
        (2, 1, 1, 1),
    ]
