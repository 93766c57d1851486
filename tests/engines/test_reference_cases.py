"""Every reference case of statistics comes out within its tolerance, and none is left out."""

import pytest

from tests.conftest import shared_folder
from tests.oracles.cases import adapters, cases, lines_of, near

FOUND = cases(shared_folder() / "data" / "statistics")
ANSWERS = adapters()


@pytest.mark.shared
@pytest.mark.parametrize("case", FOUND, ids=[case.id for case in FOUND])
def test_a_case_comes_out_as_published(case):
    wrong = [str(line) for line in lines_of(case, ANSWERS.get(case.id)) if line.outcome != "pass"]
    assert not wrong, "\n".join(wrong)


def test_no_adapter_answers_a_case_that_is_not_there():
    if FOUND:
        assert set(ANSWERS) <= {case.id for case in FOUND}


def test_a_wrong_number_would_be_seen():
    assert near([1.0, {"a": 2.0, "b": "x"}], [1.0, {"a": 2.05, "b": "y"}], 0.1)
    for value, expected in (([1.0], [1.0, 2.0]), (float("nan"), 1.0), ({}, {"a": 1}), ("b", "a")):
        assert not near(value, expected, 0.5)
