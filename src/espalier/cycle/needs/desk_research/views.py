"""Pages of desk research: register, document with its file, page with its passages, search."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.permitted import may
from espalier.cycle.needs.desk_research import forms, lists, queries, rules, services
from espalier.cycle.needs.desk_research.permissions import CHANGE, VIEW
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.exports.http import file_response
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import MAX_BYTES
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/desk_research"


@reads(VIEW)
def document_list(request: SignedInRequest) -> HttpResponse:
    return list_response(
        request,
        lists.DOCUMENTS,
        queries.documents_for_list(),
        template=f"{TEMPLATES}/list.html",
        context={"may_change": may(request, CHANGE)},
    )


@reads(VIEW)
def extract_list(request: SignedInRequest) -> HttpResponse:
    template = f"{TEMPLATES}/extracts.html"
    return list_response(request, lists.EXTRACTS, queries.extracts_for_list(), template=template)


@reads(VIEW)
def document(request: SignedInRequest, document_id: int) -> HttpResponse:
    return _document_page(request, document_id)


def _document_page(
    request: SignedInRequest, document_id: int, problems: list[Problem] | None = None
) -> HttpResponse:
    """One document: what the register says, its file, its pages and passages."""
    found = queries.document_or_404(document_id)
    context = {
        "document": found,
        "pages": queries.page_labels(document_id),
        "extracts": queries.extracts(document_id=document_id),
        "kinds": dict(queries.kind_choices()),
        "may_change": may(request, CHANGE),
        "file_form": forms.FileForm(),
        "problems": problems or [],
        "own_job": found.job is not None and found.job.owner_id == request.user.pk,
    }
    status = 422 if problems else 200
    return render(request, f"{TEMPLATES}/document.html", context, status=status)


@writes(CHANGE, form=True)
def document_new(request: SignedInRequest) -> HttpResponse:
    """Add a document to the register."""
    form = forms.DocumentForm(request.POST or None)

    def act(_told: object) -> str:
        row = services.save_document(
            document_id=None, content=form.content(), by=request.actor, at=timezone.now()
        )
        return reverse("needs:document", args=[row.pk])

    page = FormPage(
        form=form,
        title=_("Add a document"),
        act=act,
        back_url=reverse("needs:documents"),
        back=_("Documents of the desk"),
        done=_("The document is in the register. Bring its file next."),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def document_edit(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Change what the register says of a document."""
    found = queries.document_or_404(document_id)
    initial = forms.initial_document(found)
    form = forms.DocumentForm(request.POST or None, initial=initial)
    url = reverse("needs:document", args=[document_id])

    def act(_told: object) -> str:
        services.save_document(
            document_id=document_id, content=form.content(), by=request.actor, at=timezone.now()
        )
        return url

    page = FormPage(
        form=form,
        title=_("Change the document"),
        act=act,
        back_url=url,
        back=f"{found.code} {found.title}",
        changed_at=found.updated_at,
        held=initial,
    )
    return answer(request, page)


@writes(CHANGE)
def document_file(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Bring the file of a document; a refused file leaves everything as it was."""
    sent = request.FILES.get("file")
    try:
        if sent is None or sent.size is None:
            raise Refused([Problem("no_file", _("No file was chosen."), _("File"))])
        if sent.size > MAX_BYTES:
            limit = _("The limit is %(n)d MB; split the file or remove pictures.")
            message = _("The file is too large.")
            place = str(sent.name)
            raise Refused([Problem("too_large", message, place, limit % {"n": MAX_BYTES // 2**20})])
        row = services.attach_file(
            document_id=document_id,
            data=sent.read(),
            name=str(sent.name),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _document_page(request, document_id, refusal.problems)
    messages.success(request, _told_of(row.text_state))
    return redirect("needs:document", document_id)


def _told_of(text_state: str) -> str:
    """What became of the file, in one sentence."""
    return {
        "waiting": _("The file is kept; its text is being read."),
        "no_text": _("The file is kept, but it is a scan without text. Type passages by hand."),
    }.get(text_state, _("The file is kept and its text was read."))


@writes(CHANGE)
def document_active(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Take a document out of the register, or back."""
    wanted = request.POST.get("active") == "yes"
    services.set_active(
        document_id=document_id, is_active=wanted, by=request.actor, at=timezone.now()
    )
    told = _("The document is in the register again.")
    if not wanted:
        told = _("The document was taken out of the register.")
    messages.success(request, told)
    return redirect("needs:document", document_id)


@reads(VIEW)
def document_original(request: SignedInRequest, document_id: int) -> HttpResponse:
    """The file as it came in; always a download, so that nothing in it runs in the page.

    Raises: NotFound.
    """
    found = queries.document_or_404(document_id)
    if found.file is None:
        raise NotFound
    media = "application/octet-stream"
    return file_response(file_bytes(found.file), media_type=media, filename=found.file.name)


@reads(VIEW)
def document_page(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    """The text of one page with what was marked on it. ``?start=`` proposes a passage."""
    found = queries.document_or_404(document_id)
    initial: dict[str, object] = {"page": number}
    words = request.GET.get("words", "")
    if words and queries.place_of(document_id, number, words, None):
        initial |= {"words": words, "competency": request.GET.get("competency", "")}
    return _reading_page(request, found, number, forms.PassageForm(initial=initial))


@reads(VIEW)
def extract(request: SignedInRequest, extract_id: int) -> HttpResponse:
    """The page a passage came from, with the passage shown on it."""
    found = queries.extract_or_404(extract_id)
    form = forms.PassageForm(initial={"page": found.page})
    return _reading_page(request, found.document, found.page, form, current=found.pk)


@writes(CHANGE)
def document_mark(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Take a passage from a page; what is wrong comes back on the page with what was typed."""
    found = queries.document_or_404(document_id)
    form = forms.PassageForm(request.POST)
    problems: list[Problem] = []
    if form.is_valid():
        try:
            marked = services.mark_passage(
                document_id=document_id, content=form.content(), by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Marked as %(code)s.") % {"code": marked.code})
            return redirect("needs:extract", marked.pk)
    sent = request.POST.get("page", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 7 else 1
    return _reading_page(request, found, number, form, problems=problems, status=422)


def _reading_page(
    request: SignedInRequest,
    found: Any,
    number: int,
    form: forms.PassageForm,
    *,
    current: int | None = None,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Raises: NotFound for a page the document does not have."""
    if number < 1 or (found.n_pages and number > found.n_pages):
        raise NotFound
    held = queries.page_of(found.pk, number)
    text = held.text if held else ""
    marks = queries.marks_on(found.pk, number)
    context = {
        "document": found,
        "number": number,
        "label": held.label if held else "",
        "segments": rules.segments(text, marks) if text else [],
        "extracts": queries.extracts(document_id=found.pk, page=number),
        "kinds": dict(queries.kind_choices()),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < found.n_pages else None,
        "current": current,
        "form": form,
        "problems": problems or [],
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/page.html", context, status=status)


@writes(CHANGE, form=True)
def extract_edit(request: SignedInRequest, extract_id: int) -> HttpResponse:
    """Change what a passage says or speaks of."""
    found = queries.extract_or_404(extract_id)
    form = forms.PassageForm(request.POST or None, initial=forms.initial_passage(found))
    url = reverse("needs:extract", args=[extract_id])

    def act(_told: object) -> str:
        services.change_passage(
            extract_id=extract_id, content=form.content(), by=request.actor, at=timezone.now()
        )
        return url

    page = FormPage(
        form=form, title=_("Change the passage"), act=act, back_url=url, back=found.code
    )
    return answer(request, page)


@writes(CHANGE)
def extract_remove(request: SignedInRequest, extract_id: int) -> HttpResponse:
    """Take a passage back; refused while something rests on it."""
    found = queries.extract_or_404(extract_id)
    services.remove_passage(extract_id=extract_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The passage was removed."))
    return redirect("needs:document_page", found.document_id, found.page)


@reads(VIEW)
def search(request: SignedInRequest) -> HttpResponse:
    """Words sought in the text of all documents."""
    words = request.GET.get("q", "").strip()[:100]
    found = queries.search_pages(words) if words else []
    context = {"words": words, "found": found, "limit": queries.MAX_FOUND}
    return render(request, f"{TEMPLATES}/search.html", context)


@reads(VIEW)
def suggestions(request: SignedInRequest) -> HttpResponse:
    """Passages that may speak of a competency, each with the reason it is shown."""
    form = forms.SuggestionForm(request.GET or None)
    found = None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        found = queries.suggestions(told["competency"], document_id=told["document"])
    context = {
        "form": form,
        "found": found,
        "competency": form.cleaned_data["competency"] if found else "",
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/suggestions.html", context)
