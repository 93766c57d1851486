"""O1.2.1 as a document tree, built from frozen content alone: the same content gives the same tree."""

import base64
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.map.sections.book import Book, Entry
from espalier.cycle.learning_map.map.sections.findings import (
    annex_section,
    coverage_section,
    moves_section,
)
from espalier.cycle.learning_map.map.sections.matrices import module_section, requirement_section
from espalier.cycle.learning_map.map.sections.method import method_section, roles_section
from espalier.cycle.learning_map.map.sections.norms import mandatory_section, register_section
from espalier.cycle.learning_map.map.sections.paths import path_section
from espalier.engines.documents.meta import Approval, Change, Language, Meta, Role
from espalier.engines.documents.tree import Document

SECTIONS = (
    method_section,
    roles_section,
    requirement_section,
    module_section,
    path_section,
    mandatory_section,
    coverage_section,
    moves_section,
    register_section,
    annex_section,
)
TAGS = {Language.ZH_HANT: "zh-hant", Language.EN: "en"}


def document_of(content: Entry, *, language: Language, edition: int, is_draft: bool) -> Document:
    """The whole of O1.2.1 in one language."""
    book = Book(content, language)
    with translation.override(TAGS[language]):
        blocks = tuple(block for section in SECTIONS for block in section(book))
        return Document(_meta(book, edition, is_draft), blocks)


def _meta(book: Book, edition: int, is_draft: bool) -> Meta:
    company = book.content["organisation"]
    name = company["name_en"] if book.language is Language.EN else ""
    changes = book.content["changes"]
    published = changes[0] if changes and not is_draft else None
    signed = []
    if published is not None:
        dated = date.fromisoformat(published["on"])
        signed = [Approval(Role.APPROVED, published["by"], "", dated)]
    return Meta(
        title=_("Competency learning map"),
        subtitle=_("Required competencies, learning modules and learning paths of all positions"),
        company=name or company["name"] or _("The organisation"),
        number="O1.2.1",
        edition=str(edition),
        dated=date.fromisoformat(book.content["on"]),
        state=_("Draft") if is_draft else _("Published"),
        language=book.language,
        logo=base64.b64decode(company["logo"]) if company["logo"] else None,
        approvals=tuple(signed),
        changes=tuple(
            Change(each["edition"], date.fromisoformat(each["on"]), each["note"], each["by"])
            for each in changes
        ),
        draft_mark=_("Draft") if is_draft else "",
        republic_dates=company["republic_dates"],
    )
