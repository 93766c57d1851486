"""The frozen content with quick ways to words, for every section of O2.2.1."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.strategy.report.wording import TEXTS
from espalier.engines.documents.cells import spans_of
from espalier.engines.documents.tree import Block, Callout, Tone, paragraph
from espalier.kit.outputs.book import Book as KeptBook
from espalier.kit.outputs.book import Entry


class Book(KeptBook):
    """One edition of the development report in one rendering."""

    def joined(self, parts: Iterable[object]) -> str:
        """A list in one line, as the language writes it; a dash for none."""
        return super().joined(parts) or "–"

    def bracketed(self, text: str) -> str:
        """A remark in brackets, as the language writes them."""
        return f" ({text})" if self.english else f"（{text}）"

    def names(self, rows: Any, name: str = "name") -> str:
        return self.joined(self.word(row, name) for row in rows)

    @cached_property
    def programmes(self) -> list[Entry]:
        return list(self.content["programmes"])

    def title(self, programme: Entry) -> str:
        return f"{programme['code']} {self.word(programme, 'title')}"

    def chosen(self, programme: Entry) -> Entry | None:
        return next((each for each in programme["options"] if each["is_chosen"]), None)

    def narrative(self, key: str) -> Iterator[Block]:
        """What was written by hand, or in its place what is still to be written."""
        row = self.content["narratives"].get(key)
        if row is None:
            title, hint = TEXTS[key]
            yield Callout(spans_of(str(hint)), title=_("To be written: %(what)s") % {"what": title},
                          tone=Tone.WARN)  # fmt: skip
            return
        for part in self.word(row, "text").split("\n"):
            if part.strip():
                yield paragraph(part.strip())
