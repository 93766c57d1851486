"""The scheduler's round: what is due by the clock gets done, and one fault stops nothing else."""

from datetime import date, timedelta

import pytest

from espalier.cycle.people.employees import services as employees
from espalier.cycle.people.employees.models import Employee
from espalier.entrypoints.worker import rounds
from espalier.kit.accounts.models import User
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_nothing_due_is_nothing_done(db):
    assert rounds.run_round() == []


def test_a_move_of_the_future_happens_on_its_day(system, monday, time_machine):
    time_machine.move_to(monday)
    company = people.small_company()
    person = company.people["002"]
    employees.move_position(
        employee_id=person.pk,
        position_id=company.positions["LEAD"].pk,
        unit_id=company.units["LINE1"].pk,
        starts_on=date(2026, 12, 1),
        by=system,
        at=monday,
    )
    rounds.run_round()
    assert Employee.objects.get(pk=person.pk).position == company.positions["OP"]
    time_machine.move_to(monday + timedelta(days=30))
    assert any("moved" in line for line in rounds.run_round())
    assert Employee.objects.get(pk=person.pk).position == company.positions["LEAD"]


def test_an_account_finds_its_employee(db):
    company = people.small_company()
    user = User.objects.create_user(username="003", email="x@example.com", password="pw")
    rounds.run_round()
    assert Employee.objects.get(pk=company.people["003"].pk).user == user


def test_one_fault_does_not_stop_the_others(monkeypatch, caplog):
    def fail(at):
        raise ValueError("broken")

    monkeypatch.setattr(rounds, "DUE", (fail, lambda at: "done"))
    assert rounds.run_round() == ["done"]
    assert "broken" in caplog.text
