"""The tree of units, and the scope tree that follows it."""

from datetime import date

import pytest

from espalier.cycle.people.units import queries, services
from espalier.cycle.people.units.models import Unit
from espalier.kit.accounts.models import ScopeNode
from espalier.kit.accounts.scope import Scope
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import people
from tests.factories.people import AT, BY

ON = date(2026, 11, 2)


def scope_of_unit(code):
    return ScopeNode.objects.get(key=f"unit:{code}")


def test_a_unit_lies_in_the_scope_tree_where_it_lies_in_the_organisation(company):
    line, mfg = scope_of_unit("LINE1"), scope_of_unit("MFG")
    assert line.path.startswith(mfg.path)
    assert line.parent == mfg
    assert line.label == "一線"


def test_moving_a_unit_moves_all_below_it_in_the_scope_tree(company):
    services.move_unit(
        unit_id=company.units["MFG"].pk, parent_id=company.units["SALES"].pk, by=BY, at=AT
    )
    assert scope_of_unit("LINE1").path.startswith(scope_of_unit("SALES").path)
    assert Entry.objects.filter(event="people.unit.moved").count() == 1


def test_a_circle_is_refused_and_names_its_units(company):
    with pytest.raises(Refused) as refusal:
        services.move_unit(
            unit_id=company.units["MFG"].pk, parent_id=company.units["LINE1"].pk, by=BY, at=AT
        )
    [problem] = refusal.value.problems
    assert problem.code == "unit_cycle"
    assert problem.place == "LINE1 → MFG → LINE1"
    assert Unit.objects.get(code="MFG").parent == company.units["HQ"]


def test_renaming_a_unit_renames_its_place(company):
    services.rename_unit(unit_id=company.units["LINE1"].pk, name="第一線", by=BY, at=AT)
    assert scope_of_unit("LINE1").label == "第一線"


@pytest.mark.parametrize(
    ("code", "name", "problem"), [("HQ", "x", "unit_code_taken"), ("N", " ", "unit_unnamed")]
)
def test_a_taken_code_and_a_missing_name_are_refused(company, code, name, problem):
    with pytest.raises(Refused) as refusal:
        services.create_unit(code=code, name=name, by=BY, at=AT)
    assert [each.code for each in refusal.value.problems] == [problem]


def test_a_unit_with_people_or_units_cannot_end(company):
    with pytest.raises(Refused) as refusal:
        services.end_unit(unit_id=company.units["MFG"].pk, on=ON, by=BY, at=AT)
    assert {each.code for each in refusal.value.problems} == {"unit_has_people", "unit_has_units"}


def test_an_empty_unit_ends_and_stays_in_the_records(company):
    empty = people.unit("OLD", company.units["HQ"])
    services.end_unit(unit_id=empty.pk, on=ON, by=BY, at=AT)
    assert Unit.objects.get(code="OLD").ended_on == ON
    assert "OLD" not in dict(queries.unit_choices()).values()


def test_the_tree_is_drawn_downwards_with_headcounts(company, django_assert_num_queries):
    with django_assert_num_queries(2):
        tree = queries.unit_tree(on=ON)
    assert [(n.code, n.depth, n.n_people, n.n_below) for n in tree] == [
        ("HQ", 0, 1, 5),
        ("MFG", 1, 1, 3),
        ("LINE1", 2, 2, 2),
        ("SALES", 1, 1, 1),
    ]


def test_a_leaver_is_not_counted_after_the_last_day(company):
    from espalier.cycle.people.employees.services import end_employment

    end_employment(employee_id=company.people["004"].pk, left_on=date(2026, 10, 30), by=BY, at=AT)
    counts = {n.code: n.n_people for n in queries.unit_tree(on=ON)}
    assert counts["SALES"] == 0
    on_the_last_day = {n.code: n.n_people for n in queries.unit_tree(on=date(2026, 10, 30))}
    assert on_the_last_day["SALES"] == 1


def test_within_a_scope_only_its_own_part_is_there(company):
    scope = Scope((scope_of_unit("MFG").path,))
    tree = queries.unit_tree(on=ON, scope=scope)
    assert [(n.code, n.depth) for n in tree] == [("MFG", 0), ("LINE1", 1)]
