"""The roster's sheet: what is refused and why, what a changed row does to history, the round trip."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.cycle.people.employees import queries
from espalier.cycle.people.employees.models import Employee, PositionHolding
from tests.factories import people
from tests.factories.people import actions, load_sheet, plan_sheet, reasons


def row(number, **more):
    return {
        "number": number,
        "name": f"員工{number}",
        "sex": "F",
        "category": "operative",
        "hired_on": date(2025, 1, 6),
        "unit_code": "LINE1",
        "position_code": "OP",
        **more,
    }


def history(number):
    rows = queries.holdings_of(Employee.objects.get(number=number).pk)
    return [(h.position.code, h.unit.code, h.starts_on, h.ends_on) for h in rows]


def test_what_was_exported_comes_back_without_any_change(company):
    for record in people.exported("employees"):
        assert record["hired_on"] == date(2024, 3, 1)
    assert actions(plan_sheet("employees", people.exported("employees"))) == ["skip"] * 5


def test_leading_zeros_of_numbers_are_kept(company):
    load_sheet("employees", [row("00010")])
    assert Employee.objects.get(number="00010").name == "員工00010"


def test_two_rows_with_one_number_are_refused_and_name_each_other(company):
    planned = plan_sheet("employees", [row("010"), row("011"), row("010")])
    assert actions(planned) == ["refuse", "add", "refuse"]
    assert "4" in str(planned[0].reasons[0].message)
    assert "2" in str(planned[2].reasons[0].message)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unit_code": "NOWHERE"}, "unknown_unit"),
        ({"position_code": "NOTHING"}, "unknown_position"),
        ({"manager_number": "999"}, "unknown_manager"),
        ({"left_on": date(2024, 1, 1)}, "left_before_hired"),
        ({"position_since": date(2024, 1, 1)}, "before_hire"),
        ({"position_since": date(2026, 11, 3)}, "in_future"),
        ({"position_since": date(2026, 5, 1), "left_on": date(2026, 4, 1)}, "after_leaving"),
        ({"experience_years": Decimal(99)}, "bad_years"),
        ({"manager_number": "010"}, "manager_cycle"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(company, change, reason):
    assert reasons(plan_sheet("employees", [row("010", **change)])) == {2: [reason]}


def test_all_problems_of_a_row_are_named_at_once(company):
    planned = plan_sheet("employees", [row("010", unit_code="X", position_code="Y")])
    assert reasons(planned) == {2: ["unknown_unit", "unknown_position"]}


def test_managers_may_stand_anywhere_in_the_file(company):
    load_sheet(
        "employees",
        [row("012", manager_number="011"), row("011", manager_number="010"), row("010")],
    )
    assert Employee.objects.get(number="012").manager.number == "011"
    assert Employee.objects.get(number="011").manager.number == "010"


def test_managers_in_a_circle_are_refused_and_named(company):
    planned = plan_sheet(
        "employees", [row("010", manager_number="011"), row("011", manager_number="010")]
    )
    assert reasons(planned) == {2: ["manager_cycle"], 3: ["manager_cycle"]}
    assert "010 → 011 → 010" in str(planned[0].reasons[0].message)


def test_who_reports_to_a_refused_row_is_refused_too(company):
    planned = plan_sheet("employees", [row("010", unit_code="X"), row("011", manager_number="010")])
    assert reasons(planned) == {2: ["unknown_unit"], 3: ["rests_on_refused"]}


def test_the_position_of_a_new_person_is_held_since_the_day_named_else_since_the_hire(company):
    load_sheet("employees", [row("010"), row("011", position_since=date(2025, 7, 1))])
    assert history("010") == [("OP", "LINE1", date(2025, 1, 6), None)]
    assert history("011") == [("OP", "LINE1", date(2025, 7, 1), None)]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        # Another position from a day named: the earlier one ends the day before.
        (
            {"position_code": "LEAD", "position_since": date(2026, 7, 1)},
            [
                ("LEAD", "LINE1", date(2026, 7, 1), None),
                ("OP", "LINE1", date(2025, 1, 6), date(2026, 6, 30)),
            ],
        ),
        # Another unit without a day: from today.
        (
            {"unit_code": "MFG"},
            [
                ("OP", "MFG", date(2026, 11, 2), None),
                ("OP", "LINE1", date(2025, 1, 6), date(2026, 11, 1)),
            ],
        ),
        # The same position with another day corrects the day.
        ({"position_since": date(2025, 3, 1)}, [("OP", "LINE1", date(2025, 3, 1), None)]),
        # A blank position ends the one held.
        ({"position_code": ""}, [("OP", "LINE1", date(2025, 1, 6), date(2026, 11, 1))]),
        # A leaver ends what was held.
        ({"left_on": date(2026, 9, 30)}, [("OP", "LINE1", date(2025, 1, 6), date(2026, 9, 30))]),
    ],
    ids=["move", "unit today", "corrected day", "no position", "leaver"],
)
def test_a_changed_row_moves_the_person_and_keeps_the_history(company, change, after):
    load_sheet("employees", [row("010")])
    planned = load_sheet("employees", [row("010", **change)])
    assert actions(planned) == ["change"]
    assert history("010") == after
    assert set(actions(plan_sheet("employees", people.exported("employees")))) == {"skip"}
    assert actions(plan_sheet("employees", [row("010", **change)])) == ["skip"]


def test_taking_a_leaving_back_reopens_the_position(company):
    load_sheet("employees", [row("010", left_on=date(2026, 9, 30))])
    load_sheet("employees", [row("010", left_on=None)])
    assert history("010") == [("OP", "LINE1", date(2025, 1, 6), None)]


def test_columns_the_sheet_does_not_have_stay_as_they_are(company):
    load_sheet("employees", [row("010", email="a@example.com", degree="master")])
    load_sheet("employees", [row("010", name="改名")])
    employee = Employee.objects.get(number="010")
    assert (employee.name, employee.email, employee.degree) == ("改名", "a@example.com", "master")


def test_unit_and_position_equal_the_primary_holding_of_today(company):
    load_sheet("employees", [row("010"), row("011", position_code="LEAD", unit_code="MFG")])
    for employee in queries.employees().exclude(position=None):
        held = PositionHolding.objects.get(employee=employee, ends_on=None)
        assert (held.unit, held.position) == (employee.unit, employee.position)


def test_planning_and_writing_ask_the_same_number_of_queries_for_more_people(company):
    def count(records):
        with CaptureQueriesContext(connection) as captured:
            load_sheet("employees", records)
        return len(captured)

    few = count([row(f"A{n:03}", manager_number="001") for n in range(2)])
    many = count([row(f"B{n:03}", manager_number="001") for n in range(30)])
    assert few == many
