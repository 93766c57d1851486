"""Every read of desk research."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from espalier.cycle.needs.desk_research import rules
from espalier.cycle.needs.desk_research.models import DeskDocument, DeskPage, Extract
from espalier.cycle.needs.desk_research.types import (
    DocumentContent,
    DocumentRow,
    ExtractRow,
    FoundPage,
    Mark,
    SuggestedPassage,
    SuggestionList,
)
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.engines.matching.folding import to_traditional
from espalier.engines.matching.passages import find_words, suggest_passages
from espalier.kit.errors import NotFound, Text

DOCUMENT, EXTRACT = "needs.DeskDocument", "needs.Extract"

MAX_FOUND = 100  # pages shown for one search
Choices = list[tuple[str, Text]]


def type_choices() -> Choices:
    return list(DeskDocument.Type.choices)


def scope_choices() -> Choices:
    return list(DeskDocument.Scope.choices)


def text_state_choices() -> Choices:
    return list(DeskDocument.TextState.choices)


def kind_choices() -> Choices:
    """What a passage may speak of: need, trend, constraint, risk."""
    return list(Extract.Kind.choices)


def aspect_choices() -> Choices:
    """The four aspects of PEST."""
    return list(Extract.Aspect.choices)


def documents_for_list() -> QuerySet[Any]:
    """The register in order of code, with how many passages were taken from each."""
    return (
        DeskDocument.objects.filter(is_active=True)
        .annotate(n_extracts=Count("extracts"))
        .order_by("code", "pk")
    )


def documents() -> list[DocumentRow]:
    """The register as other rooms read it. One query."""
    rows = documents_for_list().values_list(
        "pk", "code", "title", "title_en", "type", "scope", "issuer", "issuer_en", "dated_on",
        "relevance", "credibility", "reason", "reason_en", "text_state", "n_pages", "n_extracts",
    )  # fmt: skip
    return [DocumentRow(*row) for row in rows]


def _extracts() -> QuerySet[Extract]:
    rows = Extract.objects.select_related("document", "competency")
    return rows.order_by("document__code", "page", "start", "pk")


def extracts_for_list() -> QuerySet[Extract]:
    """Passages of the documents in the register."""
    return _extracts().filter(document__is_active=True)


def extracts(*, document_id: int | None = None, page: int | None = None) -> list[ExtractRow]:
    """Passages in reading order: of the register, of one document, of one of its pages. One query.

    Those of one document are there even when it was taken out of the register.
    """
    rows = extracts_for_list()
    if document_id is not None:
        rows = _extracts().filter(document_id=document_id)
    if page is not None:
        rows = rows.filter(page=page)
    return [_row(each) for each in rows]


def _row(each: Extract) -> ExtractRow:
    return ExtractRow(
        id=each.pk,
        code=each.code,
        document_id=each.document_id,
        document_code=each.document.code,
        document_title=each.document.title,
        document_title_en=each.document.title_en,
        page=each.page,
        text=each.text,
        text_en=each.text_en,
        kind=each.kind,
        aspect=each.aspect,
        comment=each.comment,
        comment_en=each.comment_en,
        competency_id=each.competency_id,
        competency_code=each.competency.code if each.competency else "",
        is_manual=each.start is None,
    )


def document_or_404(document_id: int) -> DeskDocument:
    """Raises: NotFound."""
    found = DeskDocument.objects.select_related("file", "job").filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def extract_or_404(extract_id: int) -> Extract:
    """Raises: NotFound."""
    found = (
        Extract.objects.select_related("document", "document__file", "competency")
        .filter(pk=extract_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def content_of(document: DeskDocument) -> DocumentContent:
    """What the register says of a document."""
    return DocumentContent(
        code=document.code,
        title=document.title,
        type=document.type,
        scope=document.scope,
        relevance=document.relevance,
        credibility=document.credibility,
        title_en=document.title_en,
        issuer=document.issuer,
        issuer_en=document.issuer_en,
        dated_on=document.dated_on,
        reason=document.reason,
        reason_en=document.reason_en,
    )


def contents_by_code() -> dict[str, DocumentContent]:
    """What the register says of every document. One query."""
    return {row.code: content_of(row) for row in DeskDocument.objects.order_by("code")}


def document_ids_by_code() -> dict[str, int]:
    return dict(DeskDocument.objects.order_by("code").values_list("code", "pk"))


def extract_ids_by_code() -> dict[str, int]:
    """Passages by their code, for imports that name them. One query."""
    return dict(Extract.objects.order_by("code").values_list("code", "pk"))


def page_of(document_id: int, number: int) -> DeskPage | None:
    """The text of one page; None when the document has no text there."""
    return DeskPage.objects.filter(document_id=document_id, number=number).first()


def page_labels(document_id: int) -> list[tuple[int, str, bool]]:
    """Number, name and whether it holds any words, of every page. One query."""
    rows = DeskPage.objects.filter(document_id=document_id).order_by("number")
    return list(rows.annotate(has_text=~Q(text="")).values_list("number", "label", "has_text"))


def marks_on(document_id: int, page: int) -> list[Mark]:
    """The passages taken from a page whose place is known. One query."""
    rows = Extract.objects.filter(document_id=document_id, page=page, start__isnull=False)
    return [
        Mark(pk, kind, start, end)
        for pk, kind, start, end in rows.order_by("start", "pk").values_list(
            "pk", "kind", "start", "end"
        )
        if start is not None and end is not None
    ]


def search_pages(words: str) -> list[FoundPage]:
    """Pages on which every searched word stands, written in simplified characters too. One query."""
    forms = dict.fromkeys(form for form in (words.strip(), to_traditional(words.strip())) if form)
    condition = Q(pk__in=[])
    for form in forms:
        all_words = Q()
        for word in form.split():
            all_words &= Q(text__icontains=word)
        condition |= all_words
    rows = (
        DeskPage.objects.filter(condition, document__is_active=True)
        .select_related("document")
        .order_by("document__code", "number")[:MAX_FOUND]
    )
    return [_found(row, list(forms)) for row in rows]


def _found(row: DeskPage, forms: Sequence[str]) -> FoundPage:
    lowered = row.text.lower()
    places = [
        (at, at + len(word))
        for form in forms
        for word in form.split()
        if (at := lowered.find(word.lower())) >= 0
    ]
    start, end = places[0] if places else (0, 0)
    return FoundPage(
        row.document_id,
        row.document.code,
        row.document.title,
        row.number,
        row.label,
        rules.snippet(row.text, start, end),
    )


def suggestions(
    competency_id: int, *, document_id: int | None = None, limit: int = 10
) -> SuggestionList:
    """Passages that may speak of a competency, with the phrases they share with it. Three queries.

    Raises: NotFound.
    """
    competency = catalogue.competency(competency_id)
    rows = DeskPage.objects.filter(document__is_active=True).exclude(text="")
    if document_id is not None:
        rows = rows.filter(document_id=document_id)
    pages = list(
        rows.order_by("document__code", "number").values_list(
            "document_id", "document__code", "document__title", "number", "text"
        )
    )
    answer = suggest_passages(competency.name, [page[-1] for page in pages], limit=limit)
    taken = _taken(competency_id)
    found = tuple(
        SuggestedPassage(
            *pages[each.page][:4],
            start=each.span.start,
            text=each.text,
            score=each.score,
            shared=each.shared,
            is_taken=(pages[each.page][0], pages[each.page][3], each.text) in taken,
        )
        for each in answer.found
    )
    return SuggestionList(found, answer.n_pages, answer.n_close)


def _taken(competency_id: int) -> set[tuple[int, int, str]]:
    """Passages already taken for a competency."""
    rows = Extract.objects.filter(competency_id=competency_id)
    return set(rows.values_list("document_id", "page", "text"))


def place_of(document_id: int, page: int, words: str, start: int | None) -> tuple[int, int] | None:
    """Where words stand on a page: at the marked place if they do, else where they first stand."""
    held = page_of(document_id, page)
    if held is None or not held.text:
        return None
    if start is not None and held.text.startswith(words, start):
        return start, start + len(words)
    span = find_words(held.text, words)
    return None if span is None else (span.start, span.end)


def has_text(document_id: int, page: int) -> bool:
    return DeskPage.objects.filter(document_id=document_id, number=page).exclude(text="").exists()


def next_extract_number(document_id: int) -> int:
    """One more than the highest number used for a passage of the document."""
    highest = Extract.objects.filter(document_id=document_id).aggregate(n=Max("number"))["n"]
    return (highest or 0) + 1


def documents_without_extract() -> list[DeskDocument]:
    """Documents of the register that nobody took a passage from."""
    rows = DeskDocument.objects.filter(is_active=True, extracts=None)
    return list(rows.order_by("code"))


def unused_extracts(used: Iterable[int] | QuerySet[Any]) -> list[Extract]:
    """Passages that are not among those used; the room that uses them says which are."""
    return list(extracts_for_list().exclude(pk__in=used))


def described_documents(ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = DeskDocument.objects.filter(pk__in=list(ids)).order_by("pk")
    return [
        (str(pk), f"{code} {title}") for pk, code, title in rows.values_list("pk", "code", "title")
    ]


def described_extracts(ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = Extract.objects.filter(pk__in=list(ids)).order_by("pk")
    return [
        (str(pk), f"{code} {text[:40]}{'…' if len(text) > 40 else ''}")
        for pk, code, text in rows.values_list("pk", "code", "text")
    ]


def document_ids() -> list[int]:
    """Documents of the register, for the indicator they fulfil."""
    return list(
        DeskDocument.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    )


def extract_ids() -> list[int]:
    rows = Extract.objects.filter(document__is_active=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def document_extract_links() -> QuerySet[Extract]:
    return Extract.objects.all()


def issuers() -> list[str]:
    """Who issued the documents, for the filter of the list. One query."""
    rows = DeskDocument.objects.filter(is_active=True).exclude(issuer="").order_by("issuer")
    return list(rows.values_list("issuer", flat=True).distinct())
