"""Where things stand on a slide of 13⅓ × 7½ inches; whole EMU (914,400 an inch)."""

from typing import NamedTuple

EMU = 914_400


class Box(NamedTuple):
    """A rectangle from the upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @staticmethod
    def inches(value: float) -> int:
        return round(value * EMU)

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width

    def below(self, distance: int) -> "Box":
        """The same box, moved down."""
        return self._replace(top=self.top + distance)

    def shorter(self, height: int) -> "Box":
        return self._replace(height=self.height - height)


SLIDE = Box(0, 0, Box.inches(13.333), Box.inches(7.5))
MARGIN = Box.inches(0.6)
_WIDTH = SLIDE.width - 2 * MARGIN
TITLE = Box(MARGIN, Box.inches(0.3), _WIDTH, Box.inches(0.75))
FOOT = Box(MARGIN, Box.inches(7.08), _WIDTH, Box.inches(0.32))
SOURCE = Box(MARGIN, Box.inches(6.66), _WIDTH, Box.inches(0.4))
BODY = Box(MARGIN, Box.inches(1.25), _WIDTH, FOOT.top - Box.inches(1.25) - Box.inches(0.05))
GUTTER = Box.inches(0.35)


def columns(box: Box, count: int) -> list[Box]:
    """`box` parted into equal columns with a gutter between them."""
    width = (box.width - GUTTER * (count - 1)) // count
    return [box._replace(left=box.left + n * (width + GUTTER), width=width) for n in range(count)]


def cards(box: Box, count: int) -> list[Box]:
    """At most four cards a row, rows of equal height and never higher than two inches."""
    n_rows = -(-count // 4)
    per_row = -(-count // n_rows)
    height = min((box.height - GUTTER * (n_rows - 1)) // n_rows, Box.inches(2.0))
    rows = [box._replace(top=box.top + n * (height + GUTTER), height=height) for n in range(n_rows)]
    return [place for row in rows for place in columns(row, per_row)][:count]
