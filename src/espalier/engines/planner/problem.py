"""The selection problem of the annual plan: who attends which module, and how often each module runs.

Everything is a whole number, so that a plan can be checked without rounding: money in minor units, time in
minutes, levels in hundredths. People, needs and pairs are kept as arrays, because a large company has
millions of pairs. The formulation is told in ``docs/decisions`` ("The planner's two problems").
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np

SCHEMA = "espalier-selection/1"


class PairState(IntEnum):
    """What is settled before solving about one person and one module."""

    FREE = 0
    LEGAL = 1  # due this year by law: paid first, and never counted against the person's hours
    PINNED = 2  # the manager wants it
    BANNED = 3  # the manager does not


class PoolKind(StrEnum):
    INSTRUCTOR = "instructor"
    ROOM = "room"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Pool:
    """Minutes of instructors, rooms or equipment that sessions share in the year."""

    code: str
    kind: PoolKind
    minutes: int


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A part of the budget that may only be spent on the modules naming it, and is all they may spend.

    Modules that name no line share what the lines leave of the budget.
    """

    code: str
    minor: int


@dataclass(frozen=True, slots=True)
class Module:
    """How one module can be run. ``uses`` names pools by index with the minutes one session takes of each.

    A module without class (e-learning) has ``sessions_max`` 1 and as many seats as its licence allows.
    ``sessions_min`` above 0 is a pin, ``sessions_max`` 0 a ban.
    """

    code: str
    minutes: int
    session_minor: int
    seats_min: int
    seats_max: int
    sessions_min: int
    sessions_max: int
    uses: tuple[tuple[int, int], ...] = ()
    money_line: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row a person: code, department (index) and the minutes they may spend besides legal duties."""

    codes: tuple[str, ...]
    department: np.ndarray  # int32, n people
    minutes: np.ndarray  # int64, n people


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """One row a piece of a gap: a step of levels of one competency of one person.

    The rows of person i are ``start[i]:start[i + 1]``. A need is closed when one chosen pair covers it; a
    second one closes nothing more, so no gap is counted twice. ``weight`` is what closing the whole step is
    worth (criticality × role × carry-over × urgency × size of the step), a positive whole number.
    """

    start: np.ndarray  # int64, n people + 1
    competency: np.ndarray  # int32, index into competencies
    level_from: np.ndarray  # int16, hundredths of a level
    level_to: np.ndarray  # int16, hundredths of a level
    weight: np.ndarray  # int64


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """One row a person and a module that could be attended; rows of person i are ``start[i]:start[i + 1]``.

    ``requires`` is the row of the same person's prerequisite pair, or -1. The needs that pair j covers are
    ``covers[cover_start[j]:cover_start[j + 1]]``, all of the same person. ``was_planned`` says that the last
    approved plan held the pair.
    """

    start: np.ndarray  # int64, n people + 1
    module: np.ndarray  # int32
    head_minor: np.ndarray  # int64, cost of one more participant
    state: np.ndarray  # int8, PairState
    requires: np.ndarray  # int64, row of pairs or -1
    was_planned: np.ndarray  # bool
    cover_start: np.ndarray  # int64, n pairs + 1
    covers: np.ndarray  # int64, row of needs


@dataclass(frozen=True, slots=True, eq=False)
class SelectionProblem:
    """The whole problem.

    ``fair_permille``: each department closes at least this many thousandths of the company's rate (0: no such
    rule). Only gaps that some module can close count here, so that a department nobody can serve stops nobody.
    ``changes`` in the objective are counted against ``was_planned`` and ``planned_sessions`` (None: there is
    no plan to stay near to). A pair is only chosen together with the pair it requires.
    """

    currency: str
    year: int
    budget_minor: int
    departments: tuple[str, ...]
    competencies: tuple[str, ...]
    modules: tuple[Module, ...]
    people: People
    needs: Needs
    pairs: Pairs
    pools: tuple[Pool, ...] = ()
    money_lines: tuple[MoneyLine, ...] = ()
    fair_permille: int = 600
    planned_sessions: tuple[int, ...] | None = None
    labels: dict[str, str] = field(default_factory=dict)  # code -> name, for messages only

    @property
    def n_people(self) -> int:
        return len(self.people.codes)

    @property
    def free_minor(self) -> int:
        """What modules without a money line may spend together."""
        return self.budget_minor - sum(line.minor for line in self.money_lines)


def owner_of_rows(start: np.ndarray) -> np.ndarray:
    """Person of each row of a table whose rows of person i are ``start[i]:start[i + 1]``."""
    return np.repeat(np.arange(start.size - 1, dtype=np.int64), np.diff(start))


def pair_of_covers(pairs: Pairs) -> np.ndarray:
    """Row of pairs of each entry of ``covers``."""
    return owner_of_rows(pairs.cover_start)


def closeable_needs(problem: SelectionProblem) -> np.ndarray:
    """Needs that at least one pair can close: not banned, and of a module that may run."""
    can_run = np.array([m.sessions_max > 0 for m in problem.modules], dtype=bool)
    pairs = problem.pairs
    usable = can_run[pairs.module] & (pairs.state != PairState.BANNED)
    closeable = np.zeros(problem.needs.weight.size, dtype=bool)
    closeable[pairs.covers[usable[pair_of_covers(pairs)]]] = True
    return closeable
