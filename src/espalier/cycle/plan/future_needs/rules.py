"""Rules of staff changes: who stands where on a day, and what stops a change from being written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.plan.future_needs.types import (
    Change,
    ChangeKind,
    ChangeState,
    ExpectedHire,
    PersonFact,
    Placed,
    Staff,
)

GOES = frozenset({ChangeKind.LEAVE, ChangeKind.RETIRE})
STANDS_ELSEWHERE = frozenset({ChangeKind.MOVE, ChangeKind.PROMOTE})
# A successor learns the work before taking it over: its levels are wanted within so many days before the day.
PREPARED_DAYS = 365


def staff_of(
    people: Sequence[PersonOn],
    today: Mapping[int, PersonOn],
    left_on: Mapping[int, date],
    changes: Iterable[Change],
    *,
    on: date,
) -> Staff:
    """The staff of a day from the roster of that day and the changes expected, in the order of ``people``.

    ``today``: who is there now; ``left_on``: last days the roster knows of.
    """
    ordered = sorted(changes, key=lambda each: (each.on, each.id))
    by_person: dict[int, list[Change]] = {}
    for change in ordered:
        if change.employee_id is not None:
            by_person.setdefault(change.employee_id, []).append(change)
    placed: list[Placed] = []
    gone: list[tuple[PersonOn, int | None]] = []
    for person in people:
        now = today.get(person.id)
        found = _placed(person, now, left_on.get(person.id), by_person.get(person.id, ()), on)
        if isinstance(found, Placed):
            placed.append(found)
        else:
            gone.append((now or person, found))
    there = {person.id for person in people}
    gone += [(person, None) for pk, person in today.items() if pk not in there]
    hires = tuple(
        ExpectedHire(each.id, each.on, each.unit_id, each.position_id, each.headcount)
        for each in ordered
        if each.kind is ChangeKind.HIRE and each.on <= on
    )
    return Staff(on, tuple(placed), hires, tuple(gone))


def _placed(
    person: PersonOn,
    now: PersonOn | None,
    left_on: date | None,
    changes: Iterable[Change],
    on: date,
) -> Placed | int:
    """The person's place on the day, or the change by which they are gone."""
    unit_id, position_id, change_id = person.unit_id, person.position_id, None
    prepares_for, leaves_on = None, left_on
    for change in changes:
        if change.kind in GOES:
            if change.on < on:
                return change.id
            leaves_on = min(leaves_on or change.on, change.on)
        elif change.kind in STANDS_ELSEWHERE and change.on <= on:
            unit_id = change.unit_id or unit_id
            position_id = change.position_id or position_id
            change_id = change.id
        elif _is_prepared(change, on) and change.position_id is not None:
            prepares_for = change.position_id, change.id
    there = person._replace(unit_id=unit_id, position_id=position_id)
    was = now or person
    return Placed(
        there, was.unit_id, was.position_id, change_id, prepares_for, leaves_on, now is not None
    )


def _is_prepared(change: Change, on: date) -> bool:
    return change.kind is ChangeKind.SUCCESSOR and change.on - timedelta(days=PREPARED_DAYS) <= on


class ChangeProblem(StrEnum):
    NO_PERSON = "no_person"
    PERSON_OF_HIRE = "person_of_hire"
    NO_POSITION = "no_position"
    NO_UNIT = "no_unit"
    NOTHING_CHANGES = "nothing_changes"
    BAD_HEADCOUNT = "bad_headcount"
    BEFORE_HIRED = "before_hired"
    LEFT_ALREADY = "left_already"
    TWICE = "twice"


P = ChangeProblem


def problems_of_change(
    *,
    kind: ChangeKind,
    on: date,
    person: PersonFact | None,
    unit_id: int | None,
    position_id: int | None,
    headcount: int,
    others: Iterable[tuple[ChangeKind, date]] = (),
) -> list[ChangeProblem]:
    """Everything that stops a change from being written; ``others`` are what is expected of the same person."""
    found: list[ChangeProblem] = []
    if not 1 <= headcount <= 999 or (kind is not ChangeKind.HIRE and headcount != 1):
        found.append(P.BAD_HEADCOUNT)
    if kind is ChangeKind.HIRE:
        found += [P.PERSON_OF_HIRE] * (person is not None)
        found += [P.NO_UNIT] * (unit_id is None)
        found += [P.NO_POSITION] * (position_id is None)
        return found
    if person is None:
        return [*found, P.NO_PERSON]
    found += _problems_of_person(kind, on, person, unit_id, position_id)
    if kind in GOES and any(other in GOES for other, _on in others):
        found.append(P.TWICE)
    if (kind, on) in set(others) and P.TWICE not in found:
        found.append(P.TWICE)
    return found


def _problems_of_person(
    kind: ChangeKind,
    on: date,
    person: PersonFact,
    unit_id: int | None,
    position_id: int | None,
) -> list[ChangeProblem]:
    found: list[ChangeProblem] = []
    if on < person.hired_on:
        found.append(P.BEFORE_HIRED)
    if person.left_on is not None and person.left_on < on:
        found.append(P.LEFT_ALREADY)
    if kind in (ChangeKind.PROMOTE, ChangeKind.SUCCESSOR) and position_id is None:
        found.append(P.NO_POSITION)
    if kind is ChangeKind.MOVE and unit_id is None and position_id is None:
        found.append(P.NO_UNIT)
    same_unit = unit_id in (None, person.unit_id)
    same_position = position_id in (None, person.position_id)
    names_place = unit_id is not None or position_id is not None
    if kind not in GOES and names_place and same_unit and same_position:
        found.append(P.NOTHING_CHANGES)
    return found


TRANSITIONS: dict[tuple[ChangeState, ChangeState], bool] = {
    (ChangeState.EXPECTED, ChangeState.SETTLED): True,
    (ChangeState.EXPECTED, ChangeState.DROPPED): True,
    (ChangeState.SETTLED, ChangeState.EXPECTED): True,
    (ChangeState.DROPPED, ChangeState.EXPECTED): True,
}


def may_become(state: ChangeState, then: ChangeState) -> bool:
    """Whether a change may be called so from here; nothing goes from settled to dropped at once."""
    return TRANSITIONS.get((state, then), False)
