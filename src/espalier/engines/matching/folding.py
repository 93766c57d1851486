"""What counts as the same text: width, punctuation, spacing and note marks do not matter."""

import re
import unicodedata
from functools import lru_cache

# Reference marks such as 【註1】 or [Note 2] are added and dropped by editors, not by authors.
_NOTE_MARK = re.compile(r"[【\[]\s*(?:註|注|note)\s*\d*\s*[】\]]", re.IGNORECASE)

# These belong to names such as C#, R&D and 50% and must survive the loss of punctuation.
_MEANINGFUL = frozenset("#%&@")

# Punctuation, spaces, control characters, bullets and accents that stand alone say nothing;
# mathematical signs and currencies do (≥ 80 is not ≤ 80, C++ is not C).
_SILENT_CATEGORIES = frozenset({"So", "Sk"})
_SILENT_SIGNS = frozenset("|~")

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/\-](?=\d)")
_SPACE_OUTSIDE_LATIN = re.compile(r"(?<![0-9a-z]) +| +(?![0-9a-z])")


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return the form in which two texts are compared.

    NFKC (full-width to half-width), lower case, note marks and punctuation gone, spaces kept only
    between two Latin words or numbers. A separator between digits stays, so that ``1.5`` is not
    ``15``; the comma of thousands goes.

    Examples
    --------
    >>> folded("訓練政策白皮書 / 手冊") == folded("訓練政策白皮書／手冊")
    True
    >>> folded("諮詢利益關係人【註1】，確認 ISO 9001 要求。")
    '諮詢利益關係人確認iso 9001要求'
    """
    plain = _NOTE_MARK.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = _THOUSANDS.sub("", plain)
    kept = {match.start() for match in _BETWEEN_DIGITS.finditer(plain)}
    spaced = "".join(
        " " if i not in kept and _is_dropped(character) else character
        for i, character in enumerate(plain)
    )
    return _SPACE_OUTSIDE_LATIN.sub("", " ".join(spaced.split()))


def _is_dropped(character: str) -> bool:
    if character in _MEANINGFUL:
        return False
    category = unicodedata.category(character)
    return category[0] in "PZC" or category in _SILENT_CATEGORIES or character in _SILENT_SIGNS


def to_traditional(text: str) -> str:
    """Return ``text`` with simplified characters and words turned into Taiwanese ones.

    Examples
    --------
    >>> to_traditional("培训计划")
    '培訓計劃'
    """
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]  # OpenCC ships no types
    import opencc

    return opencc.OpenCC("s2tw")
