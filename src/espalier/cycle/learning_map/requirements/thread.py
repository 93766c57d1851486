"""The thread through requirements: competency → requirement → position, standard → position."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.requirements import queries
from espalier.cycle.learning_map.requirements.models import Adoption, Requirement
from espalier.kit.thread import registry
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

REQUIREMENT = "learning_map.Requirement"
COMPETENCY, STANDARD, POSITION = "standards.Competency", "standards.Standard", "people.Position"


def register_thread() -> None:
    room = "espalier.cycle.learning_map.requirements"
    registry.register_node(NodeKind(REQUIREMENT, _("Requirement"), room, _described))
    rows = Requirement.objects.all()
    why = _("the position requires the competency at a level")
    registry.register_edge(edge(COMPETENCY, REQUIREMENT, why, rows, "competency_id", "pk"))
    why = _("the requirement belongs to the position")
    registry.register_edge(edge(REQUIREMENT, POSITION, why, rows, "pk", "position_id"))
    adopted = Adoption.objects.filter(ends_on=None)
    why = _("the position rests on the standard")
    registry.register_edge(edge(STANDARD, POSITION, why, adopted, "standard_id", "position_id"))
    registry.register_check(
        Check(
            "learning_map.position_without_requirement",
            _("Positions with a standard but without any requirement"),
            positions_without_requirement,
        )
    )
    registry.register_check(
        Check(
            "learning_map.superseded_standard",
            _("Positions that rest on a superseded version"),
            positions_on_superseded,
        )
    )


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = Requirement.objects.filter(pk__in=list(ids)).order_by("pk")
    for pk, position_id, position, competency, level in rows.values_list(
        "pk", "position_id", "position__code", "competency__code", "level"
    ):
        address = reverse("learning_map:position", args=[position_id])
        yield str(pk), f"{position} × {competency} ≥ {level:g}", address


def positions_without_requirement() -> Iterable[Break]:
    """One query."""
    seen: set[int] = set()
    for row in queries.positions_without_requirement(timezone.localdate()):
        if row.position_id in seen:
            continue
        seen.add(row.position_id)
        yield Break(
            check="learning_map.position_without_requirement",
            kind=POSITION,
            id=str(row.position_id),
            label=f"{row.position.code} {row.position.name}",
            url=reverse("learning_map:position", args=[row.position_id]),
            message=_("It rests on %(code)s and requires nothing.")
            % {"code": row.standard.raw_code},
            remedy=_("Take over the levels the standard proposes."),
            remedy_url=reverse("learning_map:proposals", args=[row.position_id]),
        )


def positions_on_superseded() -> Iterable[Break]:
    """One query."""
    for row in queries.adoptions_of_superseded(timezone.localdate()):
        compare = reverse("standards:standard", args=[row.standard_id])
        yield Break(
            check="learning_map.superseded_standard",
            kind=POSITION,
            id=str(row.position_id),
            label=f"{row.position.code} {row.position.name}",
            url=reverse("learning_map:position", args=[row.position_id]),
            message=_("Its requirements rest on %(code)s, which a newer version has superseded.")
            % {"code": row.standard.raw_code},
            remedy=_("Compare the versions and move the position."),
            remedy_url=compare,
        )
