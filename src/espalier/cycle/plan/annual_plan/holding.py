"""What every act on a scenario does first and last: hold it, refuse a locked one, count the change."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, Scenario
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import NotFound, Problem, Refused, Text
from espalier.kit.versions.services import record_changed

PLAN, SCENARIO, LINE = "plan.AnnualPlan", "plan.Scenario", "plan.Line"


def locked_plan(plan_id: int) -> AnnualPlan:
    """The plan, held until the transaction ends. Raises: NotFound."""
    found = AnnualPlan.objects.select_for_update().filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    return found


def locked_scenario(scenario_id: int, *, even_approved: bool = False) -> Scenario:
    """The scenario, held until the transaction ends: two people who change it follow each other.

    Raises: NotFound; Refused when the plan was approved on it, unless ``even_approved``.
    """
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("plan")
    found = rows.filter(pk=scenario_id).first()
    if found is None:
        raise NotFound
    if not even_approved and queries.is_locked(found):
        message = _("The plan was approved on this scenario.")
        remedy = _("Ask for a change of the plan, or copy the scenario and try it there.")
        raise Refused([Problem("approved", message, found.name, remedy)])
    return found


def locked_line(line_id: int, *, even_approved: bool = False) -> Line:
    """A line with its scenario, both held. Raises: NotFound, Refused."""
    scenario_id = Line.objects.filter(pk=line_id).values_list("scenario_id", flat=True).first()
    if scenario_id is None:
        raise NotFound
    scenario = locked_scenario(scenario_id, even_approved=even_approved)
    line = Line.objects.select_for_update(of=("self",)).select_related("module").get(pk=line_id)
    line.scenario = scenario
    return line


def count_change(scenario: Scenario, reason: Text, *, by: Actor, at: datetime) -> None:
    """The next revision of a held scenario; documents on the chosen one are told."""
    scenario.revision += 1
    scenario.updated_at = at
    scenario.save(update_fields=["revision", "updated_at"])
    if scenario.plan.chosen_id == scenario.pk:
        tell_documents(scenario.plan, reason, by=by, at=at)


def tell_documents(plan: AnnualPlan, reason: Text, *, by: Actor, at: datetime) -> None:
    """Documents that rest on the plan of the year need an update."""
    record_changed(kind=PLAN, record_id=plan.pk, label=plan.title, reason=str(reason), by=by, at=at)


def refuse(problems: Sequence[Problem]) -> None:
    """Raises: Refused when there is any problem."""
    if problems:
        raise Refused(problems)
