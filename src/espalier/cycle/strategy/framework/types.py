"""What the rules of the framework take and return."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """One objective with the activities and assessments that name it."""

    objective: str
    activities: tuple[str, ...]
    assessments: tuple[str, ...]

    @property
    def lacks_activity(self) -> bool:
        return not self.activities

    @property
    def lacks_assessment(self) -> bool:
        return not self.assessments

    @property
    def has_hole(self) -> bool:
        return self.lacks_activity or self.lacks_assessment


@dataclass(frozen=True, slots=True)
class Alignment:
    """The constructive alignment matrix of a programme, and what stands outside of it."""

    rows: tuple[AlignmentRow, ...]
    idle_activities: tuple[str, ...]
    idle_assessments: tuple[str, ...]

    @property
    def holes(self) -> tuple[AlignmentRow, ...]:
        return tuple(row for row in self.rows if row.has_hole)


@dataclass(frozen=True, slots=True)
class OrderConflict:
    """A module stands before another that must be completed first."""

    module: str
    before: str


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One line of the difference of two drafts: ``+`` came, ``-`` went, and which programme it is about."""

    sign: str
    line: str


# Note 1 of the standard names these four; a framework is confirmed by each of them.
PRESET_GROUPS = ("learner", "instructor", "supervisor", "coordinator")

Named = Mapping[
    str, Collection[str]
]  # activity or assessment code -> codes of the objectives it names
