"""The units' requests in the plan: which line answers which, and what they are told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests.queries import accepted_requests
from espalier.cycle.needs.unit_requests.services import record_outcome
from espalier.cycle.needs.unit_requests.types import AcceptedRequest, Outcome
from espalier.cycle.plan.annual_plan import queries
from espalier.cycle.plan.annual_plan.models import Line, Scenario
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log


@transaction.atomic
def tell_requests(*, plan_id: int, by: Actor, at: datetime) -> dict[str, int]:
    """Tell every unit what the year's plan made of its accepted requests. Called when the plan is approved.

    Repeating it tells only what became different.
    """
    plan = queries.plan_or_404(plan_id)
    counts = {"planned": 0, "not_planned": 0}
    if plan.chosen is None:
        return counts
    numbers = {
        line.module_id: line.number
        for line in plan.chosen.lines.exclude(state=Line.State.CANCELLED).order_by("number")
    }
    for request in accepted_requests(plan.year):
        number = numbers.get(request.module_id or 0)
        outcome = Outcome.PLANNED if number else Outcome.NOT_PLANNED
        counts[outcome.value] += 1
        record_outcome(
            request_id=request.id,
            outcome=outcome,
            reason="" if number else _why_not(request),
            plan_line_ref=number or "",
            by=by,
            at=at,
        )
    log.record("plan.requests.told", plan, by=by, at=at, after=counts)
    return counts


def _why_not(request: AcceptedRequest) -> str:
    if request.module_id is None:
        return _("No module of the catalogue answers it yet.")
    return _(
        "Other gaps and duties of the year come first within the budget and the hours there are."
    )


@transaction.atomic
def link_requests(*, scenario_id: int, by: Actor, at: datetime) -> int:
    """Join the lines of a scenario with the accepted requests for their modules; returns how many links there are."""
    scenario = Scenario.objects.select_related("plan").get(pk=scenario_id)
    lines = {line.module_id: line.pk for line in scenario.lines.order_by("pk")}
    wanted = set(_wanted(scenario.plan.year, lines))
    through = Line.requests.through
    rows = through.objects.filter(line__scenario_id=scenario_id)
    have = {(row.line_id, row.unitrequest_id): row.pk for row in rows}
    gone = [pk for key, pk in have.items() if key not in wanted]
    through.objects.filter(pk__in=gone).delete()
    new = [
        through(line_id=line, unitrequest_id=request)
        for line, request in sorted(wanted - set(have))
    ]
    through.objects.bulk_create(new, batch_size=500)
    if gone or new:
        after = {"linked": len(new), "unlinked": len(gone)}
        log.record("plan.requests.linked", scenario, by=by, at=at, after=after)
    return len(wanted)


def _wanted(year: int, lines: dict[int, int]) -> Iterable[tuple[int, int]]:
    for request in accepted_requests(year):
        if request.module_id in lines:
            yield lines[request.module_id], request.id
