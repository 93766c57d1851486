"""Answers are checked before anything is computed."""

import numpy as np
import pytest

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.irt.responses import read_responses

EXCLUDE, ZERO, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO, MissingPolicy.REFUSE
NAN = float("nan")
BAD = {
    "empty": ([], "people by at least 2 items"),
    "no people": (np.empty((0, 3)), "people by at least 2 items"),
    "one item": ([[1], [0]], "people by at least 2 items"),
    "three dimensions": (np.zeros((2, 2, 2)), "people by at least 2 items"),
    "negative whole": ([[0, -1]], "from 0 to"),
    "negative beside a hole": ([[0.0, -1.0], [NAN, 1.0]], "not be negative"),
    "negative number": ([[0.0, -1.0]], "from 0 to"),
    "a fraction": ([[0.5, 1.0]], "whole numbers"),
    "a fraction beside a hole": ([[0.5, NAN]], "whole numbers"),
    "too large": ([[0.0, 300.0]], "whole numbers"),
    "a large whole": ([[0, 300]], "from 0 to"),
    "infinite": ([[0.0, np.inf]], "infinite"),
    "words": ([["a", "b"]], "numbers expected"),
    "no numbers at all": ([[{}, {}]], "numbers expected"),
    "above right": ([[0, 2]], "only 0 to 1"),
    "all missing": ([[NAN, NAN], [NAN, NAN]], "nobody answered anything"),
}


@pytest.mark.parametrize(("answers", "said"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said(answers, said):
    with pytest.raises(ValueError, match=said):
        read_responses(answers, missing=EXCLUDE, n_categories=2)


def test_missing_answers_may_be_refused():
    with pytest.raises(ValueError, match="1 of 4 are missing"):
        read_responses([[1, NAN], [0, 1]], missing=REFUSE, n_categories=2)


def test_missing_answers_may_be_wrong_or_nothing():
    rows = [[1, NAN], [0, 1], [NAN, NAN]]
    wrong = read_responses(rows, missing=ZERO, n_categories=2)
    nothing = read_responses(rows, missing=EXCLUDE, n_categories=2)
    assert (wrong.codes.tolist(), wrong.n_missing) == ([[1, 0], [0, 1], [0, 0]], 0)
    assert nothing.codes.tolist() == [[1, -1], [0, 1]]
    assert (nothing.n_missing, nothing.n_dropped) == (1, 1)
    assert nothing.row_of.tolist() == [0, 1, -1]
    assert not nothing.is_complete


def test_equal_rows_are_counted_once_and_found_again():
    rows = np.array([[0, 1], [1, 1], [0, 1], [0, 1], [1, 1]])
    found = read_responses(rows, missing=REFUSE, n_categories=2)
    assert found.frequencies.tolist() == [3, 2]
    assert np.array_equal(found.codes[found.row_of], rows)
    assert [c.tolist() for c in found.counts] == [[3, 2], [0, 5]]


def test_frequencies_stand_for_people():
    found = read_responses([[0, 1], [1, 1]], missing=REFUSE, frequencies=[2, 3], n_categories=2)
    assert found.n_people == 5
    assert [c.tolist() for c in found.counts] == [[2, 3], [0, 5]]
    for bad in ([1], [1, 0], [1, -1]):
        with pytest.raises(ValueError, match="frequencies"):
            read_responses([[0, 1], [1, 1]], missing=REFUSE, frequencies=bad, n_categories=2)


def test_categories_begin_at_the_lowest_answer_of_each_item():
    found = read_responses([[1, 0], [2, 1], [3, NAN]], missing=EXCLUDE)
    assert found.codes.tolist() == [[0, 0], [1, 1], [2, -1]]
    assert (found.lowest.tolist(), found.n_categories.tolist()) == ([1, 0], [3, 2])


def test_a_category_nobody_chose_is_named():
    with pytest.raises(ValueError, match="category 2 of item Work"):
        read_responses([[1, 1], [3, 2]], missing=REFUSE, names=["Work", "Rest"])
    with pytest.raises(ValueError, match="nobody answered item 2"):
        read_responses([[1, NAN], [2, NAN]], missing=EXCLUDE)


def test_names_fit_the_items():
    with pytest.raises(ValueError, match="names: 2 expected"):
        read_responses([[1, 0]], missing=REFUSE, names=["a"], n_categories=2)
