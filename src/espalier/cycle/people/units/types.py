"""What a reader of units gets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitNode:
    """One unit in its place. ``n_people`` works in the unit itself, ``n_below`` in it and all below it."""

    id: int
    code: str
    name: str
    name_en: str
    path: str
    depth: int
    parent_id: int | None
    manager_id: int | None
    manager_name: str
    awaited_manager_number: str
    has_ended: bool
    n_people: int
    n_below: int
    n_children: int

    @property
    def steps(self) -> range:
        """One step for every level of indentation after the first."""
        return range(max(0, self.depth - 1))
