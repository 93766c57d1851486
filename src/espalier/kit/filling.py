"""Bringing what a form or a sheet says into a record, without the blanks around its texts."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Content = TypeVar("Content", bound="DataclassInstance")


def trimmed(value: object) -> Any:
    """A text without the blanks around it; any other value as it is."""
    return value.strip() if isinstance(value, str) else value


def stripped(content: Content) -> Content:
    """The same content, its own texts without the blanks around them."""
    values: dict[str, Any] = {
        field.name: trimmed(getattr(content, field.name)) for field in fields(content)
    }
    return replace(content, **values)


def fill(row: object, content: object, names: Iterable[str]) -> None:
    """Set these fields of a row to what the content says; the row is not saved here."""
    for name in names:
        setattr(row, name, trimmed(getattr(content, name)))
