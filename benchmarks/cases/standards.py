"""Importing and comparing large standards."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from benchmarks.measure import cold_and_warm, median_of, once
from benchmarks.types import Reading
from espalier.engines.intake import (
    Block,
    Duty,
    Item,
    ItemKind,
    ParsedStandard,
    Task,
    TaskGroup,
    VersionRow,
    facts,
    parse_standard,
    read_document,
    to_json,
    xlsx_bytes,
)

TASKS_PER_DUTY = 8
ATTITUDES = 20
ITEMS_PER_BLOCK = 6  # of each kind
_HEADER = "主要職責\t工作任務\t工作產出\t行為指標\t職能級別\t職能內涵 (K=knowledge 知識)\t職能內涵 (S=skills 技能)"
_SUBJECTS = ("設備點檢", "製程參數", "量測系統", "客訴處理", "供應商評鑑", "教材編寫", "排程協調")
_ACTS = ("之原理與適用限制", "的紀錄與追溯方法", "異常判讀與回報", "改善提案與驗證", "跨部門溝通")


def standard_of(n_items: int, code: str = "BEN-STD-001v1") -> ParsedStandard:
    """A made-up standard with so many knowledge, skill and attitude items together."""
    n = (n_items - ATTITUDES) // 2
    knowledge = [_item(ItemKind.KNOWLEDGE, at) for at in range(n)]
    skills = [_item(ItemKind.SKILL, at) for at in range(n_items - ATTITUDES - n)]
    blocks = list(_groups(knowledge, skills))
    duties = [
        Duty(
            f"T{at + 1}",
            f"主要職責{at + 1}",
            tuple(
                _group(at + 1, number, *block)
                for number, block in enumerate(
                    blocks[at * TASKS_PER_DUTY : (at + 1) * TASKS_PER_DUTY], 1
                )
            ),
        )
        for at in range(-(-len(blocks) // TASKS_PER_DUTY))
    ]
    return ParsedStandard(
        raw_code=code,
        code_base=code.partition("v")[0],
        version_no=int(code.partition("v")[2]),
        title="量測用大型基準",
        kind="職業",
        versions=(VersionRow("V1", code, "量測用大型基準", "最新版本", "略", date(2026, 10, 31)),),
        description="為量測而造的基準，項目數量與同類產品的量測相同。",
        level=4,
        duties=tuple(duties),
        attitudes=tuple(_item(ItemKind.ATTITUDE, at) for at in range(ATTITUDES)),
    )


def _item(kind: ItemKind, at: int) -> Item:
    """Every item has its own wording, as in real standards."""
    subject, act = _SUBJECTS[at % len(_SUBJECTS)], _ACTS[at // len(_SUBJECTS) % len(_ACTS)]
    name = f"第{at + 1}項{subject}{act}"
    definition = f"在工作中能持續展現{name}" if kind is ItemKind.ATTITUDE else ""
    return Item(kind, f"{kind.value}{at + 1:02d}", name, definition)


def _groups(
    knowledge: list[Item], skills: list[Item]
) -> Iterator[tuple[tuple[Item, ...], tuple[Item, ...]]]:
    for start in range(0, max(len(knowledge), len(skills)), ITEMS_PER_BLOCK):
        window = slice(start, start + ITEMS_PER_BLOCK)
        yield tuple(knowledge[window]), tuple(skills[window])


def _group(
    duty: int, number: int, knowledge: tuple[Item, ...], skills: tuple[Item, ...]
) -> TaskGroup:
    code = f"{duty}.{number}"
    indicators = tuple(
        Item(ItemKind.INDICATOR, f"P{code}.{n}", f"能依規定完成任務{code}的第{n}個步驟並留下紀錄")
        for n in (1, 2, 3)
    )
    outputs = (Item(ItemKind.OUTPUT, f"O{code}.1", f"任務{code}紀錄表"),)
    block = Block(3 + number % 3, outputs, indicators, knowledge, skills)
    return TaskGroup((Task(f"T{code}", f"執行任務{code}"),), (block,))


def as_file(parsed: ParsedStandard, suffix: str) -> bytes:
    """The standard as a user would have it: workbook, tabbed text, or our JSON."""
    if suffix == "xlsx":
        return xlsx_bytes(parsed)
    if suffix == "json":
        return json.dumps(to_json(parsed), ensure_ascii=False).encode()
    return "\n".join(_text_lines(parsed)).encode()


def _text_lines(parsed: ParsedStandard) -> Iterator[str]:
    yield f"{parsed.title}職能基準"
    yield "版本\t職能基準代碼\t職能基準名稱\t狀態\t更新說明\t發展更新日期"
    yield f"V{parsed.version_no}\t{parsed.raw_code}\t{parsed.title}\t最新版本\t略\t2026/10/31"
    yield f"職能基準代碼\t\t{parsed.raw_code}"
    yield "職能基準名稱 (擇一填寫)\t\t職類\t"
    yield f"\t\t職業\t{parsed.title}"
    yield f"工作描述\t\t{parsed.description}"
    yield f"基準級別\t\t{parsed.level}"
    yield _HEADER
    for duty in parsed.duties:
        for group in duty.groups:
            (block,), (task,) = group.blocks, group.tasks
            columns = (block.outputs, block.indicators, block.knowledge, block.skills)
            outputs, indicators, k, s = (
                " ".join(f"{item.code} {item.name}" for item in items) for items in columns
            )
            head = f"{duty.code} {duty.name}\t{task.code} {task.name}"
            yield f"{head}\t{outputs}\t{indicators}\t{block.level}\t{k}\t{s}"
    yield "職能內涵 (A=attitude 態度)"
    yield from (f"{each.code} {each.name}：{each.definition}" for each in parsed.attitudes)


def import_standards(suffix: str, items: int, fewer: int, repeats: int) -> list[Reading]:
    """Parse, check, apply and adopt: the whole way of a file until its competencies can be used.

    Each repeat brings another standard, since the same one again would be left alone.
    """
    from django.db import transaction
    from django.utils import timezone

    from espalier.cycle.standards.catalogue.queries import standard_by_code
    from espalier.cycle.standards.catalogue.services import adopt_competencies
    from espalier.cycle.standards.intake.services import import_standard
    from espalier.kit.accounts.types import Actor

    by, at = Actor.system("benchmarks"), timezone.now()

    def bring(n_items: int, serial: int) -> Reading:
        code = f"BEN-{suffix.upper()}{n_items:03d}-{serial:03d}v1"
        data = as_file(standard_of(n_items, code), suffix)

        def work() -> dict[str, float | str]:
            with transaction.atomic():
                import_standard(data=data, name=f"standard.{suffix}", apply=True, by=by, at=at)
                done = adopt_competencies(standard=standard_by_code(code), by=by, at=at)
            if done.n_created != n_items:
                raise RuntimeError(f"{n_items} competencies expected, {done.n_created} made")
            return {"competencies": done.n_created, "file_bytes": len(data)}

        return once(f"{n_items} items", work)

    cold = bring(fewer, 0)
    many = [bring(items, serial) for serial in range(1, repeats + 1)]
    few = [bring(fewer, serial) for serial in range(1, repeats + 1)]
    return [
        replace(cold, name="first import of a fresh process"),
        median_of("fewer items", few),
        median_of("all items", many),
    ]


def parse_only(suffix: str, items: int, repeats: int) -> list[Reading]:
    """Only the engine: bytes to facts."""
    data = as_file(standard_of(items), suffix)

    def work() -> dict[str, float | str]:
        found = facts(parse_standard(read_document(data, filename=f"standard.{suffix}")))
        return {"facts": len(found)}

    return cold_and_warm(f"parse {suffix}", work, repeats, uses_database=False)


def compare(items: int, repeats: int) -> list[Reading]:
    """Two versions of a large standard: a tenth reworded, one task removed, the items renumbered."""
    from espalier.engines.matching.diff import diff_standards

    old = standard_of(items)
    new = _next_version(old)

    def work() -> dict[str, float | str]:
        return {"entries": len(diff_standards(old, new).entries)}

    return cold_and_warm("difference", work, repeats, uses_database=False)


def _next_version(old: ParsedStandard) -> ParsedStandard:
    first, *others = old.duties
    duties = [replace(first, groups=first.groups[1:]), *others]
    return replace(
        old,
        raw_code=f"{old.code_base}v2",
        version_no=2,
        duties=tuple(replace(duty, groups=tuple(map(_reworded, duty.groups))) for duty in duties),
    )


def _reworded(group: TaskGroup) -> TaskGroup:
    return replace(group, blocks=tuple(_renewed(block) for block in group.blocks))


def _renewed(block: Block) -> Block:
    def renew(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(
            replace(
                item,
                code=f"{item.code[0]}{int(item.code[1:]) + 1:02d}",
                name=f"{item.name}（含案例）" if int(item.code[1:]) % 10 == 0 else item.name,
            )
            for item in items
        )

    return replace(block, knowledge=renew(block.knowledge), skills=renew(block.skills))
