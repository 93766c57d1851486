"""The thread through presentations: plan → presentation → question and decision → change of the plan."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing import queries, rules
from espalier.cycle.plan.briefing.models import Decision, Presentation, Question
from espalier.cycle.plan.briefing.registers import DECISIONS, PRESENTATIONS, QUESTIONS, REGISTERS
from espalier.cycle.plan.briefing.types import DecisionState
from espalier.kit.errors import Text
from espalier.kit.registers.thread import broken, node_of
from espalier.kit.registers.types import Register
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check

ROOM = "espalier.cycle.plan.briefing"
PLAN, CHANGE = "plan.AnnualPlan", "plan.PlanChange"


def register_thread() -> None:
    for register in REGISTERS:
        node_of(register, ROOM)
    shown, asked, decided = (
        Presentation.objects.all(), Question.objects.all(), Decision.objects.all(),
    )  # fmt: skip
    changed = decided.exclude(change=None)
    for each in (
        edge(PLAN, PRESENTATIONS.node, _("the plan was presented"), shown, "plan_id", "pk"),
        edge(
            PRESENTATIONS.node, QUESTIONS.node, _("it was asked there"), asked,
            "presentation_id", "pk",
        ),
        edge(
            PRESENTATIONS.node, DECISIONS.node, _("it was decided there"), decided,
            "presentation_id", "pk",
        ),
        edge(DECISIONS.node, CHANGE, _("the change carries out the decision"), changed, "pk", "change_id"),
    ):  # fmt: skip
        registry.register_edge(each)
    fulfils(PRESENTATIONS.node, {"P2.3.2": queries.held_ids})
    for code, title, find in (
        ("plan.never_presented", _("Approved plans that nobody was told of"), never_presented),
        ("plan.decision_overdue", _("Decisions on the plan that are overdue"), decisions_overdue),
        ("plan.question_overdue", _("Questions about the plan without an answer"), unanswered),
    ):
        registry.register_check(Check(code, title, find))


def never_presented() -> Iterable[Break]:
    """One query."""
    for plan in queries.never_presented():
        yield Break(
            check="plan.never_presented",
            kind=PLAN,
            id=str(plan.pk),
            label=plan.title,
            url=reverse("plan:scenarios", args=[plan.pk]),
            message=_("The plan is approved, and no presentation of it took place."),
            remedy=_("Present it, and mark the presentation as held."),
            remedy_url=reverse("plan:presentations"),
        )


def decisions_overdue() -> Iterable[Break]:
    """One query."""
    message, remedy = (
        _("The day it was due has passed."),
        _("Say what came of it, or move its day."),
    )
    yield from _overdue(
        "plan.decision_overdue", DECISIONS, queries.open_decisions(), message, remedy
    )


def unanswered() -> Iterable[Break]:
    """One query."""
    message, remedy = _("The day of its answer has passed."), _("Answer it, or move its day.")
    yield from _overdue(
        "plan.question_overdue", QUESTIONS, queries.open_questions(), message, remedy
    )


def _overdue(
    check: str, register: Register, rows: Iterable[Decision | Question], message: Text, remedy: Text
) -> Iterable[Break]:
    today = timezone.localdate()
    for row in rows:
        if rules.is_overdue(DecisionState.OPEN, row.due_on, today):
            form = reverse("plan:record", args=[register.kind, row.pk])
            yield broken(check, register, row, message, remedy, form)
