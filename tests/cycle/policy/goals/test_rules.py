"""P1.1.1: what a goal must say, and which links are missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.policy.goals import rules
from espalier.cycle.policy.goals.types import Level
from tests.factories.policy import measured, values

B, D, R = Level.BUSINESS, Level.DEVELOPMENT, Level.DIRECTION
EARLY, LATE = date(2026, 1, 1), date(2028, 12, 31)
CASES = {
    "a code and a sentence are enough": (B, values("G1"), []),
    "nothing typed": (B, values(" ", text=" "), ["no_key", "no_text"]),
    "a direction is a number": (R, values("A1"), ["bad_number"]),
    "direction 0": (R, values("0"), ["bad_number"]),
    "direction ²": (R, values("²"), ["bad_number"]),
    "direction 999": (R, values("999"), []),
    "a code may be letters": (D, values("D-甲"), []),
    "due on the first day": (B, values("G1", starts_on=EARLY, ends_on=EARLY), []),
    "due before it begins": (B, values("G1", starts_on=LATE, ends_on=EARLY), ["period_reversed"]),
    "a target of nothing": (B, values("G1", target=Decimal(3)), ["target_without_measure"]),
    "a target of zero counts": (B, values("G1", target=Decimal(0)), ["target_without_measure"]),
    "complete": (R, measured("1"), []),
    "a baseline without period": (
        R,
        measured("1", baseline_period=""),
        ["baseline_without_source"],
    ),
    "a baseline without source": (R, measured("1", source=" "), ["baseline_without_source"]),
    "a baseline without n": (R, measured("1", baseline_n=None), ["baseline_without_source"]),
    "no baseline needs no source": (R, measured("1", baseline=None, source=""), []),
}


@pytest.mark.parametrize(("level", "told", "expected"), CASES.values(), ids=CASES)
def test_every_problem_is_named(level, told, expected):
    assert rules.problems_of_values(level, told) == expected


def test_a_way_leads_over_every_development_goal_between():
    ways = rules.chains([(1, 10), (1, 11), (2, 11)], [(10, 100), (11, 100), (12, 101)])
    assert ways == {(1, 100): (10, 11), (2, 100): (11,)}
    assert rules.uncovered([1, 2, 3], ways) == [3]
    assert rules.unjustified([100, 101], ways) == [101]


LINKS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)))


@given(up=LINKS, down=LINKS, more=st.tuples(st.integers(0, 6), st.integers(0, 6)))
def test_another_link_never_breaks_a_way(up, down, more):
    everything = range(7)
    before = rules.chains(up, down)
    after = rules.chains(up | {more}, down)
    assert set(rules.uncovered(everything, after)) <= set(rules.uncovered(everything, before))
    assert set(rules.unjustified(everything, after)) <= set(rules.unjustified(everything, before))


@given(up=LINKS, down=LINKS)
def test_a_way_exists_exactly_where_two_links_meet(up, down):
    ways = rules.chains(up, down)
    brute = {(g, r) for g, d in up for e, r in down if d == e}
    assert set(ways) == brute
    assert all((g, d) in up and (d, r) in down for (g, r), between in ways.items() for d in between)
