"""Starting, running and cancelling long work.

The Job row is the truth; the task queue only carries its id. A worker that dies leaves a row whose heartbeat
stands still; `resume_lost_jobs` puts such rows back in the queue.
"""

import logging
import traceback
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor, ActorKind
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.jobs.models import Job
from espalier.kit.jobs.registry import job_kind
from espalier.kit.jobs.types import Cancelled

LOST_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3
logger = logging.getLogger("espalier.jobs")


@transaction.atomic
def start_job(*, kind: str, title: str, arguments: dict[str, Any], by: Actor, at: datetime) -> Job:
    """Put work in the queue; it starts after this transaction is committed."""
    job_kind(kind)
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        arguments=arguments,
        created_at=at,
        owner_id=by.user_id,
        actor=asdict(by),
    )
    log.record("jobs.job.started", job, by=by, at=at, after={"kind": kind})
    transaction.on_commit(lambda: _enqueue(job.pk))
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """Ask work to stop. Waiting work ends at once, running work at its next step.

    Raises: Refused when it has already ended.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {Job.State.WAITING, Job.State.RUNNING}:
        raise Refused([Problem("already_ended", _("This work has already ended."), job.title)])
    job.cancel_asked = True
    if job.state == Job.State.WAITING:
        job.state, job.finished_at = Job.State.CANCELLED, at
    job.save(update_fields=["cancel_asked", "state", "finished_at"])
    log.record("jobs.job.cancelled", job, by=by, at=at)
    return job


def run_job(*, job_id: int, by: Actor, at: datetime) -> None:
    """Do the work of one row; called by the worker. A row that is not waiting is left alone."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=at, heartbeat_at=at
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id).update(attempts=job.attempts + 1)
    kind = job_kind(job.kind)
    try:
        result = kind.function(dict(job.arguments, actor=job.actor), _Reporter(job_id))
    except Cancelled:
        _end(job_id, Job.State.CANCELLED)
    except Refused as refusal:
        _end(job_id, Job.State.FAILED, problem="\n".join(str(p) for p in refusal.problems))
    except Exception:
        logger.exception("job %s (%s) failed", job_id, job.kind)
        last = traceback.format_exc(limit=1).strip().splitlines()[-1]
        _end(job_id, Job.State.FAILED, problem=last)
    else:
        url = kind.result_url(result)
        _end(job_id, Job.State.DONE, result=result, result_url=url, done_share=1.0)


@transaction.atomic
def resume_lost_jobs(*, by: Actor, at: datetime) -> int:
    """Put work whose worker died back in the queue; after three tries it fails and says so."""
    lost = Job.objects.select_for_update().filter(
        state=Job.State.RUNNING, heartbeat_at__lt=at - LOST_AFTER
    )
    n = 0
    for job in lost:
        n += 1
        if job.attempts >= MAX_ATTEMPTS:
            job.state, job.finished_at = Job.State.FAILED, at
            job.problem = _("The worker stopped three times during this work.")
            job.save()
            continue
        job.state = Job.State.WAITING
        job.save(update_fields=["state"])
        transaction.on_commit(lambda pk=job.pk: _enqueue(pk))  # type: ignore[misc]  # early binding
    if n:
        log.record("jobs.job.resumed", "jobs.Job:*", by=by, at=at, after={"n": n})
    return n


def actor_of(arguments: dict[str, Any]) -> Actor:
    """The actor who started the work, for the services the work calls."""
    actor = arguments["actor"]
    return Actor(ActorKind(actor["kind"]), actor["key"], actor["label"])


class _Reporter:
    """Writes progress and heartbeat outside the work's own transaction where that is possible."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def __call__(self, share: float, step: str = "") -> None:
        row = Job.objects.filter(pk=self.job_id)
        row.update(
            done_share=min(max(share, 0.0), 1.0), step=step[:200], heartbeat_at=timezone.now()
        )
        if row.filter(cancel_asked=True).exists():
            raise Cancelled


def _end(job_id: int, state: Job.State, **fields: Any) -> None:
    Job.objects.filter(pk=job_id).update(state=state, finished_at=timezone.now(), **fields)


def _enqueue(job_id: int) -> None:
    from espalier.kit.jobs.tasks import (
        run,
    )  # the task module needs the registry of apps to be ready

    run.enqueue(job_id)
