"""Agreement on one scale, of categories, and of pass/fail decisions."""

from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.crosscheck.agreement import bland_altman, concordance
from espalier.engines.effects.crosscheck.kappa import nominal_kappa
from espalier.engines.effects.crosscheck.pass_fail import (
    mcnemar_exact,
    paired_difference,
    pass_fail,
)
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal, VerdictCode

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
# Bland & Altman, Lancet 1986, i:307-310: peak flow of 17 persons by two meters.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_peak_flow_as_printed():
    found = bland_altman(WRIGHT, MINI, missing=REFUSE, multiplier=2.0)
    assert (found.bias, found.sd) == (pytest.approx(-2.1, abs=0.05), pytest.approx(38.8, abs=0.05))
    assert found.limits == (pytest.approx(-79.7, abs=0.1), pytest.approx(75.5, abs=0.1))
    assert found.r == pytest.approx(0.94, abs=0.005)
    assert found.verdict is None
    assert "2.1 below the second on average, likely between -17.8 and 22.0" in found.sentence.en
    assert "2.1 above" in bland_altman(MINI, WRIGHT, missing=REFUSE).sentence.en
    assert found.assumptions[0].held
    assert concordance(WRIGHT, MINI, missing=REFUSE).ccc == pytest.approx(0.942742, abs=1e-6)


@pytest.mark.parametrize(
    ("tolerable", "code"),
    [
        (200, VerdictCode.CLEAR),
        (80, VerdictCode.LIKELY),
        (60, VerdictCode.UNCLEAR),
        (20, VerdictCode.NO_SIGN),
    ],
)
def test_the_verdict_follows_what_is_tolerable(tolerable, code):
    assert bland_altman(WRIGHT, MINI, missing=REFUSE, tolerable=tolerable).verdict is code


def test_a_trend_is_seen_and_a_mirror_has_none():
    x = np.arange(10.0)
    rising = bland_altman(x, x * 1.5 + np.resize([0.1, -0.1], 10), missing=REFUSE)
    assert rising.assumptions[0].held is False
    mirrored = bland_altman(x, 20 - x, missing=REFUSE)
    assert (mirrored.trend, mirrored.trend_interval) == (None, None)
    assert mirrored.assumptions[0].held is None


def test_agreement_refuses_and_names():
    assert bland_altman([1, 2], [1, 2], missing=REFUSE).code == "too_few"
    assert concordance([1] * 9, range(9), missing=REFUSE).code == "constant"
    for wrong in (0.0, -1.0, float("inf")):
        with pytest.raises(ValueError, match="tolerable"):
            bland_altman(WRIGHT, MINI, missing=REFUSE, tolerable=wrong)


def test_concordance_at_its_ends():
    x = np.arange(8.0)
    same = concordance(x, x, missing=REFUSE)
    assert (same.ccc, same.interval.low) == (1.0, 1.0)
    opposite = concordance(x, 7 - x, missing=REFUSE)
    assert opposite.ccc == pytest.approx(-1)
    none = concordance([1, 1, 2, 2, 1, 1, 2, 2], [1, 2, 1, 2, 1, 2, 1, 2], missing=REFUSE)
    assert none.ccc == pytest.approx(0, abs=1e-12)
    assert none.interval.low < 0 < none.interval.high
    assert not concordance(list(x) * 4, list(x[::-1]) * 4, missing=REFUSE).warnings


def test_kappa_of_1960():
    # Cohen 1960, table of proportions of 200 cases by two judges: kappa .492.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    cells = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    a, b = zip(*cells, strict=True)
    found = nominal_kappa(a, b, n_categories=3)
    assert found.kappa == pytest.approx(0.492, abs=5e-4)
    p = np.array(table) / 200
    po, pe = np.trace(p), float(p.sum(1) @ p.sum(0))
    inner = sum(
        p[i, i] * ((1 - pe) - (p[:, i].sum() + p[i].sum()) * (1 - po)) ** 2 for i in range(3)
    )
    cross = (1 - po) ** 2 * sum(
        p[i, j] * (p[:, i].sum() + p[j].sum()) ** 2 for i in range(3) for j in range(3) if i != j
    )
    variance = (inner + cross - (po * pe - 2 * pe + po) ** 2) / (200 * (1 - pe) ** 4)
    assert found.interval.width / 2 / 1.959964 == pytest.approx(sqrt(variance), abs=1e-9)
    assert nominal_kappa(a[:20], b[:20], n_categories=3).code == "too_few"
    assert nominal_kappa([1] * 40, [1] * 40, n_categories=2).code == "no_variation"
    with pytest.raises(ValueError):
        nominal_kappa([[1]], [[1]], n_categories=2)


def test_mcnemar_is_the_binomial_sum():
    for b, c in ((7, 2), (10, 10), (0, 3)):
        tail = sum(comb(b + c, k) for k in range(min(b, c) + 1)) / 2 ** (b + c)
        assert mcnemar_exact(b, c) == pytest.approx(min(1, 2 * tail))
    assert mcnemar_exact(0, 0) == 1.0
    with pytest.raises(ValueError):
        mcnemar_exact(-1, 2)


def test_paired_difference_by_newcombe():
    # Newcombe 1998 (Stat Med 17:2635-2650), method 10, table III, example c: 36, 12, 2, 0 gives .0569 to .3404.
    found = paired_difference(36, 12, 2, 0)
    assert (found.low, found.high) == (
        pytest.approx(0.0569, abs=2e-4),
        pytest.approx(0.3404, abs=2e-4),
    )
    empty = paired_difference(6, 0, 0, 0)
    assert empty.low < 0 < empty.high


def test_pass_fail_table():
    first = [1] * 20 + [1] * 12 + [0] * 2 + [0] * 10 + [NAN]
    second = [1] * 20 + [0] * 12 + [1] * 2 + [0] * 10 + [1]
    found = pass_fail(first, second, missing=EXCLUDE)
    assert (found.n_both, found.n_first_only, found.n_second_only, found.n_neither) == (
        20,
        12,
        2,
        10,
    )
    assert (found.n_missing, found.difference) == (1, pytest.approx(10 / 44))
    assert found.warnings  # fewer than twenty discordant
    assert found.verdict.code is VerdictCode.LIKELY
    assert not isinstance(found.kappa, Refusal)
    small = pass_fail([1, 0, 1, 0, 1, 1], [1, 0, 0, 0, 1, 1], missing=REFUSE)
    assert isinstance(small.kappa, Refusal)
    many = pass_fail([1, 0] * 25, [0, 1] * 25, missing=REFUSE)
    assert not many.warnings
    assert pass_fail([1, 0], [1, 1], missing=REFUSE).code == "too_few"
    with pytest.raises(ValueError, match="passed"):
        pass_fail([2, 0], [1, 1], missing=REFUSE)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(lambda n: sum(n) > 0))
def test_swapping_turns_the_difference_around(counts):
    a, b, c, d = counts
    one, other = paired_difference(a, b, c, d), paired_difference(a, c, b, d)
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    assert -1 - 1e-9 <= one.low <= one.high <= 1 + 1e-9
