"""Freezing what a document says, and drawing what was frozen."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import get_language

from espalier.engines.documents.meta import Language
from espalier.engines.documents.plain import plain_sections
from espalier.engines.documents.tree import Document
from espalier.kit.accounts.types import Actor
from espalier.kit.audit.kept import Kept
from espalier.kit.outputs.models import EditionFace
from espalier.kit.outputs.types import ChangeLine, Content, Face, OutputKind, Signature
from espalier.kit.outputs.writing import LANGUAGES
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State

Changes = Sequence[Mapping[str, Any]]
# A document may rest on any record, so any act makes it be read again.
_FROZEN: Kept[dict[str, Any]] = Kept(size=16)
UNFINISHED = {State.DRAFT, State.CONSULTING, State.IN_REVIEW}


def frozen(kind: OutputKind, on: date) -> dict[str, Any]:
    """The records of a day as JSON, with the titles of the sections they fill."""
    key = (kind.output, on, get_language())
    return dict(_FROZEN.of(key, lambda: _frozen(kind, on)))


def _frozen(kind: OutputKind, on: date) -> dict[str, Any]:
    text = json.dumps(kind.content(on), cls=DjangoJSONEncoder, ensure_ascii=False)
    content: dict[str, Any] = json.loads(text)
    content.setdefault("on", on.isoformat())
    drawn = [kind.tree(content, blank_face(language, on)) for language in LANGUAGES]
    chinese, english = (plain_sections(tree) for tree in drawn)
    content["sections"] = [
        [zh.anchor, zh.title, en.title] for zh, en in zip(chinese, english, strict=True)
    ]
    return content


def blank_face(language: Language, on: date, edition: int = 1) -> Face:
    """The face of what is not an edition yet: today's records."""
    return Face(language, edition, on, State.DRAFT)


def next_number(latest: Edition | None) -> int:
    """The number a draft made now would get."""
    if latest is None:
        return 1
    return latest.edition if latest.state in UNFINISHED else latest.edition + 1


def changes_with(
    latest: Edition | None, note: str, by: Actor, at: datetime
) -> list[dict[str, Any]]:
    """The change log with the new edition on top; what was never approved is not in it."""
    earlier = list(latest.content.get("changes", [])) if latest else []
    if latest is not None and latest.state in UNFINISHED:
        earlier = earlier[1:]
    line = {
        "edition": next_number(latest),
        "on": timezone.localdate(at).isoformat(),
        "note": note.strip(),
        "by": by.label,
    }
    return [line, *earlier]


def face_of(edition: Edition, language: Language) -> Face:
    """What the cover and the control page of an edition show."""
    kept = EditionFace.objects.filter(edition=edition).first() or EditionFace(edition=edition)
    return Face(
        language,
        edition.edition,
        date.fromisoformat(edition.content["on"]),
        edition.state,
        tuple(_signature(each) for each in kept.signatures),
        tuple(_change(each) for each in edition.content.get("changes", [])),
        tuple((asked, reason) for _key, asked, reason, _by, _on in kept.reasons),
    )


def tree_of(kind: OutputKind, edition: Edition, language: Language) -> Document:
    """An edition drawn from its frozen content."""
    return kind.tree(edition.content, face_of(edition, language))


def draft_tree(kind: OutputKind, content: Content, language: Language, number: int) -> Document:
    """Content that is no edition yet, marked as a draft."""
    on = date.fromisoformat(content["on"])
    return kind.tree(content, blank_face(language, on, number))


def _signature(row: Mapping[str, Any]) -> Signature:
    return Signature(**{**row, "dated": date.fromisoformat(row["dated"])})


def _change(row: Mapping[str, Any]) -> ChangeLine:
    return ChangeLine(int(row["edition"]), date.fromisoformat(row["on"]), row["note"], row["by"])
