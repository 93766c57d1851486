"""Prerequisites: cycles are named, and orders respect them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.learning_map.modules.rules import (
    content_changes,
    prerequisite_cycle,
    problems_before_publish,
    problems_of_content,
)
from espalier.cycle.learning_map.ordering import learning_order, with_prerequisites
from tests.factories.learning_map import content

CYCLES = {
    "nothing": ({}, []),
    "a chain": ({"C": ["B"], "B": ["A"]}, []),
    "two ways to one start": ({"D": ["B", "C"], "B": ["A"], "C": ["A"]}, []),
    "itself": ({"A": ["A"]}, ["A", "A"]),
    "two": ({"A": ["B"], "B": ["A"]}, ["A", "B", "A"]),
    "three behind an entrance": (
        {"A": ["B"], "B": ["C"], "C": ["D"], "D": ["B"]},
        ["B", "C", "D", "B"],
    ),
    "asks for an unknown one": ({"A": ["Z"]}, []),
}


@pytest.mark.parametrize(("requires", "cycle"), CYCLES.values(), ids=CYCLES)
def test_the_modules_in_a_cycle_are_named(requires, cycle):
    assert prerequisite_cycle(requires) == cycle


graphs = st.dictionaries(
    st.integers(0, 12).map(str), st.sets(st.integers(0, 12).map(str), max_size=4), max_size=13
)


@given(graphs)
def test_a_named_cycle_is_one_and_without_one_there_is_an_order(requires):
    cycle = prerequisite_cycle(requires)
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(following in requires[each] for each, following in itertools.pairwise(cycle))
        return
    needed = with_prerequisites(requires, requires)
    order = learning_order(needed, {each: each for each in needed})
    place = {each: n for n, each in enumerate(order)}
    assert sorted(order) == sorted(needed)
    assert all(place[asked] < place[each] for each, asks in needed.items() for asked in asks)


@given(graphs, st.randoms())
def test_the_order_does_not_depend_on_how_the_modules_were_listed(requires, random):
    if prerequisite_cycle(requires):
        return
    needed = with_prerequisites(requires, requires)
    priority = {each: (len(needed[each]), each) for each in needed}
    listed = list(needed)
    random.shuffle(listed)
    again = {each: needed[each] for each in listed}
    assert learning_order(again, priority) == learning_order(needed, priority)


def test_an_order_of_a_cycle_is_refused():
    with pytest.raises(ValueError, match="cycle"):
        learning_order({"A": {"B"}, "B": {"A"}}, {"A": 1, "B": 2})


def test_all_problems_of_a_module_are_told_at_once():
    wrong = content(
        " ",
        minutes=0,
        validity_months=0,
        prerequisites=("M1", "M9"),
        competencies=(("K1", 2.0), ("K1", 3.0), ("X", 9.0)),
    )
    found = problems_of_content(
        "M1",
        wrong,
        known_modules={"M1"},
        known_competencies={"K1"},
        lowest=0,
        highest=5,
    )
    assert [(kind.value, about) for kind, about in found] == [
        ("no_name", ""),
        ("no_time", ""),
        ("validity_zero", ""),
        ("own_prerequisite", "M1"),
        ("unknown_prerequisite", "M9"),
        ("competency_twice", "K1"),
        ("unknown_competency", "X"),
        ("out_of_scale", "X 9"),
    ]


def test_what_a_version_lacks_before_it_is_published():
    lacking = content(objectives=(" ",), competencies=())
    assert [kind.value for kind, _about in problems_before_publish(lacking)] == [
        "no_objective",
        "no_competency",
    ]


def test_versions_differ_field_by_field():
    old = content(competencies=(("K1", 2.0),))
    new = content("銲接進階", competencies=(("K1", 3.0),))
    changes = {each.field: (each.before, each.after) for each in content_changes(old, new)}
    assert changes == {"name": ("銲接基礎", "銲接進階"), "competencies": ("K1　2", "K1　3")}
