"""A wrongly declared list fails when it is declared, not when somebody opens it."""

import pytest
from django.http import QueryDict

from espalier.kit.ui.state import ListState, read_state
from espalier.kit.ui.types import (
    Bucket,
    Column,
    Filter,
    HeatCell,
    HeatColumn,
    HeatMap,
    HeatRow,
    ListSpec,
    bucket_of,
)

NAME = Column("name", "姓名", sort=("name",))

WRONG = {
    "no column": {"columns": ()},
    "a column twice": {"columns": (NAME, NAME)},
    "a filter named like a part of the address": {"filters": (Filter("page", "頁"),)},
    "sorted by what it does not have": {"default_sort": "-age"},
    "a page of no rows": {"page_size": 0},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_wrong_declaration_is_refused(change):
    with pytest.raises(ValueError):
        ListSpec(**{"key": "test", "title": "測試", "columns": (NAME,), **change})


def test_address_and_state_are_the_same_thing():
    spec = ListSpec(
        key="test",
        title="測試",
        columns=(NAME, Column("age", "年齡")),
        filters=(Filter("unit", "單位"),),
    )
    state = ListState(
        q="林 美", filters={"unit": "研發部"}, sort="-name", columns=("name", "age"), page=3
    )
    assert read_state(spec, QueryDict(state.query(page=3)), {}) == state


def test_any_change_begins_at_the_first_page():
    state = ListState(q="林", page=3)
    assert state.query(sort="name") == "q=%E6%9E%97&sort=name"


GAPS = [
    (None, Bucket.NONE),
    (-4, Bucket.SHORT_3),
    (-3, Bucket.SHORT_3),
    (-2, Bucket.SHORT_2),
    (-1, Bucket.SHORT_1),
    (-0.1, Bucket.SHORT_1),
    (0, Bucket.MET),
    (0.4, Bucket.MET),
    (1, Bucket.OVER_1),
    (2, Bucket.OVER_2),
    (5, Bucket.OVER_2),
]


@pytest.mark.parametrize(("gap", "bucket"), GAPS)
def test_a_gap_below_zero_is_never_drawn_as_met(gap, bucket):
    assert bucket_of(gap) is bucket
    assert bucket_of(gap, hidden=True) is Bucket.HIDDEN


def test_a_heat_map_with_a_short_row_is_refused():
    with pytest.raises(ValueError, match="one cell per column"):
        HeatMap(
            "圖",
            "",
            (HeatColumn("A"), HeatColumn("B")),
            (HeatRow("r", (HeatCell("1", Bucket.MET),)),),
        )
