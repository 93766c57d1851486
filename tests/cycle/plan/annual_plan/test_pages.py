"""P2.3.5 The planner's pages: what is shown to whom, refusals, strangers, and the number of queries."""

import pytest
from django.urls import reverse
from django.utils import timezone

from espalier.cycle.plan.annual_plan import checking, services
from espalier.cycle.plan.annual_plan.models import Line
from espalier.kit.accounts.types import Role
from tests.factories import plan as make

pytestmark = pytest.mark.django_db


def pages_of(scenario):
    line = Line.objects.filter(scenario=scenario).first()
    plan = scenario.plan_id
    return [
        reverse("plan:planner_of", args=[scenario.pk]),
        reverse("plan:checks", args=[scenario.pk]),
        reverse("plan:slider", args=[scenario.pk]),
        reverse("plan:left_out", args=[scenario.pk]),
        reverse("plan:why", args=[scenario.pk, line.module_id]),
        reverse("plan:people", args=[scenario.pk]),
        reverse("plan:scenarios", args=[plan]),
        reverse("plan:scenario_new", args=[plan]),
        reverse("plan:scenario_edit", args=[scenario.pk]),
        reverse("plan:scenario_copy", args=[scenario.pk]),
        reverse("plan:pin_new", args=[scenario.pk]),
        reverse("plan:line_new", args=[scenario.pk]),
        reverse("plan:line", args=[line.pk]),
        reverse("plan:line_edit", args=[line.pk]),
        reverse("plan:plan_text", args=[plan]),
        reverse("plan:plan_new"),
        reverse("plan:changes", args=[plan]),
        reverse("plan:change_new", args=[plan]),
        reverse("plan:achievement", args=[plan]),
        reverse("plan:run", args=[scenario.runs.first().pk]),
    ]


def test_every_page_opens_for_the_manager(solved, manager, client_of, company):
    client = client_of(manager)
    urls = pages_of(solved)
    person = company.people[0]
    urls.append(reverse("plan:person", args=[solved.pk, person.pk]))
    urls.append(reverse("plan:why", args=[solved.pk, company.modules["M4"].pk]))
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url


def test_a_stranger_finds_nothing(solved, stranger, client_of):
    client = client_of(stranger)
    for url in pages_of(solved):
        assert client.get(url).status_code == 404, url


def test_a_supervisor_sees_the_plan_and_their_own_people(solved, company, person_with, client_of):
    client = client_of(person_with(Role.SUPERVISOR, scope=company.base.north.scope))
    line = Line.objects.filter(scenario=solved, module=company.modules["M1"]).get()
    shown = client.get(reverse("plan:line", args=[line.pk])).content.decode()
    assert "0001" in shown
    assert "0002" not in shown
    person = "plan:person"
    own = reverse(person, args=[solved.pk, company.base.ann.pk])
    other = reverse(person, args=[solved.pk, company.base.bob.pk])
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404
    assert client.get(reverse("plan:line_edit", args=[line.pk])).status_code == 404
    assert client.post(reverse("plan:solve", args=[solved.pk])).status_code == 404


def test_an_instructor_sees_lines_and_no_people(solved, person_with, client_of):
    client = client_of(person_with(Role.INSTRUCTOR))
    line = Line.objects.filter(scenario=solved).first()
    assert "0001" not in client.get(reverse("plan:line", args=[line.pk])).content.decode()
    assert client.get(reverse("plan:people", args=[solved.pk])).status_code == 404


def test_the_table_is_exported_as_it_is_shown(solved, manager, client_of):
    answer = client_of(manager).get(
        reverse("plan:planner_of", args=[solved.pk]) + "?export=csv&sort=-cost"
    )
    rows = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert rows[1].startswith("2027-001")


def test_a_fragment_is_part_of_its_page(solved, manager, client_of):
    url = reverse("plan:checks", args=[solved.pk])
    fragment = client_of(manager, htmx=True).get(url).content.decode().strip()
    page = client_of(manager).get(url).content.decode()
    assert fragment.startswith('<section id="plan-checks"')
    assert fragment in page


def test_a_refused_act_names_every_problem_on_the_page(scenario, manager, client_of):
    answer = client_of(manager).post(reverse("plan:scenario_choose", args=[scenario.pk]))
    assert answer.status_code == 422
    assert 'data-problem="no_lines"' in answer.content.decode()


def test_a_stale_form_shows_both_texts(scenario, manager, client_of):
    sent = {
        "seen": "1",
        "name": "提案一",
        "budget": 900_000,
        "hours": 24,
        "fair_percent": 60,
        "away_percent": 15,
        "gaps_on": "2027-12-31",
    }
    answer = client_of(manager).post(reverse("plan:scenario_edit", args=[scenario.pk]), sent)
    assert answer.status_code == 409
    assert "900000" in answer.content.decode()


@pytest.mark.parametrize("n_more", [1, 3])
def test_pages_take_the_same_queries_for_few_and_many(
    solved, company, manager, client_of, n_more, django_assert_num_queries
):
    for i in range(n_more):
        module = make.make.published(f"X{i}").module
        services.add_line(
            scenario_id=solved.pk,
            module_id=module.pk,
            content=make.content(),
            by=make.BY,
            at=make.AT,
        )
    client = client_of(manager)
    url = reverse("plan:planner_of", args=[solved.pk])
    client.get(url)  # a look at the records is kept, whether or not somebody edited
    solved.refresh_from_db()
    checking.standing(solved, timezone.localdate())
    with django_assert_num_queries(18):
        assert client.get(url).status_code == 200
