"""What units write: requests as drafts, handing in, withdrawing, and saying that they ask for nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from espalier.cycle.needs.unit_requests import queries, rules
from espalier.cycle.needs.unit_requests.holding import locked_requests, locked_unit
from espalier.cycle.needs.unit_requests.models import AskedUnit, UnitRequest
from espalier.cycle.needs.unit_requests.rules import Found, RequestProblem
from espalier.cycle.needs.unit_requests.types import Act, RequestContent, RequestState, RoundState
from espalier.cycle.needs.unit_requests.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

PLAIN = tuple(name for name in RequestContent.__dataclass_fields__ if name != "employee_ids")
EVENTS = {
    Act.SEND: "needs.unit_request.sent",
    Act.WITHDRAW: "needs.unit_request.withdrawn",
    Act.TAKE_UP: "needs.unit_request.taken_up",
}


@transaction.atomic
def save_request(
    *,
    round_id: int,
    unit_id: int,
    request_id: int | None,
    content: RequestContent,
    sends: bool = False,
    as_conductor: bool = False,
    by: Actor,
    at: datetime,
) -> UnitRequest:
    """Write a request of a unit as a draft, or hand it in at once.

    ``as_conductor``: entered by who conducts the survey, for the unit and also after the deadline.
    Raises: NotFound; Refused with every problem.
    """
    asked = locked_unit(round_id, unit_id)
    row = locked_requests([request_id])[0] if request_id is not None else _new(asked, at)
    if (row.round_id, row.unit_id) != (round_id, unit_id):
        raise NotFound
    found = _time_problems(asked, row, at, as_conductor)
    if request_id is not None and RequestState(row.state) not in rules.WRITABLE:
        found.append((RequestProblem.NOT_OPEN, row.code))
    today = timezone.localdate(at)
    outside = queries.people_ids_outside(unit_id, content.employee_ids, today)
    found += rules.problems_of_draft(content, outside=outside)
    found += rules.problems_before_send(content) if sends else []
    if found:
        raise Refused(in_words(found))
    before = _values(row) if request_id is not None else {}
    _write(row, content, at)
    event = "needs.unit_request.changed" if request_id is not None else "needs.unit_request.written"
    log.record(event, row, by=by, at=at, before=before, after=_values(row))
    _unsay_nothing(asked)
    if sends:
        _send(row, by, at)
    return row


def _write(row: UnitRequest, content: RequestContent, at: datetime) -> None:
    """Put what a request says into its row and save it."""
    for name in PLAIN:
        value = getattr(content, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.months = sorted(set(content.months))
    row.updated_at = at
    row.save()
    row.employees.set(content.employee_ids)


@transaction.atomic
def change_request(
    *, request_id: int, act: Act, as_conductor: bool = False, by: Actor, at: datetime
) -> UnitRequest:
    """Hand a request in, withdraw it, or take a withdrawn one up again.

    Raises: NotFound; Refused with every problem.
    """
    [row] = locked_requests([request_id])
    asked = locked_unit(row.round_id, row.unit_id)
    found = _time_problems(asked, row, at, as_conductor)
    if act not in EVENTS or rules.next_state(RequestState(row.state), act) is None:
        found.append((RequestProblem.NOT_OPEN, row.code))
    if act is Act.SEND:
        found += rules.problems_before_send(queries.content_of(row))
    if found:
        raise Refused(in_words(found))
    if act is Act.SEND:
        _send(row, by, at)
        return row
    _move(row, act, by, at)
    return row


@transaction.atomic
def send_all(
    *, round_id: int, unit_id: int, as_conductor: bool = False, by: Actor, at: datetime
) -> int:
    """Hand in every draft of a unit, all of them or none; returns how many.

    Raises: NotFound; Refused with the problems of every draft, each with its number.
    """
    asked = locked_unit(round_id, unit_id)
    rows = list(
        UnitRequest.objects.select_for_update()
        .filter(round_id=round_id, unit_id=unit_id, state=RequestState.DRAFT)
        .prefetch_related("employees")
        .order_by("code")
    )
    found = _time_problems(asked, None, at, as_conductor)
    problems: list[Problem] = in_words(found)
    if not rows:
        problems += in_words([(RequestProblem.NOTHING_TO_SEND, "")])
    for row in rows:
        problems += in_words(rules.problems_before_send(queries.content_of(row)), row.code)
    if problems:
        raise Refused(problems)
    for row in rows:
        _send(row, by, at)
    return len(rows)


@transaction.atomic
def say_nothing(
    *,
    round_id: int,
    unit_id: int,
    asks_nothing: bool,
    note: str = "",
    as_conductor: bool = False,
    by: Actor,
    at: datetime,
) -> AskedUnit:
    """Say that a unit asks for nothing this time, or take that back.

    Raises: NotFound; Refused, also while the unit has requests that were not withdrawn.
    """
    asked = locked_unit(round_id, unit_id)
    found = _time_problems(asked, None, at, as_conductor)
    rows = UnitRequest.objects.filter(round_id=round_id, unit_id=unit_id)
    if asks_nothing and rows.exclude(state=RequestState.WITHDRAWN).exists():
        found.append((RequestProblem.HAS_REQUESTS, ""))
    if found:
        raise Refused(in_words(found))
    asked.no_requests_at = at if asks_nothing else None
    asked.no_requests_by = by.label[:120] if asks_nothing else ""
    asked.note = note.strip()[:500] if asks_nothing else ""
    asked.save(update_fields=["no_requests_at", "no_requests_by", "note"])
    event = "needs.asked_unit.wants_nothing" if asks_nothing else "needs.asked_unit.thinks_again"
    after = {"unit": asked.unit.code, "note": asked.note}
    log.record(event, asked, by=by, at=at, after=after)
    return asked


def _new(asked: AskedUnit, at: datetime) -> UnitRequest:
    code = rules.next_code(asked.unit.code, queries.codes_of_round(asked.round_id))
    return UnitRequest(round=asked.round, unit=asked.unit, code=code, updated_at=at)


def _send(row: UnitRequest, by: Actor, at: datetime) -> None:
    row.sent_at, row.sent_by_id = at, by.user_id
    _move(row, Act.SEND, by, at)


def _move(row: UnitRequest, act: Act, by: Actor, at: datetime) -> None:
    target = rules.next_state(RequestState(row.state), act)
    if target is None:
        raise Refused(in_words([(RequestProblem.NOT_OPEN, row.code)]))
    before = {"state": row.state}
    row.state, row.updated_at = target, at
    row.save()
    after = {"state": target.value, "code": row.code}
    log.record(EVENTS[act], row, by=by, at=at, before=before, after=after)


def _unsay_nothing(asked: AskedUnit) -> None:
    """Who writes a request no longer asks for nothing."""
    if asked.no_requests_at is not None:
        asked.no_requests_at, asked.no_requests_by, asked.note = None, "", ""
        asked.save(update_fields=["no_requests_at", "no_requests_by", "note"])


def _time_problems(
    asked: AskedUnit, row: UnitRequest | None, at: datetime, as_conductor: bool
) -> Found:
    """What was asked back may be answered after the deadline too: the question came from the manager."""
    is_returned = row is not None and row.state == RequestState.RETURNED
    return rules.problems_of_time(
        round_state=RoundState(asked.round.state),
        opens_on=asked.round.opens_on,
        deadline=asked.round.deadline,
        today=timezone.localdate(at),
        as_conductor=as_conductor or is_returned,
    )


def _values(row: UnitRequest) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(row, name) for name in PLAIN}
    people = sorted(row.employees.values_list("pk", flat=True)) if row.pk else []
    return values | {"code": row.code, "employees": people}
