"""The steps of the thread, and what is broken in a company."""

from datetime import date

import pytest

from espalier.cycle.people.units.services import set_unit_manager
from espalier.kit.thread import registry
from tests.factories import people
from tests.factories.people import AT, BY


def edge(source, target):
    return next(e for e in registry.edges() if (e.source, e.target) == (source, target))


@pytest.fixture
def rated(company):
    knot = people.competency("OWN/K01", name="繩結")
    people.rate(company.people["002"], knot, "self", 3)
    return knot


def test_every_step_leads_down_and_up_again(company, rated, django_assert_num_queries):
    for (source, target), start in {
        ("people.Unit", "people.Employee"): company.units["LINE1"].pk,
        ("people.Position", "people.Employee"): company.positions["OP"].pk,
        ("people.Employee", "people.Rating"): company.people["002"].pk,
        ("standards.Competency", "people.Rating"): rated.pk,
    }.items():
        step = edge(source, target)
        with django_assert_num_queries(1):
            pairs = list(step.down([str(start)]))
        assert pairs
        assert {begin for begin, _end in pairs} == {str(start)}
        back = list(step.up([end for _begin, end in pairs]))
        assert set(back) == {(end, begin) for begin, end in pairs}


@pytest.mark.parametrize(
    "kind", ["people.Unit", "people.Position", "people.Employee", "people.Rating"]
)
def test_every_node_is_named_with_one_query_and_has_a_page(
    company, rated, django_assert_num_queries, client_of, manager, kind
):
    node = registry.node_kinds()[kind]
    ids = {
        "people.Unit": [str(unit.pk) for unit in company.units.values()],
        "people.Position": [str(position.pk) for position in company.positions.values()],
        "people.Employee": [str(person.pk) for person in company.people.values()],
        "people.Rating": [
            rating
            for _person, rating in edge("standards.Competency", "people.Rating").down(
                [str(rated.pk)]
            )
        ],
    }[kind]
    with django_assert_num_queries(1):
        named = list(node.describe(ids))
    assert named
    client = client_of(manager)
    for _id, label, url in named:
        assert label
        assert client.get(url).status_code == 200


def found(code):
    check = next(check for check in registry.checks() if check.code == code)
    return [(b.label, b.remedy_url) for b in check.find()]


def test_units_without_manager_are_named(company):
    set_unit_manager(
        unit_id=company.units["MFG"].pk, employee_id=company.people["001"].pk, by=BY, at=AT
    )
    labels = [label for label, _url in found("people.unit_without_manager")]
    assert labels == ["HQ 總公司", "LINE1 一線", "SALES 業務部"]


def test_people_without_position_and_with_old_ratings_only_are_named(company, rated):
    people.rate(company.people["003"], rated, "self", 2, date(2020, 1, 1))
    [(label, url)] = found("people.employee_without_position")
    assert label == "005 李四"
    assert url.endswith("/move")
    assert [label for label, _url in found("people.only_old_ratings")] == ["003 王二"]
