"""The steps of a session's life that later stages ask for: announced, begun, closed, cancelled."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.timetable import booked, queries, rules
from espalier.cycle.plan.timetable.holding import (
    code_and_name,
    held_session,
    refuse,
    tell_plan,
)
from espalier.cycle.plan.timetable.models import Session
from espalier.cycle.plan.timetable.stepped import after_step, cancel_held
from espalier.cycle.plan.timetable.types import SessionState, SessionStep
from espalier.cycle.plan.timetable.wording import session_problem
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def announce_session(*, session_id: int, by: Actor, at: datetime) -> Session:
    """People are told of a session: instructor, room and equipment are booked for it.

    Raises: NotFound; Refused with everything that is missing, and every double booking by name.
    """
    session = held_session(session_id, movable=False)
    state = after_step(session, SessionStep.ANNOUNCE)
    place = code_and_name(session)
    kind = queries.kind_of(session)
    offer = getattr(session.line.module, "offer", None)
    taught = bool(offer and offer.instructors.exists())
    found = rules.problems_before_announcing(
        has_date=kind is OfferKind.ONLINE or bool(session.meetings.all()),
        needs_instructor=taught and kind in (OfferKind.CLASS, OfferKind.JOB),
        has_instructor=session.instructor_id is not None,
        needs_room=kind is OfferKind.CLASS,
        has_room=session.room_id is not None,
    )
    problems = [session_problem(each, place) for each in found]
    if session.line.scenario.plan.chosen_id != session.line.scenario_id:
        message = _("Its scenario is not the plan of the year.")
        problems.append(Problem("not_chosen", message, place, _("Choose the scenario first.")))
    refuse(problems)
    booked.take(session, by=by, at=at)
    session.state, session.announced_at = state, at
    session.sequence, session.updated_at = session.sequence + 1, at
    session.save(update_fields=["state", "announced_at", "sequence", "updated_at"])
    log.record("plan.session.announced", session, by=by, at=at, after={"code": place})
    tell_plan(session.line.scenario, _("A session was announced."), by=by, at=at)
    return session


@transaction.atomic
def begin_session(*, session_id: int, by: Actor, at: datetime) -> Session:
    """Its first meeting takes place. Raises: NotFound, Refused."""
    session = held_session(session_id, movable=False)
    session.state, session.updated_at = after_step(session, SessionStep.BEGIN), at
    session.save(update_fields=["state", "updated_at"])
    log.record("plan.session.begun", session, by=by, at=at)
    return session


@transaction.atomic
def record_actuals(
    *, session_id: int, attended: int, actual_cost: int, closed_on: date, by: Actor, at: datetime
) -> Session:
    """What became of a session. Units: people, whole NT$. Told again, the figures are corrected.

    Raises: NotFound; Refused for one that was never announced, or figures below 0.
    """
    session = held_session(session_id, movable=False)
    place = code_and_name(session)
    if attended < 0 or actual_cost < 0:
        message = _("People and money are never below 0.")
        raise Refused([Problem("negative", message, place)])
    before = {"attended": session.attended, "actual_cost": session.actual_cost}
    if session.state != SessionState.CLOSED:
        session.state = after_step(session, SessionStep.CLOSE)
    session.attended, session.actual_cost = attended, actual_cost
    session.closed_on, session.updated_at = closed_on, at
    session.save()
    after = {"attended": attended, "actual_cost": actual_cost, "closed_on": closed_on}
    log.record("plan.session.closed", session, by=by, at=at, before=before, after=after)
    return session


@transaction.atomic
def cancel_session(*, session_id: int, reason: str, by: Actor, at: datetime) -> Session:
    """It is not held. What was booked is given back; its people wait for another session.

    Raises: NotFound; Refused without a reason, or once it has begun.
    """
    session = held_session(session_id, movable=False)
    cancel_held(session, reason, by=by, at=at)
    tell_plan(session.line.scenario, _("A session was cancelled."), by=by, at=at)
    return session
