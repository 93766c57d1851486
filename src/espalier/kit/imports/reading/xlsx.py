"""XLSX: weighed before it is opened, read by calamine, with what calamine drops noted from the XML.

calamine gives an error cell and a formula that was never calculated as blanks and forgets the number format; all
three change what a cell means, so sheets that have such cells are walked once more.
"""

import io
import re
from collections.abc import Mapping
from posixpath import normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from espalier.engines.intake.refusals import IntakeRefused
from espalier.engines.intake.safety import Container
from espalier.kit.imports.limits import ImportLimits
from espalier.kit.imports.reading.refusals import (
    bad_container,
    damaged_file,
    too_many_cells,
    wrong_type,
)
from espalier.kit.imports.reading.sheets import CellNote, Sheet
from espalier.kit.imports.reading.xls import open_workbook

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell with content, its place and whether it closes at once (blank, only formatted).
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*?(/?)>")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL_BEGINS = (b"<c ", b"<c\n", b"<c\r", b"<c\t", b":c ", b":c\n", b":c\r", b":c\t")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding=[\"'](?!utf-8)([^\"']+)", re.IGNORECASE)
# Byte searches, because a pattern over a sheet of 50,000 rows takes seconds.
_WORTH_A_WALK = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
_ZEROS = re.compile(r"0{2,}")


def read_xlsx(data: bytes, filename: str, limits: ImportLimits) -> list[Sheet]:
    """Raises: Refused for a container that is no workbook, too big inside, protected or damaged."""
    try:
        container = Container(data, limits.container)
        if _WORKBOOK not in container.names:
            raise wrong_type(filename)
        parts = _sheet_parts(container)
        formats = _zero_formats(container)
        notes = {
            name: _notes(container.read(part), formats, filename, limits)
            for name, part in parts.items()
        }
        plain = container.repacked(lambda name: name.endswith((".xml", ".rels")))
    except IntakeRefused as refusal:
        raise bad_container(refusal.reason, filename) from refusal
    del container
    sheets = open_workbook(plain, filename, limits)
    return [Sheet(sheet.name, sheet.rows, notes.get(sheet.name, {})) for sheet in sheets]


def _sheet_parts(container: Container) -> dict[str, str]:
    """Sheet name -> member of the container."""
    if _RELATIONS not in container.names:
        return {}
    targets = {
        relation.get("Id", ""): relation.get("Target", "") for relation in container.xml(_RELATIONS)
    }
    parts = {}
    for sheet in _every(container.xml(_WORKBOOK), "sheet"):
        target = targets.get(sheet.get(_REL_ID, ""), "")
        member = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if member in container.names and sheet.get("name"):
            parts[sheet.get("name", "")] = member
    return parts


def _every(root: Element, tag: str) -> list[Element]:
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _notes(
    content: bytes, formats: Mapping[str, str], filename: str, limits: ImportLimits
) -> Mapping[tuple[int, int], CellNote]:
    declared = _ENCODING.match(content[:200].lstrip(b"\xef\xbb\xbf"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or declared:
        raise damaged_file(filename)  # no spreadsheet program writes another encoding
    _check_extent(content, filename, limits)
    if not formats and not any(mark in content for mark in _WORTH_A_WALK):
        return {}
    try:
        return dict(_walk(content, formats))
    except (ParseError, ValueError) as error:
        raise damaged_file(filename) from error


def _check_extent(content: bytes, filename: str, limits: ImportLimits) -> None:
    """A reader allocates the whole rectangle: one cell at XFD1048576 would ask for 17 billion."""
    places = _PLAIN_CELL.findall(content)
    if len(places) == sum(content.count(begin) for begin in _CELL_BEGINS) and _fits(places, limits):
        return
    # Written by another program, or with formatted blanks far away: look closely at cells with content.
    filled = [(match[1], match[2]) for match in _CELL.finditer(content) if not match[3]]
    if not _fits(filled, limits):
        raise too_many_cells(filename)


def _fits(places: list[tuple[bytes, bytes]], limits: ImportLimits) -> bool:
    columns = {letters for letters, _row in places}
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    height = max((int(row) for _letters, row in places), default=0)
    return width <= limits.columns and width * height <= limits.cells


def column_number(letters: str) -> int:
    """A -> 1, Z -> 26, AA -> 27; no letters -> 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _zero_formats(container: Container) -> dict[str, str]:
    """Index of a cell style -> its format such as ``00000``, for those formats only."""
    if _STYLES not in container.names:
        return {}
    root = container.xml(_STYLES)
    codes = {n.get("numFmtId", ""): n.get("formatCode", "") for n in _every(root, "numFmt")}
    wanted = {key: code for key, code in codes.items() if _ZEROS.fullmatch(code.strip('"'))}
    for block in _every(root, "cellXfs"):
        return {
            str(index): wanted[style.get("numFmtId", "")]
            for index, style in enumerate(block)
            if style.get("numFmtId", "") in wanted
        }
    return {}


def _walk(content: bytes, formats: Mapping[str, str]) -> list[tuple[tuple[int, int], CellNote]]:
    """Place (from 0) and note of every cell that needs one; elements are dropped as they are read."""
    notes = []
    row = column = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "end" and tag == "c":
            place = element.get("r", "")
            column = column_number(place.rstrip("0123456789")) if place else column + 1
            note = _note_of(element, formats)
            if note is not None:
                notes.append(((row - 1, column - 1), note))
        elif event == "end" and tag == "row":
            element.clear()
    return notes


def _note_of(cell: Element, formats: Mapping[str, str]) -> CellNote | None:
    children = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    if cell.get("t") == "e":
        return CellNote(error=children.get("v") or "#N/A")
    # A formula whose text result is empty has t="str"; without a result there is no value at all.
    if "f" in children and not children.get("v") and cell.get("t", "n") == "n":
        return CellNote(uncalculated=True)
    if cell.get("s") in formats and children.get("v") and cell.get("t", "n") == "n":
        return CellNote(number_format=formats[cell.get("s", "")])
    return None
