"""Where the cells of a table stand once row and column spans are taken into account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Spanning(Protocol):
    """Anything that covers `colspan` columns and `rowspan` rows, both at least 1."""

    @property
    def colspan(self) -> int: ...

    @property
    def rowspan(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Slot[CellT]:
    """A cell as one row sees it; `continued` rows only carry on a merge from above."""

    cell: CellT
    column: int
    colspan: int
    rowspan: int
    continued: bool = False
