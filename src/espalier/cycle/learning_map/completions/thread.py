"""The thread through completions: module version → completion."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.completions import queries
from espalier.cycle.learning_map.completions.models import Completion
from espalier.kit.thread import registry
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import NodeKind

COMPLETION, VERSION = "learning_map.Completion", "learning_map.ModuleVersion"


def register_thread() -> None:
    room = "espalier.cycle.learning_map.completions"
    registry.register_node(NodeKind(COMPLETION, _("Completion"), room, _described))
    why = _("the version was completed")
    rows = Completion.objects.all()
    registry.register_edge(edge(VERSION, COMPLETION, why, rows, "version_id", "pk"))


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for pk, number, code, employee_id in queries.people_of_completions(ids):
        yield pk, f"{number} × {code}", reverse("learning_map:route", args=[employee_id])
