"""Rules of reviews: the states of a run and of its steps, who may decide, when a step is done. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class RunState(StrEnum):
    RUNNING = "running"
    APPROVED = "run_approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class StepState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    AGREED = "agreed"
    RETURNED = "returned"
    NOT_NEEDED = "not_needed"  # its amounts do not cover this run
    CLOSED = "closed"  # the run ended without it


class Act(StrEnum):
    OPEN = "open"
    LEAVE_OUT = "leave_out"
    AGREE = "agree"
    SEND_BACK = "send_back"
    CLOSE = "close"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


State = RunState | StepState

# The one table. A run and its steps have no state in common, so it holds both machines.
TRANSITIONS: dict[tuple[State, Act], State] = {
    (RunState.RUNNING, Act.APPROVE): RunState.APPROVED,
    (RunState.RUNNING, Act.SEND_BACK): RunState.SENT_BACK,
    (RunState.RUNNING, Act.WITHDRAW): RunState.WITHDRAWN,
    (StepState.WAITING, Act.OPEN): StepState.OPEN,
    (StepState.WAITING, Act.LEAVE_OUT): StepState.NOT_NEEDED,
    (StepState.WAITING, Act.CLOSE): StepState.CLOSED,
    (StepState.OPEN, Act.AGREE): StepState.AGREED,
    (StepState.OPEN, Act.SEND_BACK): StepState.RETURNED,
    (StepState.OPEN, Act.CLOSE): StepState.CLOSED,
}
FIRST_STATES: tuple[State, ...] = (RunState.RUNNING, StepState.WAITING)


class NotOpen(ValueError):
    """The act does not lead anywhere from this state."""


def next_state(state: State, act: Act) -> State:
    """Where the act leads. Raises: NotOpen."""
    if (state, act) not in TRANSITIONS:
        raise NotOpen(f"{act} is not open from {state}")
    return TRANSITIONS[state, act]


def covers_amount(minimum: int | None, maximum: int | None, amount: int | None) -> bool:
    """Whether a step of these limits (whole NT$, inclusive) is needed; no amount counts as 0."""
    value = amount or 0
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)


def amounts_without_approval(limits: Sequence[tuple[int | None, int | None]]) -> list[int]:
    """The smallest amount of every gap that no approving step covers."""
    starts = {0, *(low for low, _high in limits if low is not None)}
    starts |= {high + 1 for _low, high in limits if high is not None}
    return [
        amount
        for amount in sorted(starts)
        if not any(covers_amount(low, high, amount) for low, high in limits)
    ]


@dataclass(frozen=True, slots=True)
class Votes:
    """How a step stands: who agreed, who was against, who could still say something."""

    n_agreed: int
    n_against: int
    n_able: int


def n_needed(votes: Votes, *, quorum: int | None, is_vote: bool) -> int:
    """How many must agree: the quorum; in a vote without one more than half; else one person."""
    if quorum is not None:
        return quorum
    n_voters = votes.n_agreed + votes.n_against + votes.n_able
    return n_voters // 2 + 1 if is_vote else 1


def outcome(votes: Votes, *, quorum: int | None, is_vote: bool) -> Act | None:
    """What the decisions so far make of a step; None while it stays open."""
    needed = n_needed(votes, quorum=quorum, is_vote=is_vote)
    if votes.n_agreed >= needed:
        return Act.AGREE
    against = votes.n_agreed + votes.n_able < needed if is_vote else True
    return Act.SEND_BACK if votes.n_against and against else None


def n_missing(n_agreed: int, quorum: int | None) -> int:
    """How many more people an open step needs at the least; below that it is stuck.

    Also a vote needs one more: without any, nobody's decision would ever count it.
    """
    return max((quorum or 1) - n_agreed, 1)


class Bar(StrEnum):
    """Why somebody who stands in the right place may not decide a step."""

    PREPARED_IT = "prepared_it"
    DECIDED_THIS = "decided_this"
    DECIDED_OTHER = "decided_other"


@dataclass(frozen=True, slots=True)
class Hand:
    """One decision taken in a run: on which step of which kind, by whom, and for whom."""

    step_id: int
    kind: str
    user_id: int
    acted_for_id: int | None = None

    @property
    def people(self) -> set[int]:
        """Who counts as having decided: also the one stood in for."""
        return {self.user_id} | ({self.acted_for_id} if self.acted_for_id else set())


def bar(
    *,
    step_id: int,
    kind: str,
    people: Collection[int],
    hands: Sequence[Hand],
    started_by_id: int | None,
    allows_same_person: bool,
) -> Bar | None:
    """What keeps these people (who decides, and for whom) from a step, if anything.

    Nobody approves what they prepared or sent into review, whatever the procedure says; nobody decides
    one step twice; and two steps of one run only where the procedure allows it.
    """
    mine = [hand for hand in hands if hand.people & set(people)]
    prepared = any(hand.kind == "prepared" for hand in mine) or started_by_id in set(people)
    if kind == "approved" and prepared:
        return Bar.PREPARED_IT
    if any(hand.step_id == step_id for hand in mine):
        return Bar.DECIDED_THIS
    if mine and not allows_same_person:
        return Bar.DECIDED_OTHER
    return None


@dataclass(frozen=True, slots=True)
class Seat:
    """A step that is to be taken at the start of a run: its takers, and how many of them it needs."""

    key: int
    kind: str
    takers: frozenset[int]
    n_needed: int = 1


def seats_nobody_takes(
    seats: Sequence[Seat], *, started_by_id: int, allows_same_person: bool
) -> list[int]:
    """Keys of the steps that cannot be filled so that every rule about who may decide holds.

    A person sits on one seat only (augmenting paths), unless the procedure allows the same person; the
    starter never sits on an approving one.
    """
    free = {seat.key: _free(seat, started_by_id) for seat in seats}
    if allows_same_person:
        return [seat.key for seat in seats if len(free[seat.key]) < seat.n_needed]
    holder: dict[int, int] = {}
    # The hardest to fill first, so that the step that is named is one that is short of people.
    wanted = sorted(seats, key=lambda seat: len(free[seat.key]) - seat.n_needed)
    missing = []
    for seat in wanted:
        filled = [_place(seat.key, free, holder, set()) for _n in range(seat.n_needed)]
        if not all(filled):
            missing.append(seat.key)
    return sorted(missing, key=[seat.key for seat in seats].index)


def _free(seat: Seat, started_by_id: int) -> frozenset[int]:
    return seat.takers - {started_by_id} if seat.kind == "approved" else seat.takers


def _place(
    key: int, free: Mapping[int, frozenset[int]], holder: dict[int, int], tried: set[int]
) -> bool:
    for person in sorted(free[key] - tried):
        if holder.get(person) == key:
            continue  # already sits here: a second seat of this step needs somebody else
        tried.add(person)
        if person not in holder or _place(holder[person], free, holder, tried):
            holder[person] = key
            return True
    return False


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away between two days (inclusive) and names who acts for them."""

    person_id: int
    delegate_id: int
    starts_on: date
    ends_on: date

    def overlaps(self, other: "Absence") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def delegation_circle(new: Absence, held: Sequence[Absence]) -> list[int] | None:
    """The people of a circle the new delegation would close on some day, first and last the same."""

    def walk(path: list[int], shared: Absence) -> list[int] | None:
        for each in held:
            if each.person_id != path[-1] or not each.overlaps(shared):
                continue
            common = Absence(
                each.person_id,
                each.delegate_id,
                max(each.starts_on, shared.starts_on),
                min(each.ends_on, shared.ends_on),
            )
            if each.delegate_id == new.person_id:
                return [*path, new.person_id]
            if each.delegate_id not in path and (found := walk([*path, each.delegate_id], common)):
                return found
        return None

    if new.person_id == new.delegate_id:
        return [new.person_id, new.person_id]
    return walk([new.person_id, new.delegate_id], new)


def stands_in_for(delegations: Sequence[tuple[int, int]], user_id: int) -> list[int]:
    """Whom a person may act for today: (person, delegate) pairs, also through somebody away themselves."""
    found: list[int] = []
    waiting = [user_id]
    while waiting:
        delegate = waiting.pop(0)
        for person, to in delegations:
            if to == delegate and person != user_id and person not in found:
                found.append(person)
                waiting.append(person)
    return found


def due_day(
    opened_on: date, days: int, *, working_weekdays: str, changed: Mapping[date, bool]
) -> date:
    """The last day of a limit of working days, the day of opening not counted.

    ``working_weekdays`` as ISO digits ("12345"); ``changed`` holds the days that differ: True for a
    working day, False for a day off.
    """
    day = opened_on
    left = days if working_weekdays else 0
    while left:
        day += timedelta(days=1)
        left -= changed.get(day, str(day.isoweekday()) in working_weekdays)
    return day


def is_reminded(due_on: date, on: date, last: date | None) -> bool:
    """Whether to remind on a day: the day before, the day itself, then every third day; once a day."""
    late = (on - due_on).days
    if late < -1 or last == on:
        return False
    # A round of the scheduler that was missed is made up for: what counts is what was said last.
    if late <= 0:
        return last is None or (late == 0 and last < due_on)
    return last is None or last <= due_on or (on - last).days >= 3
