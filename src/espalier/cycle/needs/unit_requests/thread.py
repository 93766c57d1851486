"""The thread through unit requests: who asks, for what, and why; and what nobody could plan yet."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.unit_requests import queries, telling
from espalier.cycle.needs.unit_requests.models import UnitRequest
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

REQUEST = queries.KIND


def register_thread() -> None:
    room = "espalier.cycle.needs.unit_requests"
    registry.register_node(NodeKind(REQUEST, _("Training request of a unit"), room, _described))
    for kind, column, why in (
        ("people.Unit", "unit_id", _("the unit asks for it")),
        ("learning_map.Module", "module_id", _("the request asks for the module")),
        ("policy.BusinessGoal", "business_goal_id", _("the request serves the business goal")),
        ("needs.Need", "need_id", _("the request meets the need")),
    ):
        rows = UnitRequest.objects.exclude(**{column: None})
        registry.register_edge(edge(kind, REQUEST, why, rows, column, "pk"))
    fulfils(REQUEST, {"P2.3.5": queries.decided_request_ids})
    title = _("Accepted requests without a module")
    registry.register_check(Check("needs.request_without_module", title, without_module))


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in queries.requests().filter(pk__in=list(ids)).order_by("pk"):
        url = reverse("needs:unit_request", args=[row.pk])
        yield str(row.pk), f"{row.code} {telling.subject_of(row)}", url


def without_module() -> Iterable[Break]:
    """One query."""
    for row in queries.without_module():
        yield Break(
            "needs.request_without_module",
            REQUEST,
            str(row.pk),
            f"{row.code} {row.topic}",
            reverse("needs:unit_request", args=[row.pk]),
            _("It was accepted, but no module of the catalogue meets it yet."),
            _("Give it a module, or have one written first."),
            f"{reverse('needs:request_module')}?{urlencode({'ids': row.pk})}",
        )
