"""Saving required levels: the matrix, accepted proposals, imported periods. One writer for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import map_rests_on_change
from espalier.cycle.learning_map.requirements import queries, rules
from espalier.cycle.learning_map.requirements.models import Requirement
from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CellEdit,
    OpenRow,
    Period,
    WritePlan,
)
from espalier.cycle.learning_map.scale import bounds
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Conflict, Problem, Refused

BATCH = 900
SUBJECT = "learning_map.Requirement:"


@dataclass(frozen=True, slots=True)
class Names:
    """Codes and names of positions and competencies, for messages."""

    positions: Mapping[int, str]
    competencies: Mapping[int, str]

    def place(self, cell: Cell) -> str:
        position = self.positions.get(cell.position_id, str(cell.position_id))
        return f"{position} × {self.competencies.get(cell.competency_id, cell.competency_id)}"


def _names() -> Names:
    """Two queries, however many places."""
    return Names(
        {pk: code for code, pk in positions.positions().values_list("code", "pk")},
        {pk: code for code, pk in catalogue.competency_ids_by_code().items()},
    )


@transaction.atomic
def save_requirements(
    *,
    edits: Sequence[CellEdit],
    starts_on: date,
    by: Actor,
    at: datetime,
    event: str = "learning_map.requirements.saved",
    problems: Sequence[Problem] = (),
) -> WritePlan:
    """Save everything changed in a matrix, in force from a day. ``problems`` are those of reading it.

    Raises: Refused with every problem of every place; Conflict when somebody else changed a place since
    the page was opened. Nothing is written then.
    """
    known = _names()
    rows = queries.rows_from(starts_on)
    found = [*problems, *_problems(edits, known)]
    plan, later = rules.write_plan(edits, rows, starts_on=starts_on)
    found += [_starts_later(edit, row, known) for edit, row in later]
    if found:
        raise Refused(found)
    current = {cell: row.level for cell, row in rows.items() if row.starts_on <= starts_on}
    _refuse_conflicts(edits, current, known)
    write_rows(plan=plan, starts_on=starts_on, by=by, at=at)
    if plan.n_changes:
        map_rests_on_change(reason=_("Required levels changed."), by=by, at=at)
        changed = [edit for edit in edits if current.get(edit.cell) != edit.level]
        log.record(
            event,
            SUBJECT,
            by=by,
            at=at,
            before={known.place(e.cell): current.get(e.cell) for e in changed},
            after={"starts_on": starts_on, **{known.place(e.cell): e.level for e in changed}},
        )
    return plan


def _problems(edits: Sequence[CellEdit], known: Names) -> list[Problem]:
    scale = bounds()
    found = []
    for edit in edits:
        place = known.place(edit.cell)
        if edit.cell.position_id not in known.positions:
            remedy = _("Reload the page; the position may have been removed.")
            found.append(
                Problem("unknown_position", _("There is no such position."), place, remedy)
            )
        if edit.cell.competency_id not in known.competencies:
            remedy = _("Reload the page, or add the competency first.")
            message = _("There is no such competency.")
            found.append(Problem("unknown_competency", message, place, remedy))
        if edit.level is not None and not scale.lowest <= edit.level <= scale.highest:
            message = _("%(level)s lies outside our scale from %(low)s to %(high)s.") % {
                "level": f"{edit.level:g}",
                "low": f"{scale.lowest:g}",
                "high": f"{scale.highest:g}",
            }
            remedy = _("Type a level of the scale, or leave the cell empty.")
            found.append(Problem("out_of_scale", message, place, remedy))
    return found


def _starts_later(edit: CellEdit, row: OpenRow, known: Names) -> Problem:
    message = _("A level is already set from %(day)s on.") % {"day": row.starts_on}
    remedy = _("Choose that day or a later one, or change the level of that day.")
    return Problem("starts_later", message, known.place(edit.cell), remedy)


def _refuse_conflicts(
    edits: Sequence[CellEdit], current: Mapping[Cell, float], known: Names
) -> None:
    conflicts = rules.conflicting_edits(edits, current)
    if conflicts:
        raise Conflict(
            theirs={known.place(edit.cell): _shown(theirs) for edit, theirs in conflicts},
            yours={known.place(edit.cell): _shown(edit.level) for edit, _theirs in conflicts},
        )


def _shown(level: float | None) -> str:
    return "" if level is None else f"{level:g}"


def write_rows(*, plan: WritePlan, starts_on: date, by: Actor, at: datetime) -> None:
    """Carry a plan out: one statement per kind of change and batch."""
    _end(plan.end, starts_on - timedelta(days=1))
    for row, edit in plan.correct:
        # At most as many as a person typed twice for the same day.
        Requirement.objects.filter(pk=row.id).update(
            level=edit.level,
            weight=row.weight if edit.weight is None else edit.weight,
            origin=edit.origin,
            source_block_id=edit.source_block_id,
            recorded_at=at,
            recorded_by=by.label,
        )
    dropped = [row.id for row in plan.drop]
    for start in range(0, len(dropped), BATCH):
        Requirement.objects.filter(pk__in=dropped[start : start + BATCH]).delete()
    Requirement.objects.bulk_create(
        (_new_row(edit, row, starts_on, by, at) for edit, row in plan.add), batch_size=BATCH
    )


def _end(rows: Sequence[OpenRow], day: date) -> None:
    ids = [row.id for row in rows]
    for start in range(0, len(ids), BATCH):
        Requirement.objects.filter(pk__in=ids[start : start + BATCH]).update(ends_on=day)


def _new_row(
    edit: CellEdit, before: OpenRow | None, starts_on: date, by: Actor, at: datetime
) -> Requirement:
    weight = edit.weight if edit.weight is not None else (before.weight if before else 1.0)
    return Requirement(
        position_id=edit.cell.position_id,
        competency_id=edit.cell.competency_id,
        level=edit.level or 0.0,  # an edit without level ends a row and never makes one
        weight=weight,
        starts_on=starts_on,
        ends_on=before.ends_on if before else None,
        origin=edit.origin,
        source_block_id=edit.source_block_id,
        recorded_at=at,
        recorded_by=by.label,
    )


@transaction.atomic
def accept_proposals(
    *,
    position_id: int,
    levels: Mapping[int, float | None],
    starts_on: date,
    by: Actor,
    at: datetime,
) -> WritePlan:
    """Take over proposed levels, as they are or changed; a competency left empty requires nothing.

    Raises: as ``save_requirements``.
    """
    proposals = {
        each.competency_id: each for each in queries.propose_requirements(position_id, starts_on)
    }
    edits = []
    for competency_id, level in levels.items():
        proposal = proposals.get(competency_id)
        as_proposed = proposal is not None and proposal.level == level
        edits.append(
            CellEdit(
                cell=Cell(position_id, competency_id),
                level=level,
                seen=proposal.current if proposal else None,
                origin="proposed" if as_proposed else "edited",
                source_block_id=proposal.block_id if proposal and level is not None else None,
            )
        )
    return save_requirements(
        edits=edits, starts_on=starts_on, by=by, at=at, event="learning_map.proposals.accepted"
    )


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """One row of the sheet: a level of a place for a period; an untold end follows from the next row."""

    cell: Cell
    level: float
    weight: float | None
    period: Period


@transaction.atomic
def import_periods(*, told: Sequence[ToldPeriod], by: Actor, at: datetime) -> tuple[int, int]:
    """Bring in periods that the import has checked; returns how many were added and changed."""
    by_cell: dict[Cell, list[ToldPeriod]] = {}
    for each in told:
        by_cell.setdefault(each.cell, []).append(each)
    existing: dict[Cell, list[OpenRow]] = {}
    for row in queries.all_rows():
        if row.cell in by_cell:
            existing.setdefault(row.cell, []).append(row)
    added: list[Requirement] = []
    changed: list[Requirement] = []
    for cell, periods in by_cell.items():
        _join(cell, existing.get(cell, []), periods, (added, changed), (by, at))
    # Ends first, so that no two rows of one place are open at the same time.
    fields = ["level", "weight", "ends_on"]
    Requirement.objects.bulk_update(changed, fields, batch_size=100)
    Requirement.objects.bulk_create(added, batch_size=BATCH)
    after = {"added": len(added), "changed": len(changed)}
    log.record("learning_map.requirements.imported", SUBJECT, by=by, at=at, after=after)
    map_rests_on_change(reason=_("Required levels changed."), by=by, at=at)
    return len(added), len(changed)


def _join(
    cell: Cell,
    rows: Sequence[OpenRow],
    told: Sequence[ToldPeriod],
    out: tuple[list[Requirement], list[Requirement]],
    who: tuple[Actor, datetime],
) -> None:
    ends, _overlapping = rules.joined_periods(
        [Period(row.starts_on, row.ends_on) for row in rows], [each.period for each in told]
    )
    said = {each.period.starts_on: each for each in told}
    for row in rows:
        new = said.pop(row.starts_on, None)
        level = new.level if new else row.level
        weight = new.weight if new and new.weight is not None else row.weight
        end = ends[row.starts_on]
        if (level, weight, end) != (row.level, row.weight, row.ends_on):
            out[1].append(Requirement(pk=row.id, level=level, weight=weight, ends_on=end))
    by, at = who
    for starts_on, each in said.items():
        edit = CellEdit(cell, each.level, None, origin="imported", weight=each.weight)
        row_ = _new_row(edit, None, starts_on, by, at)
        row_.ends_on = ends[starts_on]
        out[0].append(row_)
