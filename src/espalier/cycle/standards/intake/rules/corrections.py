"""What a person's corrections make of a parsed standard."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from espalier.cycle.standards.intake.rules import paths
from espalier.cycle.standards.intake.rules.fields import flat_fields, leftovers
from espalier.cycle.standards.intake.rules.paths import Values, is_removed, text_at
from espalier.cycle.standards.intake.types import Leftover, WrongValue
from espalier.engines.intake import parse_code
from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    Item,
    ItemKind,
    Note,
    ParsedStandard,
    Task,
    TaskGroup,
    Unplaced,
)

T = TypeVar("T")
DROPPED = "drop"  # the person says that the text is no part of the standard
BLOCK_TARGET = re.compile(r"(d\d+\.g\d+\.b\d+)\.([OPKS])")


def changed_values(parsed: ParsedStandard, sent: Values) -> dict[str, str]:
    """Only what says something else than the file, and only about fields there are."""
    read = {field.path: field.read for field in flat_fields(parsed)}
    kept = {
        path: text_at(sent, path, "")
        for path in sent
        if path in read and text_at(sent, path, "") != read[path].strip()
    }
    for path, value in sent.items():
        stem, _dot, act = path.rpartition(".")
        if value and (act == paths.REMOVE or _is_leftover(stem, act, parsed)):
            kept[path] = value
    return kept


def _is_leftover(stem: str, act: str, parsed: ParsedStandard) -> bool:
    number = stem.removeprefix("u")
    known = stem.startswith("u") and number.isdecimal() and int(number) < len(parsed.unplaced)
    return known and act in {"target", "code", "text"}


def corrected(parsed: ParsedStandard, values: Values) -> tuple[ParsedStandard, list[WrongValue]]:
    """The standard as the person wants it, and every value that could not be taken (left as read)."""
    work = _Corrector(parsed, values)
    standard = work.standard()
    return standard, work.wrong


class _Corrector:
    def __init__(self, parsed: ParsedStandard, values: Values) -> None:
        self._parsed, self._values = parsed, values
        self.wrong: list[WrongValue] = []
        first = paths.first_paths(parsed)
        self._items = {known: self._item(known, path) for known, path in first.items()}
        self._moved = [left for left in leftovers(parsed, values) if left.target]

    def standard(self) -> ParsedStandard:
        parsed, text = self._parsed, self._text
        raw_code, base, version = self._code()
        return replace(
            parsed,
            raw_code=raw_code,
            code_base=base,
            version_no=version,
            title=text("title", parsed.title),
            kind=text("kind", parsed.kind),
            description=self._with_moved("description", text("description", parsed.description)),
            meaning_of_a=text("meaning_of_a", parsed.meaning_of_a),
            level=self._level("level", parsed.level),
            job_categories=self._coded("job_categories"),
            occupations=self._coded("occupations"),
            industries=self._coded("industries"),
            duties=self._kept(parsed.duties, "d", self._duty),
            attitudes=self._attitudes(),
            prerequisites=self._prerequisites(),
            notes=self._notes(),
            unplaced=self._unplaced(),
        )

    def _code(self) -> tuple[str, str, int | None]:
        """The code with its base and version; a typed one that cannot be read is not taken."""
        parsed = self._parsed
        typed = self._text("raw_code", parsed.raw_code)
        if typed == "":
            return "", "", None
        known = parse_code(typed)
        if typed != parsed.raw_code and known is not None:
            return typed, known.code_base, known.version_no
        if typed != parsed.raw_code:
            self.wrong.append(WrongValue("raw_code", typed, "code"))
        return parsed.raw_code, parsed.code_base, parsed.version_no

    def _text(self, path: str, read: str) -> str:
        return text_at(self._values, path, read)

    def _kept(
        self, parts: Sequence[T], stem: str, build: Callable[[T, str], T | None]
    ) -> tuple[T, ...]:
        built = (
            build(part, f"{stem}{number}")
            for number, part in enumerate(parts)
            if not is_removed(self._values, f"{stem}{number}")
        )
        return tuple(part for part in built if part is not None)

    def _level(self, path: str, read: int | None) -> int | None:
        typed = self._text(path, "" if read is None else str(read))
        if typed == "":
            return None
        if typed in {"1", "2", "3", "4", "5", "6"}:
            return int(typed)
        self.wrong.append(WrongValue(path, typed, "level"))
        return read

    def _coded(self, name: str) -> tuple[Coded, ...]:
        def build(entry: Coded, path: str) -> Coded:
            name_text = self._text(f"{path}.name", entry.name)
            return Coded(name_text, self._text(f"{path}.code", entry.code))

        entries: tuple[Coded, ...] = getattr(self._parsed, name)
        return self._kept(entries, f"{name}.", build)

    def _duty(self, duty: Duty, path: str) -> Duty:
        return Duty(
            self._text(f"{path}.code", duty.code),
            self._text(f"{path}.name", duty.name),
            self._kept(duty.groups, f"{path}.g", self._group),
        )

    def _group(self, group: TaskGroup, path: str) -> TaskGroup | None:
        tasks = self._kept(group.tasks, f"{path}.t", self._task)
        blocks = self._kept(group.blocks, f"{path}.b", self._block)
        return TaskGroup(tasks, blocks) if tasks or blocks else None

    def _task(self, task: Task, path: str) -> Task:
        name = self._text(f"{path}.name", task.name)
        if not name:
            self.wrong.append(WrongValue(f"{path}.name", "", "empty"))
        return Task(self._text(f"{path}.code", task.code), name)

    def _block(self, block: Block, path: str) -> Block:
        lists: dict[str, list[Item]] = {name: [] for name in paths.BLOCK_LISTS}
        for item_path, name, item in paths.block_items(block, path):
            if not is_removed(self._values, item_path):
                known = replace(self._items[paths.identity(item)], places=item.places)
                lists[name].append(known)
        for name, kind in paths.BLOCK_LISTS.items():
            lists[name] += self._moved_items(f"{path}.{kind.value}", kind)
        level = self._level(f"{path}.level", block.level)
        return Block(level, **{name: tuple(items) for name, items in lists.items()})

    def _item(self, item: Item, path: str) -> Item:
        name = self._text(f"{path}.name", item.name)
        if not name and not is_removed(self._values, path):
            self.wrong.append(WrongValue(f"{path}.name", "", "empty"))
        return replace(
            item,
            code=self._text(f"{path}.code", item.code),
            name=name or item.name,
            definition=self._text(f"{path}.definition", item.definition),
        )

    def _attitudes(self) -> tuple[Item, ...]:
        kept = self._kept(self._parsed.attitudes, "a", self._item)
        return kept + tuple(self._moved_items("attitude", ItemKind.ATTITUDE))

    def _moved_items(self, target: str, kind: ItemKind) -> Iterable[Item]:
        for left in self._moved:
            if left.target == target:
                yield Item(kind, left.code, left.text)

    def _prerequisites(self) -> tuple[str, ...]:
        def build(text: str, path: str) -> str | None:
            return self._text(path, text) or None

        return self._kept(self._parsed.prerequisites, "q", build) + self._moved_texts(
            "prerequisite"
        )

    def _notes(self) -> tuple[Note, ...]:
        def build(note: Note, path: str) -> Note | None:
            term = self._text(f"{path}.term", note.term)
            text = self._text(f"{path}.text", note.text)
            if (term, text) == (note.term, note.text):
                return note
            # What the file printed is no longer what the note says.
            return replace(note, term=term, text=text, printed="") if term or text else None

        moved = tuple(Note(None, "", text) for text in self._moved_texts("note"))
        return self._kept(self._parsed.notes, "n", build) + moved

    def _moved_texts(self, target: str) -> tuple[str, ...]:
        return tuple(left.text for left in self._moved if left.target == target)

    def _with_moved(self, target: str, text: str) -> str:
        return "\n".join(part for part in (text, *self._moved_texts(target)) if part)

    def _unplaced(self) -> tuple[Unplaced, ...]:
        taken = {left.path for left in self._moved if self._is_open(left)}
        return tuple(
            left for number, left in enumerate(self._parsed.unplaced) if f"u{number}" not in taken
        )

    def _is_open(self, left: Leftover) -> bool:
        """Whether the target still exists: a removed block takes nothing, so the text stays."""
        match = BLOCK_TARGET.fullmatch(left.target)
        if match is None:
            return True
        stems = match[1].split(".")
        return not any(
            is_removed(self._values, ".".join(stems[: depth + 1])) for depth in range(len(stems))
        )
