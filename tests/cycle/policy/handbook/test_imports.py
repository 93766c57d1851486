"""The sheets of clauses, of the RACI table and of the training system."""

import pytest

from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.handbook import queries
from espalier.cycle.policy.handbook.models import Clause
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map
from tests.factories import policy as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return learning_map.company()


def clause(chapter=3, number=1, **changes):
    return {"chapter": chapter, "number": number, "title": "標題", "text": "內容", **changes}


def test_clauses_come_in_with_their_directions(company):
    one, two = make.direction("1"), make.direction("2")
    told = clause(kind="vision", owner="MFG-2", directions=("1", "2"), text="\n一行\n")
    assert brought_in("clauses", told, clause(4)) == {"added": 2, "changed": 0}
    made = Clause.objects.get(chapter=3)
    assert (made.kind, made.owner, made.text, made.is_adapted) == (
        "vision", company.leader, "一行", True,
    )  # fmt: skip
    assert goals.direction_ids_of_clauses() == {made.pk: [one.pk, two.pk]}
    assert again("clauses") == ["skip", "skip"]


def test_columns_not_in_the_sheet_stay_and_links_may_change(company):
    make.direction("1")
    make.direction("2")
    brought_in("clauses", clause(owner="MFG-1", directions=("1",)))
    brought_in("clauses", clause(text="新內容"))
    made = Clause.objects.get()
    assert (made.text, made.owner) == ("新內容", company.welder)
    [[kept]] = goals.direction_ids_of_clauses().values()
    brought_in("clauses", clause(directions=("2",)))
    [[changed]] = goals.direction_ids_of_clauses().values()
    assert kept != changed


def test_a_clause_with_places_to_fill_is_not_adapted(company):
    brought_in("clauses", clause(text="【公司】的規定"))
    assert [c.title for c in queries.unadapted_clauses()] == ["標題"]


def test_unknown_posts_and_directions_are_refused(company):
    make.direction("1")
    plan = planned(
        "clauses", clause(owner="NOBODY", directions=("1", "8", "9")), clause(4), clause(4)
    )
    assert reasons(plan) == [
        [("owner", "unknown"), ("directions", "unknown")],
        [("chapter", "duplicate_in_file")],
        [("chapter", "duplicate_in_file")],
    ]
    assert "8、9" in str(plan[0].reasons[1].message)


def cell(activity, role, letters):
    return {"activity": activity, "activity_name": f"活動{activity}", "role": role,
            "role_name": f"角色{role}", "letters": letters}  # fmt: skip


def test_the_table_comes_in_cell_by_cell(db):
    brought_in("raci", cell("A1", "GM", "A"), cell("A1", "TRN", "R"), cell("A2", "TRN", "ra"))
    table = queries.raci_table()
    assert [role.code for role in table.roles] == ["GM", "TRN"]
    assert [line.problems for line in table.lines] == [(), ()]
    assert again("raci") == ["skip"] * 3
    assert brought_in("raci", cell("A1", "GM", "C")) == {"added": 0, "changed": 1}
    assert queries.raci_table().lines[0].problems == ("no_accountable",)
    assert actions(planned("raci", cell("A1", "GM", "Q"))) == ["refuse"]


def test_the_training_system_comes_in(company):
    part = {"code": "F1", "name": "銲接", "kind": "function", "function": "MFG"}
    whole = {"code": "N1", "name": "新進", "kind": "orientation"}
    assert brought_in("training_categories", part, whole)["added"] == 2
    assert again("training_categories") == ["skip", "skip"]
    plan = planned(
        "training_categories",
        {"code": "F2", "name": "X", "kind": "function", "function": ""},
        {"code": "F3", "name": "X", "kind": "function", "function": "NO"},
        {"code": "L1", "name": "X", "kind": "level", "tier": ""},
    )
    assert reasons(plan) == [
        [("function", "no_function")],
        [("function", "unknown")],
        [("tier", "no_tier")],
    ]
