"""The rivals: every one keeps every rule, and the adaptive one is the hardest to beat."""

from dataclasses import replace

import numpy as np
import pytest

from espalier.engines.planner.baselines import BASELINES, adaptive_greedy, by_gap_per_money
from espalier.engines.planner.check import Rule, check_plan, worth_of
from espalier.engines.planner.problem import PairState
from espalier.engines.planner.refusals import Severity, findings
from tests.engines.planner.small import office, small_company


@pytest.mark.parametrize("name", BASELINES)
def test_every_rule_is_kept(name):
    unfair = 0
    for seed in range(40):
        legal = seed % 2 == 0
        problem = small_company(seed, n_people=8, n_modules=5, legal=legal)
        if any(each.severity is Severity.STOPS for each in findings(problem)):
            continue
        broken = {each.rule for each in check_plan(problem, BASELINES[name](problem))}
        # A duty whose class nobody fills stays missing. Where all that can be had favours a department, it is had.
        assert broken <= {Rule.LEGAL, Rule.FAIRNESS}
        assert Rule.LEGAL not in broken or legal
        unfair += Rule.FAIRNESS in broken
    assert unfair <= 8


def test_an_empty_company_has_an_empty_plan():
    problem, _ = office()
    state = np.full(6, PairState.BANNED, dtype=np.int8)
    banned = replace(problem, pairs=replace(problem.pairs, state=state))
    for plan in (BASELINES[name](banned) for name in BASELINES):
        assert not plan.chosen.any()


def test_legal_duties_and_pins_come_first():
    problem, _ = office()
    poor = replace(problem, budget_minor=70)
    for name in BASELINES:
        # Two more pay for the first person: nothing else can be had, though only one department gains.
        plan = BASELINES[name](poor)
        assert plan.chosen.tolist() == [False, True, False, True, False, False]
        assert {each.rule for each in check_plan(poor, plan)} == {Rule.FAIRNESS}


def test_no_gap_is_paid_for_twice():
    problem, _ = office()
    plan = adaptive_greedy(problem)
    assert worth_of(problem, plan).gap_closed == 100
    assert not (plan.chosen[0] and plan.chosen[1])


def test_departments_left_behind_are_brought_up():
    problem = replace(small_company(38, n_people=8, n_modules=4, legal=False), fair_permille=900)
    plan = adaptive_greedy(problem)
    assert check_plan(problem, plan) == ()
    assert worth_of(problem, plan).gap_closed > 0


def test_recomputing_the_column_pays():
    better = 0
    for seed in range(30, 50):
        problem = small_company(seed, n_people=40, n_modules=8, legal=False)
        first, second = adaptive_greedy(problem), by_gap_per_money(problem)
        better += worth_of(problem, first).gap_closed >= worth_of(problem, second).gap_closed
    assert better >= 12
