"""Writing the parts of module versions with one statement per table, however many versions."""

from collections.abc import Mapping

from espalier.cycle.learning_map.modules import queries
from espalier.cycle.learning_map.modules.models import (
    ModuleCompetency,
    ModuleVersion,
    Objective,
    Prerequisite,
)
from espalier.cycle.learning_map.modules.types import ModuleContent
from espalier.cycle.standards.catalogue import queries as catalogue

CHUNK = 800  # SQLite takes at most 999 parameters in older builds


def fill_version(contents: Mapping[int, ModuleContent]) -> None:
    """Set objectives, prerequisites and competencies of versions to what the contents say."""
    ids = list(contents)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        Objective.objects.filter(version_id__in=some).delete()
        Prerequisite.objects.filter(version_id__in=some).delete()
        ModuleCompetency.objects.filter(version_id__in=some).delete()
    modules = queries.module_ids_by_code()
    competencies = catalogue.competency_ids_by_code()
    Objective.objects.bulk_create(
        Objective(version_id=pk, text=text, order=order)
        for pk, content in contents.items()
        for order, text in enumerate(content.objectives, start=1)
    )
    Prerequisite.objects.bulk_create(
        Prerequisite(version_id=pk, requires_id=modules[code])
        for pk, content in contents.items()
        for code in dict.fromkeys(content.prerequisites)
    )
    ModuleCompetency.objects.bulk_create(
        ModuleCompetency(version_id=pk, competency_id=competencies[code], level=level)
        for pk, content in contents.items()
        for code, level in content.competencies
    )


def row_of(module_id: int, number: int, content: ModuleContent) -> ModuleVersion:
    """An unsaved version row with the plain fields of the content."""
    return ModuleVersion(
        module_id=module_id,
        version_no=number,
        name=content.name,
        name_en=content.name_en,
        minutes=content.minutes,
        mode=content.mode,
        mix=content.mix,
        category=content.category,
        assessment=content.assessment,
        certificate=content.certificate,
        validity_months=content.validity_months,
    )
