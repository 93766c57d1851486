"""The lists of this room: the register and the bookings."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.resources.types import BOOKABLE
from espalier.cycle.policy.resources.wording import BASES, KINDS
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _resource_url(row: Any) -> str:
    return reverse("policy:resource", args=[row.pk])


def _cost(row: Any) -> str:
    if row.unit_cost is None:
        return ""
    return f"NT${row.unit_cost:,} {BASES.get(row.cost_basis, '')}"


def _ended(value: str) -> Q:
    gone = Q(ended_on__lt=timezone.localdate())
    return gone if value == "yes" else ~gone | Q(ended_on=None)


RESOURCES = ListSpec(
    key="policy.resources",
    title=_("Resources"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("kind", _("Kind"), sort=("kind",), format=lambda value: KINDS.get(value, value)),
        Column("name", _("Resource name"), sort=("name",)),
        Column("is_internal", _("Internal"), sort=("is_internal",)),
        Column("unit__name", _("Kept by"), sort=("unit__name",)),
        Column("place", _("Place"), sort=("place",), shown=False),
        Column("seats", _("Seats"), sort=("seats",), numeric=True),
        Column("pieces", _("Pieces"), sort=("pieces",), numeric=True),
        Column("unit_cost", _("Cost"), value=_cost, export=lambda row: row.unit_cost),
        Column("ended_on", _("Until"), sort=("ended_on",), shown=False),
        Column("name_en", _("English name"), shown=False),
    ),
    filters=(
        Filter("kind", _("Kind"), choices=list(KINDS.items())),
        Filter(
            "internal",
            _("Internal"),
            choices=YES_NO,
            apply=lambda value: Q(is_internal=value == "yes"),
        ),
        Filter("ended", _("Ended"), choices=YES_NO, apply=_ended),
    ),
    search_fields=("code", "name", "name_en", "place", "instructor__subjects"),
    default_sort="code",
    row_url=_resource_url,
    empty=EmptyState(
        _("No resource is on record yet"),
        _("Import the register, or write the first instructor, room or budget line."),
        "policy:resource_new",
        _("New resource"),
    ),
)

BOOKINGS = ListSpec(
    key="policy.bookings",
    title=_("Bookings"),
    columns=(
        Column("starts_at", _("From"), sort=("starts_at",)),
        Column("ends_at", _("Until"), sort=("ends_at",)),
        Column("resource__code", _("Code"), sort=("resource__code",)),
        Column("resource__name", _("Resource name"), sort=("resource__name",)),
        Column("purpose", _("Booked for"), sort=("purpose",)),
        Column("headcount", _("Number of people"), sort=("headcount",), numeric=True),
        Column("quantity", _("Pieces"), sort=("quantity",), numeric=True, shown=False),
        Column("booked_by", _("Booked by"), sort=("booked_by",)),
        Column("cancelled_at", _("Given back"), sort=("cancelled_at",), shown=False),
    ),
    filters=(
        Filter(
            "kind",
            _("Kind"),
            choices=[(kind.value, KINDS[kind]) for kind in sorted(BOOKABLE)],
            apply=lambda value: Q(resource__kind=value),
        ),
        Filter(
            "cancelled",
            _("Given back"),
            choices=YES_NO,
            apply=lambda value: Q(cancelled_at__isnull=value != "yes"),
        ),
    ),
    search_fields=("purpose", "resource__code", "resource__name"),
    default_sort="starts_at",
    row_url=lambda row: reverse("policy:resource", args=[row.resource_id]),
    empty=EmptyState(
        _("Nothing is booked yet"),
        _("Open a resource and book it, or import bookings."),
        "policy:resources",
        _("Resources"),
    ),
)
