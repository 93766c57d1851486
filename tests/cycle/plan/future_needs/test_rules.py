"""Who stands where on a day, and which changes may be written."""

from datetime import date

import pytest

from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.plan.future_needs import rules
from espalier.cycle.plan.future_needs.rules import ChangeProblem as P
from espalier.cycle.plan.future_needs.types import Change, ChangeKind, ChangeState, PersonFact

ANN = PersonOn(1, "0001", "林安", 10, 100)
DAY = date(2027, 6, 30)


def change(kind, on, *, unit_id=None, position_id=None, employee_id=1, headcount=1, pk=5):
    return Change(pk, ChangeKind(kind), on, employee_id, unit_id, position_id, headcount)


def staff(*changes, today=(ANN,), then=(ANN,), left_on=None):
    return rules.staff_of(then, {p.id: p for p in today}, left_on or {}, changes, on=DAY)


PLACES = {
    "nothing is known": ([], (10, 100)),
    "moved before the day": ([change("move", date(2027, 4, 1), unit_id=20)], (20, 100)),
    "moved on the day": ([change("move", DAY, unit_id=20)], (20, 100)),
    "moved after the day": ([change("move", date(2027, 7, 1), unit_id=20)], (10, 100)),
    "promoted in the same unit": ([change("promote", DAY, position_id=200)], (10, 200)),
    "the later of two counts": (
        [
            change("move", date(2027, 5, 1), unit_id=30, pk=6),
            change("move", date(2027, 4, 1), unit_id=20),
        ],
        (30, 100),
    ),
    "leaves on the day: still there": ([change("leave", DAY)], (10, 100)),
    "left the day before": ([change("leave", date(2027, 6, 29))], None),
    "retired before": ([change("retire", date(2027, 1, 31))], None),
}


@pytest.mark.parametrize(("changes", "place"), PLACES.values(), ids=PLACES)
def test_where_somebody_stands_on_the_day(changes, place):
    found = staff(*changes)
    stands = [(each.person.unit_id, each.person.position_id) for each in found.people]
    assert stands == ([place] if place else [])
    assert len(found.gone) == (0 if place else 1)


PREPARES = {
    "a year ahead": (date(2028, 6, 29), (200, 5)),
    "longer ahead": (date(2028, 6, 30), None),
    "already due": (date(2027, 1, 1), (200, 5)),
}


@pytest.mark.parametrize(("on", "prepares_for"), PREPARES.values(), ids=PREPARES)
def test_a_successor_learns_within_the_year_before(on, prepares_for):
    found = staff(change("successor", on, position_id=200))
    assert found.people[0].prepares_for == prepares_for
    assert found.people[0].person.position_id == 100


def test_hires_count_from_their_first_day():
    found = staff(
        change("hire", DAY, employee_id=None, unit_id=10, position_id=100, headcount=6),
        change(
            "hire", date(2027, 7, 1), employee_id=None, unit_id=10, position_id=100, headcount=2
        ),
    )
    assert (found.headcount, sum(each.headcount for each in found.hires)) == (7, 6)


def test_who_the_roster_says_is_gone_is_gone():
    assert [person.id for person, _change in staff(then=()).gone] == [1]


FACT = PersonFact(1, 10, 100, date(2024, 3, 1), None)
WRITE = {
    "a promotion": (("promote", FACT, None, 200, 1, ()), []),
    "a promotion to nothing": (("promote", FACT, None, None, 1, ()), [P.NO_POSITION]),
    "to where she stands": (("promote", FACT, 10, 100, 1, ()), [P.NOTHING_CHANGES]),
    "a transfer without unit": (("move", FACT, None, None, 1, ()), [P.NO_UNIT]),
    "nobody named": (("leave", None, None, None, 1, ()), [P.NO_PERSON]),
    "two people leave at once": (("leave", FACT, None, None, 2, ()), [P.BAD_HEADCOUNT]),
    "a hire": (("hire", None, 10, 100, 6, ()), []),
    "a hire with a name and without place": (
        ("hire", FACT, None, None, 0, ()),
        [P.BAD_HEADCOUNT, P.PERSON_OF_HIRE, P.NO_UNIT, P.NO_POSITION],
    ),
    "leaves twice": (
        ("retire", FACT, None, None, 1, ((ChangeKind.LEAVE, date(2027, 1, 1)),)),
        [P.TWICE],
    ),
}


@pytest.mark.parametrize(("told", "expected"), WRITE.values(), ids=WRITE)
def test_everything_wrong_with_a_change_is_named(told, expected):
    kind, person, unit_id, position_id, headcount, others = told
    found = rules.problems_of_change(
        kind=ChangeKind(kind), on=DAY, person=person, unit_id=unit_id, position_id=position_id,
        headcount=headcount, others=others,
    )  # fmt: skip
    assert found == expected


def test_days_before_being_hired_and_after_having_left():
    gone = PersonFact(1, 10, 100, date(2027, 7, 1), date(2027, 6, 1))
    found = rules.problems_of_change(
        kind=ChangeKind.LEAVE, on=DAY, person=gone, unit_id=None, position_id=None, headcount=1
    )
    assert found == [P.BEFORE_HIRED, P.LEFT_ALREADY]


def test_a_change_goes_from_expected_and_back():
    ways = {(a, b) for a in ChangeState for b in ChangeState if rules.may_become(a, b)}
    assert ways == {
        ("expected", "settled"), ("expected", "dropped"), ("settled", "expected"), ("dropped", "expected")
    }  # fmt: skip
