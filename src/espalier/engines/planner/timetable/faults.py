"""What is wrong with a timetabling problem, told as data: the place, the reason, the remedy, and the facts.

Pages put these codes into words. Everything is listed at once, so that a manager mends it in one go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong."""

    UNREADABLE = "unreadable"  # not a JSON object
    OTHER_VERSION = "other_version"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    NO_CODE = "no_code"
    TWICE = "twice"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    ENDS_BEFORE_START = "ends_before_start"
    UNKNOWN_RECORD = "unknown_record"
    CIRCLE = "circle"  # a session before itself
    NO_SLOT = "no_slot"  # calendars leave no day
    NO_INSTRUCTOR = "no_instructor"
    NO_ROOM = "no_room"
    TOO_MANY_HEADS = "too_many_heads"  # one class alone takes more than may be away
    PIN_AGAINST_RULE = "pin_against_rule"


class Remedy(StrEnum):
    """What mends it."""

    WRITE_AGAIN = "write_again"
    ADD = "add"
    REMOVE = "remove"
    CORRECT = "correct"
    RENAME = "rename"
    OPEN_DAYS = "open_days"  # widen windows, calendars or kinds of slots
    FIND_INSTRUCTOR = "find_instructor"
    FIND_ROOM = "find_room"
    SPLIT_CLASS = "split_class"
    UNPIN = "unpin"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: in which record (``place``, as ``sessions/W-1``), in which part of it, why, what mends it."""

    place: str
    name: str
    reason: Reason
    remedy: Remedy
    facts: Mapping[str, int | str] = field(default_factory=dict)


class BadTimetable(ValueError):
    """A problem that cannot be stated; carries every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.place}.{f.name}: {f.reason}" for f in self.faults))

    def __reduce__(self) -> tuple[type["BadTimetable"], tuple[tuple[Fault, ...]]]:
        return (BadTimetable, (self.faults,))
