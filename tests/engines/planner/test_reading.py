"""Problems as JSON: there and back without loss; every mistake of a file told at once."""

import json
from dataclasses import replace

import pytest

from espalier.engines.planner.check import data_sha256
from espalier.engines.planner.findings import Code, ProblemRefused
from espalier.engines.planner.problem import MoneyLine
from espalier.engines.planner.reading import problem_from_json
from espalier.engines.planner.writing import plan_to_json, problem_to_json
from tests.engines.planner.small import office, small_company


@pytest.mark.parametrize("seed", range(6))
def test_there_and_back(seed):
    problem = replace(small_company(seed), labels={"M0": "Welding"})
    again = problem_from_json(json.loads(json.dumps(problem_to_json(problem))))
    assert data_sha256(again) == data_sha256(problem)
    assert again.labels == problem.labels


def stated(**changes):
    problem = replace(office()[0], money_lines=(MoneyLine("LAW", 90),))
    return {**problem_to_json(problem), **changes}


def found(payload):
    with pytest.raises(ProblemRefused) as refusal:
        problem_from_json(payload)
    return {(each.code, each.place) for each in refusal.value.problems}


def test_another_version_or_no_problem_at_all():
    assert found(stated(schema="espalier-selection/2")) == {(Code.OTHER_VERSION, ())}
    assert found([1, 2]) == {(Code.UNREADABLE, ())}


def test_every_mistake_of_a_file_at_once():
    payload = stated(year="soon", surprise=1)
    payload["modules"][0]["currency"] = "USD"
    payload["modules"][0]["uses"] = {"BOB": 60}
    payload["modules"][1]["money_line"] = "LOAN"
    payload["people"][0]["pairs"][0]["requires"] = "C"
    payload["people"][1]["pairs"][1]["covers"] = [9]
    payload["people"][2]["department"] = "D9"
    del payload["people"][2]["minutes"]
    assert found(payload) == {
        (Code.WRONG_TYPE, ()),
        (Code.UNKNOWN_KEY, ()),
        (Code.TWO_CURRENCIES, ("module", "A")),
        (Code.UNKNOWN_CODE, ("module", "A")),
        (Code.UNKNOWN_CODE, ("module", "B")),
        (Code.PREREQUISITE_OUTSIDE, ("person", "P0", "module", "A")),
        (Code.WRONG_TYPE, ("person", "P1", "module", "B")),
        (Code.UNKNOWN_CODE, ("person", "P2")),
        (Code.MISSING, ("person", "P2")),
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("budget_minor", 1.5),
        ("budget_minor", True),
        ("budget_minor", 2**80),
        ("departments", "D0"),
        ("departments", [1]),
        ("people", {}),
        ("people", [7]),
        ("planned_sessions", {"Z": 1}),
        ("pools", [{"code": "X", "kind": "moon", "minutes": 1}]),
    ],
    ids=str,
)
def test_strange_values_never_crash(key, value):
    assert found(stated(**{key: value}))


def test_a_plan_is_told_by_codes():
    problem, plan = office()
    assert plan_to_json(problem, plan) == {
        "modules": [
            {"module": "A", "sessions": 1, "people": ["P0", "P1", "P2"]},
            {"module": "B", "sessions": 1, "people": ["P1"]},
        ]
    }
