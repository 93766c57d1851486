"""Pages of the documents: read, compare, submit, consult, publish, download."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.engines.documents.html import stylesheet
from espalier.kit.accounts.scope import scope_of
from espalier.kit.approval import queries as approvals
from espalier.kit.approval.models import Run
from espalier.kit.approval.permissions import VIEW as VIEW_APPROVAL
from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound, Refused
from espalier.kit.exports.http import file_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.outputs import content as contents
from espalier.kit.outputs import forms, queries, services
from espalier.kit.outputs.permissions import PREPARE, VIEW
from espalier.kit.outputs.registry import output_kind, output_kinds
from espalier.kit.outputs.types import OutputKind
from espalier.kit.outputs.writing import MEDIA_TYPES, ON_SCREEN, written
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State

_DRAFTS: Kept[str] = Kept(size=8)  # as contents.frozen: any record may stand in a document


@reads(VIEW)
def documents(request: SignedInRequest) -> HttpResponse:
    """All documents the person may read, each with its state and whose move it is."""
    kinds = [kind for kind in output_kinds() if scope_of(request.user, kind.view)]
    return render(request, "outputs/list.html", {"lines": queries.document_lines(kinds)})


@reads(VIEW)
def document(request: SignedInRequest, output: str) -> HttpResponse:
    """A document on screen: the edition in force, the one under way, or ``?edition=`` any other."""
    kind = _readable(request, output)
    editions = queries.all_editions(output)
    in_force, under_way = queries.current(editions)
    prepares = bool(scope_of(request.user, kind.prepare))
    shown = _asked_edition(request, editions) or in_force or under_way
    if shown is not None and not _may_see(request, kind, shown):
        if shown != under_way:
            raise NotFound
        shown = None  # the first edition is being worked on: to its readers there is none yet
    language = queries.reader_language()
    context = {
        "kind": kind,
        "shown": shown,
        "state": _state_of(shown),
        "html": queries.on_screen(shown, language) if shown else "",
        "in_force": in_force,
        "under_way": under_way if under_way and _may_see(request, kind, under_way) else None,
        "run": _run_of(request, shown, prepares=prepares),
        "cause": queries.cause_of_update(shown) if shown and shown.needs_update_since else None,
        "editions": editions if prepares else [e for e in editions if e.published_at],
        "hidden_format": ON_SCREEN,
        "may_prepare": prepares,
        "may_publish": bool(scope_of(request.user, kind.publish)),
    }
    return render(request, "outputs/document.html", context)


@reads(PREPARE)
def draft(request: SignedInRequest, output: str) -> HttpResponse:
    """Today's records as the draft of the next edition, and what it would change."""
    kind = _prepared(request, output)
    language = queries.reader_language()
    today = timezone.localdate()
    content = contents.frozen(kind, today)
    number = contents.next_number(versions.latest(output))

    def drawn() -> str:
        tree = contents.draft_tree(kind, content, language, number)
        return written(tree, ON_SCREEN, settings.FONTS_DIR).decode()

    context = {
        "kind": kind,
        "number": number,
        "html": _DRAFTS.of((output, today, language, number), drawn),
        "hurdles": kind.hurdles(content),
    }
    return render(request, "outputs/draft.html", context)


@reads(PREPARE)
def draft_file(request: SignedInRequest, output: str, format_: str) -> HttpResponse:
    """Today's draft as a file."""
    kind = _prepared(request, output)
    if format_ not in kind.formats:
        raise NotFound
    language, today = queries.reader_language(), timezone.localdate()
    content = contents.frozen(kind, today)
    number = contents.next_number(versions.latest(output))
    data = written(
        contents.draft_tree(kind, content, language, number), format_, settings.FONTS_DIR
    )
    name = f"{output}_{kind.title}_{_('draft')}_{today:%Y%m%d}.{format_}"
    return file_response(data, media_type=MEDIA_TYPES[format_], filename=name)


@reads(VIEW)
def edition_file(
    request: SignedInRequest, output: str, edition_id: int, language: str, format_: str
) -> HttpResponse:
    """A file of an approved edition, the bytes as they were approved."""
    kind = _readable(request, output)
    edition = queries.edition_of(output, edition_id)
    if format_ not in kind.formats or not _may_see(request, kind, edition):
        raise NotFound
    data = versions.edition_file(edition, format_, language)
    name = f"{output}_{edition.title}_{edition.edition}_{language}.{format_}"
    return file_response(data, media_type=MEDIA_TYPES[format_], filename=name)


@writes(PREPARE, form=True)
def submit(request: SignedInRequest, output: str) -> HttpResponse:
    """What stops it, what changes, and the way into review."""
    kind = _prepared(request, output)
    language = queries.reader_language()
    content = contents.frozen(kind, timezone.localdate())
    hurdles = kind.hurdles(content)
    procedures = approvals.procedures_for(output)
    sent = request.POST if request.method == "POST" else None
    form = forms.SubmitForm(
        sent,
        procedures=[(each.code, each.title) for each in procedures],
        hurdles=hurdles,
        by_amount=kind.amount is None
        and queries.goes_by_amount([each.code for each in procedures]),
    )
    problems: list[Any] = []
    if sent is not None and form.is_valid():
        try:
            _submit(request, output, form)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The document was handed to its reviewers."))
            return redirect("outputs:document", output)
    context = {
        "kind": kind,
        "form": form,
        "problems": problems,
        "hard": [each.problem for each in hurdles if not each.reason_allowed],
        "procedures": procedures,
        "changes": queries.changes_today(kind, content, language),
        "newest": versions.latest(output),
    }
    status = 422 if sent is not None else 200
    return render(request, "outputs/submit.html", context, status=status)


def _submit(request: SignedInRequest, output: str, form: forms.SubmitForm) -> Edition:
    asked = form.cleaned_data
    return services.submit(
        output=output,
        change_note=asked["change_note"],
        reasons=form.reasons(),
        procedure_code=asked["procedure"],
        amount=asked.get("amount"),
        by=request.actor,
        at=timezone.now(),
    )


@writes(PREPARE, form=True)
def consult(request: SignedInRequest, output: str) -> HttpResponse:
    """Put today's draft to the people concerned."""
    kind = _prepared(request, output)
    form = forms.ConsultForm(request.POST if request.method == "POST" else None)
    problems: list[Any] = []
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["change_note"]
        try:
            services.put_to_consultation(
                output=output, change_note=note, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The draft is open for consultation."))
            return redirect("outputs:document", output)
    context = {"kind": kind, "form": form, "problems": problems}
    status = 422 if form.is_bound else 200
    return render(request, "outputs/consult.html", context, status=status)


@writes(PREPARE)
def publish(request: SignedInRequest, output: str, edition_id: int) -> HttpResponse:
    """Put an approved edition in force."""
    kind = _readable(request, output)
    if not scope_of(request.user, kind.publish):
        raise NotFound
    edition = queries.edition_of(output, edition_id)
    services.publish(edition_id=edition.pk, by=request.actor, at=timezone.now())
    messages.success(request, _("The edition is in force."))
    return redirect("outputs:document", output)


@reads(PREPARE)
def changes(request: SignedInRequest, output: str, edition_id: int) -> HttpResponse:
    """What an edition changed: against the one approved before, the review before, the consultation."""
    kind = _prepared(request, output)
    edition, language = queries.edition_of(output, edition_id), queries.reader_language()
    context = {
        "kind": kind,
        "edition": edition,
        "before": queries.last_approved(edition),
        "since_approval": queries.changes_since_approval(edition, language),
        "since_review": queries.changes_since_review(edition, language),
        "since_consultation": queries.changes_since_consultation(edition, language),
        "resting": queries.rests_on(edition),
    }
    return render(request, "outputs/changes.html", context)


@reads(VIEW)
def styles(request: SignedInRequest) -> HttpResponse:
    """The styles of documents shown on pages, from the engine that writes them."""
    answer = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _readable(request: SignedInRequest, output: str) -> OutputKind:
    """The document, for who may read it. Raises: NotFound."""
    kind = output_kind(output)
    if not scope_of(request.user, kind.view):
        raise NotFound
    return kind


def _prepared(request: SignedInRequest, output: str) -> OutputKind:
    """The document, for who prepares it. Raises: NotFound."""
    kind = output_kind(output)
    if not scope_of(request.user, kind.prepare):
        raise NotFound
    return kind


def _may_see(request: SignedInRequest, kind: OutputKind, edition: Edition) -> bool:
    """What was never published is seen by those who prepare or review it."""
    if edition.published_at is not None or scope_of(request.user, kind.prepare):
        return True
    run = approvals.latest_run(services.SUBJECT, edition.pk)
    return run is not None and queries.takes_part(run.pk, request.user)


def _run_of(request: SignedInRequest, shown: Edition | None, *, prepares: bool) -> Run | None:
    """The review of an edition, for who prepares it and who sees all reviews."""
    sees_all = bool(scope_of(request.user, VIEW_APPROVAL).paths)
    if shown is None or not (prepares or sees_all):
        return None
    return approvals.latest_run(services.SUBJECT, shown.pk)


def _asked_edition(request: SignedInRequest, editions: Sequence[Edition]) -> Edition | None:
    """The edition the address names. Raises: NotFound for one this output does not have."""
    asked = request.GET.get("edition", "")
    if not asked.isdecimal():
        return None
    for each in editions:
        if each.pk == int(asked):
            return each
    raise NotFound


def _state_of(edition: Edition | None) -> str:
    if edition is None:
        return "none"
    flagged = edition.needs_update_since and edition.state in (State.APPROVED, State.PUBLISHED)
    return "needs_update" if flagged else edition.state
