"""The thread of resources: what training is done with, and where capacity or proof is missing."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.resources import pages, queries
from espalier.cycle.policy.resources.models import Contract, Evaluation, Resource
from espalier.cycle.policy.resources.types import Kind
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.types import Break, Check, NodeKind

RESOURCE = "policy.Resource"
JUDGED = (Kind.INSTRUCTOR, Kind.VENDOR)


def register_thread() -> None:
    registry.register_node(
        NodeKind(RESOURCE, _("Resource"), "espalier.cycle.policy.resources", described)
    )
    fulfils(RESOURCE, {"P1.1.2": _ids})
    for check in (
        Check("policy.resource_overloaded", _("Resources with more demand than hours"), overloaded),
        Check("policy.contract_ended", _("Resources in use without a contract"), out_of_contract),
        Check("policy.never_judged", _("External resources nobody judged"), never_judged),
    ):
        registry.register_check(check)


def _ids() -> Iterable[object]:
    return queries.resources(on=timezone.localdate()).values_list("pk", flat=True)


def described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for each in Resource.objects.filter(pk__in=list(ids)).order_by("code"):
        yield str(each.pk), f"{each.code} {each.name}", reverse("policy:resource", args=[each.pk])


def overloaded() -> Iterable[Break]:
    """Months of this year and the next; twelve queries, however many resources there are."""
    this_year = timezone.localdate().year
    for year in (this_year, this_year + 1):
        for resource, month in pages.overloads(queries.capacity_and_demand(year)):
            told = {"year": year, "month": month.month, "hours": pages.hours(month.short_minutes)}
            message = _now("In %(year)s/%(month)s %(hours)s hours are missing.") % told
            remedy = _("Move what is planned, or find another resource.")
            url = f"{reverse('policy:capacity')}?year={year}"
            yield _break("policy.resource_overloaded", resource, message, remedy, url)


def out_of_contract() -> Iterable[Break]:
    """External resources whose last contract has ended while they are still offered. One query."""
    today = timezone.localdate()
    newest: dict[int, Contract] = {}
    for each in Contract.objects.select_related("resource").order_by("starts_on", "pk"):
        newest[each.resource_id] = each
    for each in sorted(newest.values(), key=lambda row: row.resource.code):
        gone = each.resource.ended_on is not None and each.resource.ended_on < today
        if each.ends_on is not None and each.ends_on < today and not gone:
            message = _now("Its contract %(number)s has ended.") % {"number": each.number}
            remedy = _("Write the new contract, or end the resource.")
            url = reverse("policy:resource_contract", args=[each.resource_id])
            yield _break("policy.contract_ended", each.resource, message, remedy, url)


def never_judged() -> Iterable[Break]:
    """External instructors and vendors without any judgement. One query."""
    judged = Evaluation.objects.values("resource")
    rows = queries.resources(on=timezone.localdate()).filter(kind__in=JUDGED, is_internal=False)
    for each in rows.exclude(pk__in=judged):
        url = reverse("policy:resource_evaluate", args=[each.pk])
        message, remedy = _("Nobody has judged it yet."), _("Judge it by the criteria of its kind.")
        yield _break("policy.never_judged", each, message, remedy, url)


def _break(check: str, resource: Resource, message: Text, remedy: Text, remedy_url: str) -> Break:
    label = f"{resource.code} {resource.name}"
    url = reverse("policy:resource", args=[resource.pk])
    return Break(check, RESOURCE, str(resource.pk), label, url, message, remedy, remedy_url)
