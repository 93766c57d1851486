"""O2.1.1 as a document tree, built from frozen content and a face alone: the same give the same tree."""

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.needs.report.sections.book import Book
from espalier.cycle.needs.report.sections.documents import document_section, swot_section
from espalier.cycle.needs.report.sections.goals import (
    annex_section,
    conclusion_section,
    condition_section,
    control_section,
    goal_section,
)
from espalier.cycle.needs.report.sections.hearing import (
    consideration_section,
    purpose_section,
    stakeholder_section,
)
from espalier.cycle.needs.report.sections.priorities import (
    gap_section,
    opinion_section,
    priority_section,
    view_section,
)
from espalier.cycle.needs.report.types import OUTPUT
from espalier.engines.documents.tree import Document
from espalier.kit.outputs.face import TAGS, meta_of
from espalier.kit.outputs.types import Content, Face

SECTIONS = (
    purpose_section,
    stakeholder_section,
    consideration_section,
    document_section,
    swot_section,
    view_section,
    gap_section,
    opinion_section,
    priority_section,
    goal_section,
    condition_section,
    conclusion_section,
    annex_section,
    control_section,
)


def document_of(content: Content, face: Face) -> Document:
    """The whole of O2.1.1 in the language of the face."""
    book = Book(content, face)
    with translation.override(TAGS[face.language]):
        blocks = tuple(block for section in SECTIONS for block in section(book))
        meta = meta_of(
            face,
            content["organisation"],
            output=OUTPUT,
            title=_("Learning-strategy analysis report"),
            subtitle=_("Stakeholders, documents, needs and strategy goals of the plan year"),
        )
        return Document(meta, blocks)
