"""Naming who acts while one is away, and ending that."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.approval import flow, rules, signing
from espalier.kit.approval.models import Delegation
from espalier.kit.approval.takers import name_of
from espalier.kit.approval.words import day_words
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def delegate(
    *,
    person_id: int,
    delegate_id: int,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let somebody act for a person between two days, both included.

    Raises: NotFound for another's absence; Refused with everything that is wrong: no reason, days in the
    past or the wrong way round, already away then, or a circle, which is named.
    """
    if by.user_id != person_id:
        raise NotFound
    # Both people are held, so that two who name each other at the same moment come one after the other.
    both = User.objects.select_for_update().filter(pk__in=[person_id, delegate_id])
    people = {user.pk: user for user in both.order_by("pk")}
    deputy = signing.person_who_signs_in(delegate_id)
    new = rules.Absence(person_id, delegate_id, starts_on, ends_on)
    held = _held(flow.day_of(at))
    problems = _problems_of(new, held, reason, flow.day_of(at))
    if problems:
        raise Refused(problems)
    made = Delegation.objects.create(
        person=people[person_id],
        delegate=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        made_at=at,
    )
    after = {"delegate": delegate_id, "from": starts_on, "to": ends_on, "reason": made.reason}
    log.record("approval.delegation.made", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def end_delegation(*, delegation_id: int, by: Actor, at: datetime) -> Delegation:
    """Take a delegation back; what was decided under it stays. Raises: NotFound for somebody else's."""
    found = (
        Delegation.objects.select_for_update()
        .filter(pk=delegation_id, person_id=by.user_id, ended_at=None)
        .first()
    )
    if found is None:
        raise NotFound
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    log.record("approval.delegation.ended", found, by=by, at=at, after={"ended_at": at})
    return found


def _held(today: date) -> list[rules.Absence]:
    rows = Delegation.objects.filter(ends_on__gte=today, ended_at=None).order_by("pk")
    return [rules.Absence(r.person_id, r.delegate_id, r.starts_on, r.ends_on) for r in rows]


def _problems_of(
    new: rules.Absence, held: list[rules.Absence], reason: str, today: date
) -> list[Problem]:
    problems = []
    days = f"{day_words(new.starts_on)}–{day_words(new.ends_on)}"
    if new.ends_on < new.starts_on:
        problems.append(Problem("wrong_way", _("The last day lies before the first."), days))
    elif new.ends_on < today:
        problems.append(Problem("past", _("These days are already over."), days))
    if not reason.strip():
        problems.append(Problem("no_reason", _("A reason is needed."), days))
    if any(each.person_id == new.person_id and each.overlaps(new) for each in held):
        remedy = _("End that delegation first, or choose other days.")
        message = _("Somebody already acts for you on some of these days.")
        problems.append(Problem("overlaps", message, days, remedy))
    circle = rules.delegation_circle(new, held)
    if circle:
        remedy = _("Choose somebody who is not away on these days.")
        message = _("The delegation would go round in a circle: %(names)s")
        named = message % {"names": " → ".join(_names(circle))}
        problems.append(Problem("circle", named, days, remedy))
    return problems


def _names(user_ids: list[int]) -> list[str]:
    names = {user.pk: name_of(user) for user in User.objects.filter(pk__in=user_ids)}
    return [names[user_id] for user_id in user_ids]
