"""The rules of reviews: tables a manager could read."""

from datetime import date
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.kit.approval import rules
from espalier.kit.approval.rules import (
    Absence,
    Act,
    Bar,
    Hand,
    RunState,
    Seat,
    StepState,
    Votes,
)

STATES = [*RunState, *StepState]
# state       | act       | where it leads; everything that is not in this table leads nowhere.
WAYS = """
running       | approve   | run_approved
running       | send_back | sent_back
running       | withdraw  | withdrawn
waiting       | open      | open
waiting       | leave_out | not_needed
waiting       | close     | closed
open          | agree     | agreed
open          | send_back | returned
open          | close     | closed
"""


def ways() -> dict[tuple[str, str], str]:
    lines = [line.split("|") for line in WAYS.strip().splitlines()]
    return {(a.strip(), b.strip()): c.strip() for a, b, c in lines}


@pytest.mark.parametrize(("state", "act"), list(product(STATES, Act)))
def test_every_act_leads_where_the_table_says_or_nowhere(state, act):
    expected = ways().get((str(state), str(act)))
    if expected is None:
        with pytest.raises(rules.NotOpen):
            rules.next_state(state, act)
    else:
        assert rules.next_state(state, act) == expected


def test_runs_and_steps_have_no_state_in_common():
    assert set(map(str, RunState)) & set(map(str, StepState)) == set()
    assert set(map(str, rules.FIRST_STATES)) == {"running", "waiting"}


# minimum | maximum | amount | needed
AMOUNTS = [
    (None, None, None, True),
    (None, None, 10**9, True),
    (100_001, None, 100_000, False),
    (100_001, None, 100_001, True),
    (None, 100_000, 100_000, True),
    (None, 100_000, 100_001, False),
    (100, 200, 150, True),
    (100, None, None, False),  # without an amount it counts as 0
    (None, 100, None, True),
    (0, 0, None, True),
]


@pytest.mark.parametrize(("low", "high", "amount", "needed"), AMOUNTS)
def test_a_step_is_needed_within_its_limits(low, high, amount, needed):
    assert rules.covers_amount(low, high, amount) is needed


def test_gaps_between_limits_are_named():
    assert rules.amounts_without_approval([(None, 100), (101, None)]) == []
    assert rules.amounts_without_approval([(None, 100), (201, None)]) == [101]
    assert rules.amounts_without_approval([(50, 100)]) == [0, 101]
    assert rules.amounts_without_approval([]) == [0]


limits = st.lists(
    st.tuples(st.none() | st.integers(0, 30), st.none() | st.integers(0, 30)), max_size=4
)


@given(limits)
def test_gaps_are_exact(steps):
    bare = {
        amount
        for amount in range(40)
        if not any(rules.covers_amount(low, high, amount) for low, high in steps)
    }
    assert set(rules.amounts_without_approval(steps)) <= bare
    assert bool(rules.amounts_without_approval(steps)) == bool(bare)


# agreed | against | able | quorum | vote | outcome
OUTCOMES = [
    (0, 0, 3, None, False, None),
    (1, 0, 2, None, False, Act.AGREE),
    (0, 1, 2, None, False, Act.SEND_BACK),
    (1, 0, 2, 2, False, None),
    (2, 0, 1, 2, False, Act.AGREE),
    (1, 1, 1, 2, False, Act.SEND_BACK),  # a quorum is no vote: one against sends back
    (1, 1, 1, None, True, None),  # two of three would carry it, and one is left
    (2, 1, 0, None, True, Act.AGREE),
    (1, 2, 0, None, True, Act.SEND_BACK),
    (0, 2, 1, None, True, Act.SEND_BACK),  # the last vote cannot change it
    (2, 2, 0, None, True, Act.SEND_BACK),  # a tie does not carry
    (1, 1, 3, 3, True, None),
    (1, 3, 1, 3, True, Act.SEND_BACK),
]


@pytest.mark.parametrize(("yes", "no", "able", "quorum", "vote", "expected"), OUTCOMES)
def test_what_the_count_makes_of_a_step(yes, no, able, quorum, vote, expected):
    assert rules.outcome(Votes(yes, no, able), quorum=quorum, is_vote=vote) is expected


@given(st.integers(0, 6), st.integers(0, 6), st.none() | st.integers(1, 6), st.booleans())
def test_a_vote_always_ends_when_everybody_has_spoken(yes, no, quorum, vote):
    votes = Votes(yes, no, 0)
    if yes + no and vote:
        assert rules.outcome(votes, quorum=quorum, is_vote=True) is not None or not no


# agreed | quorum | at least so many more
MISSING = [(0, None, 1), (1, None, 1), (0, 3, 3), (2, 3, 1), (3, 3, 1)]


@pytest.mark.parametrize(("agreed", "quorum", "more"), MISSING)
def test_how_many_more_an_open_step_needs(agreed, quorum, more):
    assert rules.n_missing(agreed, quorum) == more


PREPARER, OTHER, DEPUTY = 1, 2, 3
PREPARED = Hand(10, "prepared", PREPARER)
REVIEWED = Hand(11, "reviewed", OTHER)
BY_DEPUTY = Hand(11, "reviewed", DEPUTY, acted_for_id=OTHER)
# what | step | kind | people | hands | same person allowed | bar
BARS = {
    "nobody decided yet": (12, "approved", {OTHER}, [], False, None),
    "the preparer approves": (12, "approved", {PREPARER}, [PREPARED], False, Bar.PREPARED_IT),
    "the preparer approves, though one person may decide several steps":
        (12, "approved", {PREPARER}, [PREPARED], True, Bar.PREPARED_IT),
    "who sent it in approves": (12, "approved", {9}, [], True, Bar.PREPARED_IT),
    "the preparer reviews": (11, "reviewed", {PREPARER}, [PREPARED], False, Bar.DECIDED_OTHER),
    "the preparer reviews, allowed": (11, "reviewed", {PREPARER}, [PREPARED], True, None),
    "the same step twice": (11, "reviewed", {OTHER}, [REVIEWED], True, Bar.DECIDED_THIS),
    "a second step": (12, "approved", {OTHER}, [REVIEWED], False, Bar.DECIDED_OTHER),
    "a second step, allowed": (12, "approved", {OTHER}, [REVIEWED], True, None),
    "in the place of the preparer": (12, "approved", {DEPUTY, PREPARER}, [PREPARED], True, Bar.PREPARED_IT),
    "the deputy for two people": (12, "approved", {DEPUTY, 8}, [BY_DEPUTY], False, Bar.DECIDED_OTHER),
    "who was stood in for": (12, "approved", {OTHER}, [BY_DEPUTY], False, Bar.DECIDED_OTHER),
}  # fmt: skip


@pytest.mark.parametrize(
    ("step", "kind", "people", "hands", "same", "expected"), BARS.values(), ids=BARS
)
def test_who_may_not_decide(step, kind, people, hands, same, expected):
    found = rules.bar(
        step_id=step,
        kind=kind,
        people=people,
        hands=hands,
        started_by_id=9,
        allows_same_person=same,
    )
    assert found is expected


def can_be_filled(seats: list[Seat], started_by_id: int) -> bool:
    """By trying every order of people: the slow truth."""
    places = [seat for seat in seats for _n in range(seat.n_needed)]
    everybody = set().union(*(seat.takers for seat in seats)) if seats else set()
    return any(
        all(
            person in seat.takers and not (seat.kind == "approved" and person == started_by_id)
            for person, seat in zip(chosen, places, strict=True)
        )
        for chosen in permutations(everybody, len(places))
    )


seat_lists = st.lists(
    st.tuples(
        st.sampled_from(["prepared", "reviewed", "approved"]),
        st.frozensets(st.integers(1, 5), max_size=4),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: [Seat(n, *row) for n, row in enumerate(rows)])


@given(seat_lists)
def test_a_run_starts_exactly_when_its_steps_can_be_filled(seats):
    missing = rules.seats_nobody_takes(seats, started_by_id=1, allows_same_person=False)
    assert (missing == []) is can_be_filled(seats, 1)


def test_with_the_same_person_allowed_only_self_approval_is_short():
    seats = [
        Seat(1, "prepared", frozenset({1})),
        Seat(2, "reviewed", frozenset({1})),
        Seat(3, "approved", frozenset({1})),
    ]
    assert rules.seats_nobody_takes(seats, started_by_id=1, allows_same_person=True) == [3]


def away(person: int, delegate: int, first: int = 1, last: int = 9) -> Absence:
    return Absence(person, delegate, date(2026, 11, first), date(2026, 11, last))


# new | held | circle
CIRCLES = {
    "nobody else is away": (away(1, 2), [], None),
    "to oneself": (away(1, 1), [], [1, 1]),
    "to each other": (away(1, 2), [away(2, 1)], [1, 2, 1]),
    "through a third": (away(1, 2), [away(2, 3), away(3, 1)], [1, 2, 3, 1]),
    "on other days": (away(1, 2, 1, 4), [away(2, 1, 5, 9)], None),
    "only one common day": (away(1, 2, 1, 5), [away(2, 1, 5, 9)], [1, 2, 1]),
    "never all away on one day": (away(1, 2, 1, 9), [away(2, 3, 1, 3), away(3, 1, 5, 9)], None),
    "a chain that does not come back": (away(1, 2), [away(2, 3), away(3, 4)], None),
}


@pytest.mark.parametrize(("new", "held", "circle"), CIRCLES.values(), ids=CIRCLES)
def test_circles_of_delegation_are_found_and_named(new, held, circle):
    assert rules.delegation_circle(new, held) == circle


def test_one_stands_in_for_a_chain_of_absent_people():
    pairs = [(1, 2), (2, 3), (7, 8)]
    assert rules.stands_in_for(pairs, 3) == [2, 1]
    assert rules.stands_in_for(pairs, 2) == [1]
    assert rules.stands_in_for([(1, 2), (2, 1)], 1) == [2]


# opened (2026-11) | working days | due
DUES = [
    (date(2026, 11, 2), 1, date(2026, 11, 3)),
    (date(2026, 11, 6), 1, date(2026, 11, 10)),  # the weekend, and Monday the 9th is a day off
    (date(2026, 11, 5), 2, date(2026, 11, 10)),
    (date(2026, 11, 12), 2, date(2026, 11, 14)),  # Saturday the 14th is worked
]


@pytest.mark.parametrize(("opened", "days", "due"), DUES)
def test_limits_count_working_days(opened, days, due):
    changed = {date(2026, 11, 9): False, date(2026, 11, 14): True}
    found = rules.due_day(opened, days, working_weekdays="12345", changed=changed)
    assert found == due


DUE = date(2026, 11, 10)
# today (November) | last reminded | reminded
REMINDERS = [
    (8, None, False),
    (9, None, True),
    (9, 9, False),
    (10, 9, True),
    (10, None, True),
    (10, 10, False),
    (11, 10, True),
    (12, 11, False),
    (13, 11, False),
    (14, 11, True),
    (30, None, True),
]


@pytest.mark.parametrize(("today", "last", "expected"), REMINDERS)
def test_when_people_are_reminded(today, last, expected):
    on = date(2026, 11, today)
    said = date(2026, 11, last) if last else None
    assert rules.is_reminded(DUE, on, said) is expected
