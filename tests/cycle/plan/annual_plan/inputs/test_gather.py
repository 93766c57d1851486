"""From records to the problem of the planner."""

import json
from datetime import date

import numpy as np
import pytest

from espalier.cycle.plan.annual_plan import inputs
from espalier.cycle.plan.annual_plan.inputs import Why, weights
from espalier.cycle.plan.annual_plan.models import Pin
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.engines.planner.problem import PairState
from espalier.kit.errors import NotFound
from tests.factories import learning_map as maps
from tests.factories import people
from tests.factories import plan as make
from tests.factories import unit_requests as asking

TODAY = date(2026, 11, 2)
QUERIES = 50


def gathered(scenario, **changes):
    found = inputs.gather(scenario.pk, today=TODAY, **changes)
    return found, *inputs.problem_of(found)


def pairs(problem, keys):
    """(Employee number, module code) of every pair."""
    who = np.repeat(np.arange(len(problem.people.codes)), np.diff(problem.pairs.start))
    return [
        (problem.people.codes[person], problem.modules[module].code)
        for person, module in zip(who, problem.pairs.module, strict=True)
    ]


def change(kind, employee=None, **changes):
    told = {"code": f"C{StaffChange.objects.count()}", "kind": kind, "on": date(2027, 3, 1)}
    told |= {"source": "人力計畫", "updated_at": make.AT, "employee": employee}
    return StaffChange.objects.create(**(told | changes))


def test_gaps_become_needs_and_pairs(company, scenario):
    found, problem, keys = gathered(scenario)
    assert len(problem.people.codes) == 10
    assert {code for _number, code in pairs(problem, keys)} == {"M1", "M2", "M3"}
    assert len([pair for pair in pairs(problem, keys) if pair[1] == "M1"]) == 10
    # Everybody lacks two levels of S1, half of S2, a third of S3.
    assert problem.needs.weight.tolist() == [200] * problem.needs.weight.size
    assert found.weight_total == problem.needs.weight.sum() == 200 * (10 + 5 + 4)
    assert set(keys.why) == {Why.GAP}
    assert keys.employee_ids[0] == company.people[0].pk
    assert problem.pairs.cover_start[-1] == problem.pairs.covers.size == 19


def test_everything_in_a_module_that_nobody_described_stays_out(company, scenario):
    found, problem, _keys = gathered(scenario)
    assert [module.code for module in problem.modules] == ["M1", "M2", "M3"]
    lack = next(each for each in found.lacks if each.code == "module_without_offer")
    assert lack.n == 1
    assert "M4" in lack.places[0][0]
    assert not lack.stops


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(
    company, scenario, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        inputs.gather(scenario.pk, today=TODAY)
    for i in range(30, 40):
        people.employee(f"{i:04d}", company.base.north, company.base.welder)
    with django_assert_num_queries(QUERIES):
        inputs.gather(scenario.pk, today=TODAY)


def test_a_missing_scenario_is_not_found(db):
    with pytest.raises(NotFound):
        inputs.gather(1, today=TODAY)


def test_who_completed_a_module_does_not_attend_it_again_while_it_holds(company, scenario):
    version = company.modules["M1"].versions.get()
    maps.completion(company.people[0], version, date(2025, 1, 1))
    maps.completion(company.people[1], version, date(2025, 1, 1), expires_on=date(2026, 12, 31))
    _found, problem, keys = gathered(scenario)
    attending = {number for number, code in pairs(problem, keys) if code == "M1"}
    assert "0001" not in attending
    assert "0002" in attending


def test_leavers_have_no_needs_and_successors_those_of_the_post_they_prepare_for(company, scenario):
    ann, bob, third = company.people[:3]
    maps.requirement(company.base.leader, company.competencies["S1"], 5)
    change("leave", ann)
    change("successor", bob, position=company.base.leader, on=date(2028, 3, 1))
    change("promote", third, position=company.base.leader)
    found, problem, _keys = gathered(scenario)
    assert "0001" not in problem.people.codes
    required = {
        found.people[p].number: r
        for p, c, r in zip(
            found.cells.person, found.cells.competency, found.cells.required, strict=True
        )
        if found.competencies[c].code == "S1"
    }
    assert required["0002"] == required["0003"] == 500
    assert required["0004"] == 300
    weight = {
        found.people[p].number: w
        for p, w in zip(found.cells.person, found.cells.weight, strict=True)
    }
    assert weight["0002"] == weights.FUTURE
    assert weight["0004"] == weights.ONE


def test_pins_and_bans_of_people_and_modules(company, scenario):
    told = {"scenario": scenario, "reason": "主管決定", "by": "x", "at": make.AT}
    Pin.objects.create(module=company.modules["M2"], employee=company.people[0], **told)
    Pin.objects.create(
        module=company.modules["M1"], employee=company.people[1], is_ban=True, **told
    )
    Pin.objects.create(module=company.modules["M1"], sessions_min=1, sessions_max=2, **told)
    Pin.objects.create(module=company.modules["M3"], is_ban=True, **told)
    _found, problem, keys = gathered(scenario)
    state = dict(zip(pairs(problem, keys), problem.pairs.state.tolist(), strict=True))
    assert state["0001", "M2"] == PairState.PINNED
    assert state["0002", "M1"] == PairState.BANNED
    limits = {m.code: (m.sessions_min, m.sessions_max) for m in problem.modules}
    assert limits["M1"] == (1, 2)
    assert limits["M3"] == (0, 0)


def test_accepted_requests_count_beside_the_gaps(company, scenario):
    survey = asking.survey([company.base.north])
    named, module = company.people[2], company.modules["M3"]  # has no gap in S3
    request = asking.ask(survey, company.base.north, module_id=module.pk, headcount=3,
                         employee_ids=(named.pk,), priority="high")  # fmt: skip
    topic = asking.ask(survey, company.base.north, topic="刀具管理")
    asking.accept(request, topic)
    found, problem, keys = gathered(scenario)
    asked = {found.people[each.person].number: each for each in found.asked_for}
    assert asked[named.number].is_picked is False
    assert sum(each.is_picked for each in asked.values()) == 2
    row = pairs(problem, keys).index((named.number, "M3"))
    assert keys.why[row] == Why.REQUEST
    assert keys.request_id[row] == request.pk
    covered = problem.pairs.covers[
        problem.pairs.cover_start[row] : problem.pairs.cover_start[row + 1]
    ]
    assert problem.needs.competency[covered].tolist() == [keys.request_competency]
    assert problem.needs.weight[covered].tolist() == [150]
    assert [lack.n for lack in found.lacks if lack.code == "request_without_module"] == [1]


def test_requests_may_be_pinned_instead(company, scenario):
    survey = asking.survey([company.base.north])
    request = asking.ask(survey, company.base.north, module_id=company.modules["M2"].pk,
                         employee_ids=(company.people[2].pk,), headcount=1)  # fmt: skip
    asking.accept(request)
    _found, problem, keys = gathered(scenario, requests=inputs.RequestRule.PIN)
    row = pairs(problem, keys).index((company.people[2].number, "M2"))
    assert problem.pairs.state[row] == PairState.PINNED


def test_keys_survive_being_written_as_json(company, scenario):
    _found, _problem, keys = gathered(scenario)
    again = inputs.Keys.from_json(json.loads(json.dumps(keys.as_json())))
    assert again.employee_ids == keys.employee_ids
    assert again.pools == keys.pools
    assert (again.why == keys.why).all()
    assert again.why.dtype == keys.why.dtype


def test_nobody_and_nothing_stop_the_planner(db):
    maps.company()
    found = inputs.gather(make.scenario().pk, today=TODAY)
    told = inputs.problems(found)
    assert [lack.code for lack in told if lack.stops] == ["nothing_offered"]
