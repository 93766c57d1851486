"""Rating items, promoters, response, careless answers, survey tables."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.surveys.careless import careless_flags
from espalier.engines.effects.surveys.likert import FIVE, LikertItem, Scale, likert_item
from espalier.engines.effects.surveys.promoters import net_promoter_score, ratings_of_counts
from espalier.engines.effects.surveys.response import (
    Reach,
    finite_factor,
    response_rate,
    share_interval,
)
from espalier.engines.effects.surveys.tables import ALL, survey_table
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Refusal, VerdictCode

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
TWENTY = [5] * 8 + [4] * 7 + [3] * 3 + [2, 1]


def test_an_item_by_hand():
    found = likert_item([*TWENTY, NAN], missing=EXCLUDE, n_invited=25)
    assert found.counts == (1, 1, 3, 7, 8)
    assert (found.top_share, found.median, found.mean) == (0.75, 4.0, 4.0)
    assert found.sd == pytest.approx(sqrt((8 + 0 + 3 + 4 + 9) / 19))
    factor = sqrt(5 / 24)
    half = 2.093024 * found.sd / sqrt(20) * factor
    assert found.mean_interval.width == pytest.approx(2 * half, abs=1e-6)
    effective = 20 / factor**2
    assert found.top_interval == wilson(0.75 * effective, effective)
    assert [(s.code, s.n, s.n_dropped) for s in found.stages] == [
        ("invited", 25, 0),
        ("returned", 21, 4),
        ("answered", 20, 1),
    ]
    assert found.verdict is None
    assert "20 of 25" in found.sentence.en


@pytest.mark.parametrize(
    ("target", "invited", "code"),
    [
        (0.50, None, VerdictCode.CLEAR),
        (0.70, None, VerdictCode.LIKELY),
        (0.85, None, VerdictCode.UNCLEAR),
        (0.95, None, VerdictCode.NO_SIGN),
        (0.50, 40, VerdictCode.CLEAR),
        (0.50, 100, None),
    ],
)
def test_the_verdict_against_a_target(target, invited, code):
    found = likert_item(TWENTY, missing=REFUSE, target=target, n_invited=invited)
    assert (found.verdict and found.verdict.code) == code


def test_warnings_of_an_item():
    assert len(likert_item([5] * 6, missing=REFUSE).warnings) == 2  # few, and all alike
    assert len(likert_item(TWENTY * 2, missing=REFUSE).warnings) == 0
    assert len(likert_item(TWENTY * 2, missing=REFUSE, n_invited=90).warnings) == 1
    census = likert_item(TWENTY, missing=REFUSE, n_invited=20)
    assert census.top_interval.width == 0
    assert likert_item([5, 4, 3, NAN], missing=EXCLUDE).code == "hidden"


def test_bad_answers_are_named():
    for ratings in ([6] * 9, [2.5] * 9, [0] * 9, [float("inf")], [[1]]):
        with pytest.raises(ValueError):
            likert_item(ratings, missing=REFUSE)
    for policy in (REFUSE, MissingPolicy.AS_ZERO):
        with pytest.raises(ValueError):
            likert_item([1, NAN], missing=policy)
    for target in (0.0, 1.5):
        with pytest.raises(ValueError, match="target"):
            likert_item(TWENTY, missing=REFUSE, target=target)
    for low, high in ((5, 5), (5, 1), (0, 1000)):
        with pytest.raises(ValueError):
            Scale(low, high)
    assert FIVE.middle == 3


def test_response_rates():
    told = {
        (24, 40): Reach.GOOD,
        (23, 40): Reach.WARN,
        (11, 40): Reach.NO_VERDICT,
        (5, None): Reach.UNKNOWN,
    }
    for (n, of), reach in told.items():
        assert response_rate(n, of).reach is reach
    for n, of in ((-1, 5), (6, 5), (0, 0)):
        with pytest.raises(ValueError):
            response_rate(n, of)
    assert finite_factor(1, 1) == 1.0
    assert share_interval(7, 9, 9).width == 0


@settings(max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=5, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_persons_does_not_matter(ratings, random):
    found = likert_item(ratings, missing=REFUSE)
    moved = likert_item(random.sample(ratings, len(ratings)), missing=REFUSE)
    assert (moved.counts, moved.top_interval) == (found.counts, found.top_interval)
    assert 0 <= found.top_interval.low <= found.top_share <= found.top_interval.high <= 1
    twice = likert_item(ratings * 2, missing=REFUSE)
    assert twice.top_interval.width <= found.top_interval.width + 1e-12


def test_promoters_by_hand():
    found = net_promoter_score([10] * 5 + [9] * 5 + [8] * 6 + [6] * 4, missing=REFUSE)
    p, d, n = 10 / 20, 4 / 20, 20
    assert found.nps == pytest.approx(100 * (p - d))
    assert found.se == pytest.approx(100 * sqrt((p + d - (p - d) ** 2) / n))
    assert (found.n_promoters, found.n_passives, found.n_detractors) == (10, 6, 4)
    assert "30" in found.warnings[0].en
    assert found.verdict.code is VerdictCode.UNCLEAR
    many = net_promoter_score([10, 9, 3] * 10, missing=REFUSE, n_invited=200)
    assert (many.warnings, many.verdict) == ((), None)
    assert net_promoter_score([10] * 4, missing=REFUSE).code == "hidden"


@pytest.mark.parametrize(
    ("rating", "ends"), [(10, (None, 100)), (2, (-100, None)), (7, (None, None))]
)
def test_one_kind_of_answer_still_has_an_interval(rating, ends):
    found = net_promoter_score([rating] * 8, missing=REFUSE)
    assert found.interval.width > 10
    assert found.nps in found.interval
    for limit, end in zip((found.interval.low, found.interval.high), ends, strict=True):
        assert end is None or limit == end


def test_counts_of_ratings():
    for wrong in ([1] * 10, [1.5] * 11, [-1] * 11):
        with pytest.raises(ValueError, match="eleven"):
            ratings_of_counts(wrong)


def test_straight_lines_and_middles():
    rows = [[3] * 6, [1, 2, 3, 4, 5, 1], [5, 5, 5, 5, 5, NAN], [NAN] * 6, [4, 4, 4, 1, 4, 4]]
    found = careless_flags(rows, missing=EXCLUDE, run=5)
    assert found.longest_run.tolist() == [6, 1, 5, 0, 3]
    assert found.is_straight.tolist() == [True, False, True, False, False]
    assert found.is_middle.tolist() == [True, False, False, False, False]
    assert (found.n_used, found.n_missing, found.n_middle) == (4, 1, 1)
    even = careless_flags([[1, 2, 3, 4, 1]], missing=REFUSE, scale=Scale(1, 4))
    assert (even.is_middle, even.n_middle) == (None, None)
    assert careless_flags([[1, 2]], missing=REFUSE).code == "too_few_items"
    with pytest.raises(ValueError, match="run"):
        careless_flags(rows, missing=EXCLUDE, run=7)


def test_a_survey_by_group_hides_small_ones_and_their_shadow():
    rng = np.random.default_rng(1)
    groups = ["a"] * 12 + ["b"] * 7 + ["c"] * 3
    table = survey_table(
        rng.integers(1, 6, (22, 2)), ["pace", "room"], missing=REFUSE, groups=groups
    )
    for item in table.items:
        assert isinstance(table.cell(item), LikertItem)
        assert isinstance(table.cell(item, "a"), LikertItem)
        assert isinstance(table.cell(item, "b"), Refusal)  # or c could be worked out
        assert table.cell(item, "c").code == "hidden"
    assert table.n_hidden == 4
    with pytest.raises(KeyError):
        table.cell("lunch")
    tiny = survey_table([[1], [2]], ["pace"], missing=REFUSE)
    assert "too few" in tiny.sentence.en
    for items, own in ((["a", "b"], None), ([], None), (["a"], ["x"]), (["a"], [ALL, ALL])):
        with pytest.raises(ValueError):
            survey_table([[1], [2]], items, missing=REFUSE, groups=own)
