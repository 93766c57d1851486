"""Who has to attend what first."""

import numpy as np
import pytest

from espalier.cycle.plan.annual_plan.inputs.prerequisites import (
    IMPOSSIBLE,
    NOTHING_FIRST,
    Entering,
    Knowledge,
    possible,
    with_helpers,
)
from tests.cycle.plan.annual_plan.inputs.making import module

EVERYBODY = np.arange(3)


def entering(*modules, completed=(), levels=(), outside=()):
    """``completed`` are pairs of person and module; ``levels`` maps competency to three levels, None unknown."""
    done = np.zeros((3, len(modules)), dtype=np.bool_)
    for person, place in completed:
        done[person, place] = True
    known = {
        pk: np.array([-1 if level is None else round(level * 100) for level in own])
        for pk, own in dict(levels).items()
    }
    return Entering(modules, Knowledge(done, known, dict(outside)))


def test_a_prerequisite_comes_first_unless_it_was_completed():
    found = entering(module(1), module(2, requires=(1,)), completed=[(1, 0)])
    assert found.first_of(1, EVERYBODY).tolist() == [0, NOTHING_FIRST, 0]


def test_a_prerequisite_that_cannot_be_planned_lets_in_only_who_completed_it():
    done = np.array([False, True, False])
    found = entering(module(2, requires=(99,)), outside={99: done})
    assert found.first_of(0, EVERYBODY).tolist() == [IMPOSSIBLE, NOTHING_FIRST, IMPOSSIBLE]
    assert entering(module(2, requires=(99,))).first_of(0, EVERYBODY).tolist() == [IMPOSSIBLE] * 3


ENTRY = {
    "reached, below, unknown": ((2, 1, None), [NOTHING_FIRST, 1, NOTHING_FIRST]),
    "all below": ((0, 1.9, 1), [1, 1, 1]),
}


@pytest.mark.parametrize(("levels", "first"), ENTRY.values(), ids=ENTRY)
def test_below_the_entry_level_the_cheapest_lifting_module_comes_first(levels, first):
    modules = (
        module(1, raises=((7, 3.0),), asks=((7, 2.0),)),
        module(2, raises=((7, 2.0),), session_cost=6_000),
        module(3, raises=((7, 2.0),), session_cost=9_000),
    )
    assert entering(*modules, levels={7: levels}).first_of(0, EVERYBODY).tolist() == first


def test_who_completed_the_lifting_module_in_vain_needs_another_or_cannot_attend():
    modules = (module(1, raises=((7, 3.0),), asks=((7, 2.0),)), module(2, raises=((7, 2.0),)))
    found = entering(*modules, completed=[(0, 1)], levels={7: (1, 1, 3)})
    assert found.first_of(0, EVERYBODY).tolist() == [IMPOSSIBLE, 1, NOTHING_FIRST]


def test_of_a_chain_the_last_says_both_and_two_apart_say_no():
    chain = (module(1), module(2, requires=(1,)), module(3, requires=(1, 2)))
    assert entering(*chain).first_of(2, EVERYBODY).tolist() == [1, 1, 1]
    apart = (module(1), module(2), module(3, requires=(1, 2)))
    assert entering(*apart, completed=[(2, 0)]).first_of(2, EVERYBODY).tolist() == [-2, -2, 1]


def test_helpers_are_added_down_the_chain():
    chain = (module(1), module(2, requires=(1,)), module(3, requires=(2,)))
    people, first = with_helpers({2: np.array([0, 1])}, entering(*chain, completed=[(1, 1)]))
    assert {m: rows.tolist() for m, rows in people.items()} == {2: [0, 1], 1: [0], 0: [0]}
    assert first[2].tolist() == [1, NOTHING_FIRST]


def test_what_leads_to_the_impossible_or_in_a_circle_is_impossible():
    requires = np.array([NOTHING_FIRST, 0, IMPOSSIBLE, 2, 5, 4])
    assert possible(requires).tolist() == [True, True, False, False, False, False]
