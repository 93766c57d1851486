"""A slide that stays one: as many rows as can be read, and word of those that stand in the document."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from espalier.engines.documents.deck.paging import paged
from espalier.engines.documents.deck.types import LONGEST_TITLE, Slide

Row = TypeVar("Row")


def fitted(rows: Sequence[Row], draw: Callable[[Sequence[Row]], Slide]) -> Slide:
    """The slide with as many of the rows, from the first, as do not run over to a second slide."""
    for n in range(len(rows), 1, -1):
        slide = draw(rows[:n])
        if len(paged(slide)) == 1:
            return slide
    return draw(rows[:1])


def titled(text: str) -> str:
    """A title that holds: what is too long loses its last words."""
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"


def shortened(text: str, most: int) -> str:
    """The beginning of a text, in as many characters as a line of a slide holds."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
