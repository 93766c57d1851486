"""The list of staff changes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.future_needs.wording import KINDS, STATES
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

CHANGES = ListSpec(
    key="plan.staff_changes",
    title=_("Staff changes expected"),
    columns=(
        Column("on", _("Day"), sort=("on",)),
        Column("code", _("Code"), sort=("code",)),
        Column("kind", _("Kind of change"), sort=("kind",), format=lambda value: KINDS[value]),
        Column("employee__name", _("Person"), sort=("employee__number",)),
        Column("unit__name", _("Unit"), sort=("unit__code",)),
        Column("position__name", _("Position"), sort=("position__code",)),
        Column("headcount", _("Number of people"), sort=("headcount",), numeric=True),
        Column("state", _("State"), sort=("state",), format=lambda value: STATES[value]),
        Column("source", _("Source"), sort=("source",)),
        Column("employee__number", _("Employee number"), sort=("employee__number",), shown=False),
        Column("note", _("Note"), shown=False),
    ),
    filters=(
        Filter("kind", _("Kind of change"), choices=list(KINDS.items())),
        Filter("state", _("State"), choices=list(STATES.items())),
        Filter("on_from", _("From"), lookup="on__gte", kind="date"),
        Filter("on_until", _("Until"), lookup="on__lte", kind="date"),
    ),
    search_fields=("code", "employee__number", "employee__name", "unit__name", "position__name", "source"),
    default_sort="on",
    row_url=lambda row: reverse("plan:staff_change", args=[row.pk]),
    empty=EmptyState(
        _("No staff change is expected yet"),
        _("Enter who comes, goes, moves up or is prepared for a post, or import the manpower plan."),
    ),
)  # fmt: skip
