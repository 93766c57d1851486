"""The qualification matrix: who holds which licence, has completed which module, meets which norm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from espalier.cycle.learning_map.completions import queries as completions
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.boards import Board
from espalier.cycle.learning_map.obligations.queries import facts
from espalier.cycle.learning_map.obligations.queries.boards import EVENTS
from espalier.cycle.learning_map.obligations.types import PersonRow
from espalier.engines.obligations.bulk.grid import evaluate_all
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.audit.kept import Kept

KINDS = ("modules", "licences", "norms")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: how the person stands, and until when or since when. ``state`` "" means nothing there."""

    state: str
    day: date | None


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A licence, a module or a norm; ``holders`` is how many of all the people hold it now."""

    code: str
    name: str
    name_en: str
    url_id: int | None
    holders: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """People × qualifications on a day; rows are those of the window, figures are over everybody."""

    kind: str
    on: date
    n_people: int
    columns: tuple[MatrixColumn, ...]
    rows: tuple[tuple[PersonRow, tuple[Mark, ...]], ...]


NOTHING = Mark("", None)
Marks = dict[int, dict[str, Mark]]  # person -> column -> mark


@dataclass(frozen=True, eq=False)
class Table:
    """Everybody asked about, and what each of them holds."""

    people: Sequence[PersonRow]
    columns: tuple[MatrixColumn, ...]
    marks: Marks


_TABLES: Kept[Table] = Kept(EVENTS, size=2)
_mark = lru_cache(maxsize=10_000)(Mark)  # many people hold the same until the same day
HOLDING = frozenset({"valid", "due_soon", "expiring"})
NOTICE_DAYS = 60


def matrix_of(
    kind: str,
    on: date,
    scope: Scope = EVERYTHING,
    *,
    unit_id: int | None = None,
    position_id: int | None = None,
    window: slice | None = None,
) -> Matrix:
    """The matrix of everybody present in a scope; ``kind`` is one of ``KINDS``."""
    key = (kind, on, scope, unit_id, position_id)
    table = _TABLES.of(key, lambda: _table(kind, on, scope, unit_id, position_id))
    shown = table.people if window is None else table.people[window]
    rows = tuple(_row(row, table.columns, table.marks) for row in shown)
    return Matrix(kind, on, len(table.people), table.columns, rows)


def _table(
    kind: str, on: date, scope: Scope, unit_id: int | None, position_id: int | None
) -> Table:
    people = facts.people_present(scope, on, unit_id=unit_id, position_id=position_id)
    if kind == "norms":
        rows, columns = facts.columns_of(people)
        asked = norms.obligation_norms(on)
        grid = evaluate_all(columns, asked, on=on, organisation=facts.organisation_on(on))
        heads, marks = _norm_marks(Board(on, rows, asked, norms.norm_faces(), grid))
    else:
        values = people.values_list(
            "pk", "number", "name", "unit_id", "unit__name", "position__name"
        )
        rows = [facts.row_of(row) for row in values]
        if kind == "licences":
            heads, marks = _licence_marks(people, on)
        else:
            heads, marks = _module_marks(people, on)
    holders = _holders(marks)
    found = tuple(MatrixColumn(*head, holders=holders.get(head[0], 0)) for head in heads)
    return Table(rows, found, marks)


Heads = Sequence[tuple[str, str, str, int | None]]


def _row(
    person: PersonRow, columns: Sequence[MatrixColumn], marks: Marks
) -> tuple[PersonRow, tuple[Mark, ...]]:
    own = marks.get(person.id, {})
    return person, tuple(own.get(column.code, NOTHING) for column in columns)


def _holders(marks: Marks) -> dict[str, int]:
    found: dict[str, int] = {}
    for own in marks.values():
        for code, mark in own.items():
            if mark.state in HOLDING:
                found[code] = found.get(code, 0) + 1
    return found


def _norm_marks(board: Board) -> tuple[Heads, Marks]:
    marks: Marks = {}
    used = set()
    for cell in board.cells():
        state = "missing" if cell.state == "open" else cell.state
        marks.setdefault(cell.person.id, {})[cell.face.code] = _mark(state, cell.due_on)
        used.add(cell.norm.id)
    faces = [board.faces[norm.id] for norm in board.norms if norm.id in used]
    return [(face.code, face.title, face.title_en, face.id) for face in faces], marks


def _licence_marks(people: QuerySet[Any], on: date) -> tuple[Heads, Marks]:
    """Licences by name; of several of one name the one that holds longest."""
    marks: Marks = {}
    names = set()
    rows = people.filter(licences__name__isnull=False).order_by("pk", "licences__name")
    for pk, name, first, last in rows.values_list(
        "pk", "licences__name", "licences__issued_on", "licences__expires_on"
    ):
        if first is not None and first > on:
            continue
        names.add(name)
        mark = _mark(_state_until(last, on), last)
        held = marks.setdefault(pk, {}).get(name)
        if held is None or (held.day is not None and (last is None or last > held.day)):
            marks[pk][name] = mark
    return [(name, name, "", None) for name in sorted(names)], marks


def _module_marks(people: QuerySet[Any], on: date) -> tuple[Heads, Marks]:
    """Modules in force; of several completions the one that holds longest."""
    offered = modules.published_modules()
    marks: Marks = {}
    ids = people.order_by().values("pk")
    rows = completions.completions().filter(employee__in=ids, completed_on__lte=on)
    for pk, module_id, last in rows.order_by("pk").values_list(
        "employee_id", "version__module_id", "expires_on"
    ):
        if module_id not in offered:
            continue
        code = offered[module_id].code
        held = marks.setdefault(pk, {}).get(code)
        if held is None or (held.day is not None and (last is None or last > held.day)):
            marks[pk][code] = _mark(_state_until(last, on), last)
    used = {code for own in marks.values() for code in own}
    heads = [
        (each.code, each.name, each.name_en, module_id)
        for module_id, each in offered.items()
        if each.code in used
    ]
    return sorted(heads), marks


def _state_until(last: date | None, on: date) -> str:
    if last is None or (last - on).days > NOTICE_DAYS:
        return "valid"
    return "expired" if last < on else "expiring"
