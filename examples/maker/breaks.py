"""The links that are broken on purpose, so that the report of broken links has something to find."""

import json
from dataclasses import asdict, dataclass
from random import Random

from examples.maker.evidence import forgotten_person
from examples.maker.records import record_breaks
from examples.maker.workforce import PEOPLE_OF_ONE_SITE, SEED, Person, Workforce, make_workforce


@dataclass(frozen=True, slots=True)
class Broken:
    """What the report must list: the check, the label of the record, and why it is so here."""

    check: str
    label: str
    why: str


def expected_breaks() -> list[Broken]:
    """Exactly what ``espalier thread broken`` lists for the example company."""
    force = make_workforce(PEOPLE_OF_ONE_SITE, Random(f"{SEED} people"))
    return [
        *_of_standards(),
        *_of_people(force),
        *_of_the_map(),
        *(Broken(*each) for each in record_breaks()),
    ]


def _of_standards() -> list[Broken]:
    check = "standards.lost_source"
    return [
        Broken(
            check, "PGJ-QAE-001/K07 供應商品質管理", "第二版改名為供應鏈品質管理，尚未比對移轉。"
        ),
        Broken(check, "PGJ-QAE-001/K08 紙本品質紀錄管理", "第二版刪除此項知識，尚未移轉。"),
    ]


def _of_people(force: Workforce) -> list[Broken]:
    unplaced = next(person for person in force.here() if not person.is_placed)
    return [
        Broken("people.unit_without_manager", "D43 智慧物流推動小組", "新成立的小組，主管未定。"),
        Broken("people.employee_without_position", _named(unplaced), "剛到職，職位未定。"),
        Broken("people.only_old_ratings", _named(forgotten_person(force)), "多年未再評定。"),
    ]


def _of_the_map() -> list[Broken]:
    """The map itself is published after everything else, so it is never outdated here."""
    prefix = "learning_map"
    superseded = "採用的基準第一版已被第二版取代，尚未移轉。"
    return [
        Broken(f"{prefix}.superseded_standard", "QAE-G2 品質工程師", superseded),
        Broken(f"{prefix}.superseded_standard", "QAE-G3 資深品質工程師", superseded),
        Broken(f"{prefix}.superseded_standard", "QAE-G4 品質課長", superseded),
        Broken(
            f"{prefix}.position_without_requirement",
            "QAE-G4 品質課長",
            "已採用基準，應具等級待處長確認。",
        ),
        Broken(
            f"{prefix}.level_not_reached",
            "PGJ-TRN-001/K11 培訓品質管理制度",
            "訓練規劃師與訓練經理需要，但沒有任何模組。",
        ),
        Broken(
            f"{prefix}.level_not_reached",
            "SAL-S01 報價與談判",
            "業務課長須達五級，現有模組只到四級。",
        ),
        Broken(
            f"{prefix}.module_without_objective", "RDE-05 專利檢索與設計迴避", "學習目標尚未撰寫。"
        ),
        Broken(
            f"{prefix}.module_without_competency",
            "NEW-07 性別平等與職場不法侵害預防",
            "依法辦理，尚未對應職能。",
        ),
    ]


def _named(person: Person) -> str:
    return f"{person.number} {person.name}"


def breaks_as_json() -> str:
    """For tests and for programs."""
    rows = [asdict(each) for each in expected_breaks()]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def breaks_as_text() -> str:
    """For people."""
    lines = [
        "# 刻意留下的斷鏈",
        "",
        "範例公司故意留下下列問題，讓「斷鏈」報表有東西可找；除此之外一切完整。",
        "`espalier thread broken` 對載入後的範例必須恰好列出這些（由測試比對）。",
        "本檔由 `python -m examples.generate` 產生。",
        "",
        "| 檢查 | 紀錄 | 原因 |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{each.check}` | {each.label} | {each.why} |" for each in expected_breaks()]
    return "\n".join(lines) + "\n"
