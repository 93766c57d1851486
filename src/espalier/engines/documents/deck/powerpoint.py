"""A deck as PPTX, with tables and charts that can be changed in PowerPoint."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from espalier.engines.documents import palette
from espalier.engines.documents.archive import repacked
from espalier.engines.documents.deck import charts, tables
from espalier.engines.documents.deck.paging import half_widths, paged
from espalier.engines.documents.deck.places import (
    BODY,
    FOOT,
    MARGIN,
    SLIDE,
    SOURCE,
    TITLE,
    Box,
    cards,
    columns,
)
from espalier.engines.documents.deck.types import (
    Block,
    Chart,
    Deck,
    KeyFigures,
    Points,
    Slide,
    Timeline,
)
from espalier.engines.documents.deck.words import write
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Table

ROOMY = 9  # half-width characters that a card holds in large type


def to_pptx(deck: Deck) -> bytes:
    """Write `deck` as PPTX: a title slide, then every slide, over several where it is too long.

    Text is written in a font that Windows in Taiwan has; charts and tables are PowerPoint's own.
    """
    from pptx import Presentation

    show = Presentation()
    show.slide_width, show.slide_height = SLIDE.width, SLIDE.height
    _set_properties(show, deck)
    slides = [part for slide in deck.slides for part in paged(slide)]
    _title_slide(show, deck)
    for number, slide in enumerate(slides, start=2):
        _content_slide(show, deck, slide, f"{number} / {len(slides) + 1}")
    buffer = io.BytesIO()
    show.save(buffer)
    return repacked(buffer.getvalue())


def _set_properties(show: Any, deck: Deck) -> None:
    properties = show.core_properties
    properties.title, properties.author, properties.subject = (
        deck.title,
        deck.company,
        deck.subtitle,
    )
    moment = datetime(deck.dated.year, deck.dated.month, deck.dated.day)
    properties.created = properties.modified = moment
    properties.last_modified_by = deck.company
    properties.language = deck.language.value


def _blank(show: Any) -> Any:
    """A slide that has a title for readers of the outline, and otherwise only what we put on it."""
    return show.slides.add_slide(show.slide_layouts[5])


def _title_slide(show: Any, deck: Deck) -> None:
    slide = _blank(show)
    _stripe(slide, Box(0, 0, Box.inches(0.35), SLIDE.height))
    middle = Box(MARGIN + Box.inches(0.3), Box.inches(2.3), BODY.width, Box.inches(1.4))
    _title(slide, deck.title, middle, size=38)
    below = [text for text in (deck.subtitle, deck.company, f"{deck.dated:%Y/%m/%d}") if text]
    frame = _text_box(slide, middle.below(Box.inches(1.8)))
    for at, text in enumerate([*below, *([deck.state] if deck.state else [])]):
        write(frame, text, size=20 if at == 0 else 16, first=at == 0, language=deck.language)


def _content_slide(show: Any, deck: Deck, slide: Slide, page: str) -> None:
    sheet = _blank(show)
    _title(sheet, slide.title, TITLE, size=26)
    _stripe(sheet, Box(MARGIN, TITLE.top + TITLE.height, BODY.width, Box.inches(0.035)))
    body = BODY.shorter(SOURCE.height) if slide.source else BODY
    for box, block in zip(columns(body, len(slide.blocks)), slide.blocks, strict=True):
        _block(sheet, block, box, deck.language)
    if slide.source:
        write(_text_box(sheet, SOURCE), slide.source, size=10, colour=palette.MUTED_INK)
    left = "　".join(t for t in (deck.company, deck.title, deck.state) if t)
    write(_text_box(sheet, FOOT), left, size=10, colour=palette.MUTED_INK)
    write(_text_box(sheet, FOOT), page, size=10, colour=palette.MUTED_INK, end=True)
    if slide.notes:
        sheet.notes_slide.notes_text_frame.text = slide.notes


def _block(sheet: Any, block: Block, box: Box, language: Language) -> None:
    if isinstance(block, Table):
        tables.add_table(sheet, block, box, language)
    elif isinstance(block, Chart):
        charts.add_chart(sheet, block, box)
    elif isinstance(block, Timeline):
        charts.add_timeline(sheet, block, box, language)
    elif isinstance(block, KeyFigures):
        _cards(sheet, block, box, language)
    else:
        _points(sheet, block, box, language)


def _points(sheet: Any, block: Points, box: Box, language: Language) -> None:
    frame = _text_box(sheet, box)
    if block.title:
        write(frame, block.title, size=18, bold=True, colour=palette.ACCENT, language=language)
    for at, item in enumerate(block.items):
        first = at == 0 and not block.title
        write(frame, item, size=18, bullet=True, first=first, language=language)


def _cards(sheet: Any, block: KeyFigures, box: Box, language: Language) -> None:
    for place, figure in zip(cards(box, len(block.figures)), block.figures, strict=True):
        card = _rectangle(sheet, place, palette.HEADER_FILL)
        frame = card.text_frame
        frame.word_wrap = True
        write(frame, figure.label, size=14, colour=palette.INK, language=language)
        # The longest figure of a plan is an amount of money; it must not break.
        size = 30 if half_widths(figure.shown) <= ROOMY else 22
        write(frame, figure.shown, size=size, bold=True, colour=palette.ACCENT, first=False)
        if figure.note:
            write(frame, figure.note, size=11, colour=palette.MUTED_INK, first=False)


def _title(sheet: Any, text: str, box: Box, *, size: int) -> None:
    from pptx.enum.text import MSO_ANCHOR

    shape = sheet.shapes.title
    shape.left, shape.top, shape.width, shape.height = box
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.word_wrap = True
    write(shape.text_frame, text, size=size, bold=True, colour=palette.ACCENT)


def _text_box(sheet: Any, box: Box) -> Any:
    frame = sheet.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    return frame


def _rectangle(sheet: Any, box: Box, fill: str) -> Any:
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE

    shape = sheet.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def _stripe(sheet: Any, box: Box) -> None:
    _rectangle(sheet, box, palette.ACCENT)


def titles(deck: Deck) -> Sequence[str]:
    """The titles of all slides as they will stand in the outline, the title slide first."""
    return [deck.title, *(part.title for slide in deck.slides for part in paged(slide))]
