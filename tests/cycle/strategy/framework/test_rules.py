"""Alignment, order and drafts: rules without a database."""

from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.strategy.framework import rules
from espalier.cycle.strategy.framework.types import PRESET_GROUPS, DraftChange, OrderConflict


def test_holes_are_objectives_without_activity_or_assessment():
    found = rules.alignment(
        ["O1", "O2", "O3"], {"A1": ["O1"], "A2": ["O2", "O1"], "A9": []}, {"T1": ["O1", "O3"]}
    )
    assert [(r.objective, r.activities, r.assessments) for r in found.rows] == [
        ("O1", ("A1", "A2"), ("T1",)),
        ("O2", ("A2",), ()),
        ("O3", (), ("T1",)),
    ]
    assert [row.objective for row in found.holes] == ["O2", "O3"]
    assert (found.idle_activities, found.idle_assessments) == (("A9",), ())


def test_a_module_before_its_prerequisite_is_named():
    requires = {"M1": ["M2"], "M3": ["M1", "M9"]}
    assert rules.order_conflicts(["M1", "M2", "M3"], requires) == [OrderConflict("M1", "M2")]
    assert rules.order_conflicts(["M2", "M1", "M3"], requires) == []


def test_drafts_differ_by_line():
    old, new = ["甲", "乙", "丙"], ["甲", "丁", "丙", "戊"]
    assert rules.draft_changes(old, new) == [
        DraftChange("-", "乙"),
        DraftChange("+", "丁"),
        DraftChange("+", "戊"),
    ]


lines = st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), max_size=12)


@given(lines, lines)
def test_the_difference_accounts_for_every_line(old, new):
    changes = rules.draft_changes(old, new)
    gone = sum(change.sign == "-" for change in changes)
    assert len(old) - gone + (len(changes) - gone) == len(new)
    assert (rules.digest(old) == rules.digest(new)) == (old == new)


def test_missing_groups_keep_their_order():
    asked = PRESET_GROUPS
    assert rules.missing_groups(asked, {"instructor"}) == ["learner", "supervisor", "coordinator"]
