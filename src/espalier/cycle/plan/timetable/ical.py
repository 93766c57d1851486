"""Sessions as an iCalendar file: one event a meeting, the same UID for ever, a higher sequence after each change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from icalendar import Calendar, Event, vText

from espalier.cycle.plan.timetable import queries, wording
from espalier.cycle.plan.timetable.naming import title_of
from espalier.cycle.plan.timetable.types import SessionState

PRODUCT = "-//Espalier//Timetable//ZH-TW"


def calendar_of(sessions: Iterable[Any], *, name: str, host: str, at: datetime) -> bytes:
    """The file. Cancelled sessions people were told of stay in it as cancelled.

    ``host`` makes the UIDs of one installation differ from those of another.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for session in sessions:
        cancelled = session.state == SessionState.CANCELLED
        if cancelled and session.announced_at is None:
            continue
        for meeting in session.meetings.all():
            calendar.add_component(_event(session, meeting, host=host, at=at))
    data: bytes = calendar.to_ical()
    return data


def _event(session: Any, meeting: Any, *, host: str, at: datetime) -> Event:
    event = Event()
    # Meetings are made anew when a session moves; their order in it is what stays the same.
    event.add("uid", f"session-{session.pk}-{meeting.order}@{host}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", at)
    event.add("last-modified", session.updated_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", f"{queries.code_of(session)} {title_of(session)}")
    if session.room:
        place = "，".join(part for part in (session.room.name, session.room.place) if part)
        event.add("location", vText(place))
    if session.instructor:
        name = wording.in_words(session.instructor.name, session.instructor.name_en)
        event.add("description", name)
    is_off = session.state == SessionState.CANCELLED
    told = "CONFIRMED" if session.announced_at else "TENTATIVE"
    event.add("status", "CANCELLED" if is_off else told)
    return event
