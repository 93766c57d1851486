"""The bookings behind announced sessions: what is promised to people is taken, so that nobody else can."""

from datetime import datetime
from typing import Any

from espalier.cycle.plan.timetable import queries
from espalier.cycle.plan.timetable.holding import code_and_name
from espalier.cycle.policy.resources.queries import bookings_of
from espalier.cycle.policy.resources.services import book, cancel_booking
from espalier.cycle.policy.resources.types import Span
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem, Refused


def take(session: Any, *, by: Actor, at: datetime) -> None:
    """Book instructor, room and equipment for every meeting. Raises: Refused with everything in the way."""
    problems: list[Problem] = []
    purpose = code_and_name(session)[:200]
    offer = getattr(session.line.module, "offer", None)
    things = [session.instructor_id, session.room_id]
    things += [each.pk for each in offer.equipment.all()] if offer else []
    for meeting in session.meetings.all():
        for resource in things:
            if resource is None:
                continue
            try:
                book(
                    resource_id=resource,
                    span=Span(meeting.starts_at, meeting.ends_at),
                    purpose=purpose,
                    headcount=session.n_people if resource == session.room_id else 0,
                    subject=(queries.KIND, str(session.pk)),
                    by=by,
                    at=at,
                )
            except Refused as refusal:
                problems += refusal.problems
    if problems:
        raise Refused(problems)


def give_back(session: Any, reason: str, *, by: Actor, at: datetime) -> None:
    """Give everything booked for a session back."""
    for booking in bookings_of(queries.KIND, str(session.pk)):
        cancel_booking(booking_id=booking.pk, reason=reason, by=by, at=at)
