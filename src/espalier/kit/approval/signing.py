"""Writing a signature, and what refuses one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
from espalier.kit.accounts.types import ROLE_WORDS, Role
from espalier.kit.approval import flow, registry
from espalier.kit.approval.models import Run, RunStep, Signature
from espalier.kit.approval.permissions import REASSIGN
from espalier.kit.approval.rules import RunState, StepState
from espalier.kit.approval.takers import Takers, name_of
from espalier.kit.approval.types import Decision
from espalier.kit.approval.words import step_place
from espalier.kit.errors import NotFound, Problem, Refused


def person_who_signs_in(user_id: int | None, *, place: str = "") -> User:
    """Somebody who can sign in. Raises: NotFound without one, Refused when the account is closed."""
    found = User.objects.filter(pk=user_id or 0).first()
    if found is None:
        raise NotFound
    if not found.is_active:
        message = _("The account of %(name)s is closed.") % {"name": name_of(found)}
        raise Refused([Problem("account_closed", message, place, _("Choose somebody else."))])
    return found


def refuse_unless_open(step: RunStep) -> None:
    """Raises: Refused, naming who decided meanwhile."""
    if step.state == StepState.OPEN and step.run.state == RunState.RUNNING:
        return
    signed = list(step.signatures.all())
    if signed and step.state in {StepState.AGREED, StepState.RETURNED}:
        words = _("%(name)s decided this step already.") % {"name": signed[-1].name}
    else:
        words = _("This step does not wait for a decision now.")
    raise Refused([Problem("not_open", words, step_place(step), _("Nothing was changed."))])


def refuse_ended(run: Run) -> None:
    """Raises: Refused when the run is over."""
    if run.state != RunState.RUNNING:
        raise Refused([Problem("run_over", _("This review has already ended."), run.title)])


def job_title_of(user: User, step: RunStep) -> str:
    """The job title the people room knows; without one the role the step asks for, in the organisation's words."""
    known = registry.job_titles([user.pk]).get(user.pk, "")
    return known or (str(ROLE_WORDS[Role(step.role)]) if step.role else "")


def may_record(step: RunStep, takers: Takers, user: User) -> bool:
    """Whether a person may bring in a signature given on paper: their own review or step, or the manager."""
    if not step.on_paper:
        return False
    own = step.run.started_by_id == user.pk or bool(takers.chairs(step, user.pk))
    return own or bool(scope_of(user, REASSIGN))


def sign(
    step: RunStep,
    *,
    user: User,
    acted_for_id: int | None,
    decision: Decision,
    comment: str = "",
    at: datetime,
    **paper: Any,
) -> Signature:
    """Write one signature; ``paper`` holds ``dated``, ``scan`` and ``recorded_by`` of one given on paper."""
    told: dict[str, Any] = {"dated": flow.day_of(at), "recorded_by": user, **paper}
    return Signature.objects.create(
        step=step,
        user=user,
        acted_for_id=acted_for_id,
        decision=decision,
        comment=comment,
        name=name_of(user),
        job_title=job_title_of(user, step),
        at=at,
        **told,
    )
