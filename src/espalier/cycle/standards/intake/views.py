"""The pages of the intake: bring a file, check what was understood, apply."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.standards import words
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.intake import queries, rules, services
from espalier.cycle.standards.intake.forms import IntakeForm
from espalier.cycle.standards.intake.types import Fate, Node, SourceLine
from espalier.kit.errors import Problem, Refused
from espalier.kit.exports.http import file_response
from espalier.kit.files.services import MAX_BYTES, store_file
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.jobs.services import start_job

CHANGE = "standards.change_standard"
NEW, CHECK = "standards/intake/new.html", "standards/intake/check.html"
# Reading the tables of a PDF of this size takes longer than a page should.
LONG_WORK_BYTES = 3 * 1024 * 1024
READ_FILE = "standards.read_file"


@dataclass(frozen=True, slots=True)
class FateCount:
    """How many source lines ended in one way."""

    fate: Fate
    label: str
    n: int


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Show the form; take a file in and go on to the check page."""
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, form.cleaned_data)
        except Refused as refusal:
            problems = refusal.problems
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problems": problems, "drafts": queries.open_drafts()}
    return render(request, NEW, context, status=status)


def _take_in(request: SignedInRequest, sent: dict[str, Any]) -> HttpResponse:
    file = sent.get("file")
    if file is not None and file.size > MAX_BYTES:
        message = _("The file is larger than %(n)d MB.") % {"n": MAX_BYTES // 2**20}
        remedy = _("Remove pictures, or bring only the pages of the standard.")
        raise Refused([Problem("too_large", message, place=file.name, remedy=remedy)])
    data = file.read() if file is not None else sent["text"].encode()
    name = file.name if file is not None else _("pasted text.txt")
    by, at = request.actor, timezone.now()
    if len(data) > LONG_WORK_BYTES and not sent["password"]:
        stored = store_file(data=data, name=name, by=by, at=at)
        arguments = {"file_id": stored.pk, "source_uri": sent["source_uri"]}
        title = _("Read %(name)s") % {"name": name}
        job = start_job(kind=READ_FILE, title=title, arguments=arguments, by=by, at=at)
        return redirect("jobs:job", job.pk)
    draft = services.take_in(
        data=data,
        name=name,
        password=sent["password"] or None,
        source_uri=sent["source_uri"],
        by=by,
        at=at,
    )
    return redirect("standards:intake_check", draft.pk)


@writes(CHANGE, form=True)
def check(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Show the source beside what was understood; save the corrections."""
    draft = queries.draft(draft_id)
    if request.method != "POST":
        return render(request, CHECK, _check_context(queries.checked(draft)))
    sent = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    try:
        services.correct_draft(
            draft_id=draft_id,
            revision=sent.get("version", ""),
            values=sent,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        context = _check_context(queries.checked(draft, sent), values=sent)
        return render(request, CHECK, context | {"problems": refusal.problems}, status=422)
    messages.success(request, _("The corrections are saved."))
    return redirect("standards:intake_check", draft_id)


def _check_context(
    checked: queries.Checked, values: dict[str, str] | None = None
) -> dict[str, object]:
    draft, read = checked.draft, checked.read
    shown = draft.corrections if values is None else values
    lines = rules.source_lines(draft.rows, read)
    return {
        "draft": draft,
        "is_open": draft.state == draft.State.OPEN,
        "standard": checked.corrected,
        "here": catalogue.here(checked.corrected),
        "pages": [(page, list(found)) for page, found in groupby(lines, key=lambda li: li.page)],
        "fates": _fate_counts(lines),
        "sections": _sections(rules.outline(read, shown)),
        "leftovers": rules.leftovers(read, shown),
        "targets": rules.targets(read),
        "warnings": read.warnings,
        "problems": [],
    }


def _sections(nodes: tuple[Node, ...]) -> dict[str, list[Node]]:
    """The outline cut where the form has its headings."""
    heading = {"raw_code", "title", "kind", "description", "meaning_of_a", "level"}
    classes = {"job_categories", "occupations", "industries"}
    named = {"duty": "duties", "A": "attitudes"}
    found: dict[str, list[Node]] = {
        "heading": [],
        "classes": [],
        "duties": [],
        "attitudes": [],
        "texts": [],
    }
    for node in nodes:
        part = node.part
        in_heading = "heading" if part in heading else "classes" if part in classes else ""
        found[in_heading or named.get(part, "texts")].append(node)
    return found


def _fate_counts(lines: list[SourceLine]) -> list[FateCount]:
    counts = {fate: sum(line.fate is fate for line in lines) for fate in Fate}
    return [FateCount(fate, str(words.FATES[fate]), n) for fate, n in counts.items() if n]


@writes(CHANGE)
def apply(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Publish the standard as corrected; a refusal comes back on the check page."""
    try:
        draft = services.apply_draft(
            draft_id=draft_id,
            revision=request.POST.get("version", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        checked = queries.checked(queries.draft(draft_id))
        context = _check_context(checked) | {"problems": refusal.problems}
        return render(request, CHECK, context, status=422)
    if draft.standard is not None and draft.standard.source_file_id != draft.file_id:
        messages.info(request, _("This version was already here and says the same."))
    else:
        messages.success(request, _("The standard is published in the catalogue."))
    return redirect("standards:standard", draft.standard_id)


@writes(CHANGE)
def discard(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Put a draft aside."""
    services.discard_draft(draft_id=draft_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The draft was put aside."))
    return redirect("standards:intake_new")


@reads(CHANGE)
def source(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """The file a draft was read from, as it was uploaded."""
    data, name, media_type = queries.source_file(draft_id)
    return file_response(data, media_type=media_type, filename=name)
