"""Who sees which page; what the pages show; how many queries they ask."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from espalier.cycle.people.employees.models import Employee
from espalier.cycle.people.employees.services import record_licence
from espalier.cycle.people.evidence.models import Rating
from espalier.cycle.people.units.models import Unit
from espalier.kit.accounts.types import Role
from tests.factories import people
from tests.factories.people import AT, BY

SEEING_PEOPLE = {"manager", "coordinator", "executive", "auditor", "supervisor of the unit"}
CHANGING = {"manager", "coordinator"}
RATING = {"manager", "coordinator", "supervisor of the unit"}
EVERYBODY = {
    *SEEING_PEOPLE,
    "supervisor of another unit",
    "instructor",
    "learner",
    "administrator",
    "the person",
}
# Page -> who gets it; everybody else, and the stranger always, gets 404.
PAGES = {
    "units": EVERYBODY - {"the person"},
    "positions": EVERYBODY - {"the person"},
    "position": EVERYBODY - {"the person"},
    "employees": SEEING_PEOPLE | {"supervisor of another unit"},
    "employee": SEEING_PEOPLE | {"the person"},
    "evidence": SEEING_PEOPLE | {"the person"},
    "add_rating": RATING,
    "me": EVERYBODY,
    "unit_new": CHANGING,
    "unit_edit": CHANGING,
    "unit_end": CHANGING,
    "position_new": CHANGING,
    "position_edit": CHANGING,
    "function_new": CHANGING,
    "grade_new": CHANGING,
    "hire": CHANGING,
    "employee_edit": CHANGING,
    "employee_move": CHANGING,
    "employee_leave": CHANGING,
    "employee_licence": CHANGING,
    "employee_end": CHANGING,
    "source_rules": CHANGING,
}


@pytest.fixture
def knot(company):
    return people.competency("OWN/K01", name="繩結")


@pytest.fixture
def url(company, knot):
    arguments = {
        "position": [company.positions["OP"].pk],
        "position_edit": [company.positions["OP"].pk],
        "unit_edit": [company.units["LINE1"].pk],
        "unit_end": [company.units["LINE1"].pk],
        "evidence": [company.people["002"].pk, knot.pk],
        "add_rating": [company.people["002"].pk, knot.pk],
    }

    def of(name):
        about_a_person = [company.people["002"].pk] if name.startswith("employee_") else []
        if name == "employee":
            about_a_person = [company.people["002"].pk]
        return reverse(f"people:{name}", args=arguments.get(name, about_a_person))

    return of


@pytest.fixture
def person_named(company, person_with, stranger):
    def make(who):
        if who == "stranger":
            return stranger
        if who == "the person":
            stranger.username = "002"
            stranger.save()
            Employee.objects.filter(number="002").update(user=stranger)
            return stranger
        if who == "supervisor of the unit":
            return person_with(Role.SUPERVISOR, scope=Unit.objects.get(code="LINE1").scope)
        if who == "supervisor of another unit":
            return person_with(Role.SUPERVISOR, scope=Unit.objects.get(code="SALES").scope)
        return person_with(who)

    return make


@pytest.mark.parametrize("who", sorted(EVERYBODY | {"stranger"}))
def test_who_gets_which_page(who, person_named, client_of, url):
    client = client_of(person_named(who))
    answers = {name: client.get(url(name)).status_code for name in PAGES}
    assert answers == {name: 200 if who in allowed else 404 for name, allowed in PAGES.items()}


def test_nobody_gets_anything_without_signing_in(client, url):
    for name in PAGES:
        assert client.get(url(name)).status_code == 302


def test_a_wage_is_shown_to_the_training_manager_only(company, person_named, client_of, url):
    people.load_sheet(
        "wages", [{"number": "002", "starts_on": date(2026, 1, 1), "monthly": 42_000}]
    )
    seen = {
        who: "42,000" in client_of(person_named(who)).get(url("employee")).content.decode()
        for who in sorted(SEEING_PEOPLE)
    }
    assert seen == {who: who == "manager" for who in SEEING_PEOPLE}


def test_a_person_s_page_shows_all_that_is_recorded(company, knot, client_of, manager, url):
    person = company.people["002"]
    record_licence(employee_id=person.pk, name="堆高機操作", number="A1", by=BY, at=AT)
    people.load_sheet("leaves", [{"number": "002", "kind": "育嬰", "starts_on": date(2026, 1, 1)}])
    people.rate(person, knot, "self", 5)
    people.rate(person, knot, "supervisor", 3)
    page = client_of(manager).get(url("employee")).content.decode()
    for text in ("陳一", "一線", "作業員", "林班長", "堆高機操作", "育嬰", "繩結", "3.67"):
        assert text in page
    assert reverse("people:evidence", args=[person.pk, knot.pk]) in page


def test_unmet_prerequisites_are_named(company, client_of, manager):
    boss = company.people["001"]
    page = client_of(manager).get(reverse("people:employee", args=[boss.pk])).content.decode()
    assert "24" in page


def test_my_data_is_the_same_page_as_mine(company, client_of, person_named):
    client = client_of(person_named("the person"))
    assert "陳一" in client.get(reverse("people:me")).content.decode()


def test_evidence_shows_inputs_weights_and_why_some_do_not_count(
    company, knot, client_of, manager, url
):
    person = company.people["002"]
    people.rate(person, knot, "supervisor", 2, date(2025, 1, 10))
    people.rate(person, knot, "supervisor", 4, date(2026, 10, 1), rater=company.people["001"])
    people.rate(person, knot, "self", 1, date(2026, 10, 1))
    answer = client_of(manager).get(url("evidence"), {"on": "2026-11-02"})
    shown = answer.context["shown"]
    assert shown.merged.level == pytest.approx(3)
    assert shown.merged.disagrees
    assert [use.use.ignored for use in shown.uses] == [None, None, "too_old"]
    earlier = client_of(manager).get(url("evidence"), {"on": "2025-06-01"})
    assert earlier.context["shown"].merged.level == 2
    assert client_of(manager).get(url("evidence"), {"on": "nonsense"}).status_code == 200


def test_a_supervisor_rates_as_supervisor_only(company, knot, client_of, person_named, url):
    client = client_of(person_named("supervisor of the unit"))
    data = {"source": "test", "level": "3", "rated_on": "2026-10-01"}
    assert client.post(url("add_rating"), data).status_code == 422
    assert client.post(url("add_rating"), {**data, "source": "supervisor"}).status_code == 302
    assert Rating.objects.get().source == "supervisor"


def test_a_refused_rating_keeps_what_was_typed(company, knot, client_of, manager, url):
    data = {"source": "test", "level": "9", "rated_on": "2026-10-01", "note": "口試"}
    answer = client_of(manager).post(url("add_rating"), data)
    assert answer.status_code == 422
    assert "口試" in answer.content.decode()
    assert 'data-problem="off_scale"' in answer.content.decode()
    assert not Rating.objects.exists()


def test_the_roster_hides_leavers_until_asked_for(company, client_of, manager):
    Employee.objects.filter(number="003").update(left_on=date(2025, 1, 1))
    client = client_of(manager)
    url = reverse("people:employees")
    assert "王二" not in client.get(url).content.decode()
    assert "王二" in client.get(url, {"status": "all"}).content.decode()
    only = client.get(url, {"status": "left"}).content.decode()
    assert "王二" in only
    assert "陳一" not in only


def test_a_unit_s_filter_takes_all_below_it(company, client_of, manager):
    client = client_of(manager)
    page = client.get(reverse("people:employees"), {"unit": company.units["MFG"].pk})
    assert {row.number for row in page.context["list"].page.object_list} == {"001", "002", "003"}


def test_the_roster_s_table_is_the_same_with_and_without_the_page(company, client_of, manager):
    url = reverse("people:employees")
    whole = client_of(manager).get(url).content.decode()
    table = client_of(manager, htmx=True).get(url).content.decode()
    assert "<html" not in table
    for text in ("陳一", "王二", "作業員"):
        assert text in table
        assert text in whole


def test_the_roster_is_exported_with_the_columns_shown(company, client_of, manager):
    answer = client_of(manager).get(reverse("people:employees"), {"export": "csv"})
    head = answer.content.decode("utf-8-sig").splitlines()[0]
    assert "員工編號" in head
    assert "姓名" in head


FORMS = {
    "unit_new": ({"code": "N1", "name": "新單位", "parent_id": ""}, "people.unit.created"),
    "unit_edit": ({"name": "第一線", "parent_id": "{HQ}"}, "people.unit.moved"),
    "position_edit": (
        {
            "name": "作業員",
            "function_id": "{MK}",
            "grade_id": "{G1}",
            "min_experience_months": "6",
        },
        "people.position.changed",
    ),
    "function_new": ({"code": "HR", "name": "人資"}, "people.function.created"),
    "grade_new": (
        {"code": "G9", "name": "九", "rank": "9", "tier": "top"},
        "people.grade.created",
    ),
    "hire": (
        {
            "number": "900",
            "name": "新人",
            "sex": "F",
            "category": "operative",
            "hired_on": "2026-11-01",
            "unit_id": "{HQ}",
            "position_id": "",
            "manager_number": "001",
        },
        "people.employee.hired",
    ),
    "employee_move": (
        {"position_id": "{LEAD}", "unit_id": "{MFG}", "starts_on": "2026-10-01"},
        "people.employee.moved",
    ),
    "employee_leave": ({"kind": "育嬰", "starts_on": "2026-10-01"}, "people.leave.recorded"),
    "employee_licence": ({"name": "堆高機"}, "people.licence.recorded"),
    "employee_end": ({"left_on": "2026-10-31"}, "people.employee.left"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_does_one_thing_and_says_so_in_the_log(company, client_of, manager, url, name):
    from espalier.kit.audit.models import Entry

    known = {code: str(unit.pk) for code, unit in company.units.items()}
    known |= {code: str(position.pk) for code, position in company.positions.items()}
    op = company.positions["OP"]
    known |= {"MK": str(op.function_id), "G1": str(op.grade_id)}
    data, event = FORMS[name]
    sent = {key: value.format(**known) for key, value in data.items()}
    answer = client_of(manager).post(url(name), sent)
    assert answer.status_code == 302, answer.context["page"].form.errors
    assert Entry.objects.filter(event=event, actor_kind="user").count() == 1


def test_a_refused_form_names_the_problem_and_changes_nothing(company, client_of, manager, url):
    data = {"name": "一線", "parent_id": str(company.units["LINE1"].pk)}
    answer = client_of(manager).post(
        reverse("people:unit_edit", args=[company.units["MFG"].pk]), data
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "LINE1 → MFG → LINE1" in page
    assert Unit.objects.get(code="MFG").name == "製造部"


def test_two_people_changing_one_person_are_told(company, client_of, manager, url):
    from espalier.cycle.people.employees.services import change_employee

    client = client_of(manager)
    version = client.get(url("employee_edit")).context["version"]
    from datetime import timedelta

    change_employee(
        employee_id=company.people["002"].pk,
        changes={"name": "陳大"},
        by=BY,
        at=AT + timedelta(hours=1),
    )
    data = {"name": "陳小", "sex": "F", "category": "professional", "hired_on": "2024-03-01"}
    # A form shown again because of a mistake still knows that it was opened before the other change.
    answer = client.post(url("employee_edit"), {**data, "name": "", "version": version})
    assert (answer.status_code, answer.context["version"]) == (422, version)
    answer = client.post(url("employee_edit"), {**data, "version": version})
    assert answer.status_code == 409
    assert Employee.objects.get(number="002").name == "陳大"


@pytest.mark.parametrize(
    ("name", "n_queries"),
    [
        ("units", 6),
        ("positions", 7),
        ("position", 8),
        ("employees", 9),
        ("employee", 15),
        ("evidence", 10),
    ],
)
def test_pages_ask_the_same_number_of_queries_for_more_people(
    company, knot, client_of, manager, url, name, n_queries
):
    client = client_of(manager)
    people.rate(company.people["002"], knot, "self", 3)

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(name)).status_code == 200
        return len(captured)

    few = count()
    for n in range(8):
        person = people.employee(f"A{n}", company.units["LINE1"], company.positions["OP"])
        people.rate(person, knot, "self", n % 5)
        people.rate(company.people["002"], people.competency(), "self", n % 5)
        people.rate(company.people["002"], knot, "supervisor", n % 5, date(2026, 3, 1 + n))
    assert count() == few <= n_queries
