"""Pages of stakeholders: who may open them, what they show, how many queries they take."""

from datetime import timedelta

import pytest
from django.urls import reverse

from espalier.cycle.needs.stakeholders import queries
from espalier.cycle.needs.stakeholders.models import (
    Analysis,
    Consideration,
    Stakeholder,
    UnheardReason,
)
from espalier.kit.accounts.types import Role
from tests.cycle.needs.stakeholders.conftest import ON, begun, heard, stakeholder
from tests.cycle.needs.stakeholders.test_services import close, consideration, survey
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
READ = ("stakeholders", "stakeholder_grid", "unheard", "consultations", "considerations", "climate")
WRITE = ("stakeholder_new", "question", "question_new", "consideration_new", "climate_new")


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


MAY = {
    Role.MANAGER: "all", Role.COORDINATOR: "all", Role.EXECUTIVE: "read", Role.AUDITOR: "read",
    Role.SUPERVISOR: "", Role.INSTRUCTOR: "", Role.LEARNER: "", Role.ADMINISTRATOR: "",
}  # fmt: skip


@pytest.mark.parametrize(("role", "may"), MAY.items(), ids=str)
def test_who_may_open_what(client_of, person_with, analysis, four, role, may):
    visitor = client_of(person_with(role))
    first, weighed = four["learner"], consideration(analysis)
    reading = [reverse(f"needs:{name}") for name in READ]
    reading.append(reverse("needs:stakeholder", args=[first.pk]))
    reading.append(reverse("needs:consideration", args=[weighed.pk]))
    writing = [reverse(f"needs:{name}") for name in WRITE]
    writing.append(reverse("needs:stakeholder_edit", args=[first.pk]))
    writing.append(reverse("needs:consideration_edit", args=[weighed.pk]))
    writing.append(reverse("needs:unheard_reason", args=["learner"]))
    for url in reading:
        assert visitor.get(url).status_code == (200 if may else 404), url
    for url in writing:
        assert visitor.get(url).status_code == (200 if may == "all" else 404), url


def test_a_stranger_finds_nothing(client_of, stranger, analysis):
    visitor = client_of(stranger)
    for name in READ + WRITE:
        assert visitor.get(reverse(f"needs:{name}")).status_code == 404, name


FIELDS = {
    "code": "S-01", "name": "品保處長", "group": "supervisor", "power": "4", "interest": "5",
    "stance": "for",
}  # fmt: skip


def test_a_stakeholder_is_added_changed_and_taken_out(client):
    answer = client.post(reverse("needs:stakeholder_new"), FIELDS)
    assert answer.status_code == 302
    row = Stakeholder.objects.get()
    edit = reverse("needs:stakeholder_edit", args=[row.pk])
    token = row.updated_at.isoformat()
    changed = FIELDS | {"name": "品保處處長", "version": token}
    assert client.post(edit, changed).status_code == 302
    assert client.post(edit, changed | {"name": "另一人"}).status_code == 409
    page = client.get(answer.url).content.decode()
    assert "品保處處長" in page
    off = reverse("needs:stakeholder_active", args=[row.pk])
    assert client.post(off, {"active": "no"}).status_code == 302
    assert queries.stakeholders() == []


def test_every_problem_of_the_form_is_told(client):
    stakeholder("S-01")
    answer = client.post(reverse("needs:stakeholder_new"), FIELDS | {"employee_number": "99"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-problem="code_taken"' in text
    assert 'data-problem="unknown"' in text


def test_the_analysis_is_begun_and_changed(client):
    url = reverse("needs:question")
    assert client.post(url, {"year": "2027", "question": "先做哪些？"}).status_code == 302
    row = Analysis.objects.get()
    told = {"year": "2027", "question": "改問", "version": row.updated_at.isoformat()}
    assert client.post(url, told).status_code == 302
    assert Analysis.objects.get().question == "改問"


def test_the_grid_has_its_chart_and_its_table(client, four):
    text = client.get(reverse("needs:stakeholder_grid")).content.decode()
    assert "data-chart" in text
    assert "關係人S-01" in text
    assert "密切經營" in text


def test_a_reason_is_recorded_where_nobody_was_heard(client, analysis, four):
    url = reverse("needs:unheard_reason", args=["learner"])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "問卷下月補做"}).status_code == 302
    assert UnheardReason.objects.get().group == "learner"
    assert "問卷下月補做" in client.get(reverse("needs:unheard")).content.decode()
    assert client.get(reverse("needs:unheard_reason", args=["aliens"])).status_code == 404
    heard(analysis, four["learner"])
    assert client.get(url).status_code == 404, "who was heard needs no reason"


def test_a_consideration_is_written_with_its_voices(client, analysis, four):
    url = reverse("needs:consideration_new")
    first = str(four["learner"].pk)
    told = {"code": "C-01", "kind": "consensus", "text": "量測優先", "n_for": "3"}
    assert client.post(url, told).status_code == 422, "it comes from nowhere"
    both = told | {"voices_for": [first], "voices_against": [first]}
    assert client.post(url, both).status_code == 422
    answer = client.post(url, told | {"voices_for": [first]})
    assert answer.status_code == 302
    assert "關係人S-01" in client.get(answer.url).content.decode()
    row = Consideration.objects.get()
    gone = reverse("needs:consideration_remove", args=[row.pk])
    assert client.post(gone).status_code == 302
    assert not Consideration.objects.exists()


def test_without_an_analysis_one_is_begun_first(client):
    for name in ("consideration_new", "climate_new"):
        assert client.get(reverse(f"needs:{name}")).url == reverse("needs:question")


def test_what_was_said_stands_in_the_log_and_beside_the_person(client, analysis, four):
    heard(analysis, four["learner"])
    for url in (
        reverse("needs:consultations"),
        reverse("needs:stakeholder", args=[four["learner"].pk]),
    ):
        assert "希望排在上班時間" in client.get(url).content.decode()


def test_the_survey_is_opened_for_every_second_person(client, analysis):
    make.company()
    closes = (ON + timedelta(days=400)).isoformat()
    told = {"title": "氣候", "closes_on": closes, "every": "2"}
    assert client.post(reverse("needs:climate_new"), told).status_code == 302
    assert queries.newest_survey(ON + timedelta(days=400)).round.invitations.count() >= 1


def test_the_climate_page_hides_and_shows(client, analysis):
    asked = survey(analysis, n=6, values=(2, 3))
    url = reverse("needs:climate")
    assert "調查仍在進行" in client.get(url).content.decode()
    close(asked)
    text = client.get(url).content.decode()
    assert "2.50" in text
    assert "阻力" in text


@pytest.mark.parametrize("n", [1, 20])
def test_pages_take_the_same_queries_for_few_and_many(client, n, django_assert_num_queries):
    analysis = begun()
    rows = [stakeholder(f"S-{k:02}", power=5, interest=5) for k in range(n)]
    heard(analysis, *rows)
    for k in range(n):
        consideration(analysis, f"C-{k:02}")
    pinned = {
        reverse("needs:stakeholders"): 7,
        reverse("needs:stakeholder_grid"): 6,
        reverse("needs:unheard"): 8,
        reverse("needs:considerations"): 6,
        reverse("needs:consultations"): 11,
        reverse("needs:stakeholder", args=[rows[0].pk]): 13,
    }
    client.get(reverse("needs:stakeholders"))
    for url, n_queries in pinned.items():
        with django_assert_num_queries(n_queries):
            assert client.get(url).status_code == 200
