"""Everything one page about a review shows, as far as the reader may see and do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
from espalier.kit.approval import flow, registry, rules, signing
from espalier.kit.approval.models import PartComment, Run, RunStep, Signature
from espalier.kit.approval.permissions import REASSIGN, VIEW
from espalier.kit.approval.rules import Bar, RunState, StepState
from espalier.kit.approval.takers import Takers, takers_of_steps
from espalier.kit.errors import NotFound, Text

LIVE = {StepState.WAITING, StepState.OPEN}


@dataclass(frozen=True, slots=True)
class StepOnPage:
    """One row of the grid. ``takers`` are named while the step is to be decided.

    ``acting_for`` is set where the reader would decide in somebody's place; ``bar`` says why somebody
    who stands in the right place may not decide.
    """

    step: RunStep
    signatures: Sequence[Signature]
    takers: Sequence[tuple[int, str]]
    is_late: bool
    is_stuck: bool
    may_decide: bool
    may_record: bool
    acting_for: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class RunPage:
    """One review for one reader. ``earlier`` are the reviews of the same record before it, newest first."""

    run: Run
    subject_label: Text
    subject_url: str
    difference: SafeString | None
    parts: Sequence[tuple[str, str]]
    steps: Sequence[StepOnPage]
    remarks: Sequence[PartComment]
    earlier: Sequence[Run]
    may_withdraw: bool
    may_reassign: bool

    @property
    def to_decide(self) -> list[StepOnPage]:
        return [each for each in self.steps if each.may_decide]

    @property
    def to_record(self) -> list[StepOnPage]:
        return [each for each in self.steps if each.may_record]


def run_or_404(run_id: int) -> Run:
    """Raises: NotFound."""
    run = Run.objects.select_related("procedure", "started_by").filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def run_page(run_id: int, user: User, *, on: date | None = None) -> RunPage:
    """One review with all that its page shows; the number of queries does not depend on the steps.

    Raises: NotFound where there is none, or it is not the reader's: who began it, stands at a step of
    it or signed it, and the manager, executives and auditors.
    """
    today = on or timezone.localdate()
    run = run_or_404(run_id)
    steps = flow.steps_of(run)
    takers = takers_of_steps(steps, on=today)
    if not _may_see(run, steps, takers, user):
        raise NotFound
    hands = flow.hands_of(steps)
    may_reassign = run.state == RunState.RUNNING and bool(scope_of(user, REASSIGN))
    kind = registry.subject_kind(run.subject_kind)
    is_running = run.state == RunState.RUNNING
    return RunPage(
        run=run,
        subject_label=kind.label,
        subject_url=kind.url(run.subject_id),
        difference=kind.difference(run.subject_id) if is_running else None,
        parts=kind.parts(run.subject_id) if is_running else (),
        steps=[_on_page(step, takers, hands, user, today) for step in steps],
        remarks=list(
            PartComment.objects.filter(signature__step__run=run)
            .select_related("signature")
            .order_by("pk")
        ),
        earlier=list(
            Run.objects.filter(
                subject_kind=run.subject_kind, subject_id=run.subject_id, pk__lt=run.pk
            ).order_by("-pk")
        ),
        may_withdraw=is_running and run.started_by_id == user.pk,
        may_reassign=may_reassign,
    )


def _may_see(run: Run, steps: Sequence[RunStep], takers: Takers, user: User) -> bool:
    if scope_of(user, VIEW).paths or run.started_by_id == user.pk:
        return True
    if any(user.pk in hand.people for hand in flow.hands_of(steps)):
        return True
    return any(takers.chairs(step, user.pk) for step in steps)


def _on_page(
    step: RunStep,
    takers: Takers,
    hands: Sequence[rules.Hand],
    user: User,
    today: date,
) -> StepOnPage:
    chairs = takers.chairs(step, user.pk) if step.state == StepState.OPEN else []
    chair, bar = flow.chair_of(step, user.pk, takers, hands) if chairs else (None, None)
    is_live = step.state in LIVE
    return StepOnPage(
        step=step,
        signatures=list(step.signatures.all()),
        takers=[(each, takers.names[each]) for each in takers.able(step)] if is_live else [],
        is_late=step.state == StepState.OPEN and step.due_on is not None and step.due_on < today,
        is_stuck=is_live and flow.is_stuck(step, takers, hands),
        may_decide=bool(chairs) and bar is None,
        may_record=step.state == StepState.OPEN and signing.may_record(step, takers, user),
        acting_for=takers.names.get(chair, "") if chair else "",
        bar=bar,
    )
