"""The list of people who were asked to read an edition."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.units.queries import unit_choices
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

PEOPLE = ListSpec(
    key="policy.receipts",
    title=_("Who has read the handbook"),
    columns=(
        Column("unit__name", _("Unit"), sort=("unit__code",)),
        Column("employee__number", _("Employee number"), sort=("employee__number",)),
        Column("employee__name", _("Name"), sort=("employee__name",)),
        Column("read_at", _("Confirmed at"), sort=("read_at",)),
    ),
    filters=(
        Filter(
            "read",
            _("Confirmed"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=lambda value: Q(read_at__isnull=value != "yes"),
        ),
        Filter("unit", _("Unit"), choices=unit_choices, lookup="unit_id"),
    ),
    search_fields=("employee__number", "employee__name", "unit__name"),
    default_sort="unit__name",
    empty=EmptyState(_("Nobody was asked yet"), _("Give out the edition in force first.")),
)
