"""What is asked of one person, with the reasons."""

from datetime import date

from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.queries import facts
from espalier.cycle.learning_map.obligations.types import (
    DoneModule,
    Line,
    PersonRow,
    PersonStatus,
)
from espalier.cycle.people.employees import queries as employees
from espalier.engines.obligations.evaluate import evaluate
from espalier.engines.obligations.results import Status
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound


def person_status(employee_id: int, on: date, scope: Scope = EVERYTHING) -> PersonStatus:
    """Everything asked of a person on a day. The number of queries is fixed.

    Raises: NotFound when there is no such person or they are outside the scope.
    """
    people = employees.employees(scope).filter(pk=employee_id)
    employee = people.first()
    if employee is None:
        raise NotFound
    rows = facts.completions_of(employee_id)
    asked = norms.obligation_norms(on)
    faces = norms.norm_faces([norm.id for norm in asked])
    found = evaluate(
        facts.person_of(employee, people, rows),
        asked,
        on=on,
        organisation=facts.organisation_on(on),
    )
    lines = [Line(faces[norm.id], norm, each) for norm, each in zip(asked, found, strict=True)]
    return PersonStatus(
        person=PersonRow(
            employee.pk, employee.number, employee.name, employee.unit_id, employee.unit.name,
            employee.position.name if employee.position else "",
        ),
        user_id=employee.user_id,
        on=on,
        lines=tuple(sorted((line for line in lines if _asks(line)), key=_urgency)),
        others=tuple(line for line in lines if not _asks(line)),
        done={row[0]: DoneModule(row[0], row[5], row[6], row[2], row[3], row[4]) for row in rows},
        duties=facts.duties_of(employee_id),
    )  # fmt: skip


def own_status(user_id: int, on: date) -> PersonStatus | None:
    """What is asked of the person who signs in with this account; None for an account of no employee."""
    employee = employees.employee_of_user(user_id)
    return None if employee is None else person_status(employee.pk, on)


def _asks(line: Line) -> bool:
    return line.found.status is not Status.NOT_APPLICABLE


def _urgency(line: Line) -> tuple[int, date, str]:
    return -line.found.status, line.found.due_on or date.max, line.face.code
