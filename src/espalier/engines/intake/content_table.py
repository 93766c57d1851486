"""Rows of the seven-column table into duties, task groups and blocks.

A block is the unit that shares level, K and S. A row opens a new block when it brings a new output
or another level *and* lists knowledge or skills; otherwise it continues the block before it. Text is
first gathered per column and only split into items when the block is complete, so that a name, a
code or a list cut by the edge of a page comes together again.
"""

from dataclasses import dataclass, field

from espalier.engines.intake.cells import CODE_PATTERNS, Fragment, Piece, Splitter, series_of
from espalier.engines.intake.content_items import ItemMaker, level_of
from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Block, Duty, Item, Place, Task, TaskGroup
from espalier.engines.intake.wording import compact, half_width, tidy

ITEM_COLUMNS = "OPKS"
BLOCK_MARK = "B"  # our own form numbers duty, group and block ("1.2.1") in a column of its own


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One row by column letter: D duty, T task, O, P, L level, K, S, B block number of our form.

    ``after_break`` is true for the first row of a page or below a repeated header: only such a
    row can be the rest of a row that a page break cut.
    """

    cells: dict[str, str]
    place: Place
    after_break: bool = False

    def text(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class _OpenBlock:
    level_text: str = ""
    level_place: Place | None = None
    mark: str = ""
    columns: dict[str, list[Fragment]] = field(default_factory=dict)
    carries_outputs: bool = False

    def is_empty(self) -> bool:
        return not self.columns and not self.level_text


@dataclass(slots=True)
class _OpenGroup:
    names: list[Fragment] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    n_own_codes: int = 0  # codes met before task-only rows were appended
    blocks: list[_OpenBlock] = field(default_factory=list)


@dataclass(slots=True)
class _OpenDuty:
    names: list[Fragment] = field(default_factory=list)
    code: str = ""
    groups: list[_OpenGroup] = field(default_factory=list)


class ContentTable:
    """Takes the rows of the content table one by one; ``finish`` gives the duties."""

    def __init__(self, findings: Findings, *, hard_breaks: bool) -> None:
        self._findings = findings
        self._splitter = Splitter(findings, hard_breaks=hard_breaks)
        self._items = ItemMaker(findings)
        self._duties: list[_OpenDuty] = []
        self._marks: list[str] = []  # duty, group and block numbers of the last marked row

    def add(self, row: ContentRow) -> None:
        """Take one row: decide what it opens and gather its text there."""
        marks = self._marks
        if row.text(BLOCK_MARK):
            self._marks = row.text(BLOCK_MARK).split(".")
        is_other_duty = bool(marks) and marks[:1] != self._marks[:1]
        is_other_group = bool(marks) and marks[:2] != self._marks[:2]
        if row.text("D") or is_other_duty:
            self._take_duty(row, is_other=is_other_duty)
        duty = self._duties[-1] if self._duties else self._open_duty()
        codes = _codes_in(row.text("T"), "T")
        group = duty.groups[-1] if duty.groups else None
        new = [code for code in codes if group is None or code not in group.codes]
        if group is None or is_other_group or self._opens_group(row, group, new):
            group = _OpenGroup()
            duty.groups.append(group)
        elif not new and not row.text("T"):
            group = _own_group_of_appended(duty, group, row)
        had_blocks = bool(group.blocks)
        if row.text("T"):
            group.names.append(Fragment(row.text("T"), row.place))
            group.codes += [code for code in codes if code not in group.codes]
            if not _is_task_only(row) or not had_blocks:
                group.n_own_codes = len(group.codes)
        self._take_block(row, group)

    def _open_duty(self) -> _OpenDuty:
        self._duties.append(_OpenDuty())
        return self._duties[-1]

    def _take_duty(self, row: ContentRow, *, is_other: bool) -> None:
        codes = _codes_in(row.text("D"), "D")
        current = self._duties[-1] if self._duties else None
        if current is None or is_other or self._opens_duty(row, current, codes):
            current = self._open_duty()
            current.code = codes[0] if codes else ""
        if row.text("D"):
            current.names.append(Fragment(row.text("D"), row.place))

    @staticmethod
    def _opens_duty(row: ContentRow, current: _OpenDuty, codes: list[str]) -> bool:
        if codes:
            return codes[0] != current.code
        # A name without a code is a new duty only where a task begins with it and nothing was cut.
        return not current.code and not row.after_break and bool(row.text("T"))

    def _opens_group(self, row: ContentRow, group: _OpenGroup, new: list[str]) -> bool:
        if new:
            return not _is_task_only(row)
        if _codes_in(row.text("T"), "T") or group.codes or row.after_break:
            return False
        return bool(row.text("T")) and bool(group.names) and not _is_task_only(row)

    def _take_block(self, row: ContentRow, group: _OpenGroup) -> None:
        if not group.blocks:
            group.blocks.append(_OpenBlock(mark=row.text(BLOCK_MARK)))
        block = group.blocks[-1]
        if self._opens_block(row, block):
            block = _OpenBlock(mark=row.text(BLOCK_MARK))
            # One output over several levels is printed once, beside the first of them.
            block.carries_outputs = not row.text("O") and not block.mark
            group.blocks.append(block)
        level = row.text("L")
        if level and not block.level_text:
            block.level_text, block.level_place = level, row.place
        elif level and compact(level) != compact(block.level_text):
            self._findings.warn(WarningKind.LEVEL_DIFFERS, row.place, level)
        for column in ITEM_COLUMNS:
            if row.text(column):
                block.columns.setdefault(column, []).append(Fragment(row.text(column), row.place))

    def _opens_block(self, row: ContentRow, block: _OpenBlock) -> bool:
        if row.text(BLOCK_MARK) or block.mark:
            return bool(row.text(BLOCK_MARK)) and row.text(BLOCK_MARK) != block.mark
        if block.is_empty() or not (row.text("K") or row.text("S")):
            return False
        level = compact(row.text("L"))
        is_other_level = bool(level) and level != compact(block.level_text)
        if is_other_level and not block.level_text and row.after_break:
            return False  # a level centred in a cut cell is printed below the break
        known = _codes_of(block.columns.get("O", []), "O")
        has_new_output = any(code not in known for code in _codes_in(row.text("O"), "O"))
        if not (is_other_level or has_new_output):
            return False
        return not (row.after_break and self._is_cut_row(row, block))

    def _is_cut_row(self, row: ContentRow, block: _OpenBlock) -> bool:
        """Tell the rest of a cut row from a row of its own at the top of a page."""
        if row.text("L"):
            return False
        if block.level_text:
            return True
        texts = [(column, row.text(column)) for column in ITEM_COLUMNS if row.text(column)]
        if any(not CODE_PATTERNS[c].match(half_width(text.lstrip())) for c, text in texts):
            return True
        goes_on = all(self._goes_on(row, block, column) for column in "KS" if row.text(column))
        place = f"{row.text('O')} {row.text('K')} {row.text('S')}"
        self._findings.warn(WarningKind.BLOCK_UNCERTAIN, row.place, tidy(place))
        return goes_on

    @staticmethod
    def _goes_on(row: ContentRow, block: _OpenBlock, column: str) -> bool:
        """A list that was cut goes on rising; a list of a new block begins lower again."""
        before = _codes_of(block.columns.get(column, []), column)
        after = _codes_in(row.text(column), column)
        return bool(before and after) and series_of(after[0])[1] > series_of(before[-1])[1]

    def finish(self) -> tuple[Duty, ...]:
        """Split what was gathered and return the duties in order."""
        return tuple(self._duty(duty) for duty in self._duties)

    def _duty(self, duty: _OpenDuty) -> Duty:
        names = self._first_names(self._splitter.split(duty.names, "D"))
        code = duty.code if duty.code in names else next(iter(names), "")
        for other in names.keys() - {code}:
            self._findings.leave(duty.names[0].place, f"{other} {names[other]}".strip())
        groups = tuple(self._group(group) for group in duty.groups)
        return Duty(code, names.get(code, ""), groups)

    def _group(self, group: _OpenGroup) -> TaskGroup:
        names = self._first_names(self._splitter.split(group.names, "T"))
        tasks = tuple(Task(code, name) for code, name in names.items())
        for code, name in names.items():
            if not code:
                self._findings.warn(WarningKind.UNCODED_ITEM, group.names[0].place, name)
        blocks: list[Block] = []
        for block in group.blocks:
            outputs = blocks[-1].outputs if blocks and block.carries_outputs else ()
            blocks.append(self._block(block, outputs))
        return TaskGroup(tasks, tuple(blocks))

    def _first_names(self, pieces: list[Piece]) -> dict[str, str]:
        """Keep the first text of a code; a page that repeats it may not change it unnoticed."""
        names: dict[str, str] = {}
        for piece in pieces:
            kept = names.setdefault(piece.code, piece.text)
            if not kept:
                names[piece.code] = piece.text
            elif piece.text and kept != piece.text:
                self._findings.warn(
                    WarningKind.SAME_CODE_OTHER_TEXT,
                    piece.places[0],
                    f"{piece.code} {kept} / {piece.text}",
                )
        return names

    def _block(self, block: _OpenBlock, carried: tuple[Item, ...]) -> Block:
        level = level_of(block.level_text, block.level_place, self._findings)
        items: dict[str, list[Item]] = {column: [] for column in ITEM_COLUMNS}
        for column in ITEM_COLUMNS:
            for piece in self._splitter.split(block.columns.get(column, []), column):
                item = self._items.item(piece, column)
                known = {one.code for one in items[item.kind.value] if one.code}
                if item.code not in known or item.kind.value == "P":
                    items[item.kind.value].append(item)
        return Block(
            level,
            tuple(items["O"]) or carried,
            tuple(items["P"]),
            tuple(items["K"]),
            tuple(items["S"]),
        )


def _codes_in(text: str, column: str) -> list[str]:
    """Return the codes that stand in a text, as far as they can be told before it is complete."""
    return [m.group().replace(" ", "") for m in CODE_PATTERNS[column].finditer(half_width(text))]


def _codes_of(fragments: list[Fragment], column: str) -> list[str]:
    return [code for fragment in fragments for code in _codes_in(fragment.text, column)]


def _is_task_only(row: ContentRow) -> bool:
    return not any(row.text(column) for column in "DL" + ITEM_COLUMNS)


def _own_group_of_appended(duty: _OpenDuty, group: _OpenGroup, row: ContentRow) -> _OpenGroup:
    """Give tasks printed in a row above their contents a group of their own.

    A row with nothing but task codes is first taken for the rest of the group before it. When the
    next row's outputs or indicators are numbered after those tasks, it was their heading.
    """
    appended = group.codes[group.n_own_codes :]
    numbers = _codes_in(row.text("O"), "O") + _codes_in(row.text("P"), "P")
    if not appended or not numbers or f"T{series_of(numbers[0])[0][1:]}" not in appended:
        return group
    keep = [f for f in group.names if not set(_codes_in(f.text, "T")) & set(appended)]
    moved = _OpenGroup([f for f in group.names if f not in keep], appended, len(appended))
    group.names, group.codes = keep, group.codes[: group.n_own_codes]
    duty.groups.append(moved)
    return moved
