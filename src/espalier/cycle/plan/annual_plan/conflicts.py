"""What keeps the planner from a plan, in words, with who can mend it and a button for each change that would."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan.models import Run, Scenario
from espalier.cycle.plan.annual_plan.types import Limit, RunStatus
from espalier.cycle.plan.annual_plan.wording import hours, nt, place_words
from espalier.engines.planner.findings import Code, Finding
from espalier.kit.errors import Problem, Text


@dataclass(frozen=True, slots=True)
class Button:
    """One change of the scenario: what the button says, the limit and its new value."""

    label: str
    limit: str
    value: int


@dataclass(frozen=True, slots=True)
class Card:
    """One conflict: the rule in words, where, who can mend it, and how."""

    code: str
    place: str
    message: str
    remedy: str
    owner: str
    buttons: tuple[Button, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # label, address


# Sentence and remedy of each finding; money and time are written out before they are put in.
WORDS: Mapping[Code, tuple[Text, Text]] = {
    Code.UNREADABLE: (_("The problem cannot be read."), _("Let the planner work again.")),
    Code.OTHER_VERSION: (
        _("The problem was written by another version of the program."),
        _("Let the planner work again."),
    ),
    Code.MISSING: (_("%(key)s is missing."), _("Let the planner work again.")),
    Code.UNKNOWN_KEY: (_("%(key)s is unknown."), _("Let the planner work again.")),
    Code.WRONG_TYPE: (_("%(key)s is of another kind."), _("Let the planner work again.")),
    Code.UNKNOWN_CODE: (_("%(found)s is not on any list."), _("Correct the code.")),
    Code.TWO_CURRENCIES: (
        _("Money is given in two currencies: %(found)s and %(expected)s."),
        _("Convert all amounts to one currency."),
    ),
    Code.WRONG_SHAPE: (_("%(key)s has the wrong length."), _("Let the planner work again.")),
    Code.NEGATIVE: (_("%(key)s lies below 0."), _("Correct the record.")),
    Code.TOO_LARGE: (_("%(key)s is too large to be counted."), _("Check its unit.")),
    Code.OUT_OF_RANGE: (
        _("%(key)s is %(found)s; %(low)s to %(high)s is possible."),
        _("Correct the record."),
    ),
    Code.TWICE: (_("%(found)s is listed twice."), _("Remove or rename one of them.")),
    Code.NO_CURRENCY: (_("No currency is named."), _("Name one, such as TWD.")),
    Code.EMPTY_CATALOGUE: (
        _("There is no module that can be planned."),
        _("Publish modules and write their offers."),
    ),
    Code.NO_PEOPLE: (_("There is nobody to plan for."), _("Import the roster.")),
    Code.SEATS_RANGE: (
        _("A class takes %(low)s to %(high)s people."),
        _("Correct the class size of its offer."),
    ),
    Code.SESSIONS_RANGE: (
        _("At least %(low)s and at most %(high)s sessions are asked for."),
        _("Take the pin out, or allow more sessions."),
    ),
    Code.LINES_OVER_BUDGET: (
        _("The budget lines come to %(found)s, the budget is %(limit)s: %(short)s too little."),
        _("Raise the budget, or do not keep to the budget lines."),
    ),
    Code.PREREQUISITE_OUTSIDE: (
        _("Its prerequisite is not among what this person can attend."),
        _("Write an offer for the prerequisite, or take the condition off."),
    ),
    Code.PREREQUISITE_CIRCLE: (_("It is its own prerequisite."), _("Break the circle.")),
    Code.PREREQUISITE_SHUT: (
        _("It must be attended, but its prerequisite is forbidden or does not run."),
        _("Allow the prerequisite, or take the pin out."),
    ),
    Code.PERSON_OVER_HOURS: (
        _("Duties by law alone take %(short_h)s hours more than the person has."),
        _("Raise the hours per person."),
    ),
    Code.PINS_OVER_HOURS: (
        _("What is pinned takes %(found_h)s hours, the person has %(limit_h)s."),
        _("Take a pin out, or raise the hours."),
    ),
    Code.LEGAL_WITHOUT_SESSION: (
        _("The law asks %(found)s people for it, but no session may run."),
        _("Allow sessions, or name another module for the duty."),
    ),
    Code.PIN_WITHOUT_SESSION: (
        _("%(found)s people are pinned to it, but no session may run."),
        _("Allow sessions, or take the pins out."),
    ),
    Code.FORCED_OVER_SEATS: (
        _("%(found)s people must attend, %(limit)s seats are possible."),
        _("Allow more sessions or larger classes."),
    ),
    Code.FORCED_UNDER_MINIMUM: (
        _("It must run and needs %(limit)s people; only %(found)s can attend."),
        _("Lower the class minimum, or buy seats in a public class."),
    ),
    Code.BUDGET_BELOW_LEGAL: (
        _(
            "Duties by law cost at least %(found_nt)s, there are %(limit_nt)s: %(short_nt)s too little."
        ),
        _("Raise the budget by %(short_nt)s."),
    ),
    Code.BUDGET_BELOW_PINS: (
        _(
            "Duties by law and pins cost at least %(found_nt)s, there are %(limit_nt)s: %(short_nt)s too little."
        ),
        _("Raise the budget by %(short_nt)s, or take pins out."),
    ),
    Code.POOL_BELOW_FORCED: (
        _(
            "Sessions that must run take %(found_h)s hours, there are %(limit_h)s: %(short_h)s too few."
        ),
        _("Find more hours, or take pins out."),
    ),
    Code.NO_INSTRUCTOR: (
        _("Nobody can teach it: one session takes %(found_h)s hours, %(limit_h)s can be had."),
        _("Find an instructor, or more hours."),
    ),
    Code.NO_ROOM: (
        _("No room can take it: one session takes %(found_h)s hours, %(limit_h)s can be had."),
        _("Find a room, or more hours."),
    ),
    Code.NO_EQUIPMENT: (
        _("Equipment is lacking: one session takes %(found_h)s hours, %(limit_h)s can be had."),
        _("Find equipment, or more hours."),
    ),
    Code.CLASS_MINIMUM: (
        _("A class needs %(limit)s people, only %(found)s could attend."),
        _("Lower the class minimum, or buy seats in a public class."),
    ),
    Code.TOO_DEAR: (
        _("The smallest class costs %(found_nt)s, there are %(limit_nt)s."),
        _("Raise the budget, or find a cheaper offer."),
    ),
    Code.NOBODY_TO_TEACH: (_("Nobody could attend it."), _("Check who needs it.")),
    Code.GAP_WITHOUT_MODULE: (
        _("Gaps of %(people)s people are closed by no module."),
        _("Add a module for this competency."),
    ),
    Code.LAW_OVER_HOURS: (
        _("Duties by law take %(found_h)s hours; for everything else there are %(limit_h)s."),
        _("Think of more hours for this person."),
    ),
}
MANAGER, OFFERS, HR = (
    _("Training manager"),
    _("Who keeps the offer"),
    _("Supervisor of the person"),
)
OWNERS: Mapping[Code, Text] = {
    Code.PERSON_OVER_HOURS: HR,
    Code.PINS_OVER_HOURS: HR,
    Code.LAW_OVER_HOURS: HR,
    Code.SEATS_RANGE: OFFERS,
    Code.FORCED_UNDER_MINIMUM: OFFERS,
    Code.FORCED_OVER_SEATS: OFFERS,
    Code.LEGAL_WITHOUT_SESSION: OFFERS,
    Code.NO_INSTRUCTOR: OFFERS,
    Code.NO_ROOM: OFFERS,
    Code.NO_EQUIPMENT: OFFERS,
    Code.CLASS_MINIMUM: OFFERS,
}


def finding_problem(found: Finding, names: Mapping[str, str]) -> Problem:
    """A finding of the planner in the reader's words."""
    return _problem(str(found.code), found.place, found.figures, names)


def _problem(
    code: str, place: Sequence[str], figures: Mapping[str, int | str], names: Mapping[str, str]
) -> Problem:
    message, remedy = WORDS[Code(code)]
    told = written(figures)
    where = place_words(place, names)
    return Problem(code, str(message) % told, where, str(remedy) % told)


def written(figures: Mapping[str, int | str]) -> dict[str, str]:
    """Every figure as it stands, as money (``_nt``) and as hours (``_h``)."""
    told: dict[str, str] = {}
    for name, value in figures.items():
        told[name] = f"{value:,}" if isinstance(value, int) else str(value)
        if isinstance(value, int):
            told[f"{name}_nt"], told[f"{name}_h"] = nt(value), hours(value)
    return told


def finding_data(found: Finding) -> dict[str, Any]:
    """A finding as it is kept with its run."""
    return {"code": str(found.code), "place": list(found.place), "figures": dict(found.figures)}


def cards(run: Run | None, scenario: Scenario, names: Mapping[str, str]) -> list[Card]:
    """The conflicts of a run that found no plan, or none that meets every duty."""
    if run is None:
        return []
    found = run.answer.get("findings", ())
    if found:
        return [_card(each, scenario, names) for each in found]
    if run.status == RunStatus.INFEASIBLE:
        return [_infeasible(run, scenario)]
    return []


def _card(found: Mapping[str, Any], scenario: Scenario, names: Mapping[str, str]) -> Card:
    code = Code(found["code"])
    problem = _problem(found["code"], found["place"], found["figures"], names)
    make = BUTTONS.get(code)
    buttons = make(found["figures"], scenario) if make is not None else ()
    return Card(
        code=str(code),
        place=str(problem.place),
        message=str(problem.message),
        remedy=str(problem.remedy),
        owner=str(OWNERS.get(code, MANAGER)),
        buttons=(*buttons, *_pin_buttons(found["place"], scenario)),
        links=_links(found["place"], scenario),
    )


def _infeasible(run: Run, scenario: Scenario) -> Card:
    """The rules contradict each other only together: the softest ones are offered first."""
    missing = (run.answer.get("worth") or {}).get("legal_missing")
    message = (
        _now("No plan meets every duty by law: %(n)s are not met.") % {"n": missing}
        if missing
        else _now("No plan keeps all rules together.")
    )
    return Card(
        code="infeasible",
        place=scenario.name,
        message=message,
        remedy=_now("Relax one of the rules below and let the planner work again."),
        owner=str(MANAGER),
        buttons=(
            *((_fairness(scenario),) if scenario.fair_permille else ()),
            *_budget(round(scenario.budget * 1.1)),
            *(
                Button(
                    _now("Take the pin out: %(what)s") % {"what": _pin_words(pin)},
                    Limit.PIN,
                    pin.pk,
                )
                for pin in scenario.pins.select_related("module", "employee")[:5]
            ),
        ),
        links=((_now("What the planner rests on"), reverse("plan:inputs", args=[scenario.pk])),),
    )


def _budget(value: int) -> tuple[Button, ...]:
    return (Button(_now("Raise the budget to %(n)s") % {"n": nt(value)}, Limit.BUDGET, value),)


def _fairness(scenario: Scenario) -> Button:
    lower = max(0, scenario.fair_permille - 200)
    label = _now("Lower fairness between departments to %(n)s%%") % {"n": lower // 10}
    return Button(label, Limit.FAIRNESS, lower)


def _raise_budget(figures: Mapping[str, Any], scenario: Scenario) -> tuple[Button, ...]:
    return _budget(scenario.budget + int(figures.get("short", 0)))


def _more_hours(by: int, scenario: Scenario) -> tuple[Button, ...]:
    value = scenario.minutes_per_person + max(0, by)
    return (
        Button(_now("Allow %(n)s hours per person") % {"n": hours(value)}, Limit.MINUTES, value),
    )


def _lines_off(figures: Mapping[str, Any], scenario: Scenario) -> tuple[Button, ...]:
    off = Button(_now("Do not keep to the budget lines"), Limit.MONEY_LINES, 0)
    return (*_raise_budget(figures, scenario), off)


BUTTONS: Mapping[Code, Callable[[Mapping[str, Any], Scenario], tuple[Button, ...]]] = {
    Code.BUDGET_BELOW_LEGAL: _raise_budget,
    Code.BUDGET_BELOW_PINS: _raise_budget,
    Code.LINES_OVER_BUDGET: _lines_off,
    Code.PERSON_OVER_HOURS: lambda f, s: _more_hours(int(f["short"]), s),
    Code.PINS_OVER_HOURS: lambda f, s: _more_hours(int(f["found"]) - int(f["limit"]), s),
}


def _pin_buttons(place: Sequence[str], scenario: Scenario) -> tuple[Button, ...]:
    """Pins on the module or the person the conflict is about."""
    told = dict(zip(place[::2], place[1::2], strict=False))
    pins = scenario.pins.select_related("module", "employee")
    if "module" in told:
        pins = pins.filter(module__code=told["module"])
    if "person" in told:
        pins = pins.filter(employee__number=told["person"])
    if not {"module", "person"} & set(told):
        return ()
    return tuple(
        Button(_now("Take the pin out: %(what)s") % {"what": _pin_words(pin)}, Limit.PIN, pin.pk)
        for pin in pins[:5]
    )


def _pin_words(pin: Any) -> str:
    who = f"{pin.employee.number} {pin.employee.name}" if pin.employee else ""
    return "、".join(part for part in (pin.module.code, who, pin.reason) if part)


def _links(place: Sequence[str], scenario: Scenario) -> tuple[tuple[str, str], ...]:
    kinds = set(place[::2])
    found = [(_now("What the planner rests on"), reverse("plan:inputs", args=[scenario.pk]))]
    if kinds & {"instructor", "room", "equipment"}:
        url = f"{reverse('policy:capacity')}?year={scenario.plan.year}"
        found.append((_now("Capacity of the year"), url))
    if "module" in kinds:
        found.append((_now("Offers of modules"), reverse("plan:offers")))
    return tuple(found)
