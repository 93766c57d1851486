"""Mending a conflict with one change: a limit of the scenario raised or lowered, a pin taken out."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries, rules
from espalier.cycle.plan.annual_plan.models import Scenario
from espalier.cycle.plan.annual_plan.services.keeping import change_scenario
from espalier.cycle.plan.annual_plan.services.pinning import remove_pin
from espalier.cycle.plan.annual_plan.types import Limit
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def relax_limit(*, scenario_id: int, limit: Limit, value: int, by: Actor, at: datetime) -> Scenario:
    """Set one limit of a scenario, or take one of its pins out. Raises: NotFound, Refused."""
    scenario = queries.scenario_or_404(scenario_id)
    if limit is Limit.PIN:
        if not scenario.pins.filter(pk=value).exists():
            raise NotFound
        return remove_pin(pin_id=value, by=by, at=at)
    if value < 0:
        message = _("A limit is not below 0.")
        raise Refused([Problem("negative", message, scenario.name)])
    held = queries.scenario_content(scenario)
    told: dict[str, Any] = {limit.value: bool(value) if limit is Limit.MONEY_LINES else value}
    return change_scenario(
        scenario_id=scenario_id,
        content=replace(held, **told),
        seen=str(rules.limits_token(held)),
        by=by,
        at=at,
    )
