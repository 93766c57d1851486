"""Reminding of steps that are due or overdue; the scheduler calls it each round."""

from datetime import datetime, timedelta

from django.db import transaction

from espalier.kit.accounts.types import Actor
from espalier.kit.approval import flow, rules, telling
from espalier.kit.approval.models import RunStep
from espalier.kit.approval.rules import StepState
from espalier.kit.approval.takers import takers_of_steps
from espalier.kit.audit import log


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> int:
    """Remind of every open step on the day before its limit, on the day, then every third day.

    The takers who have not decided yet are told, and of an overdue step also the one who sent it in.
    Returns how many steps were reminded of; at most once a day each, however often it is called.
    """
    today = flow.day_of(at)
    steps = [
        step
        for step in RunStep.objects.select_for_update(of=("self",))
        .filter(state=StepState.OPEN, due_on__lte=today + timedelta(days=1))
        .exclude(reminded_on=today)
        .select_related("run__started_by", "person", "scope")
        .prefetch_related("signatures")
        .order_by("pk")
        if step.due_on and rules.is_reminded(step.due_on, today, step.reminded_on)
    ]
    takers = takers_of_steps(steps, on=today)
    for step in steps:
        days_late = (today - (step.due_on or today)).days
        said = {signed.user_id for signed in step.signatures.all()}
        users = [user_id for user_id in takers.able(step) if user_id not in said]
        users += [step.run.started_by_id] if days_late > 0 else []
        telling.remind_of(step, dict.fromkeys(users), days_late=days_late, by=by, at=at)
        step.reminded_on = today
    RunStep.objects.bulk_update(steps, ["reminded_on"], batch_size=400)
    if steps:
        after = {"n": len(steps), "steps": [step.pk for step in steps]}
        log.record("approval.steps.reminded", "approval.RunStep:*", by=by, at=at, after=after)
    return len(steps)
