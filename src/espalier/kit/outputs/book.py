"""What an edition froze, with quick ways to words and days, for the sections of every document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from espalier.engines.documents.meta import Language
from espalier.kit.outputs.types import Face

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """Content of one edition with the face of one rendering. What has no English text keeps its own.

    The content keeps the organisation (``company_content``) under ``organisation`` and the day of its data under
    ``on``. A document adds its own ways to its records.
    """

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

    def joined(self, parts: Iterable[object]) -> str:
        """What there is of the parts in one line, as the language writes lists."""
        return (", " if self.english else "、").join(text for part in parts if (text := str(part)))
