"""The planner as long work: one run solved, one frontier of budgets."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan import services
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Cancelled, Progress

Work = Callable[..., Any]


def solve(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return _worked(services.solve_run, arguments, progress)


def frontier(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return _worked(services.frontier_run, arguments, progress)


def _worked(work: Work, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Whatever ends the work, the run says so: nothing stays "at work" for ever."""
    run_id, by = int(arguments["run"]), actor_of(arguments)
    try:
        run = work(run_id=run_id, report=progress, by=by, at=timezone.now())
    except Cancelled:
        reason = str(_("Cancelled before the first plan."))
        services.fail_run(run_id=run_id, reason=reason, by=by, at=timezone.now())
        raise
    except Exception as error:
        services.fail_run(run_id=run_id, reason=str(error), by=by, at=timezone.now())
        raise
    return {"run": run_id, "scenario": run.scenario_id, "status": run.status}


def _page(result: dict[str, Any]) -> str:
    return reverse("plan:planner_of", args=[result["scenario"]]) if result["scenario"] else ""


def register_jobs() -> None:
    registry.register(services.SOLVE_JOB, _("Plan"), solve, _page)
    registry.register(services.FRONTIER_JOB, _("Frontier of budgets"), frontier, _page)
