"""A table of the document tree as a table of PowerPoint, merged cells merged."""

from typing import Any

from espalier.engines.documents import palette
from espalier.engines.documents.cells import Align, Column
from espalier.engines.documents.deck.places import Box
from espalier.engines.documents.deck.words import write
from espalier.engines.documents.grid import Slot, layout
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Table

_ROW = Box.inches(0.3)
_PAD = Box.inches(0.06)
_SIZE, _SMALL = 12.0, 10.5
_MANY_COLUMNS = 8


def add_table(sheet: Any, table: Table, box: Box, language: Language) -> None:
    """Put `table` into `box`; its columns share the width by their weights."""
    n_rows = len(table.header) + len(table.rows)
    place = box._replace(height=_ROW * n_rows)
    shape = sheet.shapes.add_table(n_rows, len(table.columns), *place)
    shape.name = table.caption or "table"
    grid = shape.table
    grid.horz_banding = False
    total = sum(column.weight for column in table.columns)
    for column, own in zip(grid.columns, table.columns, strict=True):
        column.width = int(box.width * own.weight / total)
    size = _SMALL if len(table.columns) >= _MANY_COLUMNS else _SIZE
    rows = [*((slots, True) for slots in layout(table.header, len(table.columns)))]
    rows += [(slots, False) for slots in layout(table.rows, len(table.columns))]
    for at, (slots, is_header) in enumerate(rows):
        for slot in slots:
            if not slot.continued:
                cell = _merged(grid, at, slot)
                _fill(cell, slot, is_header, table.columns[slot.column], size, language)


def _merged(grid: Any, at: int, slot: Slot) -> Any:
    cell = grid.cell(at, slot.column)
    down, right = slot.cell.rowspan - 1, slot.cell.colspan - 1
    if down or right:
        cell.merge(grid.cell(at + down, slot.column + right))
    return cell


def _fill(
    cell: Any, slot: Slot, is_header: bool, column: Column, size: float, language: Language
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    shade = palette.HEADER_FILL if is_header else palette.SHADES.get(slot.cell.shade, "FFFFFF")
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(shade)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = _PAD
    cell.margin_top = cell.margin_bottom = _PAD // 2
    bold = is_header or slot.cell.bold
    write(cell.text_frame, slot.cell.text, size=size, bold=bold, first=True, language=language)
    align = slot.cell.align or column.align
    sides = {Align.END: PP_ALIGN.RIGHT, Align.CENTER: PP_ALIGN.CENTER}
    cell.text_frame.paragraphs[0].alignment = sides.get(align, PP_ALIGN.LEFT)
