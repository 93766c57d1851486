"""Giving the published handbook to people, confirming that it was read, reminding."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from espalier.cycle.people.units import queries as units
from espalier.cycle.policy.acknowledgement import queries
from espalier.cycle.policy.acknowledgement.models import Distribution, Receipt
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.notify.services import tell
from espalier.kit.notify.types import Message
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State

TOPIC = "policy.read_handbook"
BATCH = 500


@transaction.atomic
def distribute(
    *,
    edition_id: int,
    unit_ids: Collection[int] | None,
    due_on: date,
    note: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> Distribution:
    """Ask everybody of these units (``None``: of the organisation) to read the edition in force.

    Who was asked before is not asked again, so the same act later reaches those who came since.

    Raises: NotFound; Refused with every problem: not in force, a day in the past, nobody left to ask.
    """
    edition = _edition(edition_id)
    problems = _not_in_force(edition)
    if due_on < on:
        told = _("The day to read it by has passed already.")
        problems.append(Problem("due_in_past", told, _("Read by"), _("Choose today or later.")))
    known = set() if unit_ids is None else {u.pk for u in units.units().filter(pk__in=unit_ids)}
    if unit_ids is not None and (not unit_ids or known != set(unit_ids)):
        told = _("No unit is chosen, or one of them is not there any more.")
        problems.append(Problem("no_unit", told, _("Units"), _("Choose units, or everybody.")))
    people = queries.people_to_ask(edition_id=edition_id, unit_ids=unit_ids, on=on)
    if not people and not problems:
        told = _("Everybody there was asked already.")
        problems.append(Problem("nobody_left", told, _("Units"), _("Choose other units.")))
    if problems:
        raise Refused(problems)
    given = Distribution.objects.create(
        edition=edition, to_all=unit_ids is None, note=note.strip(), due_on=due_on, at=at,
        by=by.label,
    )  # fmt: skip
    given.units.set(known)
    Receipt.objects.bulk_create(
        (
            Receipt(distribution=given, edition=edition, employee_id=person, unit_id=unit)
            for person, unit, _user in people
        ),
        batch_size=BATCH,
    )
    after = {
        "edition": edition.edition,
        "to_all": given.to_all,
        "units": len(known),
        "n_people": len(people),
        "due_on": due_on,
    }
    log.record("policy.handbook.distributed", given, by=by, at=at, after=after)
    accounts = [user for _person, _unit, user in people if user is not None]
    _ask(accounts, edition, due_on, by, at)
    return given


@transaction.atomic
def acknowledge(*, edition_id: int, by: Actor, at: datetime) -> Receipt:
    """Confirm for oneself that the edition in force was read; again changes nothing.

    Raises: NotFound when one was never asked; Refused when a newer edition is in force.
    """
    receipt = None if by.user_id is None else queries.receipt_of(by.user_id, edition_id)
    if receipt is None:
        raise NotFound
    if receipt.read_at is not None:
        return receipt
    edition = _edition(edition_id)
    if problems := _not_in_force(edition):
        raise Refused(problems)
    receipt.read_at = at
    receipt.save(update_fields=["read_at"])
    after = {"edition": edition.edition}
    log.record("policy.handbook.acknowledged", receipt, by=by, at=at, after=after)
    return receipt


@transaction.atomic
def acknowledge_on_paper(
    *, edition_id: int, numbers: Sequence[str], by: Actor, at: datetime
) -> int:
    """Record confirmations from a signed sheet, by employee number; returns how many are new.

    Raises: Refused, naming every number that was not asked.
    """
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    held = {r.employee.number: r for r in queries.receipts(edition_id)}
    unknown = [number for number in wanted if number not in held]
    problems = []
    if unknown:
        told = _("These people were not asked to read this edition: %(numbers)s")
        problems.append(
            Problem(
                "not_asked",
                told % {"numbers": "、".join(unknown)},
                _("Employee numbers"),
                _("Check the numbers, or give the edition to their unit first."),
            )
        )
    if not wanted:
        problems.append(
            Problem("nobody", _("No employee number was given."), _("Employee numbers"))
        )
    if problems:
        raise Refused(problems)
    fresh = [held[number] for number in wanted if held[number].read_at is None]
    for receipt in fresh:
        receipt.read_at = at
    Receipt.objects.bulk_update(fresh, ["read_at"], batch_size=BATCH)
    after = {"n": len(fresh), "on_paper": True}
    subject = f"policy.Receipt:{fresh[0].pk if len(fresh) == 1 else '*'}"
    log.record("policy.handbook.acknowledged_on_paper", subject, by=by, at=at, after=after)
    return len(fresh)


@transaction.atomic
def remind(*, edition_id: int, on: date, by: Actor, at: datetime) -> int:
    """Tell everybody who was asked and did not confirm; returns how many were told.

    Raises: NotFound; Refused when the edition is not in force, or nobody is left to remind.
    """
    edition = _edition(edition_id)
    accounts = queries.unread_accounts(edition_id, on)
    problems = _not_in_force(edition)
    if not accounts and not problems:
        told = _("Nobody with an account is left to remind.")
        problems.append(Problem("nobody_left", told))
    if problems:
        raise Refused(problems)
    last = queries.distributions(edition_id)[0]
    n_told = _ask(accounts, edition, last.due_on, by, at)
    after = {"edition": edition.edition, "n_people": n_told}
    log.record("policy.handbook.reminded", last, by=by, at=at, after=after)
    return n_told


def _edition(edition_id: int) -> Edition:
    edition = versions.edition(edition_id)
    if edition.output != queries.OUTPUT:
        raise NotFound
    return edition


def _not_in_force(edition: Edition) -> list[Problem]:
    if edition.state == State.PUBLISHED:
        return []
    return [
        Problem(
            "not_in_force",
            _("Edition %(n)s is not in force.") % {"n": edition.edition},
            edition.title,
            _("Read or give out the edition that is in force."),
        )
    ]


def _ask(users: Sequence[int], edition: Edition, due_on: date, by: Actor, at: datetime) -> int:
    """Tell people in the application and by mail, in their language."""
    if not users:
        return 0

    def words() -> tuple[str, list[str]]:
        told = {"n": edition.edition, "day": f"{due_on:%Y/%m/%d}"}
        return (
            _("Please read the training policy handbook, edition %(n)s") % told,
            [
                _("The training policy handbook, edition %(n)s, is in force.") % told,
                _("Please read it and confirm by %(day)s.") % told,
            ],
        )

    url = reverse("policy:read", args=[edition.pk])
    return tell(users=users, topic=TOPIC, message=Message.written(words), url=url, by=by, at=at)
