"""The front door of writing: dating sessions, dates by hand, the steps of a session, the calendar."""

from espalier.cycle.plan.timetable.services.applying import apply_timetable
from espalier.cycle.plan.timetable.services.calendar import (
    take_starter_calendar,
    take_starter_slots,
)
from espalier.cycle.plan.timetable.services.cohorts import prepare_sessions
from espalier.cycle.plan.timetable.services.editing import (
    allow_days,
    forbid_days,
    move_session,
    pin_session,
)
from espalier.cycle.plan.timetable.services.solving import (
    JOBS,
    solve_timetable_run,
    start_replan,
    start_timetable,
)
from espalier.cycle.plan.timetable.services.stepping import (
    announce_session,
    begin_session,
    cancel_session,
    record_actuals,
)

__all__ = [
    "JOBS",
    "allow_days",
    "announce_session",
    "apply_timetable",
    "begin_session",
    "cancel_session",
    "forbid_days",
    "move_session",
    "pin_session",
    "prepare_sessions",
    "record_actuals",
    "solve_timetable_run",
    "start_replan",
    "start_timetable",
    "take_starter_calendar",
    "take_starter_slots",
]
