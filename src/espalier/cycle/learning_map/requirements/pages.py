"""What the pages of requirements draw: the matrix, and the choices of a migration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from espalier.cycle.learning_map.labels import level_text
from espalier.cycle.learning_map.requirements import queries, rules
from espalier.cycle.learning_map.requirements.forms import name_of
from espalier.cycle.learning_map.requirements.types import Cell, CompetencyRef, Proposal
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.versions import queries as versions

MOST_POSITIONS = 12


@dataclass(frozen=True, slots=True)
class MatrixCell:
    name: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    competency: CompetencyRef
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Positions across, competencies down, as of a day."""

    on: date
    functions: Sequence[tuple[str, str]]
    groups: Sequence[str]
    function: str
    group: str
    kind: str
    used_only: bool
    positions: Sequence[Any]
    rows: Sequence[MatrixRow]
    levels: Mapping[Cell, float]

    def labels(self) -> dict[str, str]:
        return {cell.name: cell.label for row in self.rows for cell in row.cells}


def matrix(asked: Mapping[str, str], on: date, typed: Mapping[str, str] | None = None) -> Matrix:
    """The matrix that the address asks for; four queries. ``typed`` goes over what is recorded."""
    everybody = list(positions.positions().filter(is_active=True))
    functions = list({p.function.code: p.function.name for p in everybody}.items())
    function = asked.get("function", "")
    if function not in dict(functions):
        function = functions[0][0] if functions else ""
    mine = [p for p in everybody if p.function.code == function][:MOST_POSITIONS]
    rows = queries.requirements_on(on, position_ids=[p.pk for p in mine])
    levels = {Cell(row.position_id, row.competency_id): row.level for row in rows}
    values = ("pk", "code", "kind", "name", "name_en")
    every = [
        CompetencyRef(*row)
        for row in catalogue.competencies().order_by("kind", "code").values_list(*values)
    ]
    groups = sorted({ref.code.rsplit("/", 1)[0] for ref in every if "/" in ref.code})
    group, kind = asked.get("group", ""), asked.get("kind", "")
    used_only = asked.get("show", "used" if levels else "all") == "used"
    used = {cell.competency_id for cell in levels}
    shown = [
        ref
        for ref in every
        if (not group or ref.code.startswith(f"{group}/"))
        and (not kind or ref.kind == kind)
        and (not used_only or ref.id in used)
    ]
    return Matrix(
        on=on,
        functions=functions,
        groups=groups,
        function=function,
        group=group,
        kind=kind,
        used_only=used_only,
        positions=mine,
        rows=[_row(ref, mine, levels, typed or {}) for ref in shown],
        levels=levels,
    )


def _row(
    ref: CompetencyRef,
    mine: Sequence[Any],
    levels: Mapping[Cell, float],
    typed: Mapping[str, str],
) -> MatrixRow:
    cells = []
    for position in mine:
        cell = Cell(position.pk, ref.id)
        level = levels.get(cell)
        text = typed.get(name_of(cell), "" if level is None else level_text(level))
        cells.append(MatrixCell(name_of(cell), text, f"{position.name} × {ref.code} {ref.name}"))
    return MatrixRow(ref, tuple(cells))


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One old item behind a competency of ours, and what the person confirmed about it."""

    item_id: int
    item: str
    competency: CompetencyRef
    n_positions: int
    confirmed: bool
    action: str
    new_item_id: int | None
    old_level: float | None
    new_level: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class NewRow:
    item_id: int
    label: str
    level: float | None


@dataclass(frozen=True, slots=True)
class MigrationPage:
    comparison: Any
    adoptions: Sequence[Any]
    rows: Sequence[MoveRow]
    choices: Sequence[Any]
    fresh: Sequence[NewRow]


def migration_page(comparison_id: int, on: date) -> MigrationPage:
    """What must be decided before positions move to the new version. Raises: NotFound.

    The decisions confirmed in the comparison are filled in; an item nobody confirmed is kept.
    """
    comparison = versions.comparison(comparison_id)
    adoptions = queries.open_adoptions_of_standard(comparison.old_id)
    chosen = queries.adoptions().filter(pk=adoptions[0].pk) if adoptions else None
    ours = queries.competencies_of_items(chosen) if chosen is not None else []
    confirmed = {m.old_item_id: m for m in versions.confirmed_matches(comparison_id)}
    level_map = queries.level_map()
    new = rules.proposed_levels(queries.placed_items_of(comparison.new_id), level_map)
    old = rules.proposed_levels(queries.placed_items_of(comparison.old_id), level_map)
    choices = [each for each in versions.item_choices(comparison) if each.kind in queries.KSA]
    names = queries.item_names(comparison.old_id)
    moving = {a.position_id for a in adoptions}
    needed: dict[int, int] = {}
    for each in queries.requirements_on(on):
        if each.position_id in moving:
            needed[each.competency_id] = needed.get(each.competency_id, 0) + 1
    rows = [
        _move_row(item, ref, needed.get(ref.id, 0), confirmed.get(item), names, (old, new))
        for item, ref, _code in ours
    ]
    taken = {row.new_item_id for row in rows}
    fresh = [
        NewRow(each.id, each.label, new[each.id].level if each.id in new else None)
        for each in choices
        if each.id not in taken
    ]
    return MigrationPage(comparison, adoptions, rows, choices, fresh)


def _move_row(
    item_id: int,
    ref: CompetencyRef,
    n_positions: int,
    match: Any,
    names: Mapping[int, str],
    proposals: tuple[Mapping[int, Proposal], Mapping[int, Proposal]],
) -> MoveRow:
    target: int | None = match.new_item_id if match else None
    action = "keep" if match is None else ("move" if target is not None else "end")
    old, new = proposals
    return MoveRow(
        item_id=item_id,
        item=names.get(item_id, ref.name),
        competency=ref,
        n_positions=n_positions,
        confirmed=match is not None,
        action=action,
        new_item_id=target,
        old_level=old[item_id].level if item_id in old else None,
        new_level=new[target].level if target is not None and target in new else None,
        reason=match.reason if match else "",
    )
