"""Many people at once."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.boards import Board, Cell
from espalier.cycle.learning_map.obligations.queries import facts
from espalier.cycle.learning_map.obligations.types import PersonRow
from espalier.engines.obligations.bulk.columns import Ints, People
from espalier.engines.obligations.bulk.grid import evaluate_all
from espalier.engines.obligations.bulk.grid import forecast as forecast_counts
from espalier.kit.accounts.scope import EVERYTHING, Scope


def board_of(
    on: date, scope: Scope = EVERYTHING, *, unit_id: int | None = None, today: date | None = None
) -> Board:
    """Everybody present today, within the scope and below a unit, × every duty in force on the day.

    The day may lie ahead: then it says how people stand if nothing more is done.
    """
    people, columns = _people(scope, today or on, unit_id)
    return _board(on, people, columns)


def _people(scope: Scope, on: date, unit_id: int | None) -> tuple[list[PersonRow], People]:
    return facts.columns_of(facts.people_present(scope, on, unit_id=unit_id))


def _board(on: date, people: Sequence[PersonRow], columns: People) -> Board:
    asked = norms.obligation_norms(on)
    grid = evaluate_all(columns, asked, on=on, organisation=facts.organisation_on(on))
    return Board(on, people, asked, norms.norm_faces(), grid)


def status_of_people(
    on: date, scope: Scope = EVERYTHING, *, unit_id: int | None = None
) -> list[Cell]:
    """Every obligation of everybody present on a day, person by person. A front door for other rooms."""
    return list(board_of(on, scope, unit_id=unit_id).cells())


def forecast(
    days: Sequence[date], scope: Scope = EVERYTHING, *, unit_id: int | None = None
) -> tuple[Board, Ints]:
    """The board of the first day, and how many stand where on each day if nothing more is done.

    The counts have shape (days, 5), the last axis by the engine's Status. Norms whose version changes on the way
    count in the version of each day.
    """
    people, columns = _people(scope, days[0], unit_id)
    board = _board(days[0], people, columns)
    versions = {(norm.code, norm.effective_from): norm for norm in board.norms}
    versions |= {(n.code, n.effective_from): n for n in norms.obligation_norms(days[-1])}
    organisation = facts.organisation_on(days[0])
    counts = forecast_counts(
        columns, tuple(versions.values()), days=days, organisation=organisation
    )
    return board, np.asarray(counts.sum(axis=1))
