"""The stated rule of the current level: which ratings count, how much, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.people.evidence import rules
from espalier.cycle.people.evidence.types import (
    DEFAULT_WEIGHTS,
    RatingFact,
    RatingRow,
    SourceWeight,
)

ON = date(2026, 11, 2)


def fact(n, source, level, rated_on):
    return RatingFact(n, source, level, rated_on)


def merged(*facts, on=ON):
    return rules.merged_level(facts, DEFAULT_WEIGHTS, on=on)


def test_the_weighted_mean_of_the_latest_of_every_source():
    # test 3 × 4, supervisor 2 × 3, self 1 × 5: (12 + 6 + 5) / 6
    found = merged(
        fact(1, "test", 4, date(2026, 5, 1)),
        fact(2, "supervisor", 3, date(2026, 6, 1)),
        fact(3, "self", 5, date(2026, 6, 1)),
        fact(4, "supervisor", 1, date(2026, 1, 1)),
    )
    assert found.level == pytest.approx(23 / 6)
    assert [use.ignored for use in found.uses] == [None, None, None, "superseded"]
    assert [use.weight_share for use in found.uses] == pytest.approx([3 / 6, 2 / 6, 1 / 6, 0])
    assert found.n_used == 3


@pytest.mark.parametrize(
    ("source", "rated_on", "counts"),
    [
        ("self", date(2025, 11, 3), True),  # twelve months are over on 2026-11-03
        ("self", date(2025, 11, 2), False),  # over today
        ("supervisor", date(2025, 5, 3), True),  # eighteen months
        ("supervisor", date(2025, 5, 2), False),
        ("test", date(2024, 11, 3), True),  # twenty-four months
        ("instructor", date(2024, 11, 2), False),
        ("peer", date(2025, 11, 1), False),
        ("self", date(2026, 11, 2), True),  # given today
        ("self", date(2026, 11, 3), False),  # given tomorrow
    ],
)
def test_every_source_has_its_own_window(source, rated_on, counts):
    found = merged(fact(1, source, 3, rated_on))
    assert (found.level is not None) is counts


def test_why_a_rating_is_ignored_is_said():
    found = merged(
        fact(1, "self", 3, date(2026, 12, 1)),
        fact(2, "self", 3, date(2024, 12, 1)),
        fact(3, "gossip", 3, date(2026, 10, 1)),
    )
    assert [use.ignored for use in found.uses] == ["later", "too_old", "too_old"]
    assert found.level is None


def test_the_level_holds_until_the_first_input_grows_too_old():
    found = merged(fact(1, "self", 3, date(2026, 3, 31)), fact(2, "test", 3, date(2026, 1, 1)))
    assert found.holds_until == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("own", "supervisor", "disagrees"), [(5, 3, True), (4.9, 3, False), (1, 3, True), (3, 3, False)]
)
def test_two_levels_between_self_and_supervisor_are_flagged(own, supervisor, disagrees):
    day = date(2026, 10, 1)
    found = merged(fact(1, "self", own, day), fact(2, "supervisor", supervisor, day))
    assert found.disagrees is disagrees
    assert found.self_minus_supervisor == pytest.approx(own - supervisor)


def test_the_end_of_a_month_stays_in_its_month():
    assert rules.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert rules.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert rules.months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("weights", "bad"),
    [
        ({"self": SourceWeight(1, 12)}, []),
        ({"self": SourceWeight(-1, 12), "test": SourceWeight(1, 12)}, ["self"]),
        ({"self": SourceWeight(1, 0)}, ["self"]),
        ({"self": SourceWeight(0, 12)}, ["self"]),
    ],
)
def test_weights_that_cannot_be_used_are_named(weights, bad):
    assert rules.problems_in_weights(weights) == bad


ratings = st.lists(
    st.builds(
        RatingRow,
        st.integers(1, 3),
        st.integers(1, 3),
        st.sampled_from([*DEFAULT_WEIGHTS, "gossip"]),
        st.integers(0, 50).map(lambda n: n / 10),
        st.integers(0, 900).map(lambda n: ON + timedelta(days=30) - timedelta(days=n)),
    ),
    max_size=40,
)


@given(ratings)
def test_the_bulk_rule_gives_the_same_as_the_rule_in_words(rows):
    bulk = {
        (r.employee_id, r.competency_id): r for r in rules.levels_of(rows, DEFAULT_WEIGHTS, on=ON)
    }
    cells = {(row.employee_id, row.competency_id) for row in rows}
    for cell in cells:
        own = [row for row in rows if (row.employee_id, row.competency_id) == cell]
        one = merged(*(fact(n, r.source, r.level, r.rated_on) for n, r in enumerate(own)))
        if one.level is None:
            assert cell not in bulk
            continue
        assert bulk[cell].level == pytest.approx(one.level)
        assert bulk[cell].n_ratings == one.n_used
        assert bulk[cell].disagrees == one.disagrees
        assert bulk[cell].holds_until == one.holds_until
        used = [r.rated_on for r, use in zip(own, one.uses, strict=True) if use.ignored is None]
        assert bulk[cell].newest_on == max(used)


@given(ratings)
def test_until_it_no_longer_holds_the_level_stays_the_same(rows):
    known = [row for row in rows if row.rated_on <= ON]
    for level in rules.levels_of(known, DEFAULT_WEIGHTS, on=ON):
        last = level.holds_until - timedelta(days=1)
        later = {r[:2]: r for r in rules.levels_of(known, DEFAULT_WEIGHTS, on=last)}
        assert later[level[:2]].level == pytest.approx(level.level)
        assert later[level[:2]].disagrees == level.disagrees
