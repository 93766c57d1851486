"""O1.1.1 as a document tree, built from frozen content and a face alone: the same give the same tree."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.policy.handbook.chapters import CHAPTERS, Chapter
from espalier.cycle.policy.handbook.sections.book import Book, clause_blocks, text_blocks
from espalier.cycle.policy.handbook.sections.control import control_section
from espalier.cycle.policy.handbook.sections.goals import (
    direction_blocks,
    goal_blocks,
    indicator_blocks,
)
from espalier.cycle.policy.handbook.sections.governance import (
    raci_blocks,
    resource_blocks,
    system_blocks,
)
from espalier.engines.documents.cells import Span
from espalier.engines.documents.tree import Block, Document, Heading, PageBreak, paragraph
from espalier.kit.outputs.face import TAGS, meta_of
from espalier.kit.outputs.types import Content, Face

Blocks = Callable[[Book], Iterator[Block]]
# What a chapter shows from the registers, before and after its clauses.
BEFORE: dict[int, Blocks] = {3: direction_blocks, 16: indicator_blocks}
AFTER: dict[int, Blocks] = {
    2: goal_blocks,
    5: raci_blocks,
    6: system_blocks,
    13: resource_blocks,
}


def document_of(content: Content, face: Face) -> Document:
    """The whole of O1.1.1 in the language of the face."""
    book = Book(content, face)
    with translation.override(TAGS[face.language]):
        blocks = [*control_section(book), PageBreak()]
        for chapter in CHAPTERS:
            blocks += _chapter(book, chapter)
        meta = meta_of(
            face,
            content["organisation"],
            output=str(content["output"]),
            title=_("Training policy handbook"),
            subtitle=_("Goals, policy directions, responsibilities and rules of training"),
        )
        return Document(meta, tuple(blocks))


def _chapter(book: Book, chapter: Chapter) -> Iterator[Block]:
    yield Heading(str(chapter.title), anchor=chapter.anchor)
    before, after = BEFORE.get(chapter.number), AFTER.get(chapter.number)
    drawn = list(before(book)) if before else []
    for clause in book.clauses.get(chapter.number, ()):
        drawn += (
            _message(book, clause) if clause["kind"] == "message" else clause_blocks(book, clause)
        )
    drawn += list(after(book)) if after else []
    yield from drawn or [paragraph(_("This chapter has no clause yet."))]


def _message(book: Book, clause: Any) -> Iterator[Block]:
    """The message reads as a letter: no number, the signatory below."""
    yield from text_blocks(book.word(clause, "text"))
    signed = "　".join(part for part in (book.word(clause, "owner"), clause["holder"]) if part)
    if signed:
        yield paragraph(Span(signed, bold=True))
