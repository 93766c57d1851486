"""The thread through offers: module version → offer → instructor, room, equipment; what keeps modules from a plan."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.offers import pages, queries
from espalier.cycle.plan.offers.imports import ENTRY_LEVELS, OFFERS
from espalier.cycle.plan.offers.models import EntryLevel, Offer
from espalier.kit.registers.thread import broken, node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, Edge

VERSION, RESOURCE, COMPETENCY = (
    "learning_map.ModuleVersion",
    "policy.Resource",
    "standards.Competency",
)
ROOM = "espalier.cycle.plan.offers"
WITHOUT_OFFER, UNUSABLE = "plan.module_without_offer", "plan.offer_unusable"


def register_thread() -> None:
    node_of(OFFERS, ROOM)
    node_of(ENTRY_LEVELS, ROOM)
    fulfils(OFFERS.node, {"P2.3.5": lambda: Offer.objects.values_list("pk", flat=True)})
    registry.register_edge(
        Edge(VERSION, OFFERS.node, _("the offer says how the module is run"), _offered, _offering)
    )
    uses = _("the offer names it")
    for field in (Offer.instructors, Offer.rooms, Offer.equipment):
        rows = field.through.objects.all()
        registry.register_edge(edge(OFFERS.node, RESOURCE, uses, rows, "offer_id", "resource_id"))
    entry = EntryLevel.objects.all()
    asks = _("the offer asks for a level of it")
    registry.register_edge(edge(COMPETENCY, OFFERS.node, asks, entry, "competency_id", "offer_id"))
    why = _("it is asked to enter")
    registry.register_edge(edge(OFFERS.node, ENTRY_LEVELS.node, why, entry, "offer_id", "pk"))
    for check in (
        Check(WITHOUT_OFFER, _("Modules that are needed and cannot be planned"), without_offer),
        Check(UNUSABLE, _("Offers that cannot be used next year"), unusable),
    ):
        registry.register_check(check)


def _offered(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """From module versions to the offer of their module."""
    rows = Offer.objects.filter(module__versions__pk__in=list(ids)).order_by("pk")
    return [(str(a), str(b)) for a, b in rows.values_list("module__versions__pk", "pk")]


def _offering(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """From offers to the version in force of their module."""
    rows = Offer.objects.filter(pk__in=list(ids), module__versions__state="published")
    return [
        (str(a), str(b)) for a, b in rows.order_by("pk").values_list("pk", "module__versions__pk")
    ]


def without_offer() -> Iterable[Break]:
    """A fixed number of queries."""
    message = _("It serves a norm or a requirement, but nobody said how it is run.")
    remedy = _("Describe how it is run.")
    for module in queries.wanted_without_offer(timezone.localdate()):
        url = reverse("learning_map:module", args=[module.id])
        add = reverse("plan:record_new", args=["offers"]) + f"?module={module.code}"
        label = f"{module.code} {module.name}"
        pk = str(module.version_id)
        yield Break(WITHOUT_OFFER, VERSION, pk, label, url, message, remedy, add)


def unusable() -> Iterable[Break]:
    """One line for each thing that keeps an offer from being used; a fixed number of queries."""
    for offer, found in queries.problems(timezone.localdate().year + 1):
        for problem in pages.told(found):
            yield broken(UNUSABLE, OFFERS, offer, problem.message, problem.remedy)
