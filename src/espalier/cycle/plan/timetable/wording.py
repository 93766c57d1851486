"""The timetable in words: rules, faults, problems, slots and days, for pages and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from espalier.cycle.plan.timetable.rules import Problem as Wrong
from espalier.cycle.plan.timetable.types import Colour, EventKind, SessionState
from espalier.engines.planner.timetable.check import Broken
from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.kit.errors import Problem, Text

EQUIPMENT = "E:"
STATES: Mapping[str, Text] = {
    SessionState.PLANNED: __("Planned"),
    SessionState.ANNOUNCED: __("Announced"),
    SessionState.RUNNING: __("Running"),
    SessionState.CLOSED: __("Session closed"),
    SessionState.CANCELLED: __("Cancelled"),
}
BADGES: Mapping[str, str] = {
    SessionState.PLANNED: "draft",
    SessionState.ANNOUNCED: "approved",
    SessionState.RUNNING: "active",
    SessionState.CLOSED: "done",
    SessionState.CANCELLED: "superseded",
}
COLOURS: Mapping[Colour, Text] = {
    Colour.FREE: __("open"),
    Colour.AMBER: __("possible, misses a wish"),
    Colour.RED: __("not possible"),
}
EVENTS: Mapping[EventKind, Text] = {
    EventKind.ABSENT: __("An instructor is absent"),
    EventKind.ROOM_LOST: __("A room cannot be used"),
    EventKind.DAY_CLOSED: __("A day is closed"),
    EventKind.CANCELLED: __("A session is cancelled"),
    EventKind.REPAIR: __("Only make the plan keep its rules again"),
}
# What an act on a session is refused for: sentence and remedy.
WRONG: Mapping[Wrong, tuple[Text, Text]] = {
    Wrong.NO_DATE: (__("The session has no date yet."), __("Give it a date first.")),
    Wrong.NO_INSTRUCTOR: (
        __("The session has no instructor yet."),
        __("Let the planner work, or choose one by hand."),
    ),
    Wrong.NO_ROOM: (
        __("The session has no room yet."),
        __("Let the planner work, or choose one by hand."),
    ),
    Wrong.NO_REASON: (__("The reason is missing."), __("Say why, for those who come after.")),
    Wrong.REVERSED: (__("This day lies before the first one."), __("Correct the days.")),
    Wrong.OUTSIDE_YEAR: (
        __("These days lie outside the year of the plan."),
        __("Correct the days."),
    ),
    Wrong.NOT_MOVABLE: (
        __("The session has begun, is over or was cancelled."),
        __("Only planned and announced sessions can be changed."),
    ),
    Wrong.WRONG_STEP: (
        __("This step is not possible in the state of the session."),
        __("Look at its state first."),
    ),
}
# A rule as it would be broken by a move or in a plan.
BROKEN: Mapping[RuleKind, Text] = {
    RuleKind.TAKES_PLACE: __("%(sessions)s has no date."),
    RuleKind.CLOSED: __("%(slot)s is a day off."),
    RuleKind.SLOT_KIND: __("Its meetings do not fit one after the other from this time on."),
    RuleKind.EARLIEST: __("It lies before the first day possible (%(day)s)."),
    RuleKind.DEADLINE: __("It lies after the day by which the law asks for it (%(day)s)."),
    RuleKind.BLACKOUT: __("%(department)s is in its peak season."),
    RuleKind.FORBIDDEN: __("Somebody forbade it for this session, or its equipment is away."),
    RuleKind.PIN_SLOT: __("Its time is pinned."),
    RuleKind.PIN_INSTRUCTOR: __("Its instructor is pinned: %(instructor)s."),
    RuleKind.PIN_ROOM: __("Its room is pinned: %(room)s."),
    RuleKind.INSTRUCTOR_ELIGIBLE: __("It needs an instructor whom the module names."),
    RuleKind.INSTRUCTOR_CALENDAR: __("%(instructor)s is not there at this time."),
    RuleKind.INSTRUCTOR_TWICE: __("%(instructor)s teaches %(others)s at this time."),
    RuleKind.INSTRUCTOR_MONTH: __(
        "%(instructor)s would teach %(hours)s hours in that month; %(limit_hours)s are possible."
    ),
    RuleKind.ROOM_SUITS: __("%(room)s is too small, or not a room of the module."),
    RuleKind.ROOM_CALENDAR: __("%(room)s cannot be used at this time."),
    RuleKind.ROOM_TWICE: __("%(room)s holds %(others)s at this time."),
    RuleKind.PEOPLE_TWICE: __("%(people)s of its people sit in %(others)s at this time."),
    RuleKind.AWAY: __(
        "%(heads)s people of %(department)s would be away at once; %(limit)s may be."
    ),
    RuleKind.SPACING: __(
        "%(needed)s working days belong between %(first)s and %(second)s; there would be %(working_days)s."
    ),
}
# A rule by its name, in a conflict.
RULES: Mapping[RuleKind, Text] = {
    RuleKind.TAKES_PLACE: __("%(sessions)s takes place."),
    RuleKind.CLOSED: __("Nothing is held on days off."),
    RuleKind.SLOT_KIND: __("%(sessions)s keeps to its kinds of slots."),
    RuleKind.EARLIEST: __("%(sessions)s does not begin in the past."),
    RuleKind.DEADLINE: __("%(sessions)s ends by the day the law asks for."),
    RuleKind.BLACKOUT: __("%(department)s sends no class in its peak season."),
    RuleKind.FORBIDDEN: __("%(sessions)s keeps clear of the days somebody forbade."),
    RuleKind.PIN_SLOT: __("The time of %(sessions)s is pinned."),
    RuleKind.PIN_INSTRUCTOR: __("The instructor of %(sessions)s is pinned."),
    RuleKind.PIN_ROOM: __("The room of %(sessions)s is pinned."),
    RuleKind.INSTRUCTOR_ELIGIBLE: __("Only instructors whom the module names teach it."),
    RuleKind.INSTRUCTOR_CALENDAR: __("%(instructor)s teaches only when there."),
    RuleKind.INSTRUCTOR_TWICE: __("%(instructor)s teaches one class at a time."),
    RuleKind.INSTRUCTOR_MONTH: __("%(instructor)s teaches no more than a month allows."),
    RuleKind.ROOM_SUITS: __("Classes fit into their rooms."),
    RuleKind.ROOM_CALENDAR: __("%(room)s is used only when it is open."),
    RuleKind.ROOM_TWICE: __("%(room)s holds one class at a time."),
    RuleKind.PEOPLE_TWICE: __("Nobody sits in %(sessions)s at the same time."),
    RuleKind.AWAY: __("No more of %(department)s than allowed are away at once."),
    RuleKind.SPACING: __("%(first)s ends some working days before %(second)s."),
}
FAULTS: Mapping[Reason, Text] = {
    Reason.EMPTY: __("There is nothing to plan with: no session, or no kind of slot in use."),
    Reason.UNKNOWN_RECORD: __("It names something the year does not have: %(code)s."),
    Reason.ENDS_BEFORE_START: __("Its last day possible lies before its first."),
    Reason.CIRCLE: __("Prerequisites run in a circle: %(sessions)s."),
    Reason.NO_SLOT: __("The calendars leave no time for it."),
    Reason.NO_INSTRUCTOR: __("No instructor of the module is free for it."),
    Reason.NO_ROOM: __("No room is large enough for its %(seats)s people and allowed for it."),
    Reason.TOO_MANY_HEADS: __(
        "It takes %(heads)s people of %(department)s at once; %(limit)s may be away."
    ),
    Reason.PIN_AGAINST_RULE: __("What is pinned goes against a rule: %(rule)s"),
}
REMEDIES: Mapping[Remedy, Text] = {
    Remedy.ADD: __("Add what is missing."),
    Remedy.REMOVE: __("Take it out."),
    Remedy.CORRECT: __("Correct the record."),
    Remedy.RENAME: __("Rename one of them."),
    Remedy.WRITE_AGAIN: __("Let the planner work again."),
    Remedy.OPEN_DAYS: __("Open more kinds of slots for the module, or free days."),
    Remedy.FIND_INSTRUCTOR: __("Name another instructor in the offer of the module."),
    Remedy.FIND_ROOM: __("Name a larger room in the offer, or plan one more session."),
    Remedy.SPLIT_CLASS: __("Plan one more session, or let more people be away."),
    Remedy.UNPIN: __("Take the pin out."),
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
        return _("All pieces of %(thing)s are in use at this time.") % {
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
        return _("No more pieces of %(thing)s are used than there are.") % {
            "thing": names.department(subjects[0])
        }
    return str(RULES[rule]) % _told(subjects, subjects[0] if subjects else "", names)


def _told(sessions: tuple[str, ...], subject: str, names: Names) -> dict[str, str]:
    """Every word a sentence may ask for; what it does not ask for is left."""
    shown = [names.session(code) for code in sessions]
    return {
        "sessions": "、".join(shown),
        "others": "、".join(shown[1:]) or _("another class"),
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
        else _("A value is wrong: %(name)s") % {"name": fault.name}
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
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
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
