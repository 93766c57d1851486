"""Gap figures: tables a manager can check by hand, and the laws they obey."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.needs.gap import (
    GapFigures,
    Levels,
    cell_gaps,
    gaps_by_competency,
    gaps_by_group,
    gaps_by_group_and_competency,
    gaps_by_person,
    gaps_overall,
)

EXCLUDE, AS_ZERO, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO, MissingPolicy.REFUSE
NAN = np.nan
RATES = ("mean_signed_gap", "mean_gap", "gap_index", "attainment", "share_proficient")

# Three persons, three competencies; the third competency is not required of the second person,
# and the third person has no rating in the first.
REQUIRED: list[list[float]] = [[4, 3, 2], [4, 3, NAN], [2, 3, 2]]
CURRENT: list[list[float]] = [[2, 3, 4], [4, 1, 1], [NAN, 3, 1]]
TABLE = Levels.from_matrix(REQUIRED, CURRENT, [1, 1, 2])


def test_cells() -> None:
    cells = cell_gaps(TABLE, missing=EXCLUDE)
    np.testing.assert_array_equal(cells.signed_gap, [2, 0, -2, 0, 2, NAN, 0, 1])
    np.testing.assert_array_equal(cells.gap, [2, 0, 0, 0, 2, NAN, 0, 1])
    assert (cells.n_used, cells.n_missing, cells.missing_share) == (7, 1, 1 / 8)


# gap index = Σ w·g / Σ w·required, by hand from the table above
BY_HAND = [
    ("person", [2 / 11, 2 / 7, 2 / 7], [3, 2, 2], [0, 0, 1]),
    ("competency", [2 / 8, 2 / 9, 2 / 8], [2, 3, 2], [1, 0, 0]),
]


@pytest.mark.parametrize(("by", "gap_index", "n_used", "n_missing"), BY_HAND)
def test_figures_by_hand(
    by: str, gap_index: list[float], n_used: list[int], n_missing: list[int]
) -> None:
    count = {"person": gaps_by_person, "competency": gaps_by_competency}[by]
    found = count(TABLE, missing=EXCLUDE)
    np.testing.assert_allclose(found.gap_index, gap_index)
    assert found.n_used.tolist() == n_used
    assert found.n_missing.tolist() == n_missing


def test_share_proficient_of_a_competency_is_the_share_of_its_persons() -> None:
    found = gaps_by_competency(TABLE, missing=EXCLUDE)
    np.testing.assert_allclose(found.share_proficient, [1 / 2, 2 / 3, 1 / 2])
    assert found.n_persons.tolist() == [2, 3, 2]


def test_a_missing_rating_may_count_as_zero() -> None:
    found = gaps_by_person(TABLE, missing=AS_ZERO)
    np.testing.assert_allclose(found.gap_index[2], (2 + 2 * 1) / 9)
    assert (found.n_used[2], found.n_missing[2]) == (3, 1)


def test_a_missing_rating_may_be_refused() -> None:
    with pytest.raises(ValueError, match="1 of 8 values are missing"):
        gaps_overall(TABLE, missing=REFUSE)


def test_the_policy_must_be_said() -> None:
    with pytest.raises(TypeError):
        gaps_overall(TABLE)  # type: ignore[call-arg]  # that is what is tested


def test_heat_map_and_groups() -> None:
    found = gaps_by_group_and_competency(TABLE, [0, 0, -1], 2, missing=EXCLUDE)
    np.testing.assert_allclose(found.gap_index, [[2 / 8, 2 / 6, 0], [NAN] * 3])
    assert found.n_persons.tolist() == [[2, 2, 1], [0, 0, 0]]
    assert found.defined.tolist() == [[True] * 3, [False] * 3]
    assert gaps_by_group(TABLE, [0, 0, -1], 1, missing=EXCLUDE).n_persons.tolist() == [2]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("negative", {"current": [-1.0, 1.0]}, "current: must not be negative, but is at 0"),
    ("infinite", {"required": [np.inf, 1.0]}, "required: infinite values at 0"),
    ("missing requirement", {"required": [NAN, 1.0]}, "required: missing values"),
    ("too few", {"current": [1.0]}, "current: 2 values expected"),
    ("unknown person", {"person": [0, 7]}, r"person: codes must be in 0\.\.1, not so at 1"),
    ("not whole", {"person": [0.0, 1.0]}, "person: integer codes expected"),
    ("given twice", {"person": [0, 0]}, r"1 cell\(s\) are given twice"),
    ("weight missing", {"weight": [NAN, 1.0]}, "weight: missing"),
]


@pytest.mark.parametrize(("change", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_named(change: dict[str, Any], message: str) -> None:
    good: dict[str, Any] = {
        "person": [0, 1],
        "competency": [0, 0],
        "required": [1.0, 1.0],
        "current": [1.0, 1.0],
        "n_persons": 2,
        "n_competencies": 1,
    }
    with pytest.raises(ValueError, match=message):
        Levels(**(good | change))


def test_matrices_of_different_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        Levels.from_matrix([[1.0, 2.0]], [[1.0]])


def test_nobody_and_nothing() -> None:
    levels = Levels.from_matrix(np.empty((0, 3)), np.empty((0, 3)))
    found = gaps_by_competency(levels, missing=EXCLUDE)
    assert found.n_used.tolist() == [0, 0, 0]
    assert not found.defined.any()
    assert cell_gaps(levels, missing=EXCLUDE).missing_share is None


level = st.integers(0, 6).map(float)
hole = st.one_of(level, st.just(NAN))


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, k = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    required = draw(st.lists(st.lists(hole, min_size=k, max_size=k), min_size=n, max_size=n))
    current = draw(st.lists(st.lists(hole, min_size=k, max_size=k), min_size=n, max_size=n))
    weights = draw(st.lists(st.floats(0, 5), min_size=k, max_size=k))
    return np.array(required), np.array(current), np.array(weights)


def _same(a: GapFigures, b: GapFigures, fields: tuple[str, ...] = (*RATES, "n_used")) -> None:
    for name in fields:
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=1e-9, atol=1e-12)


@given(tables())
def test_gap_index_and_attainment(drawn: tuple[np.ndarray, ...]) -> None:
    levels = Levels.from_matrix(*drawn)
    for count in (gaps_by_person, gaps_by_competency, gaps_overall):
        found = count(levels, missing=EXCLUDE)
        index, attained = found.gap_index[found.defined], found.attainment[found.defined]
        assert ((index >= 0) & (index <= 1)).all()
        np.testing.assert_allclose(index + attained, 1.0)
        for name in RATES:
            assert (np.isnan(getattr(found, name)) == ~found.defined).all()


@given(tables())
def test_a_person_without_ratings_alters_no_figure(drawn: tuple[np.ndarray, ...]) -> None:
    required, current, weights = drawn
    more_required = np.vstack([required, np.full(required.shape[1], 3.0)])
    more_current = np.vstack([current, np.full(required.shape[1], NAN)])
    before = gaps_by_competency(Levels.from_matrix(required, current, weights), missing=EXCLUDE)
    levels = Levels.from_matrix(more_required, more_current, weights)
    after = gaps_by_competency(levels, missing=EXCLUDE)
    _same(before, after)
    assert (after.n_missing == before.n_missing + 1).all()


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_persons_does_not_matter(drawn: tuple[np.ndarray, ...], random: Any) -> None:
    required, current, weights = drawn
    order = random.sample(range(len(required)), len(required))
    one = Levels.from_matrix(required, current, weights)
    other = Levels.from_matrix(required[order], current[order], weights)
    _same(gaps_overall(one, missing=EXCLUDE), gaps_overall(other, missing=EXCLUDE))
    by_person, turned = (gaps_by_person(x, missing=EXCLUDE) for x in (one, other))
    np.testing.assert_allclose(by_person.gap_index[order], turned.gap_index)


@given(tables(), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_a_group_is_what_its_members_are_taken_alone(
    drawn: tuple[np.ndarray, ...], groups: list[int]
) -> None:
    required, current, weights = drawn
    group_of = np.array(groups[: len(required)])
    levels = Levels.from_matrix(required, current, weights)
    together = gaps_by_group(levels, group_of, 3, missing=EXCLUDE)
    for group in range(3):
        rows = group_of == group
        alone = Levels.from_matrix(required[rows], current[rows], weights)
        found = gaps_overall(alone, missing=EXCLUDE)
        for name in (*RATES, "n_used", "n_missing", "n_persons"):
            np.testing.assert_allclose(
                getattr(together, name)[group], getattr(found, name)[0], rtol=1e-9, atol=1e-12
            )


def test_many_groups_give_the_figures_of_one_group_at_a_time() -> None:
    random = np.random.default_rng(7)
    shape = (5_000, 40)
    levels = Levels.from_matrix(random.integers(1, 7, shape), random.integers(0, 7, shape))
    groups = random.integers(0, 300, shape[0])
    table = gaps_by_group_and_competency(levels, groups, 300, missing=EXCLUDE)
    rows = groups == 123
    alone = Levels.from_matrix(
        levels.required.reshape(shape)[rows], levels.current.reshape(shape)[rows]
    )
    found = gaps_by_competency(alone, missing=EXCLUDE)
    np.testing.assert_allclose(table.gap_index[123], found.gap_index)
    np.testing.assert_array_equal(table.n_persons[123], found.n_persons)
