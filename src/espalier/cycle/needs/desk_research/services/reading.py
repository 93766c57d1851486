"""Bringing the file of a document and reading its text page by page."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.desk_research import queries, wording
from espalier.cycle.needs.desk_research.models import DeskDocument, DeskPage, Extract
from espalier.engines.intake.paged import PagedText, PageText, open_paged
from espalier.engines.intake.refusals import IntakeRefused
from espalier.engines.matching.passages import find_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import store_file
from espalier.kit.jobs.services import start_job
from espalier.kit.jobs.types import Cancelled, Progress
from espalier.kit.versions.services import record_changed

READ_DOCUMENT = "needs.read_document"
LONG_PAGES = 60  # more than this is read as long work, so that the page answers at once
BATCH = 25  # pages written together; never more than these are held
State = DeskDocument.TextState


@transaction.atomic
def attach_file(
    *, document_id: int, data: bytes, name: str, by: Actor, at: datetime
) -> DeskDocument:
    """Keep a file for a document and read its text: at once when it is short, else as a job.

    A scan without text is kept and marked as such. A newer file replaces the text; passages keep
    their words and are sought again in it.

    Raises: NotFound; Refused when the file cannot be read, and then nothing is kept.
    """
    document = DeskDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        document = queries.document_or_404(document_id)
    stored = store_file(data=data, name=name, by=by, at=at)
    document.file, document.updated_at = stored, at
    try:
        opened = open_paged(data, filename=name)
        document.n_pages, document.text_problem = opened.n_pages, ""
        if opened.n_pages > LONG_PAGES:
            _read_later(document, by, at)
        else:
            DeskPage.objects.filter(document=document).delete()
            has_words = _store(document, opened)
            _seek_again(document)
            document.text_state = State.READY if has_words else State.NO_TEXT
    except IntakeRefused as refusal:
        raise Refused([wording.file_problem(refusal, name)]) from refusal
    document.save()
    after = {"file": stored.name, "sha256": stored.sha256, "pages": document.n_pages}
    log.record("needs.document.file_attached", document, by=by, at=at, after=after)
    _tell(document, _("The file was replaced or added."), by, at)
    return document


def _read_later(document: DeskDocument, by: Actor, at: datetime) -> None:
    title = _("Read the text of %(code)s") % {"code": document.code}
    arguments = {"document_id": document.pk}
    document.job = start_job(kind=READ_DOCUMENT, title=title, arguments=arguments, by=by, at=at)
    document.text_state = State.WAITING


def read_text(
    *, document_id: int, by: Actor, at: datetime, progress: Progress | None = None
) -> DeskDocument:
    """Read the text of a document's file, a few pages at a time, telling how far it is.

    Each batch is its own transaction, so that progress is seen; the document counts as being read
    until the last page is in, and whatever stops the reading leaves no page behind.

    Raises: NotFound; Refused when a page cannot be read; Cancelled.
    """
    document = queries.document_or_404(document_id)
    if document.file is None:
        raise Refused([Problem("no_file", _("The document has no file."), document.code)])
    DeskPage.objects.filter(document=document).delete()
    try:
        opened = open_paged(file_bytes(document.file), filename=document.file.name)
        has_words = _store(document, opened, progress)
    except IntakeRefused as refusal:
        problem = wording.file_problem(refusal, document.file.name)
        _give_up(document, str(problem), by, at)
        raise Refused([problem]) from refusal
    except Cancelled:
        _give_up(document, _("The reading was stopped. Bring the file again to read it."), by, at)
        raise
    _finish(document, opened.n_pages, has_words, by, at)
    return document


@transaction.atomic
def _finish(document: DeskDocument, n_pages: int, has_words: bool, by: Actor, at: datetime) -> None:
    document.text_state = State.READY if has_words else State.NO_TEXT
    document.n_pages, document.text_problem, document.updated_at = n_pages, "", at
    document.save()
    _seek_again(document)
    after = {"pages": n_pages, "state": document.text_state}
    log.record("needs.document.read", document, by=by, at=at, after=after)
    _tell(document, _("The text of the document was read."), by, at)


@transaction.atomic
def _give_up(document: DeskDocument, why: str, by: Actor, at: datetime) -> None:
    DeskPage.objects.filter(document=document).delete()
    document.text_state, document.text_problem = State.FAILED, why
    document.updated_at = at
    document.save()
    log.record("needs.document.not_read", document, by=by, at=at, after={"why": why})


def _store(document: DeskDocument, opened: PagedText, progress: Progress | None = None) -> bool:
    """Write the pages batch by batch; returns whether any of them holds words."""
    has_words = False
    for batch in _batches(opened.pages):
        DeskPage.objects.bulk_create(
            DeskPage(document=document, number=page.number, label=page.label[:120], text=page.text)
            for page in batch
        )
        has_words = has_words or any(page.text.strip() for page in batch)
        if progress is not None:
            at = {"n": batch[-1].number, "total": opened.n_pages}
            share = batch[-1].number / max(opened.n_pages, 1)
            progress(share * 0.98, _("Page %(n)d of %(total)d") % at)
    return has_words


def _batches(pages: Iterable[PageText]) -> Iterator[list[PageText]]:
    walk = iter(pages)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _seek_again(document: DeskDocument) -> None:
    """Give passages their place in the newly read text: on their page, else they have none."""
    held = list(Extract.objects.filter(document=document).order_by("pk"))
    numbers = {extract.page for extract in held}
    pages = DeskPage.objects.filter(document=document, number__in=sorted(numbers)[:900])
    texts = dict(pages.values_list("number", "text"))
    for extract in held:
        span = find_words(texts.get(extract.page, ""), extract.text)
        extract.start, extract.end = (span.start, span.end) if span else (None, None)
    Extract.objects.bulk_update(held, ["start", "end"], batch_size=100)


def _tell(document: DeskDocument, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.DOCUMENT,
        record_id=document.pk,
        label=f"{document.code} {document.title}",
        reason=reason,
        by=by,
        at=at,
    )
