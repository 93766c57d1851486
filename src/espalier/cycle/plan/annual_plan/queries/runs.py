"""Reading what the planner answered, and the frozen problem it was asked."""

from django.db.models import Q, QuerySet

from espalier.cycle.plan.annual_plan.models import Run
from espalier.kit.errors import NotFound
from espalier.kit.jobs.models import Job

ALIVE = (Job.State.WAITING, Job.State.RUNNING)


def runs(scenario_id: int) -> QuerySet[Run]:
    """All runs of a scenario, the newest first."""
    return (
        Run.objects.filter(scenario_id=scenario_id)
        .select_related("job", "problem_file", "plan_file")
        .order_by("-pk")
    )


def run_or_404(run_id: int) -> Run:
    """Raises: NotFound."""
    rows = Run.objects.select_related("scenario__plan", "job", "problem_file", "plan_file")
    found = rows.filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def working_run(scenario_id: int, kind: str) -> Run | None:
    """The run whose job has not ended yet."""
    return runs(scenario_id).filter(kind=kind, finished_at=None, job__state__in=ALIVE).first()


def applied_run(scenario_id: int) -> Run | None:
    """The run whose answer the lines are."""
    return runs(scenario_id).filter(kind=Run.Kind.SELECT, is_applied=True).first()


def last_run(scenario_id: int, kind: str) -> Run | None:
    """The newest run that ended, also one whose worker died for good: the best plan it had may be there."""
    dead = Q(finished_at=None) & ~Q(job__state__in=ALIVE)
    return runs(scenario_id).filter(Q(finished_at__isnull=False) | dead, kind=kind).first()
