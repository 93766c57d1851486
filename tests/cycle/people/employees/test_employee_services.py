"""Acts on one employee: history is kept, and today's place follows from it."""

from datetime import date

import pytest

from espalier.cycle.people.employees import queries, services
from espalier.cycle.people.employees.models import Employee, PositionHolding
from espalier.cycle.people.units.services import set_unit_manager
from espalier.kit.accounts.models import User
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.factories import people
from tests.factories.people import AT, BY

TODAY = date(2026, 11, 2)


def history(employee):
    rows = queries.holdings_of(employee.pk)
    return [(h.position.code, h.unit.code, h.starts_on, h.ends_on) for h in rows]


def move(company, number, position, unit, starts_on):
    return services.move_position(
        employee_id=company.people[number].pk,
        position_id=company.positions[position].pk,
        unit_id=company.units[unit].pk,
        starts_on=starts_on,
        by=BY,
        at=AT,
    )


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_who_is_hired_holds_the_position_from_the_first_day(company):
    assert history(company.people["002"]) == [("OP", "LINE1", date(2024, 3, 1), None)]
    assert company.people["002"].position == company.positions["OP"]


def test_a_number_is_given_once(company):
    with pytest.raises(Refused) as refusal:
        people.employee("001", company.units["HQ"])
    assert codes(refusal) == ["number_taken"]


def test_a_move_ends_the_earlier_position_the_day_before(company):
    move(company, "002", "LEAD", "MFG", date(2026, 7, 1))
    employee = Employee.objects.get(number="002")
    assert history(employee) == [
        ("LEAD", "MFG", date(2026, 7, 1), None),
        ("OP", "LINE1", date(2024, 3, 1), date(2026, 6, 30)),
    ]
    assert (employee.unit.code, employee.position.code) == ("MFG", "LEAD")
    assert Entry.objects.filter(event="people.employee.moved").count() == 1


def test_a_move_in_advance_takes_effect_on_its_day(company):
    move(company, "002", "LEAD", "MFG", date(2026, 12, 1))
    assert Employee.objects.get(number="002").position.code == "OP"
    assert services.apply_due_moves(on=date(2026, 11, 30), by=BY, at=AT) == 0
    assert services.apply_due_moves(on=date(2026, 12, 1), by=BY, at=AT) == 1
    assert Employee.objects.get(number="002").position.code == "LEAD"


@pytest.mark.parametrize(
    ("starts_on", "problem"),
    [(date(2024, 2, 28), "outside_employment"), (date(2024, 3, 1), "later_holding")],
)
def test_a_move_before_the_hire_or_into_the_past_of_another_is_refused(company, starts_on, problem):
    with pytest.raises(Refused) as refusal:
        move(company, "002", "LEAD", "MFG", starts_on)
    assert problem in codes(refusal)


def test_leavers_end_and_stay(company):
    employee = company.people["002"]
    services.end_employment(employee_id=employee.pk, left_on=date(2026, 10, 31), by=BY, at=AT)
    assert history(employee) == [("OP", "LINE1", date(2024, 3, 1), date(2026, 10, 31))]
    present = queries.employees().filter(queries.present_on(TODAY))
    assert not present.filter(number="002").exists()
    assert Employee.objects.get(number="002").position.code == "OP"
    before = {p.number for p in queries.people_on(on=date(2026, 10, 31), today=TODAY)}
    assert "002" in before


def test_leaving_drops_a_move_that_had_not_begun(company):
    move(company, "002", "LEAD", "MFG", date(2026, 12, 1))
    services.end_employment(
        employee_id=company.people["002"].pk, left_on=date(2026, 11, 15), by=BY, at=AT
    )
    assert PositionHolding.objects.filter(employee__number="002").count() == 1


def test_nobody_leaves_before_being_hired(company):
    with pytest.raises(Refused) as refusal:
        services.end_employment(
            employee_id=company.people["002"].pk, left_on=date(2024, 2, 1), by=BY, at=AT
        )
    assert codes(refusal) == ["left_before_hired"]
    assert Employee.objects.get(number="002").left_on is None


def test_any_day_can_be_asked_who_stood_where(company, django_assert_num_queries):
    move(company, "002", "LEAD", "MFG", date(2026, 7, 1))
    with django_assert_num_queries(2):
        then = {p.number: p for p in queries.people_on(on=date(2026, 6, 30), today=TODAY)}
    with django_assert_num_queries(1):
        now = {p.number: p for p in queries.people_on(on=TODAY, today=TODAY)}
    assert then["002"].position_id == company.positions["OP"].pk
    assert now["002"].position_id == company.positions["LEAD"].pk
    assert now["002"].unit_id == company.units["MFG"].pk
    assert queries.people_on(on=date(2023, 1, 1), today=TODAY) == []


def test_managers_in_a_circle_are_refused_by_number(company):
    with pytest.raises(Refused) as refusal:
        services.change_employee(
            employee_id=company.people["001"].pk,
            changes={"manager_id": company.people["002"].pk},
            by=BY,
            at=AT,
        )
    [problem] = refusal.value.problems
    assert (problem.code, problem.place) == ("manager_cycle", "001 → 002 → 001")


def test_a_leave_is_ended_by_recording_it_again(company):
    employee_id = company.people["002"].pk
    first = date(2026, 5, 1)
    services.record_leave(employee_id=employee_id, kind="育嬰", starts_on=first, by=BY, at=AT)
    services.record_leave(
        employee_id=employee_id,
        kind="育嬰",
        starts_on=first,
        ends_on=date(2026, 10, 31),
        by=BY,
        at=AT,
    )
    [leave] = queries.leaves_of(employee_id)
    assert leave.ends_on == date(2026, 10, 31)


def test_dates_in_the_wrong_order_are_refused(company):
    employee_id = company.people["002"].pk
    later, earlier = date(2026, 5, 2), date(2026, 5, 1)
    with pytest.raises(Refused):
        services.record_leave(
            employee_id=employee_id, kind="事假", starts_on=later, ends_on=earlier, by=BY, at=AT
        )
    with pytest.raises(Refused):
        services.record_licence(
            employee_id=employee_id,
            name="堆高機",
            issued_on=later,
            expires_on=earlier,
            by=BY,
            at=AT,
        )


def test_a_renewed_licence_stays_one_licence(company):
    employee_id = company.people["002"].pk
    for expires in (date(2026, 12, 31), date(2029, 12, 31)):
        services.record_licence(
            employee_id=employee_id, name="堆高機", number="A1", expires_on=expires, by=BY, at=AT
        )
    [licence] = queries.licences_of(employee_id)
    assert licence.expires_on == date(2029, 12, 31)


def test_a_person_is_joined_with_the_account_of_the_same_number_or_address(company):
    by_number = User.objects.create_user(username="900", email="x@example.com", password="pw")
    by_address = User.objects.create_user(username="z", email="Ann@example.com", password="pw")
    assert people.employee("900", company.units["HQ"]).user == by_number
    assert people.employee("901", company.units["HQ"], email="ann@example.com").user == by_address
    assert people.employee("902", company.units["HQ"], email="ann@example.com").user is None


def test_accounts_made_later_are_joined_by_one_call(company):
    account = User.objects.create_user(username="002", email="b@example.com", password="pw")
    assert services.link_accounts(by=BY, at=AT) == 1
    assert Employee.objects.get(number="002").user == account
    assert services.link_accounts(by=BY, at=AT) == 0


def test_an_unknown_person_is_not_found(company):
    with pytest.raises(NotFound):
        services.end_employment(employee_id=999, left_on=TODAY, by=BY, at=AT)


def test_a_unit_led_by_a_leaver_counts_as_without_manager(company):
    from espalier.cycle.people.units.queries import units_without_manager

    boss = company.people["001"]
    for unit in company.units.values():
        set_unit_manager(unit_id=unit.pk, employee_id=boss.pk, by=BY, at=AT)
    assert units_without_manager(TODAY) == []
    services.end_employment(employee_id=boss.pk, left_on=date(2026, 11, 1), by=BY, at=AT)
    assert len(units_without_manager(TODAY)) == 4
