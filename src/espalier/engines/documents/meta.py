"""What stands on the cover and in the running header of a document."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from .text import checked_text


class Language(StrEnum):
    """Language of the labels this engine adds, as a BCP 47 tag."""

    ZH_HANT = "zh-Hant"
    EN = "en"


class HeadingStyle(StrEnum):
    """How headings are counted: 1.1, or 一、（一）1.（1） as in official letters, or not at all."""

    DECIMAL = "decimal"
    CHINESE = "chinese"
    NONE = "none"


class Role(StrEnum):
    """The three signatures of a document."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who signs in which role; name and day stay empty until it happened."""

    role: Role
    name: str = ""
    job_title: str = ""
    dated: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", checked_text(self.name, "approval name"))
        object.__setattr__(self, "job_title", checked_text(self.job_title, "approval job title"))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: the edition and what became different in it."""

    edition: str
    dated: date
    summary: str
    author: str = ""

    def __post_init__(self) -> None:
        for name in ("edition", "summary", "author"):
            object.__setattr__(self, name, checked_text(getattr(self, name), f"change {name}"))


@dataclass(frozen=True, slots=True)
class Meta:
    """Identity of a document.

    `dated` is the effective date and the only time any output carries, so that the same tree gives
    the same bytes. `state` is the word readers see. `draft_mark`, when given, is printed large
    behind every page. `republic_dates` writes years of the Republic (民國). Without `cover` the title
    stands above the text on the first page, as on a form of one sheet; screen and workbook have no
    page of their own for it anyway.

    Raises
    ------
    ValueError
        If title or company is empty, a text cannot be printed, or the logo is neither PNG nor SVG.
    """

    title: str
    company: str
    number: str
    edition: str
    dated: date
    state: str = ""
    subtitle: str = ""
    language: Language = Language.ZH_HANT
    logo: bytes | None = None
    approvals: tuple[Approval, ...] = ()
    changes: tuple[Change, ...] = ()
    draft_mark: str = ""
    headings: HeadingStyle = HeadingStyle.DECIMAL
    republic_dates: bool = False
    contents: bool = True
    cover: bool = True

    def __post_init__(self) -> None:
        # Plain strings are taken too, and an unknown one is refused here.
        object.__setattr__(self, "language", Language(self.language))
        object.__setattr__(self, "headings", HeadingStyle(self.headings))
        for item in fields(self):
            value = getattr(self, item.name)
            if type(value) is str:
                # These stand on one line of the running header: a line end becomes a space.
                clean = checked_text(value, item.name).replace("\n", " ").strip()
                object.__setattr__(self, item.name, clean)
        empty = [name for name in ("title", "company") if not getattr(self, name)]
        if empty:
            raise ValueError(f"{' and '.join(empty)} must not be empty")
        if self.logo is not None and logo_kind(self.logo) is None:
            raise ValueError("logo: must be a PNG or SVG file")


def logo_kind(data: bytes) -> str | None:
    """Return ``png`` or ``svg`` as told by the content, else None."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "svg" if head.startswith(b"<") and b"<svg" in head else None
