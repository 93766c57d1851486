"""P2.3.5 Last year's plan comes in by a sheet; the same sheet again changes nothing."""

import pytest

from espalier.cycle.plan.annual_plan import imports, queries
from espalier.kit.imports.types import Action, Row
from tests.factories import plan as make

pytestmark = pytest.mark.django_db
LAST = {
    "year": 2026,
    "number": "2026-007",
    "module": "M1",
    "category": "competency",
    "sessions": 2,
    "headcount": 2,
    "minutes": 180,
    "session_cost": 10_000,
    "head_cost": 100,
    "months": ("3", "9"),
    "state": "done",
    "people": ("0001", "0002"),
}


def rows(*values):
    return [Row("年度計畫", number, dict(each)) for number, each in enumerate(values, start=2)]


def apply(*values):
    planned = imports.plan_lines(rows(*values), make.AT.date())
    imports.apply_lines(planned, make.BY, make.AT)


def test_last_years_plan_is_a_plan_of_its_year(company):
    apply(LAST)
    plan = queries.plan_of_year(2026)
    [line] = queries.lines(plan.chosen_id)
    assert (line.number, line.origin, line.state, line.is_by_hand) == (
        "2026-007",
        "import",
        "done",
        True,
    )
    assert (line.cost, line.headcount, line.months) == (20_200, 2, "3,9")
    assert queries.places(line.pk).count() == 2


def test_the_same_sheet_again_changes_nothing(company):
    apply(LAST)
    told = {**LAST, "cost": 20_200}
    assert [row.action for row in imports.plan_lines(rows(told), make.AT.date())] == [Action.SKIP]
    [planned] = imports.plan_lines(rows({**told, "sessions": 3}), make.AT.date())
    assert (planned.action, planned.change) == (Action.CHANGE, {"sessions": (2, 3)})
    imports.apply_lines([planned], make.BY, make.AT)
    assert queries.imported_lines().get().sessions == 3


def test_everything_wrong_with_a_row_is_named(company):
    bad = {**LAST, "module": "X9", "people": ("0001", "9999"), "months": ("13",)}
    [planned] = imports.plan_lines(rows(bad), make.AT.date())
    assert planned.action is Action.REFUSE
    assert [(r.column, r.value) for r in planned.reasons] == [
        ("module", "X9"),
        ("people", "9999"),
        ("months", "('13',)"),
    ]


def test_last_years_plan_is_a_dot_beside_the_curve(company, scenario, solve):
    apply(LAST)
    run = solve(scenario, kind="frontier", seconds=None)
    [dot] = [each for each in run.answer["dots"] if each["key"] == "last_year"]
    assert (dot["cost"], dot["closed"]) == (20_200, 400)
