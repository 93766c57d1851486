"""Equating: identities, recalled print, bootstrap, gates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.equating.anchor import (
    FormMoments,
    equate_by_anchor,
    line_of,
)
from espalier.engines.psychometrics.equating.circle import circle_arc
from espalier.engines.psychometrics.equating.methods import METHODS
from espalier.engines.psychometrics.equating.random_groups import (
    CURVES,
    equate_random_groups,
    equipercentile_equivalents,
)
from espalier.engines.psychometrics.equating.result import EquatingMethod
from espalier.engines.psychometrics.equating.scores import counts_of, moments, score_counts
from espalier.engines.psychometrics.equating.stocking_lord import stocking_lord

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
M = EquatingMethod
RNG = np.random.default_rng(4)
HARD, EASY = (np.bincount(RNG.binomial(20, p, 600), minlength=21) for p in (0.55, 0.65))


@pytest.mark.parametrize("method", CURVES)
def test_a_form_equated_to_itself_stays(method):
    found = equate_random_groups(HARD, HARD, seed=1, method=method, n_bootstrap=20)
    used = np.flatnonzero(HARD)
    assert found.equivalents[used] == pytest.approx(found.points[used])
    assert found.mean_shift == pytest.approx(0, abs=1e-9)


def test_the_harder_form_is_raised():
    found = equate_random_groups(HARD, EASY, seed=1)
    assert found.method is M.EQUIPERCENTILE
    assert found.shift_interval.low > 0
    assert "harder" in found.sentence.en
    back = equate_random_groups(EASY, HARD, seed=1, method=M.LINEAR)
    assert "easier" in back.sentence.en
    assert back.se.shape == back.points.shape
    assert as_json(back)
    assert "No clear difference" in equate_random_groups(HARD, HARD, seed=1).sentence.en


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=8),
    st.lists(st.integers(0, 9), min_size=4, max_size=8),
)
def test_equipercentile_rises_and_stays_within_half_a_point(x, y):
    x, y = np.array(x, float), np.array(y, float)
    if not (x.sum() and y.sum()):
        return
    found = equipercentile_equivalents(x, y)
    assert (np.diff(found) >= -1e-9).all()
    assert found.min() >= -0.5
    assert found.max() <= y.size - 0.5


def test_mean_bootstrap_is_the_standard_error_of_two_means():
    found = equate_random_groups(HARD, EASY, seed=1, method=M.MEAN, n_bootstrap=1500)
    expected = np.sqrt(sum(moments(each.astype(float))[2] ** 2 / 600 for each in (HARD, EASY)))
    assert found.se == pytest.approx(np.full(21, expected), rel=0.08)
    assert found.low[0] < found.equivalents[0] < found.high[0]


def test_gates_by_numbers():
    def found(n, **how):
        counts = np.bincount(np.random.default_rng(1).binomial(10, 0.5, n), minlength=11)
        return equate_random_groups(counts, counts, seed=1, n_bootstrap=20, **how)

    assert [found(n).method for n in (5, 20, 50, 200, 400)] == [
        M.IDENTITY,
        M.CIRCLE_ARC,
        M.MEAN,
        M.LINEAR,
        M.EQUIPERCENTILE,
    ]
    assert "should not be compared closely" in found(5).sentence.en
    assert found(5).se is None
    assert "should not be compared closely" in found(50).sentence.en
    refused = found(50, method=M.LINEAR)
    assert refused.code == "too_few"
    assert "circle-arc" in refused.sentence.en
    assert "identity" in found(5, method=M.MEAN).sentence.en
    assert found(50, method=M.LINEAR, n_least=20).method is M.LINEAR


def test_random_groups_bad_input():
    for x in ([1, 2], [0, 0, 0], [1.5, 1, 1], [-1, 2, 2]):
        with pytest.raises(ValueError):
            score_counts("x", x)
    for how, said in (({"method": M.TUCKER}, "anchor"), ({"n_bootstrap": 2}, "20 runs")):
        with pytest.raises(ValueError, match=said):
            equate_random_groups(HARD, EASY, seed=1, **how)
    assert equate_random_groups([0, 50, 0], [10, 20, 20], seed=1).code == "no_variation"
    with pytest.raises(ValueError, match="whole scores"):
        counts_of("x", [0.5], 3)
    assert moments(np.array([0.0, 1.0])) == (1.0, 1.0, 0.0)


def test_a_bootstrap_sample_of_one_score_is_replaced():
    counts = np.array([0, 9, 1])
    found = equate_random_groups(
        counts, counts, seed=1, method=M.LINEAR, n_least=5, n_bootstrap=200
    )
    assert np.isfinite(found.se).all()


@settings(max_examples=40)
@given(st.floats(0.1, 0.9), st.floats(-0.35, 0.35))
def test_circle_arc_lies_on_a_circle_through_its_points(at, above):
    low, high, middle = (0.0, 0.0), (10.0, 12.0), (10 * at, 12 * at + 10 * above)
    if (10 * at - 5) ** 2 + (10 * above) ** 2 > 25:  # beyond half a circle
        return
    points = np.linspace(0, 10, 23)
    found = circle_arc(np.append(points, middle[0]), low, middle, high)
    assert found[[0, 22, 23]] == pytest.approx([0, 12, middle[1]], abs=1e-6)
    bend = found[:-1] - 1.2 * points
    if abs(above) > 0.01:
        # three points fix centre and radius; the others must lie on it
        a = np.column_stack([points, bend, np.ones(23)])
        solution = np.linalg.lstsq(a, -(points**2 + bend**2), rcond=None)[0]
        assert a @ solution == pytest.approx(-(points**2 + bend**2), abs=1e-6)


def test_means_near_an_end_have_no_arc():
    found = equate_random_groups(
        [12, 1, 0, 0, 0, 0, 1], [1, 0, 0, 1, 12, 0, 0], seed=1, method=M.CIRCLE_ARC
    )
    assert "line between the end points" in found.warnings[0].en
    assert not equate_random_groups(
        [1, 6, 6, 1], [1, 6, 7, 1], seed=1, method=M.CIRCLE_ARC
    ).warnings


def test_circle_arc_falls_back_to_the_line():
    points = np.array([-1.0, 5.0])
    for middle in ((5.0, 5.0), (11.0, 3.0), (5.0, 20.0)):
        assert circle_arc(points, (0, 0), middle, (10, 10)).tolist() == [-1, 5]
    with pytest.raises(ValueError):
        circle_arc(points, (5, 0), (1, 1), (5, 1))


KOLEN_X = FormMoments(1655, 15.8205, 5.1063, 6.5278**2, 2.3760**2, 13.4088)
KOLEN_Y = FormMoments(1638, 18.6728, 5.8626, 6.8784**2, 2.4515**2, 14.7603)


def test_tucker_and_levine_of_kolen_and_brennan():
    """Moments and results of their § 4.4, recalled; group of X as the synthetic population."""
    tucker = line_of(KOLEN_X, KOLEN_Y, M.TUCKER, is_internal=True, weight_x=1.0)
    assert tucker == pytest.approx((1.0289, 0.5370), abs=1.5e-3)
    levine = line_of(KOLEN_X, KOLEN_Y, M.LEVINE, is_internal=True, weight_x=1.0)
    assert levine[0] * 15.8205 + levine[1] == pytest.approx(16.2485, abs=1e-2)
    chained = line_of(KOLEN_X, KOLEN_Y, M.CHAINED, is_internal=True, weight_x=1.0)
    to_anchor = 5.1063 + 2.3760 / 6.5278 * (20 - 15.8205)
    assert chained[0] * 20 + chained[1] == pytest.approx(
        18.6728 + 6.8784 / 2.4515 * (to_anchor - 5.8626)
    )
    with pytest.raises(ValueError, match="weight"):
        line_of(KOLEN_X, KOLEN_Y, M.TUCKER, is_internal=True, weight_x=2)


def groups(shift=0.0, n=300, seed=2):
    rng = np.random.default_rng(seed)
    ability_x, ability_y = rng.normal(size=n), rng.normal(shift, 1, n)

    def scored(ability, easiness):
        p = 1 / (1 + np.exp(-ability))
        anchor = rng.binomial(10, p)
        own = rng.binomial(30, 1 / (1 + np.exp(-ability - easiness)))
        return anchor + own, anchor

    return (*scored(ability_x, 0.0), *scored(ability_y, 0.6))


def by_anchor(data, **how):
    return equate_by_anchor(*data, **({"n_items_x": 40, "n_items_anchor": 10, "method": M.TUCKER, "is_internal": True,
                                       "missing": REFUSE, "seed": 1, "n_bootstrap": 50} | how))  # fmt: skip


@pytest.mark.parametrize("method", [M.TUCKER, M.LEVINE, M.CHAINED])
@pytest.mark.parametrize("is_internal", [True, False])
def test_anchor_methods_find_the_easier_form(method, is_internal):
    found = by_anchor(groups(), method=method, is_internal=is_internal)
    assert 2 < found.mean_shift < 5
    assert found.shift_interval.low > 0
    assert not found.warnings
    weighted = by_anchor(groups(0.8), method=method, is_internal=is_internal, weight_x=1.0)
    assert 2 < weighted.mean_shift < 7
    assert "SD on the anchor" in weighted.warnings[0].en


def test_anchor_gates():
    data = groups()
    assert by_anchor([each[:50] for each in data]).code == "too_few"
    assert by_anchor(data, n_items_x=100).code == "short_anchor"
    x, v, y, w = data
    assert by_anchor((x, v * 0, y, w)).code == "no_variation"
    assert by_anchor((-x + 40, v, y, w)).code == "unrelated_anchor"
    found = by_anchor(([*x, np.nan], [*v, 3], y, w), missing=EXCLUDE)
    assert found.n_missing == 1
    assert found.n_x == 300


@pytest.mark.parametrize(
    ("how", "said"),
    [({"method": M.MEAN}, "anchor method"), ({"n_bootstrap": 1}, "anchor method"), ({"n_items_anchor": 0}, "anchor"),
     ({"missing": AS_ZERO}, "not a score of 0"), ({}, "missing")],
)  # fmt: skip
def test_anchor_bad_input(how, said):
    x, v, y, w = groups()
    with pytest.raises(ValueError, match=said):
        by_anchor(([*x, np.nan], [*v, 1], y, w), **how)
    with pytest.raises(ValueError, match="of the anchor"):
        by_anchor((x[1:], v, y, w))


def test_samples_that_lost_their_link_are_replaced():
    x, v = np.array([1, 2, 3, 2, 2.0]), np.array([1, 1, 2, 2, 1.0])
    found = by_anchor((x, v, x, v), n_items_x=4, n_items_anchor=2, n_least=3)
    assert np.isfinite(found.se).all()


COMMON = np.column_stack([RNG.lognormal(0, 0.3, 12), RNG.normal(size=12), RNG.uniform(0, 0.25, 12)])


def moved(items, slope, shift):
    return np.column_stack([items[:, 0] * slope, (items[:, 1] - shift) / slope, items[:, 2]])


@settings(max_examples=15)
@given(st.floats(0.6, 1.6), st.floats(-1, 1))
def test_stocking_lord_gives_back_a_known_link(slope, shift):
    found = stocking_lord(COMMON, moved(COMMON, slope, shift), n_items=40)
    assert (found.slope, found.intercept) == pytest.approx((slope, shift), abs=1e-6)
    assert found.converged
    assert found.rmsd < 1e-6
    assert not found.warnings
    a, b = found.put_on_old_scale(*moved(COMMON, slope, shift)[:, :2].T)
    assert a == pytest.approx(COMMON[:, 0])
    assert b == pytest.approx(COMMON[:, 1])


def test_a_known_item_is_named():
    after = moved(COMMON, 1.1, 0.2)
    after[3, 1] -= 1.5
    found = stocking_lord(COMMON, after, n_items=40)
    assert "4" in found.warnings[0].en
    assert found.slope_interval.width > 0.01


def test_stocking_lord_refusals():
    assert stocking_lord(COMMON[:4], COMMON[:4], n_items=100).code == "short_anchor"
    flat = COMMON.copy()
    flat[:, 1] = 0
    assert stocking_lord(flat, COMMON, n_items=20).code == "no_variation"
    near = COMMON[:3].copy()
    near[1:, 1] = near[1, 1]
    assert np.isfinite(stocking_lord(near, near, n_items=10).intercept)
    for old, new in ((COMMON, COMMON[1:]), (-COMMON, COMMON), (COMMON[:, :1], COMMON)):
        with pytest.raises(ValueError):
            stocking_lord(old, new, n_items=40)


def test_methods_run_from_tables():
    random_groups, anchor, link = METHODS
    x, v, y, w = groups(n=120)
    rows = [f"x,{a},{b}" for a, b in zip(x, v, strict=True)] + [
        f"y,{a},{b}" for a, b in zip(y, w, strict=True)
    ]
    table = read_csv("\n".join(["form,score,anchor", *rows, "x,,"]))
    assert random_groups.run(table, random_groups.settings(["n_items=40"])).method is M.LINEAR
    assert (
        random_groups.run(table, random_groups.settings(["n_items=40", "method=mean"])).method
        is M.MEAN
    )
    with pytest.raises(ValueError, match="missing"):
        random_groups.run(table, random_groups.settings(["n_items=40", "missing=refuse"]))
    settings_ = anchor.settings(["n_items=40", "n_items_anchor=10", "method=levine"])
    assert anchor.run(table, settings_).n_missing == 1
    with pytest.raises(ValueError, match="form"):
        random_groups.run(read_csv("form,score\nz,1"), random_groups.settings(["n_items=4"]))
    lines = [
        ",".join(map(str, (*a, *b))) for a, b in zip(COMMON, moved(COMMON, 1.2, 0.1), strict=True)
    ]
    csv = read_csv("\n".join(["a_old,b_old,c_old,a_new,b_new,c_new", *lines]))
    assert link.run(csv, link.settings(["n_items=40"])).slope == pytest.approx(1.2)
