"""What a step does to a session that is held already."""

from datetime import datetime
from typing import Any

from espalier.cycle.plan.timetable import booked, rules
from espalier.cycle.plan.timetable.holding import code_and_name, refuse
from espalier.cycle.plan.timetable.models import Session
from espalier.cycle.plan.timetable.rules import Problem as Wrong
from espalier.cycle.plan.timetable.types import SessionState, SessionStep
from espalier.cycle.plan.timetable.wording import session_problem
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused


def cancel_held(session: Session, reason: str, *, by: Actor, at: datetime) -> None:
    """The same for a session that is held already. Raises: Refused."""
    if not reason.strip():
        refuse([session_problem(Wrong.NO_REASON, code_and_name(session))])
    before = session.state
    session.state = after_step(session, SessionStep.CANCEL)
    booked.give_back(session, reason.strip(), by=by, at=at)
    session.cancel_reason = reason.strip()[:200]
    session.sequence, session.updated_at = session.sequence + 1, at
    session.save(update_fields=["state", "cancel_reason", "sequence", "updated_at"])
    after = {"code": code_and_name(session), "reason": session.cancel_reason}
    log.record(
        "plan.session.cancelled", session, by=by, at=at, before={"state": before}, after=after
    )


def after_step(session: Any, step: SessionStep) -> SessionState:
    """Raises: Refused where the step is not possible."""
    state = rules.next_state(SessionState(session.state), step)
    if state is None:
        raise Refused([session_problem(Wrong.WRONG_STEP, code_and_name(session))])
    return state
