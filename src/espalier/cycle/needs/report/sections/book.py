"""The frozen content with quick ways to words, for every section of O2.1.1."""

from collections.abc import Iterator
from functools import cached_property

from espalier.cycle.needs.need_charts import Chart
from espalier.engines.documents.cells import Align, Column
from espalier.engines.documents.tree import Block, Figure, Provenance, paragraph, table
from espalier.kit.outputs.book import Book as KeptBook
from espalier.kit.outputs.book import Entry


class Book(KeptBook):
    """One edition of the analysis report in one rendering."""

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
