"""The difference of two texts, by character in Chinese and by word in English. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# A Latin word or number is one token, so is a run of spaces; everything else goes by character.
_TOKEN = re.compile(r"[A-Za-z0-9À-ɏ]+|\s+|.", re.DOTALL)
# SequenceMatcher is quadratic at worst; longer texts are first cut into lines.
MAX_TOKEN_PAIRS = 4_000_000


class Kind(StrEnum):
    EQUAL = "equal"
    INSERTED = "ins"
    DELETED = "del"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text: equal and inserted ones make the new text, equal and deleted the old."""

    kind: Kind
    text: str


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def difference(old: str, new: str) -> list[Part]:
    """The parts in reading order; what was taken out stands before what was put in."""
    before, after = tokens(old), tokens(new)
    if len(before) * len(after) > MAX_TOKEN_PAIRS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return _merged(_parts(before, after))


def diff_html(old: str, new: str) -> SafeString:
    """The difference as ``<ins>`` and ``<del>``; the texts themselves are escaped."""
    pieces = []
    for part in difference(old, new):
        text = escape(part.text)
        pieces.append(text if part.kind is Kind.EQUAL else f"<{part.kind}>{text}</{part.kind}>")
    return mark_safe("".join(pieces))  # every part was escaped above


def _parts(before: Sequence[str], after: Sequence[str]) -> list[Part]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Part(Kind.EQUAL, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            found.append(Part(Kind.DELETED, "".join(before[i1:i2])))
        if j2 > j1:
            found.append(Part(Kind.INSERTED, "".join(after[j1:j2])))
    return found


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Spaces left standing between two changes join them: whole phrases read better than words."""
    joined: list[Part] = []
    for index, part in enumerate(parts):
        between = 0 < index < len(parts) - 1 and part.kind is Kind.EQUAL
        if between and part.text.isspace() and "\n" not in part.text:
            joined += [Part(Kind.DELETED, part.text), Part(Kind.INSERTED, part.text)]
        else:
            joined.append(part)
    return _regrouped(joined)


def _regrouped(parts: Sequence[Part]) -> list[Part]:
    """Between two equal stretches: one deleted part, then one inserted part."""
    out: list[Part] = []
    gone, come = "", ""
    for part in [*parts, Part(Kind.EQUAL, "")]:
        if part.kind is Kind.DELETED:
            gone += part.text
        elif part.kind is Kind.INSERTED:
            come += part.text
        else:
            out += [Part(Kind.DELETED, gone)] if gone else []
            out += [Part(Kind.INSERTED, come)] if come else []
            out += [part] if part.text else []
            gone, come = "", ""
    return out
