"""Making the planner's dates those of the sessions; what people booked follows in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.timetable import events as happened
from espalier.cycle.plan.timetable import framing, queries, wording
from espalier.cycle.plan.timetable.holding import held_scenario, tell_plan, today_of
from espalier.cycle.plan.timetable.models import CalendarDay, Session
from espalier.cycle.plan.timetable.naming import names_of
from espalier.cycle.plan.timetable.placing import midnight, place, standing
from espalier.cycle.plan.timetable.stepped import cancel_held
from espalier.cycle.plan.timetable.types import EventContent, EventKind
from espalier.cycle.policy.resources import queries as resources
from espalier.cycle.policy.resources.services import add_absence
from espalier.cycle.policy.resources.types import Span
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.events import apply_events
from espalier.engines.planner.timetable.solution import Assignment
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes

BATCH = 500


@transaction.atomic
def apply_timetable(*, run_id: int, by: Actor, at: datetime) -> Any:
    """Take the dates of a run over, with what happened where it mends something. Returns the run.

    Raises: NotFound; Refused without a checked plan, or naming every rule it breaks by today's records.
    """
    run = plans.run_or_404(run_id)
    scenario = held_scenario(run.scenario_id)
    if run.plan_file is None or not run.is_verified or run.is_applied:
        message, remedy = _("This run has no dates to take over."), _("Let the planner work again.")
        raise Refused([Problem("no_plan", message, scenario.name, remedy)])
    events = happened.from_data(run.answer.get("events", []))
    framed = framing.frame(scenario.pk, today_of(at))
    problem = apply_events(framed.problem, happened.to_engine(events))
    plan = _checked(run, problem, scenario)
    _write_events(scenario, events, by, at)
    rows = {row.pk: row for row in queries.sessions(scenario.pk)}
    before = {pk: standing(row) for pk, row in rows.items()}
    changed = place(
        [(rows[framed.ids[each.session]], each) for each in plan], problem.slot_of, by=by, at=at
    )
    scenario.runs.filter(kind__in=["timetable", "replan"], is_applied=True).update(is_applied=False)
    run.is_applied = True
    run.save(update_fields=["is_applied"])
    after = {"sessions": len(plan), "changed": len(changed), "kind": run.kind}
    log.record("plan.timetable.applied", run, by=by, at=at, after=after)
    if events:
        _tell_why(changed, before, events, by, at)
    tell_plan(scenario, _("Dates of sessions changed."), by=by, at=at)
    return plans.run_or_404(run_id)


def _checked(run: Any, problem: Any, scenario: Any) -> list[Assignment]:
    """The run's plan, as far as its sessions are there; checked against the records as they are now."""
    left_out = set(run.answer.get("without", ()))
    stored = framing.unpack_plan(file_bytes(run.plan_file))
    plan = [each for each in stored if each.session in problem.session_of]
    broken = [
        each for each in check_plan(problem, plan).broken if not (set(each.sessions) & left_out)
    ]
    if broken:
        names = names_of(scenario.pk)
        remedy = _("The records changed since. Let the planner work again.")
        raise Refused(
            [
                Problem(
                    str(each.rule), wording.broken_words(each, names), _place(each, names), remedy
                )
                for each in broken
            ]
        )
    return plan


def _tell_why(
    changed: Sequence[Session],
    before: Mapping[int, Mapping[str, object]],
    events: Sequence[EventContent],
    by: Actor,
    at: datetime,
) -> None:
    """Each session that was mended says in its history what happened: two queries and one a session."""
    reason = "；".join(each.reason or str(wording.EVENTS[each.kind]) for each in events)
    for row in queries.sessions_by_id([str(row.pk) for row in changed]):
        after = standing(row) | {"reason": reason}
        log.record("plan.session.mended", row, by=by, at=at, before=before[row.pk], after=after)


def _place(broken: Any, names: wording.Names) -> str:
    return "、".join(names.session(code) for code in broken.sessions[:2])


def _write_events(scenario: Any, events: Sequence[EventContent], by: Actor, at: datetime) -> None:
    """What happened becomes a record where it belongs: absences, closed days, a cancelled session."""
    ids = resources.ids_by_code()
    for each in events:
        if each.kind in (EventKind.ABSENT, EventKind.ROOM_LOST):
            assert each.first is not None
            assert each.last is not None
            span = Span(midnight(each.first), midnight(each.last + timedelta(1)))
            reason = each.reason or str(wording.EVENTS[each.kind])
            add_absence(resource_id=ids[each.subject], span=span, reason=reason, by=by, at=at)
        elif each.kind is EventKind.DAY_CLOSED:
            assert each.first is not None
            until = each.last if each.last != each.first else None
            day, _is_new = CalendarDay.objects.get_or_create(
                on=each.first,
                unit=None,
                kind=CalendarDay.Kind.CLOSED,
                defaults={
                    "code": f"C{each.first:%Y%m%d}",
                    "name": each.reason or str(wording.EVENTS[each.kind]),
                    "until": until,
                },
            )
            log.record("plan.calendar.closed", day, by=by, at=at, after={"on": day.on})
        elif each.kind is EventKind.CANCELLED:
            session = queries.session_coded(scenario.pk, each.subject)
            cancel_held(session, each.reason, by=by, at=at)
