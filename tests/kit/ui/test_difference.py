"""The difference of two texts."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.kit.ui.difference import Kind, diff_html, difference

CASES = {
    "equal": ("一樣", "一樣", "一樣"),
    "both empty": ("", "", ""),
    "all new": ("", "新增", "<ins>新增</ins>"),
    "all gone": ("刪除", "", "<del>刪除</del>"),
    "one character of a Chinese sentence": (
        "規劃年度訓練計畫",
        "規劃季度訓練計畫",
        "規劃<del>年</del><ins>季</ins>度訓練計畫",
    ),
    "an English word is replaced whole": (
        "plan the training",
        "plan the trainer",
        "plan the <del>training</del><ins>trainer</ins>",
    ),
    "neighbouring words are one change": (
        "a big red house",
        "a small blue house",
        "a <del>big red</del><ins>small blue</ins> house",
    ),
    "numbers are replaced whole": (
        "訓練 120 小時",
        "訓練 140 小時",
        "訓練 <del>120</del><ins>140</ins> 小時",
    ),
    "markup is shown, not obeyed": ("<b>", "<i>", "&lt;<del>b</del><ins>i</ins>&gt;"),
    "a new line": ("甲", "甲\n乙", "甲<ins>\n乙</ins>"),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_changed_is_marked(old, new, expected):
    assert diff_html(old, new) == expected


TEXT = st.text(alphabet="規劃訓練計畫 a b c<&\n12，。é", max_size=60) | st.text(max_size=60)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(old, new):
    parts = difference(old, new)
    assert "".join(p.text for p in parts if p.kind is not Kind.INSERTED) == old
    assert "".join(p.text for p in parts if p.kind is not Kind.DELETED) == new


@given(TEXT)
def test_equal_texts_have_no_change(text):
    assert all(part.kind is Kind.EQUAL for part in difference(text, text))


@given(TEXT, TEXT)
def test_a_deletion_stands_before_its_insertion(old, new):
    kinds = [part.kind for part in difference(old, new)]
    assert (Kind.INSERTED, Kind.DELETED) not in pairwise(kinds)


def test_a_long_document_is_compared_by_lines_in_reasonable_time():
    old = "\n".join(f"第{n}條 訓練單位應保存紀錄 {n} 年。" for n in range(2000))
    new = old.replace("第77條", "第七十七條")
    started = time.perf_counter()
    parts = difference(old, new)
    assert time.perf_counter() - started < 10
    assert [p.kind for p in parts] == [Kind.EQUAL, Kind.DELETED, Kind.INSERTED, Kind.EQUAL]
