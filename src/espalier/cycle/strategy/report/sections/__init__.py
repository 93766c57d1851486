"""O2.2.1 as a document tree, built from frozen content and a face alone: the same give the same tree."""

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.strategy.report.sections.architecture import (
    architecture_section,
    objective_section,
    transfer_section,
)
from espalier.cycle.strategy.report.sections.book import Book
from espalier.cycle.strategy.report.sections.control import annex_section, control_section
from espalier.cycle.strategy.report.sections.options import option_section
from espalier.cycle.strategy.report.sections.people import (
    feedback_section,
    procedure_section,
    unit_section,
)
from espalier.cycle.strategy.report.sections.resources import (
    conclusion_section,
    resource_section,
    risk_section,
    theory_section,
)
from espalier.cycle.strategy.report.sections.standards import (
    group_section,
    purpose_section,
    standard_section,
)
from espalier.engines.documents.tree import Document, PageBreak
from espalier.kit.outputs.face import TAGS, meta_of
from espalier.kit.outputs.types import Content, Face

SECTIONS = (
    purpose_section,
    standard_section,
    group_section,
    option_section,
    theory_section,
    objective_section,
    architecture_section,
    transfer_section,
    resource_section,
    risk_section,
    feedback_section,
    unit_section,
    procedure_section,
    conclusion_section,
    annex_section,
)


def document_of(content: Content, face: Face) -> Document:
    """The whole of O2.2.1 in the language of the face."""
    book = Book(content, face)
    with translation.override(TAGS[face.language]):
        blocks = [*control_section(book), PageBreak()]
        for section in SECTIONS:
            blocks += section(book)
        meta = meta_of(
            face,
            content["organisation"],
            output=str(content["output"]),
            title=_("Learning-strategy development report"),
            subtitle=_("Standards, target groups, design options, objectives and framework"),
        )
        return Document(meta, tuple(blocks))
