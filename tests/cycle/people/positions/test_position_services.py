"""Functions, grades, positions and their sheets."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.cycle.people.positions import queries, services
from espalier.cycle.people.positions.models import Grade, JobFunction, Position
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import people
from tests.factories.people import AT, BY, actions, load_sheet, plan_sheet, reasons

ON = date(2026, 11, 2)


def position_row(code, **more):
    return {"code": code, "name": f"職位{code}", "function_code": "MK", "grade_code": "G1", **more}


def test_the_grid_has_a_row_for_each_function_and_a_column_for_each_grade(
    company, django_assert_num_queries
):
    with django_assert_num_queries(3):
        grid = queries.position_grid(on=ON)
    assert [grade.code for grade in grid.grades] == ["G1", "G2"]
    shown = {
        row.function_code: [[(card.code, card.n_holders) for card in cell] for cell in row.cells]
        for row in grid.rows
    }
    assert shown == {"MK": [[("OP", 2)], [("LEAD", 1)]], "SL": [[("REP", 1)], []]}


def test_a_change_is_audited_with_before_and_after(company):
    position = company.positions["OP"]
    services.change_position(
        position_id=position.pk, changes={"min_degree": "senior_high"}, by=BY, at=AT
    )
    assert Position.objects.get(pk=position.pk).min_degree == "senior_high"
    assert Entry.objects.get(event="people.position.changed").subject_id == str(position.pk)


def test_a_taken_code_and_a_taken_rank_are_refused(company):
    with pytest.raises(Refused):
        people.position("OP", JobFunction.objects.get(code="MK"), Grade.objects.get(code="G1"))
    with pytest.raises(Refused):
        people.grade("G9", 1)


def test_two_grades_may_change_their_ranks(company):
    load_sheet(
        "grades", [{"code": "G1", "name": "一", "rank": 2}, {"code": "G2", "name": "二", "rank": 1}]
    )
    assert dict(Grade.objects.values_list("code", "rank")) == {"G1": 2, "G2": 1}


def test_a_rank_used_twice_is_refused(company):
    planned = plan_sheet("grades", [{"code": "G3", "name": "三", "rank": 2}])
    assert reasons(planned) == {2: ["rank_taken"]}


def test_a_new_function_is_made_by_the_first_position_that_names_it(company):
    load_sheet("positions", [position_row("HR1", function_code="HR", function_name="人資")])
    assert JobFunction.objects.get(code="HR").name == "人資"
    assert Position.objects.get(code="HR1").function.code == "HR"


def test_an_unknown_grade_is_refused(company):
    assert reasons(plan_sheet("positions", [position_row("X", grade_code="G99")])) == {
        2: ["unknown_grade"]
    }


@pytest.mark.parametrize(
    ("years", "months"), [(Decimal("1.5"), 18), (Decimal("1.3"), 16), (0, 0), (None, 0)]
)
def test_years_are_kept_as_months_and_come_back_the_same(company, years, months):
    row = position_row("Y", min_experience_years=years)
    load_sheet("positions", [row])
    assert Position.objects.get(code="Y").min_experience_months == months
    assert actions(plan_sheet("positions", [row])) == ["skip"]


def test_what_was_exported_comes_back_without_any_change(company):
    for kind in ("grades", "positions"):
        assert set(actions(plan_sheet(kind, people.exported(kind)))) == {"skip"}


def test_a_changed_position_is_changed_and_nothing_else(company):
    planned = load_sheet("positions", [position_row("OP", name="資深作業員")])
    assert actions(planned) == ["change"]
    assert planned[0].change == {"name": ("作業員", "資深作業員")}
    assert Position.objects.get(code="OP").name == "資深作業員"
    assert Position.objects.count() == 3
