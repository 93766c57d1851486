"""Whom a climate survey asks: people of chosen units, every n-th of them, grouped by unit."""

from collections.abc import Collection
from datetime import date

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.kit.consultation.types import Party

EMPLOYEE = "people.Employee"


def parties_of_units(codes: Collection[str], *, every: int, on: date) -> list[Party]:
    """People in service on the day, by employee number; no code means every unit. Three queries."""
    names = {unit.pk: (code, unit.name) for code, unit in units.units_by_code().items()}
    rows = employees.employees().order_by("pk").values_list("pk", "email", "user_id")
    accounts = {pk: (email, user_id) for pk, email, user_id in rows}
    people = [
        person
        for person in employees.people_on(on=on, today=on)
        if not codes or names[person.unit_id][0] in codes
    ]
    chosen = sorted(people, key=lambda person: person.number)[::every]
    return [
        Party(
            EMPLOYEE,
            str(person.id),
            person.name,
            email=accounts[person.id][0],
            user_id=accounts[person.id][1],
            group=names[person.unit_id][1],
        )
        for person in chosen
    ]
