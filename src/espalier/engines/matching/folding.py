"""What counts as the same text: width, punctuation, spacing and note marks do not matter."""

import re
import unicodedata
from functools import lru_cache

# Reference marks such as 【註1】 or [Note 2] are added and dropped by editors, not by authors.
_NOTE_MARK = re.compile(r"[【\[]\s*(?:註|注|note)\s*\d*\s*[】\]]", re.IGNORECASE)

# These belong to names such as C++, C#, R&D and 50% and must survive the loss of punctuation.
_MEANINGFUL = frozenset("#%&@+")

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/\-,](?=\d)")
_SPACE_OUTSIDE_LATIN = re.compile(r"(?<![0-9a-z]) +| +(?![0-9a-z])")
_KEPT_MARK = "\ue000"  # private use: holds the place of a point between digits while we fold


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return the form in which two texts are compared.

    NFKC (full-width to half-width), lower case, note marks and punctuation gone, spaces kept only
    between two Latin words or numbers. A separator between digits stays, so that ``1.5`` is not
    ``15``.

    Examples
    --------
    >>> folded("訓練政策白皮書 / 手冊") == folded("訓練政策白皮書／手冊")
    True
    >>> folded("諮詢利益關係人【註1】，確認 ISO 9001 要求。")
    '諮詢利益關係人確認iso 9001要求'
    """
    plain = _NOTE_MARK.sub("", unicodedata.normalize("NFKC", text)).lower()
    guarded = _BETWEEN_DIGITS.sub(_KEPT_MARK, plain)
    spaced = "".join(" " if _is_dropped(character) else character for character in guarded)
    tight = _SPACE_OUTSIDE_LATIN.sub("", " ".join(spaced.split()))
    return tight.replace(_KEPT_MARK, ".")


def _is_dropped(character: str) -> bool:
    if character in _MEANINGFUL or character == _KEPT_MARK:
        return False
    return unicodedata.category(character)[0] in "PZCS"


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
