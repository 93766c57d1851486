"""The checker names every broken rule with its place, and lets no changed plan or certificate pass."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from espalier.engines.planner.baselines import BASELINES
from espalier.engines.planner.bound import certified
from espalier.engines.planner.check import (
    Rule,
    check_plan,
    check_selection,
    data_sha256,
    fairness_permille,
    gap_share,
    worth_of,
)
from espalier.engines.planner.problem import MoneyLine, PairState
from espalier.engines.planner.solution import Plan, Selection, Status
from tests.engines.planner.small import office, random_prices, small_company


def rules_and_places(problem, plan):
    return {
        (each.rule.value, each.place[-1] if each.place else "")
        for each in check_plan(problem, plan)
    }


def test_a_plan_that_keeps_the_rules():
    problem, plan = office()
    assert check_plan(problem, plan) == ()
    worth = worth_of(problem, plan)
    assert (worth.legal_missing, worth.gap_closed, worth.cost_minor) == (
        0,
        90,
        100 + 3 * 5 + 60 + 2,
    )
    assert worth.fairness_permille == 1000 * 50 * 100 // (60 * 90)


def test_a_gap_closed_twice_counts_once():
    problem, plan = office()
    twice = Plan(plan.chosen.copy(), plan.sessions)
    twice.chosen[1] = True  # both modules close 20 of the first person's gap, this one 10 more
    assert worth_of(problem, twice).gap_closed == worth_of(problem, plan).gap_closed + 10


BROKEN = {
    "class too small": (
        {"sessions": [2, 1]},
        {("class_min", "A"), ("sessions_max", "A"), ("pool", "ANN")},
    ),
    "class too large": ({"sessions": [0, 1]}, {("class_max", "A")}),
    "too few sessions": ({"sessions": [1, 0]}, {("sessions_min", "B"), ("class_max", "B")}),
    "legal duty left out": ({"chosen": [1, 0, 1, 0, 1]}, {("legal", "B"), ("class_min", "B")}),
    "banned": ({"chosen": [1, 0, 1, 1, 1, 1]}, {("banned", "B"), ("hours", "P2")}),
}


@pytest.mark.parametrize(("change", "expected"), BROKEN.values(), ids=BROKEN)
def test_each_rule_is_named_with_its_place(change, expected):
    problem, plan = office()
    chosen = np.array(change.get("chosen", plan.chosen), dtype=bool)
    chosen = np.concatenate([chosen, np.zeros(6 - chosen.size, dtype=bool)])
    sessions = np.array(change.get("sessions", plan.sessions))
    assert expected <= rules_and_places(problem, Plan(chosen, sessions))


def test_money_hours_and_prerequisites():
    problem, plan = office()
    poor = replace(problem, budget_minor=176)
    assert {each.rule for each in check_plan(poor, plan)} == {Rule.MONEY}
    assert (check_plan(poor, plan)[0].found, check_plan(poor, plan)[0].limit) == (177, 176)
    modules = (problem.modules[0], replace(problem.modules[1], money_line=0))
    lined = replace(problem, modules=modules, money_lines=(MoneyLine("LAW", 61),), budget_minor=176)
    assert rules_and_places(lined, plan) == {("money_line", "LAW")}
    requires = problem.pairs.requires.copy()
    requires[0] = 1
    chained = replace(problem, pairs=replace(problem.pairs, requires=requires))
    assert rules_and_places(chained, plan) == {("prerequisite", "B")}
    hurried = replace(problem, people=replace(problem.people, minutes=np.array([119, 240, 240])))
    assert rules_and_places(hurried, plan) == {("hours", "P0")}


def test_pinned_pairs_must_be_there_and_legal_minutes_do_not_count():
    problem, plan = office()
    state = problem.pairs.state.copy()
    state[1] = PairState.PINNED
    pinned = replace(problem, pairs=replace(problem.pairs, state=state))
    assert ("pinned", "B") in rules_and_places(pinned, plan)
    busy = replace(problem, people=replace(problem.people, minutes=np.array([120, 120, 120])))
    assert check_plan(busy, plan) == ()  # the second person's legal duty takes another hour


def test_fairness_is_compared_exactly():
    problem, plan = office()
    rate = fairness_permille(problem, plan)
    assert check_plan(replace(problem, fair_permille=rate), plan) == ()
    assert rules_and_places(replace(problem, fair_permille=rate + 1), plan) == {("fairness", "D0")}


def test_a_plan_of_another_problem_is_refused_at_once():
    problem, plan = office()
    strange = Plan(plan.chosen[:2], plan.sessions.astype(float))
    assert [each.rule for each in check_plan(problem, strange)] == [Rule.SHAPE, Rule.SHAPE]


def answered(problem, plan, prices):
    worth = worth_of(problem, plan)
    certificate = certified(problem, prices, legal_forced=worth.legal_missing == 0)
    return Selection(
        status=Status.FEASIBLE,
        plan=plan,
        worth=worth,
        certificate=certificate,
        gap_share=gap_share(worth, certificate),
        method="test",
        seed=0,
        data_sha256=data_sha256(problem),
    )


@given(st.integers(0, 500), st.integers(0, 500), st.data())
@settings(max_examples=60, deadline=None)
def test_any_other_pair_or_session_is_told(seed, price_seed, data):
    """A changed plan breaks a rule, or is worth something else than was said."""
    problem = small_company(seed, legal=False)
    plan = BASELINES["adaptive_greedy"](problem)
    assume(not check_plan(problem, plan))
    selection = answered(problem, plan, random_prices(problem, price_seed))
    assert check_selection(problem, selection) == ()
    chosen, sessions = plan.chosen.copy(), plan.sessions.copy()
    if data.draw(st.booleans()):
        j = data.draw(st.integers(0, chosen.size - 1))
        chosen[j] = not chosen[j]
    else:
        m = data.draw(st.integers(0, sessions.size - 1))
        sessions[m] += data.draw(st.sampled_from([-1, 1]))
    mutated = replace(selection, plan=Plan(chosen, sessions))
    told = check_selection(problem, mutated)
    # What costs and closes nothing, and stood in no plan before, is the one change that is no other plan.
    assert told or worth_of(problem, mutated.plan) == selection.worth


@given(st.integers(0, 500), st.integers(0, 500), st.data())
@settings(max_examples=80, deadline=None)
def test_a_changed_certificate_proves_its_bound_or_is_told(seed, price_seed, data):
    problem = small_company(seed, legal=False)
    plan = BASELINES["adaptive_greedy"](problem)
    selection = answered(problem, plan, random_prices(problem, price_seed))
    assume(selection.certificate is not None)
    name = data.draw(st.sampled_from([f.name for f in fields(selection.certificate)]))
    step = data.draw(st.integers(-5000, 5000).filter(bool))
    value = getattr(selection.certificate, name)
    assume(value is not None and (not isinstance(value, np.ndarray) or value.size))
    changed = replace(selection.certificate, **{name: value + step})
    told = check_selection(problem, replace(selection, certificate=changed))
    proven = certified(problem, changed)
    if name == "bound" or proven is None or proven.bound != changed.bound:
        assert Rule.CERTIFICATE in {each.rule for each in told}
    else:
        assert Rule.CERTIFICATE not in {each.rule for each in told}


def test_other_data_worth_or_distance_is_told():
    problem, plan = office()
    selection = answered(problem, plan, random_prices(problem, 1))
    assert check_selection(problem, selection) == ()
    for change, rule in (
        ({"data_sha256": "0" * 64}, Rule.DATA),
        ({"worth": replace(selection.worth, cost_minor=1)}, Rule.WORTH),
        ({"gap_share": 0.0}, Rule.GAP_SHARE),
    ):
        told = check_selection(problem, replace(selection, **change))
        assert [each.rule for each in told] == [rule]


def test_the_fingerprint_knows_what_decides():
    problem, _ = office()
    same = replace(problem, labels={"A": "Welding"})
    assert data_sha256(same) == data_sha256(problem)
    assert data_sha256(replace(problem, budget_minor=1)) != data_sha256(problem)
    weight = problem.needs.weight + 1
    other = replace(problem, needs=replace(problem.needs, weight=weight))
    assert data_sha256(other) != data_sha256(problem)
