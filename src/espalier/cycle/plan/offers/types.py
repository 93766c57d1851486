"""How a module can be run, apart from how it is stored."""

from dataclasses import dataclass
from enum import StrEnum


class OfferKind(StrEnum):
    CLASS = "class"
    JOB = "job"  # at the workplace or with a mentor: no room is needed
    PUBLIC = "public"
    ONLINE = "online"


OWN = frozenset({OfferKind.CLASS, OfferKind.JOB})  # taught by our own choice of instructors


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """Everything an offer says, with the ids of what it names. Money is whole NT$.

    ``entry`` maps competency id to the level it takes; ``months`` empty: any month.
    """

    id: int
    module_id: int
    kind: OfferKind
    seats_min: int
    seats_max: int
    sessions_max: int | None
    session_cost: int
    head_cost: int
    meetings: int
    meeting_minutes: int
    instructor_ids: frozenset[int]
    room_ids: frozenset[int]
    equipment_ids: frozenset[int]
    slot_kind_ids: frozenset[int]
    money_line_id: int | None
    grant_id: int | None
    grant_per_session: int
    months: tuple[int, ...]
    spacing_days: int
    owner: str = ""
    longest_slot: int | None = None  # minutes; None: no kind of slot is named, so any will do
    entry: tuple[tuple[int, float], ...] = ()

    @property
    def minutes(self) -> int:
        return self.meetings * self.meeting_minutes

    @property
    def per_head(self) -> float:
        """What one participant of a full session costs, NT$."""
        return self.head_cost + self.session_cost / self.seats_max
