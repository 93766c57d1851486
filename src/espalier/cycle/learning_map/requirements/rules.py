"""Rules of requirements. Pure: no Django, no clock, no database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CellEdit,
    MigrationDecisions,
    MoveAction,
    OpenRow,
    Period,
    PlacedItem,
    Proposal,
    WritePlan,
)


def proposed_levels(
    placed: Iterable[PlacedItem], level_map: Mapping[int, float]
) -> dict[int, Proposal]:
    """The level each item is proposed, from the blocks it stands in.

    The highest level of several blocks counts. A block without a level, or a level that the map does
    not know, proposes nothing; an attitude is never proposed a level, since the standard lists it once
    for the whole occupation.
    """
    best: dict[int, Proposal] = {}
    for each in placed:
        level = None
        if each.kind != "A" and each.block_level is not None:
            level = level_map.get(each.block_level)
        known = best.get(each.item_id)
        if known is None or (level is not None and (known.level is None or level > known.level)):
            best[each.item_id] = Proposal(
                each.item_id, level, each.block_id if level is not None else None
            )
    return best


def write_plan(
    edits: Sequence[CellEdit], rows: Mapping[Cell, OpenRow], *, starts_on: date
) -> tuple[WritePlan, list[tuple[CellEdit, OpenRow]]]:
    """How the edits change the rows, and which of them meet a row that starts only later.

    A changed level ends the old row the day before and adds a new one. A row that itself starts on
    this day is corrected in place, since it never held for a day. ``rows`` are the rows that have
    not ended before this day, the latest of each place.
    """
    end: list[OpenRow] = []
    correct: list[tuple[OpenRow, CellEdit]] = []
    drop: list[OpenRow] = []
    add: list[tuple[CellEdit, OpenRow | None]] = []
    later: list[tuple[CellEdit, OpenRow]] = []
    for edit in edits:
        row = rows.get(edit.cell)
        if row is None:
            if edit.level is not None:
                add.append((edit, None))
        elif row.starts_on > starts_on:
            later.append((edit, row))
        elif _same(edit, row):
            continue
        elif row.starts_on == starts_on:
            if edit.level is None:
                drop.append(row)
            else:
                correct.append((row, edit))
        else:
            end.append(row)
            if edit.level is not None:
                add.append((edit, row))
    return WritePlan(tuple(end), tuple(correct), tuple(drop), tuple(add)), later


def _same(edit: CellEdit, row: OpenRow) -> bool:
    return edit.level == row.level and edit.weight in (None, row.weight) and not edit.must_renew


def conflicting_edits(
    edits: Sequence[CellEdit], current: Mapping[Cell, float]
) -> list[tuple[CellEdit, float | None]]:
    """Edits whose place somebody else changed since the page was opened, to another value."""
    return [
        (edit, current.get(edit.cell))
        for edit in edits
        if current.get(edit.cell) != edit.seen and current.get(edit.cell) != edit.level
    ]


def joined_periods(
    existing: Sequence[Period], told: Sequence[Period]
) -> tuple[dict[date, date | None], set[date]]:
    """The end of every period once the told ones join the existing, by first day; and who overlaps.

    A told period without an end, like an existing one, ends the day before the next begins. One that
    was given an end must have ended before the next begins, else both are named as overlapping.
    """
    ends = {period.starts_on: period.ends_on for period in existing}
    for period in told:
        if period.ends_on is not None or period.starts_on not in ends:
            ends[period.starts_on] = period.ends_on
    order = sorted(ends)
    overlapping: set[date] = set()
    for first, following in pairwise(order):
        end = ends[first]
        if end is None:
            ends[first] = following - timedelta(days=1)
        elif end >= following:
            overlapping |= {first, following}
    return ends, overlapping


class MigrationProblem(StrEnum):
    NO_POSITION = "no_position"
    UNDECIDED = "undecided"
    NO_TARGET = "no_target"
    TARGET_TWICE = "target_twice"
    FOREIGN_ITEM = "foreign_item"


def migration_problems(
    decisions: MigrationDecisions,
    *,
    must_decide: Collection[int],
    old_items: Collection[int],
    new_items: Collection[int],
) -> list[tuple[MigrationProblem, int]]:
    """Everything that stops a migration, each with the item it is about (0: the whole)."""
    found: list[tuple[MigrationProblem, int]] = []
    if not decisions.position_ids:
        found.append((MigrationProblem.NO_POSITION, 0))
    decided = {each.old_item_id for each in decisions.items}
    found += [(MigrationProblem.UNDECIDED, pk) for pk in sorted(set(must_decide) - decided)]
    taken: set[int] = set()
    for each in decisions.items:
        if each.old_item_id not in old_items:
            found.append((MigrationProblem.FOREIGN_ITEM, each.old_item_id))
        if each.action is not MoveAction.MOVE:
            continue
        if each.new_item_id is None:
            found.append((MigrationProblem.NO_TARGET, each.old_item_id))
        elif each.new_item_id not in new_items:
            found.append((MigrationProblem.FOREIGN_ITEM, each.new_item_id))
        elif each.new_item_id in taken:
            found.append((MigrationProblem.TARGET_TWICE, each.old_item_id))
        taken.add(each.new_item_id or 0)
    return found
