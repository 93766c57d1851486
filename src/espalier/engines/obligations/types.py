"""Norms and facts about a person, as the engine reads them; every value is checked at birth.

A norm is data: nothing of any law stands in this package. Numbers of positions, functions, units and modules
are those of whoever calls; names of duties, licences, tiers, categories, modes and tags are plain text. An
empty set never excludes anybody.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOBODY: frozenset[int] = frozenset()
NOTHING: frozenset[str] = frozenset()


def _at_least(name: str, value: int, lowest: int) -> None:
    if value < lowest:
        raise ValueError(f"{name}: must be {lowest} or more, is {value}")


def _in_order(name: str, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValueError(f"{name}: ends on {last}, before it starts on {first}")


class Window(StrEnum):
    """How the hours of a norm return."""

    ONCE = "once"  # before the work begins
    ROLLING = "rolling"  # again within so many months after the hours
    CALENDAR = "calendar"  # in every calendar period
    LICENCE = "licence"  # in every cycle counted from the date of a licence


class Change(StrEnum):
    """What counts as a change of work that asks for the hours of a ``ONCE`` norm again."""

    NONE = "none"
    FUNCTION = "function"
    POSITION = "position"


class FirstPeriod(StrEnum):
    """What a calendar period or licence cycle asks of somebody who came under the norm within it."""

    FULL = "full"
    PRORATED = "prorated"  # by the months left, the month of coming under it included
    NEXT = "next"  # nothing before the next period


@dataclass(frozen=True, slots=True)
class Accepted:
    """A module whose hours serve the norm; at most ``minutes`` of one completion when given."""

    module: int
    minutes: int | None = None
    tags: frozenset[str] = NOTHING

    def __post_init__(self) -> None:
        if self.minutes is not None:
            _at_least("Accepted.minutes", self.minutes, 1)


@dataclass(frozen=True, slots=True)
class Cap:
    """In one window at most ``minutes`` of this mode, this content tag, or both together, count."""

    minutes: int
    mode: str = ""
    tag: str = ""

    def __post_init__(self) -> None:
        _at_least("Cap.minutes", self.minutes, 0)
        if not (self.mode or self.tag):
            raise ValueError("Cap: name a mode, a tag or both")


@dataclass(frozen=True, slots=True)
class Minimum:
    """Of the hours of one window at least ``minutes`` carry this content tag."""

    tag: str
    minutes: int

    def __post_init__(self) -> None:
        _at_least("Minimum.minutes", self.minutes, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a norm binds: all fields that say something must hold, within a field any value will do.

    ``positions``, ``functions``, ``tiers``, ``units`` and the headcount of the unit are asked of one and the
    same holding. ``units`` are the units themselves: who wants those below them names them too.
    """

    positions: frozenset[int] = NOBODY
    functions: frozenset[int] = NOBODY
    tiers: frozenset[str] = NOTHING
    units: frozenset[int] = NOBODY
    duties: frozenset[str] = NOTHING
    licences: frozenset[str] = NOTHING
    categories: frozenset[str] = NOTHING
    hired_from: date | None = None
    hired_until: date | None = None
    min_headcount: int | None = None
    max_headcount: int | None = None
    min_unit_headcount: int | None = None
    max_unit_headcount: int | None = None

    def __post_init__(self) -> None:
        _in_order("Target.hired", self.hired_from, self.hired_until)
        for low, high in (
            (self.min_headcount, self.max_headcount),
            (self.min_unit_headcount, self.max_unit_headcount),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(f"Target: headcount from {low} to {high} binds nobody")

    @property
    def asks_holding(self) -> bool:
        limits = (self.min_unit_headcount, self.max_unit_headcount)
        named = self.positions or self.functions or self.tiers or self.units
        return bool(named) or any(limit is not None for limit in limits)


EVERYBODY = Target()


@dataclass(frozen=True, slots=True)
class Norm:
    """One version of a norm that asks for learning.

    Parameters
    ----------
    id, code
        ``code`` is shared by the versions of one norm.
    window, months
        ROLLING: hours hold so many months. CALENDAR: 12 is the year, parts and multiples of a year are
        counted from January. LICENCE: the length of a cycle. ONCE: 0.
    minutes
        Asked for in one window; 0 means that one completion of any length is enough.
    targets
        It binds whom any of these binds; none binds nobody.
    accepted, tags
        Completions that serve it: of these modules, or carrying any of these content tags.
    modes, caps, minima
        Allowed modes (none: all); most and least minutes of a mode or content in one window. A completion
        falls under the first cap that fits it.
    shares_hours, priority
        Hours count for several norms only where all of them share; else the lower ``priority``, then the
        earlier ``code``, takes them.
    grace_days
        ONCE: due so long after the start. ROLLING: added to the first due date.
    first_due_months
        ROLLING: the first due date lies so many months after coming under the norm; None: ``months``.
    lookback_months
        ONCE: hours count when not older than this on the day of the start; None: of any age.
    again_on_change
        ONCE: what makes it due again.
    covers_incumbents
        ONCE: also binds those who started before the norm took effect, due on the day it did.
    first_period
        CALENDAR, LICENCE.
    leave_extends
        The clock stands still on every day of a leave of absence; otherwise leave changes nothing.
    notice_days
        *Due soon* begins so many days before the due date.
    licences
        LICENCE: names of the licences whose date anchors the cycle; of several the newest.
    effective_from, effective_to
        First and last day of this version; ``first_effective_from`` is that of the norm's first version, so
        that a new version does not start anybody's clock again.
    is_working_time
        The employer demands it, so its hours are working time.
    """

    id: int
    code: str
    window: Window
    months: int = 0
    minutes: int = 0
    targets: tuple[Target, ...] = (EVERYBODY,)
    accepted: tuple[Accepted, ...] = ()
    tags: frozenset[str] = NOTHING
    modes: frozenset[str] = NOTHING
    caps: tuple[Cap, ...] = ()
    minima: tuple[Minimum, ...] = ()
    shares_hours: bool = True
    priority: int = 100
    grace_days: int = 0
    first_due_months: int | None = None
    lookback_months: int | None = None
    again_on_change: Change = Change.NONE
    covers_incumbents: bool = True
    first_period: FirstPeriod = FirstPeriod.FULL
    leave_extends: bool = False
    notice_days: int = 60
    licences: frozenset[str] = NOTHING
    effective_from: date | None = None
    effective_to: date | None = None
    first_effective_from: date | None = None
    is_working_time: bool = True

    def __post_init__(self) -> None:
        for name in ("minutes", "grace_days", "notice_days"):
            _at_least(f"Norm {self.code}.{name}", getattr(self, name), 0)
        for name in ("first_due_months", "lookback_months"):
            if getattr(self, name) is not None:
                _at_least(f"Norm {self.code}.{name}", getattr(self, name), 0)
        _in_order(f"Norm {self.code}.effective", self.effective_from, self.effective_to)
        if (self.window is Window.ONCE) != (self.months == 0) or self.months < 0:
            raise ValueError(f"Norm {self.code}: {self.months} months for the window {self.window}")
        if self.window is Window.CALENDAR and 12 % self.months and self.months % 12:
            raise ValueError(f"Norm {self.code}: {self.months} months do not divide the years")
        if (self.window is Window.LICENCE) != bool(self.licences):
            raise ValueError(f"Norm {self.code}: a licence cycle, and only it, names its licences")
        if len({each.module for each in self.accepted}) < len(self.accepted):
            raise ValueError(f"Norm {self.code}: a module is accepted twice")

    @property
    def need(self) -> int:
        """The minutes that fulfil a whole window; where none are fixed, any completion does."""
        return max(1, self.minutes)

    @property
    def known_from(self) -> date | None:
        """The day on which the norm first took effect; None: always was."""
        return self.first_effective_from or self.effective_from

    def in_force(self, on: date) -> bool:
        return (self.effective_from or on) <= on <= (self.effective_to or on)


@dataclass(frozen=True, slots=True)
class Holding:
    """A person held a position in a unit; without an end, still."""

    position: int
    function: int
    tier: str
    unit: int
    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        _in_order("Holding", self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class Duty:
    """A person was given a duty, such as first aider; without an end, still."""

    name: str
    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(f"Duty {self.name}", self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence a person holds; without expiry it does not lapse."""

    name: str
    issued_on: date
    expires_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(f"Licence {self.name}", self.issued_on, self.expires_on)


@dataclass(frozen=True, slots=True)
class Leave:
    """A leave of absence, first and last day; an open one has no last day yet."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        _in_order("Leave", self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class Hours:
    """A completion: so many minutes of a module on a day, in a mode."""

    id: int
    module: int
    completed_on: date
    minutes: int
    mode: str = ""
    tags: frozenset[str] = NOTHING

    def __post_init__(self) -> None:
        _at_least("Hours.minutes", self.minutes, 0)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person need not fulfil a norm (all its versions), and why; without an end, for good."""

    norm: str
    reason: str
    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(f"Exemption {self.norm}", self.starts_on, self.ends_on)
        if not self.reason.strip():
            raise ValueError(f"Exemption {self.norm}: give the reason")


@dataclass(frozen=True, slots=True)
class Person:
    """What is known about one person."""

    id: int
    hired_on: date
    left_on: date | None = None  # the last day
    category: str = ""
    holdings: tuple[Holding, ...] = ()
    duties: tuple[Duty, ...] = ()
    licences: tuple[Licence, ...] = ()
    leaves: tuple[Leave, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    hours: tuple[Hours, ...] = ()

    def __post_init__(self) -> None:
        _in_order(f"Person {self.id}", self.hired_on, self.left_on)


@dataclass(frozen=True, slots=True)
class Organisation:
    """How many people work in the whole organisation and, by unit, in it and below it."""

    headcount: int = 0
    units: tuple[tuple[int, int], ...] = ()
