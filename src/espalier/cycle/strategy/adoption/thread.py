"""The thread to decisions: need and standard → decision."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.adoption.imports import DECISIONS
from espalier.cycle.strategy.adoption.models import AdoptionDecision
from espalier.kit.registers.thread import node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge

ROOM = "espalier.cycle.strategy.adoption"

DECISION = DECISIONS.node


def register_thread() -> None:
    node_of(DECISIONS, ROOM)
    needs = AdoptionDecision.needs.through.objects.all()
    why = _("the decision weighs the need")
    registry.register_edge(
        edge("needs.Need", DECISION, why, needs, "need_id", "adoptiondecision_id")
    )
    rows = AdoptionDecision.objects.exclude(chosen=None)
    why = _("the decision adopts the standard")
    registry.register_edge(edge("standards.Standard", DECISION, why, rows, "chosen_id", "pk"))
    fulfils(DECISION, {"P2.2.1": lambda: rows.values_list("pk", flat=True)})
