"""What does not fit one slide goes on on the next: nothing is made too small to read, nothing is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from espalier.engines.documents.cells import Row
from espalier.engines.documents.deck.types import Block, Points, Slide, Timeline
from espalier.engines.documents.grid import layout
from espalier.engines.documents.text import lines
from espalier.engines.documents.tree import Table

TABLE_LINES = 15  # printed lines of a table below its header
POINT_LINES = 11
TIMELINE_BARS = 18
FULL_WIDTH = 130  # half-width characters a table's line holds at the size slides use
WIDE = "\u1100"  # from here on, nearly every letter is as wide as two Latin ones


def paged(slide: Slide) -> list[Slide]:
    """The slide, or several of the same title numbered (1/3), each fit to be read.

    Only a slide's longer block goes on; a block beside it stands on the first alone.
    """
    parts = [list(_parts(block, len(slide.blocks))) for block in slide.blocks]
    count = max(len(each) for each in parts)
    if count == 1:
        return [slide]
    return [
        replace(
            slide,
            title=f"{slide.title}（{number + 1}/{count}）",
            blocks=tuple(each[number] for each in parts if number < len(each)),
        )
        for number in range(count)
    ]


def _parts(block: Block, n_blocks: int) -> Iterator[Block]:
    if isinstance(block, Table):
        yield from _tables(block, FULL_WIDTH // n_blocks)
    elif isinstance(block, Points):
        width = FULL_WIDTH // n_blocks * 2 // 3  # points are larger than cells
        heights = [printed_lines(item, width) for item in block.items]
        for first, last in _runs(heights, POINT_LINES):
            yield replace(block, items=block.items[first:last])
    elif isinstance(block, Timeline):
        for first, last in _runs([1] * len(block.bars), TIMELINE_BARS):
            yield replace(block, bars=block.bars[first:last])
    else:
        yield block


def _tables(table: Table, width: int) -> Iterator[Table]:
    """A table is only parted where no merged cell would be torn."""
    groups = _held_together(table)
    shares = [column.weight for column in table.columns]
    wide = [max(2, int(width * share / sum(shares))) for share in shares]
    heights = [sum(_row_lines(table.rows[at], wide) for at in group) for group in groups]
    for first, last in _runs(heights, TABLE_LINES):
        rows = [table.rows[at] for group in groups[first:last] for at in group]
        yield replace(table, rows=tuple(rows), anchor="")


def _held_together(table: Table) -> list[list[int]]:
    groups: list[list[int]] = []
    for at, slots in enumerate(layout(table.rows, len(table.columns))):
        if groups and any(slot.continued for slot in slots):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _row_lines(row: Row, widths: Sequence[int]) -> int:
    average = sum(widths) / len(widths)
    return max(
        printed_lines(cell.text, int(average * cell.colspan) if len(row) < len(widths) else width)
        for cell, width in zip(row, [*widths, *widths], strict=False)
    )


def printed_lines(text: str, width: int) -> int:
    """How many lines `text` takes when a line holds `width` half-width characters."""
    return sum(max(1, -(-half_widths(line) // max(1, width))) for line in lines(text))


def half_widths(line: str) -> int:
    """How wide a line is, counted in Latin letters."""
    return sum(2 if letter >= WIDE else 1 for letter in line)


def _runs(heights: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of neighbours that stay within ``most`` lines; what is too high alone stands alone."""
    first, used = 0, 0
    for at, height in enumerate(heights):
        if at > first and used + height > most:
            yield first, at
            first, used = at, 0
        used += height
    yield first, len(heights)
