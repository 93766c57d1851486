"""Where the cells of a table stand once row and column spans are taken into account."""

from collections.abc import Sequence
from dataclasses import dataclass

from .cells import Cell, Row


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as one row sees it: its first column (0-based) and how many columns it covers.

    `continued` is true in the rows that only carry on a merge begun above.
    """

    cell: Cell
    column: int
    continued: bool = False


def layout(rows: Sequence[Row], n_columns: int) -> tuple[tuple[Slot, ...], ...]:
    """Place cells from left to right, skipping columns held by a merge from above.

    Parameters
    ----------
    rows : sequence of rows of cells
        As written in the tree: a merged cell is named only in its first row.
    n_columns : int
        Width of the table, in columns.

    Returns
    -------
    tuple of tuples of Slot
        One per row; together the slots of a row cover every column exactly once.

    Raises
    ------
    ValueError
        If a row is too short, too long, or a merge runs out of the rows; all rows at once.
    """
    problems: list[str] = []
    # Column -> (cell, its first column, rows it still reaches down).
    held: dict[int, tuple[Cell, int, int]] = {}
    placed = []
    for number, row in enumerate(rows, start=1):
        slots, held, problem = _place_row(row, held, n_columns)
        placed.append(slots)
        if problem:
            problems.append(f"row {number} {problem}")
    if held:
        problems.append(f"a merged cell reaches {max(h[2] for h in held.values())} rows too far")
    if problems:
        raise ValueError("; ".join(problems))
    return tuple(placed)


def _place_row(
    row: Row, held: dict[int, tuple[Cell, int, int]], n_columns: int
) -> tuple[tuple[Slot, ...], dict[int, tuple[Cell, int, int]], str]:
    slots: list[Slot] = []
    below: dict[int, tuple[Cell, int, int]] = {}
    waiting = list(reversed(row))
    column = 0
    while column < n_columns:
        continued = column in held
        if continued:
            cell, _, left = held[column]
        elif waiting:
            cell = waiting.pop()
            left = cell.rowspan
        else:
            return tuple(slots), below, f"covers {column} of {n_columns} columns"
        end = column + cell.colspan
        blocked = not continued and any(c in held for c in range(column, end))
        if end > n_columns or blocked:
            return tuple(slots), below, f"has a cell in column {column + 1} that is too wide"
        slots.append(Slot(cell, column, continued))
        if left > 1:
            below.update(dict.fromkeys(range(column, end), (cell, column, left - 1)))
        column = end
    return tuple(slots), below, f"has {len(waiting)} cells too many" if waiting else ""
