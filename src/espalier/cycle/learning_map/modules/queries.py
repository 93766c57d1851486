"""Reading modules and their versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from espalier.cycle.learning_map.modules.models import (
    Module,
    ModuleCompetency,
    ModuleVersion,
    Prerequisite,
)
from espalier.cycle.learning_map.modules.types import ModuleContent, PublishedModule
from espalier.kit.errors import NotFound
from espalier.kit.versions.states import State

IN_FORCE = Q(state=State.PUBLISHED, module__is_active=True)


def newest_versions() -> QuerySet[ModuleVersion]:
    """One row per module for the list: the version in force, else the newest one."""
    others = ModuleVersion.objects.filter(module=OuterRef("module"))
    in_force = Exists(others.filter(state=State.PUBLISHED))
    newer = Exists(others.filter(version_no__gt=OuterRef("version_no")))
    return (
        ModuleVersion.objects.filter(Q(state=State.PUBLISHED) | (~in_force & ~newer))
        .select_related("module")
        .annotate(
            n_competencies=Count("competencies", distinct=True),
            n_objectives=Count("objectives", distinct=True),
        )
        .order_by("module__code", "pk")
    )


def module_or_404(module_id: int) -> Module:
    """Raises: NotFound."""
    found = Module.objects.filter(pk=module_id).first()
    if found is None:
        raise NotFound
    return found


def version_or_404(version_id: int) -> ModuleVersion:
    """Raises: NotFound."""
    found = (
        ModuleVersion.objects.select_related("module")
        .prefetch_related("objectives", "prerequisites__requires", "competencies__competency")
        .filter(pk=version_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def versions_of(module_id: int) -> list[ModuleVersion]:
    """All versions of a module, newest first, with everything they say. Four queries."""
    return list(
        ModuleVersion.objects.filter(module_id=module_id)
        .select_related("module")
        .prefetch_related("objectives", "prerequisites__requires", "competencies__competency")
        .order_by("-version_no")
    )


def content_of(version: ModuleVersion) -> ModuleContent:
    """What a version says; no query when its parts were fetched before."""
    return ModuleContent(
        name=version.name,
        name_en=version.name_en,
        minutes=version.minutes,
        mode=version.mode,
        mix=version.mix,
        category=version.category,
        assessment=version.assessment,
        certificate=version.certificate,
        validity_months=version.validity_months,
        objectives=tuple(
            each.text for each in sorted(version.objectives.all(), key=lambda o: (o.order, o.pk))
        ),
        prerequisites=tuple(sorted(each.requires.code for each in version.prerequisites.all())),
        competencies=tuple(
            sorted((each.competency.code, each.level) for each in version.competencies.all())
        ),
    )


def contents(version_ids: Iterable[int] | None = None) -> dict[int, ModuleContent]:
    """What versions say, by their id: those given, else all in force. Four queries."""
    chosen = Q(pk__in=list(version_ids)) if version_ids is not None else Q(state=State.PUBLISHED)
    rows = ModuleVersion.objects.filter(chosen).prefetch_related(
        "objectives", "prerequisites__requires", "competencies__competency"
    )
    return {row.pk: content_of(row) for row in rows}


def published_modules() -> dict[int, PublishedModule]:
    """All active modules with a version in force, by module id, in code order. Three queries."""
    requires: dict[int, list[int]] = {}
    for module, asked in Prerequisite.objects.filter(
        version__state=State.PUBLISHED, version__module__is_active=True
    ).values_list("version__module_id", "requires_id"):
        requires.setdefault(module, []).append(asked)
    raises: dict[int, list[tuple[int, float]]] = {}
    for module, competency, level in ModuleCompetency.objects.filter(
        version__state=State.PUBLISHED, version__module__is_active=True
    ).values_list("version__module_id", "competency_id", "level"):
        raises.setdefault(module, []).append((competency, level))
    rows = ModuleVersion.objects.filter(IN_FORCE).order_by("module__code").values_list(
        "module_id", "pk", "version_no", "module__code", "name", "name_en", "minutes", "mode",
        "mix", "category", "assessment", "certificate", "validity_months",
    )  # fmt: skip
    return {
        row[0]: PublishedModule(
            *row, tuple(sorted(requires.get(row[0], ()))), tuple(sorted(raises.get(row[0], ())))
        )
        for row in rows
    }


def competency_kinds() -> dict[int, tuple[str, ...]]:
    """Kinds (K, S, A) of the competencies each module in force raises, by module. One query."""
    found: dict[int, set[str]] = {}
    for module, kind in ModuleCompetency.objects.filter(
        version__state=State.PUBLISHED, version__module__is_active=True
    ).values_list("version__module_id", "competency__kind"):
        found.setdefault(module, set()).add(kind)
    return {module: tuple(sorted(kinds)) for module, kinds in found.items()}


def prerequisite_codes(*, without: str = "") -> dict[str, tuple[str, ...]]:
    """What each module in force asks for, as codes. One query.

    A draft counts where nothing is in force yet, so that two drafts cannot form a cycle unseen.
    """
    found: dict[str, dict[str, list[str]]] = {}
    rows = (
        Prerequisite.objects.filter(version__state__in=[State.PUBLISHED, State.DRAFT])
        .exclude(version__module__code=without)
        .order_by("version__module__code", "requires__code")
        .values_list("version__module__code", "version__state", "requires__code")
    )
    for code, state, asked in rows:
        found.setdefault(code, {}).setdefault(state, []).append(asked)
    return {
        code: tuple(by_state.get(State.PUBLISHED) or by_state.get(State.DRAFT) or ())
        for code, by_state in found.items()
    }


def module_ids_by_code() -> dict[str, int]:
    """Every module's id by its code. One query."""
    return dict(Module.objects.order_by("code").values_list("code", "pk"))


@dataclass(frozen=True, slots=True)
class VersionKey:
    """What a completion must know of a version."""

    id: int
    module_id: int
    minutes: int
    mode: str
    validity_months: int | None


def versions_by_number() -> dict[tuple[str, int], VersionKey]:
    """Every version by module code and number. One query."""
    rows = ModuleVersion.objects.exclude(state=State.DRAFT).values_list(
        "module__code", "version_no", "pk", "module_id", "minutes", "mode", "validity_months"
    )
    return {(row[0], row[1]): VersionKey(*row[2:]) for row in rows}


def version_in_force_by_code() -> dict[str, int]:
    """The number of the version in force of every module. One query."""
    rows = ModuleVersion.objects.filter(state=State.PUBLISHED)
    return dict(rows.values_list("module__code", "version_no"))


def active_modules() -> dict[int, tuple[str, bool]]:
    """Every module's code and whether it is offered. One query."""
    return {
        pk: (code, active)
        for pk, code, active in Module.objects.values_list("pk", "code", "is_active")
    }


def versions_without_objective() -> list[ModuleVersion]:
    """Versions in force that name no objective."""
    rows = ModuleVersion.objects.filter(IN_FORCE, objectives=None)
    return list(rows.select_related("module").order_by("module__code"))


def versions_without_competency() -> list[ModuleVersion]:
    """Versions in force that raise no competency."""
    rows = ModuleVersion.objects.filter(IN_FORCE, competencies=None)
    return list(rows.select_related("module").order_by("module__code"))


def modules_asking_for(module_id: int) -> list[tuple[int, str, str]]:
    """Modules in force that ask for this one: id, code, name. One query."""
    rows = ModuleVersion.objects.filter(IN_FORCE, prerequisites__requires_id=module_id)
    return list(rows.order_by("module__code").values_list("module_id", "module__code", "name"))


def categories() -> list[str]:
    """The categories in use, for the filter of the list. One query."""
    rows = ModuleVersion.objects.exclude(category="").order_by("category")
    return list(rows.values_list("category", flat=True).distinct())


def last_published_at() -> datetime | None:
    """When a module version was last put in force; None when there is none. One query."""
    newest = ModuleVersion.objects.exclude(published_at=None).order_by("-published_at")
    return newest.values_list("published_at", flat=True).first()
