"""Giving sessions their meetings, instructor and room, with the bookings that follow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.timetable import booked, framing, queries
from espalier.cycle.plan.timetable.models import Meeting, Session
from espalier.cycle.plan.timetable.types import SessionState
from espalier.cycle.policy.resources import queries as resources
from espalier.engines.planner.timetable.problem import Slot
from espalier.engines.planner.timetable.solution import Assignment
from espalier.kit.accounts.types import Actor

BATCH = 500


def midnight(on: date) -> datetime:
    """The beginning of a day here."""
    return timezone.make_aware(datetime.combine(on, time()))


def standing(session: Any) -> dict[str, object]:
    """When, with whom and where a session is, as the audit log is told."""
    return {
        "meetings": [meeting.starts_at for meeting in session.meetings.all()],
        "instructor": session.instructor.code if session.instructor else "",
        "room": session.room.code if session.room else "",
    }


def place(
    wanted: Sequence[tuple[Session, Assignment]],
    slots: Mapping[str, Slot],
    *,
    by: Actor,
    at: datetime,
) -> list[Session]:
    """Give sessions their meetings, instructor and room; returns those that changed.

    Bookings of announced ones are given back first and taken anew, so that two may change places.
    Raises: Refused when somebody else booked meanwhile.
    """
    ids = resources.ids_by_code()
    kinds = {kind.code: kind for kind in queries.slot_kinds()}
    moved = [(row, given) for row, given in wanted if framing.assignment(row) != given]
    for row, _given in moved:
        booked.give_back(row, _("The session was moved."), by=by, at=at)
    Meeting.objects.filter(session__in=[row.pk for row, _given in moved]).delete()
    meetings: list[Meeting] = []
    for row, given in moved:
        row.instructor_id = ids[given.instructors[0]] if given.instructors else None
        row.room_id = ids[given.room] if given.room else None
        row.sequence, row.updated_at = row.sequence + 1, at
        for order, code in enumerate(given.slots, start=1):
            slot = slots[code]
            start = _start_of(slot)
            length = timedelta(minutes=_minutes_of(row, slot))
            meetings.append(
                Meeting(
                    session=row, order=order, slot_kind=kinds[slot.kind], starts_at=start,
                    ends_at=start + length,
                )
            )  # fmt: skip
    Meeting.objects.bulk_create(meetings, batch_size=BATCH)
    fields = ["instructor", "room", "sequence", "updated_at"]
    Session.objects.bulk_update([row for row, _given in moved], fields, batch_size=BATCH)
    for row, _given in moved:
        if row.state == SessionState.ANNOUNCED:
            booked.take(queries.session_or_404(row.pk), by=by, at=at)
    return [row for row, _given in moved]


def _start_of(slot: Slot) -> datetime:
    return midnight(slot.date) + timedelta(minutes=slot.start_minute)


def _minutes_of(row: Any, slot: Slot) -> int:
    """A meeting is as long as its offer says; the rest of the slot is free time."""
    offer = getattr(row.line.module, "offer", None)
    return min(offer.meeting_minutes, slot.minutes) if offer else slot.minutes
