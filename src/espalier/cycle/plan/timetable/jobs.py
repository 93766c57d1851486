"""Dating sessions as long work: a timetable found, a timetable mended."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan.services import fail_run
from espalier.cycle.plan.timetable import services
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Cancelled, Progress


def date_sessions(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Whatever ends the work, the run says so: nothing stays "at work" for ever."""
    run_id, by = int(arguments["run"]), actor_of(arguments)
    try:
        run = services.solve_timetable_run(run_id=run_id, report=progress, by=by, at=timezone.now())
    except Cancelled:
        reason = str(_("Cancelled before the first dates."))
        fail_run(run_id=run_id, reason=reason, by=by, at=timezone.now())
        raise
    except Exception as error:
        fail_run(run_id=run_id, reason=str(error), by=by, at=timezone.now())
        raise
    return {"run": run_id, "scenario": run.scenario_id, "status": run.status}


def _page(result: dict[str, Any]) -> str:
    return reverse("plan:timetable_run", args=[result["run"]])


def register_jobs() -> None:
    for kind, title in (("timetable", _("Timetable")), ("replan", _("Re-plan"))):
        registry.register(services.JOBS[kind], title, date_sessions, _page)
