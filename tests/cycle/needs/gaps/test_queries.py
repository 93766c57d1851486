"""Gaps from records: who is asked, what is required of them, what they have, who is hidden."""

from datetime import date

import pytest

from espalier.cycle.needs.gaps import queries
from espalier.cycle.needs.gaps.queries import Window
from espalier.cycle.needs.gaps.types import GapChoice, Measure, View
from espalier.cycle.people.employees import services as employee_services
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound
from espalier.kit.organisation import services as organisation
from tests.factories import learning_map as maps
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture
def plant(system, monday):
    """製造部 has seven operators (five on the line, two directly), 業務部 two; two competencies required."""
    organisation.change_settings(
        values={"name": "測試公司", "suppression_minimum": 2}, by=system, at=monday
    )
    people.scale()
    company = people.small_company()
    operator = company.positions["OP"]
    line, making = company.units["LINE1"], company.units["MFG"]
    for number in ("006", "007", "008"):
        company.people[number] = people.employee(number, line, operator)
    for number in ("009", "010"):
        company.people[number] = people.employee(number, making, operator)
    company.competencies = [people.competency("K1"), people.competency("S1", "S")]
    for each, level in zip(company.competencies, (4, 2), strict=True):
        maps.requirement(operator, each, level)
        maps.requirement(company.positions["REP"], each, 2)
    return company


def asked(view=View.UNIT, scope=EVERYTHING, window=queries.EVERYTHING_SHOWN, **choice):
    fields = {"on": TODAY, "measure": Measure.ATTAINMENT, **choice}
    return queries.gap_table(
        GapChoice(view=view, **fields), scope=scope, today=TODAY, window=window
    )


def test_the_worked_example(plant):
    """002: 2 of 4 and 3 of 2; 003: 4 of 4, never rated in S1. Attainment (2+2+4)/(4+2+4) = 0.8."""
    k1, s1 = plant.competencies
    people.rate(plant.people["002"], k1, "supervisor", 2)
    people.rate(plant.people["002"], s1, "supervisor", 3)
    people.rate(plant.people["003"], k1, "supervisor", 4)
    summary = asked().summary
    assert summary.attainment == pytest.approx(0.8)
    assert summary.gap_index == pytest.approx(0.2)
    assert summary.share_proficient == pytest.approx(2 / 3)
    assert (summary.n_people, summary.n_used, summary.n_missing) == (2, 3, 13)
    assert summary.missing_share == pytest.approx(13 / 16)


def test_people_stand_with_the_largest_gap_first(plant):
    k1 = plant.competencies[0]
    people.rate(plant.people["002"], k1, "supervisor", 3)
    people.rate(plant.people["003"], k1, "supervisor", 1)
    table = asked(View.PERSON)
    assert [row.number for row in table.people][:2] == ["003", "002"]
    assert table.n_asked == 8
    first = dict(zip([c.code for c in table.columns], table.people[0].cells, strict=True))
    assert (first["K1"].required, first["K1"].current, first["S1"].current) == (4, 1, None)


def test_columns_stand_with_the_largest_gap_first_and_unrated_last(plant):
    _k1, s1 = plant.competencies
    people.rate(plant.people["002"], s1, "supervisor", 2)
    assert [c.code for c in asked().columns] == ["S1", "K1"]


def test_a_window_cuts_what_is_drawn_and_not_what_is_counted(plant):
    for number in ("002", "003"):
        people.rate(plant.people[number], plant.competencies[0], "supervisor", 2)
    whole = asked(View.PERSON)
    part = asked(View.PERSON, window=Window(slice(1, 3), slice(0, 1)))
    assert part.people[0].number == whole.people[1].number
    assert (len(part.people), len(part.columns), part.n_columns) == (2, 1, 2)
    assert part.summary == whole.summary


def test_an_earlier_day_sees_the_position_and_ratings_of_then(plant, system, monday):
    k1 = plant.competencies[0]
    person = plant.people["004"]
    people.rate(person, k1, "supervisor", 1, rated_on=date(2026, 3, 1))
    people.rate(person, k1, "supervisor", 2, rated_on=date(2026, 9, 1))
    then = asked(View.PERSON, on=date(2026, 4, 1), competency_id=k1.pk)
    now = asked(View.PERSON, competency_id=k1.pk)
    levels = [{r.number: r.cells[0].current for r in t.people}["004"] for t in (then, now)]
    assert levels == [1, 2]


def test_leavers_are_not_asked(plant, system, monday):
    before = asked().summary.n_missing
    employee_services.end_employment(
        employee_id=plant.people["004"].pk, left_on=date(2026, 10, 31), by=system, at=monday
    )
    assert asked().summary.n_missing == before - 2


def test_units_are_shown_with_all_below_them(plant):
    for number in ("002", "003", "006", "009", "010"):
        people.rate(plant.people[number], plant.competencies[0], "supervisor", 2)
    rows = {row.label: row.overall for row in asked().groups}
    assert rows["製造部"].n == 5
    below = asked(unit_id=plant.units["MFG"].pk)
    assert {row.label: row.overall.n for row in below.groups} == {"": 5, "一線": 3, "製造部": 2}


def test_one_person_is_hidden_and_cannot_be_subtracted(plant):
    """業務部 has one rated person; with the total shown the next smallest unit must be hidden too."""
    k1 = plant.competencies[0]
    for number in ("002", "003", "006", "004"):
        people.rate(plant.people[number], k1, "supervisor", 2)
    rows = {row.label: row.overall for row in asked().groups}
    assert rows["業務部"].hidden
    assert rows["業務部"].value is None
    assert rows["製造部"].hidden or rows[""].hidden


def test_the_page_below_does_not_give_away_what_is_hidden_above(plant):
    """Rated: line 2, directly in 製造部 1. The line and the department differ by one person."""
    k1 = plant.competencies[0]
    for number in ("002", "003", "009"):
        people.rate(plant.people[number], k1, "supervisor", 2)
    above = {row.label: row.overall for row in asked().groups}
    below = {row.label: row.overall for row in asked(unit_id=plant.units["MFG"].pk).groups}
    assert below["製造部"].hidden
    shown_line, shown_total = not below["一線"].hidden, not above["製造部"].hidden
    assert not (shown_line and shown_total)


def test_a_small_company_hides_even_the_total(plant, system, monday):
    organisation.change_settings(values={"suppression_minimum": 5}, by=system, at=monday)
    for number in ("002", "003"):
        people.rate(plant.people[number], plant.competencies[0], "supervisor", 2)
    assert asked().summary.hidden
    assert asked().groups[0].overall.hidden


def test_a_supervisor_sees_only_the_own_unit(plant):
    line = Scope((plant.units["LINE1"].scope.path,))
    table = asked(View.PERSON, scope=line)
    assert {row.number for row in table.people} == {"002", "003", "006", "007", "008"}
    with pytest.raises(NotFound):
        asked(scope=line, unit_id=plant.units["SALES"].pk)


def test_no_requirement_is_an_empty_table_not_an_error(db):
    table = asked()
    assert (table.n_columns, table.summary.attainment, table.summary.n_people) == (0, None, 0)


def test_queries_do_not_grow_with_people(plant, django_assert_max_num_queries, system, monday):
    for number in ("002", "003"):
        people.rate(plant.people[number], plant.competencies[0], "supervisor", 2)
    with django_assert_max_num_queries(9) as before:
        asked()
    for n in range(20):
        person = people.employee(f"1{n:02}", plant.units["LINE1"], plant.positions["OP"])
        people.rate(person, plant.competencies[0], "supervisor", 3)
    with django_assert_max_num_queries(9) as after:
        asked()
    assert len(before.captured_queries) == len(after.captured_queries)
