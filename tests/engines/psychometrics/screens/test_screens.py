"""Screens: exact tails by enumeration, chance left alone, copies found, and never a verdict."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.screens import answer_similarity as similarity
from espalier.engines.psychometrics.screens.answer_similarity import (
    answer_similarity,
    benjamini_hochberg,
    option_chances,
    upper_tail,
)
from espalier.engines.psychometrics.screens.methods import METHODS
from espalier.engines.psychometrics.screens.speed import response_speed

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
HOLE = float("nan")
KEY = np.zeros(30, int)


def honest(seed=1, n=150, n_items=30):
    """Answers by ability, wrong options unequally tempting."""
    rng = np.random.default_rng(seed)
    p = 1 / (1 + np.exp(-(rng.normal(size=(n, 1)) - rng.normal(size=n_items))))
    right = rng.random((n, n_items)) < p
    wrong = rng.choice([1, 2, 3], p=[0.6, 0.25, 0.15], size=(n, n_items))
    return np.where(right, 0, wrong).astype(float)


def test_chance_is_left_alone_and_expected_well():
    for seed in range(4):
        found = answer_similarity(honest(seed), KEY, missing=REFUSE)
        assert not found.pairs
        assert "none shares more" in found.sentence.en
        assert found.mean_same_wrong == pytest.approx(found.mean_expected, rel=0.08)


def test_copies_are_found_and_not_judged():
    answers = honest()
    scores = (answers == 0).sum(axis=1)
    first, second = np.argsort(scores)[[20, 30]]
    answers[second, 4:] = answers[first, 4:]
    answers[0, 0] = HOLE
    found = answer_similarity(answers, KEY, missing=EXCLUDE)
    assert {(pair.first, pair.second) for pair in found.pairs} == {
        (min(first, second), max(first, second))
    }
    assert found.pairs[0].n_same_wrong > found.pairs[0].expected
    assert found.n_missing == 1
    assert "no evidence of cheating" in found.sentence.en
    assert "不是作弊的證據" in found.sentence.zh


@settings(max_examples=6)
@given(st.permutations(range(100)))
def test_people_and_items_may_stand_in_any_order(order):
    answers = honest(n=100)
    answers[1] = answers[0]
    one = answer_similarity(answers, KEY, missing=REFUSE)
    other = answer_similarity(answers[order, ::-1], KEY, missing=REFUSE)
    found = {frozenset((order[pair.first], order[pair.second])) for pair in other.pairs}
    assert found == {frozenset((pair.first, pair.second)) for pair in one.pairs}


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=7), st.integers(0, 8))
def test_the_tail_by_enumeration(chances, at_least):
    exact = sum(
        np.prod([p if hit else 1 - p for p, hit in zip(chances, hits, strict=True)])
        for hits in product((0, 1), repeat=len(chances))
        if sum(hits) >= at_least
    )
    assert upper_tail(np.array([chances]), np.array([at_least]))[0] == pytest.approx(
        exact, abs=1e-12
    )


def test_refined_normal_is_near_the_exact_tail():
    chances = np.random.default_rng(1).uniform(0.02, 0.3, (1, 40))
    for at_least in range(14):
        moments = [
            chances.sum(),
            (chances * (1 - chances)).sum(),
            (chances * (1 - chances) * (1 - 2 * chances)).sum(),
        ]
        near = similarity._refined_normal(
            np.array([[float(at_least)]]), *(np.array([[m]]) for m in moments)
        )
        assert near[0, 0] == pytest.approx(upper_tail(chances, np.array([at_least]))[0], abs=0.01)


def test_benjamini_hochberg_1995():
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
                  0.6528, 0.7590, 1.0])  # fmt: skip
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert benjamini_hochberg(p[::-1]).tolist() == benjamini_hochberg(p)[::-1].tolist()


def test_chances_are_shares():
    answers = np.where(np.isnan(honest()), -1, honest()).astype(int)
    chances = option_chances(answers, KEY)
    assert chances.min() >= 0
    assert chances.sum(axis=2).max() <= 1
    assert not chances[:, :, 0].any()


def test_similarity_refusals(monkeypatch):
    assert answer_similarity(honest(n=50), KEY, missing=REFUSE).code == "too_few"
    assert answer_similarity(honest()[:, :10], KEY[:10], missing=REFUSE).code == "too_few"
    assert answer_similarity(np.zeros((100, 30)), KEY, missing=REFUSE).code == "no_variation"
    monkeypatch.setattr(similarity, "MOST_PERSONS", 120)
    assert answer_similarity(honest(), KEY, missing=REFUSE).code == "too_many"


@pytest.mark.parametrize(
    ("change", "key", "how", "said"),
    [(-1, KEY, {}, "whole numbers"), (0.5, KEY, {}, "whole numbers"), (99, KEY, {}, "whole numbers"),
     (HOLE, KEY, {}, "missing"), (HOLE, KEY, {"missing": AS_ZERO}, "not option 0"), (1, KEY[1:], {}, "key"),
     (1, KEY, {"false_share": 0}, "false_share"), (np.inf, KEY, {}, "infinite")],
)  # fmt: skip
def test_bad_answers_are_named(change, key, how, said):
    answers = honest()
    answers[0, 0] = change
    with pytest.raises(ValueError, match=said):
        answer_similarity(answers, key, **({"missing": REFUSE} | how))


def times():
    table = np.full((40, 12), 50.0)
    table[:, 11] = 200.0
    table[0, :4] = 2.0
    table[1, :1] = 2.0
    return table


def test_speed_by_hand():
    found = response_speed(times(), missing=REFUSE)
    mean = (50 * 38 + 4) / 40
    assert found.thresholds[0] == pytest.approx(0.1 * mean)
    assert found.thresholds[11] == 10
    assert found.effort[:3] == pytest.approx([8 / 12, 11 / 12, 1])
    assert found.low_effort == (0,)
    assert found.n_rapid == 5
    assert found.rapid_shares[0] == 2 / 40
    assert found.rapid_right is None
    assert "decide nothing on it alone" in found.sentence.en
    assert as_json(found)


def test_rapid_answers_that_are_right_are_no_guesses():
    table, correct = times(), np.ones((40, 12))
    table[:10, 5] = 1.0
    found = response_speed(table, missing=REFUSE, correct=correct)
    assert found.rapid_right == 1
    assert "skill" in found.warnings[0].en
    assert found.assumptions[0].held is False
    correct[table < 5] = 0
    found = response_speed(table, missing=REFUSE, correct=correct)
    assert found.assumptions[0].held
    assert not found.warnings
    calm = response_speed(np.full((40, 12), 50.0), missing=REFUSE, correct=correct)
    assert calm.rapid_right is None
    assert calm.n_rapid == 0


def test_speed_without_some_times():
    table = times()
    table[2], table[3, 3] = HOLE, HOLE
    table = np.column_stack([table, np.full(40, HOLE)])
    found = response_speed(table, missing=EXCLUDE)
    assert (found.n_used, found.n_items, found.n_missing) == (39, 12, 53)
    assert found.effort[2] == 1
    for missing, said in ((REFUSE, "missing"), (AS_ZERO, "0 seconds")):
        with pytest.raises(ValueError, match=said):
            response_speed(table, missing=missing)


def test_speed_refuses_and_raises():
    assert response_speed(times()[:20], missing=REFUSE).code == "too_few"
    for table, how in ((times() * 0, {}), (times(), {"share_of_mean": 1}), (times(), {"correct": times()}),
                       (times(), {"correct": [[1]]})):  # fmt: skip
        with pytest.raises(ValueError):
            response_speed(table, missing=REFUSE, **how)


def test_methods_run_from_tables():
    answers, speed = METHODS
    letters = np.array(list("ABCD"))
    rows = [",".join(letters[row.astype(int)]) for row in np.vstack([KEY, honest()])]
    head = ",".join(f"q{i}" for i in range(30))
    found = answers.run(read_csv("\n".join([head, *rows])), answers.settings(["false_share=0.05"]))
    assert not isinstance(found, Refusal)
    assert found.n_used == 150
    with pytest.raises(ValueError, match="key"):
        answers.run(read_csv("q1,q2\n,B\nA,B"), answers.settings([]))
    table = read_csv(
        "\n".join(
            [",".join(f"q{i}" for i in range(12)), *(",".join(map(str, row)) for row in times())]
        )
    )
    assert speed.run(table, speed.settings([])).low_effort == (0,)
