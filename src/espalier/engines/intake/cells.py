"""Splitting the text of a cell, or of a cell cut over several pages, into coded items."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Place
from espalier.engines.intake.wording import close_up, half_width, join_lines

# Two or three numbers after the letter; a digit zero in place of the letter O is read, not mended.
_OUTPUT = r"(?:O|(?<![\d.])0)\s?\d{1,4}(?:\.\d{1,4}){1,2}"
CODE_PATTERNS = {
    "D": re.compile(r"T\s?\d{1,4}(?!\d|\s?\.\s?\d)"),
    "T": re.compile(r"T\s?\d{1,4}\.\d{1,4}(?!\.\d)"),
    "O": re.compile(_OUTPUT),
    "P": re.compile(r"P\s?\d{1,4}(?:\.\d{1,4}){1,2}"),
    "K": re.compile(r"[KS]\s?\d{1,4}(?!\d|\.\d)"),
    "S": re.compile(r"[KS]\s?\d{1,4}(?!\d|\.\d)"),
    "A": re.compile(r"A\s?\d{1,4}(?!\d|\.\d)"),
}
_SENTENCE_END = "。；;.！!？?)）」】』"
_OPENING = "「『（(【《〈[＜<"
_AFTER_CODE = " \t.．、:：,，"
_LONGEST_CODE = 40
_USUAL_WIDTH = 2  # digits of a K, S or A number


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a column's text and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Piece:
    """One item as printed: its code ("" when none), its text and all places it spans."""

    code: str
    text: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class Numbering:
    """How far the numbers have come, per task for O and P, per document letter for K, S and A."""

    last: dict[str, int] = field(default_factory=dict)
    width: dict[str, int] = field(default_factory=dict)

    def count(self, code: str) -> None:
        """Note that a code was met."""
        series, number = series_of(code)
        self.last[series] = max(number, self.last.get(series, 0))
        self.width[series] = max(len(_last_digits(code)), self.width.get(series, 0))

    def follows(self, series: str) -> int:
        """Return the number expected next in a series."""
        return self.last.get(series, 0) + 1


@dataclass(slots=True)
class _Line:
    text: str
    places: list[Place]
    opens: bool  # begins with a code


class Splitter:
    """Splits the fragments of one column; one splitter serves a whole document.

    Parameters
    ----------
    findings : Findings
        Where doubtful readings are noted.
    hard_breaks : bool
        Whether a line break in a cell was made by the author (spreadsheet, word processor) or may
        come from the width of the column (PDF). Only items without codes depend on it.
    """

    def __init__(self, findings: Findings, *, hard_breaks: bool) -> None:
        self._findings = findings
        self._hard_breaks = hard_breaks
        self.numbering = Numbering()

    def split(self, fragments: Sequence[Fragment], kind: str) -> list[Piece]:
        """Return the items of a column in order.

        Parameters
        ----------
        fragments : sequence of Fragment
            Texts of the column in reading order; a fragment without a code at its start
            continues the item before it.
        kind : str
            A key of ``CODE_PATTERNS``.
        """
        pieces: list[Piece] = []
        for line in self._lines(fragments, kind):
            pieces += self._pieces(line, kind)
        return pieces

    def _lines(self, fragments: Sequence[Fragment], kind: str) -> list[_Line]:
        """Join wrapped lines, so that every line left begins an item."""
        pattern = CODE_PATTERNS[kind]
        # The name of a duty or task is one, over however many lines it runs.
        separate = self._hard_breaks and kind not in "DT"
        lines: list[_Line] = []
        for fragment in fragments:
            for text in filter(None, (part.strip() for part in fragment.text.split("\n"))):
                opens = _starts_with(pattern, text)
                previous = lines[-1] if lines else None
                if previous is None or opens or (separate and not previous.opens):
                    lines.append(_Line(text, [fragment.place], opens))
                    continue
                previous.text = join_lines(previous.text, text)
                previous.opens = _starts_with(pattern, previous.text)
                if fragment.place != previous.places[-1]:
                    previous.places.append(fragment.place)
        return lines

    def _pieces(self, line: _Line, kind: str) -> Iterator[Piece]:
        starts = self._starts(line, kind)
        places = tuple(line.places)
        head = line.text[: starts[0][0]] if starts else line.text
        if head.strip():
            yield Piece("", close_up(head.strip()), places)
        for index, (_, after, code) in enumerate(starts):
            end = starts[index + 1][0] if index + 1 < len(starts) else len(line.text)
            text = close_up(line.text[after:end].lstrip(_AFTER_CODE).rstrip())
            # Between the items of a list the comma separates; in a sentence it is the author's.
            yield Piece(code, text.rstrip(" 、,，") if kind in "KS" else text, places)

    def _starts(self, line: _Line, kind: str) -> list[tuple[int, int, str]]:
        """Find where codes begin and end: (start, end, code) for every code that opens an item."""
        folded = half_width(line.text)
        starts: list[tuple[int, int, str]] = []
        for match in CODE_PATTERNS[kind].finditer(folded):
            code, end = self._trimmed(match, folded, line.places[0])
            if self._opens_item(code, match.start(), folded, kind):
                starts.append((match.start(), end, code))
                self.numbering.count(code)
            elif not _is_part_of_word(folded, match.start()):
                self._findings.warn(
                    WarningKind.CODE_INSIDE_TEXT, line.places[0], _around(line.text, match.start())
                )
        return starts

    def _trimmed(self, match: re.Match[str], folded: str, place: Place) -> tuple[str, int]:
        """Cut digits off a code that belong to the text glued to it, as in O1.1.13D for 3D."""
        code, end = match.group().replace(" ", ""), match.end()
        glued = end < len(folded) and not folded[end].isspace() and folded[end] not in _AFTER_CODE
        keep = self._number_kept(code) if glued else None
        if keep is None:
            return code, end
        surplus = len(_last_digits(code)) - keep
        self._findings.warn(WarningKind.CODE_DIGITS_SPLIT, place, folded[match.start() : end + 8])
        return code[:-surplus], end - surplus

    def _number_kept(self, code: str) -> int | None:
        """Return how many digits of the last number are the code's own; None for all of them."""
        digits = _last_digits(code)
        series, number = series_of(code)
        expected = self.numbering.follows(series)
        if number in (expected, expected - 1):
            return None
        if code[0] in "KSA":
            width = max(_USUAL_WIDTH, self.numbering.width.get(series, 0))
            return _USUAL_WIDTH if len(digits) > width else None
        known = [str(n) for n in (expected, expected - 1) if n > 0]
        own = [n for n in known if len(digits) > len(n) and digits.startswith(n)]
        return len(own[0]) if own else None

    def _opens_item(self, code: str, start: int, folded: str, kind: str) -> bool:
        """Tell a code that opens an item from one that is mentioned inside a sentence."""
        if start == 0:
            return True
        before = folded[start - 1]
        if before in _OPENING or _is_part_of_word(folded, start):
            return False
        if code[0] in "KSA":
            # A letter of the other column is a code only where it stands apart ("S3儲存" is none).
            return code[0] == kind or before.isspace()
        series, number = series_of(code)
        is_next = number == self.numbering.follows(series)
        if not before.isspace():
            return is_next or before in _SENTENCE_END
        ends_sentence = folded[max(0, start - 8) : start].rstrip()[-1:] in _SENTENCE_END
        return ends_sentence or is_next or number > self.numbering.last.get(series, number)


def _around(text: str, start: int) -> str:
    """Quote a code with what stands before and after it."""
    return text[max(0, start - 30) : start + 40]


def _starts_with(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.match(half_width(text[:_LONGEST_CODE])) is not None


def _is_part_of_word(folded: str, start: int) -> bool:
    before = folded[start - 1 : start]
    return before.isascii() and (before.isalnum() or before == ".")


def _last_digits(code: str) -> str:
    return code.rsplit(".", 1)[-1].lstrip("TOPKSA")


def series_of(code: str) -> tuple[str, int]:
    """Return the series a code counts in and its number: ("O1.2", 3) for O1.2.3, ("K", 1) for K01."""
    head, dot, last = code.rpartition(".")
    if not dot:
        return code[0], int(code[1:] or 0)
    return head, int(last)
