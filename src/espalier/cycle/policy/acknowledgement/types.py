"""What the room of receipts hands round."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A unit with everybody below it: how many were asked and how many confirmed."""

    unit_id: int
    code: str
    name: str
    name_en: str
    depth: int
    n_asked: int
    n_read: int

    @property
    def share(self) -> float:
        """0–1; a unit is listed only when somebody in it was asked."""
        return self.n_read / self.n_asked


@dataclass(frozen=True, slots=True)
class Waiting:
    """The edition in force that a person was asked to read and did not confirm yet."""

    edition_id: int
    edition: int
    title: str
    due_on: date
    note: str
