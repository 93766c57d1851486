"""The sheet of units: any order, nothing unknown, no circle, the same again changes nothing."""

from espalier.cycle.people.units.models import Unit
from espalier.kit.accounts.models import ScopeNode
from tests.factories import people
from tests.factories.people import actions, load_sheet, plan_sheet, reasons


def row(code, parent="", name="", **more):
    return {"code": code, "name": name or f"單位{code}", "name_en": "", "parent": parent, **more}


def test_parents_may_come_after_their_children(db):
    planned = load_sheet("units", [row("C", "B"), row("B", "A"), row("A")])
    assert actions(planned) == ["add", "add", "add"]
    assert Unit.objects.get(code="C").parent.code == "B"
    paths = dict(ScopeNode.objects.values_list("key", "path"))
    assert paths["unit:C"].startswith(paths["unit:B"])
    assert paths["unit:B"].startswith(paths["unit:A"])


def test_what_was_exported_comes_back_without_any_change(company):
    assert set(actions(plan_sheet("units", people.exported("units")))) == {"skip"}


def test_an_unknown_parent_is_refused_and_so_is_what_lies_below(db):
    planned = plan_sheet("units", [row("A", "NOWHERE"), row("B", "A"), row("C", "B"), row("D")])
    assert reasons(planned) == {
        2: ["unknown_parent"],
        3: ["rests_on_refused"],
        4: ["rests_on_refused"],
    }
    assert actions(planned)[-1] == "add"


def test_a_circle_is_refused_naming_the_units(company):
    planned = plan_sheet("units", [row("MFG", "LINE1", "製造部")])
    assert reasons(planned) == {2: ["unit_cycle"]}
    assert "LINE1 → MFG → LINE1" in str(planned[0].reasons[0].message)


def test_two_rows_with_one_code_are_refused_both(db):
    assert actions(plan_sheet("units", [row("A"), row("A")])) == ["refuse", "refuse"]


def test_a_sheet_without_the_parent_column_leaves_parents_alone(company):
    load_sheet("units", [{"code": "LINE1", "name": "第一線"}])
    line = Unit.objects.get(code="LINE1")
    assert (line.name, line.parent.code) == ("第一線", "MFG")


def test_a_manager_named_before_being_on_the_roster_is_linked_when_they_come(company):
    load_sheet("units", [row("NEW", "HQ", manager_number="900")])
    assert Unit.objects.get(code="NEW").manager is None
    assert set(actions(plan_sheet("units", people.exported("units")))) == {"skip"}
    people.employee("900", company.units["HQ"])
    assert Unit.objects.get(code="NEW").manager.number == "900"


def test_planning_asks_one_query_however_many_units(db, django_assert_num_queries):
    load_sheet("units", [row("ROOT")])
    for size in (3, 60):
        with django_assert_num_queries(1):
            plan_sheet("units", [row(f"U{n}", "ROOT") for n in range(size)])
