"""The frozen content with quick ways to words, for every section of O2.1.1."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from espalier.cycle.needs.need_charts import Chart
from espalier.engines.documents.cells import Align, Column
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Block, Figure, Provenance, paragraph, table
from espalier.kit.outputs.types import Face

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """Content of one edition with the face of one rendering. What has no English text keeps its own."""

    content: Entry
    face: Face

    @property
    def english(self) -> bool:
        return self.face.language is Language.EN

    def word(self, entry: Entry, name: str) -> str:
        """The field in the language of the document."""
        return str((self.english and entry.get(f"{name}_en")) or entry[name] or "")

    def day(self, iso: str | None) -> str:
        """A day of the content as this document writes days."""
        if not iso:
            return "–"
        day = date.fromisoformat(iso[:10])
        if self.content["organisation"]["republic_dates"] and not self.english:
            return f"{day.year - 1911}/{day:%m/%d}"
        return f"{day:%Y/%m/%d}"

    @property
    def on(self) -> str:
        return self.day(self.content["on"])

    def joined(self, parts: Sequence[str]) -> str:
        return (", " if self.english else "、").join(part for part in parts if part)

    @cached_property
    def needs(self) -> dict[int, Entry]:
        return {row["id"]: row for row in self.content["needs"]}

    @cached_property
    def extracts(self) -> dict[int, Entry]:
        return {row["id"]: row for row in self.content["extracts"]}

    @cached_property
    def considerations(self) -> dict[int, Entry]:
        return {row["id"]: row for row in self.content["considerations"]}

    @cached_property
    def directions(self) -> dict[int, Entry]:
        return {row["id"]: row for row in self.content["directions"]}

    def titled(self, need: Entry) -> str:
        return f"{need['code']} {self.word(need, 'title')}"

    def narrative(self, part: str) -> Iterator[Block]:
        """A hand-written part, one paragraph a line; nothing where nobody has written it."""
        written = self.content["narratives"].get(part)
        if written:
            yield from (paragraph(line) for line in self.word(written, "text").splitlines() if line)


def figure_of(
    chart: Chart, *, anchor: str, source: str, n: int | None, period: str, formula: str = ""
) -> Figure:
    """A chart with the table of its numbers and where they come from."""
    columns = (Column(3), *(Column(1.2, Align.CENTER) for _head in chart.head[1:]))
    return Figure(
        chart.spec,
        chart.title,
        chart.alt,
        data=table(
            list(chart.head), [[str(v) for v in row] for row in chart.rows], columns=columns
        ),
        source_note=Provenance(source=source, n=n, period=period, formula=formula),
        anchor=anchor,
    )
