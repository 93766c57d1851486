"""The words of the annual plan: labels, refusals, broken rules, reasons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan.rules import (
    ChangeProblem,
    LineProblem,
    PinProblem,
    ScenarioProblem,
)
from espalier.cycle.plan.annual_plan.types import (
    ChangeKind,
    ChangeState,
    RunStatus,
    ScenarioContent,
)
from espalier.engines.planner.check import Broken, Rule
from espalier.kit.errors import Problem, Text

Words = Mapping[str, tuple[Text, Text]]

SCENARIO_LABELS: Mapping[str, Text] = {
    "name": _("Name of the scenario"),
    "budget": _("Budget (NT$)"),
    "gaps_on": _("Levels required on"),
    "minutes_per_person": _("Minutes per person and year"),
    "fair_permille": _("Least share of the company's rate (‰)"),
    "uses_money_lines": _("Keep to the budget lines"),
    "away_percent": _("Away at once, at most (%)"),
    "note": _("Note on the scenario"),
}
LINE_LABELS: Mapping[str, Text] = {
    "category": _("Category of the line"),
    "sessions": _("Sessions in the year"),
    "minutes": _("Minutes of a session"),
    "session_cost": _("Cost of a session (NT$)"),
    "head_cost": _("Cost per participant (NT$)"),
    "grant_amount": _("Grant (NT$)"),
    "months": _("Months wished"),
    "evaluation_level": _("Level of evaluation"),
    "owner": _("Responsible"),
    "reason": _("Reason in words"),
}
CHANGE_KINDS: Mapping[str, Text] = {
    ChangeKind.ADD: _("Addition outside the plan"),
    ChangeKind.CHANGE: pgettext_lazy("change of the plan", "Change of a line"),
    ChangeKind.CANCEL: _("Cancellation of a line"),
}
CHANGE_STATES: Mapping[str, Text] = {
    ChangeState.DRAFT: _("not sent in yet"),
    ChangeState.IN_REVIEW: _("being reviewed"),
    ChangeState.APPROVED: _("approved and carried into the plan"),
    ChangeState.REFUSED: _("sent back by the review"),
}
RUN_STATES: Mapping[str, Text] = {
    "": _("at work"),
    RunStatus.OPTIMAL: _("proved best"),
    RunStatus.FEASIBLE: _("checked, with a proven distance"),
    RunStatus.INFEASIBLE: _("no plan keeps all rules"),
    RunStatus.STOPPED: _("stopped; the best plan so far"),
    RunStatus.REFUSED: _("not started: something has to be mended first"),
    RunStatus.FAILED: _("ended without an answer"),
}
KINDS_OF_RUN: Mapping[str, Text] = {
    "class": _("in-house"),
    "public": _("external"),
    "online": pgettext_lazy("kind of run", "digital"),
}
EVALUATION: Mapping[int, Text] = {
    1: _("L1 reaction"),
    2: _("L2 learning"),
    3: _("L3 behaviour"),
    4: _("L4 results"),
}
_SCENARIO: Words = {
    ScenarioProblem.NO_NAME: (_("The scenario has no name."), _("Type one.")),
    ScenarioProblem.NAME_TAKEN: (
        _("This year already has a scenario of this name."),
        _("Type another name."),
    ),
    ScenarioProblem.BUDGET: (
        _("The budget must lie above 0 and below a trillion."),
        _("Type whole NT$."),
    ),
    ScenarioProblem.HOURS: (
        _("Nobody has so many hours in a year."),
        _("Type minutes of one year."),
    ),
    ScenarioProblem.FAIRNESS: (
        _("A share lies between nothing and the whole."),
        _("Type 0 to 1000 thousandths."),
    ),
    ScenarioProblem.AWAY: (
        _("Between 1 and 100 per cent can be away at once."),
        _("Type a whole per cent."),
    ),
    ScenarioProblem.GAPS_ON: (
        _("The day lies more than a year from the plan."),
        _("Choose a day of the plan's year."),
    ),
}
_LINE: Words = {
    LineProblem.NO_SESSION: (_("A line has at least one session."), _("Type how many.")),
    LineProblem.MANY_SESSIONS: (_("Nobody runs so many sessions a year."), _("Type fewer.")),
    LineProblem.NO_TIME: (_("A session takes some time."), _("Type its minutes.")),
    LineProblem.MONEY: (_("The amount is below 0 or too large."), _("Type whole NT$.")),
    LineProblem.GRANT_ABOVE_COST: (
        _("The grant is larger than what the line costs."),
        _("Type at most the cost."),
    ),
    LineProblem.MONTH: (_("A month lies between 1 and 12."), _("Type months such as 3, 9.")),
    LineProblem.LEVEL: (_("The level of evaluation is 1 to 4."), _("Choose one of the list.")),
    LineProblem.NO_REASON: (
        _("Nobody wrote why the line is there."),
        _("Write one sentence: the plan is read by others."),
    ),
}
PIN_PROBLEMS: Words = {
    PinProblem.NO_REASON: (_("A pin needs its reason."), _("Write why.")),
    PinProblem.NO_OFFER: (
        _("Nobody has said how this module can be run."),
        _("Write its offer: class size, costs, instructors."),
    ),
    PinProblem.REVERSED: (
        _("The most sessions are fewer than the least."),
        _("Exchange the two numbers."),
    ),
    PinProblem.ABOVE_OFFER: (
        _("Its offer does not allow so many sessions in a year."),
        _("Ask for fewer, or change the offer."),
    ),
    PinProblem.SAYS_NOTHING: (
        _("It does not say what is settled."),
        _("Give a number of sessions."),
    ),
    PinProblem.MODULE_OUT: (
        _("The module itself is kept out of this scenario."),
        _("Take that ban out first."),
    ),
    PinProblem.PEOPLE_PINNED: (
        _("People are pinned to this module."),
        _("Take those pins out first."),
    ),
}
CHANGE_PROBLEMS: Words = {
    ChangeProblem.NO_REASON: (_("A change needs its reason."), _("Write why.")),
    ChangeProblem.OUTSIDE_YEAR: (
        _("The day lies outside the year of the plan."),
        _("Choose a day of that year."),
    ),
    ChangeProblem.NO_LINE: (
        _("The module has no line in the plan."),
        _("Ask for an addition outside the plan."),
    ),
    ChangeProblem.LINE_THERE: (
        _("The module has a line in the plan."),
        _("Ask for a change of that line."),
    ),
    ChangeProblem.LINE_OVER: (
        _("The line was carried out or cancelled."),
        _("Ask for an addition outside the plan."),
    ),
    ChangeProblem.NOTHING_CHANGES: (
        _("Nothing differs from the line as it stands."),
        _("Type what is to be different."),
    ),
}


def language() -> str:
    return (get_language() or "zh-hant")[:2]


def in_words(title: str, title_en: str) -> str:
    """The name of a module in the reader's language, as far as it has one."""
    return (title_en if language() == "en" else title) or title


def nt(amount: int) -> str:
    return f"NT${amount:,}"


def hours(minutes: int) -> str:
    return f"{minutes / 60:g}"


def scenario_problem(found: ScenarioProblem, content: ScenarioContent, year: int) -> Problem:
    label = {
        ScenarioProblem.NO_NAME: "name",
        ScenarioProblem.NAME_TAKEN: "name",
        ScenarioProblem.BUDGET: "budget",
        ScenarioProblem.HOURS: "minutes_per_person",
        ScenarioProblem.FAIRNESS: "fair_permille",
        ScenarioProblem.AWAY: "away_percent",
        ScenarioProblem.GAPS_ON: "gaps_on",
    }[found]
    message, remedy = _SCENARIO[found]
    return Problem(str(found), message, SCENARIO_LABELS[label], remedy)


def line_problem(found: LineProblem, place: str) -> Problem:
    message, remedy = _LINE[found]
    return Problem(str(found), message, place, remedy)


def broken_problem(found: Broken, names: Mapping[str, str], scenario: Any = None) -> Problem:
    """A broken rule of the planner in words: where, how much, what to do."""
    message, remedy = _BROKEN[found.rule]
    told = {
        "found": _unit(found.rule, found.found),
        "limit": _unit(found.rule, found.limit),
        "over": _unit(found.rule, abs(found.found - found.limit)),
    }
    params: dict[str, object] = {"rule": str(found.rule), "place": list(found.place)}
    return Problem(
        str(found.rule), str(message) % told, place_words(found.place, names), remedy, params
    )


def _unit(rule: Rule, amount: int) -> str:
    if rule in {Rule.MONEY, Rule.MONEY_LINE}:
        return nt(amount)
    if rule in {Rule.HOURS, Rule.POOL}:
        return hours(amount)
    if rule is Rule.FAIRNESS:
        return f"{amount / 10:.0f}%"
    return str(amount)


def place_words(place: Sequence[str], names: Mapping[str, str]) -> str:
    """Codes of a place with their names; the words that only say what kind of code follows are left out."""
    codes = [part for part in place if part not in _KINDS_OF_PLACE]
    return "、".join(f"{code} {names[code]}" if code in names else code for code in codes)


_KINDS_OF_PLACE = {
    "module", "person", "department", "money_line", "budget", "instructor", "room", "equipment",
    "requires", "chosen", "sessions",
}  # fmt: skip
_ADJUST = _("Add or take out sessions, or let the planner work again.")
_BROKEN: Mapping[Rule, tuple[Text, Text]] = {
    Rule.SHAPE: (_("The plan belongs to other records."), _("Let the planner work again.")),
    Rule.SESSIONS_MIN: (
        _("It runs %(found)s times, at least %(limit)s are pinned."),
        _("Add sessions, or take the pin out."),
    ),
    Rule.SESSIONS_MAX: (
        _("It runs %(found)s times, at most %(limit)s are allowed."),
        _("Take sessions out, or change its offer or pin."),
    ),
    Rule.CLASS_MIN: (
        _("%(found)s people for sessions that need %(limit)s."),
        _("Add people, or open fewer sessions."),
    ),
    Rule.CLASS_MAX: (
        _("%(found)s people for %(limit)s seats."),
        _("Open another session, or take people out."),
    ),
    Rule.HOURS: (
        _("%(found)s hours planned, %(limit)s allowed."),
        _("Take the person out of a module, or raise the hours per person."),
    ),
    Rule.PREREQUISITE: (
        _("The prerequisite is neither completed nor planned."),
        _("Plan the prerequisite too, or take the person out."),
    ),
    Rule.MONEY: (
        _("%(found)s planned, %(limit)s there: %(over)s too much."),
        _("Take lines out, or raise the budget."),
    ),
    Rule.MONEY_LINE: (
        _("%(found)s planned on a budget line of %(limit)s."),
        _("Take lines out, or pay them from another budget line."),
    ),
    Rule.POOL: (
        _("%(found)s hours asked, %(limit)s can be had."),
        _("Open fewer sessions, or find more instructors, rooms or equipment."),
    ),
    Rule.LEGAL: (
        _("A duty by law falls due and is not planned."),
        _("Put the person in."),
    ),
    Rule.PINNED: (_("A pinned person is not in."), _("Put the person in, or take the pin out.")),
    Rule.BANNED: (
        _("A person who is kept out is in."),
        _("Take the person out, or take the ban out."),
    ),
    Rule.FAIRNESS: (
        _("This department closes %(found)s of the company's rate; at least %(limit)s is asked."),
        _("Plan more for it, or lower the share asked for."),
    ),
    Rule.WORTH: (_("The planner counted another worth than the check."), _ADJUST),
    Rule.CERTIFICATE: (_("The proof of the planner does not hold."), _ADJUST),
    Rule.GAP_SHARE: (_("The stated distance is not the proven one."), _ADJUST),
    Rule.DATA: (_("The answer belongs to other records."), _ADJUST),
}


def outside_problem(numbers: Sequence[str], scenario: Any) -> Problem:
    """Lines whose module the planner does not know."""
    message = ngettext(
        "The module of %(n)d line has no offer: instructors, rooms and class size are not checked.",
        "The modules of %(n)d lines have no offer: instructors, rooms and class size are not checked.",
        len(numbers),
    ) % {"n": len(numbers)}
    return Problem("outside", message, "、".join(numbers[:12]), _now("Write their offers."))


def reasons_words(reasons: Mapping[str, Any], names: "NameBook") -> list[str]:
    """Why a line is in the plan, sentence by sentence: law first, then gaps, requests, what a person settled."""
    people = reasons.get("people", {})
    told = []
    if n := people.get("legal"):
        norms = "、".join(_names(reasons.get("norms", ()), names.norms))
        what = f"（{norms}）" if norms else ""
        told.append(_now("%(n)d people must attend by law%(what)s") % {"n": n, "what": what})
    closing = [(pk, heads) for pk, _weight, heads in reasons.get("competencies", ())]
    if closing:
        parts = [
            _now("%(name)s (%(n)d people)") % {"name": names.competencies.get(pk, ""), "n": heads}
            for pk, heads in closing
        ]
        told.append(_now("closes gaps in %(names)s") % {"names": "、".join(parts)})
    if n := people.get("request"):
        told.append(_now("%(n)d people asked for by their units") % {"n": n})
    if n := people.get("helper"):
        told.append(_now("%(n)d people need it before another module") % {"n": n})
    if n := people.get("hand"):
        told.append(_now("%(n)d people put in by hand") % {"n": n})
    return told


def _names(rows: Iterable[Sequence[int]], names: Mapping[int, str]) -> list[str]:
    return [names[pk] for pk, _n in rows if pk in names]


class NameBook:
    """Names of competencies and norms by id, read once for a whole page."""

    def __init__(self, competencies: Mapping[int, str], norms: Mapping[int, str]) -> None:
        self.competencies, self.norms = competencies, norms
