"""The texts of the example: written by hand, in our own words. Everything in them is made up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The day the example was written for: nothing in the files lies later.
REFERENCE_DAY = date(2026, 10, 31)
# How the texts name the competencies that grow from our standards, and the codes they get.
_BASES = {
    "TRN": "PGJ-TRN-001",
    "MFG": "PGJ-MFG-001",
    "QAE": "PGJ-QAE-001",
}
STANDARD_NAMES = {"PGJ-TRN-001v1": "trn_v1", "PGJ-MFG-001v1": "mfg_v1", "PGJ-QAE-001v1": "qae_v1"}


@dataclass(frozen=True, slots=True)
class Module:
    """A learning module; ``raises`` maps competency codes to levels."""

    code: str
    name: str
    name_en: str
    hours: int
    mode: str
    mix: str
    category: str
    goals: tuple[str, ...]
    needs: tuple[str, ...]
    assessment: str
    certificate: str
    months: int | None
    raises: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Required:
    """A position requires a level of a competency; ``from_file`` tells whether a sheet says so."""

    position: str
    competency: str
    level: int
    from_file: bool


_CATEGORIES = {
    "NEW": "新進與共通",
    "MFG": "職能別：製造",
    "QAE": "職能別：品質",
    "TRN": "職能別：訓練",
    "MGT": "階層別：主管",
    "RDE": "職能別：研發",
    "PMC": "職能別：生管物流",
    "SAL": "職能別：業務",
    "PUR": "職能別：採購",
    "HRA": "職能別：人資",
    "FIN": "職能別：財會",
    "ITS": "職能別：資訊",
}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def company() -> dict[str, Any]:
    """Scale, grades, functions, positions and units."""
    return _toml("company")


@cache
def requirement_texts() -> dict[str, Any]:
    """Own competencies, required levels and adoptions."""
    return _toml("requirements")


@cache
def standard(name: str) -> dict[str, Any]:
    """One of our standards by the name of its file."""
    return _toml(f"standards/{name}")


@cache
def document_texts() -> dict[str, Any]:
    """What the documents of desk research say."""
    return _toml("documents/documents")


def code_of(reference: str) -> str:
    """``TRN/K01`` as the code the competency gets; an own competency keeps its code."""
    prefix, slash, item = reference.partition("/")
    return f"{_BASES[prefix]}/{item}" if slash else reference


def grade_of(position: str) -> str:
    """The grade of a position: the end of its code, unless the text says another."""
    return str(company()["positions"][position].get("grade", position.partition("-")[2]))


@cache
def modules() -> tuple[Module, ...]:
    """All learning modules, in the order of their codes' files."""
    found = []
    for path in sorted((HERE / "modules").glob("*.toml")):
        for code, text in _toml(f"modules/{path.stem}").items():
            found.append(_module(code, text))
    return tuple(found)


def _module(code: str, text: Mapping[str, Any]) -> Module:
    return Module(
        code=code,
        name=text["name"],
        name_en=text["en"],
        hours=text["hours"],
        mode=text["mode"],
        mix=text.get("mix", "10正式"),
        category=_CATEGORIES[code[:3]],
        goals=tuple(text.get("goals", ())),
        needs=tuple(text.get("needs", ())),
        assessment=text["assess"],
        certificate=text.get("cert", ""),
        months=text.get("months"),
        raises={code_of(ref): level for ref, level in text.get("raises", {}).items()},
    )


def proposed_levels(standard_code: str) -> dict[str, int]:
    """What a standard proposes per K and S, with a level map that keeps the figure: the highest block."""
    text = standard(STANDARD_NAMES[standard_code])
    found: dict[str, int] = {}
    for block in text["block"]:
        if "level" in block:
            for item in (*block["k"], *block["s"]):
                code = f"{text['code']}/{item}"
                found[code] = max(found.get(code, 0), block["level"])
    return found


@cache
def required_levels() -> tuple[Required, ...]:
    """Every required level of the example: from the sheet, and accepted from the standards."""
    texts = requirement_texts()
    adoptions = {each["position"]: each for each in texts["adoption"]}
    found: list[Required] = []
    for position in company()["positions"]:
        adoption = adoptions.get(position)
        if adoption and adoption.get("accept") is False:
            continue
        levels = _sheet_levels(position, texts)
        proposed = proposed_levels(adoption["standard"]) if adoption else {}
        if adoption and adoption.get("lower"):
            lowered = {c: max(1, level - adoption["lower"]) for c, level in proposed.items()}
            levels = {**lowered, **levels}
        found += [Required(position, code, level, True) for code, level in levels.items()]
        rest = {code: level for code, level in proposed.items() if code not in levels}
        found += [Required(position, code, level, False) for code, level in rest.items()]
    return tuple(found)


def _sheet_levels(position: str, texts: Mapping[str, Any]) -> dict[str, int]:
    grade = grade_of(position)
    levels = dict(texts["core"][grade])
    if grade in ("G4", "G5") or position == "PRD-G3":
        levels |= texts["leading"][grade]
    levels |= {code_of(ref): level for ref, level in texts["own"].get(position, {}).items()}
    return levels
