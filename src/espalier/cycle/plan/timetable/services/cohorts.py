"""Sessions from the lines of a plan, and who sits in which."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from espalier.cycle.plan.annual_plan.queries import lines
from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.timetable import reading, rules
from espalier.cycle.plan.timetable.holding import held_scenario, today_of
from espalier.cycle.plan.timetable.models import Session
from espalier.cycle.plan.timetable.types import Attendee, Cohort, SessionState
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log

BATCH = 500


@transaction.atomic
def prepare_sessions(*, scenario_id: int, by: Actor, at: datetime) -> dict[str, int]:
    """As many sessions as each line plans, and everybody with a place in one of them.

    Sessions people know of stay as they are; who has a session keeps it as long as the class is not too large. A fixed
    number of statements. Raises: NotFound.
    """
    scenario = held_scenario(scenario_id)
    rows = list(lines(scenario_id).exclude(state="cancelled").prefetch_related("places__employee"))
    made, gone = _count_right(rows, at)
    there: dict[int, list[Session]] = {}
    for session in Session.objects.filter(line__scenario=scenario).order_by("line_id", "number"):
        there.setdefault(session.line_id, []).append(session)
    tree = reading.tree()
    limits = {
        code: rules.away_limit(n, scenario.away_percent) for code, n in tree.headcount.items()
    }
    due = reading.due_days(scenario.plan.year, today_of(at))
    moved: list[Any] = []
    changed: list[Session] = []
    for line in rows:
        split = _split(line, there.get(line.pk, []), tree, limits, due)
        _take_over(line, there.get(line.pk, []), split, moved, changed)
    for session in changed:
        session.updated_at = at
    Session.objects.bulk_update(changed, ["deadline_on", "updated_at"], batch_size=BATCH)
    if moved:
        type(moved[0]).objects.bulk_update(moved, ["session"], batch_size=BATCH)
    counts = {"made": made, "removed": gone, "people_moved": len(moved)}
    if any(counts.values()):
        log.record("plan.sessions.prepared", scenario, by=by, at=at, after=dict(counts))
    return counts


def _count_right(rows: Sequence[Any], at: datetime) -> tuple[int, int]:
    """Make the sessions that are missing; take out planned ones above what the line says."""
    ids = [line.pk for line in rows]
    there: dict[int, dict[int, Session]] = {}
    for session in Session.objects.filter(line_id__in=ids):
        there.setdefault(session.line_id, {})[session.number] = session
    made = [
        Session(line=line, number=number, updated_at=at)
        for line in rows
        for number in range(1, line.sessions + 1)
        if number not in there.get(line.pk, {})
    ]
    above = [
        session.pk
        for line in rows
        for number, session in there.get(line.pk, {}).items()
        if number > line.sessions and session.state == SessionState.PLANNED
    ]
    Session.objects.bulk_create(made, batch_size=BATCH)
    Session.objects.filter(pk__in=above).delete()
    return len(made), len(above)


def _split(
    line: Any,
    sessions: Sequence[Session],
    tree: reading.Tree,
    limits: Mapping[str, int],
    due: Mapping[tuple[int, int], date],
) -> list[Cohort]:
    """The cohorts of a line's sessions that are still open for people."""
    open_to = [s.number for s in sessions if SessionState(s.state) in rules.MOVABLE]
    fixed = {s.number for s in sessions if s.state == SessionState.ANNOUNCED}
    numbers = {s.pk: s.number for s in sessions}
    shut = {s.pk for s in sessions if s.number not in open_to} - _cancelled(sessions)
    offer = getattr(line.module, "offer", None)
    away = offer is None or offer.kind in (OfferKind.CLASS, OfferKind.PUBLIC)
    people = [
        Attendee(
            place=place.pk,
            employee=place.employee_id,
            department=tree.department_of.get(place.employee.unit_id, ""),
            due_on=due.get((place.employee_id, line.module_id)) if place.why == "legal" else None,
            session=numbers.get(place.session_id, 0),
            is_fixed=numbers.get(place.session_id, 0) in fixed,
            order=place.employee.number,
        )
        for place in line.places.all()
        if place.session_id not in shut
    ]
    return rules.cohorts(people, open_to, limits if away else {})


def _cancelled(sessions: Sequence[Session]) -> set[int]:
    """People of cancelled sessions are free for another one."""
    return {s.pk for s in sessions if s.state == SessionState.CANCELLED}


def _take_over(
    line: Any,
    sessions: Sequence[Session],
    split: Sequence[Cohort],
    moved: list[Any],
    changed: list[Session],
) -> None:
    """Note what differs: places that get another session, sessions whose people or deadline are others."""
    by_number = {session.number: session for session in sessions}
    places = {place.pk: place for place in line.places.all()}
    touched: dict[int, Session] = {}
    for cohort in split:
        session = by_number[cohort.number]
        if session.deadline_on != cohort.due_on:
            session.deadline_on = cohort.due_on
            touched[session.pk] = session
        for pk in cohort.places:
            place = places[pk]
            if place.session_id != session.pk:
                place.session_id = session.pk
                moved.append(place)
                touched[session.pk] = session
    changed += touched.values()
