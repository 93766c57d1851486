"""Telling people what waits for them and how a review ended, through the kit's notifications."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts.types import Actor
from espalier.kit.approval.models import Run, RunStep
from espalier.kit.approval.rules import RunState
from espalier.kit.approval.takers import Takers, name_of
from espalier.kit.approval.words import day_words, step_title
from espalier.kit.notify import services as notify
from espalier.kit.notify.registry import register_topic
from espalier.kit.notify.types import Message, Topic, Words

WAITING, ENDED, LATE = "approval.waiting", "approval.ended", "approval.late"


def register_topics() -> None:
    register_topic(Topic(WAITING, gettext_lazy("A decision waits for you")))
    register_topic(Topic(LATE, gettext_lazy("A decision is due or overdue")))
    register_topic(Topic(ENDED, gettext_lazy("A review you began has ended")))


def url_of(run: Run) -> str:
    return reverse("approval:run", args=[run.pk])


def tell_waiting(
    run: Run, steps: Sequence[RunStep], takers: Takers, *, by: Actor, at: datetime
) -> None:
    """Tell everybody who could take one of these newly opened steps, but not who opened them."""
    for step in steps:

        def write(step: RunStep = step) -> Words:
            subject = _("For your decision: %(title)s") % {"title": run.title}
            lines = [_("Step: %(step)s") % {"step": step_title(step)}]
            lines += [_("Sent in by %(name)s") % {"name": name_of(run.started_by)}]
            if step.due_on:
                lines.append(_("Please decide by %(day)s.") % {"day": day_words(step.due_on)})
            if step.note:
                lines.append(step.note)
            return subject, lines

        users = [user_id for user_id in takers.able(step) if user_id != by.user_id]
        _deliver(users, WAITING, message=Message.written(write), run=run, by=by, at=at)


def tell_ended(run: Run, comment: str, *, by: Actor, at: datetime) -> None:
    """Tell who began the review that it was approved, or sent back with which words."""

    def write() -> Words:
        if run.state == RunState.APPROVED:
            return _("Approved: %(title)s") % {"title": run.title}, []
        subject = _("Sent back: %(title)s") % {"title": run.title}
        return subject, [_("By %(name)s") % {"name": by.label}, *comment.splitlines()]

    users = [run.started_by_id] if run.started_by_id != by.user_id else []
    _deliver(users, ENDED, message=Message.written(write), run=run, by=by, at=at)


def remind_of(
    step: RunStep, users: Iterable[int], *, days_late: int, by: Actor, at: datetime
) -> None:
    """Remind of a step that is due soon, due today or overdue."""

    def write() -> Words:
        title = {"title": step.run.title}
        opening = _("Overdue: %(title)s") if days_late > 0 else _("Due soon: %(title)s")
        subject = opening % title
        lines = [_("Step: %(step)s") % {"step": step_title(step)}]
        if step.due_on:
            lines.append(_("Please decide by %(day)s.") % {"day": day_words(step.due_on)})
        return subject, lines

    _deliver(users, LATE, message=Message.written(write), run=step.run, by=by, at=at)


def _deliver(
    users: Iterable[int], topic: str, *, message: Message, run: Run, by: Actor, at: datetime
) -> None:
    told = list(users)
    if told:
        notify.tell(users=told, topic=topic, message=message, url=url_of(run), by=by, at=at)
