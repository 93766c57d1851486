"""P2.3.3: what a decision about methods needs."""

import pytest

from espalier.cycle.plan.methods import rules
from espalier.cycle.plan.methods.rules import problems_before_deciding, weighed

CRITERIA = [(1, 3.0), (2, 1.0)]
SCORED = [(10, 1, 4), (10, 2, 2), (20, 1, 3), (20, 2, 4)]
FULL = {"chosen": 10, "reason": "因為", "context": "三班"}


def test_totals_order_and_flips():
    known = weighed([10, 20], CRITERIA, SCORED)
    assert known.totals == (3.5, 3.25)
    assert known.order == (10, 20)
    assert [(t.criterion_id, t.option_id, t.rises) for t in known.flips] == [
        (1, 20, False),
        (2, 20, True),
    ]


def test_an_option_without_all_scores_has_no_total_and_nothing_is_ordered():
    known = weighed([10, 20], CRITERIA, SCORED[:3])
    assert known.totals == (3.5, None)
    assert not known.is_complete


PROBLEMS = {
    "all there": ([10, 20], CRITERIA, SCORED, {}, []),
    "one option": ([10], CRITERIA, SCORED[:2], {}, ["few_options"]),
    "another option": ([10, 20], CRITERIA, SCORED, {"chosen": 30}, ["not_among_options"]),
    "a score is missing": ([10, 20], CRITERIA, SCORED[:3], {}, ["unscored"]),
    "no criteria": ([10, 20], [], [], {}, ["no_criteria"]),
    "nothing written": (
        [10, 20],
        CRITERIA,
        SCORED,
        {"reason": " ", "context": ""},
        ["no_context", "no_reason"],
    ),
}


@pytest.mark.parametrize(
    ("options", "criteria", "scores", "told", "expected"), PROBLEMS.values(), ids=PROBLEMS
)
def test_every_problem_is_named(options, criteria, scores, told, expected):
    known = weighed(options, criteria, scores)
    assert problems_before_deciding(known, **(FULL | told)) == expected


@pytest.mark.parametrize(
    ("instruments", "kinds", "wrong"),
    [
        (["test"], ["K", "A"], True),
        (["test", "bars"], ["A"], False),
        (["test"], ["K", "S"], False),
        ([], ["A"], False),
    ],
)
def test_attitudes_are_not_shown_by_tests_alone(instruments, kinds, wrong):
    assert rules.tests_an_attitude(instruments, kinds) is wrong
