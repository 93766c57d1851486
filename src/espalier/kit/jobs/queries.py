"""Reading jobs: everybody sees their own."""

from django.db.models import QuerySet

from espalier.kit.errors import NotFound
from espalier.kit.jobs.models import Job


def jobs_of(user_id: int) -> QuerySet[Job]:
    return Job.objects.filter(owner_id=user_id).order_by("-created_at", "-pk")


def job_of(job_id: int, user_id: int) -> Job:
    """Raises NotFound for a job of somebody else."""
    found = jobs_of(user_id).filter(pk=job_id).first()
    if found is None:
        raise NotFound
    return found
