"""Comparing rows with records by key."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.kit.imports.compare import plan_by_key, same_value
from espalier.kit.imports.types import Reason, Row

ON_RECORD = {"001": {"name": "王", "hours": Decimal("2.0"), "unit": "A"}}


def plan(*rows, existing=ON_RECORD, key="code", columns=("name", "hours", "unit"), check=None):
    made = [Row("S", i, values) for i, values in enumerate(rows, start=2)]
    return plan_by_key(made, existing, key=key, compare_columns=columns, check=check)


CASES = {
    "new": ({"code": "002", "name": "李"}, "add", {"code": (None, "002"), "name": (None, "李")}),
    "equal": ({"code": "001", "name": "王", "hours": Decimal("2")}, "skip", {}),
    "one column differs": ({"code": "001", "name": "王大"}, "change", {"name": ("王", "王大")}),
    "column not in the file": ({"code": "001"}, "skip", {}),
    "emptied": ({"code": "001", "unit": ""}, "change", {"unit": ("A", "")}),
}


@pytest.mark.parametrize(("row", "action", "change"), CASES.values(), ids=CASES)
def test_what_happens_with_a_row(row, action, change):
    planned = plan(row)[0]
    assert (planned.action, planned.change) == (action, change)


def test_a_key_of_several_columns_and_a_column_the_file_lacks():
    existing = {("001", ""): {"role": "x"}, ("001", "A"): {"role": "x"}}
    rows = [{"code": "001", "role": "x"}, {"code": "001", "unit": "B", "role": "x"}]
    found = plan(*rows, existing=existing, key=("code", "unit"), columns=["role"])
    assert [(p.key, p.action) for p in found] == [("001", "skip"), ("001/B", "add")]


def test_a_key_on_three_rows_refuses_all_three():
    found = plan({"code": "9"}, {"code": "9"}, {"code": "9"})
    assert [p.action for p in found] == ["refuse"] * 3
    assert "3, 4" in str(found[0].reasons[0].message)


def test_all_reasons_of_a_check_are_kept():
    def check(row):
        yield Reason("name", "x", "a", "A")
        yield Reason("unit", "y", "b", "B")

    assert [r.code for r in plan({"code": "1"}, check=check)[0].reasons] == ["a", "b"]


def test_a_number_that_lost_its_zeros_is_added_with_a_warning():
    planned = plan({"code": "1"})[0]
    assert (planned.action, planned.reasons[0].code) == ("add", "zero_padded_twin")
    assert "001" in str(planned.reasons[0].message)


SAME = [
    (None, "", True),
    ("", (), True),
    (None, 0, False),
    (Decimal("1.50"), Decimal("1.5"), True),
    (1.5, Decimal("1.5"), True),
    (3, Decimal("3"), True),
    ("a\r\nb", "a\nb", True),
    (["b", "a"], ("a", "b"), True),
    (date(2024, 1, 1), date(2024, 1, 1), True),
    (False, None, False),
    ("007", "7", False),
]


@pytest.mark.parametrize(("before", "after", "expected"), SAME)
def test_when_two_values_say_the_same(before, after, expected):
    assert same_value(before, after) is expected
