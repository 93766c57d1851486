"""The list of people whose routes may be seen."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.types import Column, EmptyState, ListSpec

ROUTES = ListSpec(
    key="learning_map.routes",
    title=_("Personal routes"),
    columns=(
        Column("number", _("Employee number"), sort=("number",)),
        Column("name", _("Name"), sort=("name",)),
        Column("unit__name", _("Unit"), sort=("unit__name",)),
        Column("position__name", _("Position"), sort=("position__name",)),
    ),
    search_fields=("number", "name", "unit__name", "position__name"),
    default_sort="number",
    row_url=lambda row: reverse("learning_map:route", args=[row.pk]),
    empty=EmptyState(_("Nobody here yet"), _("Import the employees first.")),
)
