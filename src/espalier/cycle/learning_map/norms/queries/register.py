"""Reading the register of norms."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from espalier.cycle.learning_map.norms.models import (
    Norm,
    NormClause,
    NormExemption,
    NormMaterial,
    NormModule,
    NormNote,
    NormPosition,
    NormVersion,
)
from espalier.cycle.learning_map.norms.storing import content_of, rule_of
from espalier.cycle.learning_map.norms.types import (
    Exemption,
    ModuleLink,
    NormInForce,
)
from espalier.cycle.people.positions import queries as positions
from espalier.kit.errors import NotFound

NEWEST_VERSION = NormVersion.objects.filter(norm=OuterRef("pk")).order_by("-effective_from")

FIRST_VERSION = NormVersion.objects.filter(norm=OuterRef("norm")).order_by("effective_from")


def norms() -> QuerySet[Norm]:
    """The whole register by code, with the newest rule's window and hours and the number of links."""
    return (
        Norm.objects.annotate(
            window=Subquery(NEWEST_VERSION.values("window")[:1]),
            minutes=Subquery(NEWEST_VERSION.values("minutes")[:1]),
            effective_to=Subquery(NEWEST_VERSION.values("effective_to")[:1]),
            n_modules=Count("module_links", distinct=True),
            n_clauses=Count("clause_links", distinct=True),
            n_versions=Count("versions", distinct=True),
        )
        .order_by("code")
    )  # fmt: skip


def past_review(on: date) -> QuerySet[Norm]:
    """Norms in use that should have been looked up again by now, the longest overdue first."""
    return norms().filter(is_applied=True, review_on__lt=on).order_by("review_on", "code")


def norm_or_404(norm_id: int) -> Norm:
    """Raises: NotFound."""
    found = norms().filter(pk=norm_id).first()
    if found is None:
        raise NotFound
    return found


def locked_norm(norm_id: int) -> Norm:
    """The norm, held until the transaction ends. Raises: NotFound."""
    found = Norm.objects.select_for_update().filter(pk=norm_id).first()
    if found is None:
        raise NotFound
    return found


def version_or_404(version_id: int) -> NormVersion:
    """Raises: NotFound."""
    found = NormVersion.objects.select_related("norm").filter(pk=version_id).first()
    if found is None:
        raise NotFound
    return found


def versions_of(norm_id: int) -> list[NormVersion]:
    """All versions of a norm's rule, newest first. One query."""
    rows = NormVersion.objects.filter(norm_id=norm_id).select_related("norm")
    return list(rows.order_by("-effective_from"))


def version_in_force(versions: Iterable[NormVersion], on: date) -> NormVersion | None:
    """Which of a norm's versions holds on a day; None before the first and after the last."""
    for each in versions:
        if each.effective_from <= on and (each.effective_to is None or on <= each.effective_to):
            return each
    return None


def in_force_on(on: date, prefix: str = "") -> Q:
    """The condition for versions in force on a day."""
    since = Q(**{f"{prefix}effective_from__lte": on})
    until = Q(**{f"{prefix}effective_to": None}) | Q(**{f"{prefix}effective_to__gte": on})
    return since & until


def norms_in_force(on: date, *, applied_only: bool = True) -> list[NormInForce]:
    """Every norm in use with its rule of the day and all it is linked to, by code. Four queries.

    Exemptions come with all their dates, so that a forecast needs no second reading.
    """
    rows = (
        NormVersion.objects.filter(in_force_on(on))
        .select_related("norm")
        .annotate(first_effective_from=Subquery(FIRST_VERSION.values("effective_from")[:1]))
    )
    if applied_only:
        rows = rows.filter(norm__is_applied=True)
    modules, positions = _modules_by_norm(), _positions_by_norm()
    exemptions = _exemptions_by_norm()
    return [
        NormInForce(
            id=row.norm_id,
            version_id=row.pk,
            version_no=row.version_no,
            code=row.norm.code,
            content=content_of(row.norm),
            rule=rule_of(row),
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            first_effective_from=row.first_effective_from,
            position_ids=tuple(positions.get(row.norm_id, ())),
            modules=tuple(modules.get(row.norm_id, ())),
            exemptions=tuple(exemptions.get(row.norm_id, ())),
        )
        for row in rows.order_by("norm__code", "effective_from")
    ]


def _modules_by_norm() -> dict[int, list[ModuleLink]]:
    found: dict[int, list[ModuleLink]] = {}
    rows = NormModule.objects.order_by("module__code").values_list(
        "norm_id", "module_id", "module__code", "credit_minutes", "content_tag"
    )
    for row in rows:
        found.setdefault(row[0], []).append(ModuleLink(*row[1:]))
    return found


def _positions_by_norm() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = NormPosition.objects.order_by("position__code").values_list("norm_id", "position_id")
    for norm, position in rows:
        found.setdefault(norm, []).append(position)
    return found


def _exemptions_by_norm() -> dict[int, list[Exemption]]:
    found: dict[int, list[Exemption]] = {}
    rows = NormExemption.objects.order_by("employee_id", "starts_on").values_list(
        "norm_id", "employee_id", "reason", "starts_on", "until", "approved_by"
    )
    for row in rows:
        found.setdefault(row[0], []).append(Exemption(*row[1:]))
    return found


def versions_by_norm() -> dict[int, list[NormVersion]]:
    """All versions of all norms, newest first: whoever judges old completions needs the old rules. One query."""
    found: dict[int, list[NormVersion]] = {}
    for row in NormVersion.objects.select_related("norm").order_by("norm_id", "-effective_from"):
        found.setdefault(row.norm_id, []).append(row)
    return found


def ids_by_code() -> dict[str, int]:
    """Every norm's id by its code. One query."""
    return dict(Norm.objects.order_by("code").values_list("code", "pk"))


def by_code() -> dict[str, Norm]:
    """Every norm by its code. One query."""
    return {norm.code: norm for norm in Norm.objects.order_by("code")}


def newest_by_code() -> dict[str, tuple[Norm, NormVersion]]:
    """Every norm with the newest version of its rule, by code. One query."""
    found: dict[str, tuple[Norm, NormVersion]] = {}
    for row in NormVersion.objects.select_related("norm").order_by("effective_from"):
        found[row.norm.code] = (row.norm, row)
    return found


def newest_interpretations() -> dict[int, NormNote]:
    """The newest interpretation of every norm that has one. One query."""
    rows = NormNote.objects.filter(kind=NormNote.Kind.INTERPRETATION)
    return {row.norm_id: row for row in rows.order_by("said_on", "pk")}


def notes_of(norm_id: int) -> list[NormNote]:
    """Everything said about a norm, newest first. One query."""
    return list(NormNote.objects.filter(norm_id=norm_id).order_by("-said_on", "-pk"))


def materials_of(norm_id: int) -> list[NormMaterial]:
    """Learning information of a norm. One query."""
    return list(
        NormMaterial.objects.filter(norm_id=norm_id).select_related("file").order_by("title", "pk")
    )


def material_or_404(material_id: int) -> NormMaterial:
    """Raises: NotFound."""
    rows = NormMaterial.objects.select_related("file", "norm")
    found = rows.filter(pk=material_id).first()
    if found is None:
        raise NotFound
    return found


def module_links(norm_id: int | None = None) -> QuerySet[NormModule]:
    """Which modules serve which norms."""
    rows = NormModule.objects.select_related("norm", "module").order_by(
        "norm__code", "module__code"
    )
    return rows if norm_id is None else rows.filter(norm_id=norm_id)


def position_names(norm_id: int) -> list[str]:
    """Names of the positions a norm binds. One query."""
    return [link.position.name for link in position_links(norm_id)]


def position_links(norm_id: int | None = None) -> QuerySet[NormPosition]:
    """Which positions norms bind."""
    rows = NormPosition.objects.select_related("norm", "position")
    rows = rows.order_by("norm__code", "position__code")
    return rows if norm_id is None else rows.filter(norm_id=norm_id)


def clause_links(norm_id: int | None = None) -> QuerySet[NormClause]:
    """Which clauses of the training policy carry norms."""
    rows = NormClause.objects.select_related("norm", "clause")
    rows = rows.order_by("norm__code", "clause__chapter", "clause__number")
    return rows if norm_id is None else rows.filter(norm_id=norm_id)


def links_of(norm_id: int) -> dict[str, object]:
    """The links of a norm as the audit log keeps them. Three queries."""
    return {
        "modules": {
            link.module.code: [link.credit_minutes, link.content_tag]
            for link in module_links(norm_id)
        },
        "positions": [link.position.code for link in position_links(norm_id)],
        "clauses": [
            f"{link.clause.chapter}.{link.clause.number}" for link in clause_links(norm_id)
        ],
    }


def exemptions(norm_id: int | None = None) -> QuerySet[NormExemption]:
    """Who is or was exempt, by norm and person."""
    rows = NormExemption.objects.select_related("norm", "employee")
    rows = rows.order_by("norm__code", "employee__number", "starts_on")
    return rows if norm_id is None else rows.filter(norm_id=norm_id)


def position_ids_by_code() -> dict[str, int]:
    """Every position's id by its code. One query."""
    return {code: row.pk for code, row in positions.positions_by_code().items()}


def clause_ids_by_number() -> dict[str, int]:
    """Every clause's id by its number in the handbook ("7.2"), as sheets and forms name it. One query."""
    clauses = apps.get_model("policy", "Clause").objects.order_by("chapter", "number")
    rows = clauses.values_list("chapter", "number", "pk")
    return {f"{chapter}.{number}": pk for chapter, number, pk in rows}


def topics() -> list[str]:
    """The topics in use, for the filter of the list. One query."""
    rows = Norm.objects.exclude(topic="").order_by("topic")
    return list(rows.values_list("topic", flat=True).distinct())


def applied_duties_without_module(on: date) -> list[Norm]:
    """Norms in use that ask for learning by a term and are served by no module. One query."""
    rows = NormVersion.objects.filter(
        in_force_on(on), norm__is_applied=True, norm__module_links=None
    ).exclude(window=NormVersion.Window.NONE)
    return [row.norm for row in rows.select_related("norm").order_by("norm__code")]


def applied_doubtful() -> list[Norm]:
    """Norms in use whose status is doubtful. One query."""
    rows = Norm.objects.filter(is_applied=True, status=Norm.Status.DOUBTFUL)
    return list(rows.order_by("code"))


def legal_duties_without_clause(on: date) -> list[Norm]:
    """Legal norms in use that ask for learning by a term and stand in no clause of the policy. One query."""
    rows = NormVersion.objects.filter(
        in_force_on(on),
        norm__is_applied=True,
        norm__kind=Norm.Kind.LEGAL,
        norm__clause_links=None,
    ).exclude(window=NormVersion.Window.NONE)
    return [row.norm for row in rows.select_related("norm").order_by("norm__code")]


def last_changed_at() -> Any:
    """When the register was last changed; None when it is empty. One query."""
    return Norm.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
