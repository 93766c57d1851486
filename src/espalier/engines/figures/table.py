"""A table of texts as it comes from a file: its columns as numbers, codes or one matrix."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints

MISSING = frozenset({"", "NA", "NaN", "nan", "."})


@dataclass(frozen=True)
class Table:
    """Columns of equal length by name, in the order of the file; cells are texts."""

    columns: dict[str, tuple[str, ...]]

    @property
    def n_rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of one column. Raises ``ValueError`` naming the columns there are."""
        if name not in self.columns:
            raise ValueError(f"column {name!r} is missing; there are: {', '.join(self.columns)}")
        return self.columns[name]

    def numbers(self, name: str) -> Floats:
        """One column as numbers, an empty cell as NaN.

        Raises
        ------
        ValueError
            A cell is neither a number nor empty: column, line of the file and cell.
        """
        cells = self.column(name)
        found = np.full(len(cells), np.nan)
        for at, cell in enumerate(cells):
            if cell.strip() in MISSING:
                continue
            try:
                found[at] = float(cell)
            except ValueError:
                raise ValueError(f"column {name!r}, line {at + 2}: {cell!r} is no number") from None
        return found

    def matrix(self, *, without: Sequence[str] = ()) -> Floats:
        """All columns but those left out, as numbers, shape (rows, columns)."""
        for name in without:
            self.column(name)
        names = [name for name in self.columns if name not in without]
        if not names:
            raise ValueError("no column is left for the numbers")
        return np.column_stack([self.numbers(name) for name in names])

    def names(self, *, without: Sequence[str] = ()) -> tuple[str, ...]:
        """The names of the columns ``matrix`` is made of."""
        return tuple(name for name in self.columns if name not in without)

    def codes(self, name: str) -> tuple[Ints, tuple[str, ...]]:
        """One column as integer codes, and the sorted labels they stand for."""
        labels, codes = np.unique(np.array(self.column(name), dtype=str), return_inverse=True)
        return codes.astype(np.int64), tuple(map(str, labels))


def read_csv(text: str) -> Table:
    """A table from comma-separated text with a head.

    Raises
    ------
    ValueError
        No head, a name twice, or a line with another number of cells: the line is named.

    Examples
    --------
    >>> read_csv("a,b\\n1,2\\n3,\\n").matrix()
    array([[ 1.,  2.],
           [ 3., nan]])
    """
    lines = [line for line in csv.reader(StringIO(text.removeprefix("\ufeff"))) if line]
    if not lines:
        raise ValueError("the file is empty")
    head, *rows = lines
    head = [name.strip() for name in head]
    twice = sorted({name for name in head if head.count(name) > 1})
    if twice:
        raise ValueError(f"column named twice: {', '.join(twice)}")
    for at, row in enumerate(rows):
        if len(row) != len(head):
            raise ValueError(f"line {at + 2}: {len(row)} cells, {len(head)} expected")
    return Table({name: tuple(row[i] for row in rows) for i, name in enumerate(head)})
