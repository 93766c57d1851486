"""The thread through methods: programme → decision → assessment of a module."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.methods import queries
from espalier.cycle.plan.methods.models import AssessmentStrategy, MethodDecision
from espalier.cycle.plan.methods.registers import ASSESSMENTS, DECISIONS
from espalier.kit.registers.thread import broken, node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check

ROOM = "espalier.cycle.plan.methods"
MODULE, PROGRAMME = "learning_map.Module", "strategy.Programme"


def register_thread() -> None:
    node_of(DECISIONS, ROOM)
    node_of(ASSESSMENTS, ROOM)
    decisions = MethodDecision.objects.all()
    assessments = AssessmentStrategy.objects.all()
    why = _("the decision settles a method of the programme")
    registry.register_edge(edge(PROGRAMME, DECISIONS.node, why, decisions, "programme_id", "pk"))
    why = _("the assessment serves the decision")
    rows = assessments.exclude(decision=None)
    registry.register_edge(edge(DECISIONS.node, ASSESSMENTS.node, why, rows, "decision_id", "pk"))
    why = _("the assessment shows what the module taught")
    registry.register_edge(edge(MODULE, ASSESSMENTS.node, why, assessments, "module_id", "pk"))
    fulfils(DECISIONS.node, {"P2.3.3": queries.decided_ids})
    for code, title, find in (
        ("plan.method_undecided", _("Decisions on methods that are open"), undecided),
        ("plan.assessment_undecided", _("Assessments that serve no decision"), unserving),
        ("plan.attitude_tested", _("Attitudes assessed by knowledge tests alone"), tested),
    ):
        registry.register_check(Check(code, title, find))


def undecided() -> Iterable[Break]:
    """One query."""
    for row in queries.undecided():
        message, remedy = _("Nothing is decided yet."), _("Score its options and choose one.")
        yield broken("plan.method_undecided", DECISIONS, row, message, remedy)


def unserving() -> Iterable[Break]:
    """One query."""
    for row in queries.without_decision():
        message = _("It serves no decision about assessment.")
        remedy = _("Name the decision it carries out.")
        yield broken("plan.assessment_undecided", ASSESSMENTS, row, message, remedy, _form(row))


def tested() -> Iterable[Break]:
    """Three queries."""
    for row in queries.assessments_to_mend():
        message = _("The module teaches an attitude, and only knowledge is tested.")
        remedy = _("Add an observation, an anchored scale or a rating by several people.")
        yield broken("plan.attitude_tested", ASSESSMENTS, row, message, remedy, _form(row))


def _form(row: AssessmentStrategy) -> str:
    return reverse("plan:record", args=[ASSESSMENTS.kind, row.pk])
