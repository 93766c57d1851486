"""The form as DOCX (python-docx), ODT (odfpy) and XLSX (openpyxl), with merged cells."""

import io

from docx import Document
from odf import table as odf_table
from odf.opendocument import OpenDocumentText
from odf.text import P
from openpyxl import Workbook

from tests.engines.intake.printed import (
    ATTITUDES,
    CONTENT_HEADER,
    NOTES,
    VERSION_HEADER,
    Printed,
    duty_spans,
)

REPEAT_HEADER_AFTER = 4  # content rows, as on a printed page


def docx_of(printed: Printed) -> bytes:
    """Render with python-docx: one table per part, duties merged downwards."""
    document = Document()
    document.add_paragraph(printed.title)
    if printed.versions:
        _docx_table(document, [list(VERSION_HEADER), *printed.versions], 6)
    _docx_table(document, printed.identity, 6)
    rows = content_rows(printed)
    table = document.add_table(rows=len(rows), cols=7)
    for index, (row, span) in enumerate(rows):
        for column, lines in enumerate(row):
            if column == 0 and span > 1:
                table.cell(index, 0).merge(table.cell(index + span - 1, 0))
            if column or span:
                table.cell(index, column).text = "\n".join(lines)
    for text in (ATTITUDES, *printed.attitudes, NOTES, *printed.notes):
        document.add_paragraph(text)
    return _saved(document)


def _docx_table(document, rows: list[list[str]], width: int) -> None:
    table = document.add_table(rows=len(rows), cols=width)
    for index, row in enumerate(rows):
        for column, text in enumerate(row[:width]):
            table.cell(index, column).text = text


def content_rows(printed: Printed) -> list[tuple[list[list[str]], int]]:
    """Content with its header repeated; duties merged only between two headers."""
    header = ([[name] for name in CONTENT_HEADER], 1)
    rows = []
    for index, (row, span) in enumerate(zip(printed.content, duty_spans(printed), strict=True)):
        if index % REPEAT_HEADER_AFTER == 0:
            rows.append(header)
        left = REPEAT_HEADER_AFTER - index % REPEAT_HEADER_AFTER
        rows.append((row, min(span, left)))
    return rows


def odt_of(printed: Printed) -> bytes:
    """Render with odfpy: covered cells below and beside merged ones."""
    document = OpenDocumentText()
    document.text.addElement(P(text=printed.title))
    if printed.versions:
        _odt_table(document, "versions", [list(VERSION_HEADER), *printed.versions])
    _odt_table(document, "identity", printed.identity)
    table = odf_table.Table(name="content")
    table.addElement(odf_table.TableColumn(numbercolumnsrepeated=7))
    for row, span in content_rows(printed):
        line = odf_table.TableRow()
        for column, lines in enumerate(row):
            if column == 0 and not span:
                line.addElement(odf_table.CoveredTableCell())
                continue
            spans = {"numberrowsspanned": span} if column == 0 and span > 1 else {}
            line.addElement(_odt_cell(lines, spans))
        table.addElement(line)
    document.text.addElement(table)
    for text in (ATTITUDES, *printed.attitudes, NOTES, *printed.notes):
        document.text.addElement(P(text=text))
    return _saved(document)


def _odt_table(document, name: str, rows: list[list[str]]) -> None:
    table = odf_table.Table(name=name)
    for row in rows:
        line = odf_table.TableRow()
        for text in row:
            line.addElement(_odt_cell([text], {}))
        table.addElement(line)
    document.text.addElement(table)


def _odt_cell(lines: list[str], spans: dict) -> odf_table.TableCell:
    cell = odf_table.TableCell(**spans)
    for text in lines:
        cell.addElement(P(text=text))
    return cell


def xlsx_of(printed: Printed) -> bytes:
    """Render with openpyxl: numbers as numbers, duties merged downwards."""
    book = Workbook()
    sheet = book.active
    sheet.append([printed.title])
    if printed.versions:
        sheet.append(list(VERSION_HEADER))
        for row in printed.versions:
            sheet.append(row)
    for row in printed.identity:
        sheet.append([int(text) if text.isdigit() else text or None for text in row])
    for row, span in content_rows(printed):
        cells = ["\n".join(lines) or None for lines in row]
        sheet.append([int(c) if c and c.isdigit() else c for c in cells])
        if span > 1:
            sheet.merge_cells(
                start_row=sheet.max_row,
                end_row=sheet.max_row + span - 1,
                start_column=1,
                end_column=1,
            )
    for text in (ATTITUDES, *printed.attitudes, NOTES, *printed.notes):
        sheet.append([text])
    return _saved(book)


def _saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
