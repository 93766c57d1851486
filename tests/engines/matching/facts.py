"""Builds parsed standards for the tests: from the facts files, or from a few lines of text."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from espalier.engines.intake.types import (
    Block,
    Duty,
    Item,
    ItemKind,
    Note,
    ParsedStandard,
    Task,
    TaskGroup,
)


def standard_from_facts(path: Path) -> ParsedStandard:
    facts = json.loads(path.read_text(encoding="utf-8"))
    return ParsedStandard(
        raw_code=facts["code"],
        code_base=facts["code"].rpartition("v")[0],
        version_no=int(facts["code"].rpartition("v")[2]),
        title=facts["name"],
        kind="職業",
        description=facts["description"],
        level=facts["level"],
        duties=tuple(_duty(duty) for duty in facts["duties"]),
        attitudes=_items(facts["attitudes"], ItemKind.ATTITUDE),
        prerequisites=tuple(facts["prerequisites"]),
        notes=tuple(Note(None, "", text) for text in facts["notes"]),
    )


def _duty(facts: dict[str, Any]) -> Duty:
    groups = []
    for names, entries in groupby(facts["tasks"], key=lambda entry: entry["tasks"]):
        tasks = tuple(Task(task["code"], task["name"]) for task in names)
        groups.append(TaskGroup(tasks, tuple(_block(entry) for entry in entries)))
    return Duty(facts["code"], facts["name"], tuple(groups))


def _block(facts: dict[str, Any]) -> Block:
    return Block(
        facts["level"],
        _items(facts["outputs"], ItemKind.OUTPUT),
        _items(facts["indicators"], ItemKind.INDICATOR),
        _items(facts["knowledge"], ItemKind.KNOWLEDGE),
        _items(facts["skills"], ItemKind.SKILL),
    )


def _items(facts: list[dict[str, str]], kind: ItemKind) -> tuple[Item, ...]:
    return tuple(
        Item(kind, fact["code"] or "", fact.get("name") or fact["text"], fact.get("definition", ""))
        for fact in facts
    )


def small_standard(
    tasks: dict[str, list[str]],
    *,
    knowledge: dict[str, list[str]] | None = None,
    title: str = "苗圃管理員",
    level: int | None = 3,
    task_level: int | None = 3,
    code: str = "ORG-001v1",
) -> ParsedStandard:
    """One duty; ``tasks`` maps "T1.1 name" to lines such as "P1.1.1 text" or "O1.1.1 name"."""
    groups = []
    for heading, lines in tasks.items():
        items = [_line(line) for line in lines]
        known = [_line(line) for line in (knowledge or {}).get(heading, [])]
        block = Block(
            task_level,
            tuple(i for i in items if i.kind is ItemKind.OUTPUT),
            tuple(i for i in items if i.kind is ItemKind.INDICATOR),
            tuple(known),
        )
        groups.append(TaskGroup((Task(*_split(heading)),), (block,)))
    return ParsedStandard(
        code, code.partition("v")[0], 1, title, "職業", level=level,
        duties=(Duty("T1", "照顧苗圃", tuple(groups)),),
    )  # fmt: skip


def _line(line: str) -> Item:
    code, text = _split(line)
    kinds = {"O": ItemKind.OUTPUT, "K": ItemKind.KNOWLEDGE}
    return Item(kinds.get(code[:1], ItemKind.INDICATOR), code, text)


def _split(line: str) -> tuple[str, str]:
    code, _, text = line.partition(" ")
    return (code, text) if code[1:2].isdigit() else ("", line)
