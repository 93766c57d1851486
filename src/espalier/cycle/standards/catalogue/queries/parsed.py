"""Rows of the catalogue put together again as the parsed standard they came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from espalier.cycle.standards.catalogue import models
from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    FileFormat,
    IntakeWarning,
    Item,
    ItemKind,
    Note,
    ParsedStandard,
    Place,
    Task,
    TaskGroup,
    Unplaced,
    VersionRow,
)

T = TypeVar("T")


def parsed_heading(row: models.Standard) -> dict[str, Any]:
    """The fields of a parsed standard that stand in its own row."""
    return {
        "raw_code": row.raw_code,
        "code_base": row.code_base,
        "version_no": row.version_no,
        "title": row.title,
        "kind": row.kind,
        "related_titles": tuple(row.related_titles),
        "versions": tuple(_version_row(each) for each in row.versions),
        "job_categories": tuple(Coded(**each) for each in row.job_categories),
        "occupations": tuple(Coded(**each) for each in row.occupations),
        "industries": tuple(Coded(**each) for each in row.industries),
        "description": row.description,
        "level": row.level,
        "prerequisites": tuple(row.prerequisites),
        "notes": tuple(_note(each) for each in row.notes),
        "meaning_of_a": row.meaning_of_a,
        "is_historical": row.is_historical,
        "warnings": tuple(_warning(each) for each in row.warnings),
        "unplaced": tuple(Unplaced(Place(**each["place"]), each["text"]) for each in row.unplaced),
        "format": FileFormat(row.source_format) if row.source_format else None,
    }


def parsed_standard(row: models.Standard) -> ParsedStandard:
    """Read the standard's tables, one query each, and give back what was applied.

    Places within the source file are not part of the catalogue; the draft of the intake keeps them.
    """
    items = {item.pk: _item(item) for item in row.items.order_by("kind", "order", "pk")}
    attitudes = tuple(item for item in items.values() if item.kind is ItemKind.ATTITUDE)
    blocks = _blocks(row, items)
    tasks = _by_parent(
        (task.group_id, Task(task.code, task.name))
        for task in models.Task.objects.filter(group__duty__standard=row).order_by("order", "pk")
    )
    groups = _by_parent(
        (group.duty_id, TaskGroup(tuple(tasks[group.pk]), tuple(blocks[group.pk])))
        for group in models.TaskGroup.objects.filter(duty__standard=row).order_by("order", "pk")
    )
    duties = tuple(
        Duty(duty.code, duty.name, tuple(groups[duty.pk]))
        for duty in row.duties.order_by("order", "pk")
    )
    digest = row.source_file.sha256 if row.source_file else ""
    heading = parsed_heading(row)
    return ParsedStandard(**heading, duties=duties, attitudes=attitudes, sha256=digest)


def _by_parent(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for parent, child in pairs:
        found[parent].append(child)
    return found


def _blocks(row: models.Standard, items: Mapping[int, Item]) -> Mapping[int, list[Block]]:
    placed = _by_parent(
        (placement.block_id, items[placement.item_id])
        for placement in models.BlockItem.objects.filter(block__group__duty__standard=row).order_by(
            "order", "pk"
        )
    )
    rows = models.Block.objects.filter(group__duty__standard=row).order_by("order", "pk")
    return _by_parent((block.group_id, _block(block.level, placed[block.pk])) for block in rows)


def _block(level: int | None, items: Iterable[Item]) -> Block:
    of_kind = _by_parent((list(ItemKind).index(item.kind), item) for item in items)
    outputs, indicators, knowledge, skills = (tuple(of_kind[place]) for place in range(4))
    return Block(level, outputs, indicators, knowledge, skills)


def _item(row: models.Item) -> Item:
    return Item(
        ItemKind(row.kind), row.code, row.name, row.definition, task_refs=tuple(row.task_refs)
    )


def _version_row(each: Mapping[str, Any]) -> VersionRow:
    day = each["updated_on"]
    return VersionRow(**{**each, "updated_on": date.fromisoformat(day) if day else None})


def _note(each: Mapping[str, Any]) -> Note:
    return Note(**{**each, "attached_to": tuple(each["attached_to"])})


def _warning(each: Mapping[str, Any]) -> IntakeWarning:
    place = Place(**each["place"]) if each["place"] else None
    return IntakeWarning(each["kind"], place, each["text"])
