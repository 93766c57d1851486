"""Many people at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.boards import Board, Cell
from espalier.cycle.learning_map.obligations.queries import facts
from espalier.cycle.learning_map.obligations.types import DueDuty, PersonRow
from espalier.engines.obligations.bulk.columns import Ints, People
from espalier.engines.obligations.bulk.grid import evaluate_all
from espalier.engines.obligations.bulk.grid import forecast as forecast_counts
from espalier.engines.obligations.results import Status
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.audit.kept import Kept

# What boards rest on: people and where they stand, norms and completions; sheets bring in any of them.
EVENTS = ("people.", "learning_map.", "accounts.scope.", "kit.import.applied")


@dataclass(frozen=True, eq=False)
class Everybody:
    """Who is present on a day: as rows for pages, and as columns for the engine."""

    people: Sequence[PersonRow]
    columns: People


_EVERYBODY: Kept[Everybody] = Kept(EVENTS, size=1)
_BOARDS: Kept[tuple[Everybody, Board]] = Kept(EVENTS, size=4)
_COUNTS: Kept[Ints] = Kept(EVENTS, size=100)


def board_of(
    on: date, scope: Scope = EVERYTHING, *, unit_id: int | None = None, today: date | None = None
) -> Board:
    """Everybody present today, within the scope and below a unit, × every duty in force on the day.

    The day may lie ahead: then it says how people stand if nothing more is done.
    """
    return _read(on, today or on, scope, unit_id)[1]


def _read(
    on: date, day: date, scope: Scope, unit_id: int | None
) -> tuple[Everybody, Board, Ints | None]:
    """Everybody of a day, the board of those asked for, and their places where they are not all."""
    everybody, board = _BOARDS.of((on, day), lambda: _whole(on, day))
    places = _places(board.people, day, scope, unit_id)
    return everybody, board if places is None else board.of(places), places


def _whole(on: date, day: date) -> tuple[Everybody, Board]:
    present = facts.people_present(EVERYTHING, day)
    everybody = _EVERYBODY.of(day, lambda: Everybody(*facts.columns_of(present)))
    return everybody, _board(on, everybody)


def _board(on: date, found: Everybody) -> Board:
    asked = norms.obligation_norms(on)
    organisation = facts.organisation_on(on)
    grid = evaluate_all(found.columns, asked, on=on, organisation=organisation)
    return Board(on, found.people, asked, norms.norm_faces(), grid)


def _places(
    people: Sequence[PersonRow], day: date, scope: Scope, unit_id: int | None
) -> Ints | None:
    """Where the people of a scope and below a unit stand among all; None for all of them. One query."""
    if scope.is_everything and unit_id is None:
        return None
    ids = facts.people_present(scope, day, unit_id=unit_id).order_by().values_list("pk", flat=True)
    chosen = set(ids)
    return np.asarray([n for n, each in enumerate(people) if each.id in chosen], dtype=np.int64)


def status_of_people(
    on: date, scope: Scope = EVERYTHING, *, unit_id: int | None = None
) -> list[Cell]:
    """Every obligation of everybody present on a day, person by person. A front door for other rooms."""
    return list(board_of(on, scope, unit_id=unit_id).cells())


def due_by(last: date, *, today: date) -> list[DueDuty]:
    """Everything that falls due for people of today up to a day to come, or is overdue by then, person by person.

    A front door for the planner; a fixed number of queries.
    """
    board = board_of(last, today=today)
    due, left = board.grid.due, board.grid.left
    asked = (board.grid.status >= Status.VALID) & (due > 0) & (due <= last.toordinal())
    return [
        DueDuty(
            board.people[row].id,
            board.norms[column],
            date.fromordinal(int(due[row, column])),
            int(left[row, column]) or board.norms[column].minutes,
        )
        for row, column in np.argwhere(asked).tolist()
    ]


def forecast(
    days: Sequence[date], scope: Scope = EVERYTHING, *, unit_id: int | None = None
) -> tuple[Board, Ints]:
    """The board of the first day, and how many stand where on each day if nothing more is done.

    The counts have shape (days, 5), the last axis by the engine's Status. Norms whose version changes on the way
    count in the version of each day.
    """
    everybody, board, places = _read(days[0], days[0], scope, unit_id)
    key = (tuple(days), scope, unit_id)
    return board, _COUNTS.of(key, lambda: _counts(days, board, everybody.columns, places))


def _counts(days: Sequence[date], board: Board, columns: People, places: Ints | None) -> Ints:
    versions = {(norm.code, norm.effective_from): norm for norm in board.norms}
    versions |= {(n.code, n.effective_from): n for n in norms.obligation_norms(days[-1])}
    counts = forecast_counts(
        columns if places is None else columns.of(places),
        tuple(versions.values()),
        days=days,
        organisation=facts.organisation_on(days[0]),
    )
    return np.asarray(counts.sum(axis=1))
