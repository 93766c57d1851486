"""Rules of the catalogue: whose code it is, what may be stored, when two versions say the same.

Pure: no Django, no clock, no database.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from espalier.cycle.standards.catalogue.types import Space
from espalier.engines.intake import CodeKind, parse_code
from espalier.engines.intake.types import (
    Block,
    Duty,
    Item,
    Note,
    ParsedStandard,
    TaskGroup,
    VersionRow,
)

# Category letters, occupation digits, serial and optional version; a few real codes have four
# letters or three digits. Source: ../domain/icap_format.md §3.1.
OFFICIAL_CODE = re.compile(r"[A-Z]{3,4}\d{3,4}-\d{3}(v\d+)?", re.IGNORECASE)

LONGEST_CODE = 20
LONGEST_RAW_CODE = 60
LONGEST_TITLE = 200
LONGEST_NAME = 300
LONGEST_COMPETENCY_CODE = 80


class Unfit(StrEnum):
    """Why a parsed standard cannot be stored as it is."""

    NO_TITLE = "no_title"
    NO_CONTENT = "no_content"
    TOO_LONG = "too_long"
    LEVEL_OUTSIDE = "level_outside"


@dataclass(frozen=True, slots=True)
class UnfitPart:
    """One part that cannot be stored: the reason, the part's code or field name, and its text."""

    reason: Unfit
    where: str
    text: str


def is_official_code(code: str) -> bool:
    """Whether the code belongs to the official code space, which only the authority gives out."""
    return OFFICIAL_CODE.fullmatch(code.strip()) is not None


def is_own_base(base: str) -> bool:
    """Whether a typed code, without a version, can name a model of our own: ORG-001, PGJ-TRN-001."""
    known = parse_code(base) if len(base) <= LONGEST_RAW_CODE - 4 else None
    return known is not None and known.kind is CodeKind.OWN and not known.has_version


def space_of(code: str) -> Space:
    """The space a file's standard belongs to by its code; a file without any code is official.

    A standard without a printed code comes from the official catalogue too: an own model always
    carries the code the organisation gave it.
    """
    return Space.OFFICIAL if not code or is_official_code(code) else Space.OWN


def unfit_parts(parsed: ParsedStandard) -> list[UnfitPart]:
    """Return everything that stops a parsed standard from being stored, so it is mended in one go."""
    found = []
    if not parsed.title.strip():
        found.append(UnfitPart(Unfit.NO_TITLE, "title", ""))
    if not parsed.attitudes and not any(group.tasks for group in _groups(parsed)):
        found.append(UnfitPart(Unfit.NO_CONTENT, "duties", ""))
    found += [
        UnfitPart(Unfit.TOO_LONG, where, text)
        for where, text, longest in _texts(parsed)
        if len(text) > longest
    ]
    found += [
        UnfitPart(Unfit.LEVEL_OUTSIDE, where, str(level))
        for where, level in _levels(parsed)
        if level is not None and not 1 <= level <= 6
    ]
    return found


def _groups(parsed: ParsedStandard) -> Iterator[TaskGroup]:
    for duty in parsed.duties:
        yield from duty.groups


def _texts(parsed: ParsedStandard) -> Iterator[tuple[str, str, int]]:
    yield "raw_code", parsed.raw_code, LONGEST_RAW_CODE
    yield "title", parsed.title, LONGEST_TITLE
    for duty in parsed.duties:
        yield duty.code, duty.code, LONGEST_CODE
        yield duty.code, duty.name, LONGEST_NAME
        for group in duty.groups:
            for task in group.tasks:
                yield task.code, task.code, LONGEST_CODE
                yield task.code, task.name, LONGEST_NAME
    for item in items_of(parsed):
        yield item.code, item.code, LONGEST_CODE


def _levels(parsed: ParsedStandard) -> Iterator[tuple[str, int | None]]:
    yield "level", parsed.level
    for group in _groups(parsed):
        for block in group.blocks:
            yield "、".join(task.code for task in group.tasks), block.level


def items_of(parsed: ParsedStandard) -> Iterator[Item]:
    """Every item as often as it is printed, in document order, attitudes last."""
    for group in _groups(parsed):
        for block in group.blocks:
            yield from block.outputs
            yield from block.indicators
            yield from block.knowledge
            yield from block.skills
    yield from parsed.attitudes


def differing_parts(a: ParsedStandard, b: ParsedStandard) -> tuple[str, ...]:
    """Name the fields in which two readings of one version say something else.

    The version table and the mark 《歷史資料》 tell the state of the whole family at the time of the
    download, not what this version says, so a later copy of the same version is still the same.
    """
    left, right = content_of(a), content_of(b)
    names = ParsedStandard.__dataclass_fields__
    return tuple(name for name in names if getattr(left, name) != getattr(right, name))


def content_of(parsed: ParsedStandard) -> ParsedStandard:
    """The standard without its file: no places, warnings, unplaced text, digest or family history.

    A note counts by number, term and text; how it was printed and which codes carry its mark depends
    on the form of the file.
    """
    return replace(
        without_places(parsed),
        notes=tuple(Note(note.number, note.term, note.text) for note in parsed.notes),
        versions=(),
        is_historical=False,
        warnings=(),
        unplaced=(),
        sha256="",
        format=None,
    )


def without_places(parsed: ParsedStandard) -> ParsedStandard:
    """The standard with every reference into its source file taken off."""
    return replace(
        parsed,
        duties=tuple(_placeless_duty(duty) for duty in parsed.duties),
        attitudes=_placeless(parsed.attitudes),
        field_places={},
    )


def _placeless_duty(duty: Duty) -> Duty:
    groups = (
        replace(group, blocks=tuple(_placeless_block(block) for block in group.blocks))
        for group in duty.groups
    )
    return replace(duty, groups=tuple(groups))


def _placeless_block(block: Block) -> Block:
    return replace(
        block,
        outputs=_placeless(block.outputs),
        indicators=_placeless(block.indicators),
        knowledge=_placeless(block.knowledge),
        skills=_placeless(block.skills),
    )


def _placeless(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(replace(item, places=()) for item in items)


def version_row_of(parsed: ParsedStandard) -> VersionRow | None:
    """The row of the version table that speaks of this very version; none when the table is silent."""
    return next((row for row in parsed.versions if row.code and row.code == parsed.raw_code), None)


def competency_code(*, base: str, kind: str, code: str, order: int) -> str:
    """The organisation's code for an item: ``<base>/<item code>``, with # and its place when uncoded."""
    tail = code or f"{kind}#{order}"
    return f"{base[: LONGEST_COMPETENCY_CODE - len(tail) - 1]}/{tail}"


def next_item_code(kind: str, taken: Iterable[str]) -> str:
    """The next free two-digit code of a K, S or A in an own model: K01, K02 …

    Numbers of removed items are given again only when they were the last ones, so that a code seen
    on paper keeps meaning the same item.
    """
    numbers = [int(code[1:]) for code in taken if re.fullmatch(rf"{kind}\d{{1,4}}", code)]
    return f"{kind}{max(numbers, default=0) + 1:02d}"


def next_part_code(letter: str, parent: str, taken: Iterable[str]) -> str:
    """The next free code under a duty or task: T1.2 under T1, P1.2.3 under T1.2."""
    stem = f"{letter}{parent[1:]}." if parent else letter
    tails = (code.removeprefix(stem) for code in taken if code.startswith(stem))
    numbers = [int(tail) for tail in tails if tail.isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"
