"""What stands in the way of dates, in words: who can mend it, and a button or a page for each way to do so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from espalier.cycle.plan.timetable import queries, wording
from espalier.cycle.plan.timetable.wording import Names
from espalier.engines.planner.timetable.check import Broken
from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.kit.errors import NotFound

PINS = {RuleKind.PIN_SLOT: "time", RuleKind.PIN_INSTRUCTOR: "instructor", RuleKind.PIN_ROOM: "room"}
PIN_FIELDS = {"pin_slot": "time", "pin_instructor": "instructor", "pin_room": "room"}
STEP = 5  # percent points by which a button lets more people be away


@dataclass(frozen=True, slots=True)
class Button:
    """One act that mends: ``act`` unpin (session, part), away (percent) or leave (session)."""

    label: str
    act: str
    subject: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Rules in each other's way, or one thing wrong: in sentences, whose it is, how to mend it."""

    code: str
    title: str
    sentences: tuple[str, ...]
    owner: str = ""
    remedy: str = ""
    ways: tuple["Way", ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Giving up one rule of a conflict: what it means, whether that is enough, and how."""

    rule: str
    needed: tuple[str, ...]
    is_enough: bool
    owner: str
    buttons: tuple[Button, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def cards(run: Any, names: Names) -> list[Card]:
    """Everything a run that found no dates says."""
    if run is None or run.finished_at is None:
        return []
    told = run.answer.get("conflict")
    if told and told["rules"]:
        return [_conflict(run, told, names)]
    return [_fault(run, each, names) for each in run.answer.get("faults", ())]


def _conflict(run: Any, told: Mapping[str, Any], names: Names) -> Card:
    sentences = tuple(
        wording.rule_words(rule["kind"], tuple(rule["subjects"]), names) for rule in told["rules"]
    )
    title = (
        _("These rules cannot all be kept; without any one of them the others can")
        if told["is_minimal"]
        else _("These rules cannot all be kept")
    )
    return Card(
        "conflict",
        title,
        sentences,
        ways=tuple(_way(run, each, names) for each in told["relaxations"]),
        cut=_cut(told["cut"], names),
        links=_cut_links(run, told["cut"]),
    )


def _way(run: Any, told: Mapping[str, Any], names: Names) -> Way:
    rule, subjects = RuleKind(told["rule"]["kind"]), tuple(told["rule"]["subjects"])
    needed = tuple(wording.broken_words(_broken(each), names) for each in told["needed"])
    buttons, links = _means(run, rule, subjects)
    return Way(
        wording.rule_words(rule, subjects, names),
        tuple(dict.fromkeys(needed)),
        told["is_enough"],
        owner_of(rule),
        buttons,
        links,
    )


def _broken(told: Mapping[str, Any]) -> Broken:
    return Broken(RuleKind(told["rule"]), tuple(told["sessions"]), told["subject"], told["facts"])


def owner_of(rule: RuleKind) -> str:
    """Who can mend it."""
    if rule in (RuleKind.AWAY, RuleKind.BLACKOUT, RuleKind.PEOPLE_TWICE):
        return _("Supervisor of the department")
    if rule in (RuleKind.INSTRUCTOR_CALENDAR, RuleKind.INSTRUCTOR_TWICE, RuleKind.INSTRUCTOR_MONTH):
        return _("Instructor, or who keeps the offer")
    if rule is RuleKind.DEADLINE:
        return _("Nobody: the law asks for it")
    return _("Training manager")


def _means(
    run: Any, rule: RuleKind, subjects: Sequence[str]
) -> tuple[tuple[Button, ...], tuple[tuple[str, str], ...]]:
    """The button that gives a rule up, or the page on which it is given up."""
    scenario = run.scenario
    if rule in PINS:
        return (Button(_("Take the pin out"), "unpin", subjects[0], PINS[rule]),), ()
    if rule is RuleKind.AWAY and not subjects[0].startswith(wording.EQUIPMENT):
        percent = min(100, scenario.away_percent + STEP)
        label = _("Let %(n)s%% of a department be away at once") % {"n": percent}
        return (Button(label, "away", "", str(percent)),), ()
    if rule is RuleKind.BLACKOUT:
        return (), ((_("Days of the calendar"), reverse("plan:calendar_days")),)
    if rule in (RuleKind.TAKES_PLACE, RuleKind.DEADLINE, RuleKind.PEOPLE_TWICE):
        leave = Button(_("Leave this session without a date"), "leave", subjects[0])
        return (leave,), session_links(scenario.pk, subjects)
    if rule in (RuleKind.FORBIDDEN, RuleKind.EARLIEST, RuleKind.SPACING):
        return (), session_links(scenario.pk, subjects)
    return (), (
        (_("Capacity of the year"), f"{reverse('policy:capacity')}?year={scenario.plan.year}"),
        (_("Offers of modules"), reverse("plan:offers")),
    )


def session_links(scenario_id: int, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for code in codes[:4]:
        try:
            session = queries.session_coded(scenario_id, code)
        except NotFound:
            continue
        found.append((code, reverse("plan:session", args=[session.pk])))
    return tuple(found)


def _cut(told: Mapping[str, Any] | None, names: Names) -> str:
    """What the choice of modules should know."""
    if not told:
        return ""
    shown = "、".join(names.session(code) for code in told["sessions"])
    if told["instructor"]:
        return _(
            "%(who)s has %(have)s hours for %(sessions)s, which need %(need)s: plan at most %(n)s of these sessions."
        ) % {
            "who": names.resource(told["instructor"]),
            "have": f"{told['available_minutes'] / 60:g}",
            "need": f"{told['needed_minutes'] / 60:g}",
            "sessions": shown,
            "n": told["at_most"],
        }
    return _("Of %(sessions)s at most %(n)s can be held: plan fewer of them.") % {
        "sessions": shown,
        "n": told["at_most"],
    }


def _cut_links(run: Any, told: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """The planner's page with the lines to plan less of, where there is a cut."""
    if not told:
        return ()
    url = reverse("plan:planner_of", args=[run.scenario_id])
    return ((_("Plan fewer sessions"), f"{url}?q={told['modules'][0]}"),)


def _fault(run: Any, told: Mapping[str, Any], names: Names) -> Card:
    fault = Fault(
        told["place"], told["name"], Reason(told["reason"]), Remedy(told["remedy"]), told["facts"]
    )
    problem = wording.fault_problem(fault, names)
    code = fault.place.removeprefix("sessions/")
    is_session = fault.place.startswith("sessions/")
    buttons: list[Button] = []
    if fault.remedy is Remedy.UNPIN and fault.name in PIN_FIELDS:
        buttons.append(Button(_("Take the pin out"), "unpin", code, PIN_FIELDS[fault.name]))
    if fault.reason is Reason.TOO_MANY_HEADS:
        percent = min(100, run.scenario.away_percent + STEP)
        label = _("Let %(n)s%% of a department be away at once") % {"n": percent}
        buttons.append(Button(label, "away", "", str(percent)))
    if is_session:
        buttons.append(Button(_("Leave this session without a date"), "leave", code))
    links = session_links(run.scenario_id, [code]) if is_session else ()
    if fault.remedy in (Remedy.FIND_INSTRUCTOR, Remedy.FIND_ROOM, Remedy.OPEN_DAYS):
        links += ((_("Offers of modules"), reverse("plan:offers")),)
    if fault.place == "problem" and fault.name == "slots":
        links += ((_("Kinds of slots"), reverse("plan:slot_kinds")),)
    return Card(
        str(fault.reason),
        str(problem.place) or _("The whole plan"),
        (str(problem.message),),
        _("Training manager"),
        str(problem.remedy),
        buttons=tuple(buttons),
        links=links,
    )
