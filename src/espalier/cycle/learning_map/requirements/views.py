"""Pages of requirements: matrix, proposals, adoptions, level map, migration, job documents."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import KINDS
from espalier.cycle.learning_map.permitted import may
from espalier.cycle.learning_map.requirements import (
    documents,
    forms,
    pages,
    queries,
    services,
)
from espalier.cycle.learning_map.requirements.permissions import CHANGE
from espalier.cycle.learning_map.requirements.types import Cell
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.engines.documents.html import to_html
from espalier.engines.documents.meta import Language
from espalier.kit.errors import NotFound, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.outputs.writing import MEDIA_TYPES, written

TEMPLATES = "learning_map/requirements"


@writes(CHANGE, form=True)
def matrix(request: SignedInRequest) -> HttpResponse:
    """The matrix position × competency; sending it saves everything changed at once."""
    today = timezone.localdate()
    if request.method != "POST":
        on = forms.StartForm({"starts_on": request.GET.get("on", "")})
        day = on.cleaned_data["starts_on"] if on.is_valid() else today
        return _matrix_page(request, pages.matrix(request.GET, day))
    shown = pages.matrix(request.POST, today)
    sent = forms.read_matrix(request.POST, shown.labels())
    try:
        plan = services.save_requirements(
            edits=sent.edits,
            starts_on=sent.starts_on or today,
            problems=sent.problems,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        again = pages.matrix(request.POST, sent.starts_on or today, sent.typed)
        seen = request.POST.get("seen", "{}")
        return _matrix_page(request, again, problems=refusal.problems, seen=seen, status=422)
    messages.success(request, _("%(n)s required levels were saved.") % {"n": plan.n_changes})
    kept = "&".join(f"{k}={request.POST.get(k, '')}" for k in ("function", "group", "kind", "show"))
    return redirect(f"{request.path}?{kept}&on={sent.starts_on}")


def _matrix_page(
    request: SignedInRequest, shown: pages.Matrix, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "matrix": shown,
        "seen": more.get("seen") or forms.seen_json(shown.levels),
        "problems": more.get("problems", ()),
        "kinds": KINDS.items(),
    }
    return render(request, f"{TEMPLATES}/matrix.html", context, status=status)


@writes(CHANGE, form=True)
def proposals(request: SignedInRequest, position_id: int) -> HttpResponse:
    """What the adopted standards propose for a position; the person accepts or changes it."""
    position = positions.position_or_404(position_id)
    today = timezone.localdate()
    rows = queries.propose_requirements(position_id, today)
    context: dict[str, Any] = {"position": position, "starts_on": today, "typed": {}}
    if request.method == "POST":
        labels = {forms.name_of(Cell(position_id, r.competency_id)): r.code for r in rows}
        sent = forms.read_matrix(request.POST, labels)
        try:
            if sent.problems:
                raise Refused(sent.problems)
            plan = services.accept_proposals(
                position_id=position_id,
                levels={edit.cell.competency_id: edit.level for edit in sent.edits},
                starts_on=sent.starts_on or today,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            context |= {"problems": refusal.problems, "typed": sent.typed}
        else:
            told = _("%(n)s required levels were saved.") % {"n": plan.n_changes}
            messages.success(request, told)
            return redirect("learning_map:position", position_id)
    current = {Cell(position_id, r.competency_id): r.current for r in rows if r.current is not None}
    context |= {
        "rows": [(r, _proposal_cell(position_id, r, context["typed"])) for r in rows],
        "seen": forms.seen_json(current),
        "adoptions": queries.adoptions(today).filter(position_id=position_id),
    }
    status = 422 if "problems" in context else 200
    return render(request, f"{TEMPLATES}/proposals.html", context, status=status)


def _proposal_cell(position_id: int, row: Any, typed: dict[str, str]) -> dict[str, object]:
    """The field of a proposal: what was typed, else what holds, else what the standard proposes."""
    name = forms.name_of(Cell(position_id, row.competency_id))
    held = row.current if row.current is not None else row.level
    return {"name": name, "text": typed.get(name, "" if held is None else f"{held:g}")}


@writes(CHANGE, form=True)
def adopt(request: SignedInRequest, position_id: int) -> HttpResponse:
    """Let a position rest on a standard."""
    position = positions.position_or_404(position_id)
    choices = [
        (str(row.pk), f"{row.raw_code} {row.title}".strip())
        for row in catalogue.standards().filter(state="published")
    ]
    sent = request.POST if request.method == "POST" else None
    initial = {"starts_on": timezone.localdate()}
    form = forms.AdoptionForm(sent, standards=choices, initial=initial)
    problems = []
    if sent is not None and form.is_valid():
        try:
            services.adopt_standard(
                position=position,
                standard=catalogue.standard(int(form.cleaned_data["standard"])),
                starts_on=form.cleaned_data["starts_on"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            told = _("The standard was adopted. These are the levels it proposes.")
            messages.success(request, told)
            return redirect("learning_map:proposals", position_id)
    context = {"position": position, "form": form, "problems": problems, "choices": choices}
    status = 422 if sent is not None else 200
    return render(request, f"{TEMPLATES}/adopt.html", context, status=status)


@writes(CHANGE)
def end_adoption(request: SignedInRequest, adoption_id: int) -> HttpResponse:
    """The position rests on the standard until today."""
    row = services.end_adoption(
        adoption_id=adoption_id,
        ends_on=timezone.localdate(),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("The adoption ends today; its requirements stay as they are."))
    return redirect("learning_map:position", row.position_id)


@writes(CHANGE, form=True)
def level_map(request: SignedInRequest) -> HttpResponse:
    """The editable map from levels of standards to our own scale."""
    sent = request.POST if request.method == "POST" else None
    now = {f"level_{key}": f"{level:g}" for key, level in queries.level_map().items()}
    form = forms.LevelMapForm(sent, initial=now)
    problems = []
    if sent is not None and form.is_valid():
        try:
            services.set_level_map(levels=form.levels(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The map of levels was saved."))
            return redirect("learning_map:level_map")
    status = 422 if sent is not None else 200
    context = {"form": form, "problems": problems}
    return render(request, f"{TEMPLATES}/level_map.html", context, status=status)


@writes(CHANGE, form=True)
def migration(request: SignedInRequest, comparison_id: int) -> HttpResponse:
    """Move positions to the new version of their standard, as decided item by item."""
    today = timezone.localdate()
    problems = []
    start = forms.StartForm(
        request.POST if request.method == "POST" else None, initial={"starts_on": today}
    )
    if request.method == "POST" and start.is_valid():
        try:
            done = services.migrate_to_version(
                comparison_id=comparison_id,
                decisions=forms.read_decisions(request.POST),
                starts_on=start.cleaned_data["starts_on"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            told = _("%(n)s positions moved to the new version; the old rows keep their end dates.")
            messages.success(request, told % {"n": done.counts["adoptions"]})
            return redirect("learning_map:map")
    context = {
        "page": pages.migration_page(comparison_id, today),
        "start": start,
        "problems": problems,
        "chosen": set(request.POST.getlist("position")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"{TEMPLATES}/migration.html", context, status=status)


@reads("learning_map.view_map")
def job_document(request: SignedInRequest, position_id: int, which: str) -> HttpResponse:
    """The job description (職務說明書) or task-analysis sheet (工作分析表), on screen or as a file."""
    position = positions.position_or_404(position_id)
    language = Language.EN if get_language() == "en" else Language.ZH_HANT
    make = documents.MAKERS.get(which)
    if make is None:
        raise NotFound
    document = make(position, timezone.localdate(), language)
    format_ = request.GET.get("format", "")
    if format_ in MEDIA_TYPES:
        data = written(document, format_, settings.FONTS_DIR)
        answer = HttpResponse(data, content_type=MEDIA_TYPES[format_])
        name = f"{document.meta.title}-{position.code}.{format_}"
        header = content_disposition_header(True, name) or "attachment"
        answer.headers["Content-Disposition"] = header
        return answer
    context = {
        "position": position,
        "which": which,
        "title": document.meta.title,
        "html": to_html(document, fragment=True),
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/job_document.html", context)
