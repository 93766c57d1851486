"""What a stage says about its document, and what the document needs to know about its edition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Document
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem, Text
from espalier.kit.versions.types import Source

Content = Mapping[str, Any]  # only what JSON can hold, so that it can be frozen
FORMATS = ("docx", "html", "pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class Hurdle:
    """Something that keeps a document from review; where ``reason_allowed``, a recorded reason lifts it.

    ``key`` tells hurdles apart and is what a reason is stored under.
    """

    key: str
    problem: Problem
    reason_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One completed step of the review, as the cover and the control page print it."""

    kind: str  # prepared, cosigned, reviewed, approved
    step: str
    name: str
    job_title: str
    dated: date
    on_paper: bool = False
    acted_for: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the change log."""

    edition: int
    on: date
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Face:
    """Identity of one rendering; ``dated`` is the day of the data, ``reasons`` those given for hurdles."""

    language: Language
    edition: int
    dated: date
    state: str
    signatures: tuple[Signature, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()  # (what was asked, the reason given)

    @property
    def is_final(self) -> bool:
        """Whether the edition was approved; everything else is marked as a draft."""
        return self.state in {"approved", "published", "superseded", "archived"}


@dataclass(frozen=True, slots=True)
class OutputKind:
    """One of the eight outputs.

    content: reads the records of a day and returns what is to be frozen (JSON only, stable order).
    tree: draws content and face; every section is a heading with an anchor.
    hurdles: what stops the review, from the content alone.
    sources: which records each section rests on, from the content alone.
    view, prepare, publish: permissions.
    come_into_force: what the stage does when an edition is published, in the same transaction.
    amount: whole NT$ the document decides about, for authority by amount; None where it decides about none.
    """

    output: str
    title: Text
    title_en: str
    content: Callable[[date], Content]
    tree: Callable[[Content, Face], Document]
    hurdles: Callable[[Content], list[Hurdle]]
    sources: Callable[[Content], Iterable[Source]]
    view: str
    prepare: str
    publish: str
    formats: tuple[str, ...] = ("docx", "html", "pdf")
    amount: Callable[[Content], int | None] | None = None
    come_into_force: Callable[[Content, Actor, datetime], None] | None = None
    work_page: str = ""  # url name of the page where its records are kept
