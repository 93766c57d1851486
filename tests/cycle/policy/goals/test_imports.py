"""The sheets of goals, directions and their links."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.cycle.policy.goals import queries
from espalier.cycle.policy.goals.models import BusinessGoal, Direction
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map
from tests.factories import policy as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return learning_map.company()


def line(key: str, **changes):
    return {
        "key": key,
        "text": f"目標{key}",
        "perspective": "customer",
        "measure": "客訴件數",
        "baseline": Decimal("120"),
        "baseline_period": "2026",
        "baseline_n": 412,
        "source": "客訴分析",
        "target": Decimal("60"),
        "unit": "件",
        "owner": "MFG-1",
        "ends_on": date(2028, 12, 31),
        **changes,
    }


def test_goals_come_in_and_coming_again_changes_nothing(company):
    assert brought_in("business_goals", line("G1"), line("G2")) == {"added": 2, "changed": 0}
    goal = BusinessGoal.objects.get(code="G1")
    assert (goal.owner, goal.baseline, goal.perspective) == (company.welder, 120, "customer")
    assert again("business_goals") == ["skip", "skip"]


def test_a_column_the_sheet_does_not_have_stays(company):
    brought_in("business_goals", line("G1"))
    told = {"key": "G1", "text": "改寫", "perspective": "customer"}
    assert brought_in("business_goals", told) == {"added": 0, "changed": 1}
    goal = BusinessGoal.objects.get()
    assert (goal.text, goal.target, goal.owner) == ("改寫", 60, company.welder)


def test_everything_wrong_is_refused_with_its_column(company):
    plan = planned(
        "directions",
        line("A"),
        line("1", owner="NOBODY", source=""),
        line("2", measure=""),
        line("3"),
        line("3"),
    )
    assert actions(plan) == ["refuse"] * 5
    assert reasons(plan) == [
        [("key", "bad_number")],
        [("baseline", "baseline_without_source"), ("owner", "unknown")],
        [("measure", "target_without_measure")],
        [("key", "duplicate_in_file")],
        [("key", "duplicate_in_file")],
    ]
    assert not Direction.objects.exists()


def test_links_go_one_step_down(company):
    goal = make.goal("G1")
    development = make.development("D1")
    direction = make.direction("1")
    plan = planned(
        "goal_links",
        {"source": "G1", "target": "D1"},
        {"source": "D1", "target": "1"},
        {"source": "G1", "target": "1"},
        {"source": "G9", "target": "D1"},
    )
    assert actions(plan) == ["add", "add", "refuse", "refuse"]
    assert reasons(plan)[2:] == [[("target", "unknown")], [("source", "unknown")]]
    brought_in("goal_links", {"source": "G1", "target": "D1"}, {"source": "D1", "target": "1"})
    assert queries.goal_links() == {(goal.pk, development.pk)}
    assert queries.direction_links() == {(development.pk, direction.pk)}
    assert again("goal_links") == ["skip", "skip"]


@pytest.mark.parametrize("n", [2, 40])
def test_statements_do_not_grow_with_the_rows(company, n, django_assert_num_queries):
    rows = [line(str(k), perspective="") for k in range(1, n + 1)]
    for row in rows:
        del row["perspective"]
    plan = planned("directions", *rows)
    from espalier.kit.imports.registry import spec_of

    with django_assert_num_queries(15):
        spec_of("directions").apply(plan, make.BY, make.AT)
    assert Direction.objects.count() == n
