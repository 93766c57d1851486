"""How a room describes one kind of record: its columns, what they refer to, and its rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any

Values = Mapping[str, object]
Rule = Callable[[Values], Sequence[tuple[str, str, Any]]]


@dataclass(frozen=True, slots=True)
class Ref:
    """A column that names other records by their code.

    ``what`` is what such a record is called; ``code`` are the fields that, joined by ``/``, make the code;
    ``label`` the field that names it; ``only`` narrows what a form offers; ``owner`` is a lookup from the named
    record to the code of what it belongs to (``Register.belongs_to``), where that must be the same as the row's.
    """

    what: Any
    field: str
    code: tuple[str, ...] = ("code",)
    label: str = "name"
    only: Mapping[str, object] = filled(default_factory=dict)
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A column whose lines are rows of a table of their own.

    ``parse`` returns the rows and what could not be read, in words; ``write`` is its inverse.
    """

    relation: str
    parse: Callable[[str], tuple[list[dict[str, object]], list[Any]]]
    write: Callable[[Sequence[Any]], str]
    refs: Mapping[str, Ref] = filled(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of record.

    kind: of its import; node: as the thread names it; one: what a single record is called.
    key: columns that tell records apart. refs, many, lines: columns that are not plain fields.
    rules: everything wrong with the values of a row, as (column, code, words); checked: the same by a rule that
    first reads, once for all rows, the records it compares them with.
    belongs_to: the column that names what the record is a part of, "" where it stands alone.
    label: how a record is called in a sentence; page: where it is looked at.
    """

    kind: str
    node: str
    title: Any
    one: Any
    order: int
    columns: tuple[Any, ...]
    model: Any
    label: Callable[[Any], str]
    page: Callable[[Any], str]
    key: tuple[str, ...] = ("code",)
    refs: Mapping[str, Ref] = filled(default_factory=dict)
    many: Mapping[str, Ref] = filled(default_factory=dict)
    lines: Mapping[str, Lines] = filled(default_factory=dict)
    rules: Rule = lambda values: ()
    checked: Callable[[], Rule] | None = None
    help: Any = ""
    belongs_to: str = ""
    joined: tuple[str, ...] = ()  # lookups that label and page follow

    @property
    def plain(self) -> list[str]:
        """Columns that are fields of the record itself."""
        return [c.key for c in self.columns if c.key not in {*self.refs, *self.many, *self.lines}]

    @property
    def has_time(self) -> bool:
        return any(each.name == "updated_at" for each in self.model._meta.fields)
