"""P2.3.5 The planner's pages: what is shown to whom, refusals, strangers, and the number of queries."""

import pytest
from django.urls import reverse

from espalier.cycle.plan.annual_plan.models import Line

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
