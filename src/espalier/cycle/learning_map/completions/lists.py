"""The list of completions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.labels import COMPLETION_ORIGINS, MODES, hours_text, label
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

COMPLETIONS = ListSpec(
    key="learning_map.completions",
    title=_("Completions"),
    columns=(
        Column("employee__number", _("Employee number"), sort=("employee__number",)),
        Column("employee__name", _("Name"), sort=("employee__name",)),
        Column("employee__unit__name", _("Unit"), sort=("employee__unit__name",)),
        Column("version__module__code", _("Module code"), sort=("version__module__code",)),
        Column("version__name", _("Module"), sort=("version__name",)),
        Column("version__version_no", _("Version"), numeric=True),
        Column("completed_on", _("Completed on"), sort=("completed_on", "pk")),
        Column("expires_on", _("Expires on"), sort=("expires_on", "pk")),
        Column("minutes", _("Hours"), numeric=True, format=hours_text,
               export=lambda row: row.minutes / 60),
        Column("mode", _("Mode"), format=lambda value: label(MODES, value), shown=False),
        Column("origin", _("Origin"), format=lambda value: label(COMPLETION_ORIGINS, value)),
        Column("note", _("Note"), shown=False),
        Column("recorded_by", _("Recorded by"), shown=False),
    ),
    filters=(
        Filter("origin", _("Origin"), choices=list(COMPLETION_ORIGINS.items())),
        Filter("from", _("Completed from"), lookup="completed_on__gte", kind="date"),
        Filter("to", _("Completed to"), lookup="completed_on__lte", kind="date"),
        Filter("expires", _("Expires by"), lookup="expires_on__lte", kind="date"),
    ),
    search_fields=("employee__number", "employee__name", "version__module__code", "version__name"),
    default_sort="-completed_on",
    row_url=lambda row: reverse("learning_map:route", args=[row.employee_id]),
    empty=EmptyState(
        _("No completions yet"), _("Import the list of completions, or record them here.")
    ),
)  # fmt: skip
