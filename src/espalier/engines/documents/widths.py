"""Column widths of a printed table: by weight, but never narrower than the longest word of the column.

Chinese may break after every character; a word of another script may not, and would run into the next column.
"""

import re
from collections.abc import Iterable, Sequence

from .cells import Cell
from .tree import Table

TEXT_WIDTH, LANDSCAPE_WIDTH = 481.0, 728.0  # points between the margins of the page
_FONT, _INSET = 9.0, 10.0  # points: size of the text of a table; left and right of a cell together
_CHARACTER = 0.57  # of the font's size: an average letter or digit, bold
_LONGEST = 22  # characters: an address or a digest does not push the others aside
_WORD = re.compile(
    r"[!-\u2fff]+?(?:-(?=[^\W\d])|(?![!-\u2fff]))"
)  # a hyphen before a letter may end a line


def fitted_weights(table: Table) -> list[float]:
    """Weights of the columns, the sum as before; a column too narrow for its longest word takes from the others."""
    weights = [column.weight for column in table.columns]
    whole = sum(weights)
    width = LANDSCAPE_WIDTH if table.landscape else TEXT_WIDTH
    least = [whole * points / width for points in _least_points(table)]
    return _raised(weights, least)


def _least_points(table: Table) -> list[float]:
    longest = [0] * len(table.columns)
    for column, cell in _single_cells(table):
        words = _WORD.findall(cell.text)
        longest[column] = max([longest[column], *map(len, words)])
    return [min(n, _LONGEST) * _CHARACTER * _FONT + _INSET if n else 0.0 for n in longest]


def _single_cells(table: Table) -> Iterable[tuple[int, Cell]]:
    for row in (*table.header_slots, *table.slots):
        for slot in row:
            if slot.cell.colspan == 1 and not slot.continued:
                yield slot.column, slot.cell


def _raised(weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Weights not below the least, with the same sum; where there is not room for all, the least in proportion."""
    whole = sum(weights)
    if sum(least) >= whole:
        return [whole * each / sum(least) for each in least]
    fixed: dict[int, float] = {}
    while True:
        free = [at for at in range(len(weights)) if at not in fixed]
        left = whole - sum(fixed.values())
        factor = left / sum(weights[at] for at in free)
        short = {at: least[at] for at in free if weights[at] * factor < least[at]}
        if not short:
            return [fixed.get(at, weight * factor) for at, weight in enumerate(weights)]
        fixed |= short
