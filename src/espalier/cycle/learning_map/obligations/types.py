"""What pages and commands are told about obligations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from espalier.cycle.learning_map.norms.types import NormFace
from espalier.engines.obligations.results import Obligation
from espalier.engines.obligations.types import Norm

# What lists show and filter by: the engine's status, with *valid* told apart by whether the hours are done.
STATES = ("overdue", "due_soon", "open", "valid", "exempt")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists name them; the place is that of today."""

    id: int
    number: str
    name: str
    unit_id: int
    unit_name: str
    position_name: str


@dataclass(frozen=True, slots=True)
class DoneModule:
    """A completion as the reasons name it."""

    id: int
    code: str
    name: str
    completed_on: date
    minutes: int
    mode: str


@dataclass(frozen=True, slots=True)
class Line:
    """A norm and how a person stands to it."""

    face: NormFace
    norm: Norm
    found: Obligation


@dataclass(frozen=True, slots=True)
class PersonStatus:
    """Everything asked of a person on a day, the most urgent first; ``others`` ask nothing of them."""

    person: PersonRow
    user_id: int | None
    on: date
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    done: Mapping[int, DoneModule]
    duties: tuple[tuple[str, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class DueDuty:
    """What a norm will ask of a person by a day if nothing more is done. ``minutes_left`` 0: any completion will do."""

    employee_id: int
    norm: Norm
    due_on: date
    minutes_left: int


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty given to a person, as a sheet brings it."""

    employee_number: str
    duty: str
    starts_on: date
    ends_on: date | None = None
