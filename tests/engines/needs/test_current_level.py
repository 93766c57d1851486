"""Merging ratings: the stated rule cell by cell, and the bulk way held against it."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.needs.current_level import (
    CurrentLevels,
    Decay,
    ExponentialDecay,
    IgnoredBecause,
    MergeRule,
    NoDecay,
    Rating,
    RatingTable,
    StepDecay,
    current_levels,
    explain_current_level,
)

TODAY = date(2026, 11, 2)
WEIGHTS = {"self": 1.0, "supervisor": 2.0, "peer": 1.0, "test": 0.0}
RULE = MergeRule(WEIGHTS, window_days=365, decay=NoDecay())
SOURCES = ["self", "supervisor", "peer", "test", "hearsay"]


def _rating(source: str, value: float, days_ago: int) -> Rating:
    return Rating(source, value, TODAY - timedelta(days=days_ago))


LEVELS = [
    ("one source", [("self", 3, 10)], 3.0),
    ("weighted mean", [("self", 3, 10), ("supervisor", 4, 20)], (3 + 2 * 4) / 3),
    ("the latest of a source counts", [("self", 1, 100), ("self", 3, 10)], 3.0),
    ("two peers on one day count as their mean", [("peer", 2, 5), ("peer", 4, 5)], 3.0),
    ("peers of one day weigh as one", [("peer", 2, 5), ("peer", 4, 5), ("self", 5, 5)], 4.0),
    ("the first day of the window counts", [("self", 3, 365)], 3.0),
    ("too old", [("self", 3, 366)], None),
    ("still to come", [("self", 3, -1)], None),
    ("a source without weight", [("test", 3, 1)], None),
    ("a source the rule does not name", [("hearsay", 3, 1)], None),
    ("no rating", [], None),
]


@pytest.mark.parametrize(("given_", "level"), [c[1:] for c in LEVELS], ids=[c[0] for c in LEVELS])
def test_the_rule(given_: list[tuple[str, float, int]], level: float | None) -> None:
    found = explain_current_level([_rating(*g) for g in given_], RULE, as_of=TODAY)
    assert found.level == (None if level is None else pytest.approx(level))


def test_every_rating_is_shown_with_its_fate() -> None:
    found = explain_current_level(
        [
            _rating("self", 2, 400),
            _rating("self", 3, 90),
            _rating("self", 4, 10),
            _rating("supervisor", 3, 10),
            _rating("test", 5, 10),
            _rating("peer", 5, -3),
        ],
        RULE,
        as_of=TODAY,
    )
    assert [(use.ignored_because, use.weight_share) for use in found.uses] == [
        (IgnoredBecause.OUTSIDE_THE_WINDOW, 0),
        (IgnoredBecause.SUPERSEDED, 0),
        (None, pytest.approx(1 / 3)),
        (None, pytest.approx(2 / 3)),
        (IgnoredBecause.NO_WEIGHT, 0),
        (IgnoredBecause.AFTER_THE_DAY, 0),
    ]
    assert found.n_used == 2


@pytest.mark.parametrize(
    ("own", "boss", "flag"), [(5, 3, True), (2, 4, True), (4, 2.5, False), (3, 3, False)]
)
def test_a_wide_difference_is_flagged_and_the_level_still_computed(
    own: float, boss: float, flag: bool
) -> None:
    ratings = [_rating("self", own, 3), _rating("supervisor", boss, 3)]
    found = explain_current_level(ratings, RULE, as_of=TODAY)
    assert found.disagreement is flag
    assert found.self_minus_supervisor == own - boss
    assert found.level == pytest.approx((own + 2 * boss) / 3)


def test_a_source_without_weight_may_still_disagree() -> None:
    rule = MergeRule({"self": 0, "supervisor": 1}, window_days=365, decay=NoDecay())
    ratings = [_rating("self", 5, 3), _rating("supervisor", 2, 3)]
    found = explain_current_level(ratings, rule, as_of=TODAY)
    assert (found.level, found.disagreement) == (2, True)


@pytest.mark.parametrize(
    ("decay", "age", "factor"),
    [
        (NoDecay(), 300, 1.0),
        (ExponentialDecay(180), 0, 1.0),
        (ExponentialDecay(180), 180, 0.5),
        (ExponentialDecay(180), 360, 0.25),
        (StepDecay(((0, 1.0), (180, 0.5))), 179, 1.0),
        (StepDecay(((0, 1.0), (180, 0.5))), 180, 0.5),
    ],
)
def test_decay(decay: Decay, age: int, factor: float) -> None:
    assert decay.factor(np.array([float(age)]))[0] == pytest.approx(factor)


def test_an_older_source_weighs_less() -> None:
    rule = MergeRule({"self": 1, "supervisor": 1}, 730, ExponentialDecay(180))
    found = explain_current_level(
        [_rating("self", 2, 0), _rating("supervisor", 5, 180)], rule, as_of=TODAY
    )
    assert found.level == pytest.approx((2 + 0.5 * 5) / 1.5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({"self": -1}, 10, NoDecay()), "0 or more"),
        (({"self": 0}, 10, NoDecay()), "at least one source"),
        (({}, 10, NoDecay()), "at least one source"),
        (({"self": 1}, -1, NoDecay()), "window_days"),
    ],
)
def test_a_bad_rule_is_refused(
    arguments: tuple[dict[str, float], int, Decay], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        MergeRule(*arguments)


@pytest.mark.parametrize("steps", [(), ((5, 1.0),), ((0, 1.0), (0, 0.5)), ((0, 1.5),)])
def test_bad_steps_are_refused(steps: tuple[tuple[int, float], ...]) -> None:
    with pytest.raises(ValueError, match=r"steps|factors"):
        StepDecay(steps)


def test_bad_half_life_and_bad_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match="half_life_days"):
        ExponentialDecay(0)
    with pytest.raises(ValueError, match="refused"):
        Rating("self", float("nan"), TODAY)
    with pytest.raises(ValueError, match="each may be named once"):
        RatingTable(cell=[], source=[], value=[], day=[], n_cells=0, sources=["a", "a"])
    with pytest.raises(ValueError, match="cell: codes"):
        RatingTable(cell=[3], source=[0], value=[1], day=[7], n_cells=3, sources=["a"])


N_CELLS = 4
row = st.tuples(
    st.integers(0, N_CELLS - 1),
    st.sampled_from(SOURCES),
    st.integers(0, 12).map(lambda half: half / 2),
    st.integers(-5, 500),
)
decays = st.sampled_from(
    [NoDecay(), ExponentialDecay(120), StepDecay(((0, 1.0), (90, 0.5), (300, 0.0)))]
)


def _bulk(rows: list[tuple[int, str, float, int]], rule: MergeRule) -> CurrentLevels:
    table = RatingTable(
        cell=np.array([r[0] for r in rows], dtype=int),
        source=np.array([SOURCES.index(r[1]) for r in rows], dtype=int),
        value=[r[2] for r in rows],
        day=np.array([TODAY.toordinal() - r[3] for r in rows], dtype=int),
        n_cells=N_CELLS,
        sources=SOURCES,
    )
    return current_levels(table, rule, as_of=TODAY)


@given(st.lists(row, max_size=40), decays)
@settings(max_examples=200)
def test_bulk_and_explained_agree(rows: list[tuple[int, str, float, int]], decay: Decay) -> None:
    rule = MergeRule(WEIGHTS, window_days=365, decay=decay)
    bulk = _bulk(rows, rule)
    cells: dict[int, list[Rating]] = defaultdict(list)
    for cell, source, value, age in rows:
        cells[cell].append(_rating(source, value, age))
    for cell in range(N_CELLS):
        one = explain_current_level(cells[cell], rule, as_of=TODAY)
        assert bulk.has_level[cell] == (one.level is not None)
        assert bulk.has_both[cell] == (one.self_minus_supervisor is not None)
        assert bulk.disagreement[cell] == one.disagreement
        assert bulk.n_used[cell] == one.n_used
        assert bulk.n_ignored[cell] == len(cells[cell]) - one.n_used
        np.testing.assert_allclose(bulk.level[cell], np.nan if one.level is None else one.level)
        if one.self_minus_supervisor is not None:
            assert bulk.self_minus_supervisor[cell] == pytest.approx(one.self_minus_supervisor)


@given(st.lists(row, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_ratings_does_not_matter(
    rows: list[tuple[int, str, float, int]], random: Random
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    np.testing.assert_allclose(_bulk(rows, RULE).level, _bulk(shuffled, RULE).level)


def test_many_ratings_give_the_levels_of_one_cell_at_a_time() -> None:
    random = np.random.default_rng(11)
    n, n_cells = 50_000, 20_000
    columns = {
        "cell": random.integers(0, n_cells, n),
        "source": random.integers(0, 4, n),
        "value": random.integers(0, 7, n),
        "day": TODAY.toordinal() - random.integers(0, 700, n),
    }
    table = RatingTable(**columns, n_cells=n_cells, sources=SOURCES[:4])
    found = current_levels(table, RULE, as_of=TODAY)
    for cell in range(50):
        own = np.flatnonzero(columns["cell"] == cell)
        ratings = [
            Rating(SOURCES[table.source[i]], table.value[i], date.fromordinal(int(table.day[i])))
            for i in own
        ]
        level = explain_current_level(ratings, RULE, as_of=TODAY).level
        np.testing.assert_allclose(found.level[cell], np.nan if level is None else level)
