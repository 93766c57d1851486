"""From a content to the story people are told, and on to slides and to the same slides as a page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from espalier.cycle.plan.briefing.models import Presentation
from espalier.cycle.plan.briefing.slides import deck_of
from espalier.cycle.plan.briefing.story import Story
from espalier.engines.documents.deck.document import as_document
from espalier.engines.documents.meta import Language
from espalier.engines.documents.plain import PlainSection, plain_sections
from espalier.engines.documents.tree import Document
from espalier.kit.outputs import content as contents
from espalier.kit.versions.models import Edition


def story_of(
    content: Mapping[str, Any],
    language: Language,
    *,
    edition: Edition | None = None,
    asks: Sequence[str] = (),
) -> Story:
    """The story of an edition, or of what is not an edition yet and therefore a draft."""
    if edition is not None:
        face = contents.face_of(edition, language)
    else:
        face = contents.blank_face(language, date.fromisoformat(content["on"]))
    return Story(content, face, tuple(asks))


def asks_of(presentation: Presentation, language: Language) -> list[str]:
    """What the presenters ask for, one a line, in the language of the slides where they wrote it."""
    english = presentation.asks_en if language is Language.EN else ""
    written = english or presentation.asks
    return [line.strip() for line in written.split("\n") if line.strip()]


def document_of(story: Story) -> Document:
    """The slides to be read on a page, in the same order and with the same figures."""
    deck = deck_of(story)
    return as_document(
        deck,
        year=story.year,
        number=str(story.content["output"]),
        edition=str(story.face.edition) if story.face.is_final else "",
    )


def plain_slides(story: Story) -> list[PlainSection]:
    """The slides as lines, for comparing two of them."""
    return plain_sections(document_of(story))
