"""Columns that many sheets of this stage share."""

from typing import Any

from espalier.kit.imports.types import CellKind, Column

TEXT_LENGTH = 4000


def code_column(label: str = "代碼", label_en: str = "Code") -> Column:
    return Column("code", label, label_en, CellKind.CODE, required=True, max_length=40)


def programme_column() -> Column:
    return Column(
        "programme", "方案代碼", "Programme code", CellKind.CODE, required=True, max_length=40
    )


def twin(
    key: str, label: str, label_en: str, length: int = 200, *, required: bool = False
) -> tuple[Column, Column]:
    """A text and its English form, which may stay empty."""
    return (
        Column(key, label, label_en, required=required, max_length=length),
        Column(f"{key}_en", f"{label}（英）", f"{label_en} (English)", max_length=length),
    )


def choice_column(
    key: str, label: str, label_en: str, words: Any, *, required: bool = True
) -> Column:
    """``words`` maps zh text to value, in the order of the drop-down; values are understood, too."""
    choices = {**words, **{value: value for value in words.values()}}
    return Column(
        key, label, label_en, CellKind.CHOICE, required=required, choices=choices, max_length=40
    )


def codes_column(key: str, label: str, label_en: str) -> Column:
    return Column(key, label, label_en, CellKind.CODES, max_length=2000)


def number_column(
    key: str, label: str, label_en: str, *, low: int = 0, high: int = 99_999, required: bool = True
) -> Column:
    return Column(
        key, label, label_en, CellKind.INTEGER, required=required, minimum=low, maximum=high
    )
