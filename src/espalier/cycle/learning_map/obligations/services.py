"""Writing duties people were given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.obligations import queries
from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.learning_map.obligations.types import NewDuty
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def assign_duties(*, rows: Sequence[NewDuty], by: Actor, at: datetime) -> int:
    """Give people duties; one that is already there from that day is left as it is. Returns how many are new.

    Raises: Refused with every unknown person and every duty that ends before it starts, nothing recorded.
    """
    people, held = employees.ids_by_number(), queries.duties_by_key()
    problems = [problem for row in rows for problem in _problems_of(row, people)]
    if problems:
        raise Refused(problems)
    fresh = {
        (row.employee_number, row.duty, row.starts_on): DutyAssignment(
            employee_id=people[row.employee_number],
            duty=row.duty,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
        if (row.employee_number, row.duty, row.starts_on) not in held
    }
    DutyAssignment.objects.bulk_create(fresh.values(), batch_size=500)
    if fresh:
        after = {"n": len(fresh), "duties": sorted({key[1] for key in fresh})}
        subject = "learning_map.DutyAssignment:"
        log.record("learning_map.duties.assigned", subject, by=by, at=at, after=after)
    return len(fresh)


def _problems_of(row: NewDuty, people: Mapping[str, int]) -> list[Problem]:
    place = f"{row.employee_number} × {row.duty}"
    found = []
    if row.employee_number not in people:
        message = _("There is no employee %(number)s.") % {"number": row.employee_number}
        remedy = _("Check the number, or import the person first.")
        found.append(Problem("unknown_person", message, place, remedy))
    if not row.duty.strip():
        found.append(Problem("no_duty", _("Name the duty."), place))
    if row.ends_on is not None and row.ends_on < row.starts_on:
        message = _("A duty cannot end before it starts.")
        found.append(Problem("ends_first", message, place, _("Correct one of the two days.")))
    return found


@transaction.atomic
def change_ends(*, ends: Mapping[int, date | None], by: Actor, at: datetime) -> int:
    """Set the last day of duties, or take it away. Returns how many changed."""
    rows = [row for row in DutyAssignment.objects.order_by("pk") if row.pk in ends]
    before = {str(row.pk): row.ends_on for row in rows}
    for row in rows:
        row.ends_on = ends[row.pk]
    DutyAssignment.objects.bulk_update(rows, ["ends_on"], batch_size=200)
    if rows:
        after = {str(row.pk): row.ends_on for row in rows}
        subject = "learning_map.DutyAssignment:"
        log.record("learning_map.duties.ended", subject, by=by, at=at, before=before, after=after)
    return len(rows)
