"""People matched by score: counted right, thin scores joined, bad groups named."""

import numpy as np
import pytest

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.dif.matching import cells_of, matched
from tests.engines.psychometrics.dif import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
ANSWERS, GROUP = samples.two_groups((60, 40), np.linspace(-1, 1, 5))


def test_cells_are_counts():
    people = matched(ANSWERS, GROUP, missing=REFUSE)
    every = np.arange(5)
    found = cells_of(people, every, every, fewest=0)
    score = ANSWERS.sum(axis=1)
    for g in (0, 1):
        for s in range(6):
            here = (score == s) & (g == GROUP)
            assert found.people[g, s] == here.sum()
            assert found.right[g, :, s].tolist() == ANSWERS[here].sum(axis=0).tolist()
    assert found.n_merged == 0


def test_some_items_by_the_score_of_others():
    people = matched(ANSWERS, GROUP, missing=REFUSE)
    found = cells_of(people, np.array([0, 1]), np.array([4]), fewest=0)
    score = ANSWERS[:, :2].sum(axis=1)
    assert found.right[1, 0, 2] == ANSWERS[(score == 2) & (GROUP == 1), 4].sum()


def test_thin_scores_are_joined_and_nobody_is_lost():
    answers = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 0, 0], [1, 1, 1]]
    people = matched(answers, [0, 1, 0, 1, 1, 0], missing=REFUSE)
    every = np.arange(3)
    found = cells_of(people, every, every, fewest=1)
    assert found.people.tolist() == [[1, 2], [2, 1]]
    assert found.n_merged == 2
    assert found.score == pytest.approx([2 / 3, 7 / 3])
    assert found.right.sum() == np.sum(answers)
    one = cells_of(people, every, every, fewest=10)
    assert one.people.tolist() == [[3], [3]]


def test_people_with_holes_are_left_out_with_their_group():
    holes = ANSWERS.astype(float)
    holes[0] = np.nan
    holes[99, 1] = np.nan
    found = matched(holes, GROUP, missing=EXCLUDE)
    assert (found.n_reference, found.n_focal, found.stages[1].n_dropped) == (59, 39, 2)


BAD = {
    "length": (GROUP[:-1], "shape"),
    "three groups": (GROUP + (np.arange(100) == 0) * 2, "codes must be"),
    "words": (np.array(["a"] * 100), "integer codes"),
    "one group": (np.zeros(100, int), r"focal \(1\)"),
    "the other group": (np.ones(100, int), r"reference \(0\)"),
}


@pytest.mark.parametrize(("group", "said"), BAD.values(), ids=BAD)
def test_bad_groups_are_named(group, said):
    with pytest.raises(ValueError, match=said):
        matched(ANSWERS, group, missing=REFUSE)
