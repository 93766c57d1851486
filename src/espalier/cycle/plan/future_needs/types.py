"""What is known of the staff of a day to come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.cycle.people.employees.types import PersonOn


class ChangeKind(StrEnum):
    HIRE = "hire"
    LEAVE = "leave"
    RETIRE = "retire"
    MOVE = "move"
    PROMOTE = "promote"
    SUCCESSOR = "successor"


class ChangeState(StrEnum):
    EXPECTED = "expected"
    SETTLED = "settled"  # the roster says it now
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Change:
    """One staff change that is expected. ``on`` is the last day of who goes, the first day of all others.

    ``employee_id`` None is a hire of ``headcount`` people; unit and position None stay as they are.
    """

    id: int
    kind: ChangeKind
    on: date
    employee_id: int | None
    unit_id: int | None
    position_id: int | None
    headcount: int


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person as the rules of changes see them: where they stand today, and their days here."""

    id: int
    unit_id: int
    position_id: int | None
    hired_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a person stands on the day, and which change brought them there; the first place is that of today."""

    person: PersonOn
    today_unit_id: int
    today_position_id: int | None
    change_id: int | None = None
    prepares_for: tuple[int, int] | None = (
        None  # position, change: levels wanted besides the own ones
    )
    leaves_on: date | None = None  # last day, when it is known
    is_there_today: bool = True  # false: hired, but not begun yet


@dataclass(frozen=True, slots=True)
class ExpectedHire:
    """People who will be there on the day, but have no record yet."""

    change_id: int
    on: date
    unit_id: int | None
    position_id: int | None
    headcount: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody of a day: those known, those expected, and who of today will be gone by then."""

    on: date
    people: tuple[Placed, ...]
    hires: tuple[ExpectedHire, ...]
    gone: tuple[
        tuple[PersonOn, int | None], ...
    ]  # person of today, change (None: the roster says so)

    @property
    def headcount(self) -> int:
        return len(self.people) + sum(each.headcount for each in self.hires)
