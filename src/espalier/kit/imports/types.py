"""The contract between the one import mechanism and the rooms that receive rows.

A room describes its sheet (columns), compares rows with today's records and returns a plan; the mechanism reads
files, maps columns, converts cells, shows the plan and applies it in one transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import get_language

from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Text


class CellKind(StrEnum):
    """How a cell is read. CODE keeps leading zeros; DATE takes 西元 and 民國; all take full-width digits."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CODES = "codes"  # several codes in one cell, separated by 、 , ; or a line break


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. ``label`` is its zh-Hant header; ``aliases`` are other headers people use.

    ``minimum``, ``maximum`` and ``places`` (digits after the point) bound INTEGER and DECIMAL columns; a value
    outside is refused, because a database that rounds it would see a change at every import.
    """

    key: str
    label: str
    label_en: str
    kind: CellKind = CellKind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    # Accepted text (zh first, then en and code) -> value; the first text of a value is what we write.
    choices: Mapping[str, str] = field(default_factory=dict)
    help: Text = ""
    max_length: int = 500
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    places: int | None = None

    @property
    def heading(self) -> str:
        """The header in the reader's language; both are understood in a file."""
        return self.label if (get_language() or "zh").startswith("zh") else self.label_en


class Action(StrEnum):
    ADD = "add"
    CHANGE = "change"
    SKIP = "skip"  # equal to what is there: re-import changes nothing
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is refused or noteworthy: the column's key, the value as typed, and the reason in words."""

    column: str
    value: str
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One data row after conversion. ``number`` counts as the spreadsheet does, from 1.

    ``values`` holds the columns the file has, and only those: a column that is not in the file is not a wish to
    empty it. A blank cell is ``""`` (TEXT, CODE, CHOICE), ``None`` (DATE, INTEGER, DECIMAL, YES_NO) or ``()``
    (CODES, whose values are tuples of text).
    """

    sheet: str
    number: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What will happen with one row. ``change`` maps column key to (before, after).

    The reasons of a REFUSE row say why; those of any other row are warnings shown beside it.
    """

    row: Row
    action: Action
    key: str
    change: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """One kind of import, registered by a room in its AppConfig.ready().

    plan: compares all rows with the records; a fixed number of queries whatever the rows. It must refuse rows,
        never raise for their content.
    apply: writes the ADD and CHANGE rows with bulk statements and returns counts; where it can be undone, the
        key ``"undo"`` of the result holds JSON that is given back to ``undo``. It runs inside one transaction
        with the audit entry of the run; SKIP and REFUSE rows are never given to it.
    records: today's records as rows by column key, for the pre-filled template and for the export.
    """

    kind: str
    title: Text
    permission: str
    columns: tuple[Column, ...]
    plan: Callable[[Sequence[Row], date], Sequence[PlannedRow]]
    apply: Callable[[Sequence[PlannedRow], Actor, datetime], Mapping[str, object]]
    records: Callable[[], Iterable[Mapping[str, object]]]
    undo: Callable[[Mapping[str, object], Actor, datetime], None] | None = None
    # Column key -> values offered in the template's drop-down, for values that are records.
    drop_downs: Callable[[], Mapping[str, Sequence[str]]] | None = None
    order: int = 100  # place in the list of imports, and the order `load` takes a folder in
    purpose: Text = ""  # one sentence for the list of imports: what this file is for
