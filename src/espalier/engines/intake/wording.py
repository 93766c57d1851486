"""Words as printed: leftovers of conversion taken off, broken lines joined, keywords compared.

Only what no author wrote is removed here (markup of OCR, spaces inside Chinese words, line breaks of
narrow columns). Characters are never replaced by others.
"""

import re
import unicodedata

_HAN = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
_CJK_MARKS = (
    r"\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0d\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65"
)
_SUPERSCRIPT = re.compile(r"[ \t]{0,4}\^\{([^{}]{0,80})\}[ \t]{0,4}")
_LINE_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:u|b|i|em|strong|sup|sub|span)>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_HAN}{_CJK_MARKS}]) +(?=[{_HAN}{_CJK_MARKS}])")
_CHINESE = re.compile(rf"[{_HAN}{_CJK_MARKS}]")
_ALNUM_END = re.compile(r"[A-Za-z0-9]$")
_ALNUM_START = re.compile(r"[A-Za-z0-9]")
# A code cut in two by the edge of its cell: "K0" + "3", "T1." + "2", "P" + "1.1.1".
_CODE_HEAD = re.compile(r"(?:^|[\s、,，;；。])(?:[TOPKSA]|[KSA]0?\d|[TOP]\d+(?:\.\d+)*\.)$")
_EDGE = 24  # characters that decide how two lines join
_LATIN_PUNCTUATION = (",", ";", ":", ")")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def cleaned(text: str) -> str:
    """Take off conversion markup and odd spaces; line breaks stay."""
    if "<" in text:
        text = _TAG.sub("", _LINE_TAG.sub("\n", text))
    if "^{" in text:
        text = _SUPERSCRIPT.sub(r"\1", text)
    text = _INVISIBLE.sub("", text.replace("**", ""))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def tidy(text: str) -> str:
    """Make one line of a cleaned text: wrapped lines joined, Chinese words closed up."""
    if "\n" in text:
        joined = ""
        for line in text.split("\n"):
            joined = join_lines(joined, line)
        text = joined
    return close_up(text)


def close_up(text: str) -> str:
    """Remove the spaces that stand between two Chinese characters; Latin words keep theirs."""
    return _SPACE_IN_CHINESE.sub("", text) if " " in text else text


def join_lines(before: str, after: str) -> str:
    """Join a line to the one it continues: Chinese without a space, Latin words with one.

    A spaced slash at the edge keeps its second space, and a code cut in two is put together.
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return before + after
    return before + (" " if _needs_space(before, after) else "") + after


def _needs_space(before: str, after: str) -> bool:
    if before.endswith(" /") or after.startswith("/ "):
        return True
    if after[0].isdigit() and _CODE_HEAD.search(before[-_EDGE:]):
        return False
    if before.endswith(_LATIN_PUNCTUATION):
        return before[-2:-1].isascii() and bool(_ALNUM_START.match(after))
    return bool(_ALNUM_END.search(before[-1:]) and _ALNUM_START.match(after))


def is_chinese(character: str) -> bool:
    """Tell a Chinese character or punctuation mark."""
    return _CHINESE.match(character) is not None


def compact(text: str) -> str:
    """Return a form for comparing keywords: no spaces, full-width forms folded. Never stored."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def half_width(text: str) -> str:
    """Fold full-width ASCII one to one, so that positions stay those of the original."""
    return text.translate(_FULL_WIDTH)
