"""The gaps page: who may ask, of whom, what a link answers, what leaves as a file."""

from io import BytesIO

import openpyxl
import pytest

from espalier.kit.accounts.types import Role
from espalier.kit.organisation import services as organisation
from tests.factories import learning_map as maps
from tests.factories import people

pytestmark = pytest.mark.django_db
URL = "/needs/gaps/"


@pytest.fixture
def plant(system, monday):
    organisation.change_settings(
        values={"name": "測試公司", "suppression_minimum": 2}, by=system, at=monday
    )
    people.scale()
    company = people.small_company()
    company.competency = people.competency("K1", name="讀圖")
    maps.requirement(company.positions["OP"], company.competency, 4)
    maps.requirement(company.positions["REP"], company.competency, 2)
    for number in ("002", "003"):
        people.rate(company.people[number], company.competency, "supervisor", 2)
    return company


ALLOWED = {Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_role_by_page(role, person_with, client_of):
    answer = client_of(person_with(role)).get(URL)
    assert answer.status_code == (200 if role in ALLOWED else 404)


def test_a_stranger_gets_404(stranger, client_of):
    assert client_of(stranger).get(URL).status_code == 404


@pytest.mark.parametrize("view", ["unit", "position", "person"])
def test_each_view_draws(view, plant, manager, client_of):
    text = client_of(manager).get(URL, {"view": view}).text
    assert "讀圖" in text
    assert "50.0%" in text
    assert ("陳一" in text) is (view == "person")


def test_a_supervisor_of_another_unit_sees_nobody_of_this_one(plant, person_with, client_of):
    client = client_of(person_with(Role.SUPERVISOR, scope=plant.units["SALES"].scope))
    assert "陳一" not in client.get(URL, {"view": "person"}).text
    assert client.get(URL, {"unit": plant.units["LINE1"].pk}).status_code == 200
    own = client_of(person_with(Role.SUPERVISOR, scope=plant.units["LINE1"].scope))
    assert "陳一" in own.get(URL, {"view": "person"}).text


@pytest.mark.parametrize(
    "question",
    [{"on": "no day"}, {"view": "x"}, {"unit": "999999"}, {"page": "99999999"}, {"measure": "sum"}],
)
def test_a_wrong_link_still_answers(question, plant, manager, client_of):
    assert client_of(manager).get(URL, question).status_code == 200


def test_an_empty_installation_says_what_to_do_next(manager, client_of):
    text = client_of(manager).get(URL).text
    assert "/map/matrix/" in text


def test_a_persons_cell_leads_to_its_evidence(plant, manager, client_of):
    text = client_of(manager).get(URL, {"view": "person"}).text
    person, competency = plant.people["002"].pk, plant.competency.pk
    assert f"/people/employees/{person}/evidence/{competency}/" in text


def test_the_table_leaves_as_a_sheet_with_small_groups_still_hidden(plant, manager, client_of):
    people.rate(plant.people["004"], plant.competency, "supervisor", 1)
    answer = client_of(manager).get(URL, {"export": "xlsx"})
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    found = {row[0]: row[1] for row in rows if row[0]}
    assert found["業務部"] == "＊"
    assert client_of(manager).get(URL, {"export": "csv"}).content.startswith(b"\xef\xbb\xbf")


def test_queries_are_pinned_whatever_the_number_of_people(
    plant, manager, client_of, django_assert_max_num_queries
):
    client, counts = client_of(manager), []
    for size in (0, 15):
        for n in range(size):
            person = people.employee(f"9{n:02}", plant.units["LINE1"], plant.positions["OP"])
            people.rate(person, plant.competency, "self", 3)
        with django_assert_max_num_queries(15) as seen:
            client.get(URL, {"view": "person"})
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
