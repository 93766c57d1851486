"""Components by mean squares and REML, D-studies, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.generalizability import reml, study
from espalier.engines.psychometrics.generalizability.decision import (
    cheapest_for,
    d_studies,
    d_study,
    phi_lambda,
)
from espalier.engines.psychometrics.generalizability.design import EFFECTS, Design
from espalier.engines.psychometrics.generalizability.methods import METHODS, score_table
from espalier.engines.psychometrics.generalizability.reml import restricted_maximum_likelihood
from espalier.engines.psychometrics.generalizability.study import g_study

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
SHAPES = {Design.P_R: (25, 4), Design.P_I_O: (20, 4, 3), Design.P_RT: (22, 4, 3)}


def made_up(design, seed, sd=lambda effect: 1.0):
    rng = np.random.default_rng(seed)
    shape = SHAPES[design]
    table = np.zeros(shape)
    for effect in EFFECTS[design]:
        size = [n if axis in effect.axes else 1 for axis, n in enumerate(shape)]
        table = table + sd(effect) * rng.normal(size=size)
    return table


def p_r_by_hand(table):
    n, k = table.shape
    rows, columns = table.mean(1), table.mean(0)
    ms_p, ms_r = k * rows.var(ddof=1), n * columns.var(ddof=1)
    rest = table - rows[:, None] - columns + table.mean()
    ms_e = (rest**2).sum() / (n - 1) / (k - 1)
    return {"p": (ms_p - ms_e) / k, "r": (ms_r - ms_e) / n, "pr_e": ms_e}


def test_crossed_raters_by_hand():
    table = made_up(Design.P_R, 1)
    found = g_study(table, design=Design.P_R, missing=REFUSE)
    assert found.variances == pytest.approx(p_r_by_hand(table))
    assert found.phi_interval.low <= found.observed.phi <= found.phi_interval.high
    assert found.estimator == "ems"
    assert found.converged
    assert found.n_missing == 0


def test_nested_raters_by_their_mean_squares():
    table = made_up(Design.P_RT, 2)
    found = g_study(table, design=Design.P_RT, missing=REFUSE)
    ms = {line.effect: line.ms for line in found.anova}
    df = {line.effect: line.df for line in found.anova}
    assert df == {"p": 21, "t": 3, "pt": 63, "r:t": 8, "pr:t_e": 168}
    assert sum(line.ss for line in found.anova) == pytest.approx(
        ((table - table.mean()) ** 2).sum()
    )
    raw = {each.effect: each.raw for each in found.components}
    assert raw["t"] == pytest.approx((ms["t"] - ms["r:t"] - ms["pt"] + ms["pr:t_e"]) / 66)
    assert raw["p"] == pytest.approx((ms["p"] - ms["pt"]) / 12)
    assert raw["pt"] == pytest.approx((ms["pt"] - ms["pr:t_e"]) / 3)
    v, plan = found.variances, found.observed
    assert plan.relative_error == pytest.approx(v["pt"] / 4 + v["pr:t_e"] / 12)
    assert plan.absolute_error == pytest.approx(plan.relative_error + v["t"] / 4 + v["r:t"] / 12)


@pytest.mark.parametrize("design", Design)
def test_reml_is_ems_on_complete_tables(design):
    table = made_up(design, 3, lambda effect: 1.0 + 0.4 * len(effect.axes))
    exact = {e.effect: e.raw for e in g_study(table, design=design, missing=REFUSE).components}
    assert min(exact.values()) > 0
    found = restricted_maximum_likelihood(table, design)
    assert found.converged
    assert found.variances == pytest.approx(exact, rel=2e-4, abs=2e-4)
    assert found.mean == pytest.approx(table.mean())


@pytest.mark.parametrize("design", Design)
def test_holes_lead_to_reml(design):
    table = made_up(design, 4, lambda effect: 2.0 if effect.name == "p" else 1.0)
    full = g_study(table, design=design, missing=REFUSE)
    table[np.random.default_rng(1).random(table.shape) < 0.05] = np.nan
    table[0] = np.nan
    found = g_study(table, design=design, missing=EXCLUDE, n_least=10)
    assert found.estimator == "reml"
    assert found.phi_interval is None
    assert found.stages[1].n_dropped == 1
    assert found.observed.phi == pytest.approx(full.observed.phi, abs=0.15)
    assert any("REML" in each.en for each in found.warnings)
    assert as_json(found)


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.floats(0.1, 9), st.floats(-50, 50), st.sampled_from(list(Design)))
def test_coefficients_do_not_depend_on_scale_or_order(seed, factor, shift, design):
    table = made_up(design, seed)
    one = g_study(table, design=design, missing=REFUSE)
    other = g_study(table[::-1] * factor + shift, design=design, missing=REFUSE)
    assert other.observed.phi == pytest.approx(one.observed.phi, abs=1e-9)
    assert other.variances["p"] == pytest.approx(one.variances["p"] * factor**2, rel=1e-6, abs=1e-9)
    assert 0 <= one.observed.phi <= one.observed.e_rho2 <= 1


def test_negative_components_become_zero_and_are_said():
    rng = np.random.default_rng(7)
    table = rng.normal(size=(25, 2)) + 5 * np.array([0.0, 0.0])
    table[:, 1] -= table[:, 1].mean() - table[:, 0].mean()
    found = g_study(table, design=Design.P_R, missing=REFUSE)
    assert found.variances["r"] == 0 > found.components[1].raw
    assert "set to 0" in found.warnings[0].en


def test_words_for_enough_almost_and_never():
    good = g_study(
        made_up(Design.P_R, 1, lambda e: 5.0 if e.name == "p" else 0.5),
        design=Design.P_R,
        missing=REFUSE,
    )
    assert "present plan may stay" in good.sentence.en
    fair = g_study(made_up(Design.P_R, 1), design=Design.P_R, missing=REFUSE)
    assert "cheapest plan is about" in fair.sentence.en
    assert fair.enough.phi >= 0.8
    poor = g_study(
        made_up(Design.P_R, 1, lambda e: 0.05 if e.name == "p" else 3.0),
        design=Design.P_R,
        missing=REFUSE,
    )
    assert poor.enough is None
    assert "Even many more" in poor.sentence.en


def test_gates_and_refusals():
    table = made_up(Design.P_R, 1)

    def code(scores, **how):
        return g_study(scores, **({"design": Design.P_R, "missing": EXCLUDE} | how)).code

    assert code(table[:10]) == "too_few" == code(table[:, :1])
    assert code(np.ones((20, 2))) == "no_variation"
    assert code(np.tile([1.0, 2.0], (20, 1))) == "no_error"
    assert code(np.arange(20)[:, None] + np.array([[1.0, 2.0]])) == "no_error"
    holes = np.full((20, 20), np.nan)
    holes[np.arange(20), np.arange(20)] = np.arange(20)
    assert code(holes) == "confounded"
    additive = np.arange(20.0)[:, None] + np.array([[1.0, 2.0, 4.0]])
    additive[0, 0] = np.nan
    assert code(additive) == "no_error"


def test_large_tables_with_holes_are_refused(monkeypatch):
    monkeypatch.setattr(study, "MOST_LEVELS", 10)
    monkeypatch.setattr(reml, "MOST_LEVELS", 10)
    table = made_up(Design.P_R, 1)
    table[0, 0] = np.nan
    assert g_study(table, design=Design.P_R, missing=EXCLUDE).code == "too_large"
    with pytest.raises(ValueError, match="most for REML"):
        restricted_maximum_likelihood(table, Design.P_R)


def test_a_search_without_end_says_so(monkeypatch):
    monkeypatch.setattr(reml, "MOST_STEPS", 1)
    table = made_up(Design.P_I_O, 1)
    table[0, 0, 0] = np.nan
    found = g_study(table, design=Design.P_I_O, missing=EXCLUDE)
    assert not found.converged
    assert "do not rely" in found.warnings[-1].en


def test_few_persons_have_no_jackknife():
    two = g_study([[1.0, 2.0], [5.0, 4.0]], design=Design.P_R, missing=REFUSE, n_least=2)
    assert two.phi_interval is None
    lone = np.ones((4, 3))
    lone[0] = [3.0, 4.0, 5.0]
    found = g_study(lone, design=Design.P_R, missing=REFUSE, n_least=4)
    assert found.phi_interval is None


def test_missing_and_shape_are_named():
    table = made_up(Design.P_R, 1)
    table[0, 0] = np.nan
    for missing, said in ((REFUSE, "1 of 100 are missing"), (AS_ZERO, "not a score of 0")):
        with pytest.raises(ValueError, match=said):
            g_study(table, design=Design.P_R, missing=missing)
    with pytest.raises(ValueError, match="dimension"):
        g_study(table, design=Design.P_I_O, missing=REFUSE)


VARIANCES = {"p": 2.0, "r": 1.0, "pr_e": 1.0}


def test_d_study_table_and_cheapest():
    table = d_studies(VARIANCES, {"r": (1, 2, 4)}, Design.P_R)
    assert [each.e_rho2 for each in table] == pytest.approx([2 / 3, 0.8, 8 / 9])
    assert cheapest_for(VARIANCES, Design.P_R, phi=0.8).sizes == {"r": 4}
    assert cheapest_for(VARIANCES, Design.P_R, phi=0.999) is None


def test_phi_lambda_is_phi_at_the_mean_and_grows_away_from_it():
    plan = d_study(VARIANCES, {"r": 2}, Design.P_R)
    how = {"n_persons": 30, "design": Design.P_R}
    found = [phi_lambda(VARIANCES, plan, mean=10, cut=cut, **how) for cut in (10, 8, 5)]
    assert found[0] == pytest.approx(plan.phi)
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("variances", "sizes"),
    [({"p": 1.0}, {"r": 1}), (VARIANCES | {"r": -1.0}, {"r": 1}), (VARIANCES, {"r": 0}), (VARIANCES, {}),
     (dict.fromkeys(VARIANCES, 0.0), {"r": 1})],
)  # fmt: skip
def test_plans_that_are_none(variances, sizes):
    with pytest.raises(ValueError):
        d_study(variances, sizes, Design.P_R)


def test_more_plans_that_are_none():
    with pytest.raises(ValueError, match="levels"):
        d_studies(VARIANCES, {}, Design.P_R)
    with pytest.raises(ValueError, match="n_persons"):
        phi_lambda(
            VARIANCES,
            d_study(VARIANCES, {"r": 1}, Design.P_R),
            mean=1,
            cut=1,
            n_persons=1,
            design=Design.P_R,
        )


def test_method_runs_from_a_table():
    table = made_up(Design.P_RT, 2)
    rows = [f"p{p},t{t},r{t}{r},{table[p, t, r]}" for p, t, r in np.ndindex(table.shape)]
    csv = read_csv("\n".join(["person,task,rater,score", *rows]))
    found = METHODS[0].run(csv, METHODS[0].settings(["design=p x (r:t)"]))
    assert not isinstance(found, Refusal)
    assert found.observed.sizes == {"t": 4, "r": 3}
    assert METHODS[0].run(csv, METHODS[0].settings([])).observed.sizes == {"r": 12}


def test_two_scores_in_a_cell_are_named():
    with pytest.raises(ValueError, match="more than one score"):
        score_table(read_csv("person,rater,score\na,x,1\na,x,2"), Design.P_R)
