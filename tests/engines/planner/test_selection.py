"""Selection of small companies: the best plan by trying everything, stage by stage; and what happens to a run."""

import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.check import (
    check_plan,
    check_selection,
    closed_by_department,
    worth_of,
)
from espalier.engines.planner.running import Ended, Outcome
from espalier.engines.planner.selection import select
from espalier.engines.planner.selection.selecting import selection_of
from espalier.engines.planner.selection.types import Answer, Task
from espalier.engines.planner.solution import Plan, Stage, Status
from tests.engines.planner.small import all_plans, office, small_company


def rate(problem, plan):
    return min(
        (Fraction(c, g) for c, g in closed_by_department(problem, plan) if g), default=Fraction(1)
    )


def best_in_order(problem):
    """The values of the best plan: gap closed, then the worst-off department, then cost."""
    return max(
        (worth_of(problem, p).gap_closed, rate(problem, p), -worth_of(problem, p).cost_minor)
        for p in all_plans(problem)
    )


# Companies with several plans: legal duties (3, 12), prerequisites (3, 5, 24), fairness, money lines (3, 5, 35).
@pytest.mark.parametrize("seed", [3, 5, 12, 24, 35])
def test_the_best_of_all_plans(seed):
    problem = replace(small_company(seed, n_people=3, n_modules=3), planned_sessions=None)
    best = best_in_order(problem)
    found = select(problem, seed=1, give_permille=0)
    assert check_selection(problem, found) == ()
    assert found.status is Status.OPTIMAL
    values = found.worth.gap_closed, rate(problem, found.plan), -found.worth.cost_minor
    assert values == best
    assert found.certificate.bound >= best[0]
    assert [stage.name for stage in found.stages] == ["legal", "gap", "fairness", "cost"]


def test_the_gap_given_up_for_fairness_is_within_what_was_allowed():
    company = small_company(38, n_people=3, n_modules=2, legal=False)
    problem = replace(company, fair_permille=0, planned_sessions=None)
    most = select(problem, seed=0, give_permille=0)
    fair = select(problem, seed=0, give_permille=400)
    assert (most.worth.gap_closed, rate(problem, most.plan)) == (145, 0)
    assert (fair.worth.gap_closed, rate(problem, fair.plan)) == (98, Fraction(92, 145))


def test_the_last_stage_stays_near_the_last_plan():
    problem, plan = office()
    planned = replace(
        problem,
        planned_sessions=(1, 1),
        pairs=replace(problem.pairs, was_planned=plan.chosen),
    )
    found = select(planned, seed=0)
    assert found.stages[-1].name == "changes"
    # The first person goes to B, which closes more, and no longer to A, which costs: cost comes before changes.
    assert (found.worth.gap_closed, found.worth.changes) == (100, 2)


def test_same_seed_same_plan():
    problem = small_company(21, n_people=16, n_modules=5, legal=False)
    first, second = (select(problem, seed=5, work_limit=20) for _ in range(2))
    assert (first.plan.chosen == second.plan.chosen).all()
    assert first.certificate.bound == second.certificate.bound
    assert first.worth.gap_closed >= worth_of(problem, adaptive_greedy(problem)).gap_closed


def test_no_plan_at_all():
    """A class for three must run, and one of the three has not the hours: no single record says so."""
    problem, _ = office()
    modules = (replace(problem.modules[0], seats_min=3, sessions_min=1), problem.modules[1])
    hours = replace(problem.people, minutes=np.array([240, 240, 60]))
    found = select(replace(problem, modules=modules, people=hours), seed=0)
    assert (found.status, found.plan, found.gap_share) == (Status.INFEASIBLE, None, None)


def test_legal_duties_that_cannot_all_be_fulfilled():
    """The duty's class must have two people, and the only other person may not come: it stays missing."""
    problem, _ = office()
    modules = (problem.modules[0], replace(problem.modules[1], sessions_min=0, seats_min=2))
    hours = replace(problem.people, minutes=np.array([30, 240, 240]))
    found = select(replace(problem, modules=modules, people=hours), seed=0)
    assert (found.status, found.worth.legal_missing) == (Status.INFEASIBLE, 1)
    assert found.worth.gap_closed == 70
    assert found.certificate.bound >= 70


def test_stopping_keeps_the_best_plan():
    problem = small_company(2, n_people=300, n_modules=12, legal=False)
    began, better = time.monotonic(), []
    found = select(
        problem, seed=0, on_better=better.append, stop=lambda: time.monotonic() - began > 2
    )
    assert found.status in (Status.STOPPED, Status.OPTIMAL, Status.FEASIBLE)
    assert check_plan(problem, found.plan) == ()
    assert better
    assert all(not check_plan(problem, each.plan) for each in better)


def test_what_a_solver_claims_is_not_believed():
    problem, plan = office()
    broken = Plan(np.ones(6, dtype=bool), np.array([1, 1]))
    task = Task(problem, 0)
    lie = Answer(broken, None, "test", stages=(Stage("gap", 1000, 1000, 0.0, True),))
    found = selection_of(task, Outcome(Ended.DONE, lie, "", 1.0, 0))
    assert (found.status, found.plan, found.worth) == (Status.INFEASIBLE, None, None)
    assert "thrown away" in found.warnings[0]
    crashed = selection_of(
        task, Outcome(Ended.CRASHED, Answer(plan, None, "test"), "code -6", 1, 0)
    )
    assert (crashed.status, crashed.detail) == (Status.STOPPED, "code -6")
    assert check_selection(problem, crashed) == ()
    empty = selection_of(task, Outcome(Ended.OUT_OF_MEMORY, None, "MemoryError", 1.0, 0))
    assert (empty.status, empty.plan) == (Status.STOPPED, None)
