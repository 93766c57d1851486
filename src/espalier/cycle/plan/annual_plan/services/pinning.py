"""Pins and bans: what the planner may not change, each with its reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import checking, queries, rules
from espalier.cycle.plan.annual_plan.holding import (
    count_change,
    locked_scenario,
    refuse,
)
from espalier.cycle.plan.annual_plan.models import Pin, Scenario
from espalier.cycle.plan.annual_plan.rules import PinProblem
from espalier.cycle.plan.annual_plan.types import PinContent
from espalier.cycle.plan.annual_plan.wording import PIN_PROBLEMS
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def add_pin(*, scenario_id: int, content: PinContent, on: date, by: Actor, at: datetime) -> Pin:
    """Keep the planner from deciding about a module, or about a person in it.

    Raises: NotFound; Refused when the pin goes against a rule, with every reason: a duty by law banned, more
    hours than the person has, more sessions than instructors.
    """
    scenario = locked_scenario(scenario_id)
    code, title = _module(content.module_id)
    _refuse_wrong(scenario, content, f"{code} {title}")
    before = checking.stopping_codes(scenario_id, on)
    try:
        with transaction.atomic():
            pin = Pin.objects.create(
                scenario=scenario,
                module_id=content.module_id,
                employee_id=content.employee_id,
                is_ban=content.is_ban,
                sessions_min=content.sessions_min,
                sessions_max=content.sessions_max,
                reason=content.reason.strip(),
                by=by.label,
                at=at,
            )
    except IntegrityError as error:
        message, remedy = _("This is already pinned."), _("Take that pin out first.")
        raise Refused([Problem("pinned", message, f"{code} {title}", remedy)]) from error
    refuse(checking.stops_since(scenario_id, on, before))
    count_change(scenario, _("What the planner may not change was changed."), by=by, at=at)
    log.record("plan.pin.added", pin, by=by, at=at, after=_told(pin, code))
    return pin


@transaction.atomic
def remove_pin(*, pin_id: int, by: Actor, at: datetime) -> Scenario:
    """Let the planner decide again. Raises: NotFound, Refused."""
    pin = queries.pin_or_404(pin_id)
    scenario = locked_scenario(pin.scenario_id)
    log.record("plan.pin.removed", pin, by=by, at=at, before=_told(pin, pin.module.code))
    pin.delete()
    count_change(scenario, _("What the planner may not change was changed."), by=by, at=at)
    return scenario


def _told(pin: Pin, code: str) -> dict[str, object]:
    return {
        "module": code,
        "employee": pin.employee_id,
        "is_ban": pin.is_ban,
        "sessions_min": pin.sessions_min,
        "sessions_max": pin.sessions_max,
        "reason": pin.reason,
    }


def _module(module_id: int) -> tuple[str, str]:
    """Code and name. Raises: NotFound."""
    found = queries.module_titles([module_id]).get(module_id)
    if found is None:
        raise NotFound
    return found[0], found[1]


def _refuse_wrong(scenario: Scenario, content: PinContent, place: str) -> None:
    standing = list(scenario.pins.filter(module_id=content.module_id))
    has_offer, most = queries.offered_sessions(content.module_id)
    found = rules.problems_of_pin(
        content,
        offered_most=most,
        has_offer=has_offer,
        is_module_out=any(
            pin.employee_id is None and (pin.is_ban or pin.sessions_max == 0) for pin in standing
        ),
        n_people_pinned=sum(1 for p in standing if p.employee_id is not None and not p.is_ban),
    )
    refuse([_problem(each, place) for each in found])


def _problem(found: PinProblem, place: str) -> Problem:
    message, remedy = PIN_PROBLEMS[found]
    return Problem(str(found), message, place, remedy)
