"""Reasons in and out, comparisons, and what more money or another rule would change."""

from dataclasses import replace
from math import isclose

import numpy as np
import pytest

from espalier.engines.planner.bound import certified
from espalier.engines.planner.check import worth_of
from espalier.engines.planner.comparison import compare
from espalier.engines.planner.explain import GapClosed, why_in, why_out
from espalier.engines.planner.selection import select
from espalier.engines.planner.solution import Certificate, Plan
from espalier.engines.planner.what_if import (
    Effort,
    comes_in_when_cheaper,
    cost_of_running,
    frontier,
    frontier_budgets,
    more_money,
    with_budget,
)
from tests.engines.planner.small import office, small_company


def test_reasons_of_every_line():
    problem, plan = office()
    first, second = why_in(problem, plan)
    assert (first.module, first.sessions, first.people, first.cost_minor) == ("A", 1, 3, 115)
    assert first.gaps == (GapClosed("WELD", 3, 300, 90, 90),)
    assert (second.legal_people, second.pinned_people, second.gaps) == (1, 0, ())
    both = Plan(plan.chosen.copy(), plan.sessions)
    both.chosen[1] = True
    assert why_in(problem, both)[0].gaps[0].weight_only_here == 70
    assert why_in(problem, both)[1].gaps == (GapClosed("WELD", 1, 200, 30, 10),)


def test_a_prerequisite_is_a_reason():
    problem, plan = office()
    requires = problem.pairs.requires.copy()
    requires[2] = 3
    chained = replace(problem, pairs=replace(problem.pairs, requires=requires))
    assert why_in(chained, plan)[1].required_by == ("A",)


def priced(problem, **prices):
    n_modules = len(problem.modules)
    stated = {
        "scale": 100,
        "budget": 0,
        "money_lines": np.zeros(0, dtype=np.int64),
        "pools": np.zeros(1, dtype=np.int64),
        "seat_max": np.zeros(n_modules, dtype=np.int64),
        "seat_min": np.zeros(n_modules, dtype=np.int64),
        "fairness": np.zeros(2, dtype=np.int64),
        "bound": 0,
    }
    return certified(problem, Certificate(**{**stated, **prices}))


def test_reasons_out_add_up():
    """A unit of money is worth 0.3, a minute of the instructor 0.1: A closes 70, which 33 + 12 buy."""
    problem, _ = office()
    only_law = Plan(np.array([0, 0, 0, 1, 0, 0], dtype=bool), np.array([0, 1]))
    prices = priced(problem, budget=30, pools=np.array([10]))
    reason = why_out(problem, only_law, prices, 0)
    # The first person is better off in B, which closes all that A closes: two come.
    assert (reason.people, reason.closes, reason.elsewhere) == (2, 70, 0)
    assert isclose(reason.money, 33)
    assert (reason.instructor, reason.room, reason.is_full) == (12.0, 0.0, False)
    assert isclose(reason.profit, 70 - 33 - 12)
    modules = (replace(problem.modules[0], seats_min=3), problem.modules[1])
    with_all = why_out(replace(problem, modules=modules), only_law, prices, 0)
    assert (with_all.people, with_all.closes, with_all.elsewhere) == (3, 90, 20)


def test_what_is_too_dear_says_by_how_much():
    problem, _ = office()
    only_law = Plan(np.array([0, 0, 0, 1, 0, 0], dtype=bool), np.array([0, 1]))
    reason = why_out(problem, only_law, priced(problem, budget=70), 0)
    assert reason.profit < 0
    cheaper = reason.cheaper_by_minor
    modules = (replace(problem.modules[0], session_minor=100 - cheaper), problem.modules[1])
    again = why_out(replace(problem, modules=modules), only_law, priced(problem, budget=70), 0)
    assert 0 <= again.profit < 1


def test_nobody_left_to_come():
    problem, plan = office()
    assert why_out(problem, plan, priced(problem), 0) is None


def test_two_plans_side_by_side():
    problem, plan = office()
    other = Plan(np.array([0, 1, 1, 1, 1, 0], dtype=bool), np.array([1, 1]))
    found = compare(problem, plan, other)
    assert (found.before, found.after) == (worth_of(problem, plan), worth_of(problem, other))
    assert [(line.module, line.joining, line.leaving) for line in found.lines] == [
        ("A", (), ("P0",)),
        ("B", ("P0",), ()),
    ]
    assert [(d.closed_before, d.closed_after, d.closeable) for d in found.departments] == [
        (50, 60, 60),
        (40, 40, 40),
    ]
    assert found.n_people == 1
    assert compare(problem, plan, plan).lines == ()


EFFORT = Effort(seed=0)


@pytest.fixture(scope="module")
def company():
    problem = small_company(38, n_people=6, n_modules=4, legal=False)
    return problem, select(problem, seed=0, give_permille=0)


def test_more_money_by_price_and_by_run(company):
    problem, selection = company
    found = more_money(problem, selection, 50, EFFORT)
    richer = select(with_budget(problem, problem.budget_minor + 50), seed=0, give_permille=0)
    assert found.by_run == richer.worth.gap_closed - selection.worth.gap_closed
    assert found.proven
    assert found.by_price == selection.certificate.budget * 50 / selection.certificate.scale
    assert more_money(problem, selection, 50).by_run is None


def test_more_budget_never_closes_less(company):
    problem, selection = company
    budgets = frontier_budgets(problem, 5)
    assert problem.budget_minor in budgets
    told = []
    points = frontier(problem, budgets, EFFORT, on_point=lambda point, _: told.append(point))
    assert tuple(told) == points
    assert [p.budget_minor for p in points] == sorted(budgets)
    closed = [p.gap_closed for p in points]
    assert closed == sorted(closed)
    assert all(p.bound is None or p.bound >= p.gap_closed for p in points)
    same = next(p for p in points if p.budget_minor == problem.budget_minor)
    assert same.gap_closed == selection.worth.gap_closed


def test_running_a_module_more_often_costs_gap(company):
    problem, selection = company
    for m in range(len(problem.modules)):
        found = cost_of_running(problem, selection, m, EFFORT)
        if found is not None:
            assert found.gap_lost >= 0
    free = comes_in_when_cheaper(problem, selection, 0, 10**6, EFFORT)
    assert free in (True, False)
