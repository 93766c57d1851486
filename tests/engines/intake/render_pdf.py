"""A PDF as a ministry might print it: seven narrow columns, merged cells, rows cut by pages."""

import json
from pathlib import Path

import typst

from tests.engines.intake.printed import (
    ATTITUDES,
    CONTENT_HEADER,
    NOTES,
    VERSION_HEADER,
    Printed,
    duty_spans,
)

_FONTS = (
    Path(__file__).parents[3] / "frontend/node_modules/@expo-google-fonts/noto-sans-tc/400Regular"
)
_HEAD = """
#set page(width: 210mm, height: {height}mm, margin: 12mm, {footer})
#set text(font: "Noto Sans TC", size: 8pt, lang: "zh", region: "TW")
#set table(stroke: 0.5pt, inset: 3pt)
#show table.cell: set align(left + top)
"""


def fonts() -> Path:
    """The folder of the Chinese font; a missing one is a failure, never a skipped test."""
    if not any(_FONTS.glob("*.ttf")):
        raise AssertionError(f"no font in {_FONTS}: run `npm install` in frontend/ first")
    return _FONTS


def compiled(source: str) -> bytes:
    """Set a Typst source as PDF with our font alone."""
    return typst.compile(
        source.encode(), format="pdf", font_paths=[str(fonts())], ignore_system_fonts=True
    )


def pdf_of(printed: Printed, *, footer: bool = False, height: int = 297) -> bytes:
    """Render the form; the content table repeats its header and breaks inside rows.

    ``height`` in mm: on lower pages more rows are cut, at other places.
    """
    numbers = 'footer: context align(center, counter(page).display("1 / 1", both: true))'
    head = _HEAD.replace("{footer}", numbers if footer else "footer: none")
    parts = [head.replace("{height}", str(height))]
    parts.append(f"#align(center, text(size: 14pt, {_text(printed.title)}))")
    if printed.versions:
        rows = [list(VERSION_HEADER), *(row + [""] * (6 - len(row)) for row in printed.versions)]
        cells = ", ".join(_text(cell) for row in rows for cell in row)
        parts.append(f"#table(columns: (1fr, 3fr, 3fr, 2fr, 4fr, 2fr), {cells})")
    parts.append(_identity(printed))
    parts.append(_content(printed))
    parts += [f"#par({_text(text)})" for text in (ATTITUDES, *printed.attitudes)]
    parts += [f"#par({_text(text)})" for text in (NOTES, *printed.notes)]
    return compiled("\n".join(parts))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lines(lines: list[str]) -> str:
    return f"({', '.join(_text(line) for line in lines)},).join(linebreak())"


def _identity(printed: Printed) -> str:
    """Labels in the first columns; a row of five cells has a second label and value at its end."""
    cells = []
    for row in printed.identity:
        if len(row) == 6 and row[4].endswith("代碼"):
            widths, row = (1, 1, 2, 1, 1), [*row[:3], *row[4:]]
        elif row[2] in ("職業", "職類"):
            widths, row = (1, 1, 4), [row[0], row[2], row[3]]
        else:
            widths, row = (2, 4), [row[0], row[2]]
        for width, cell in zip(widths, row, strict=False):
            cells.append(f"table.cell(colspan: {width}, {_text(cell)})")
    return f"#table(columns: (1fr, 1fr, 1.5fr, 1.5fr, 1fr, 1fr), {', '.join(cells)})"


def _content(printed: Printed) -> str:
    header = ", ".join(_text(name) for name in CONTENT_HEADER)
    cells = []
    for row, span in zip(printed.content, duty_spans(printed), strict=True):
        if span:
            cells.append(f"table.cell(rowspan: {span}, {_lines(row[0])})")
        cells += [_lines(cell) for cell in row[1:]]
    columns = "(1.6cm, 1.8cm, 2.2cm, 1fr, 1cm, 2.8cm, 2.8cm)"
    body = ",\n".join(cells)
    return f"#table(columns: {columns}, table.header(repeat: true, {header}),\n{body})"
