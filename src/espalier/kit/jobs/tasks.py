"""What the task queue carries: only the id of a row."""

from django.utils import timezone
from django_tasks import task

from espalier.kit.accounts.types import Actor
from espalier.kit.jobs import services


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def run(job_id: int) -> None:
    services.run_job(job_id=job_id, by=Actor.system("worker"), at=timezone.now())
