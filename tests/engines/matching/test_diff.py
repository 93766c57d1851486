"""What the comparison of two made-up standards says, and the laws it obeys."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.intake.types import (
    Block,
    Duty,
    Item,
    ItemKind,
    ParsedStandard,
    Task,
    TaskGroup,
)
from espalier.engines.matching.diff import diff_standards
from espalier.engines.matching.items import all_items
from espalier.engines.matching.types import ChangeKind, ComparedKind, Reason, StandardDiff
from tests.engines.matching.facts import small_standard

SOWING = "T1.1 安排播種"
BASE = {
    SOWING: [
        "O1.1.1 播種日程表",
        "P1.1.1 依訂單量推算各品種的播種日期",
        "P1.1.2 檢查種子發芽率並記錄批號",
        "P1.1.3 向溫室人員說明當週工作重點",
    ],
    "T1.2 防治病蟲害": ["P1.2.1 每日巡視苗床並標示可疑植株"],
}


def _told(found: StandardDiff) -> dict[tuple[str | None, str | None], ChangeKind]:
    return {(entry.old_code, entry.new_code): entry.kind for entry in found.changes}


def _with(task: str, lines: list[str], *, heading: str | None = None) -> ParsedStandard:
    tasks = {(heading or key if key == task else key): value for key, value in BASE.items()}
    tasks[heading or task] = lines
    return small_standard(tasks)


OUTPUT, FIRST, SECOND, THIRD = BASE[SOWING]
CASES = [
    (
        "a new sentence is added",
        [*BASE[SOWING], "P1.1.4 回收育苗盤並清點數量"],
        {(None, "P1.1.4"): ChangeKind.ADDED},
    ),
    ("a sentence is dropped", [OUTPUT, FIRST, SECOND], {("P1.1.3", None): ChangeKind.REMOVED}),
    (
        "a code shifts because its neighbour went",
        [OUTPUT, FIRST, "P1.1.2 向溫室人員說明當週工作重點"],
        {("P1.1.2", None): ChangeKind.REMOVED, ("P1.1.3", "P1.1.2"): ChangeKind.MOVED},
    ),
    (
        "two change places",
        [OUTPUT, FIRST, "P1.1.2 向溫室人員說明當週工作重點", "P1.1.3 檢查種子發芽率並記錄批號"],
        {
            ("P1.1.2", "P1.1.3"): ChangeKind.REORDERED,
            ("P1.1.3", "P1.1.2"): ChangeKind.REORDERED,
        },
    ),
    (
        "a sentence is reworded",
        [OUTPUT, "P1.1.1 依訂單量與庫存推算各品種的播種日期", SECOND, THIRD],
        {("P1.1.1", "P1.1.1"): ChangeKind.REWORDED},
    ),
    (
        "a code gets another meaning",
        [OUTPUT, "P1.1.1 維護灑水設備", SECOND, THIRD],
        {("P1.1.1", "P1.1.1"): ChangeKind.REPLACED},
    ),
    (
        "an output is renamed",
        ["O1.1.1 播種週日程表", FIRST, SECOND, THIRD],
        {("O1.1.1", "O1.1.1"): ChangeKind.RENAMED},
    ),
    ("only punctuation differs", [OUTPUT, FIRST + "。", SECOND, THIRD], {}),
]


@pytest.mark.parametrize(("lines", "told"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_kind_is_told(
    lines: list[str], told: dict[tuple[str | None, str | None], ChangeKind]
) -> None:
    assert _told(diff_standards(small_standard(BASE), _with(SOWING, lines))) == told


def test_an_indicator_under_another_task_is_moved() -> None:
    new = {
        SOWING: BASE[SOWING][:3],
        "T1.2 防治病蟲害": [*BASE["T1.2 防治病蟲害"], "P1.2.2 " + THIRD[7:]],
    }
    found = diff_standards(small_standard(BASE), small_standard(new))
    (entry,) = found.changes
    assert (entry.kind, entry.old_code, entry.new_code) == (ChangeKind.MOVED, "P1.1.3", "P1.2.2")
    assert entry.reasons == (Reason.OTHER_TASK,)
    assert (entry.old_parent, entry.new_parent) == ("T1.1", "T1.2")


def test_a_task_with_a_new_name_is_known_by_its_indicators() -> None:
    found = diff_standards(
        small_standard(BASE), _with(SOWING, BASE[SOWING], heading="T1.1 規劃育苗")
    )
    (entry,) = found.changes
    assert entry.kind is ChangeKind.RENAMED
    assert Reason.SAME_CHILDREN in entry.reasons


def test_a_code_taken_by_another_item_is_said() -> None:
    new = _with(SOWING, [OUTPUT, FIRST, "P1.1.2 " + THIRD[7:]])
    (removed,) = diff_standards(small_standard(BASE), new).of_kind(ChangeKind.REMOVED)
    assert removed.reasons == (Reason.CODE_REUSED,)
    assert removed.note


def test_knowledge_called_for_by_other_tasks_is_moved() -> None:
    heading = "T1.2 防治病蟲害"
    old = small_standard(BASE, knowledge={SOWING: ["K01 種子生理"], heading: ["K02 農藥安全"]})
    new = small_standard(
        BASE, knowledge={SOWING: ["K01 種子生理", "K02 農藥安全"], heading: ["K02 農藥安全"]}
    )
    (entry,) = diff_standards(old, new).changes
    assert (entry.kind, entry.old_code) == (ChangeKind.MOVED, "K02")
    assert entry.reasons == (Reason.TASKS_USING_IT_CHANGED,)


def test_knowledge_of_a_removed_task_only_keeps_its_place() -> None:
    heading = "T1.2 防治病蟲害"
    known = {SOWING: ["K01 種子生理"], heading: ["K01 種子生理"]}
    old = small_standard(BASE, knowledge=known)
    new = small_standard({SOWING: BASE[SOWING]}, knowledge=known)
    kinds = {e.item_kind for e in diff_standards(old, new).changes}
    assert kinds == {ComparedKind.TASK, ComparedKind.INDICATOR}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (3, 4, [ChangeKind.LEVEL_CHANGED]),
        (3, None, [ChangeKind.LEVEL_UNKNOWN]),
        (None, 3, [ChangeKind.LEVEL_UNKNOWN]),
        (3, 3, []),
        (None, None, []),
    ],
)
def test_levels_are_told_apart_from_names(
    old: int | None, new: int | None, kinds: list[ChangeKind]
) -> None:
    found = diff_standards(
        small_standard(BASE, level=old, task_level=5), small_standard(BASE, level=new, task_level=5)
    )
    assert [entry.kind for entry in found.levels] == kinds
    assert not found.changes
    assert found.levels_unknown_on_both == (("",) if old is new is None else ())


def test_items_without_codes_and_duplicates_are_kept_apart() -> None:
    twice = {"安排播種": ["清點育苗盤", "清點育苗盤", "記錄溫度"]}
    assert diff_standards(small_standard(twice), small_standard(twice)).is_empty
    once = {"安排播種": ["清點育苗盤", "記錄溫度"]}
    found = diff_standards(small_standard(twice), small_standard(once))
    assert [(e.kind, e.old_text) for e in found.changes] == [(ChangeKind.REMOVED, "清點育苗盤")]


def test_an_empty_standard_against_a_full_one() -> None:
    empty = ParsedStandard("", "", None, "", "")
    found = diff_standards(empty, small_standard(BASE))
    assert {e.kind for e in found.changes} == {ChangeKind.ADDED, ChangeKind.RENAMED}
    assert diff_standards(empty, empty).is_empty


words = st.text("甲乙丙丁戊己庚辛", min_size=0, max_size=6)
codes = st.sampled_from(["", "1", "2", "3", "4"])


@st.composite
def standards(draw: st.DrawFn) -> ParsedStandard:
    def items(kind: ItemKind, prefix: str) -> tuple[Item, ...]:
        drawn = draw(st.lists(st.tuples(codes, words), max_size=4))
        return tuple(Item(kind, f"{prefix}{c}" if c else "", text) for c, text in drawn)

    groups = []
    for number, name in enumerate(draw(st.lists(words, max_size=3)), start=1):
        block = Block(
            draw(st.sampled_from([None, 3, 4])),
            items(ItemKind.OUTPUT, f"O1.{number}."),
            items(ItemKind.INDICATOR, f"P1.{number}."),
            items(ItemKind.KNOWLEDGE, "K0"),
        )
        groups.append(TaskGroup((Task(f"T1.{number}", name),), (block,)))
    duty = Duty(draw(st.sampled_from(["", "T1"])), draw(words), tuple(groups))
    return ParsedStandard("X-1", "X", 1, draw(words), "", level=draw(st.sampled_from([None, 3, 4])),
                          duties=(duty,), attitudes=items(ItemKind.ATTITUDE, "A0"))  # fmt: skip


@given(standards())
@settings(max_examples=40, deadline=None)
def test_a_standard_does_not_differ_from_itself(x: ParsedStandard) -> None:
    assert diff_standards(x, x).is_empty


@given(standards(), standards())
@settings(max_examples=60, deadline=None)
def test_every_item_stands_exactly_once(old: ParsedStandard, new: ParsedStandard) -> None:
    found = diff_standards(old, new)
    entries = found.changes + found.unchanged
    for standard, side in ((old, "old"), (new, "new")):
        told = Counter(
            (e.item_kind, getattr(e, f"{side}_code"), getattr(e, f"{side}_text"))
            for e in entries
            if getattr(e, f"{side}_text") is not None
        )
        assert told == Counter((i.kind, i.code, i.text) for i in all_items(standard))


MIRROR = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}


@given(standards(), standards())
@settings(max_examples=60, deadline=None)
def test_exchanging_the_sides_mirrors_the_result(old: ParsedStandard, new: ParsedStandard) -> None:
    there, back = diff_standards(old, new), diff_standards(new, old)
    forward = Counter(
        (e.kind, e.item_kind, e.old_code, e.old_text, e.new_code, e.new_text, e.similarity)
        for e in there.entries + there.unchanged
    )
    backward = Counter(
        (MIRROR.get(e.kind, e.kind), e.item_kind, e.new_code, e.new_text, e.old_code, e.old_text,
         e.similarity)
        for e in back.entries + back.unchanged
    )  # fmt: skip
    assert forward == backward


def test_json_is_the_same_every_time() -> None:
    new = _with(SOWING, [OUTPUT, "P1.1.1 維護灑水設備", SECOND, THIRD])
    first, second = (diff_standards(small_standard(BASE), new).to_json() for _ in range(2))
    assert first == second
    told = json.loads(first)
    assert told["counts"]["replaced"] == 1
    assert told["entries"][0]["old_code"] == "P1.1.1"


def _large(n: int, shift: int) -> ParsedStandard:
    # Numerals as words make 500 sentences that share much and are all different.
    digits = str.maketrans("0123456789", "零壹貳參肆伍陸柒捌玖")
    lines = tuple(
        Item(
            ItemKind.INDICATOR,
            f"P1.1.{i + 1}",
            f"檢查第{str(i * 7919 + shift).translate(digits)}號苗床並記錄",
        )
        for i in range(n)
    )
    group = TaskGroup((Task("T1.1", "巡視"),), (Block(3, (), lines),))
    return ParsedStandard("X", "X", 1, "巡視員", "", duties=(Duty("T1", "巡視", (group,)),))


def test_five_hundred_items_a_side_are_all_accounted_for() -> None:
    old, new = _large(500, 0), _large(500, 5)
    found = diff_standards(old, new)
    entries = [e for e in found.changes + found.unchanged if e.item_kind is ComparedKind.INDICATOR]
    assert sum(e.old_text is not None for e in entries) == 500
    assert sum(e.new_text is not None for e in entries) == 500
