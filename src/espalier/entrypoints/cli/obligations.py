"""``espalier obligations``: who has to learn what by when."""

from datetime import datetime
from typing import Any

import typer

from espalier.entrypoints.cli.door import answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)


@app.callback()
def obligations() -> None:
    """Keep ``status`` a sub-command."""


@app.command()
def status(
    on: datetime = typer.Option(
        None, "--date", formats=["%Y-%m-%d"], help="the day; today without"
    ),
    unit: str = typer.Option("", "--unit", help="code of a unit; all below it are included"),
    state: str = typer.Option(
        "", "--state", help="only these: overdue, due_soon, open, valid, exempt"
    ),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Print how everybody present today stands to every duty on a day."""
    make_ready()
    from django.utils import timezone

    from espalier.cycle.learning_map.obligations.queries import board_of

    with answering():
        today = timezone.localdate()
        board = board_of(on.date() if on else today, unit_id=_unit_id(unit), today=today)
        cells = list(board.cells(_known(state)))
    if json:
        print_json(
            {
                "date": board.on,
                "unit": unit,
                "people": len(board.people),
                "counts": {name: getattr(board.total, name) for name in board.states},
                "obligations": [_told(cell) for cell in cells],
            }
        )
        return
    for cell in cells:
        due = cell.due_on or ""
        typer.echo(
            f"{cell.state}\t{due}\t{cell.face.code}\t{cell.person.number}\t{cell.person.name}"
        )


def _told(cell: Any) -> dict[str, object]:
    return {
        "employee": cell.person.number,
        "unit": cell.person.unit_name,
        "norm": cell.face.code,
        "state": cell.state,
        "hours_required": cell.norm.minutes / 60,
        "hours_done": cell.minutes_done / 60,
        "hours_left": cell.minutes_left / 60,
        "due_on": cell.due_on,
    }


def _unit_id(code: str) -> int | None:
    from espalier.cycle.people.units.queries import units_by_code
    from espalier.kit.errors import Problem, Refused

    if not code:
        return None
    found = units_by_code().get(code)
    if found is None:
        message = f"There is no unit {code}."
        raise Refused([Problem("unknown_unit", message, "--unit", "Give the code of a unit.")])
    return found.pk


def _known(state: str) -> str:
    from espalier.cycle.learning_map.obligations.types import STATES
    from espalier.kit.errors import Problem, Refused

    if state and state not in STATES:
        message = f"{state} is no state of an obligation."
        raise Refused([Problem("unknown_state", message, "--state", ", ".join(STATES))])
    return state
