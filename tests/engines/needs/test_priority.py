"""Priorities: worked values, published tables, and the laws of ranking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.needs.concordance import kendalls_w
from espalier.engines.needs.priority import (
    IpaQuadrant,
    LocusQuadrant,
    borich_mwds,
    importance_performance,
    locus_for_focus,
    pni,
    pni_modified,
    ranks_descending,
    weighted_priority,
)

EXCLUDE, AS_ZERO, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO, MissingPolicy.REFUSE
NAN = np.nan


def test_pni_worked_value() -> None:
    assert pni_modified([4.6], [3.2])[0] == pytest.approx(0.4375)
    assert pni([4.6], [3.2])[0] == pytest.approx(1.4 * 4.6)


@pytest.mark.parametrize(
    ("importance", "degree", "message"),
    [
        ([4.0], [0.0], "degree is 0"),
        ([NAN], [1.0], "missing values"),
        ([4.0, 3.0], [1.0], "equally many"),
        ([], [], "not 0"),
        ([-4.0], [1.0], "negative"),
    ],
)
def test_pni_refuses(importance: list[float], degree: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pni_modified(importance, degree)


def test_borich_worked_value() -> None:
    found = borich_mwds([[5], [4], [5]], [[3], [3], [2]], missing=REFUSE)
    assert found.mwds[0] == pytest.approx(9.3333, abs=5e-5)
    assert found.mean_importance[0] == pytest.approx(14 / 3)


def test_borich_leaves_half_answers_out_and_counts_them() -> None:
    importance: list[list[float]] = [[5, 4], [4, NAN], [5, 4]]
    competence: list[list[float]] = [[3, 2], [3, 1], [2, NAN]]
    found = borich_mwds(importance, competence, missing=EXCLUDE)
    np.testing.assert_allclose(found.mwds, [6 * (14 / 3) / 3, 2 * 4])
    assert found.n_used.tolist() == [3, 1]
    np.testing.assert_allclose(found.missing_share, [0, 2 / 3])
    with pytest.raises(ValueError, match="2 missing"):
        borich_mwds(importance, competence, missing=REFUSE)
    with pytest.raises(ValueError, match="not the answer 0"):
        borich_mwds(importance, competence, missing=AS_ZERO)


def test_locus_for_focus_cuts_at_the_means() -> None:
    found = locus_for_focus([2, 0, 2, 0], [5, 5, 1, 1])
    assert found.quadrants == (
        LocusQuadrant.FIRST_PRIORITY,
        LocusQuadrant.WATCH,
        LocusQuadrant.SECOND_PRIORITY,
        LocusQuadrant.LOW_PRIORITY,
    )
    assert (found.discrepancy_line, found.importance_line) == (1, 3)


def test_ipa_quadrants_and_its_two_cuts() -> None:
    importance, performance = [4.5, 4.5, 3.5, 3.5], [3.2, 4.8, 3.2, 4.8]
    by_mean = importance_performance(importance, performance)
    assert by_mean.quadrants == (
        IpaQuadrant.CONCENTRATE_HERE,
        IpaQuadrant.KEEP_UP,
        IpaQuadrant.LOW_PRIORITY,
        IpaQuadrant.POSSIBLE_OVERKILL,
    )
    assert by_mean.cut == "grand_means"
    by_scale = importance_performance(importance, performance, scale=(1, 5))
    assert set(by_scale.quadrants) == {IpaQuadrant.KEEP_UP}
    assert (by_scale.importance_line, by_scale.cut) == (3, "scale_middle")
    with pytest.raises(ValueError, match="scale must rise"):
        importance_performance(importance, performance, scale=(5, 1))


def test_a_need_on_the_line_counts_as_high() -> None:
    third = [0.1, 0.1, 0.1]  # their mean is not 0.1 to the last bit
    assert set(locus_for_focus(third, third).quadrants) == {LocusQuadrant.FIRST_PRIORITY}


# Siegel 1956, p. 230: six applicants ranked by three executives; s = 25.5, W = .16.
APPLICANTS: list[list[float]] = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]

# Siegel 1956, p. 234 (from Kendall 1948): three rankings of ten with ties; s = 591, W = .828.
TIED = [
    [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
    [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
    [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
]


def test_kendalls_w_of_siegels_applicants() -> None:
    found = kendalls_w(APPLICANTS, missing=REFUSE)
    assert found.rank_sums.tolist() == [8, 14, 11, 11, 11, 8]
    assert found.w == pytest.approx(25.5 / (9 * (6**3 - 6) / 12))
    assert found.w == pytest.approx(0.16, abs=0.005)
    assert found.warnings


def test_kendalls_w_with_ties() -> None:
    found = kendalls_w(TIED, missing=REFUSE)
    assert found.rank_sums.tolist() == [5.5, 6.5, 9, 13.5, 12, 20, 23, 23.5, 25.5, 26.5]
    assert found.w == pytest.approx(0.828, abs=5e-4)
    assert not found.warnings


def test_the_p_value_is_the_tail_of_friedmans_statistic() -> None:
    from scipy.stats import friedmanchisquare

    statistic, p_value = friedmanchisquare(*np.array(TIED).T)
    found = kendalls_w(TIED, missing=REFUSE)
    assert found.chi_square == pytest.approx(statistic)
    assert found.p_value == pytest.approx(p_value)


def test_raters_with_holes_are_dropped_and_counted() -> None:
    found = kendalls_w([*APPLICANTS, [1, NAN, 2, 3, 4, 5]], missing=EXCLUDE)
    assert (found.n_raters, found.n_missing_raters) == (3, 1)
    assert found.w == kendalls_w(APPLICANTS, missing=REFUSE).w
    for policy in (REFUSE, AS_ZERO):
        with pytest.raises(ValueError, match="exclude"):
            kendalls_w([*APPLICANTS, [1, NAN, 2, 3, 4, 5]], missing=policy)


def test_w_is_undefined_when_nobody_orders_anything() -> None:
    found = kendalls_w([[3, 3, 3], [2, 2, 2]], missing=REFUSE)
    assert (found.w, found.p_value) == (None, None)
    assert found.warnings
    with pytest.raises(ValueError, match="2 complete raters"):
        kendalls_w([[1, 2, 3]], missing=REFUSE)


ratings = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(1, 5), min_size=n, max_size=n), min_size=2, max_size=6)
)


@given(ratings, st.randoms(use_true_random=False))
def test_w_is_bounded_and_blind_to_order(table: list[list[int]], random: object) -> None:
    found = kendalls_w(table, missing=REFUSE)
    turned = kendalls_w([list(reversed(row)) for row in reversed(table)], missing=REFUSE)
    assert (found.w is None) == (turned.w is None)
    if found.w is not None:
        assert 0 <= found.w <= 1
        assert found.w == pytest.approx(turned.w)


@given(st.permutations(range(5)), st.integers(2, 5))
def test_raters_who_all_say_the_same_agree_wholly(order: list[int], m: int) -> None:
    assert kendalls_w([order] * m, missing=REFUSE).w == pytest.approx(1.0)


def test_weighted_priority_by_hand() -> None:
    # impact 1..5 weighs 3; cost weighs 1, cheap is good; the last criterion is flat.
    criteria = [[5, 300, 2], [3, 100, 2], [1, 200, 2]]
    found = weighted_priority(
        criteria, [3, 1, 1], missing=REFUSE, lower_is_better=[False, True, False]
    )
    np.testing.assert_allclose(found.score, [0.6, 0.3 + 0.2, 0.1])
    assert found.flat_criteria == (2,)


def test_weighted_priority_and_what_is_missing() -> None:
    criteria: list[list[float]] = [[5, NAN], [1, 10], [NAN, 20], [NAN, NAN]]
    spread = weighted_priority(criteria, [1, 1], missing=EXCLUDE)
    np.testing.assert_allclose(spread.score, [1, 0, 1, NAN])
    np.testing.assert_allclose(spread.weight_used, [0.5, 1, 0.5, 0])
    assert spread.n_missing.tolist() == [1, 0, 1, 2]
    zeroed = weighted_priority(criteria, [1, 1], missing=AS_ZERO)
    np.testing.assert_allclose(zeroed.score, [0.5, 0, 0.5, 0])
    with pytest.raises(ValueError, match="4 missing"):
        weighted_priority(criteria, [1, 1], missing=REFUSE)


@pytest.mark.parametrize("weights", [[1.0], [0.0, 0.0], [-1.0, 2.0]])
def test_bad_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        weighted_priority([[1.0, 2.0]], weights, missing=REFUSE)


def test_equal_figures_share_the_better_rank() -> None:
    assert ranks_descending([3.0, 5.0, 3.0, 1.0]).tolist() == [2, 1, 2, 4]
