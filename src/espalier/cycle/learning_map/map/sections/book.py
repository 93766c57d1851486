"""The frozen content with quick ways to names, for every section of O1.2.1."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from espalier.engines.documents.meta import Language

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """Content of one edition in one language. A record without an English name keeps its own."""

    content: Entry
    language: Language

    def name(self, entry: Entry) -> str:
        english = entry.get("name_en") if self.language is Language.EN else ""
        return str(english or entry["name"])

    @cached_property
    def positions(self) -> dict[str, Entry]:
        return {each["code"]: each for each in self.content["positions"]}

    @cached_property
    def competencies(self) -> dict[str, Entry]:
        return {each["code"]: each for each in self.content["competencies"]}

    @cached_property
    def modules(self) -> dict[str, Entry]:
        return {each["code"]: each for each in self.content["modules"]}

    @cached_property
    def functions(self) -> dict[str, Entry]:
        return {each["code"]: each for each in self.content["functions"]}

    @cached_property
    def required(self) -> dict[str, dict[str, float]]:
        """Position code -> competency code -> level."""
        found: dict[str, dict[str, float]] = {}
        for position, competency, level in self.content["requirements"]:
            found.setdefault(position, {})[competency] = level
        return found

    def positions_of(self, function: str) -> list[Entry]:
        """The positions of a function from the lowest grade upwards."""
        mine = [each for each in self.content["positions"] if each["function"] == function]
        return sorted(mine, key=lambda each: (each["rank"], each["code"]))

    def grade(self, position: Entry) -> str:
        english = position.get("grade_en") if self.language is Language.EN else ""
        return str(english or position["grade"])

    def module_label(self, code: str) -> str:
        return f"{code} {self.name(self.modules[code])}" if code in self.modules else code

    def competency_label(self, code: str) -> str:
        known = self.competencies.get(code)
        return f"{code} {self.name(known)}" if known else code

    def position_label(self, code: str) -> str:
        return self.name(self.positions[code])

    @property
    def highest(self) -> float:
        return float(self.content["scale"]["highest"])
