"""Pages of presentations: their list, one of them, its slides, the strategy on a page, what is still to be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from espalier.cycle.plan.briefing import lists, pages, queries, services, wording
from espalier.cycle.plan.briefing.types import PresentationStep
from espalier.cycle.plan.permissions import PRESENT, VIEW
from espalier.cycle.plan.permitted import may
from espalier.kit.errors import NotFound
from espalier.kit.exports.http import file_response
from espalier.kit.files.queries import file_bytes
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import ListSpec

TEMPLATES = "plan/briefing"


@reads(VIEW)
def presentations(request: SignedInRequest) -> HttpResponse:
    rows = queries.presentations_for_list()
    return _listed(request, "presentations", lists.PRESENTATIONS, rows)


@reads(VIEW)
def decisions(request: SignedInRequest) -> HttpResponse:
    rows = queries.decisions_for_list()
    return _listed(request, "presentation_decisions", lists.DECISIONS, rows)


@reads(VIEW)
def questions(request: SignedInRequest) -> HttpResponse:
    rows = queries.questions_for_list()
    return _listed(request, "presentation_questions", lists.QUESTIONS, rows)


def _listed(request: SignedInRequest, kind: str, spec: ListSpec, rows: Any) -> HttpResponse:
    told = {"may_present": may(request, PRESENT), "kind": kind}
    return list_response(request, spec, rows, template=f"{TEMPLATES}/list.html", context=told)


@reads(VIEW)
def presentation(request: SignedInRequest, presentation_id: int) -> HttpResponse:
    found = queries.presentation_or_404(presentation_id)
    context = {
        "presentation": found,
        "made_from": lists.edition_words(found),
        "newer": queries.newer_edition(found),
        "tone": wording.TONES[found.state],
        "tones": wording.TONES,
        "steps": pages.steps(found),
        "may_present": may(request, PRESENT),
        "today": timezone.localdate(),
    }
    return render(request, f"{TEMPLATES}/presentation.html", context)


@reads(VIEW)
def standing(request: SignedInRequest, presentation_id: int) -> HttpResponse:
    """Whether the plan says something else since, slide by slide; a part of the page, or a page of its own."""
    found = queries.presentation_or_404(presentation_id)
    name = "_standing.html" if request.htmx else "standing.html"
    context = {"presentation": found, "standing": pages.standing(found)}
    return render(request, f"{TEMPLATES}/{name}", context)


@reads(VIEW)
def strategy_page(request: SignedInRequest) -> HttpResponse:
    """The strategy on a page, from the plan in force."""
    return render(request, f"{TEMPLATES}/one_page.html", {"page": pages.one_page()})


@reads(VIEW)
def presentation_page(request: SignedInRequest, presentation_id: int) -> HttpResponse:
    """The strategy on a page as it was presented."""
    found = queries.presentation_or_404(presentation_id)
    context = {"page": pages.one_page_of(found), "presentation": found}
    return render(request, f"{TEMPLATES}/one_page.html", context)


@reads(VIEW)
def presentation_file(
    request: SignedInRequest, presentation_id: int, format_: str, language: str
) -> HttpResponse:
    """The slides as they were made."""
    stored = queries.file_or_404(presentation_id, format_, language).file
    return file_response(file_bytes(stored), media_type=stored.media_type, filename=stored.name)


@writes(PRESENT)
def build(request: SignedInRequest, presentation_id: int) -> HttpResponse:
    """Have the slides made; ``draft`` makes them from the records of today."""
    job = services.start_building(
        presentation_id=presentation_id,
        is_draft="draft" in request.POST,
        by=request.actor,
        at=timezone.now(),
    )
    return redirect("jobs:job", job.pk)


@writes(PRESENT)
def move(request: SignedInRequest, presentation_id: int) -> HttpResponse:
    """Mark as held, call off, or take back into preparation."""
    asked = request.POST.get("step", "")
    if asked not in set(PresentationStep):
        raise NotFound
    step = PresentationStep(asked)
    services.move_presentation(
        presentation_id=presentation_id, step=step, by=request.actor, at=timezone.now()
    )
    messages.success(request, wording.DONE[step])
    return redirect("plan:presentation", presentation_id)


@reads(VIEW)
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """What came of presentations and is still to be done, the earliest day first."""
    context = {
        "rows": queries.follow_ups(timezone.localdate()),
        "may_present": may(request, PRESENT),
    }
    return render(request, f"{TEMPLATES}/follow_ups.html", context)
