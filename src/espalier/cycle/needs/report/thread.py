"""The thread through findings: what each rests on, and the parts that only people write."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.report import queries
from espalier.cycle.needs.report.models import Finding, Narrative
from espalier.cycle.needs.report.words import PARTS, label
from espalier.kit.thread import registry
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import NodeKind

FINDING, NARRATIVE = queries.FINDING, queries.NARRATIVE


def register_thread() -> None:
    room = "espalier.cycle.needs.report"
    registry.register_node(NodeKind(FINDING, _("Finding of the analysis"), room, _findings))
    registry.register_node(NodeKind(NARRATIVE, _("Part of the analysis report"), room, _parts))
    rows = Finding.objects.all()
    for kind, column in (
        ("needs.Extract", "extract_id"),
        ("needs.Consideration", "consideration_id"),
    ):
        known = rows.exclude(**{column: None})
        registry.register_edge(
            edge(kind, FINDING, _("the finding rests on it"), known, column, "pk")
        )


def _findings(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = Finding.objects.filter(pk__in=list(ids)).order_by("pk")
    for pk, code, text in rows.values_list("pk", "code", "text"):
        yield str(pk), f"{code} {text[:60]}", f"{reverse('needs:report')}#finding-{pk}"


def _parts(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    known = [pk for pk in ids if pk.isdecimal()]
    rows = Narrative.objects.filter(pk__in=known).order_by("pk")
    for pk, part in rows.values_list("pk", "part"):
        yield str(pk), label(PARTS, part), reverse("needs:report")
