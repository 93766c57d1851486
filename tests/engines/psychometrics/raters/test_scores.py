"""ICC, r_wg, severity, drift and halo: published tables, independent formulas, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.raters.drift import rater_drift
from espalier.engines.psychometrics.raters.group_agreement import group_icc, within_group_agreement
from espalier.engines.psychometrics.raters.halo import rater_halo
from espalier.engines.psychometrics.raters.icc import Form, choose_form, intraclass_correlations
from espalier.engines.psychometrics.raters.severity import rater_severity

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
HOLE = float("nan")
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7.0]]
)


def test_shrout_and_fleiss_1979():
    found = intraclass_correlations(SHROUT_FLEISS, missing=REFUSE, n_least=6)
    assert [round(each.icc, 2) for each in found.forms] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    limits = found.of(Form.CONSISTENCY).interval
    assert (round(limits.low, 3), round(limits.high, 3)) == (0.342, 0.946)
    assert "severity" in found.warnings[0].en
    assert "poor to good" in found.sentence.en


def test_three_questions_lead_to_six_forms():
    asked = [(a, b, c) for a in (False, True) for b in (False, True) for c in (False, True)]
    forms = {choose_form(same_raters=a, mean_is_used=b, severity_matters=c) for a, b, c in asked}
    assert forms == set(Form)


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.floats(-5, 5), st.floats(0.1, 10), st.floats(-5, 5))
def test_icc_bounds_order_and_scale(seed, shift, factor, severity):
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(12, 1)) + rng.normal(size=(12, 4)) * rng.uniform(0.1, 2)
    one = intraclass_correlations(table, missing=REFUSE, n_least=5)
    moved = intraclass_correlations(table[::-1, ::-1] * factor + shift, missing=REFUSE, n_least=5)
    severe = intraclass_correlations(
        table + np.array([severity, 0, 0, 0]), missing=REFUSE, n_least=5
    )
    for a, b in zip(one.forms, moved.forms, strict=True):
        assert a.icc == pytest.approx(b.icc, abs=1e-8)
        assert a.icc in a.interval
        assert a.icc <= 1
    assert severe.of(Form.CONSISTENCY).icc == pytest.approx(one.of(Form.CONSISTENCY).icc)


def test_icc_gates_and_refusals():
    icc = intraclass_correlations
    assert icc(SHROUT_FLEISS, missing=REFUSE).code == "too_few"
    assert icc(SHROUT_FLEISS[:, :2], missing=REFUSE, n_least=3).code == "too_few"
    assert icc(np.tile([1.0, 2, 3], (6, 1)), missing=REFUSE, n_least=6).code == "no_variation"
    assert (
        icc(np.arange(6)[:, None] + [1.0, 2, 3], missing=REFUSE, n_least=6).code
        == "no_disagreement"
    )
    holes = SHROUT_FLEISS.copy()
    holes[0, 0] = HOLE
    found = icc(holes, missing=EXCLUDE, n_least=5)
    assert (found.n_used, found.n_missing, found.stages[1].n_dropped) == (5, 1, 1)
    close = icc(
        np.arange(8)[:, None] * 3 + np.random.default_rng(1).normal(size=(8, 3)),
        missing=REFUSE,
        n_least=8,
    )
    assert not close.warnings
    assert close.chosen.icc > 0.9


@pytest.mark.parametrize(
    ("table", "missing"),
    [([[1, 2, 3]], REFUSE), ([[1], [2]], REFUSE), ([[HOLE, 1], [1, 2]], REFUSE)],
)
def test_icc_bad_input(table, missing):
    with pytest.raises(ValueError):
        intraclass_correlations(table, missing=missing, n_least=2)


def test_little_freedom_keeps_the_limits_finite():
    table = [[1.0, 100.0], [2.0, 300.0], [4.0, 201.0]]
    found = intraclass_correlations(table, missing=REFUSE, n_least=2, raters_least=2)
    assert all(np.isfinite([each.interval.low, each.interval.high]).all() for each in found.forms)


def test_r_wg_by_hand():
    one = within_group_agreement([[4], [5], [4], [4]], n_steps=5, missing=REFUSE)
    assert one.r_wg == pytest.approx(1 - 0.25 / 2)
    two = within_group_agreement(
        [[4, 3], [5, 3], [4, 4], [4, HOLE], [4, 4]], n_steps=5, missing=EXCLUDE
    )
    ratio = (0.25 + 1 / 3) / 2 / 2
    assert two.r_wg == pytest.approx(2 * (1 - ratio) / (2 * (1 - ratio) + ratio))
    assert two.n_missing == 1
    assert one.interval.low <= one.r_wg <= one.interval.high


def test_camps_are_set_to_zero_and_said():
    found = within_group_agreement([[1, 5], [5, 1], [1, 5], [5, 1]], n_steps=5, missing=REFUSE)
    assert found.r_wg == 0 > found.raw
    assert "two camps" in found.warnings[0].en


def test_r_wg_refuses_and_raises():
    assert within_group_agreement([[4], [5]], n_steps=5, missing=REFUSE).code == "too_few"
    for table, steps in (([[4], [6]], 5), ([[1]], 1), (np.empty((3, 0)), 5)):
        with pytest.raises(ValueError):
            within_group_agreement(table, n_steps=steps, missing=REFUSE)


def test_group_icc_by_hand():
    groups = np.repeat(np.arange(12), 3)
    values = np.random.default_rng(2).normal(size=36) + groups % 4
    found = group_icc([*values, HOLE], [*groups, 0], n_groups=12, missing=EXCLUDE)
    means = values.reshape(12, 3).mean(axis=1)
    between, within = 3 * means.var(ddof=1), values.reshape(12, 3).var(axis=1, ddof=1).mean()
    assert found.icc1 == pytest.approx((between - within) / (between + 2 * within))
    assert found.icc2 == pytest.approx(1 - within / between)
    assert found.n_missing == 1
    assert found.icc1 in found.icc1_interval
    assert found.icc2 in found.icc2_interval


def test_groups_with_equal_means_have_nothing_between():
    found = group_icc([1, 2] * 10, np.repeat(np.arange(10), 2), n_groups=10, missing=REFUSE)
    assert (found.icc2, found.icc1) == (0.0, -1.0)
    assert "no difference" in found.sentence.en


def test_group_icc_refusals():
    assert group_icc([1, 2], [0, 1], n_groups=2, missing=REFUSE).code == "too_few"
    assert group_icc(range(10), range(10), n_groups=10, missing=REFUSE).code == "no_variation"
    same = group_icc(np.repeat(range(10), 2), np.repeat(range(10), 2), n_groups=10, missing=REFUSE)
    assert same.code == "no_variation"


def complete(n_persons=15, severities=(1.0, 0.0, -1.0), seed=0, noise=0.3):
    rng = np.random.default_rng(seed)
    table = (
        rng.normal(70, 5, n_persons)[:, None]
        - severities
        + rng.normal(0, noise, (n_persons, len(severities)))
    )
    persons, raters = np.indices(table.shape)
    return table.ravel(), raters.ravel(), persons.ravel()


def test_complete_severity_is_the_difference_of_means():
    scores, raters, persons = complete()
    found = rater_severity(scores, raters, persons, names="ABC", missing=REFUSE, smallest=0.5)
    means = scores.reshape(-1, 3).mean(axis=0)
    assert [e.severity for e in found.raters] == pytest.approx(list(means.mean() - means))
    assert [e.is_flagged for e in found.raters] == [True, False, True]
    assert "A is severe" in found.sentence.en
    assert "C is lenient" in found.sentence.en


def test_incomplete_severity_by_dummies():
    scores, raters, persons = complete(30, noise=1.0)
    kept = np.random.default_rng(1).random(scores.size) < 0.6
    scores = np.where(kept, scores, np.nan)
    found = rater_severity(scores, raters, persons, names="ABC", missing=EXCLUDE, smallest=0.5)
    y, r, p = scores[kept], raters[kept], np.unique(persons[kept], return_inverse=True)[1]
    design = np.column_stack([np.eye(p.max() + 1)[p], np.eye(3)[r] @ [[1, 0], [0, 1], [-1, -1]]])
    beta, *_ = np.linalg.lstsq(design, y, rcond=None)
    assert [e.severity for e in found.raters[:2]] == pytest.approx(list(-beta[-2:]), abs=1e-9)
    covariance = (
        np.linalg.inv(design.T @ design)
        * ((y - design @ beta) ** 2).sum()
        / (y.size - design.shape[1])
    )
    assert found.raters[0].se == pytest.approx(np.sqrt(covariance[-2, -2]))
    assert found.n_missing == int((~kept).sum())


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.floats(-20, 20), st.permutations(range(3)))
def test_severity_does_not_depend_on_names_or_scale(seed, shift, order):
    scores, raters, persons = complete(12, seed=seed)
    one = rater_severity(scores, raters, persons, names="ABC", missing=REFUSE, smallest=0.5)
    other = rater_severity(scores + shift, np.array(order)[raters], persons[::-1].max() - persons, names="ABC",
                           missing=REFUSE, smallest=0.5)  # fmt: skip
    assert [other.raters[order[i]].severity for i in range(3)] == pytest.approx(
        [e.severity for e in one.raters]
    )


def test_unconnected_raters_are_refused():
    scores, raters, persons = complete(12, (0.0, 1.0))
    found = rater_severity([*scores, *scores], [*raters, *(raters + 2)], [*persons, *(persons + 12)],
                           names="ABCD", missing=REFUSE, smallest=1)  # fmt: skip
    assert found.code == "unconnected"
    assert "A, B; C, D" in found.sentence.en


def test_severity_gates():
    scores, raters, persons = complete(12)
    few = rater_severity(
        [*scores, 70.0], [*raters, 3], [*persons, 0], names="ABCD", missing=REFUSE, smallest=9
    )
    assert few.too_few == ("D",)
    assert few.warnings
    assert "nobody is clearly" in few.sentence.en
    assert (
        rater_severity(
            scores[:6], raters[:6], persons[:6], names="ABC", missing=REFUSE, smallest=1
        ).code
        == "too_few"
    )
    exact = complete(12, noise=0.0)
    assert rater_severity(*exact, names="ABC", missing=REFUSE, smallest=1).code == "no_variation"
    with pytest.raises(ValueError, match="smallest"):
        rater_severity(scores, raters, persons, names="ABC", missing=REFUSE, smallest=0)
    with pytest.raises(ValueError, match="persons"):
        rater_severity(scores, raters, persons.astype(str), names="ABC", missing=REFUSE, smallest=1)


def test_drift_by_hand():
    first = np.tile(np.arange(10.0), 2)
    wobble = np.tile([0.5, -0.5], 10)
    raters = np.repeat([0, 1], 10)
    found = rater_drift(
        first, first + wobble + 2 * raters, raters, names="AB", missing=REFUSE, smallest=1
    )
    assert [e.shift for e in found.raters] == pytest.approx([0, 2])
    assert found.spread == pytest.approx(np.sqrt(20 * 0.25 / 18))
    assert found.raters[1].is_flagged
    calm = rater_drift(
        [*first, HOLE],
        [*(first + wobble), 1],
        [*raters, 1],
        names="ABC",
        missing=EXCLUDE,
        smallest=1,
    )
    assert calm.too_few == ("C",)
    assert "nobody has clearly drifted" in calm.sentence.en
    assert calm.n_missing == 1


def test_drift_refusals():
    raters = np.zeros(10, int)
    assert (
        rater_drift(range(10), range(10), raters, names="A", missing=REFUSE, smallest=1).code
        == "no_variation"
    )
    assert (
        rater_drift([1, 2], [1, 3], [0, 0], names="A", missing=REFUSE, smallest=1).code == "too_few"
    )
    with pytest.raises(ValueError, match="lengths"):
        rater_drift([1, 2], [1], [0, 0], names="A", missing=REFUSE, smallest=1)
    with pytest.raises(ValueError, match="smallest"):
        rater_drift([1], [1], [0], names="A", missing=REFUSE, smallest=0)


def halo_marks(seed=1, n=40):
    rng = np.random.default_rng(seed)
    free = rng.normal(size=(3 * n, 3))
    free[2 * n :] = rng.normal(size=(n, 1)) + 0.2 * free[2 * n :]
    return free, np.repeat([0, 1, 2], n)


def test_halo_is_seen():
    marks, raters = halo_marks()
    found = rater_halo(marks, raters, names="ABC", missing=REFUSE)
    z = [
        np.arctanh(np.corrcoef(marks[raters == i].T)[np.triu_indices(3, 1)]).mean()
        for i in range(3)
    ]
    assert [e.correlation for e in found.raters] == pytest.approx(list(np.tanh(z)))
    assert [e.is_flagged for e in found.raters] == [
        False,
        False,
        True,
    ]
    assert "may show halo" in found.sentence.en


def test_halo_gates():
    marks, raters = halo_marks()
    calm = rater_halo(
        [*marks[:80], [HOLE, 1, 1], [1, 1, 1]], [*raters[:80], 0, 2], names="ABC", missing=EXCLUDE
    )
    assert calm.not_judged == ("C",)
    assert calm.n_missing == 1
    assert "nobody" in calm.sentence.en
    flat = marks.copy()
    flat[raters > 0, 0] = 3
    assert rater_halo(flat, raters, names="ABC", missing=REFUSE).code == "too_few"
    with pytest.raises(ValueError, match="criteria"):
        rater_halo(marks[:, :1], raters, names="ABC", missing=REFUSE)
    with pytest.raises(ValueError, match="smallest"):
        rater_halo(marks, raters, names="ABC", missing=REFUSE, smallest=0)


def test_equal_marks_on_all_criteria_have_a_finite_z():
    marks = np.repeat(np.arange(12.0), 2).reshape(12, 2)
    noise = np.random.default_rng(3).normal(size=(12, 2))
    found = rater_halo(np.vstack([marks, noise]), np.repeat([0, 1], 12), names="AB", missing=REFUSE)
    assert not isinstance(found, Refusal)
    assert found.raters[0].correlation > 0.999
