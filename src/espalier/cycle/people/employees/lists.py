"""The roster as a list: columns, filters, search."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.people.employees import queries
from espalier.cycle.people.positions.queries import position_choices
from espalier.cycle.people.units.queries import unit_choices
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

LEFT, ALL = "left", "all"


def _status(value: str) -> Q:
    return Q(left_on__lt=timezone.localdate()) if value == LEFT else Q()


def _manager(employee: Any) -> str:
    return employee.manager.name if employee.manager else ""


ROSTER = ListSpec(
    key="people.employees",
    title=_("Employees"),
    columns=(
        Column("number", _("Employee number"), sort=("number",)),
        Column("name", _("Name of the person"), sort=("name",)),
        Column("unit", _("Unit"), value=lambda e: e.unit.name, sort=("unit__code",)),
        Column(
            "position",
            _("Position"),
            value=lambda e: e.position.name if e.position else "",
            sort=("position__code",),
        ),
        Column(
            "category",
            _("Employee category"),
            value=lambda e: e.get_category_display(),
            sort=("category",),
        ),
        Column("hired_on", _("Hired on"), sort=("hired_on",)),
        Column("left_on", _("Last day of work"), sort=("left_on",), shown=False),
        Column(
            "manager",
            pgettext_lazy("who leads", "Manager"),
            value=_manager,
            sort=("manager__number",),
        ),
        Column("email", _("E-mail"), sort=("email",), shown=False),
        Column("name_en", _("English name of the person"), sort=("name_en",), shown=False),
        Column("sex", _("Sex"), value=lambda e: e.get_sex_display(), sort=("sex",), shown=False),
        Column("degree", _("Degree"), value=lambda e: e.get_degree_display(), shown=False),
        Column("field_of_study", _("Field of study"), shown=False),
        Column("unit_code", _("Unit code"), value=lambda e: e.unit.code, shown=False),
        Column(
            "position_code",
            _("Position code"),
            value=lambda e: e.position.code if e.position else "",
            shown=False,
        ),
    ),
    filters=(
        Filter("unit", _("Unit and all below"), choices=unit_choices, apply=queries.below_unit),
        Filter("position", _("Position"), choices=position_choices),
        Filter("category", _("Employee category"), choices=queries.category_choices),
        Filter(
            "status",
            _("Employed or left"),
            choices=[(LEFT, _("Only those who left")), (ALL, _("Also those who left"))],
            apply=_status,
        ),
    ),
    search_fields=("number", "name", "name_en", "email"),
    search_label=_("Number, name or e-mail"),
    default_sort="number",
    row_url=lambda employee: reverse("people:employee", args=[employee.pk]),
    empty=EmptyState(
        _("No employees yet"),
        _("Import the units and positions first, then the roster."),
        "imports:list",
        _("Go to the imports"),
    ),
)
