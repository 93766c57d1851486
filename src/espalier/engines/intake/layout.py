"""Walking the rows of a document through the sections of the form."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from espalier.engines.intake import headings, identity
from espalier.engines.intake.cells import CODE_PATTERNS
from espalier.engines.intake.closing import ClosingLines
from espalier.engines.intake.content_table import ContentRow, ContentTable
from espalier.engines.intake.findings import Findings
from espalier.engines.intake.types import FileFormat, NeutralDocument, Place, SourceRow
from espalier.engines.intake.wording import cleaned, compact, half_width, join_lines

_PAGE_NUMBER = re.compile(r"(?:第?\d+頁?[,，/、]?)?(?:共|/)(?P<total>\d{1,6})頁?")
_LONE_LEVEL = re.compile(r"[1-6]")
_LINEAR_ORDER = ("T", "D", "O", "P", "K", "S")


class Section(Enum):
    """Where in the form the walk is."""

    PREAMBLE = auto()
    VERSIONS = auto()
    IDENTITY = auto()
    CONTENT = auto()
    ATTITUDES = auto()
    NOTES = auto()


_FRONT = (Section.PREAMBLE, Section.VERSIONS, Section.IDENTITY)


@dataclass(slots=True)
class _LinearRow:
    """A row put together from lines, where a file lost its table."""

    cells: dict[str, str]
    place: Place
    last: str = ""


class Walk:
    """Walks the rows once; afterwards its parts hold everything the rows said."""

    def __init__(self, document: NeutralDocument) -> None:
        hard_breaks = document.format is not FileFormat.PDF
        self.findings = Findings()
        self.identity = identity.Identity()
        self.table = ContentTable(self.findings, hard_breaks=hard_breaks)
        self.attitudes = ClosingLines(hard_breaks=hard_breaks)
        self.notes = ClosingLines(hard_breaks=hard_breaks)
        self.declared_pages: tuple[int, Place] | None = None
        self.meaning_of_a = ""
        self._is_text = document.format is FileFormat.TEXT
        self._section = Section.PREAMBLE
        self._columns: dict[int, str] = {}
        self._version_columns: dict[int, str] = {}
        self._width = 0
        self._page = 0
        self._after_break = False
        self._header_just_seen = False
        self._linear: _LinearRow | None = None
        for row in document.rows:
            cells = tuple(cell if cell is None else cleaned(cell) for cell in row.cells)
            self._take(replace(row, cells=cells))
        self._flush_linear()

    def _take(self, row: SourceRow) -> None:
        if row.place.page != self._page:
            self._page, self._after_break = row.place.page, True
        if self._takes_heading(row):
            return
        self._header_just_seen = False
        if self._section in _FRONT:
            self._take_front(row)
        elif self._section is Section.CONTENT:
            self._take_content(row)
        else:
            self._take_closing(row)

    def _takes_heading(self, row: SourceRow) -> bool:
        """Take a row that opens or repeats a section; True when nothing else is in it."""
        columns = headings.content_columns(row)
        if columns is not None:
            self._flush_linear()
            self._columns, self._width = columns, len(row.cells)
            self._section, self._after_break, self._header_just_seen = Section.CONTENT, True, True
            return True
        if self._header_just_seen and (more := headings.second_header_row(row)) is not None:
            known = set(self._columns.values())
            self._columns.update({i: c for i, c in more.items() if c not in known})
            return True
        if self._is_before_table() and (found := headings.version_columns(row)):
            self._flush_linear()
            self._section, self._version_columns = Section.VERSIONS, found
            return True
        return self._takes_closing_heading(row)

    def _is_before_table(self) -> bool:
        """A line that looked like content does not end the front while no table has begun."""
        return self._section in _FRONT or (self._section is Section.CONTENT and not self._columns)

    def _takes_closing_heading(self, row: SourceRow) -> bool:
        first = headings.first_text(row.cells)
        rest = headings.after_attitudes_heading(first)
        if rest is not None:
            heading = headings.attitudes_heading(first)
            if "ability" in heading.lower() or "能力" in compact(heading):
                self.meaning_of_a = heading
            self._open_closing(Section.ATTITUDES)
        else:
            rest = headings.after_notes_heading(first)
            if rest is None:
                return False
            self._open_closing(Section.NOTES)
        self._take_closing(replace(row, cells=_without_first(row.cells, rest)))
        return True

    def _open_closing(self, section: Section) -> None:
        self._flush_linear()
        self._section = section

    def _take_front(self, row: SourceRow) -> None:
        if identity.is_identity_row(row):
            self._section = Section.IDENTITY
            identity.take_identity(row, self.identity, self.findings)
            return
        text = headings.first_text(row.cells)
        alone = sum(1 for cell in row.cells if cell and cell.strip()) == 1
        if alone and identity.take_title(text, row.place, self.identity):
            return
        if self._section is Section.VERSIONS:
            columns = self._version_columns
            if identity.take_version(row, columns, self.identity, self.findings):
                return
        elif self._section is Section.IDENTITY and identity.continue_identity(row, self.identity):
            return
        if alone and self._starts_with_code(text, "TD"):
            # A file whose table was flattened begins its content without a header.
            self._section = Section.CONTENT
            self._take_content(row)
            return
        self._leave(row)

    def _take_content(self, row: SourceRow) -> None:
        if row.from_table and self._columns:
            self._flush_linear()
            self._take_table_row(row)
            return
        if self._is_before_table() and identity.is_identity_row(row):
            self._flush_linear()
            self._take_front(row)
            return
        text = " ".join(cell for cell in row.cells if cell and cell.strip())
        if self._is_repeated_title(text):
            return
        if self._takes_line(text, row.place):
            return
        self._leave(row)

    def _take_table_row(self, row: SourceRow) -> None:
        cells: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            if not cell or not cell.strip():
                continue
            letter = self._letter_at(index)
            if not letter:
                self.findings.leave(row.place, cell)
            else:
                cells[letter] = f"{cells[letter]}\n{cell}" if letter in cells else cell
        if cells:
            self.table.add(ContentRow(cells, row.place, self._after_break))
            self._after_break = False

    def _letter_at(self, index: int) -> str:
        """A cell belongs to the column that begins at its left edge or before it."""
        if index >= max(self._width, 1):
            return ""
        before = [column for column in self._columns if column <= index]
        return self._columns[max(before)] if before else ""

    def _is_repeated_title(self, text: str) -> bool:
        return bool(self.identity.title) and compact(text).removesuffix("職能基準") == compact(
            self.identity.title
        )

    @staticmethod
    def _starts_with_code(text: str, letters: str) -> str:
        folded = half_width(text.lstrip())
        return next((c for c in letters if CODE_PATTERNS[c].match(folded)), "")

    def _takes_line(self, text: str, place: Place) -> bool:
        """Take a line of a content whose table was lost in copying, by the code it starts with."""
        letter = next((c for c in _LINEAR_ORDER if self._starts_with_code(text, c)), "")
        if letter in ("K", "S"):
            letter = text.lstrip()[:1].translate({0xFF2B: "K", 0xFF33: "S"})
        if not letter and self._linear is not None and _LONE_LEVEL.fullmatch(compact(text)):
            letter = "L"
        if not letter:
            if self._linear is None:
                return False
            self._continue_linear(text)
            return True
        self._add_linear(letter, text, place)
        return True

    def _add_linear(self, letter: str, text: str, place: Place) -> None:
        row = self._linear
        if row is not None and letter in "DTOPL" and ("K" in row.cells or "S" in row.cells):
            self._flush_linear()
            row = None
        if row is None:
            row = self._linear = _LinearRow({}, place)
        row.cells[letter] = f"{row.cells[letter]}\n{text}" if letter in row.cells else text
        row.last = letter

    def _continue_linear(self, text: str) -> None:
        row = self._linear
        if row is not None:
            row.cells[row.last] = join_lines(row.cells[row.last], text)

    def _flush_linear(self) -> None:
        if self._linear is not None:
            row, self._linear = self._linear, None
            self.table.add(ContentRow(row.cells, row.place))

    def _take_closing(self, row: SourceRow) -> None:
        lines = self.attitudes if self._section is Section.ATTITUDES else self.notes
        if self._is_page_number(row):
            return
        for cell in row.cells:
            if cell and cell.strip() and not self._is_repeated_title(cell):
                lines.add(cell, row.place, from_line=self._is_text)

    def _is_page_number(self, row: SourceRow) -> bool:
        """Keep a page number out of sentences; what it declares is compared with the file."""
        text = row.text.strip()
        found = _PAGE_NUMBER.fullmatch(compact(text))
        if found:
            self.declared_pages = (int(found["total"]), row.place)
            self.findings.leave(row.place, text)
        return found is not None

    def _leave(self, row: SourceRow) -> None:
        if not self._is_page_number(row):
            self.findings.leave(row.place, " ".join(filter(None, row.cells)))


def _without_first(cells: tuple[str | None, ...], rest: str) -> tuple[str | None, ...]:
    """Replace the first cell that holds anything by what is left of it."""
    index = next(i for i, cell in enumerate(cells) if cell and cell.strip())
    return (*cells[:index], rest, *cells[index + 1 :])
