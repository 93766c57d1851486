"""The imports ``modules`` and ``module_competencies``.

Importing is publishing: a new row is in force as version 1, a changed row as the next version, with
the person who imported as publisher. Nothing published is edited.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.mode_words import MODES
from espalier.cycle.learning_map.modules import queries, rules, services
from espalier.cycle.learning_map.modules.types import ModuleContent
from espalier.cycle.learning_map.modules.wording import problem_in_words
from espalier.cycle.learning_map.scale import bounds, outside_scale
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import (
    codes_in,
    counts,
    number_in,
    reason,
    text_in,
    unknown,
    whole_in,
)
from espalier.kit.imports.types import (
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

MIXES = {"70經驗": "experience", "20社會": "social", "10正式": "formal"}
_MODE_WORDS = {value: text for text, value in MODES.items()}
_MIX_WORDS = {value: text for text, value in MIXES.items()}
_FIELD_COLUMN = {"minutes": "hours"}  # where a field and its column differ in name
# Which column of the sheet a problem of the content is about.
_COLUMN = {
    rules.ModuleProblem.NO_NAME: "name",
    rules.ModuleProblem.NO_TIME: "hours",
    rules.ModuleProblem.TIME_TOO_LONG: "hours",
    rules.ModuleProblem.VALIDITY_ZERO: "validity_months",
}

MODULE_COLUMNS = (
    Column("code", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
    Column("name", "模組名稱", "Module name", required=True, max_length=200),
    Column("name_en", "英文名稱", "English name", max_length=200),
    Column("objectives", "學習目標", "Objectives", help="一行一項", max_length=5000),
    Column("hours", "時數", "Hours", CellKind.DECIMAL, required=True),
    Column(
        "mode", "方式", "Mode", CellKind.CHOICE, required=True, aliases=("實施方式",),
        choices={**MODES, **{value: value for value in MODES.values()}},
    ),
    Column(
        "mix", "學習型態", "70-20-10", CellKind.CHOICE, aliases=("70-20-10",),
        choices={**MIXES, **{value: value for value in MIXES.values()}},
    ),
    Column("category", "類別", "Category", max_length=60),
    Column("prerequisites", "先備模組", "Prerequisites", CellKind.CODES),
    Column("assessment", "評量方式", "Assessment", max_length=200),
    Column("certificate", "證書", "Certificate", max_length=200),
    Column("validity_months", "有效月數", "Valid for months", CellKind.INTEGER),
)  # fmt: skip

COMPETENCY_COLUMNS = (
    Column("module_code", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
    Column("competency_code", "職能代碼", "Competency code", CellKind.CODE, required=True),
    Column("level", "提升至等級", "Raised to level", CellKind.DECIMAL, required=True),
)


def _content_of(row: Row, held: ModuleContent | None) -> ModuleContent:
    """What the row makes of a module; a column the file does not have stays as it was."""
    told: dict[str, Any] = {
        "name": text_in(row, "name"),
        "name_en": text_in(row, "name_en"),
        "minutes": round((number_in(row, "hours") or 0) * 60),
        "mode": text_in(row, "mode"),
        "mix": text_in(row, "mix") or "formal",
        "category": text_in(row, "category"),
        "assessment": text_in(row, "assessment"),
        "certificate": text_in(row, "certificate"),
        "validity_months": whole_in(row, "validity_months"),
        "objectives": tuple(
            line.strip() for line in text_in(row, "objectives").splitlines() if line.strip()
        ),
        "prerequisites": tuple(sorted(codes_in(row, "prerequisites"))),
    }
    start = held or ModuleContent(name="", minutes=0, mode="")
    present = {name for name in told if _FIELD_COLUMN.get(name, name) in row.values}
    return replace(start, **{name: told[name] for name in present})


def _in_force() -> dict[str, ModuleContent]:
    by_version = queries.contents()
    return {
        module.code: by_version[module.version_id]
        for module in queries.published_modules().values()
    }


def plan_modules(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the versions in force; cycles are sought over sheet and records together."""
    now = _in_force()
    known = {text_in(row, "code") for row in rows} | queries.module_ids_by_code().keys()
    sheet = {text_in(row, "code"): codes_in(row, "prerequisites") for row in rows}
    in_cycle = _cycles({**queries.prerequisite_codes(), **sheet})

    def check(row: Row) -> list[Reason]:
        code = text_in(row, "code")
        return _module_reasons(row, code, _content_of(row, now.get(code)), known, in_cycle)

    return plan_by_key(
        rows,
        {code: _plain(content) for code, content in now.items()},
        key="code",
        compare_columns=[column.key for column in MODULE_COLUMNS[1:]],
        check=check,
    )


def _module_reasons(
    row: Row,
    code: str,
    content: ModuleContent,
    known: Collection[str],
    in_cycle: Mapping[str, str],
) -> list[Reason]:
    problems = rules.problems_of_content(
        code,
        replace(content, competencies=()),
        known_modules=known,
        known_competencies=(),
        lowest=0,
        highest=0,
    )
    reasons = []
    for kind, about in problems:
        message = problem_in_words(kind, about)
        words = f"{message.message} {message.remedy}"
        reasons.append(reason(row, _COLUMN.get(kind, "prerequisites"), kind, words))
    if code in in_cycle:
        words = str(problem_in_words(rules.ModuleProblem.CYCLE, in_cycle[code]).message)
        reasons.append(reason(row, "prerequisites", "cycle", words))
    return reasons


def _cycles(requires: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Every module that lies in a cycle with the cycle in words; each found cycle is cut and sought on."""
    found: dict[str, str] = {}
    rest = {code: tuple(a for a in asks if a != code) for code, asks in requires.items()}
    while cycle := rules.prerequisite_cycle(rest):
        words = " → ".join(cycle)
        found |= {code: words for code in cycle[:-1] if code not in found}
        last = cycle[-2]
        rest[last] = tuple(asked for asked in rest[last] if asked != cycle[-1])
    return found


def _plain(content: ModuleContent) -> dict[str, object]:
    """What the sheet can change, by column key."""
    return {
        "name": content.name,
        "name_en": content.name_en,
        "objectives": "\n".join(content.objectives),
        "hours": round(content.minutes / 60, 2),
        "mode": content.mode,
        "mix": content.mix,
        "category": content.category,
        "prerequisites": content.prerequisites,
        "assessment": content.assessment,
        "certificate": content.certificate,
        "validity_months": content.validity_months,
    }


def apply_modules(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Publish the planned rows: first versions of new modules, next versions of changed ones."""
    now = _in_force()
    contents = {
        (code := text_in(each.row, "code")): _content_of(each.row, now.get(code)) for each in rows
    }
    services.publish_imported(contents=contents, by=by, at=at)
    return counts(rows)


def module_records() -> Iterable[Mapping[str, object]]:
    for code, content in _in_force().items():
        yield {
            "code": code,
            **_plain(content),
            "mode": _MODE_WORDS.get(content.mode, content.mode),
            "mix": _MIX_WORDS.get(content.mix, content.mix),
        }


def plan_competencies(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with what the versions in force raise."""
    now = _in_force()
    known = catalogue.competency_ids_by_code()
    scale = bounds()

    def check(row: Row) -> list[Reason]:
        reasons = []
        if text_in(row, "module_code") not in now:
            reasons.append(unknown(row, "module_code", _("module in force")))
        if text_in(row, "competency_code") not in known:
            reasons.append(unknown(row, "competency_code", _("competency")))
        level = number_in(row, "level")
        if level is None or not scale.lowest <= level <= scale.highest:
            reasons.append(outside_scale(row, "level", scale.lowest, scale.highest))
        return reasons

    existing = {
        (module, code): {"level": level}
        for module, content in now.items()
        for code, level in content.competencies
    }
    key = ("module_code", "competency_code")
    return plan_by_key(rows, existing, key=key, compare_columns=["level"], check=check)


def apply_competencies(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Add the competencies; modules that had some already get a next version."""
    wanted: dict[str, dict[str, float]] = {}
    for each in rows:
        module = text_in(each.row, "module_code")
        level = number_in(each.row, "level") or 0.0
        wanted.setdefault(module, {})[text_in(each.row, "competency_code")] = level
    now = _in_force()
    contents = {
        module: replace(
            now[module],
            competencies=tuple(sorted({**dict(now[module].competencies), **levels}.items())),
        )
        for module, levels in wanted.items()
    }
    n_versions = services.publish_imported(contents=contents, by=by, at=at)
    return {**counts(rows), "new_versions": n_versions}


def competency_records() -> Iterable[Mapping[str, object]]:
    for module, content in _in_force().items():
        for code, level in content.competencies:
            yield {"module_code": module, "competency_code": code, "level": level}


def register_imports() -> None:
    register(
        ImportSpec(
            kind="modules",
            title=gettext_lazy("Learning modules"),
            permission="learning_map.change_module",
            columns=MODULE_COLUMNS,
            plan=plan_modules,
            apply=apply_modules,
            records=module_records,
            drop_downs=lambda: {"mode": list(MODES), "mix": list(MIXES)},
            order=70,
        )
    )
    register(
        ImportSpec(
            kind="module_competencies",
            title=gettext_lazy("What modules raise"),
            permission="learning_map.change_module",
            columns=COMPETENCY_COLUMNS,
            plan=plan_competencies,
            apply=apply_competencies,
            records=competency_records,
            drop_downs=lambda: {
                "module_code": sorted(_in_force()),
                "competency_code": sorted(catalogue.competency_ids_by_code()),
            },
            order=75,
        )
    )
