"""The timetable in words: rules, faults, problems, slots and days, for pages and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.plan.timetable.rules import Problem as Wrong
from espalier.cycle.plan.timetable.types import Colour, EventKind, SessionState
from espalier.engines.planner.timetable.check import Broken
from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.kit.errors import Problem, Text

EQUIPMENT = "E:"
STATES: Mapping[str, Text] = {
    SessionState.PLANNED: pgettext_lazy("state of a session", "Planned"),
    SessionState.ANNOUNCED: _("Announced"),
    SessionState.RUNNING: _("Running"),
    SessionState.CLOSED: _("Session closed"),
    SessionState.CANCELLED: _("Cancelled"),
}
BADGES: Mapping[str, str] = {
    SessionState.PLANNED: "draft",
    SessionState.ANNOUNCED: "approved",
    SessionState.RUNNING: "active",
    SessionState.CLOSED: "done",
    SessionState.CANCELLED: "superseded",
}
COLOURS: Mapping[Colour, Text] = {
    Colour.FREE: _("open"),
    Colour.AMBER: _("possible, misses a wish"),
    Colour.RED: _("not possible"),
}
EVENTS: Mapping[EventKind, Text] = {
    EventKind.ABSENT: _("An instructor is absent"),
    EventKind.ROOM_LOST: _("A room cannot be used"),
    EventKind.DAY_CLOSED: _("A day is closed"),
    EventKind.CANCELLED: _("A session is cancelled"),
    EventKind.REPAIR: _("Only make the plan keep its rules again"),
}
# What an act on a session is refused for: sentence and remedy.
WRONG: Mapping[Wrong, tuple[Text, Text]] = {
    Wrong.NO_DATE: (_("The session has no date yet."), _("Give it a date first.")),
    Wrong.NO_INSTRUCTOR: (
        _("The session has no instructor yet."),
        _("Let the planner work, or choose one by hand."),
    ),
    Wrong.NO_ROOM: (
        _("The session has no room yet."),
        _("Let the planner work, or choose one by hand."),
    ),
    Wrong.NO_REASON: (_("The reason is missing."), _("Say why, for those who come after.")),
    Wrong.REVERSED: (_("This day lies before the first one."), _("Correct the days.")),
    Wrong.OUTSIDE_YEAR: (
        _("These days lie outside the year of the plan."),
        _("Correct the days."),
    ),
    Wrong.NOT_MOVABLE: (
        _("The session has begun, is over or was cancelled."),
        _("Only planned and announced sessions can be changed."),
    ),
    Wrong.WRONG_STEP: (
        _("This step is not possible in the state of the session."),
        _("Look at its state first."),
    ),
}
# A rule as it would be broken by a move or in a plan.
BROKEN: Mapping[RuleKind, Text] = {
    RuleKind.TAKES_PLACE: _("%(sessions)s has no date."),
    RuleKind.CLOSED: _("%(slot)s is a day off."),
    RuleKind.SLOT_KIND: _("Its meetings do not fit one after the other from this time on."),
    RuleKind.EARLIEST: _("It lies before the first day possible (%(day)s)."),
    RuleKind.DEADLINE: _("It lies after the day by which the law asks for it (%(day)s)."),
    RuleKind.BLACKOUT: _("%(department)s is in its peak season."),
    RuleKind.FORBIDDEN: _("Somebody forbade it for this session, or its equipment is away."),
    RuleKind.PIN_SLOT: _("Its time is pinned."),
    RuleKind.PIN_INSTRUCTOR: _("Its instructor is pinned: %(instructor)s."),
    RuleKind.PIN_ROOM: _("Its room is pinned: %(room)s."),
    RuleKind.INSTRUCTOR_ELIGIBLE: _("It needs an instructor whom the module names."),
    RuleKind.INSTRUCTOR_CALENDAR: _("%(instructor)s is not there at this time."),
    RuleKind.INSTRUCTOR_TWICE: _("%(instructor)s teaches %(others)s at this time."),
    RuleKind.INSTRUCTOR_MONTH: _(
        "%(instructor)s would teach %(hours)s hours in that month; %(limit_hours)s are possible."
    ),
    RuleKind.ROOM_SUITS: _("%(room)s is too small, or not a room of the module."),
    RuleKind.ROOM_CALENDAR: _("%(room)s cannot be used at this time."),
    RuleKind.ROOM_TWICE: _("%(room)s holds %(others)s at this time."),
    RuleKind.PEOPLE_TWICE: _("%(people)s of its people sit in %(others)s at this time."),
    RuleKind.AWAY: _("%(heads)s people of %(department)s would be away at once; %(limit)s may be."),
    RuleKind.SPACING: _(
        "%(needed)s working days belong between %(first)s and %(second)s; there would be %(working_days)s."
    ),
}
# A rule by its name, in a conflict.
RULES: Mapping[RuleKind, Text] = {
    RuleKind.TAKES_PLACE: _("%(sessions)s takes place."),
    RuleKind.CLOSED: _("Nothing is held on days off."),
    RuleKind.SLOT_KIND: _("%(sessions)s keeps to its kinds of slots."),
    RuleKind.EARLIEST: _("%(sessions)s does not begin in the past."),
    RuleKind.DEADLINE: _("%(sessions)s ends by the day the law asks for."),
    RuleKind.BLACKOUT: _("%(department)s sends no class in its peak season."),
    RuleKind.FORBIDDEN: _("%(sessions)s keeps clear of the days somebody forbade."),
    RuleKind.PIN_SLOT: _("The time of %(sessions)s is pinned."),
    RuleKind.PIN_INSTRUCTOR: _("The instructor of %(sessions)s is pinned."),
    RuleKind.PIN_ROOM: _("The room of %(sessions)s is pinned."),
    RuleKind.INSTRUCTOR_ELIGIBLE: _("Only instructors whom the module names teach it."),
    RuleKind.INSTRUCTOR_CALENDAR: _("%(instructor)s teaches only when there."),
    RuleKind.INSTRUCTOR_TWICE: _("%(instructor)s teaches one class at a time."),
    RuleKind.INSTRUCTOR_MONTH: _("%(instructor)s teaches no more than a month allows."),
    RuleKind.ROOM_SUITS: _("Classes fit into their rooms."),
    RuleKind.ROOM_CALENDAR: _("%(room)s is used only when it is open."),
    RuleKind.ROOM_TWICE: _("%(room)s holds one class at a time."),
    RuleKind.PEOPLE_TWICE: _("Nobody sits in %(sessions)s at the same time."),
    RuleKind.AWAY: _("No more of %(department)s than allowed are away at once."),
    RuleKind.SPACING: _("%(first)s ends some working days before %(second)s."),
}
FAULTS: Mapping[Reason, Text] = {
    Reason.EMPTY: _("There is nothing to plan with: no session, or no kind of slot in use."),
    Reason.UNKNOWN_RECORD: _("It names something the year does not have: %(code)s."),
    Reason.ENDS_BEFORE_START: _("Its last day possible lies before its first."),
    Reason.CIRCLE: _("Prerequisites run in a circle: %(sessions)s."),
    Reason.NO_SLOT: _("The calendars leave no time for it."),
    Reason.NO_INSTRUCTOR: _("No instructor of the module is free for it."),
    Reason.NO_ROOM: _("No room is large enough for its %(seats)s people and allowed for it."),
    Reason.TOO_MANY_HEADS: _(
        "It takes %(heads)s people of %(department)s at once; %(limit)s may be away."
    ),
    Reason.PIN_AGAINST_RULE: _("What is pinned goes against a rule: %(rule)s"),
}
REMEDIES: Mapping[Remedy, Text] = {
    Remedy.ADD: _("Add what is missing."),
    Remedy.REMOVE: _("Take it out."),
    Remedy.CORRECT: _("Correct the record."),
    Remedy.RENAME: _("Rename one of them."),
    Remedy.WRITE_AGAIN: _("Let the planner work again."),
    Remedy.OPEN_DAYS: _("Open more kinds of slots for the module, or free days."),
    Remedy.FIND_INSTRUCTOR: _("Name another instructor in the offer of the module."),
    Remedy.FIND_ROOM: _("Name a larger room in the offer, or plan one more session."),
    Remedy.SPLIT_CLASS: _("Plan one more session, or let more people be away."),
    Remedy.UNPIN: _("Take the pin out."),
}


@dataclass(frozen=True, slots=True)
class Names:
    """How records are called, by their codes."""

    sessions: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, datetime] = field(default_factory=dict)

    def session(self, code: str) -> str:
        return f"{code} {self.sessions.get(code, '')}".strip()

    def resource(self, code: str) -> str:
        return f"{code} {self.resources.get(code, '')}".strip()

    def department(self, code: str) -> str:
        if code.startswith(EQUIPMENT):
            return self.resource(code.removeprefix(EQUIPMENT))
        return self.departments.get(code, code)


def session_problem(wrong: Wrong, place: Text) -> Problem:
    message, remedy = WRONG[wrong]
    return Problem(str(wrong), message, place, remedy)


def broken_words(broken: Broken, names: Names) -> str:
    """One rule a plan or a move breaks, in a sentence."""
    told = _told(broken.sessions, broken.subject, names)
    told |= {key: str(value) for key, value in broken.facts.items()}
    if broken.rule is RuleKind.AWAY and broken.subject.startswith(EQUIPMENT):
        return _now("All pieces of %(thing)s are in use at this time.") % {
            "thing": names.department(broken.subject)
        }
    if broken.rule is RuleKind.INSTRUCTOR_MONTH:
        told["hours"] = _hours(broken.facts.get("minutes", 0))
        told["limit_hours"] = _hours(broken.facts.get("limit", 0))
    return str(BROKEN[broken.rule]) % told


def rule_words(kind: str, subjects: tuple[str, ...], names: Names) -> str:
    """One rule of a conflict by its name."""
    rule = RuleKind(kind)
    if rule is RuleKind.AWAY and subjects[0].startswith(EQUIPMENT):
        return _now("No more pieces of %(thing)s are used than there are.") % {
            "thing": names.department(subjects[0])
        }
    return str(RULES[rule]) % _told(subjects, subjects[0] if subjects else "", names)


def _told(sessions: tuple[str, ...], subject: str, names: Names) -> dict[str, str]:
    """Every word a sentence may ask for; what it does not ask for is left."""
    shown = [names.session(code) for code in sessions]
    return {
        "sessions": "、".join(shown),
        "others": "、".join(shown[1:]) or _now("another class"),
        "first": shown[0] if shown else "",
        "second": shown[1] if len(shown) > 1 else "",
        "instructor": names.resource(subject),
        "room": names.resource(subject),
        "department": names.department(subject),
        "day": subject.replace("-", "/"),
        "slot": subject.split("/")[0].replace("-", "/"),
        "people": "",
        "heads": "",
        "limit": "",
        "needed": "",
        "working_days": "",
        "hours": "",
        "limit_hours": "",
    }


def fault_problem(fault: Fault, names: Names) -> Problem:
    """A fault of the problem as a refusal tells it."""
    facts = {key: str(value) for key, value in fault.facts.items()}
    code = fault.place.removeprefix("sessions/")
    if "department" in facts:
        facts["department"] = names.department(facts["department"])
    if fault.reason is Reason.PIN_AGAINST_RULE and "rule" in facts:
        subject = facts.get("subject", "")
        rule = RuleKind(facts["rule"])
        told = _told((code,), subject, names)
        facts["rule"] = str(BROKEN[rule]) % told
    message = FAULTS.get(fault.reason)
    blank = {"code": "", "seats": "", "sessions": "", "rule": ""}
    text = (
        str(message) % {**blank, **facts}
        if message
        else _now("A value is wrong: %(name)s") % {"name": fault.name}
    )
    place = names.session(code) if fault.place.startswith("sessions/") else ""
    return Problem(str(fault.reason), text, place, REMEDIES[fault.remedy])


def _hours(minutes: int | str) -> str:
    return f"{int(minutes) / 60:g}"


def in_words(name: str, name_en: str) -> str:
    """The name in the reader's language."""
    return name_en if name_en and translation.get_language() == "en" else name


def moment(at: datetime) -> str:
    """2027/03/01 (Mon) 08:00."""
    local = timezone.localtime(at)
    return f"{day(local.date())} {local:%H:%M}"


def day(on: date) -> str:
    """A day with its weekday."""
    return f"{formats.date_format(on, 'SHORT_DATE_FORMAT')}（{weekday(on)}）"


def weekday(on: date) -> str:
    names = (
        _now("Mon"),
        _now("Tue"),
        _now("Wed"),
        _now("Thu"),
        _now("Fri"),
        _now("Sat"),
        _now("Sun"),
    )
    return names[on.weekday()]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def weekdays(figures: str) -> str:
    """12345 as Mon–Fri; others one by one."""
    names = [
        weekday(date(2024, 1, int(each))) for each in sorted(figures)
    ]  # 1 January 2024 was a Monday
    if len(names) > 2 and figures in "1234567":
        return f"{names[0]}–{names[-1]}"
    return "、".join(names)
