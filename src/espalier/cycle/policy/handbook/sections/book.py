"""The frozen content with quick ways to words, for every section of O1.1.1."""

import re
from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _

from espalier.cycle.policy.numbers import number_text
from espalier.engines.documents.cells import Span
from espalier.engines.documents.tree import Block, Heading, Paragraph, bullets, numbered, paragraph
from espalier.kit.outputs.book import Book as KeptBook
from espalier.kit.outputs.book import Entry

_POINT = re.compile(r"^\s*(?:[-・•]|\((?:\d+)\)|（\d+）)\s*(?P<text>.+)$")
_STEP = re.compile(r"^\s*\d{1,2}[.、)]\s*(?P<text>.+)$")


class Book(KeptBook):
    """One edition of the handbook in one rendering."""

    @cached_property
    def clauses(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = {}
        for clause in self.content["clauses"]:
            found.setdefault(clause["chapter"], []).append(clause)
        return found

    @cached_property
    def directions(self) -> dict[str, Entry]:
        return {row["key"]: row for row in self.content["directions"]}

    @cached_property
    def clauses_of_direction(self) -> dict[str, list[str]]:
        """Number of a direction → its clauses as 3.2, in the order of the handbook."""
        found: dict[str, list[str]] = {}
        for clause in self.content["clauses"]:
            for number in clause["directions"]:
                place = f"{clause['chapter']}.{clause['number']}"
                found.setdefault(str(number), []).append(place)
        return found

    def value(self, row: Entry, name: str) -> str:
        """A baseline or target with its unit, or a dash."""
        return number_text(row[name], self.word(row, "unit")) or "–"

    def baseline(self, row: Entry) -> str:
        """The baseline with period and n, so that nobody reads it without them."""
        if row["baseline"] is None:
            return "–"
        # One line each, because a column of figures is narrow.
        parts = [self.value(row, "baseline"), row["baseline_period"], f"n = {row['baseline_n']:,}"]
        return "\n".join(parts)


def text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs and lists of a clause: lines that begin with - are points, with 1. are steps."""
    points: list[str] = []
    steps: list[str] = []
    for line in [*text.splitlines(), ""]:
        point, step = _POINT.match(line), _STEP.match(line)
        if points and not point:
            yield bullets(*points)
            points = []
        if steps and not step:
            yield numbered(*steps)
            steps = []
        if point:
            points.append(point["text"].strip())
        elif step:
            steps.append(step["text"].strip())
        elif line.strip():
            yield paragraph(line.strip())


def clause_blocks(book: Book, clause: Entry) -> Iterator[Block]:
    """One clause: its number and title, its text, and whom and which directions it concerns."""
    place = f"{clause['chapter']}.{clause['number']}"
    # The clause's own number, which does not move when a clause before it is ended.
    yield Heading(f"{place}　{book.word(clause, 'title')}", level=2, numbered=False)
    yield from text_blocks(book.word(clause, "text"))
    if (note := _note(book, clause)) is not None:
        yield note


def _note(book: Book, clause: Entry) -> Paragraph | None:
    parts = []
    if clause["directions"]:
        numbers = book.joined([str(number) for number in clause["directions"]])
        parts.append(_("Carries out direction %(numbers)s.") % {"numbers": numbers})
    if clause["owner"] and clause["kind"] != "message":
        parts.append(_("Responsible post: %(post)s") % {"post": book.word(clause, "owner")})
    if not clause["is_adapted"]:
        parts.append(_("Template, to be adapted."))
    return paragraph(Span("　".join(parts), italic=True)) if parts else None
