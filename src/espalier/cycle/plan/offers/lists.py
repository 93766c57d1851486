"""The list of offers."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.offers.wording import KINDS
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

YES_NO = (("yes", _("Yes")), ("no", _("No")))


def _hours(minutes: object) -> str:
    return f"{int(str(minutes)) / 60:g}"


OFFERS = ListSpec(
    key="plan.offers",
    title=_("How modules can be run"),
    columns=(
        Column("module__code", _("Code"), sort=("module__code",)),
        Column("name", _("Module name"), sort=("name",)),
        Column("kind", _("Way of running it"), sort=("kind",), format=lambda value: KINDS[value]),
        Column("seats_min", _("Fewest participants"), sort=("seats_min",), numeric=True),
        Column("seats_max", _("Most participants"), sort=("seats_max",), numeric=True),
        Column("minutes", _("Hours"), sort=("minutes",), format=_hours, numeric=True,
               export=lambda row: row.minutes / 60),
        Column("session_cost", _("Cost of a session (NT$)"), sort=("session_cost",), numeric=True),
        Column("head_cost", _("Cost of a participant (NT$)"), sort=("head_cost",), numeric=True),
        Column("n_instructors", _("Instructors"), sort=("n_instructors",), numeric=True),
        Column("n_rooms", _("Training rooms"), sort=("n_rooms",), numeric=True, shown=False),
        Column("sessions_max", _("Most sessions a year"), sort=("sessions_max",), numeric=True, shown=False),
        Column("money_line__code", _("Budget line"), sort=("money_line__code",)),
        Column("grant__code", _("Grant"), sort=("grant__code",), shown=False),
        Column("preferred_months", _("Months wished"), shown=False),
        Column("owner", _("Person in charge"), sort=("owner",), shown=False),
    ),
    filters=(
        Filter("kind", _("Way of running it"), choices=list(KINDS.items())),
        Filter("granted", _("With a grant"), choices=YES_NO,
               apply=lambda value: Q(grant__isnull=value != "yes")),
        Filter("taught", _("Instructors named"), choices=YES_NO,
               apply=lambda value: Q(n_instructors__gt=0) if value == "yes" else Q(n_instructors=0)),
    ),
    search_fields=("module__code", "name", "owner", "note"),
    default_sort="module__code",
    row_url=lambda row: reverse("plan:offer", args=[row.pk]),
    empty=EmptyState(
        _("No module can be planned yet"),
        _("Import how your modules are run, or describe the first one."),
    ),
)  # fmt: skip
