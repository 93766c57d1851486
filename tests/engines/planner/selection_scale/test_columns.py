"""Column generation as a whole: plans that keep the rules, above greedy, under the bound, the same every time."""

from functools import cache

import numpy as np
import pytest

from benchmarks.planner.company import company
from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.bound import bound_from_prices
from espalier.engines.planner.check import check_plan, worth_of
from espalier.engines.planner.running import Ended, Limits, run_task
from espalier.engines.planner.selection.types import Task

ROOM = "espalier.engines.planner.selection.columns"
WORK = {"solve": 400, "solve_in_groups": 60}
NEAR = {"solve": 0.01, "solve_in_groups": 0.3}  # groups are for thousands, not for seventy


@cache
def office():
    return company(70, 16, 3000, seed=4)


@cache
def outcome(way, again=0):
    told = []
    task = Task(office(), seed=3, work_limit=WORK[way])
    found = run_task(f"{ROOM}:{way}", task, limits=Limits(seconds=120), on_progress=told.append)
    return found, told


@pytest.mark.parametrize("way", ["solve", "solve_in_groups"])
def test_a_plan_between_greedy_and_the_bound(way):
    found, told = outcome(way)
    problem = office()
    assert found.ended is Ended.DONE, found.detail
    plan = found.answer.plan
    assert check_plan(problem, plan) == ()
    closed = worth_of(problem, plan).gap_closed
    bound = bound_from_prices(problem, found.answer.prices).weight
    assert worth_of(problem, adaptive_greedy(problem)).gap_closed <= closed <= bound
    assert (bound - closed) / bound < NEAR[way]
    incumbents = [each.incumbent for each in told if each.incumbent is not None]
    assert incumbents == sorted(incumbents)
    assert incumbents[-1] == closed


def test_the_same_seed_and_work_give_the_same_plan():
    one, other = outcome("solve")[0].answer, outcome("solve", again=1)[0].answer
    assert np.array_equal(one.plan.chosen, other.plan.chosen)
    assert np.array_equal(one.plan.sessions, other.plan.sessions)
    assert one.prices.bound == other.prices.bound


def test_whoever_stops_at_once_gets_the_first_plan():
    task = Task(office(), seed=0)
    found = run_task(f"{ROOM}:solve", task, limits=Limits(seconds=60), stop=lambda: True)
    assert found.answer is not None
    assert check_plan(office(), found.answer.plan) == ()


def test_a_known_plan_is_never_made_worse():
    best = outcome("solve")[0].answer.plan
    task = Task(office(), seed=0, work_limit=1, start=best)
    found = run_task(f"{ROOM}:solve", task, limits=Limits(seconds=60))
    reached = worth_of(office(), found.answer.plan).gap_closed
    assert reached >= worth_of(office(), best).gap_closed
