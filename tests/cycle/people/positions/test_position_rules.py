"""What a position asks and whether a person is shown to bring it."""

import pytest

from espalier.cycle.people.positions.rules import fields_in, unmet_prerequisites
from espalier.cycle.people.positions.types import PersonFacts, PositionNeeds

ASKED = PositionNeeds("bachelor", ("人力資源", "企業管理"), 24)


@pytest.mark.parametrize(
    ("degree", "field", "months", "unmet"),
    [
        ("bachelor", "企業管理", 24, []),
        ("doctor", "人力資源管理", 60, []),
        ("associate", "企業管理", 24, [("degree", True)]),
        ("bachelor", "機械工程", 24, [("field", True)]),
        ("bachelor", "企業管理", 23, [("experience", True)]),
        ("", "企業管理", 24, [("degree", False)]),
        ("bachelor", "", 24, [("field", False)]),
        ("bachelor", "企業管理", None, [("experience", False)]),
        ("junior_high", "機械", 0, [("degree", True), ("field", True), ("experience", True)]),
    ],
)
def test_everything_unmet_is_listed_and_says_whether_anything_is_recorded(
    degree, field, months, unmet
):
    found = unmet_prerequisites(PersonFacts(degree, field, months), ASKED)
    assert [(each.prerequisite.value, each.is_recorded) for each in found] == unmet


def test_a_position_that_asks_nothing_is_open_to_everybody():
    assert unmet_prerequisites(PersonFacts(), PositionNeeds()) == []


def test_fields_are_separated_by_any_of_the_usual_signs():
    assert fields_in("人力資源、企業管理；教育，心理/社工") == (
        "人力資源",
        "企業管理",
        "教育",
        "心理",
        "社工",
    )
