"""What a reader of employees gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Values = Mapping[str, object]


class PersonOn(NamedTuple):
    """Where one person stood on a day; no position means that none was held."""

    id: int
    number: str
    name: str
    unit_id: int
    position_id: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a bulk write did."""

    added: int = 0
    changed: int = 0

    def as_dict(self) -> dict[str, object]:
        return {"added": self.added, "changed": self.changed}
