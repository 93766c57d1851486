"""What standards propose, and how an edit of the matrix changes the rows."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.learning_map.requirements.rules import (
    conflicting_edits,
    joined_periods,
    migration_problems,
    proposed_levels,
    write_plan,
)
from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CellEdit,
    ItemDecision,
    MigrationDecisions,
    MoveAction,
    OpenRow,
    Period,
    PlacedItem,
    Proposal,
)

MAP = {1: 1.0, 2: 2.0, 3: 2.5, 4: 3.0}
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
CELL = Cell(1, 10)


def test_the_highest_block_proposes_and_missing_levels_stay_blank():
    placed = [
        PlacedItem(1, "K", 11, 3),
        PlacedItem(1, "K", 12, 4),
        PlacedItem(1, "K", 13, None),
        PlacedItem(2, "S", 13, None),
        PlacedItem(3, "S", 14, 6),  # the map does not know level 6
        PlacedItem(4, "A", None, None),
        PlacedItem(5, "A", 12, 4),  # even an attitude placed in a block gets none
    ]
    assert proposed_levels(placed, MAP) == {
        1: Proposal(1, 3.0, 12),
        2: Proposal(2, None, None),
        3: Proposal(3, None, None),
        4: Proposal(4, None, None),
        5: Proposal(5, None, None),
    }


def row(level: float, starts_on: date, ends_on: date | None = None) -> OpenRow:
    return OpenRow(7, CELL, level, 1.0, starts_on, ends_on)


def edit(level: float | None, seen: float | None = None) -> CellEdit:
    return CellEdit(CELL, level, seen)


def test_a_changed_level_ends_the_old_row_and_opens_a_new_one():
    plan, later = write_plan([edit(4)], {CELL: row(3, MARCH)}, starts_on=JUNE)
    assert ([r.id for r in plan.end], plan.add[0][0].level, later) == ([7], 4, [])


def test_the_same_level_changes_nothing():
    plan, _later = write_plan([edit(3)], {CELL: row(3, MARCH)}, starts_on=JUNE)
    assert plan.n_changes == 0


def test_an_emptied_place_ends_without_successor():
    plan, _later = write_plan([edit(None)], {CELL: row(3, MARCH)}, starts_on=JUNE)
    assert (len(plan.end), plan.add, plan.n_changes) == (1, (), 1)


def test_a_row_of_the_same_day_is_corrected_or_dropped():
    held = {CELL: row(3, JUNE)}
    assert write_plan([edit(4)], held, starts_on=JUNE)[0].correct[0][1].level == 4
    assert write_plan([edit(None)], held, starts_on=JUNE)[0].drop == (held[CELL],)


def test_a_level_set_for_later_is_not_overwritten():
    plan, later = write_plan([edit(4)], {CELL: row(3, JUNE)}, starts_on=MARCH)
    assert plan.n_changes == 0
    assert [each.starts_on for _edit, each in later] == [JUNE]


def test_only_a_place_that_others_changed_to_something_else_is_a_conflict():
    assert conflicting_edits([edit(4, seen=3)], {CELL: 3}) == []
    assert conflicting_edits([edit(4, seen=3)], {CELL: 4}) == []
    assert conflicting_edits([edit(4, seen=3)], {CELL: 5}) == [(edit(4, seen=3), 5)]
    assert conflicting_edits([edit(4, seen=3)], {}) == [(edit(4, seen=3), None)]


def test_an_untold_end_is_the_day_before_the_next_period():
    ends, overlapping = joined_periods([Period(MARCH)], [Period(JUNE)])
    assert ends == {MARCH: date(2026, 5, 31), JUNE: None}
    assert overlapping == set()


def test_overlapping_periods_are_named():
    ends, overlapping = joined_periods([Period(MARCH, JUNE)], [Period(JUNE)])
    assert overlapping == {MARCH, JUNE}
    assert ends[MARCH] == JUNE


days = st.integers(0, 400).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@given(st.sets(days, max_size=6), st.sets(days, max_size=6))
def test_joined_periods_without_told_ends_never_overlap(existing, told):
    ends, overlapping = joined_periods(
        [Period(day) for day in existing], [Period(day) for day in told]
    )
    assert overlapping == set()
    order = sorted(ends)
    assert all(ends[a] == b - timedelta(days=1) for a, b in itertools.pairwise(order))
    assert not order or ends[order[-1]] is None


def test_every_reason_against_a_migration_is_told():
    decisions = MigrationDecisions(
        position_ids=(),
        items=(
            ItemDecision(1, MoveAction.MOVE, 21),
            ItemDecision(2, MoveAction.MOVE, 21),
            ItemDecision(3, MoveAction.MOVE),
            ItemDecision(99, MoveAction.END),
            ItemDecision(4, MoveAction.MOVE, 77),
        ),
    )
    found = migration_problems(
        decisions, must_decide={1, 5}, old_items={1, 2, 3, 4, 5}, new_items={21}
    )
    assert [(kind.value, pk) for kind, pk in found] == [
        ("no_position", 0),
        ("undecided", 5),
        ("target_twice", 2),
        ("no_target", 3),
        ("foreign_item", 99),
        ("foreign_item", 77),
    ]
