"""How well a standard fits: worked rows a manager can check."""

from datetime import date

import pytest

from espalier.cycle.strategy.adoption import rules
from espalier.cycle.strategy.adoption.types import (
    DEFAULT_WEIGHTS,
    Fit,
    NeededCompetency,
    StandardFacts,
)

ON = date(2026, 11, 2)
NEEDED = [
    NeededCompetency("K1", "量測", "K", 3.0),
    NeededCompetency("K2", "公差", "K", 4.0),
    NeededCompetency("S1", "操作", "S", None),
    NeededCompetency("S2", "輔導", "S", 2.0),
]


def facts(**changes):
    told = {
        "covered": {"K1": "K01", "K2": "K02", "S1": "S01"},
        "levels": {"K1": 3.0, "K2": 3.0, "S1": 4.0},
        "is_own": False,
        "sectors": ("機械設備製造業",),
        "dated": date(2024, 11, 2),
    }
    return StandardFacts(**(told | changes))


def row(**changes):
    return rules.fit_of(facts(**changes), NEEDED, sector="機械", on=ON, weights=DEFAULT_WEIGHTS)


def test_each_part_is_a_share_with_its_reason():
    found = row()
    told = {p.criterion: (p.value, p.n, p.of, p.reason, p.about) for p in found.parts}
    assert told[Fit.COVERAGE] == (0.75, 3, 4, "missing", ("輔導",))
    assert told[Fit.LEVEL] == (0.5, 1, 2, "short", ("公差",))
    assert told[Fit.SECTOR][0] == 1.0
    assert told[Fit.AGE][0] == 1.0
    assert found.total == pytest.approx(0.5 * 0.75 + 0.2 * 0.5 + 0.15 + 0.15)
    assert found.weight_used == 1.0


def test_what_cannot_be_said_leaves_its_weight_to_the_others():
    found = row(levels={}, sectors=(), dated=None)
    assert found.total == pytest.approx(0.75)
    assert found.weight_used == pytest.approx(0.5)
    assert [p.reason for p in found.parts] == ["missing", "no_level", "no_sector", "no_date"]


@pytest.mark.parametrize(
    ("dated", "value"),
    [
        (date(2026, 1, 1), 1.0),
        (date(2023, 11, 3), 1.0),
        (date(2016, 11, 2), 0.0),
        (date(2020, 5, 3), 0.5),
    ],
)
def test_age_counts_fully_for_three_years_and_not_at_all_from_ten(dated, value):
    assert rules.age_fit(facts(dated=dated), ON).value == pytest.approx(value, abs=0.01)


def test_a_newer_version_takes_all_marks_for_age():
    assert rules.age_fit(facts(newer="X v2"), ON).value == 0.0


def test_another_sector_is_named():
    part = rules.sector_fit(facts(), "餐飲業")
    assert (part.value, part.reason, part.about) == (0.0, "other_sector", ("機械設備製造業",))
    assert rules.sector_fit(facts(is_own=True), "餐飲業").value == 1.0


def test_without_needs_nothing_is_said_of_coverage():
    assert rules.coverage(facts(), []).value is None
