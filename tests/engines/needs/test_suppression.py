"""Small groups stay hidden, also from those who subtract."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.needs.suppression import (
    GroupTree,
    suppress_flat,
    suppress_small_groups,
    suppress_table,
)

# name, n, parent, minimum, what may be shown
TABLE = [
    ("all large", [30, 20, 10], [-1, 0, 0], 5, [1, 1, 1]),
    ("one small needs a second", [30, 20, 7, 3], [-1, 0, 0, 0], 5, [1, 1, 0, 0]),
    ("two small protect each other", [30, 23, 3, 4], [-1, 0, 0, 0], 5, [1, 1, 0, 0]),
    ("two very small do not", [30, 20, 8, 1, 1], [-1, 0, 0, 0, 0], 5, [1, 1, 0, 0, 0]),
    ("members in no sub-group protect", [30, 20, 3], [-1, 0, 0], 5, [1, 1, 0]),
    ("few members in no sub-group", [30, 27], [-1, 0], 5, [1, 0]),
    ("an empty group may be shown", [20, 20, 0], [-1, 0, 0], 5, [1, 1, 1]),
    ("everything small", [4, 3, 1], [-1, 0, 0], 5, [0, 0, 0]),
    ("a grandchild under a hidden child", [30, 19, 11, 8, 3], [-1, 0, 0, 2, 2], 5, [1, 1, 1, 0, 0]),
    ("another minimum", [30, 20, 7, 3], [-1, 0, 0, 0], 3, [1, 1, 1, 1]),
]


@pytest.mark.parametrize(
    ("n", "parent", "minimum", "shown"), [t[1:] for t in TABLE], ids=[t[0] for t in TABLE]
)
def test_what_may_be_shown(n: list[int], parent: list[int], minimum: int, shown: list[int]) -> None:
    found = suppress_small_groups(GroupTree(n, parent), minimum=minimum)
    assert found.shown.tolist() == [bool(s) for s in shown]
    assert not (found.primary & found.complementary).any()
    assert ((found.primary | found.complementary) == ~found.shown).all()


def test_a_flat_list_with_and_without_its_total() -> None:
    assert suppress_flat([20, 7, 3], total_shown=False).shown.tolist() == [True, True, False]
    found = suppress_flat([20, 7, 3], total_shown=True)
    assert found.shown.tolist() == [True, False, False]
    assert found.complementary.tolist() == [False, True, False]


def test_each_column_of_a_table_for_itself() -> None:
    found = suppress_table([[30, 12], [20, 9], [7, 0], [3, 3]], [-1, 0, 0, 0])
    assert found.shown.T.tolist() == [[True, True, False, False], [True, False, True, False]]
    assert suppress_table(np.empty((2, 0), dtype=int), [-1, 0]).shown.shape == (2, 0)


@pytest.mark.parametrize(
    ("n", "parent", "message"),
    [
        ([5, -1], [-1, 0], "must not be negative"),
        ([5, 5], [1, 0], "contain themselves"),
        ([5, 5], [-1, 9], "is no group"),
        ([5, 6], [-1, 0], "hold more persons"),
        ([5.0, 6.0], [-1, 0], "whole numbers"),
        ([5], [-1, 0], "one of each"),
    ],
)
def test_an_impossible_tree_is_refused(n: list[int], parent: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        GroupTree(n, parent)
    with pytest.raises(ValueError, match="minimum"):
        suppress_small_groups(GroupTree([1], [-1]), minimum=0)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Groups with own members; the persons of a group are its own and those below it."""
    size = draw(st.integers(1, 7))
    parent = [-1] + [draw(st.integers(-1, i - 1)) for i in range(1, size)]
    own = [draw(st.integers(0, 9)) for _ in range(size)]
    n = list(own)
    for i in reversed(range(size)):
        if parent[i] >= 0:
            n[parent[i]] += n[i]
    return n, parent


def _derivable_sizes(n: list[int], parent: list[int], shown: np.ndarray) -> set[int]:
    """Sizes of all sets of own-member parts in the row space of what is shown: brute algebra."""
    size = len(n)
    inside = np.eye(size)
    for i in reversed(range(size)):
        if parent[i] >= 0:
            inside[parent[i]] += inside[i]
    own = np.linalg.solve(inside, np.array(n, dtype=float))
    rows = inside[shown]
    if not len(rows):
        return set()
    rank = np.linalg.matrix_rank(rows)
    sizes = set()
    for part in product([0.0, 1.0], repeat=size):
        if any(part) and np.linalg.matrix_rank(np.vstack([rows, part])) == rank:
            sizes.add(round(float(own @ np.array(part))))
    return sizes


@given(trees(), st.integers(2, 6))
@settings(max_examples=60, deadline=None)
def test_no_small_group_can_be_derived_by_any_sum_or_difference(
    drawn: tuple[list[int], list[int]], minimum: int
) -> None:
    n, parent = drawn
    found = suppress_small_groups(GroupTree(n, parent), minimum=minimum)
    derivable = _derivable_sizes(n, parent, found.shown)
    assert not [size for size in derivable if 0 < size < minimum]
