"""The thread through desk research: indicator P2.1.2 → document → passage, and what is broken."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

ROOM = "espalier.cycle.needs.desk_research"
DOCUMENT, EXTRACT = queries.DOCUMENT, queries.EXTRACT
COMPETENCY = "standards.Competency"
UNREAD = "needs.document_without_extract"


def register_thread() -> None:
    registry.register_node(NodeKind(DOCUMENT, _("Document of the desk"), ROOM, _documents))
    registry.register_node(NodeKind(EXTRACT, _("Passage of a document"), ROOM, _extracts))
    links = queries.document_extract_links()
    registry.register_edge(
        edge(DOCUMENT, EXTRACT, _("the passage stands in the document"), links, "document_id", "pk")
    )
    registry.register_edge(
        edge(
            COMPETENCY,
            EXTRACT,
            _("the passage speaks of the competency"),
            links.exclude(competency=None),
            "competency_id",
            "pk",
        )
    )
    fulfils(DOCUMENT, {"P2.1.2": queries.document_ids})
    fulfils(EXTRACT, {"P2.1.2": queries.extract_ids})
    registry.register_check(
        Check(UNREAD, _("Documents from which no passage was taken"), documents_without_extract)
    )


def _documents(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for pk, label in queries.described_documents(ids):
        yield pk, label, reverse("needs:document", args=[pk])


def _extracts(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for pk, label in queries.described_extracts(ids):
        yield pk, label, reverse("needs:extract", args=[pk])


def documents_without_extract() -> Iterable[Break]:
    """One query."""
    message = _("Nobody took a passage from it.")
    remedy = _("Read it and mark what speaks of a need, or take it out of the register.")
    for document in queries.documents_without_extract():
        url = reverse("needs:document", args=[document.pk])
        label = f"{document.code} {document.title}"
        yield Break(UNREAD, DOCUMENT, str(document.pk), label, url, message, remedy, url)
