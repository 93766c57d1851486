"""Moving positions from one version of a standard to the next, as a person confirmed it.

Nothing is destroyed: old adoptions and requirements get an end date, competencies keep their codes and
names and only move their source, and the decisions themselves are kept with reasons.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import map_rests_on_change
from espalier.cycle.learning_map.requirements import queries, rules
from espalier.cycle.learning_map.requirements.models import Adoption, Migration
from espalier.cycle.learning_map.requirements.services.matrix import write_rows
from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CellEdit,
    ItemDecision,
    MigrationDecisions,
    MoveAction,
    OpenRow,
    Proposal,
)
from espalier.cycle.standards.catalogue import services as catalogue
from espalier.cycle.standards.versions import queries as versions
from espalier.cycle.standards.versions import services as version_services
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused

Problems = rules.MigrationProblem


@transaction.atomic
def migrate_to_version(
    *,
    comparison_id: int,
    decisions: MigrationDecisions,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> Migration:
    """Carry out what a person confirmed about a new version of a standard, from a day on.

    The named positions' adoptions move; competencies of moved items rest on the new items; requirements
    of those positions are renewed with the new source, and with the new level where that was taken.

    Raises: NotFound for an unknown comparison; Refused with every problem, nothing written.
    """
    comparison = versions.comparison(comparison_id)
    old_adoptions = [
        row
        for row in queries.open_adoptions_of_standard(comparison.old_id)
        if row.position_id in decisions.position_ids
    ]
    _refuse(comparison, decisions, old_adoptions, starts_on)
    competency_of = _competencies_of_old(old_adoptions)
    moved = {
        competency_of[each.old_item_id]: each.new_item_id
        for each in decisions.items
        if each.action is MoveAction.MOVE and each.old_item_id in competency_of
    }
    reason = _("Migration from %(old)s to %(new)s") % {
        "old": comparison.old.raw_code,
        "new": comparison.new.raw_code,
    }
    catalogue.move_source_items(moves=_targets(moved), reason=reason, by=by, at=at)
    adopted = catalogue.adopt_competencies(standard=comparison.new, by=by, at=at)
    fresh = _move_adoptions(old_adoptions, comparison.new, starts_on, reason, by)
    proposals = rules.proposed_levels(
        queries.placed_items_of(comparison.new_id), queries.level_map()
    )
    rows = queries.rows_from(starts_on, position_ids=decisions.position_ids)
    edits = _edits(decisions, rows, competency_of, adopted.competency_of, proposals)
    plan, later = rules.write_plan(edits, rows, starts_on=starts_on)
    if later:
        raise Refused([_starts_later(row) for _edit, row in later])
    write_rows(plan=plan, starts_on=starts_on, by=by, at=at)
    counts = {
        "adoptions": len(fresh),
        "competencies_moved": len(moved),
        "competencies_created": adopted.n_created,
        "requirements_ended": len(plan.end) + len(plan.drop),
        "requirements_added": len(plan.add),
    }
    migration = Migration.objects.create(
        comparison_id=comparison.pk,
        at=at,
        by=by.label,
        decisions={**decisions.as_json(), "starts_on": starts_on.isoformat()},
        counts=counts,
    )
    version_services.mark_migrated(comparison_id=comparison.pk, by=by, at=at)
    log.record("learning_map.version.migrated", migration, by=by, at=at, after=counts)
    map_rests_on_change(reason=reason, by=by, at=at)
    return migration


def _targets(moved: Mapping[int, int | None]) -> dict[int, int]:
    return {competency: item for competency, item in moved.items() if item is not None}


def _refuse(
    comparison: Any, decisions: MigrationDecisions, old: Sequence[Adoption], starts_on: date
) -> None:
    new_items = set(versions.item_ids(comparison.new_id))
    old_items = set(versions.item_ids(comparison.old_id))
    must_decide = set(_competencies_of_old(old)) if old else set()
    found = [
        _in_words(kind, item_id, comparison)
        for kind, item_id in rules.migration_problems(
            decisions, must_decide=must_decide, old_items=old_items, new_items=new_items
        )
    ]
    known = {row.position_id for row in old}
    if set(decisions.position_ids) - known:
        message = _("Some positions do not rest on the old version any more.")
        found.append(Problem("not_on_old", message, remedy=_("Reload the page and choose again.")))
    for row in old:
        if starts_on <= row.starts_on:
            message = _("It rests on the old version only since %(day)s.") % {"day": row.starts_on}
            remedy = _("Choose a later day.")
            found.append(Problem("starts_too_early", message, row.position.code, remedy))
    if found:
        raise Refused(found)


def _in_words(kind: Problems, item_id: int, comparison: Any) -> Problem:
    item = versions.item_label(item_id) if item_id else ""
    words = {
        Problems.NO_POSITION: (
            _("No position was chosen."),
            _("Choose at least one position that shall move."),
        ),
        Problems.UNDECIDED: (
            _("Nothing was decided about this item."),
            _("Say whether it lives on, is kept, or ends."),
        ),
        Problems.NO_TARGET: (
            _("No item of the new version was named."),
            _("Choose the item it lives on as, or another decision."),
        ),
        Problems.TARGET_TWICE: (
            _("Another item already lives on as the same new item."),
            _("Keep one of them and end the other."),
        ),
        Problems.FOREIGN_ITEM: (
            _("This item does not belong to these versions."),
            _("Reload the page and decide again."),
        ),
    }
    message, remedy = words[kind]
    return Problem(kind, message, item or comparison.new.raw_code, remedy)


def _competencies_of_old(old: Sequence[Adoption]) -> dict[int, int]:
    """Old item → competency, the same for every position that rests on the version."""
    if not old:
        return {}
    one = queries.adoptions().filter(pk=old[0].pk)
    return {item: ref.id for item, ref, _code in queries.competencies_of_items(one)}


def _move_adoptions(
    old: Sequence[Adoption], new: Any, starts_on: date, reason: str, by: Actor
) -> list[Adoption]:
    for row in old:
        row.ends_on = starts_on - timedelta(days=1)
    Adoption.objects.bulk_update(old, ["ends_on"])
    return Adoption.objects.bulk_create(
        Adoption(
            position_id=row.position_id,
            standard=new,
            starts_on=starts_on,
            reason=reason,
            recorded_by=by.label,
        )
        for row in old
    )


def _edits(
    decisions: MigrationDecisions,
    rows: Mapping[Cell, OpenRow],
    competency_of: Mapping[int, int],
    new_competency_of: Mapping[int, int],
    proposals: Mapping[int, Proposal],
) -> list[CellEdit]:
    by_competency = {
        competency_of[each.old_item_id]: each
        for each in decisions.items
        if each.old_item_id in competency_of
    }
    edits = []
    for cell, row in rows.items():
        decision = by_competency.get(cell.competency_id)
        if decision is not None and decision.action is not MoveAction.KEEP:
            edits.append(_renewed(row, decision, proposals))
    for item_id in decisions.require_new:
        proposal = proposals.get(item_id)
        if proposal is None or proposal.level is None or item_id not in new_competency_of:
            continue
        for position_id in decisions.position_ids:
            cell = Cell(position_id, new_competency_of[item_id])
            if cell not in rows:
                edits.append(CellEdit(cell, proposal.level, None, "proposed", proposal.block_id))
    return edits


def _renewed(row: OpenRow, decision: ItemDecision, proposals: Mapping[int, Proposal]) -> CellEdit:
    if decision.action is MoveAction.END:
        return CellEdit(row.cell, None, row.level)
    proposal = proposals.get(decision.new_item_id or 0)
    proposed = proposal.level if proposal else None
    level = proposed if decision.take_level and proposed is not None else row.level
    return CellEdit(
        cell=row.cell,
        level=level,
        seen=row.level,
        origin="proposed" if level == proposed else "edited",
        source_block_id=proposal.block_id if proposal else None,
        must_renew=True,
    )


def _starts_later(row: OpenRow) -> Problem:
    message = _("A level is already set from %(day)s on.") % {"day": row.starts_on}
    return Problem("starts_later", message, remedy=_("Choose that day or a later one."))
