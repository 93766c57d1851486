"""What text a document may carry: everything a reader can see, nothing that breaks a file."""

import re

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
# Controls cannot be written in XML; a surrogate or noncharacter is no character at all; a direction
# override lets a signed document read differently from what was approved.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
    )
    + "]"
)


def checked_text(value: str, place: str) -> str:
    """Return `value` with line ends as ``\\n`` and tabs as one space, or refuse it.

    Parameters
    ----------
    value : str
        Text of a person, of any length.
    place : str
        Where it stands, for the message.

    Raises
    ------
    ValueError
        If it holds a control character, half of a surrogate pair, a noncharacter or a character
        that overrides the writing direction; the message names code point and position.
    """
    if not isinstance(value, str):
        raise ValueError(f"{place}: text expected, got {type(value).__name__}")
    if "\r" in value or "\u2028" in value or "\u2029" in value:
        value = _LINE_ENDS.sub("\n", value)
    found = _REFUSED.search(value)
    if found:
        raise ValueError(
            f"{place}: character {found.start() + 1} is U+{ord(found.group()):04X}, which cannot "
            "be printed; remove it where the text was entered"
        )
    return value.replace("\t", " ")


_LONG_WORD = re.compile(r"[!-~]{12,}")
_PIECE = re.compile(r"[^/._@&?=:,+-]{1,24}[/._@&?=:,+-]?|[/._@&?=:,+-]")


def breakable(line: str) -> list[str]:
    """Cut a line where an address or a code too long for its column may be broken.

    Joined again the pieces are the line; most lines are one piece.
    """
    pieces, end = [], 0
    for word in _LONG_WORD.finditer(line):
        first, *rest = _PIECE.findall(word.group())
        pieces += [line[end : word.start()] + first, *rest]
        end = word.end()
    if end < len(line) or not pieces:
        pieces.append(line[end:])
    return pieces


def lines(text: str) -> list[str]:
    """Split at the only line end a checked text can hold; an empty text is one empty line."""
    return text.split("\n")
