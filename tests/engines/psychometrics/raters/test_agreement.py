"""Kappa, Fleiss, Krippendorff: published tables, what must not matter, and what is refused."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.raters.fleiss import fleiss_kappa, fleiss_kappa_of_counts
from espalier.engines.psychometrics.raters.kappa import (
    Weights,
    cohen_kappa,
    cohen_kappa_of_table,
)
from espalier.engines.psychometrics.raters.krippendorff import Metric, krippendorff_alpha

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
HOLE = float("nan")
COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])  # Cohen 1960, in counts
KRIPPENDORFF = [  # 2011: four observers, twelve units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, HOLE, HOLE, HOLE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, HOLE, 3],
    [HOLE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, HOLE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, HOLE],
]


def codes_of(table: np.ndarray) -> tuple[list[int], list[int]]:
    pairs = [(i, j) for i, j in np.ndindex(table.shape) for _ in range(int(table[i, j]))]
    return [i for i, _ in pairs], [j for _, j in pairs]


def test_cohen_1960_and_1968():
    plain = cohen_kappa_of_table(COHEN)
    weighted = cohen_kappa_of_table(COHEN, weights=[[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    assert (round(plain.kappa, 3), round(weighted.kappa, 3)) == (0.492, 0.348)
    assert plain.sentence.en.startswith("Agreement of the two raters is moderate")
    assert plain.prevalence == pytest.approx((0.55, 0.3, 0.15))


def test_ratings_and_their_table_are_one():
    first, second = codes_of(COHEN)
    found = cohen_kappa([*first, HOLE], [*second, 1], missing=EXCLUDE, weights=Weights.QUADRATIC)
    assert found.kappa == pytest.approx(cohen_kappa_of_table(COHEN, weights="quadratic").kappa)
    assert (found.n_used, found.n_missing) == (200, 1)


def test_linear_weights_by_hand():
    table = np.array([[20, 5, 1], [3, 15, 4], [2, 2, 8]])
    share, distance = table / 60, np.abs(np.subtract.outer(range(3), range(3)))
    chance = np.outer(share.sum(1), share.sum(0))
    expected = 1 - (share * distance).sum() / (chance * distance).sum()
    assert cohen_kappa_of_table(table, weights=Weights.LINEAR).kappa == pytest.approx(expected)


def test_high_agreement_with_a_rare_category_is_explained():
    found = cohen_kappa_of_table([[90, 5], [5, 0]])
    assert found.kappa < 0
    assert "rare categories" in found.warnings[0].en


def test_agreement_without_a_miss_is_not_certain():
    found = cohen_kappa_of_table([[20, 0], [0, 20]])
    assert found.kappa == 1
    assert found.interval.low < 0.85
    assert "keep the rubric" in found.sentence.en


tables = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3).map(
    np.array
)


@settings(max_examples=60)
@given(tables, st.sampled_from(list(permutations(range(3)))))
def test_kappa_does_not_depend_on_labels_or_who_is_first(table, order):
    if not table.sum():
        return
    one = cohen_kappa_of_table(table, n_least=1)
    again = cohen_kappa_of_table(table[np.ix_(order, order)].T, n_least=1)
    twice = cohen_kappa_of_table(table * 2, n_least=1)
    if isinstance(one, Refusal):
        assert one.code == "no_variation" == again.code
        return
    assert -1 <= one.interval.low <= one.kappa <= one.interval.high <= 1
    assert again.kappa == pytest.approx(one.kappa)
    assert twice.kappa == pytest.approx(one.kappa)
    assert twice.se <= one.se + 1e-12


def test_kappa_refuses_what_it_cannot_judge():
    few = cohen_kappa_of_table([[5, 1], [0, 4]])
    assert few.code == "too_few"
    assert "9 of 10" in few.sentence.en
    assert cohen_kappa_of_table([[40, 0], [0, 0]]).code == "no_variation"


@pytest.mark.parametrize(
    ("first", "second", "how", "said"),
    [
        ([0, 1], [0], {}, "lengths differ"),
        ([0.5, 1], [0, 1], {}, "whole numbers"),
        ([-1, 1], [0, 1], {}, "whole numbers"),
        ([0, np.inf], [0, 1], {}, "infinite"),
        ([HOLE, 1], [0, 1], {}, "lack a rating"),
        ([HOLE, 1], [0, HOLE], {"missing": EXCLUDE}, "nothing was rated by both"),
        ([HOLE, 1], [0, 1], {"missing": AS_ZERO}, "not a rating of 0"),
        ([0, 1], [0, 1], {"weights": [[1, 1], [1, 1]]}, "weights"),
        ([0, 1], [0, 1], {"weights": [[0, -1], [1, 0]]}, "negative"),
    ],
)
def test_bad_ratings_are_named(first, second, how, said):
    with pytest.raises(ValueError, match=said):
        cohen_kappa(first, second, **({"missing": REFUSE} | how))


@pytest.mark.parametrize("table", [[[1, 2, 3]], [[1]], [[0, 0], [0, 0]]])
def test_tables_that_are_none(table):
    with pytest.raises(ValueError, match="square table"):
        cohen_kappa_of_table(table)


FLEISS = np.array([[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
                   [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]])  # fmt: skip


def test_fleiss_textbook_table():
    found = fleiss_kappa_of_counts(FLEISS, n_least=10)
    assert round(found.kappa, 3) == 0.210
    assert found.interval.low < found.kappa < found.interval.high
    assert "fair" in found.sentence.en


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=3, max_size=12))
def test_fleiss_bounds_and_relabelling(rows):
    found = fleiss_kappa(rows, missing=REFUSE, n_least=2)
    again = fleiss_kappa(
        [[2 - x for x in row] for row in rows[::-1]], missing=REFUSE, n_least=2, n_categories=3
    )
    if isinstance(found, Refusal):
        assert found.code == "no_variation"
        return
    assert again.kappa == pytest.approx(found.kappa)
    assert -1 <= found.interval.low <= found.kappa + 1e-12
    assert found.interval.high <= 1


def test_fleiss_counts_what_it_leaves_out():
    rows = [[0, 1, 1], [HOLE, 1, 1], [0, 0, 0], [1, 1, 1]]
    found = fleiss_kappa(rows, missing=EXCLUDE, n_least=3, n_categories=3)
    assert (found.n_used, found.n_missing) == (3, 1)
    assert "Krippendorff" in found.warnings[0].en
    assert found.category_kappas[2] is None


def test_fleiss_with_one_odd_work_has_a_wide_interval():
    found = fleiss_kappa_of_counts([[2, 0], [1, 1]], n_least=2)
    assert found.interval.width > 1


def test_fleiss_refusals_and_bad_input():
    assert fleiss_kappa_of_counts([[2, 0], [1, 1]]).code == "too_few"
    assert fleiss_kappa_of_counts([[2, 0], [2, 0]], n_least=2).code == "no_variation"
    assert fleiss_kappa_of_counts([[2, 0], [2, 1]]).code == "unequal_raters"
    for counts in ([[2, 0]], [[1, 0], [0, 1]], [[-1, 3], [2, 0]]):
        with pytest.raises(ValueError):
            fleiss_kappa_of_counts(counts)
    for rows, k in (([[0], [1]], None), ([[HOLE, 1]], None), ([[0, 3], [1, 1]], 2)):
        with pytest.raises(ValueError):
            fleiss_kappa(rows, missing=EXCLUDE, n_categories=k)


def alpha_by_pairs(table, delta):
    """Straight from the definition: all pairs within units against all pairs of values."""
    units = [[v for v in column if not np.isnan(v)] for column in np.array(table, float).T]
    units = [unit for unit in units if len(unit) > 1]
    values = [v for unit in units for v in unit]
    n, counts = len(values), Counter(values)
    distance = {(a, b): delta(a, b, counts) for a in counts for b in counts}
    seen = sum(
        distance[a, b] / (len(unit) - 1)
        for unit in units for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j
    )  # fmt: skip
    chance = sum(counts[a] * counts[b] * d for (a, b), d in distance.items()) / (n - 1)
    return 1 - seen / chance


DELTAS = {
    Metric.NOMINAL: lambda a, b, n: float(a != b),
    Metric.ORDINAL: lambda a, b, n: (
        (sum(n[g] for g in n if min(a, b) <= g <= max(a, b)) - (n[a] + n[b]) / 2) ** 2
    ),
    Metric.INTERVAL: lambda a, b, n: (a - b) ** 2,
    Metric.RATIO: lambda a, b, n: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
}


@pytest.mark.parametrize("metric", Metric)
def test_krippendorff_2011_by_definition(metric):
    found = krippendorff_alpha(
        KRIPPENDORFF, metric=metric, missing=EXCLUDE, seed=1, n_bootstrap=600
    )
    assert found.alpha == pytest.approx(alpha_by_pairs(KRIPPENDORFF, DELTAS[metric]), abs=1e-12)
    assert found.interval.low < found.alpha < found.interval.high
    assert (found.n_used, found.n_missing, found.stages[1].n_dropped) == (11, 7, 1)
    assert found.warnings


@settings(max_examples=25)
@given(
    st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, HOLE]), min_size=6, max_size=6), min_size=2, max_size=4),
    st.sampled_from(list(Metric)),
)  # fmt: skip
def test_krippendorff_equals_its_definition_or_refuses(table, metric):
    found = krippendorff_alpha(table, metric=metric, missing=EXCLUDE, seed=3, n_bootstrap=100)
    if isinstance(found, Refusal):
        assert found.code in {"too_few", "no_variation"}
        return
    assert found.alpha == pytest.approx(alpha_by_pairs(table, DELTAS[metric]), abs=1e-9)
    moved = krippendorff_alpha(table[::-1], metric=metric, missing=EXCLUDE, seed=3, n_bootstrap=100)
    assert moved.alpha == pytest.approx(found.alpha)
    assert found.interval.high <= 1 + 1e-12


def test_interval_alpha_does_not_depend_on_the_scale():
    table = np.array(KRIPPENDORFF)
    first, second = (
        krippendorff_alpha(each, metric=Metric.INTERVAL, missing=EXCLUDE, seed=1)
        for each in (table, 10 - 3 * table)
    )
    assert first.alpha == pytest.approx(second.alpha)


def test_many_units_need_no_warning_and_agree_fully():
    table = [list(range(30))] * 2
    found = krippendorff_alpha(table, metric=Metric.RATIO, missing=REFUSE, seed=1)
    assert found.alpha == 1
    assert not found.warnings
    assert "good enough to rely on" in found.sentence.en


def test_almost_no_variation_is_refused():
    table = np.zeros((2, 200))
    table[:, 0] = 1
    for share, code in ((200, "no_variation"), (2, None)):
        found = krippendorff_alpha(table[:, :share], metric=Metric.NOMINAL, missing=REFUSE, seed=1)
        assert (found.code if isinstance(found, Refusal) else None) in {code, None, "no_variation"}
    assert (
        krippendorff_alpha([[1, 1], [1, 1]], metric=Metric.NOMINAL, missing=REFUSE, seed=1).code
        == "no_variation"
    )
    assert (
        krippendorff_alpha([[1, HOLE], [1, 1]], metric=Metric.NOMINAL, missing=EXCLUDE, seed=1).code
        == "too_few"
    )


def test_runs_without_variation_are_many_enough_to_refuse(monkeypatch):
    from espalier.engines.psychometrics.raters import krippendorff

    monkeypatch.setattr(krippendorff, "_bootstrap", lambda *_: np.array([1.0]))
    found = krippendorff_alpha(
        [[1, 1, 2], [1, 1, 2]], metric=Metric.NOMINAL, missing=REFUSE, seed=1
    )
    assert found.code == "no_variation"


@pytest.mark.parametrize(
    ("table", "how", "said"),
    [
        ([[1, 2]], {}, "two raters"),
        ([[1, HOLE], [1, 2]], {}, "missing"),
        ([[1, HOLE], [1, 2]], {"missing": AS_ZERO}, "not a rating of 0"),
        ([[1, -2], [1, 2]], {"metric": Metric.RATIO}, "0 and above"),
        ([[1, 2], [1, 2]], {"n_bootstrap": 5}, "100 runs"),
        ([[1, np.inf], [1, 2]], {}, "infinite"),
    ],
)
def test_bad_units_are_named(table, how, said):
    with pytest.raises(ValueError, match=said):
        krippendorff_alpha(
            table, **({"metric": Metric.NOMINAL, "missing": REFUSE, "seed": 1} | how)
        )
