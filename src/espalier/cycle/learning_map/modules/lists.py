"""The list of modules."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.labels import MIXES, MODES, STATES, hours_text, label
from espalier.cycle.learning_map.modules import queries
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def _has(field: str, value: str) -> Q:
    return Q(**{f"{field}__isnull": value != "yes"})


MODULES = ListSpec(
    key="learning_map.modules",
    title=_("Learning modules"),
    columns=(
        Column("module__code", _("Code"), sort=("module__code",)),
        Column("name", _("Module name"), sort=("name",)),
        Column("state", _("State"), sort=("state",), format=lambda value: label(STATES, value)),
        Column("version_no", _("Version"), numeric=True),
        Column("category", _("Category"), sort=("category",)),
        Column("mode", _("Mode"), sort=("mode",), format=lambda value: label(MODES, value)),
        Column("mix", _("70-20-10"), sort=("mix",), format=lambda value: label(MIXES, value)),
        Column("minutes", _("Hours"), sort=("minutes",), format=hours_text, numeric=True,
               export=lambda row: row.minutes / 60),
        Column("n_competencies", _("Competencies"), sort=("n_competencies",), numeric=True),
        Column("n_objectives", _("Objectives"), numeric=True, shown=False),
        Column("validity_months", _("Validity in months"), numeric=True, shown=False),
        Column("module__is_active", _("Offered"), shown=False),
    ),
    filters=(
        Filter("state", _("State"), choices=list(STATES.items())),
        Filter("mode", _("Mode"), choices=list(MODES.items())),
        Filter("mix", _("70-20-10"), choices=list(MIXES.items())),
        Filter("category", _("Category"), choices=lambda: [(c, c) for c in queries.categories()]),
        Filter(
            "raises",
            _("Raises competencies"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            apply=lambda value: _has("competencies", value),
        ),
    ),
    search_fields=("module__code", "name", "name_en", "category"),
    default_sort="module__code",
    row_url=lambda row: reverse("learning_map:module", args=[row.module_id]),
    empty=EmptyState(
        _("No modules yet"),
        _("Import the list of modules, or write the first one."),
        "learning_map:module_new",
        _("Write a module"),
    ),
)  # fmt: skip


def modules_for_list() -> Any:
    return queries.newest_versions()
