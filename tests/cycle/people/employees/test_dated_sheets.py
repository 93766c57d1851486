"""The sheets of positions held, leaves, licences and wages."""

from datetime import date

import pytest

from espalier.cycle.people.employees.models import Employee, PositionHolding, Wage
from tests.factories import people
from tests.factories.people import actions, load_sheet, plan_sheet, reasons

D = date


def held(number, position, unit, starts_on, ends_on=None, **more):
    return {
        "number": number,
        "position_code": position,
        "unit_code": unit,
        "starts_on": starts_on,
        "ends_on": ends_on,
        **more,
    }


SHEETS = {
    "holdings": [held("004", "LEAD", "MFG", D(2024, 3, 5), D(2025, 1, 1), is_primary=False)],
    "leaves": [
        {"number": "002", "kind": "育嬰留職停薪", "starts_on": D(2026, 1, 1), "ends_on": None}
    ],
    "licences": [
        {
            "number": "002",
            "name": "堆高機操作",
            "licence_number": "",
            "issuer": "自辦",
            "issued_on": D(2025, 1, 1),
        }
    ],
    "wages": [{"number": "002", "starts_on": D(2026, 1, 1), "monthly": 42_000}],
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_row_is_added_once_and_then_left_alone(company, kind):
    assert actions(load_sheet(kind, SHEETS[kind])) == ["add"]
    assert actions(plan_sheet(kind, SHEETS[kind])) == ["skip"]
    assert set(actions(plan_sheet(kind, people.exported(kind)))) == {"skip"}


@pytest.mark.parametrize("kind", SHEETS)
def test_an_unknown_person_is_refused(company, kind):
    [row] = SHEETS[kind]
    assert "unknown_employee" in reasons(plan_sheet(kind, [{**row, "number": "999"}]))[2]


@pytest.mark.parametrize(
    ("kind", "change", "reason"),
    [
        ("holdings", {"position_code": "X"}, "unknown_position"),
        ("holdings", {"unit_code": "X"}, "unknown_unit"),
        ("holdings", {"ends_on": D(2020, 1, 1)}, "dates_reversed"),
        ("holdings", {"is_primary": True}, "overlap"),
        ("leaves", {"ends_on": D(2020, 1, 1)}, "dates_reversed"),
        ("licences", {"expires_on": D(2020, 1, 1)}, "dates_reversed"),
        ("wages", {"monthly": 0}, "bad_wage"),
    ],
)
def test_a_row_that_cannot_be_is_refused(company, kind, change, reason):
    [row] = SHEETS[kind]
    assert reasons(plan_sheet(kind, [{**row, **change}])) == {2: [reason]}


def test_the_end_of_a_leave_is_a_change(company):
    load_sheet("leaves", SHEETS["leaves"])
    ended = [{**SHEETS["leaves"][0], "ends_on": D(2026, 6, 30)}]
    assert actions(load_sheet("leaves", ended)) == ["change"]


def test_history_before_the_present_position_fits_in(company):
    """The present holding is corrected to begin later, and what was held before is added."""
    planned = load_sheet(
        "holdings",
        [
            held("004", "REP", "SALES", D(2024, 3, 1), D(2025, 12, 31)),
            held("004", "LEAD", "MFG", D(2026, 1, 1)),
        ],
    )
    assert actions(planned) == ["change", "add"]
    employee = Employee.objects.get(number="004")
    assert (employee.unit.code, employee.position.code) == ("MFG", "LEAD")


def test_a_sheet_without_last_days_keeps_those_on_record(company):
    load_sheet("holdings", SHEETS["holdings"])
    [row] = SHEETS["holdings"]
    changed = {k: v for k, v in row.items() if k != "ends_on"} | {"unit_code": "HQ"}
    assert actions(load_sheet("holdings", [changed])) == ["change"]
    holding = PositionHolding.objects.get(employee__number="004", is_primary=False)
    assert (holding.unit.code, holding.ends_on) == ("HQ", D(2025, 1, 1))


def test_a_wage_is_kept_in_minor_units(company):
    load_sheet("wages", SHEETS["wages"])
    assert Wage.objects.get().monthly_minor == 4_200_000
