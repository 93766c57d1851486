"""Two groups by order only, and 360-degree ratings."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.surveys.comparison import mann_whitney
from espalier.engines.effects.surveys.multisource import SourceGap, self_other_gap
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
groups = st.lists(st.integers(1, 5), min_size=8, max_size=20)


@settings(max_examples=40)
@given(groups, groups)
def test_superiority_counts_pairs(a, b):
    found = mann_whitney(a, b, missing=REFUSE)
    if isinstance(found, Refusal):
        assert len(set(a + b)) == 1
        return
    wins = np.mean([(x > y) + 0.5 * (x == y) for x in a for y in b])
    assert found.superiority == pytest.approx(wins)
    assert 0 <= found.interval.low <= wins <= found.interval.high <= 1
    other = mann_whitney(b, a, missing=REFUSE)
    assert other.superiority == pytest.approx(1 - wins)
    assert other.interval.low == pytest.approx(1 - found.interval.high, abs=1e-9)
    assert other.p == pytest.approx(found.p)


def test_the_normal_approximation_with_ties_by_hand():
    a, b = [1, 2, 2, 3, 3, 3, 4, 5], [2, 3, 4, 4, 5, 5, 5, 5, 4]
    found = mann_whitney(a, b, missing=REFUSE)
    wins = sum((x > y) + 0.5 * (x == y) for x in a for y in b)
    ties = sum(t**3 - t for t in (1, 3, 4, 4, 5))
    spread = 72 / 12 * (18 - ties / (17 * 16))
    assert found.z == pytest.approx((wins - 36 + 0.5) / sqrt(spread))


def test_the_limits_are_where_newcombe_puts_them():
    found = mann_whitney([3, 4, 5, 5, 4, 5, 3, 5], [1, 2, 3, 3, 2, 4, 1, 2], missing=REFUSE)
    x, t = found.interval.low, found.superiority
    v = x * (1 - x) / 64 * (1 + 7 * ((1 - x) / (2 - x) + x / (1 + x)))
    assert t - x == pytest.approx(1.959964 * sqrt(v), abs=1e-6)
    apart = mann_whitney([5] * 9, [1] * 9, missing=REFUSE)
    assert apart.interval.low < apart.superiority == apart.interval.high == 1


def test_comparison_refuses():
    assert mann_whitney([1] * 7, [2] * 9, missing=REFUSE).code == "too_few"
    assert mann_whitney([3] * 9, [3] * 9, missing=REFUSE).code == "constant"
    assert mann_whitney([*range(9), NAN], range(9), missing=EXCLUDE).n_missing == 1
    with pytest.raises(ValueError):
        mann_whitney([1, NAN], [1], missing=REFUSE)


def rows(own, peers, boss, n=6):
    persons, sources, ratings = [], [], []
    for k in range(n):
        told = [("self", own)] + [("peer", p) for p in peers] + [("supervisor", boss + k % 2)]
        for source, rating in told:
            persons.append(f"p{k}")
            sources.append(source)
            ratings.append(rating)
    return ratings, persons, sources


def test_each_source_by_itself():
    found = self_other_gap(*rows(5, [3, 4, 2], 3), missing=REFUSE)
    peer, boss = found.sources["peer"], found.sources["supervisor"]
    assert (peer.mean_gap, peer.se, peer.n_used) == (2.0, 0.0, 6)
    assert (len(peer.warnings), boss.warnings) == (1, ())
    assert peer.persons[0].se == pytest.approx(1 / sqrt(3))
    assert boss.mean_gap == pytest.approx(1.5)
    assert boss.se == pytest.approx(np.std([2, 1] * 3, ddof=1) / sqrt(6))
    assert boss.persons[0].se is None


def test_sources_with_few_raters_are_hidden():
    found = self_other_gap(*rows(3, [3, 4], 3), missing=REFUSE)
    assert found.sources["peer"].code == "hidden"
    assert isinstance(found.sources["supervisor"], SourceGap)
    ratings, persons, sources = rows(3, [3, 4, 5], 3)
    ratings[1] = NAN  # one peer of p0
    one = self_other_gap(ratings, persons, sources, missing=EXCLUDE)
    assert (one.sources["peer"].n_used, one.sources["peer"].n_hidden, one.n_missing) == (5, 1, 1)
    assert self_other_gap([3], ["a"], ["peer"], missing=REFUSE).code == "no_self"
    assert self_other_gap([3], ["a"], ["self"], missing=REFUSE).code == "no_self"
    with pytest.raises(ValueError):
        self_other_gap([3], ["a"], [], missing=REFUSE)
