"""A standard laid out as flat lists of comparable items, one list per kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from espalier.engines.intake.types import Block, Item, ItemKind, ParsedStandard, Task, TaskGroup
from espalier.engines.matching.folding import folded
from espalier.engines.matching.types import ComparedKind

_NUMBERS = re.compile(r"\d+")

KIND_OF_ITEM = {
    ItemKind.OUTPUT: ComparedKind.OUTPUT,
    ItemKind.INDICATOR: ComparedKind.INDICATOR,
    ItemKind.KNOWLEDGE: ComparedKind.KNOWLEDGE,
    ItemKind.SKILL: ComparedKind.SKILL,
    ItemKind.ATTITUDE: ComparedKind.ATTITUDE,
}


@dataclass(frozen=True, slots=True)
class ComparableItem:
    """One item ready for comparison.

    ``key`` names the item within its standard (its code, or its position when it has none, with a
    suffix when a code is printed twice); ``parent`` is the key of its task or duty, "" where items
    belong to the whole standard; ``used_by`` the task keys that call for a K or S.
    """

    kind: ComparedKind
    key: str
    code: str
    name: str
    definition: str = ""
    parent: str = ""
    parent_code: str = ""
    levels: tuple[int | None, ...] = ()
    used_by: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return f"{self.name}：{self.definition}" if self.definition else self.name

    @property
    def fold(self) -> str:
        return folded(self.text)

    @property
    def numbers(self) -> tuple[int, ...]:
        return numbers_of(self.code)


def numbers_of(code: str) -> tuple[int, ...]:
    """Return the numbers of a code: (2, 3, 4) for P2.3.4, () for none."""
    return tuple(int(n) for n in _NUMBERS.findall(code))


def comparable_items(standard: ParsedStandard) -> dict[ComparedKind, list[ComparableItem]]:
    """Return every item of ``standard`` once, by kind, in document order.

    A K or S listed under many tasks is one item. An output or indicator printed again in another
    block of its task under the same code and text is one item too; items without a code are kept
    apart, as nothing says that they are the same.
    """
    layout = _Layout()
    layout.add(ComparedKind.STANDARD, standard.raw_code, standard.title, key="standard")
    if standard.description:
        layout.add(ComparedKind.DESCRIPTION, "", standard.description)
    for duty in standard.duties:
        # A document that starts with tasks directly has a nameless duty, which is no item.
        named = bool(duty.code or duty.name)
        duty_item = layout.add(ComparedKind.DUTY, duty.code, duty.name) if named else None
        for group in duty.groups:
            layout.add_group(group, duty_item)
    for attitude in standard.attitudes:
        layout.add_shared(attitude, ())
    for text in standard.prerequisites:
        layout.add(ComparedKind.PREREQUISITE, "", text)
    for note in standard.notes:
        text = f"{note.term}：{note.text}" if note.term else note.text
        layout.add(ComparedKind.NOTE, "", text)
    return layout.lists


class _Layout:
    def __init__(self) -> None:
        self.lists: dict[ComparedKind, list[ComparableItem]] = {kind: [] for kind in ComparedKind}
        self._keys: set[tuple[ComparedKind, str]] = set()
        self._merged: dict[tuple[ComparedKind, str, str, str], int] = {}

    def add(
        self,
        kind: ComparedKind,
        code: str,
        name: str,
        *,
        key: str = "",
        definition: str = "",
        parent: ComparableItem | None = None,
    ) -> ComparableItem:
        where = (parent.key, parent.code) if parent else ("", "")
        item = ComparableItem(kind, "", code, name, definition, *where)
        item = replace(item, key=self._free_key(kind, key or code))
        self.lists[kind].append(item)
        return item

    def _free_key(self, kind: ComparedKind, wanted: str) -> str:
        key = wanted or f"@{len(self.lists[kind]) + 1}"
        while (kind, key) in self._keys:
            key += "'"
        self._keys.add((kind, key))
        return key

    def add_group(self, group: TaskGroup, duty: ComparableItem | None) -> None:
        tasks = [self._task(task, duty) for task in group.tasks]
        for block in group.blocks:
            for position in tasks:
                self._extend(position, levels=(block.level,))
            self._add_block(block, tasks)

    def _task(self, task: Task, duty: ComparableItem | None) -> int:
        """Return the position of the task; the same code and name again is the same task."""
        parent = duty.key if duty else ""
        identity = (ComparedKind.TASK, parent, task.code, folded(task.name))
        if not task.code or identity not in self._merged:
            self.add(ComparedKind.TASK, task.code, task.name, parent=duty)
            self._merged[identity] = len(self.lists[ComparedKind.TASK]) - 1
        return self._merged[identity]

    def _extend(self, position: int, *, levels: tuple[int | None, ...]) -> None:
        tasks = self.lists[ComparedKind.TASK]
        tasks[position] = replace(tasks[position], levels=tasks[position].levels + levels)

    def _add_block(self, block: Block, tasks: list[int]) -> None:
        items = [self.lists[ComparedKind.TASK][position] for position in tasks]
        for item in (*block.outputs, *block.indicators):
            parent = _task_of(item, items)
            self._add_once(item, parent)
        used_by = tuple(task.key for task in items)
        for item in (*block.knowledge, *block.skills):
            self.add_shared(item, used_by)

    def _add_once(self, item: Item, parent: ComparableItem | None) -> None:
        kind = KIND_OF_ITEM[item.kind]
        identity = (kind, parent.key if parent else "", item.code, folded(item.name))
        if item.code and identity in self._merged:
            return
        self.add(kind, item.code, item.name, definition=item.definition, parent=parent)
        self._merged[identity] = len(self.lists[kind]) - 1

    def add_shared(self, item: Item, used_by: Iterable[str]) -> None:
        """Add a K, S or A, or note one more use of it when code and text are already known."""
        kind = KIND_OF_ITEM[item.kind]
        identity = (kind, "", item.code, folded(f"{item.name}：{item.definition}"))
        if identity not in self._merged:
            self.add(kind, item.code, item.name, definition=item.definition)
            self._merged[identity] = len(self.lists[kind]) - 1
        position = self._merged[identity]
        known = self.lists[kind][position]
        self.lists[kind][position] = replace(known, used_by=known.used_by | frozenset(used_by))


def _task_of(item: Item, tasks: list[ComparableItem]) -> ComparableItem | None:
    """Return the task whose number begins the item's code, else the first of the group."""
    numbers = numbers_of(item.code)
    for task in tasks:
        if task.numbers and numbers[: len(task.numbers)] == task.numbers:
            return task
    return tasks[0] if tasks else None


def all_items(standard: ParsedStandard) -> Iterator[ComparableItem]:
    """Yield every comparable item of ``standard``, kind after kind."""
    for items in comparable_items(standard).values():
        yield from items
