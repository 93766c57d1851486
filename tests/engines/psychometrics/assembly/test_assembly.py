"""Test assembly: against every combination of small banks; and a checker that misses no change of a form."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.table import read_csv
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.assembly import assembling
from espalier.engines.psychometrics.assembly.assembling import Assembly, Conflict, Status, assemble
from espalier.engines.psychometrics.assembly.check import Rule, check_forms
from espalier.engines.psychometrics.assembly.methods import METHODS, content_counts
from espalier.engines.psychometrics.assembly.model import Answer
from espalier.engines.psychometrics.assembly.problem import (
    AssemblyProblem,
    Blueprint,
    ContentCount,
    Goal,
    Item,
    information,
)

RNG = np.random.default_rng(6)


def bank(n=12, n_points=2, digits=2):
    values = RNG.uniform(0.1, 1, (n, n_points)).round(digits)
    return tuple(Item(f"i{k:02}", "ab"[k % 2], tuple(values[k].tolist()), k % 3) for k in range(n))


def best_by_trying(problem):
    """Every single form there is, when only one is wanted."""
    plan = problem.blueprint
    reached = []
    for chosen in combinations([item.code for item in problem.items], plan.form_length):
        if not check_forms(problem, [chosen]):
            reached.append(assembling.objective(problem, (chosen,)))
    if not reached:
        return None
    return max(reached) if plan.goal is Goal.MOST else min(reached)


ENEMIES = (frozenset({"i00", "i02", "i03"}), frozenset({"i04", "i05"}))


@pytest.mark.parametrize("goal", Goal)
@pytest.mark.parametrize("target", [(2.0, 2.5), (1.0, 3.0)])
def test_one_form_is_the_best_of_all(goal, target):
    counts = (ContentCount("a", 2, 3), ContentCount("b", 0, 2))
    plan = Blueprint(
        1, 4, target, counts, ENEMIES, most_uses=2, required=frozenset({"i07"}), goal=goal
    )
    problem = AssemblyProblem(bank(11), plan)
    found = assemble(problem, seed=1, tolerance=0.0)
    assert found.converged
    assert not check_forms(problem, found.forms)
    assert found.objective == pytest.approx(
        best_by_trying(problem), abs=2e-3 if goal is Goal.MOST else 1e-9
    )
    assert found.bound == pytest.approx(found.objective, abs=0.02)
    assert as_json(found)


RULED = Blueprint(
    3, 4, (2.2, 2.2), (ContentCount("a", 1, 3), ContentCount("b", 1, 3)), ENEMIES, most_forms_an_item=2, most_uses=4,
    most_difference=0.4, most_shared=1,
)  # fmt: skip


@pytest.fixture(scope="module")
def ruled():
    problem = AssemblyProblem(bank(16, digits=6), RULED)
    found = assemble(problem, seed=2, work_limit=1.0)
    assert isinstance(found, Assembly)
    return problem, found


def test_parallel_forms_keep_every_rule(ruled):
    problem, found = ruled
    assert not check_forms(problem, found.forms)
    assert found.largest_difference <= 0.4
    assert len(found.forms) == 3
    assert "keep every rule" in found.sentence.en


@settings(max_examples=120)
@given(st.data())
def test_a_changed_form_is_caught_exactly_when_it_breaks_a_rule(ruled, data):
    problem, found = ruled
    forms = [list(form) for form in found.forms]
    at = data.draw(st.integers(0, 2))
    out = data.draw(st.integers(0, 3))
    code = data.draw(st.sampled_from([item.code for item in problem.items] + ["strange"]))
    forms[at][out] = code
    assert bool(check_forms(problem, forms)) == is_broken(problem, forms)


def is_broken(problem, forms):
    """The blueprint once more, on matrices."""
    codes, plan = [item.code for item in problem.items], problem.blueprint
    if any(code not in codes for form in forms for code in form):
        return True
    x = np.zeros((len(forms), len(codes)), int)
    for f, form in enumerate(forms):
        for code in form:
            x[f, codes.index(code)] += 1
    values = np.array([item.values for item in problem.items])
    contents = np.array([item.content for item in problem.items])
    totals = x @ values
    shared = (x @ x.T)[np.triu_indices(len(forms), 1)]
    return bool(
        (x > 1).any()
        or any(
            not each.least <= n <= each.most
            for each in plan.contents
            for n in x[:, contents == each.content].sum(1)
        )
        or any(
            (x[:, [codes.index(c) for c in enemies]].sum(1) > 1).any() for enemies in plan.enemies
        )
        or (x.sum(0) > plan.most_forms_an_item).any()
        or (
            x.sum(0) * (x.sum(0) > 0) + np.where(x.sum(0) > 0, [i.n_uses for i in problem.items], 0)
            > plan.most_uses
        ).any()
        or (shared > plan.most_shared).any()
        or np.ptp(totals, axis=0).max() > plan.most_difference + 1e-9
    )


def test_every_kind_of_breach_is_named():
    items = bank(8, 1)
    plan = Blueprint(2, 2, (1.0,), (ContentCount("a", 1, 1),), (frozenset({"i00", "i03"}),), most_uses=1,
                     most_difference=0.0, most_shared=0, required=frozenset({"i06"}))  # fmt: skip
    problem = AssemblyProblem(items, plan)
    assert {each.rule for each in check_forms(problem, [["i00", "i02"]])} >= {
        Rule.FORMS,
        Rule.CONTENT_MOST,
        Rule.REQUIRED,
        Rule.EXPOSURE,
    }
    found = {each.rule for each in check_forms(problem, [["i00", "i03"], ["i03", "i01"]])}
    assert found >= {
        Rule.ENEMIES,
        Rule.CONTENT_LEAST,
        Rule.FORMS_AN_ITEM,
        Rule.SHARED,
        Rule.DIFFERENCE,
    }
    assert Rule.LENGTH in {each.rule for each in check_forms(problem, [["i00", "i00"], ["i01"]])}


def test_what_conflicts_is_said_and_no_more():
    counts = (ContentCount("a", 5, 6), ContentCount("b", 1, 6))
    problem = AssemblyProblem(bank(), Blueprint(1, 4, (2.0, 2.0), counts, ENEMIES, most_uses=9))
    found = assemble(problem, seed=1)
    assert isinstance(found, Conflict)
    assert found.is_minimal
    # Alone against the length the least of "a" is enough to conflict.
    assert {(s.rule, s.content) for s in found.subjects} == {
        (Rule.LENGTH, ""),
        (Rule.CONTENT_LEAST, "a"),
    }
    assert "least items of content (a)" in found.sentence.en


def test_exposure_and_enemies_may_conflict():
    problem = AssemblyProblem(
        bank(6), Blueprint(2, 2, (1.0, 1.0), most_uses=1, most_shared=0, most_difference=9.0)
    )
    found = assemble(problem, seed=1)
    assert {s.rule for s in found.subjects} >= {Rule.LENGTH, Rule.EXPOSURE}
    tight = AssemblyProblem(
        bank(3), Blueprint(1, 2, (1.0, 1.0), enemies=(frozenset({"i00", "i01", "i02"}),))
    )
    assert {s.rule for s in assemble(tight, seed=1).subjects} == {Rule.LENGTH, Rule.ENEMIES}


def test_the_same_seed_gives_the_same_forms():
    problem = AssemblyProblem(bank(14), Blueprint(2, 4, (2.0, 2.0)))
    assert assemble(problem, seed=3).forms == assemble(problem, seed=3).forms


def test_the_order_of_the_bank_does_not_change_what_is_reached():
    items = bank(10)
    plan = Blueprint(2, 3, (1.6, 1.7))
    found = [
        assemble(AssemblyProblem(each, plan), seed=1, tolerance=0.0)
        for each in (items, items[::-1])
    ]
    assert found[0].objective == pytest.approx(found[1].objective, abs=1e-4)


def test_without_an_answer_in_time_nothing_is_claimed(monkeypatch):
    problem = AssemblyProblem(bank(), Blueprint(1, 4, (2.0, 2.0)))
    monkeypatch.setattr(
        assembling, "solve_forms", lambda *_, **__: Answer(None, False, False, None)
    )
    assert assemble(problem, seed=1).code == "no_answer_in_time"
    monkeypatch.setattr(
        assembling,
        "solve_forms",
        lambda *_, **how: Answer(None, False, "has_goal" not in how, None),
    )
    found = assemble(problem, seed=1)
    assert isinstance(found, Conflict)
    assert not found.is_minimal
    forms = (("i00", "i01", "i02", "i03"),)
    monkeypatch.setattr(assembling, "solve_forms", lambda *_, **__: Answer(forms, False, True, 0.0))
    found = assemble(problem, seed=1)
    assert found.status is Status.FEASIBLE
    assert "none can beat" in found.sentence.en
    monkeypatch.setattr(
        assembling, "solve_forms", lambda *_, **__: Answer((("i00",),), False, True, 0.0)
    )
    with pytest.raises(RuntimeError, match="break the blueprint"):
        assemble(problem, seed=1)


PLAN = Blueprint(1, 2, (1.0, 1.0))


@pytest.mark.parametrize(
    ("items", "plan", "said"),
    [
        ((), PLAN, "empty"),
        (bank(3) + bank(1), PLAN, "i00 is there twice"),
        (bank(3, 1), PLAN, "1 values for 2 points"),
        ((replace(bank(1)[0], values=(float("inf"), 1.0)),), PLAN, "finite"),
        ((replace(bank(1)[0], n_uses=-1),), PLAN, "used -1"),
        (bank(3), replace(PLAN, form_length=0), "1 or more"),
        (bank(3), replace(PLAN, target=(float("nan"), 1.0)), "target"),
        (bank(3), replace(PLAN, goal=Goal.MOST, target=(0.0, 1.0)), "proportions"),
        (bank(3), replace(PLAN, most_uses=-1), "limits"),
        (bank(3), replace(PLAN, contents=(ContentCount("z", 0, 1),)), "content z"),
        (bank(3), replace(PLAN, contents=(ContentCount("a", 2, 1),)), "content a"),
        (bank(3), replace(PLAN, contents=(ContentCount("a", 0, 1),) * 2), "named twice"),
        (bank(3), replace(PLAN, required=frozenset({"zz"})), "zz: not in the bank"),
    ],
)
def test_problems_are_checked_at_birth(items, plan, said):
    with pytest.raises(ValueError, match=said):
        AssemblyProblem(items, plan)


def test_limits_of_work_are_checked():
    problem = AssemblyProblem(bank(3), PLAN)
    for how in ({"work_limit": 0}, {"tolerance": -1}):
        with pytest.raises(ValueError, match="work_limit"):
            assemble(problem, seed=1, **how)


@settings(max_examples=30)
@given(st.floats(0.2, 3), st.floats(-3, 3), st.floats(0, 0.5), st.floats(-3, 3))
def test_information_is_slope_squared_over_variance(a, b, c, theta):
    def p(at):
        return c + (1 - c) / (1 + np.exp(-a * (at - b)))

    slope = (p(theta + 1e-5) - p(theta - 1e-5)) / 2e-5
    assert information([[a, b, c]], (theta,))[0, 0] == pytest.approx(
        slope**2 / (p(theta) * (1 - p(theta))), rel=1e-5, abs=1e-8
    )


def test_information_bad_parameters():
    for wrong in ([[0, 1, 0]], [[1, 1, 1]], [[1, 1]]):
        with pytest.raises(ValueError, match="parameters"):
            information(wrong, (0.0,))


def test_method_runs_from_a_table():
    method = METHODS[0]
    easy = read_csv(
        "\n".join(
            [
                "item,content,p,enemies,n_uses",
                *(f"i{k},law,0.{k + 1},{'x' if k < 2 else ''},0" for k in range(8)),
            ]
        )
    )
    found = method.run(easy, method.settings(["form_length=3", "target=1.5", "contents=law:3-3;"]))
    assert found.objective == pytest.approx(0)
    assert not {"i0", "i1"} <= set(found.forms[0])
    rows = [f"i{k},law,{1 + k / 10},{k / 4 - 1}" for k in range(8)]
    curves = read_csv("\n".join(["item,content,a,b", *rows]))
    found = method.run(
        curves, method.settings(["form_length=3", "target=1,1", "thetas=-1,1", "goal=most"])
    )
    assert len(found.values[0]) == 2
    guessing = read_csv("\n".join(["item,content,a,b,c", *(f"{row},0.2" for row in rows)]))
    assert (
        method.run(guessing, method.settings(["form_length=3", "target=1", "thetas=0"])).objective
        > 0
    )
    for head, row, options, said in (
        ("item,content,p,n_uses", "i,law,.5,half", ["target=1"], "no number"),
        ("item,content,p,n_uses", "i,law,.5,0.5", ["target=1"], "whole numbers"),
        ("item,content,p", "i,law,.5", ["target=x"], "option target"),
    ):
        with pytest.raises(ValueError, match=said):
            method.run(read_csv(f"{head}\n{row}"), method.settings(["form_length=1", *options]))
    with pytest.raises(ValueError, match="law:3-5"):
        content_counts("law")
