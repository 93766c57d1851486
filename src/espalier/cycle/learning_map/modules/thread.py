"""The thread through modules: competency → module version."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.modules import queries
from espalier.cycle.learning_map.modules.models import ModuleCompetency, ModuleVersion
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

VERSION, COMPETENCY = "learning_map.ModuleVersion", "standards.Competency"
MODULE = "learning_map.Module"


def register_thread() -> None:
    room = "espalier.cycle.learning_map.modules"
    registry.register_node(NodeKind(VERSION, _("Module version"), room, _described))
    registry.register_node(NodeKind(MODULE, _("Learning module"), room, _modules))
    versions = ModuleVersion.objects.all()
    why = _("the module is taught in this version")
    registry.register_edge(edge(VERSION, MODULE, why, versions, "pk", "module_id"))
    rows = ModuleCompetency.objects.all()
    why = _("the module raises the competency")
    registry.register_edge(edge(COMPETENCY, VERSION, why, rows, "competency_id", "version_id"))
    registry.register_check(
        Check(
            "learning_map.module_without_objective",
            _("Modules without an objective"),
            without_objective,
        )
    )
    registry.register_check(
        Check(
            "learning_map.module_without_competency",
            _("Modules that raise no competency"),
            without_competency,
        )
    )


def _modules(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = queries.newest_versions().filter(module_id__in=list(ids)).order_by("module_id")
    for module_id, code, name in rows.values_list("module_id", "module__code", "name"):
        yield str(module_id), f"{code} {name}", reverse("learning_map:module", args=[module_id])


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = ModuleVersion.objects.filter(pk__in=list(ids)).order_by("pk")
    for pk, module_id, code, number, name in rows.values_list(
        "pk", "module_id", "module__code", "version_no", "name"
    ):
        yield str(pk), f"{code} v{number} {name}", reverse("learning_map:module", args=[module_id])


def without_objective() -> Iterable[Break]:
    """One query."""
    message = _("It names no objective.")
    remedy = _("Start a new version and write what the learner will be able to do.")
    for version in queries.versions_without_objective():
        yield _break("learning_map.module_without_objective", version, message, remedy)


def without_competency() -> Iterable[Break]:
    """One query."""
    message = _("It raises no competency.")
    remedy = _("Say which competencies it raises, or take it out of the offer.")
    for version in queries.versions_without_competency():
        yield _break("learning_map.module_without_competency", version, message, remedy)


def _break(check: str, version: ModuleVersion, message: Text, remedy: Text) -> Break:
    url = reverse("learning_map:module", args=[version.module_id])
    label = f"{version.module.code} {version.name}"
    return Break(check, VERSION, str(version.pk), label, url, message, remedy, url)
