"""The frozen content with quick ways to words, for every section of O2.3.1."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from espalier.kit.outputs.book import Book as KeptBook
from espalier.kit.outputs.book import Entry

CATEGORIES = ("legal", "competency", "strategy", "level")


class Book(KeptBook):
    """One edition of the annual plan in one rendering."""

    @property
    def year(self) -> int:
        return int(self.content["plan"]["year"])

    @cached_property
    def lines(self) -> list[Entry]:
        return list(self.content["lines"])

    def joined(self, parts: Iterable[object]) -> str:
        """A list in one line, as the language writes it; a dash for none."""
        return super().joined(parts) or "–"

    def several(self, entry: Entry, name: str) -> list[Any]:
        """A list that was frozen in both languages."""
        return list((self.english and entry.get(f"{name}_en")) or entry[name])

    def course(self, line: Entry) -> str:
        return f"{line['code']} {self.word(line, 'title')}"

    def category(self, key: str) -> str:
        """The word a category has on its lines."""
        line = next((row for row in self.lines if row["category"] == key), None)
        return self.word(line, "category_word") if line else ""

    def by_category(self) -> list[tuple[str, list[Entry]]]:
        """Lines by category, in the order of the plan; categories without a line are left out."""
        groups = ((key, [r for r in self.lines if r["category"] == key]) for key in CATEGORIES)
        return [(self.category(key), rows) for key, rows in groups if rows]


def hours(minutes: int) -> float:
    return minutes / 60
