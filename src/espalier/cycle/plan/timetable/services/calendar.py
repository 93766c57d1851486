"""Taking over the starter calendar of a year and the usual kinds of slots."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.timetable.models import CalendarDay, SlotKind
from espalier.engines.planner.timetable.calendars import DayKind, calendar_days, known_years
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused

STARTER = Path(__file__).parents[1] / "starter" / "slot_kinds.toml"


@transaction.atomic
def take_starter_calendar(*, year: int, by: Actor, at: datetime) -> int:
    """Public holidays and working days instead of a year that are not there yet; returns how many.

    Raises: Refused for a year without a starter calendar.
    """
    if year not in known_years():
        message = _("There is no starter calendar for %(year)s.") % {"year": year}
        known = "、".join(str(each) for each in known_years())
        remedy = _("There is one for %(years)s; import other years.") % {"years": known}
        raise Refused([Problem("no_calendar", message, str(year), remedy)])
    calendar = calendar_days(year)
    kinds = {DayKind.HOLIDAY: "holiday", DayKind.MAKE_UP: "makeup"}
    there = set(CalendarDay.objects.filter(unit=None).values_list("on", "kind"))
    fresh = [
        CalendarDay(
            code=f"{kinds[day.kind][0].upper()}{day.date:%Y%m%d}",
            on=day.date,
            kind=kinds[day.kind],
            name=day.name_zh,
            name_en=day.name_en,
            source=calendar.source[:200],
            is_checked=calendar.is_verified,
        )
        for day in calendar.days
        if day.kind in kinds and (day.date, kinds[day.kind]) not in there
    ]
    CalendarDay.objects.bulk_create(fresh, batch_size=500)
    after = {"year": year, "days": len(fresh)}
    log.record("plan.calendar.taken", f"plan.CalendarDay:{year}", by=by, at=at, after=after)
    return len(fresh)


@transaction.atomic
def take_starter_slots(*, by: Actor, at: datetime) -> int:
    """The usual kinds of slots that are not there yet; returns how many."""
    rows = tomllib.loads(STARTER.read_text(encoding="utf-8"))["row"]
    there = set(SlotKind.objects.values_list("code", flat=True))
    fresh = [SlotKind(**row) for row in rows if row["code"] not in there]
    SlotKind.objects.bulk_create(fresh)
    log.record("plan.slots.taken", "plan.SlotKind:*", by=by, at=at, after={"kinds": len(fresh)})
    return len(fresh)
