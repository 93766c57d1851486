"""What every act on the timetable does first and last: hold the scenario, hold the session, tell who rests on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from espalier.cycle.plan.annual_plan.queries import scenario_or_404
from espalier.cycle.plan.timetable import queries, rules
from espalier.cycle.plan.timetable.models import Session
from espalier.cycle.plan.timetable.types import SessionState
from espalier.cycle.plan.timetable.wording import session_problem
from espalier.cycle.policy.resources.services import state_minutes
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem, Refused, Text
from espalier.kit.versions.services import record_changed

PLAN = "plan.AnnualPlan"


def held_scenario(scenario_id: int) -> Any:
    """The scenario, held until the transaction ends: two who change its timetable follow each other.

    Raises: NotFound.
    """
    found: Any = scenario_or_404(scenario_id)
    type(found).objects.select_for_update(of=("self",)).get(pk=found.pk)
    return scenario_or_404(scenario_id)


def held_session(session_id: int, *, movable: bool = True) -> Session:
    """A session with its line, both it and its scenario held.

    Raises: NotFound; Refused when it has begun, is over or cancelled, where ``movable`` is asked.
    """
    held_scenario(queries.session_or_404(session_id).line.scenario_id)
    session = queries.session_or_404(session_id)
    if movable and SessionState(session.state) not in rules.MOVABLE:
        raise Refused([session_problem(rules.Problem.NOT_MOVABLE, queries.code_of(session))])
    return session


def refuse(problems: Sequence[Problem]) -> None:
    """Raises: Refused when there is any problem."""
    if problems:
        raise Refused(problems)


def touch(sessions: Iterable[Session], at: datetime) -> None:
    """These sessions changed, and with them their calendar entries."""
    ids = [session.pk for session in sessions]
    Session.objects.filter(pk__in=ids).update(sequence=F("sequence") + 1, updated_at=at)


def tell_plan(scenario: Any, reason: Text, *, by: Actor, at: datetime) -> None:
    """Documents on the plan of the year are told, and resources what the plan asks of them."""
    if scenario.plan.chosen_id != scenario.pk:
        return
    plan = scenario.plan
    record_changed(kind=PLAN, record_id=plan.pk, label=plan.title, reason=str(reason), by=by, at=at)
    state_minutes(
        source=(PLAN, str(plan.pk)),
        year=plan.year,
        minutes=_asked(scenario.pk, plan.year),
        reason=plan.title[:200],
        by=by,
        at=at,
    )


def _asked(scenario_id: int, year: int) -> Mapping[tuple[int, int], int]:
    """(resource, month) → minutes of planned sessions; announced ones have bookings instead."""
    found: dict[tuple[int, int], int] = {}
    for row in queries.sessions(scenario_id).filter(state=SessionState.PLANNED):
        for meeting in row.meetings.all():
            start = timezone.localtime(meeting.starts_at)
            minutes = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
            for resource in (row.instructor_id, row.room_id):
                if resource is not None and start.year == year:
                    key = resource, start.month
                    found[key] = found.get(key, 0) + minutes
    return found


def today_of(at: datetime) -> date:
    return timezone.localdate(at)


def code_and_name(session: Any) -> str:
    """How a session is named to a person."""
    return f"{queries.code_of(session)} {session.title or ''}".strip()
