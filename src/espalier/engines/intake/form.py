"""The seven-column form as XLSX: what people read, and what reads back as the same standard."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from espalier.engines.intake.facts import printed_note
from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    Item,
    ParsedStandard,
    TaskGroup,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_COLUMN_WIDTHS = (16, 18, 20, 48, 8, 28, 28)
_LAST_COLUMN = 6
_BLOCK_COLUMN = 7  # hidden: tells blocks apart that the printed form cannot
_VERSION_HEADER = ("版本", "職能基準代碼", "職能基準名稱", "狀態", "更新說明", "發展更新日期")
_CONTENT_HEADER = (
    "主要職責",
    "工作任務",
    "工作產出",
    "行為指標",
    "職能級別",
    "職能內涵 (K=knowledge 知識)",
    "職能內涵 (S=skills 技能)",
    "區塊",
)
_ATTITUDES = "職能內涵 (A=attitude 態度)"
_NOTES = "說明與補充事項"
_PREREQUISITES = "建議擔任此職類/職業之學歷/經驗/或能力條件："
_OTHER_NOTES = "其他補充說明："
_CELL_LIMIT = 32_767  # characters in a cell, a limit of the file format


def write_xlsx(parsed: ParsedStandard, target: str | Path | BinaryIO) -> None:
    """Write a standard in the seven-column form.

    Reading the file back gives the same facts, also for groups of several blocks: their numbers
    stand in a hidden eighth column, because the printed form alone joins blocks of one level.

    Parameters
    ----------
    parsed : ParsedStandard
    target : path or binary file
        Where to write; the workbook is written whole at the end.
    """
    import xlsxwriter

    destination: Any = str(target) if isinstance(target, Path) else target
    # Text that begins with = or looks like a number is text here: nobody's cell becomes a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(destination, {**options, "strings_to_urls": False}) as book:
        _Form(book, parsed).write()


def xlsx_bytes(parsed: ParsedStandard) -> bytes:
    """Return the form as bytes; see :func:`write_xlsx`."""
    buffer = io.BytesIO()
    write_xlsx(parsed, buffer)
    return buffer.getvalue()


class _Form:
    """Writes the sections one below the other and keeps the current row."""

    def __init__(self, book: "Workbook", parsed: ParsedStandard) -> None:
        self._parsed = parsed
        self._sheet: Worksheet = book.add_worksheet("職能基準")
        self._row = 0
        plain = {"font_name": "Noto Sans TC", "font_size": 10, "text_wrap": True, "valign": "top"}
        framed = {**plain, "border": 1}
        self._plain: Format = book.add_format(plain)
        self._cell: Format = book.add_format(framed)
        self._middle: Format = book.add_format({**framed, "align": "center", "valign": "vcenter"})
        self._head: Format = book.add_format({**framed, "bold": True, "bg_color": "#E8EEF4"})
        self._title: Format = book.add_format({**plain, "bold": True, "font_size": 16})

    def write(self) -> None:
        """Write all sections in the order of the form."""
        for column, width in enumerate(_COLUMN_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.set_column(_BLOCK_COLUMN, _BLOCK_COLUMN, None, None, {"hidden": True})
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._write_title()
        self._write_versions()
        self._write_identity()
        self._write_content()
        self._write_attitudes()
        self._write_notes()

    def _put(
        self, column: int, text: str, style: "Format", right: int = 0, bottom: int = 0
    ) -> None:
        """Write a text at the current row, merged to the given corner when there is one."""
        text = text[:_CELL_LIMIT]
        right, bottom = max(right, column), max(bottom, self._row)
        if right == column and bottom == self._row:
            self._sheet.write_string(self._row, column, text, style)
        else:
            self._sheet.merge_range(self._row, column, bottom, right, "", style)
            self._sheet.write_string(self._row, column, text, style)

    def _write_title(self) -> None:
        if self._parsed.title:
            prefix = "《歷史資料》" if self._parsed.is_historical else ""
            self._put(0, f"{prefix}{self._parsed.title}職能基準", self._title, _LAST_COLUMN)
            self._row += 2

    def _write_versions(self) -> None:
        if not self._parsed.versions:
            return
        self._line(_VERSION_HEADER, self._head)
        for row in self._parsed.versions:
            day = row.updated_on.isoformat().replace("-", "/") if row.updated_on else ""
            self._line((row.version, row.code, row.name, row.status, row.note, day), self._cell)
        self._row += 1

    def _line(self, texts: tuple[str, ...], style: "Format") -> None:
        for column, text in enumerate(texts):
            self._put(column, text, style)
        self._row += 1

    def _write_identity(self) -> None:
        parsed = self._parsed
        self._labelled("職能基準代碼", parsed.raw_code)
        title = parsed.title
        if parsed.related_titles:
            title += f" (此基準相關職業包含：{'、'.join(parsed.related_titles)})"
        self._put(0, "職能基準名稱 (擇一填寫)", self._head, 1, self._row + 1)
        for label in ("職類", "職業"):
            # A standard that does not say which of the two it is keeps its title in the title line.
            self._put(2, label, self._head)
            self._put(3, title if parsed.kind == label else "", self._cell, _LAST_COLUMN)
            self._row += 1
        if not parsed.kind:
            self._labelled("職能基準名稱", title)
        self._write_classes("職類別", parsed.job_categories)
        self._write_classes("職業別", parsed.occupations)
        self._write_classes("行業別", parsed.industries)
        self._labelled("工作描述", parsed.description)
        self._labelled("基準級別", str(parsed.level) if parsed.level is not None else "")
        self._row += 1

    def _labelled(self, label: str, text: str) -> None:
        self._put(0, label, self._head, 1)
        self._put(2, text, self._cell, _LAST_COLUMN)
        self._row += 1

    def _write_classes(self, label: str, entries: tuple[Coded, ...]) -> None:
        """One row per entry, so that no name needs to be cut apart from the next."""
        for entry in entries or (Coded("", ""),):
            self._put(0, "所屬類別", self._head)
            self._put(1, label, self._head)
            self._put(2, entry.name, self._cell, 4)
            self._put(5, f"{label}代碼", self._head)
            self._put(6, entry.code, self._cell)
            self._row += 1

    def _write_content(self) -> None:
        self._line(_CONTENT_HEADER, self._head)
        self._sheet.repeat_rows(self._row - 1)
        for number, duty in enumerate(self._parsed.duties, start=1):
            first = self._row
            for index, group in enumerate(duty.groups, start=1):
                self._write_group(group, f"{number}.{index}")
            self._merge_down(0, first, _coded_text(duty.code, duty.name))
            if first == self._row:
                self._write_empty_duty(duty)
        self._row += 1

    def _write_empty_duty(self, duty: Duty) -> None:
        self._put(0, _coded_text(duty.code, duty.name), self._cell)
        self._row += 1

    def _write_group(self, group: TaskGroup, mark: str) -> None:
        first = self._row
        for index, block in enumerate(group.blocks or (Block(None),), start=1):
            self._write_block(block, f"{mark}.{index}")
        tasks = "\n".join(_coded_text(task.code, task.name) for task in group.tasks)
        self._merge_down(1, first, tasks)

    def _merge_down(self, column: int, first: int, text: str) -> None:
        last, self._row = self._row, first
        if last > first:
            self._put(column, text, self._cell, column, last - 1)
        self._row = last

    def _write_block(self, block: Block, mark: str) -> None:
        self._put(2, _items_text(block.outputs), self._cell)
        self._put(3, _items_text(block.indicators), self._cell)
        self._put(4, str(block.level) if block.level is not None else "", self._middle)
        self._put(5, _items_text(block.knowledge), self._cell)
        self._put(6, _items_text(block.skills), self._cell)
        self._put(_BLOCK_COLUMN, mark, self._plain)
        self._row += 1

    def _write_attitudes(self) -> None:
        parsed = self._parsed
        if not parsed.attitudes and not parsed.meaning_of_a:
            return
        self._put(0, _ATTITUDES, self._head, _LAST_COLUMN)
        self._row += 1
        for item in parsed.attitudes:
            definition = f"：{item.definition}" if item.definition else ""
            text = _coded_text(item.code, item.name) + definition
            self._put(0, text, self._cell, _LAST_COLUMN)
            self._row += 1
        is_in_notes = any(parsed.meaning_of_a == printed_note(note) for note in parsed.notes)
        if parsed.meaning_of_a and not is_in_notes:
            self._put(0, parsed.meaning_of_a, self._cell, _LAST_COLUMN)
            self._row += 1
        self._row += 1

    def _write_notes(self) -> None:
        parsed = self._parsed
        if not parsed.prerequisites and not parsed.notes:
            return
        self._put(0, _NOTES, self._head, _LAST_COLUMN)
        self._row += 1
        sections = (
            (_PREREQUISITES, parsed.prerequisites),
            (_OTHER_NOTES, tuple(printed_note(note) for note in parsed.notes)),
        )
        for heading, texts in sections:
            if not texts:
                continue
            self._put(0, f"● {heading}", self._plain, _LAST_COLUMN)
            self._row += 1
            for text in texts:
                self._put(0, f"- {text}", self._plain, _LAST_COLUMN)
                self._row += 1


def _coded_text(code: str, name: str) -> str:
    return f"{code} {name}".strip()


def _items_text(items: tuple[Item, ...]) -> str:
    """One item per line with its task references, as the official form prints them."""
    lines = []
    for item in items:
        references = "、".join(f"【{code}】" for code in item.task_refs)
        lines.append(_coded_text(item.code, item.name) + references)
    return "\n".join(lines)
