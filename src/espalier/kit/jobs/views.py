"""Long work: one's own list, one piece of work, its progress, cancelling it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.jobs import queries, services
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, ListSpec

JOBS = ListSpec(
    key="kit.jobs",
    title=_("Long work"),
    columns=(
        Column("title", _("Work"), sort=("title",)),
        Column("state", _("State"), value=lambda job: job.get_state_display()),
        Column("done_share", _("Progress"), format=lambda share: f"{share:.0%}", numeric=True),
        Column("created_at", _("Started"), sort=("created_at",)),
        Column("finished_at", _("Ended"), sort=("finished_at",)),
    ),
    search_fields=("title",),
    default_sort="-created_at",
    row_url=lambda job: f"/kit/jobs/{job.pk}/",
    empty=EmptyState(_("No long work yet"), _("What takes longer than a page is listed here.")),
)


@reads("kit.view_jobs")
def job_list(request: SignedInRequest) -> HttpResponse:
    return list_response(request, JOBS, queries.jobs_of(request.user.pk))


@reads("kit.view_jobs")
def job(request: SignedInRequest, job_id: int) -> HttpResponse:
    context = {"job": queries.job_of(job_id, request.user.pk)}
    return render(request, "jobs/job.html", context)


@reads("kit.view_jobs")
def progress(request: SignedInRequest, job_id: int) -> HttpResponse:
    context = {"job": queries.job_of(job_id, request.user.pk)}
    return render(request, "jobs/_progress.html", context)


@writes("kit.view_jobs")
def cancel(request: SignedInRequest, job_id: int) -> HttpResponse:
    found = queries.job_of(job_id, request.user.pk)
    services.cancel_job(job=found, by=request.actor, at=timezone.now())
    return redirect("jobs:job", job_id)
