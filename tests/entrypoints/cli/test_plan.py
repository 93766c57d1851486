"""``espalier plan``: what is printed fits its schema; exit codes say whether a plan stands."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.cycle.plan.annual_plan import queries
from espalier.entrypoints.cli.plan import app
from tests.conftest import ROOT
from tests.factories import plan as make

pytestmark = pytest.mark.django_db


def told(name, *arguments, expect=0):
    answer = CliRunner().invoke(app, [name, "--json", *arguments])
    assert answer.exit_code == expect, answer.output
    found = json.loads(answer.stdout)
    path = ROOT / f"docs/cli/plan-{name}.schema.json"
    jsonschema.validate(found, json.loads(path.read_text("utf-8")))
    return found


def test_a_year_is_planned_explained_and_checked(db):
    make.company()
    solved = told("solve", "--year", "2027", "--budget", "70000", "--time-limit", "30")
    assert (solved["is_verified"], solved["is_applied"], solved["legal_missing"]) == (True, True, 0)
    assert solved["cost"] <= 70_000
    modules = told("explain", "--year", "2027")["modules"]
    assert {each["module"]: each["is_in"] for each in modules} == {
        "M1": True,
        "M2": True,
        "M3": True,
        "M4": False,
    }
    assert all(each["reasons"] for each in modules)
    from espalier.cycle.plan.annual_plan import services

    [scenario] = queries.scenarios(queries.plan_of_year(2027).pk)
    services.choose_scenario(scenario_id=scenario.pk, by=make.BY, at=make.AT)
    assert [each["problems"] for each in told("check")] == [[]]
    scenario.lines.update(sessions=9)
    scenario.refresh_from_db()
    from espalier.cycle.plan.annual_plan import checking

    checking.forget()
    [broken] = told("check", "--year", "2027", expect=1)
    assert {"class_min", "money"} <= {each["rule"] for each in broken["problems"]}


def test_a_scenario_that_is_not_there_is_refused(db):
    answer = CliRunner().invoke(app, ["explain", "--year", "2027"])
    assert (answer.exit_code, answer.stderr.strip()) == (1, "not found")
