"""Reading requirements, adoptions and proposals."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from espalier.cycle.learning_map.requirements import rules
from espalier.cycle.learning_map.requirements.models import (
    Adoption,
    LevelMap,
    Migration,
    Requirement,
)
from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CompetencyProposal,
    CompetencyRef,
    HeldRequirement,
    OpenRow,
    PlacedItem,
)
from espalier.cycle.standards.catalogue import queries as catalogue

KSA = ("K", "S", "A")


def in_force(on: date) -> Q:
    """Rows in force on a day; ends are included."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


def level_map() -> dict[int, float]:
    """Level of a standard's block → required level on our own scale; a missing level is not there."""
    return dict(
        LevelMap.objects.order_by("standard_level").values_list("standard_level", "required_level")
    )


def adoptions(on: date | None = None) -> QuerySet[Adoption]:
    """Which position rests on which standard; on a day, or ever."""
    rows = Adoption.objects.select_related("position", "standard")
    if on is not None:
        rows = rows.filter(in_force(on))
    return rows.order_by("position__code", "-starts_on", "standard__raw_code", "pk")


def adoptions_of(position_id: int) -> QuerySet[Adoption]:
    """The adoptions of one position with their history, newest first."""
    return adoptions().filter(position_id=position_id).order_by("ends_on", "-starts_on", "pk")


def requirements_on(
    on: date, *, position_ids: Collection[int] | None = None
) -> list[HeldRequirement]:
    """What positions require on a day, of all positions or of those named. One query."""
    rows = Requirement.objects.filter(in_force(on))
    if position_ids is not None:
        rows = rows.filter(position_id__in=list(position_ids))
    values = rows.order_by("position_id", "competency__code").values_list(
        "position_id", "competency_id", "level", "weight", "starts_on", "origin"
    )
    return [HeldRequirement(*row) for row in values]


def requirements_of(position_id: int, on: date) -> QuerySet[Requirement]:
    """The requirements of one position on a day with their competencies and sources."""
    return (
        Requirement.objects.filter(in_force(on), position_id=position_id)
        .select_related("competency__source_item__standard", "source_block")
        .order_by("competency__kind", "competency__code")
    )


def requirement_history(position_id: int, competency_id: int) -> QuerySet[Requirement]:
    """Everything this place ever required, newest first."""
    rows = Requirement.objects.filter(position_id=position_id, competency_id=competency_id)
    return rows.order_by("-starts_on", "pk")


def rows_from(
    on: date,
    *,
    position_ids: Collection[int] | None = None,
    competency_ids: Collection[int] | None = None,
) -> dict[Cell, OpenRow]:
    """Per place the latest row that has not ended before the day. One query."""
    rows = Requirement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    if position_ids is not None and len(position_ids) <= 400:
        rows = rows.filter(position_id__in=list(position_ids))
    if competency_ids is not None and len(competency_ids) <= 400:
        rows = rows.filter(competency_id__in=list(competency_ids))
    values = rows.order_by("starts_on", "pk").values_list(
        "pk", "position_id", "competency_id", "level", "weight", "starts_on", "ends_on"
    )
    found = {}
    for pk, position, competency, level, weight, starts_on, ends_on in values:
        cell = Cell(position, competency)
        found[cell] = OpenRow(pk, cell, level, weight, starts_on, ends_on)
    return found


def all_rows() -> list[OpenRow]:
    """Every requirement ever, for the import and the export. One query."""
    values = Requirement.objects.order_by("position__code", "competency__code", "starts_on")
    return [
        OpenRow(pk, Cell(position, competency), level, weight, starts_on, ends_on)
        for pk, position, competency, level, weight, starts_on, ends_on in values.values_list(
            "pk", "position_id", "competency_id", "level", "weight", "starts_on", "ends_on"
        )
    ]


def propose_requirements(position_id: int, on: date) -> list[CompetencyProposal]:
    """What the standards the position adopted propose, beside what holds today. Five queries.

    Items nobody made a competency of are left out; adopting a standard makes them.
    """
    adopted = Adoption.objects.filter(in_force(on), position_id=position_id)
    levels = level_map()
    placed = list(
        adopted.filter(standard__items__kind__in=KSA)
        .order_by("standard__items__kind", "standard__items__order", "standard__items__pk")
        .values_list(
            "standard__items__pk",
            "standard__items__kind",
            "standard__items__placements__block_id",
            "standard__items__placements__block__level",
        )
    )
    proposals = rules.proposed_levels((PlacedItem(*row) for row in placed), levels)
    block_level = {row[2]: row[3] for row in placed}
    tasks = _tasks_by_block(adopted)
    held = {r.competency_id: r.level for r in requirements_on(on, position_ids=[position_id])}
    found = []
    for item_id, competency, standard_code in competencies_of_items(adopted):
        proposal = proposals[item_id]
        found.append(
            CompetencyProposal(
                competency_id=competency.id,
                code=competency.code,
                kind=competency.kind,
                name=competency.name,
                name_en=competency.name_en,
                level=proposal.level,
                block_id=proposal.block_id,
                block_level=block_level.get(proposal.block_id) if proposal.block_id else None,
                task_codes=tasks.get(proposal.block_id or 0, ()),
                standard_code=standard_code,
                current=held.get(competency.id),
            )
        )
    return _once(found)


def _once(found: list[CompetencyProposal]) -> list[CompetencyProposal]:
    """One line per competency, the highest proposal where two standards speak of it."""
    best: dict[int, CompetencyProposal] = {}
    for each in found:
        known = best.get(each.competency_id)
        if known is None or (each.level or -1.0) > (known.level or -1.0):
            best[each.competency_id] = each
    return list(best.values())


def _tasks_by_block(adopted: QuerySet[Adoption]) -> dict[int, tuple[str, ...]]:
    rows = adopted.order_by("standard__duties__groups__tasks__order").values_list(
        "standard__duties__groups__blocks__pk", "standard__duties__groups__tasks__code"
    )
    found: dict[int, dict[str, None]] = {}
    for block, code in rows:
        if block is not None and code:
            found.setdefault(block, {})[code] = None
    return {block: tuple(codes) for block, codes in found.items()}


def competencies_of_items(adopted: QuerySet[Adoption]) -> list[tuple[int, CompetencyRef, str]]:
    """Every K, S and A item of adopted standards with the competency that stands for it.

    A competency grown from another version of the standard stands for an item of the same code and
    name, as adopting says. Two queries.
    """
    items = list(
        adopted.filter(standard__items__kind__in=KSA)
        .order_by("standard__raw_code", "standard__items__kind", "standard__items__order")
        .values_list(
            "standard__items__pk",
            "standard__items__kind",
            "standard__items__code",
            "standard__items__name",
            "standard__code_base",
            "standard__version_no",
            "standard__raw_code",
        )
    )
    bases = {row[4] for row in items if row[4]}
    mine = Q(source_item_id__in=[row[0] for row in items][:900])
    for base in bases:
        mine |= Q(code__startswith=base)
    values = ("source_item_id", "pk", "code", "kind", "name", "name_en")
    rows = list(catalogue.competencies().filter(mine).values_list(*values)) if items else []
    by_item = {row[0]: CompetencyRef(*row[1:]) for row in rows}
    by_code = {row[2]: CompetencyRef(*row[1:]) for row in rows}
    found = []
    for item_id, kind, code, name, base, version, raw_code in items:
        row = by_item.get(item_id)
        for candidate in (f"{base}/{code}", f"{base}v{version or 1}/{code}"):
            same = by_code.get(candidate)
            if row is None and same is not None and (same.kind, same.name) == (kind, name[:300]):
                row = same
        if row is not None:
            found.append((item_id, row, raw_code))
    return found


def placed_items_of(standard_id: int) -> list[PlacedItem]:
    """The K, S and A items of a standard as they stand in its blocks. One query."""
    rows = catalogue.items().filter(standard_id=standard_id, kind__in=KSA)
    values = rows.order_by("kind", "order", "pk").values_list(
        "pk", "kind", "placements__block_id", "placements__block__level"
    )
    return [PlacedItem(*row) for row in values]


def item_names(standard_id: int) -> dict[int, str]:
    """Code and name of every K, S and A item of a standard. One query."""
    rows = catalogue.items().filter(standard_id=standard_id, kind__in=KSA)
    return {
        pk: f"{code} {name}".strip() for pk, code, name in rows.values_list("pk", "code", "name")
    }


def open_adoptions_of_standard(standard_id: int) -> list[Adoption]:
    """The adoptions of one version still open, in the order of positions."""
    rows = adoptions().filter(standard_id=standard_id, ends_on=None)
    return list(rows.order_by("position__code", "pk"))


def positions_without_requirement(on: date) -> list[Adoption]:
    """Adoptions in force whose position requires nothing on the day."""
    required = Requirement.objects.filter(in_force(on)).values("position_id")
    rows = adoptions(on).filter(position__is_active=True).exclude(position_id__in=required)
    return list(rows)


def adoptions_of_superseded(on: date) -> list[Adoption]:
    """Adoptions in force of standards that a newer version has superseded."""
    return list(adoptions(on).filter(standard__state="superseded", position__is_active=True))


def requirements_resting_on_superseded(on: date) -> list[Requirement]:
    """Requirements in force whose level came from a block of a superseded standard version."""
    rows = Requirement.objects.filter(
        in_force(on), source_block__group__duty__standard__state="superseded"
    )
    return list(
        rows.select_related(
            "position", "competency", "source_block__group__duty__standard"
        ).order_by("position__code", "competency__code")
    )


def migrations() -> QuerySet[Migration]:
    return Migration.objects.select_related("comparison__old", "comparison__new").order_by("-at")


def last_recorded_at() -> datetime | None:
    """When requirements were last written; None when there is none."""
    newest = Requirement.objects.order_by("-recorded_at").values_list("recorded_at", flat=True)
    return newest.first()


def periods_of(requirement_ids: Collection[str]) -> list[tuple[str, date, date | None]]:
    """Id, first and last day of requirements. One query."""
    rows = Requirement.objects.filter(pk__in=list(requirement_ids)).order_by("pk")
    values = rows.values_list("pk", "starts_on", "ends_on")
    return [(str(pk), starts_on, ends_on) for pk, starts_on, ends_on in values]


def ids_in_force(on: date) -> list[int]:
    """The requirements in force on a day. One query."""
    rows = Requirement.objects.filter(in_force(on)).order_by("pk")
    return list(rows.values_list("pk", flat=True))
