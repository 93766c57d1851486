"""O1.2.1 as a document tree, built from frozen content alone: the same content gives the same tree."""

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import OUTPUT
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
from espalier.engines.documents.tree import Document
from espalier.kit.outputs.face import TAGS, meta_of
from espalier.kit.outputs.types import Face

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


def document_of(content: Entry, face: Face) -> Document:
    """The whole of O1.2.1 in the language of its face."""
    book = Book(content, face.language)
    with translation.override(TAGS[face.language]):
        blocks = tuple(block for section in SECTIONS for block in section(book))
        meta = meta_of(
            face,
            content["organisation"],
            output=OUTPUT,
            title=_("Competency learning map"),
            subtitle=_(
                "Required competencies, learning modules and learning paths of all positions"
            ),
        )
        return Document(meta, blocks)
