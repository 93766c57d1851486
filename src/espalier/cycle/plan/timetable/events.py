"""What happened during the year, between a form, the data of a run and the engine."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from espalier.cycle.plan.timetable.types import EventContent, EventKind
from espalier.engines.planner.timetable import events as engine


def as_data(events: Sequence[EventContent]) -> list[dict[str, Any]]:
    """As kept with a run."""
    return [
        {
            "kind": str(each.kind),
            "subject": each.subject,
            "first": each.first.isoformat() if each.first else None,
            "last": each.last.isoformat() if each.last else None,
            "reason": each.reason,
        }
        for each in events
    ]


def from_data(rows: Sequence[Mapping[str, Any]]) -> list[EventContent]:
    return [
        EventContent(
            EventKind(row["kind"]),
            row["subject"],
            date.fromisoformat(row["first"]) if row["first"] else None,
            date.fromisoformat(row["last"]) if row["last"] else None,
            row["reason"],
        )
        for row in rows
    ]


def to_engine(events: Sequence[EventContent]) -> list[engine.Event]:
    """The events as the engine knows them; a plain repair is none."""
    found: list[engine.Event] = []
    for each in events:
        if each.kind is EventKind.CANCELLED:
            found.append(engine.SessionCancelled(each.subject))
        elif each.first is not None and each.last is not None:
            if each.kind is EventKind.ABSENT:
                found.append(engine.InstructorAbsent(each.subject, each.first, each.last))
            elif each.kind is EventKind.ROOM_LOST:
                found.append(engine.RoomLost(each.subject, each.first, each.last))
            elif each.kind is EventKind.DAY_CLOSED:
                days = range(each.first.toordinal(), each.last.toordinal() + 1)
                found += [engine.DayClosed(date.fromordinal(n)) for n in days]
    return found
