"""Gaps in steps, and what modules cover of them."""

import numpy as np
import pytest

from espalier.cycle.plan.annual_plan.inputs.steps import (
    cover_of,
    cuts_of,
    rows_by_competency,
    steps_of,
)
from tests.cycle.plan.annual_plan.inputs.making import cells, module

# Competency 7 stands at place 0. One module lifts to 2, one from 1.5 to 3, one to 5.
MODULES = (
    module(1, raises=((7, 2.0),)),
    module(2, raises=((7, 3.0),), asks=((7, 1.5),)),
    module(3, raises=((7, 5.0),)),
)
CUTS = {0: cuts_of(MODULES)[7]}
CASES = {
    "from 1 to 4": ((4, 1), [(100, 150), (150, 200), (200, 300), (300, 400)], [2, 2, 4]),
    "between two cuts": ((1.9, 1.6), [(160, 190)], [1, 1, 1]),
    "from a cut to a cut": ((3, 2), [(200, 300)], [0, 1, 1]),
    "nothing lacking": ((2, 2), [], [0, 0, 0]),
    "more than required": ((2, 4), [], [0, 0, 0]),
    "never rated": ((3, None), [], [0, 0, 0]),
}


@pytest.mark.parametrize(("levels", "steps", "covered"), CASES.values(), ids=CASES)
def test_a_gap_is_cut_where_modules_begin_and_end(levels, steps, covered):
    held = cells((0, 0, *levels))
    found = steps_of(held, CUTS)
    assert list(zip(found.level_from, found.level_to, strict=True)) == steps
    rows = rows_by_competency(held)
    own = [cover_of(each, held, found, rows, CUTS, {7: 0}) for each in MODULES]
    assert [int(each.count.sum()) for each in own] == covered


def test_whoever_stands_below_the_entry_level_gains_only_what_lies_above_it():
    held = cells((0, 0, 4, 1))
    found = steps_of(held, CUTS)
    cover = cover_of(MODULES[1], held, found, rows_by_competency(held), CUTS, {7: 0})
    covered = slice(cover.first[0], cover.first[0] + cover.count[0])
    assert found.level_from[covered].tolist() == [150, 200]
    assert found.level_to[covered].tolist() == [200, 300]


def test_steps_of_many_people_fill_their_gaps_without_holes():
    rng = np.random.default_rng(1)
    rows = [(p, 0, float(r), float(c)) for p, (r, c) in enumerate(rng.integers(0, 6, (200, 2)))]
    held = cells(*rows)
    found = steps_of(held, CUTS)
    size = np.zeros(held.person.size, np.int64)
    np.add.at(size, found.cell, found.level_to - found.level_from)
    assert (size == held.lacking).all()
    assert (found.level_to > found.level_from).all()
