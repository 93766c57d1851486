"""The lists of the timetable: sessions, kinds of slots, days of the calendar."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.timetable import queries, wording
from espalier.cycle.plan.timetable.models import CalendarDay
from espalier.cycle.plan.timetable.naming import title_of
from espalier.cycle.plan.timetable.wording import STATES
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def when(row: Any) -> str:
    """Every meeting with day, weekday and time."""
    meetings = row.meetings.all()
    if meetings:
        return "、".join(wording.moment(each.starts_at) for each in meetings)
    if queries.kind_of(row) == "online":
        return str(_("at one's own pace"))
    return ""


def _name(thing: Any) -> str:
    return wording.in_words(thing.name, thing.name_en) if thing else ""


def pins_of(row: Any) -> str:
    """What of it the planner may not change."""
    told = (
        (row.pins_time, _("time")),
        (row.pins_instructor, _("instructor")),
        (row.pins_room, _("room")),
    )
    return "、".join(str(words) for is_pinned, words in told if is_pinned)


def _edit(kind: str) -> Any:
    return lambda row: reverse("plan:record", args=[kind, row.pk])


SESSIONS = ListSpec(
    key="plan.sessions",
    title=_("Sessions of the plan"),
    columns=(
        Column("code", _("Session code"), value=queries.code_of, sort=("line__number", "number")),
        Column("title", _("Course"), value=title_of, sort=("title",)),
        Column("when", _("Meetings"), value=when, sort=("first_at",)),
        Column("instructor", _("Instructor"), value=lambda row: _name(row.instructor), sort=("instructor__code",)),
        Column("room", _("Room"), value=lambda row: _name(row.room), sort=("room__code",)),
        Column("n_people", _("People"), sort=("n_people",), numeric=True),
        Column("deadline_on", _("Law asks by"), sort=("deadline_on",)),
        Column("pins", _("Pinned"), value=pins_of),
        Column("state", _("State of the session"), sort=("state",), value=lambda row: STATES[row.state]),
        Column("module", _("Module code"), sort=("line__module__code",), shown=False,
               value=lambda row: row.line.module.code),
        Column("attended", _("Attended"), sort=("attended",), numeric=True, shown=False),
        Column("actual_cost", _("Cost in fact (NT$)"), sort=("actual_cost",), numeric=True, shown=False),
    ),
    filters=(
        Filter("state", _("State of the session"), choices=list(STATES.items())),
        Filter("dated", _("Date"), choices=[("yes", _("dated")), ("no", _("no date yet"))],
               apply=lambda value: Q(first_at__isnull=value == "no")),
        Filter("pinned", _("Pinned"), choices=[("yes", _("pinned")), ("no", _("free"))],
               apply=lambda value: (Q(pins_time=True) | Q(pins_instructor=True) | Q(pins_room=True))
               if value == "yes" else Q(pins_time=False, pins_instructor=False, pins_room=False)),
        Filter("from", _("From day"), kind="date", lookup="first_at__date__gte"),
        Filter("until", _("Until day"), kind="date", lookup="first_at__date__lte"),
    ),
    search_fields=("line__number", "line__module__code", "title", "instructor__name", "room__name"),
    default_sort="code",
    row_url=lambda row: reverse("plan:session", args=[row.pk]),
    empty=EmptyState(
        _("No session yet"),
        _("Let the planner work: it makes the sessions of every line and dates them."),
    ),
)  # fmt: skip
SLOTS = ListSpec(
    key="plan.slot_kinds",
    title=_("Kinds of slots"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("name", _("Slot"), sort=("name",), value=name_in),
        Column("weekdays", _("Weekdays"), value=lambda row: wording.weekdays(row.weekdays)),
        Column("starts", _("Begins"), sort=("starts_minute",),
               value=lambda row: wording.clock(row.starts_minute)),
        Column("ends", _("Ends"), value=lambda row: wording.clock(row.starts_minute + row.minutes)),
        Column("is_working_time", _("Within working time"), sort=("is_working_time",)),
        Column("is_active", _("In use"), sort=("is_active",)),
    ),
    search_fields=("code", "name", "name_en"),
    default_sort="starts",
    row_url=_edit("slot_kinds"),
    empty=EmptyState(_("No kind of slot yet"), _("Take over the usual ones, then adapt them.")),
)  # fmt: skip
DAYS = ListSpec(
    key="plan.calendar_days",
    title=_("Days of the calendar"),
    columns=(
        Column("on", _("Day"), sort=("on",)),
        Column("until", _("Last day"), sort=("until",)),
        Column("kind", _("Kind"), sort=("kind",), value=lambda row: row.get_kind_display()),
        Column("name", _("Name"), sort=("name",), value=name_in),
        Column("unit", _("Unit"), sort=("unit__code",),
               value=lambda row: name_in(row.unit) if row.unit else _("everybody")),
        Column("source", _("Source")),
        Column("is_checked", _("Checked against the notice"), sort=("is_checked",)),
        Column("code", _("Code"), sort=("code",), shown=False),
    ),
    filters=(
        Filter("kind", _("Kind"), choices=CalendarDay.Kind.choices),
        Filter("year", _("Year"), choices=lambda: [(str(y), str(y)) for y in queries.years_of_calendar()],
               apply=lambda value: Q(on__year=int(value))),
    ),
    search_fields=("name", "name_en", "source", "unit__name"),
    default_sort="on",
    row_url=_edit("calendar_days"),
    empty=EmptyState(
        _("No day of its own yet"),
        _("Take over the public holidays of a year, then add what your organisation is closed for."),
    ),
)  # fmt: skip
