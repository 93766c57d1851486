"""The sections after the table: attitudes, prerequisites and notes."""

import re
from dataclasses import dataclass

from espalier.engines.intake.cells import Fragment, Splitter
from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Item, ItemKind, Note, Place
from espalier.engines.intake.wording import close_up, compact, join_lines

# A number is a bullet only with its own mark and no digit after it: 「3D…」 and 「5年以上」 are text.
_BULLET = re.compile(r"\s*(?:[●⚫◆•◎○■□▪‧·◇※➢➤✓*\-–—]\s*|\d{1,2}[.、．)）]\s*(?!\d))+")
_SENTENCE_END = ("。", "；", ";", "：", ":", "！", "？", "）", ")")
_PREREQUISITES = re.compile(r"\s*建\s*議\s*擔\s*任.{0,40}?條\s*件\s*[:：]?\s*")
_OTHER_NOTES = re.compile(r"\s*其\s*他\s*補\s*充\s*說\s*明\s*[:：]?\s*")
_NUMBERED_NOTE = re.compile(r"\s*[【\[]\s*註\s*(\d{1,4})\s*[】\]]\s*")
_CODED_ATTITUDE = re.compile(r"\s*A\s?\d+")
_MEANING_OF_A = re.compile(r"此處之?職能內涵.{0,6}A.{0,12}[意係]?指.+")
_COLON = re.compile(r"[：:]")
_MAX_TERM = 40
_MAX_ATTITUDE_NAME = 20


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: Place
    is_new: bool


class ClosingLines:
    """Gathers the lines of a closing section and joins those that a narrow page wrapped.

    Parameters
    ----------
    hard_breaks : bool
        Whether every line of the file is a paragraph of its author.
    """

    def __init__(self, *, hard_breaks: bool) -> None:
        self._hard_breaks = hard_breaks
        self._has_bullets = False
        self.entries: list[tuple[str, list[Place]]] = []

    def add(self, text: str, place: Place, *, from_line: bool) -> None:
        """Take a text of one or more lines; ``from_line`` when it is a line of plain text."""
        for line in filter(None, (part.strip() for part in text.split("\n"))):
            if self._continues(line, from_line=from_line):
                before, places = self.entries[-1]
                self.entries[-1] = (join_lines(before, line), places)
                if place != places[-1]:
                    places.append(place)
            else:
                self.entries.append((line, [place]))

    def _continues(self, line: str, *, from_line: bool) -> bool:
        starts = bool(
            _BULLET.match(line)
            or _NUMBERED_NOTE.match(line)
            or _CODED_ATTITUDE.match(line)
            or _PREREQUISITES.match(line)
            or _OTHER_NOTES.match(line)
        )
        self._has_bullets = self._has_bullets or bool(_BULLET.match(line))
        if starts or not self.entries or (self._hard_breaks and not from_line):
            return False
        before = self.entries[-1][0]
        if _is_heading(before):
            return False
        return not before.endswith(_SENTENCE_END) or (self._has_bullets and not self._hard_breaks)


def _is_heading(text: str) -> bool:
    bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    return any(p.fullmatch(bare) for p in (_PREREQUISITES, _OTHER_NOTES))


def read_attitudes(
    lines: ClosingLines, splitter: Splitter, findings: Findings
) -> tuple[tuple[Item, ...], str]:
    """Return the attitudes and the sentence that gives A another meaning, if there is one."""
    items: list[Item] = []
    meaning = ""
    for text, places in lines.entries:
        if _MEANING_OF_A.search(text):
            meaning = close_up(text)
            continue
        for piece in splitter.split([Fragment(text, places[0])], "A"):
            name, definition = _term_of(piece.text, _MAX_ATTITUDE_NAME)
            items.append(Item(ItemKind.ATTITUDE, piece.code, name, definition, (), tuple(places)))
            if not piece.code:
                findings.warn(WarningKind.UNCODED_ITEM, places[0], piece.text)
    return tuple(items), meaning


def _term_of(text: str, longest: int) -> tuple[str, str]:
    """Split 「term：rest」; a colon far inside a sentence makes no term."""
    found = _COLON.search(text)
    if not found or found.start() > longest or found.start() == 0:
        return text, ""
    return text[: found.start()].strip(), text[found.end() :].strip()


def read_notes(lines: ClosingLines) -> tuple[tuple[str, ...], tuple[Note, ...], str]:
    """Return prerequisites, notes and the sentence that gives A another meaning."""
    prerequisites: list[str] = []
    notes: list[Note] = []
    meaning = ""
    in_prerequisites = False
    for text, _ in lines.entries:
        bullet = _BULLET.match(text)
        bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
        for heading, opens in ((_PREREQUISITES, True), (_OTHER_NOTES, False)):
            found = heading.match(bare)
            if found:
                in_prerequisites, bare = opens, bare[found.end() :]
        if not compact(bare):
            continue
        bare = close_up(bare.strip())
        if _MEANING_OF_A.search(bare):
            meaning = bare
        if in_prerequisites:
            prerequisites.append(bare)
        else:
            notes.append(_note(bare))
    return tuple(prerequisites), tuple(notes), meaning


def _note(text: str) -> Note:
    marker = _NUMBERED_NOTE.match(text)
    rest = text[marker.end() :] if marker else text
    term, definition = _term_of(rest, _MAX_TERM)
    if not definition:
        term, definition = "", rest.strip()
    return Note(int(marker[1]) if marker else None, term, definition, (), text)
