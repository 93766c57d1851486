"""Writing the register of documents."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.desk_research import queries, rules, wording
from espalier.cycle.needs.desk_research.models import DeskDocument
from espalier.cycle.needs.desk_research.types import DocumentContent
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused
from espalier.kit.filling import fill, stripped
from espalier.kit.versions.services import record_changed

FIELDS = [field.name for field in fields(DocumentContent)]


@transaction.atomic
def save_document(
    *, document_id: int | None, content: DocumentContent, by: Actor, at: datetime
) -> DeskDocument:
    """Add a document to the register, or change what the register says of it.

    Raises: NotFound; Refused with every problem.
    """
    content = stripped(content)
    held = None if document_id is None else queries.document_or_404(document_id)
    problems = [wording.document_problem(kind) for kind in rules.problems_of_document(content)]
    if DeskDocument.objects.filter(code=content.code).exclude(pk=document_id or 0).exists():
        problems.append(wording.code_taken(content.code))
    if problems:
        raise Refused(problems)
    document = held or DeskDocument()
    before = asdict(queries.content_of(document)) if held else None
    fill(document, content, FIELDS)
    document.updated_at = at
    document.save()
    event = "needs.document.changed" if held else "needs.document.added"
    log.record(event, document, by=by, at=at, before=before, after=asdict(content))
    reason = _("The document was changed.") if held else _("A document was added.")
    _tell(document, reason, by, at)
    return document


@transaction.atomic
def set_active(*, document_id: int, is_active: bool, by: Actor, at: datetime) -> DeskDocument:
    """Take a document out of the register or back; its file, text and passages stay.

    Raises: NotFound.
    """
    document = queries.document_or_404(document_id)
    document.is_active, document.updated_at = is_active, at
    document.save(update_fields=["is_active", "updated_at"])
    event = "needs.document.restored" if is_active else "needs.document.withdrawn"
    log.record(event, document, by=by, at=at, after={"is_active": is_active})
    reason = _("The document is in the register again.")
    if not is_active:
        reason = _("The document was taken out of the register.")
    _tell(document, reason, by, at)
    return document


@transaction.atomic
def import_documents(*, contents: Mapping[str, DocumentContent], by: Actor, at: datetime) -> None:
    """Add or change many documents of the register at once; two statements whatever their number."""
    held = {row.code: row for row in DeskDocument.objects.all()}
    fresh: list[DeskDocument] = []
    changed: list[DeskDocument] = []
    for code, content in contents.items():
        row = held.get(code) or DeskDocument()
        fill(row, content, FIELDS)
        row.updated_at = at
        (changed if code in held else fresh).append(row)
    DeskDocument.objects.bulk_create(fresh)
    DeskDocument.objects.bulk_update(changed, [*FIELDS, "updated_at"], batch_size=40)
    after = {"codes": sorted(contents)}
    log.record("needs.documents.imported", "needs.DeskDocument:*", by=by, at=at, after=after)
    record_changed(
        kind=queries.DOCUMENT,
        record_id="*",
        label="",
        reason=_("Documents of the desk were imported."),
        by=by,
        at=at,
    )
    for row in changed:
        _tell(row, _("The document was changed."), by, at)


def _tell(document: DeskDocument, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.DOCUMENT,
        record_id=document.pk,
        label=f"{document.code} {document.title}",
        reason=reason,
        by=by,
        at=at,
    )
