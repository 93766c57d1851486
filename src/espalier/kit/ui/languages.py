"""Which of two texts a reader is shown: the Chinese one, or its English twin where there is one."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language


def in_language(text: str, text_en: str) -> str:
    """The English text for an English reader where there is one."""
    english = (get_language() or "").startswith("en")
    return (text_en if english else "") or text


def name_in(row: Any, field: str = "name") -> str:
    """A text field of a record in the reader's language; its twin is named ``<field>_en``."""
    return in_language(str(getattr(row, field)), str(getattr(row, f"{field}_en", "")))


def listed(parts: Iterable[object]) -> str:
    """Texts one after the other, as the reader's language sets them apart."""
    english = (get_language() or "").startswith("en")
    return (", " if english else "、").join(map(str, parts))
