"""Standards for tests, in our own words: small ones by hand, large ones by number."""

from datetime import UTC, date, datetime

from espalier.cycle.standards.catalogue.services import adopt_competencies, apply_standard
from espalier.cycle.standards.catalogue.types import Space
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
from espalier.kit.accounts.types import Actor

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
BY = Actor.system("test")


def item(kind: str, code: str, name: str, definition: str = "", refs: tuple[str, ...] = ()) -> Item:
    return Item(ItemKind(kind), code, name, definition, task_refs=refs)


def small_standard(version: int = 1, **changes: object) -> ParsedStandard:
    """Two duties, a group of two tasks, a block without level, an attitude, notes and leftovers."""
    code = f"ZZZ9999-001v{version}"
    shared = item("K", "K01", "果樹修剪原理")
    blocks = (
        Block(
            level=3,
            outputs=(item("O", "O1.1.1", "修剪計畫"),),
            indicators=(item("P", "P1.1.1", "依樹勢訂定修剪強度。"),),
            knowledge=(shared, item("K", "K02", "病蟲害辨識")),
            skills=(item("S", "S01", "工具保養"),),
        ),
        Block(
            level=None, knowledge=(shared,), skills=(item("S", "S02", "攀樹安全", "", ("T1.2",)),)
        ),
    )
    pruning = TaskGroup((Task("T1.1", "規劃修剪"), Task("T1.2", "執行修剪")), blocks)
    harvest = TaskGroup(
        (Task("T2.1", "安排採收"),), (Block(level=2, knowledge=(item("K", "K02", "病蟲害辨識"),)),)
    )
    fields: dict[str, object] = {
        "raw_code": code,
        "code_base": "ZZZ9999-001",
        "version_no": version,
        "title": "果園管理員",
        "kind": "職業",
        "related_titles": ("園藝技師",),
        "versions": (
            VersionRow(f"V{version}", code, "果園管理員", "最新版本", "略", date(2026, 1, 5)),
        ),
        "job_categories": (Coded("天然資源／農業", "NAO"),),
        "occupations": (Coded("果樹栽培人員", "6112"),),
        "industries": (Coded("果樹栽培業", "A0115"),),
        "description": "管理果園的修剪與採收。",
        "level": 3,
        "duties": (Duty("T1", "修剪果樹", (pruning,)), Duty("T2", "採收果實", (harvest,))),
        "attitudes": (item("A", "A01", "謹慎細心", "處理事務時保持專注。"),),
        "prerequisites": ("高中以上學歷。",),
        "notes": (
            Note(1, "樹勢", "樹木生長的強弱。", ("T1.1",)),
            Note(None, "", "採收期依品種而定。"),
        ),
        "warnings": (IntakeWarning("no_level", Place(1, 9), "T1.2"),),
        "unplaced": (Unplaced(Place(2, 3), "（以下空白）"),),
        "format": FileFormat.TEXT,
    }
    return ParsedStandard(**(fields | changes))


def large_standard(n_items: int) -> ParsedStandard:
    """A standard of ``n_items`` K and S, five to a task."""
    groups = tuple(
        TaskGroup(
            (Task(f"T1.{number}", f"第{number}項工作"),),
            (
                Block(
                    level=number % 6 + 1,
                    indicators=(item("P", f"P1.{number}.1", f"完成第{number}項。"),),
                    knowledge=tuple(
                        item("K", f"K{5 * number + place:03}", f"知識{5 * number + place}")
                        for place in range(5)
                    ),
                ),
            ),
        )
        for number in range(1, n_items // 5 + 1)
    )
    return small_standard(
        raw_code=f"ZZZ8888-{n_items:03}v1",
        code_base=f"ZZZ8888-{n_items:03}",
        duties=(Duty("T1", "許多工作", groups),),
    )


def applied(parsed: ParsedStandard | None = None, *, space: Space = Space.OFFICIAL):
    """A standard in the catalogue, the small one by default."""
    return apply_standard(parsed=parsed or small_standard(), space=space, by=BY, at=AT)


def adopted(parsed: ParsedStandard | None = None):
    """A standard in the catalogue with its competencies; returns both."""
    standard = applied(parsed)
    return standard, adopt_competencies(standard=standard, by=BY, at=AT)
