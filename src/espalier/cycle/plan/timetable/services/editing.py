"""Dates by hand: moving a session, pinning what is settled, forbidding days."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.timetable import boards, queries, rules, wording
from espalier.cycle.plan.timetable.holding import (
    code_and_name,
    held_session,
    refuse,
    tell_plan,
    today_of,
)
from espalier.cycle.plan.timetable.models import Forbidden, Session
from espalier.cycle.plan.timetable.naming import names_of
from espalier.cycle.plan.timetable.placing import place, standing
from espalier.cycle.plan.timetable.rules import Problem as Wrong
from espalier.cycle.plan.timetable.types import ForbidContent, Part
from espalier.cycle.plan.timetable.wording import session_problem
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem
from espalier.kit.ui.concurrency import concurrent_edit_check


@transaction.atomic
def move_session(
    *,
    session_id: int,
    slot: str,
    instructor: str = "",
    room: str = "",
    seen: str = "",
    by: Actor,
    at: datetime,
) -> Session:
    """Give a session a time, and another instructor or room where they are named by code.

    ``seen`` is the version of the session that the person had before their eyes.
    Raises: NotFound; Refused with every rule the move would break; Conflict when somebody moved it meanwhile.
    """
    session = held_session(session_id)
    if seen:
        now = {_("Time"): _when(session)}
        concurrent_edit_check(
            sent=seen, current=session.updated_at, theirs=now, yours={_("Time"): slot}
        )
    board = boards.board_of(session.line.scenario_id, today_of(at))
    code = queries.code_of(session)
    move = board.move(code, slot, instructor=instructor, room=room)
    where = code_and_name(session)
    names = names_of(session.line.scenario_id)
    refuse(
        [Problem(str(each.rule), wording.broken_words(each, names), where) for each in move.blocked]
    )
    before = standing(session)
    place([(session, move.assignment)], board.frame.problem.slot_of, by=by, at=at)
    moved = queries.session_or_404(session_id)
    log.record("plan.session.moved", moved, by=by, at=at, before=before, after=standing(moved))
    tell_plan(session.line.scenario, _("A session was moved."), by=by, at=at)
    return moved


@transaction.atomic
def pin_session(
    *, session_id: int, parts: Collection[Part], reason: str, by: Actor, at: datetime
) -> Session:
    """Keep the planner from changing time, instructor or room of a session; parts not named are free again.

    Raises: NotFound; Refused without a reason, or where there is nothing to pin.
    """
    session = held_session(session_id)
    missing = {
        Part.TIME: (Wrong.NO_DATE, bool(session.meetings.all())),
        Part.INSTRUCTOR: (Wrong.NO_INSTRUCTOR, session.instructor_id is not None),
        Part.ROOM: (Wrong.NO_ROOM, session.room_id is not None),
    }
    wrong = [missing[part][0] for part in Part if part in parts and not missing[part][1]]
    if parts and not reason.strip():
        wrong.append(Wrong.NO_REASON)
    refuse([session_problem(each, code_and_name(session)) for each in wrong])
    before = _pins(session)
    session.pins_time = Part.TIME in parts
    session.pins_instructor = Part.INSTRUCTOR in parts
    session.pins_room = Part.ROOM in parts
    session.pin_reason = reason.strip()[:200] if parts else ""
    session.updated_at = at
    session.save(
        update_fields=["pins_time", "pins_instructor", "pins_room", "pin_reason", "updated_at"]
    )
    log.record("plan.session.pinned", session, by=by, at=at, before=before, after=_pins(session))
    return session


@transaction.atomic
def forbid_days(*, session_id: int, content: ForbidContent, by: Actor, at: datetime) -> Forbidden:
    """Days a session may not take. Raises: NotFound; Refused with everything wrong."""
    session = held_session(session_id)
    wrong = rules.problems_of_forbid(content, session.line.scenario.plan.year)
    refuse([session_problem(each, code_and_name(session)) for each in wrong])
    made = Forbidden.objects.create(
        session=session,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        reason=content.reason.strip()[:200],
        by=by.label,
        at=at,
    )
    Session.objects.filter(pk=session.pk).update(updated_at=at)
    after = {"from": content.starts_on, "to": content.ends_on, "reason": made.reason}
    log.record("plan.session.forbidden", session, by=by, at=at, after=after)
    return made


@transaction.atomic
def allow_days(*, forbidden_id: int, by: Actor, at: datetime) -> Session:
    """Take a ban of days back. Raises: NotFound, Refused."""
    row = queries.forbidden_or_404(forbidden_id)
    session = held_session(row.session_id)
    before = {"from": row.starts_on, "to": row.ends_on, "reason": row.reason}
    row.delete()
    Session.objects.filter(pk=session.pk).update(updated_at=at)
    log.record("plan.session.allowed", session, by=by, at=at, before=before)
    return session


def _when(session: Any) -> str:
    return "、".join(wording.moment(meeting.starts_at) for meeting in session.meetings.all())


def _pins(session: Session) -> dict[str, object]:
    return {
        "time": session.pins_time,
        "instructor": session.pins_instructor,
        "room": session.pins_room,
        "reason": session.pin_reason,
    }
