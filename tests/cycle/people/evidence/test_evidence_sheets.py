"""The sheets of scales, weights and ratings."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.cycle.people.evidence import imports, queries
from espalier.cycle.people.evidence.models import CurrentLevel, Rating, Scale
from espalier.cycle.people.evidence.types import SourceWeight
from tests.factories import people
from tests.factories.people import AT, BY, actions, load_sheet, plan_sheet, reasons


def anchor(level, name, **more):
    return {"scale_code": "P5", "level": Decimal(level), "name": name, **more}


def rating(number="002", **more):
    return {
        "number": number,
        "competency_code": "OWN/K01",
        "source": "supervisor",
        "level": Decimal(3),
        "rated_on": date(2026, 10, 1),
        "rater_number": "001",
        "note": "",
        **more,
    }


@pytest.fixture
def knot(company):
    return people.competency("OWN/K01")


def test_a_scale_is_made_of_its_anchors(db):
    load_sheet(
        "scales", [anchor(3, "熟練", scale_name="五級"), anchor(1, "入門"), anchor(2, "基本")]
    )
    scale = Scale.objects.get()
    assert (scale.name, scale.lowest, scale.highest, scale.is_default) == ("五級", 1, 3, True)
    assert [each["zh"] for each in scale.anchors] == ["入門", "基本", "熟練"]
    assert set(actions(plan_sheet("scales", people.exported("scales")))) == {"skip"}


def test_one_scale_cannot_have_two_names(db):
    rows = [anchor(1, "入門", scale_name="甲"), anchor(2, "基本", scale_name="乙")]
    assert reasons(plan_sheet("scales", rows)) == {2: ["two_names"], 3: ["two_names"]}


def test_one_changed_anchor_leaves_the_others(db):
    load_sheet("scales", [anchor(1, "入門"), anchor(2, "基本")])
    assert actions(load_sheet("scales", [anchor(2, "能獨立")])) == ["change"]
    assert [each["zh"] for each in Scale.objects.get().anchors] == ["入門", "能獨立"]


def test_the_sheet_of_weights_shows_what_counts_and_changes_it(db):
    assert {r["source"] for r in people.exported("source_rules")} == {
        "test",
        "supervisor",
        "instructor",
        "peer",
        "self",
    }
    assert set(actions(plan_sheet("source_rules", people.exported("source_rules")))) == {"skip"}
    row = {"source": "self", "weight": Decimal("0.5"), "valid_months": 6}
    assert actions(load_sheet("source_rules", [row])) == ["change"]
    assert queries.weights()["self"] == SourceWeight(0.5, 6)
    assert actions(plan_sheet("source_rules", [row])) == ["skip"]


def test_ratings_are_added_and_then_left_alone(company, knot):
    assert actions(load_sheet("ratings", [rating()])) == ["add"]
    assert Rating.objects.get().rater.number == "001"
    assert CurrentLevel.objects.get().level == 3
    assert actions(plan_sheet("ratings", [rating()])) == ["skip"]
    assert set(actions(plan_sheet("ratings", people.exported("ratings")))) == {"skip"}


def test_another_level_for_a_rating_on_record_is_refused(company, knot):
    load_sheet("ratings", [rating()])
    assert reasons(plan_sheet("ratings", [rating(level=Decimal(4))])) == {2: ["rating_recorded"]}


def test_a_rating_without_a_rater_is_its_own_key(company, knot):
    load_sheet("ratings", [rating(rater_number=None)])
    assert actions(plan_sheet("ratings", [rating(rater_number=""), rating()])) == ["skip", "add"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": "999"}, "unknown_employee"),
        ({"rater_number": "999"}, "unknown_employee"),
        ({"competency_code": "X"}, "unknown_competency"),
        ({"scale_code": "X"}, "unknown_scale"),
        ({"level": Decimal(6)}, "off_scale"),
        ({"rated_on": date(2026, 11, 3)}, "future_rating"),
    ],
)
def test_a_row_that_cannot_be_is_refused(company, knot, change, reason):
    assert reasons(plan_sheet("ratings", [rating(**change)])) == {2: [reason]}


def test_two_rows_with_one_key_are_refused_both(company, knot):
    planned = plan_sheet("ratings", [rating(), rating(level=Decimal(4))])
    assert actions(planned) == ["refuse", "refuse"]


def test_an_import_of_ratings_is_undone_as_one_unit(company, knot):
    people.rate(company.people["002"], knot, "self", 5)
    planned = plan_sheet("ratings", [rating(), rating("003")])
    done = imports.apply_ratings(planned, BY, AT)
    assert CurrentLevel.objects.count() == 2
    imports.undo_ratings(done, BY, AT)
    assert Rating.objects.get().source == "self"
    assert CurrentLevel.objects.get().level == 5


def test_planning_asks_the_same_number_of_queries_for_more_rows(
    company, knot, django_assert_num_queries
):
    for numbers in (["002"], ["001", "002", "003", "004"]):
        with django_assert_num_queries(4):
            plan_sheet("ratings", [rating(number) for number in numbers])
