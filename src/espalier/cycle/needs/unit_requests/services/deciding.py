"""Deciding requests, giving a wished topic its module, and what the annual plan made of each."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.needs.unit_requests import queries, rules, telling
from espalier.cycle.needs.unit_requests.holding import locked_requests, tell_documents
from espalier.cycle.needs.unit_requests.models import UnitRequest
from espalier.cycle.needs.unit_requests.rules import RequestProblem
from espalier.cycle.needs.unit_requests.types import Act, Outcome, RequestState
from espalier.cycle.needs.unit_requests.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused

EVENTS = {
    Act.ACCEPT: "needs.unit_request.accepted",
    Act.REFUSE: "needs.unit_request.refused",
    Act.ASK_BACK: "needs.unit_request.asked_back",
}


@transaction.atomic
def decide(
    *, request_ids: Collection[int], act: Act, reason: str, by: Actor, at: datetime
) -> list[UnitRequest]:
    """Accept requests, refuse them or ask back, all or none; each unit is told the reason.

    Raises: NotFound when one of them is not there; Refused, naming each that somebody decided meanwhile.
    """
    rows = locked_requests(request_ids)
    states = {row.code: RequestState(row.state) for row in rows}
    found = rules.problems_of_decision(states, act, reason)
    if act not in EVENTS:
        found.append((RequestProblem.NOT_OPEN, ""))
    if found:
        raise Refused(in_words(found))
    for row in rows:
        before = {"state": row.state}
        row.state = rules.TRANSITIONS[RequestState(row.state), act]
        row.decision, row.decided_at, row.decided_by = reason.strip(), at, by.label[:120]
        row.updated_at = at
        row.save(update_fields=["state", "decision", "decided_at", "decided_by", "updated_at"])
        after = {"state": row.state, "code": row.code, "reason": row.decision}
        log.record(EVENTS[act], row, by=by, at=at, before=before, after=after)
        tell_documents(row, _("a request of a unit was decided"), by, at)
    telling.tell_decided(_named(rows), by=by, at=at)
    return rows


@transaction.atomic
def reconsider(*, request_id: int, by: Actor, at: datetime) -> UnitRequest:
    """Take a decision back, so that the request can be decided anew.

    Raises: NotFound; Refused when it was not decided, or the annual plan rests on it.
    """
    [row] = locked_requests([request_id])
    target = rules.next_state(RequestState(row.state), Act.RECONSIDER)
    if target is None:
        raise Refused(in_words([(RequestProblem.NOT_OPEN, row.code)]))
    if row.outcome == Outcome.PLANNED:
        raise Refused(in_words([(RequestProblem.ALREADY_PLANNED, row.code)]))
    before = {"state": row.state, "reason": row.decision, "outcome": row.outcome}
    row.state, row.decision, row.decided_at, row.decided_by = target, "", None, ""
    row.outcome, row.outcome_reason, row.outcome_at, row.outcome_by = "", "", None, ""
    row.updated_at = at
    row.save()
    log.record("needs.unit_request.reconsidered", row, by=by, at=at, before=before)
    tell_documents(row, _("a decision about a request was taken back"), by, at)
    return row


@transaction.atomic
def assign_module(
    *, request_ids: Collection[int], module_id: int | None, by: Actor, at: datetime
) -> list[UnitRequest]:
    """Say which module of the catalogue meets what was asked for; the unit's own words stay.

    Raises: NotFound when a request or the module is not there; Refused when nothing would say what is meant, or
    a request was withdrawn or refused.
    """
    rows = locked_requests(request_ids)
    if module_id is not None:
        modules.module_or_404(module_id)
    closed = (RequestState.WITHDRAWN, RequestState.REFUSED)
    found = [(RequestProblem.NOT_OPEN, row.code) for row in rows if row.state in closed]
    if module_id is None:
        found += [(RequestProblem.NO_SUBJECT, row.code) for row in rows if not row.topic]
    if found:
        raise Refused(in_words(found))
    for row in rows:
        before = {"module": row.module_id}
        row.module_id, row.updated_at = module_id, at
        row.save(update_fields=["module", "updated_at"])
        after = {"module": module_id, "code": row.code}
        log.record("needs.unit_request.module_given", row, by=by, at=at, before=before, after=after)
        tell_documents(row, _("a request was given its module"), by, at)
    return rows


@transaction.atomic
def record_outcome(
    *,
    request_id: int,
    outcome: Outcome,
    reason: str = "",
    plan_line_ref: str = "",
    by: Actor,
    at: datetime,
) -> UnitRequest:
    """Say what the annual plan made of an accepted request; whoever asked is told.

    ``plan_line_ref`` names the line of the plan as that room names it. The same outcome again changes nothing.
    Raises: NotFound; Refused.
    """
    [row] = locked_requests([request_id])
    told = (outcome.value, reason.strip(), plan_line_ref.strip())
    found = rules.problems_of_outcome(RequestState(row.state), outcome, told[1], told[2])
    if found:
        raise Refused(in_words(found, row.code))
    held = (row.outcome, row.outcome_reason, row.plan_line_ref)
    if told == held:
        return row
    row.outcome, row.outcome_reason, row.plan_line_ref = told
    row.outcome_at, row.outcome_by, row.updated_at = at, by.label[:120], at
    row.save()
    names = ("outcome", "reason", "plan_line")
    before, after = dict(zip(names, held, strict=True)), dict(zip(names, told, strict=True))
    log.record("needs.unit_request.planned", row, by=by, at=at, before=before, after=after)
    telling.tell_outcome(_named([row])[0], by=by, at=at)
    return row


def _named(rows: Sequence[UnitRequest]) -> list[UnitRequest]:
    """The same requests with the names of their modules and units, for the words of a message. One query."""
    ids = [row.pk for row in rows]
    return list(queries.requests().select_related("unit__scope").filter(pk__in=ids))
