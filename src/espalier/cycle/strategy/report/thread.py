"""The texts of the report as nodes of the thread."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.report.models import Narrative
from espalier.cycle.strategy.report.wording import TEXTS
from espalier.kit.thread import registry
from espalier.kit.thread.types import NodeKind


def register_thread() -> None:
    label = _("Text of the development report")
    room = "espalier.cycle.strategy.report"
    registry.register_node(NodeKind("strategy.Narrative", label, room, _described))


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in Narrative.objects.filter(pk__in=list(ids)).order_by("pk"):
        title, _hint = TEXTS[row.key]
        yield str(row.pk), str(title), reverse("strategy:narrative", args=[row.key])
