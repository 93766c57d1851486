"""What a row of offers may say, and what keeps an offer from being used."""

from dataclasses import replace
from datetime import date

import pytest

from espalier.cycle.plan.offers import rules
from espalier.cycle.plan.offers.rules import Around, ResourceFact
from espalier.cycle.plan.offers.rules import OfferProblem as P
from espalier.cycle.plan.offers.types import OfferFacts, OfferKind

ROWS = {
    "all right": ({}, []),
    "one more to run than it holds": ({"seats_min": 13}, ["min_above_max"]),
    "months as people write them": ({"preferred_months": "3月、4, 9"}, []),
    "a month too many": ({"preferred_months": "3,13"}, ["no_month"]),
    "no number": ({"preferred_months": "春"}, ["no_month"]),
    "a public class in our room": ({"kind": "public", "rooms": ("R1",)}, ["place_elsewhere"]),
    "exact grant": ({"grant_per_session": 20_000 + 12 * 500}, []),
    "a grant above the cost": ({"grant_per_session": 20_000 + 12 * 500 + 1}, ["grant_above_cost"]),
    "everything at once": (
        {"seats_min": 13, "preferred_months": "0", "grant_per_session": 10**6},
        ["min_above_max", "no_month", "grant_above_cost"],
    ),
}


@pytest.mark.parametrize(("changes", "codes"), ROWS.values(), ids=ROWS)
def test_everything_wrong_with_a_row_is_named(changes, codes):
    told = {
        "kind": "class",
        "seats_min": 6,
        "seats_max": 12,
        "session_cost": 20_000,
        "head_cost": 500,
    }
    assert [code for _column, code in rules.problems_of_row(told | changes)] == codes


def test_months_are_kept_in_order_and_once():
    assert rules.months_in("9、3,3月;12") == (3, 9, 12)
    assert rules.months_in("") == ()


def resource(pk, kind="instructor", **changes):
    told = {"seats": None, "ended_on": None, "contract_ends": None, "minutes": 600}
    return ResourceFact(id=pk, code=f"X{pk}", name="", kind=kind, **(told | changes))


OFFER = OfferFacts(
    id=1, module_id=7, kind=OfferKind.CLASS, seats_min=6, seats_max=12, sessions_max=None,
    session_cost=0, head_cost=0, meetings=2, meeting_minutes=180, instructor_ids=frozenset({1}),
    room_ids=frozenset({2}), equipment_ids=frozenset(), slot_kind_ids=frozenset(),
    money_line_id=None, grant_id=None, grant_per_session=0, months=(), spacing_days=5,
)  # fmt: skip
ROOM = resource(2, "room", seats=12)
AROUND = Around(2027, {1: resource(1), 2: ROOM}, {7: 360}, {(7, 3): 3.0}, {})


def around(**changes):
    return replace(AROUND, resources=AROUND.resources | changes.pop("resources", {}), **changes)


CASES = {
    "all right": (OFFER, AROUND, []),
    "the module is no longer in force": (OFFER, around(hours={}), [P.NOT_IN_FORCE]),
    "other hours": (replace(OFFER, meetings=3), AROUND, [P.HOURS_DIFFER]),
    "nobody named": (replace(OFFER, instructor_ids=frozenset()), AROUND, [P.NOBODY_TEACHES]),
    "a room that teaches": (
        replace(OFFER, instructor_ids=frozenset({1, 2})), AROUND, [P.NOT_A_TEACHER]
    ),
    "gone before the year": (
        OFFER, around(resources={1: resource(1, ended_on=date(2026, 12, 31))}), [P.GONE, P.NOBODY_TEACHES]
    ),
    "there on the first day": (OFFER, around(resources={1: resource(1, ended_on=date(2027, 1, 1))}), []),
    "contract to the last day": (OFFER, around(resources={1: resource(1, contract_ends=date(2027, 12, 31))}), []),
    "contract ends a day earlier": (
        OFFER, around(resources={1: resource(1, contract_ends=date(2027, 12, 30))}), [P.CONTRACT_ENDS]
    ),
    "no hours": (OFFER, around(resources={1: resource(1, minutes=0)}), [P.NO_HOURS, P.NOBODY_TEACHES]),
    "a room of eleven": (
        OFFER, around(resources={2: replace(ROOM, seats=11)}), [P.ROOM_TOO_SMALL]
    ),
    "any room, and one fits": (replace(OFFER, room_ids=frozenset()), AROUND, []),
    "any room, and none fits": (
        replace(OFFER, room_ids=frozenset(), seats_max=13), AROUND, [P.NO_ROOM]
    ),
    "at the workplace no room is needed": (
        replace(OFFER, kind=OfferKind.JOB, room_ids=frozenset(), seats_max=99), AROUND, []
    ),
    "a public class needs neither": (
        replace(OFFER, kind=OfferKind.PUBLIC, room_ids=frozenset(), instructor_ids=frozenset()), AROUND, []
    ),
    "slots of exactly the length": (replace(OFFER, longest_slot=180), AROUND, []),
    "slots that are too short": (replace(OFFER, longest_slot=179), AROUND, [P.SLOT_TOO_SHORT]),
    "entry just below exit": (replace(OFFER, entry=((3, 2.9),)), AROUND, []),
    "entry at exit": (replace(OFFER, entry=((3, 3.0),)), AROUND, [P.ENTRY_ABOVE_EXIT]),
    "a budget line without amount": (replace(OFFER, money_line_id=2), AROUND, [P.NO_AMOUNT]),
}  # fmt: skip


@pytest.mark.parametrize(("offer", "known", "expected"), CASES.values(), ids=CASES)
def test_everything_in_the_way_of_an_offer_is_named(offer, known, expected):
    found = rules.problems_of_offer(offer, known)
    assert [problem for problem, _about in found] == expected
