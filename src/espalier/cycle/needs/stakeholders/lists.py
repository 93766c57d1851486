"""The list of stakeholders."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.stakeholders import queries
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

MARKS = [(str(n), str(n)) for n in range(5, 0, -1)]

STAKEHOLDERS = ListSpec(
    key="needs.stakeholders",
    title=_("Stakeholders"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("name", _("Stakeholder"), sort=("name",)),
        Column("group", _("Group"), sort=("group",), value=lambda row: row.get_group_display()),
        Column("role", _("Role"), sort=("role",)),
        Column("unit__name", _("Unit"), sort=("unit__name",),
               value=lambda row: row.unit.name if row.unit else ""),
        Column("power", _("Power"), sort=("power",), numeric=True),
        Column("interest", _("Interest"), sort=("interest",), numeric=True),
        Column("stance", _("Stance"), sort=("stance",), value=lambda row: row.get_stance_display()),
        Column("expectation", _("Expectation"), shown=False),
        Column("position", _("What they hold"), shown=False),
        Column("email", _("E-mail"), shown=False),
    ),
    filters=(
        Filter("group", _("Group"), choices=queries.group_choices()),
        Filter("stance", _("Stance"), choices=queries.stance_choices()),
        Filter("power", _("Power at least"), choices=MARKS, lookup="power__gte"),
        Filter("interest", _("Interest at least"), choices=MARKS, lookup="interest__gte"),
    ),
    search_fields=("code", "name", "name_en", "role", "expectation"),
    default_sort="code",
    row_url=lambda row: reverse("needs:stakeholder", args=[row.pk]),
    empty=EmptyState(
        _("No stakeholders yet"),
        _("Import the register, or write down the first one."),
        "needs:stakeholder_new",
        _("Add a stakeholder"),
    ),
)  # fmt: skip
