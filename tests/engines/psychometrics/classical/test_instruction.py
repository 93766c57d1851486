"""Mastery tests are judged by what changes from pre to post in the same people."""

from math import sqrt

import numpy as np
import pytest

from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import VerdictCode
from espalier.engines.psychometrics.classical.instruction import cox_vargas, newcombe_paired
from tests.engines.psychometrics.classical.tables import NAN


def answers(n, shares, seed=1):
    rng = np.random.default_rng(seed)
    return (rng.random((n, len(shares))) < shares).astype(float)


def test_newcombe_paired_by_his_formula():
    a, b, c, d = 36, 12, 2, 3
    first, second = wilson(48, 53), wilson(38, 53)
    phi = max(a * d - b * c - 53 / 2, 0) / sqrt(48 * 5 * 38 * 15)
    p1, p2 = 48 / 53, 38 / 53
    below = (p1 - first.low) ** 2 - 2 * phi * (p1 - first.low) * (second.high - p2)
    below += (second.high - p2) ** 2
    found = newcombe_paired(a, b, c, d)
    assert found.low == pytest.approx(p1 - p2 - sqrt(below), abs=1e-12)
    swapped = newcombe_paired(a, c, b, d)
    assert (swapped.low, swapped.high) == pytest.approx((-found.high, -found.low))
    assert newcombe_paired(0, 0, 0, 10).low == pytest.approx(-newcombe_paired(0, 0, 0, 10).high)
    assert newcombe_paired(10, 2, 8, 0).low < newcombe_paired(10, 2, 8, 0).high
    for wrong in ((-1, 0, 0, 2), (0, 0, 0, 0)):
        with pytest.raises(ValueError, match="newcombe_paired"):
            newcombe_paired(*wrong)


def test_newcombe_paired_covers_what_it_says():
    rng = np.random.default_rng(3)
    chances, hits = [0.35, 0.30, 0.10, 0.25], 0
    for counts in rng.multinomial(40, chances, size=400):
        hits += 0.2 in newcombe_paired(*map(int, counts))
    assert 365 <= hits <= 398


def test_items_that_were_taught_are_told_from_those_that_were_not():
    n = 150
    pre = answers(n, [0.3, 0.95, 0.2, 0.9], seed=1)
    post = answers(n, [0.9, 0.97, 0.2, 0.5], seed=2)
    found = cox_vargas(pre, post, names=("taught", "known", "untaught", "lost"))
    assert {item.name: [f.code for f in item.flags] for item in found.items} == {
        "taught": [],
        "known": ["known_before"],
        "untaught": ["not_learned"],
        "lost": ["lost"],
    }
    assert not found.items[1].flags[0].is_tentative
    assert len(found.flagged) == 3
    for i, item in enumerate(found.items):
        assert item.sensitivity == pytest.approx(post[:, i].mean() - pre[:, i].mean())
        assert item.sensitivity in item.interval
    assert found.estimate == pytest.approx((post - pre).mean())
    assert "Look at: known, untaught, lost" in found.sentence.en


def test_the_verdict_never_goes_beyond_likely_without_comparison():
    n = 80
    gained = cox_vargas(answers(n, [0.2] * 6), answers(n, [0.9] * 6, seed=5))
    assert (gained.verdict.code, gained.verdict.is_capped) == (VerdictCode.LIKELY, True)
    assert "No comparison group" in gained.sentence.en
    fell = cox_vargas(answers(n, [0.9] * 6), answers(n, [0.2] * 6, seed=5))
    assert fell.verdict.is_worse
    assert "likely fell" in fell.sentence.en
    same = cox_vargas(answers(n, [0.5] * 6), answers(n, [0.5] * 6), smallest=0.1)
    assert same.verdict.code is VerdictCode.NO_SIGN
    few = cox_vargas(answers(12, [0.4] * 2), answers(12, [0.5] * 2, seed=8))
    assert few.verdict.code is VerdictCode.UNCLEAR
    assert not any(item.flags for item in few.items)


def test_partial_credit_and_holes():
    rng = np.random.default_rng(2)
    pre, post = 5 * rng.random((40, 3)), 5 * rng.random((40, 3))
    post[0, 0] = NAN
    pre[1] = NAN
    found = cox_vargas(pre, post, full_score=5)
    assert (found.n_used, found.n_missing) == (38, 2)
    assert [item.n for item in found.items] == [38, 39, 39]
    assert found.stages[1].why
    item = found.items[1]
    gain = np.delete(post[:, 1] - pre[:, 1], 1) / 5
    assert item.sensitivity == pytest.approx(gain.mean())
    assert item.interval.width == pytest.approx(2 * 2.0244 * gain.std(ddof=1) / sqrt(39), rel=1e-3)


def test_people_in_another_order_change_nothing():
    pre, post = answers(50, [0.4] * 4), answers(50, [0.7] * 4, seed=3)
    order = np.random.default_rng(1).permutation(50)
    a, b = cox_vargas(pre, post), cox_vargas(pre[order], post[order])
    assert a.items == b.items


@pytest.mark.parametrize(
    ("pre", "post", "more", "told"),
    [
        ([[1, 0]], [[1, 0, 1]], {}, "same people and items"),
        (np.empty((0, 2)), np.empty((0, 2)), {}, "same people and items"),
        ([[2, 0]], [[1, 0]], {}, "pre: person 0, item 0 is outside 0..1"),
        ([[1, 0]], [[1, -1]], {}, "post: person 0, item 1"),
        ([[1, 0]], [[1, 0]], {"full_score": 0}, "full_score"),
        ([[1, 0]], [[1, 0]], {"names": ("a",)}, "names: 2 expected"),
        ([[np.inf, 0]], [[1, 0]], {}, "infinite"),
    ],
)
def test_what_cannot_be_compared_says_why(pre, post, more, told):
    with pytest.raises(ValueError, match=told):
        cox_vargas(pre, post, **more)


def test_few_people_with_both_tests():
    pre = answers(30, [0.5] * 2)
    pre[:25] = NAN
    assert cox_vargas(pre, answers(30, [0.5] * 2)).code == "few_people"
