"""Pages of needs: who may see and write them, what a refusal shows, and how many queries they take."""

import pytest
from django.urls import reverse

from espalier.cycle.needs.needs_list import pages
from espalier.cycle.needs.needs_list.models import CauseCheck, Need, NeedCriterion, NeedRating
from espalier.cycle.needs.needs_list.types import NeedLinks
from espalier.kit.accounts.types import Role
from tests.conftest import MONDAY
from tests.factories import needs, people

pytestmark = pytest.mark.django_db
VIEWERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR}
WRITERS = {Role.MANAGER, Role.COORDINATOR}
READING = ["/needs/list/", "/needs/criteria/", "/needs/analysis/"]
WRITING = ["/needs/list/new/", "/needs/criteria/weights/", "/needs/analysis/rate/"]


@pytest.mark.parametrize("role", Role)
def test_role_by_page(role, person_with, client_of):
    client = client_of(person_with(role))
    row = needs.need("N1")
    own = [f"/needs/list/{row.pk}/{act}/" for act in ("edit", "cause", "scores")]
    for url in (*READING, f"/needs/list/{row.pk}/"):
        assert client.get(url).status_code == (200 if role in VIEWERS else 404), url
    for url in (*WRITING, *own):
        assert client.get(url).status_code == (200 if role in WRITERS else 404), url
    for url in ("/needs/list/measure/", f"/needs/list/{row.pk}/active/"):
        assert client.post(url).status_code == (302 if role in WRITERS else 404), url


def test_a_stranger_gets_404(stranger, client_of):
    for url in (*READING, *WRITING):
        assert client_of(stranger).get(url).status_code == 404


def test_an_empty_installation_says_what_to_do_next(manager, client_of):
    client = client_of(manager)
    assert "/needs/list/new/" in client.get("/needs/list/").text
    assert reverse("imports:upload", args=["need_criteria"]) in client.get("/needs/criteria/").text
    assert "/needs/analysis/rate/" in client.get("/needs/analysis/").text


def test_the_table_alone_is_part_of_the_page(manager, client_of):
    needs.need("N1")
    page = client_of(manager).get("/needs/list/").text
    fragment = client_of(manager, htmx=True).get("/needs/list/").text
    assert "<h1>" not in fragment
    assert "需求N1" in fragment
    assert "需求N1" in page


def test_a_need_is_written_on_the_page(manager, client_of):
    competency = people.competency("K1")
    told = {"code": "N7", "title": "量測", "view": "task", "competencies": [str(competency.pk)]}
    answer = client_of(manager).post("/needs/list/new/", told)
    row = Need.objects.get(code="N7")
    assert answer.url == f"/needs/list/{row.pk}/"
    assert list(row.competencies.all()) == [competency]


def test_a_code_taken_keeps_what_was_typed(manager, client_of):
    needs.need("N1")
    told = {"code": "N1", "title": "另一項", "view": "task"}
    answer = client_of(manager).post("/needs/list/new/", told)
    assert answer.status_code == 422
    assert 'data-problem="code_taken"' in answer.text
    assert "另一項" in answer.text


def test_two_editors_are_told(manager, client_of):
    row = needs.need("N1")
    told = {"code": "N1", "title": "我改的", "view": "task", "version": "1999-01-01T00:00:00+00:00"}
    answer = client_of(manager).post(f"/needs/list/{row.pk}/edit/", told)
    assert answer.status_code == 409
    assert "我改的" in answer.text
    row.refresh_from_db()
    assert row.title == "需求N1"


def test_a_need_without_source_says_so_and_a_found_one_does_not(manager, client_of):
    bare, told = needs.need("N1"), needs.need("N2", source="業務月會")
    client = client_of(manager)
    warning = "沒有註明這項需求的依據"
    assert warning in client.get(f"/needs/list/{bare.pk}/").text
    text = client.get(f"/needs/list/{told.pk}/").text
    assert warning not in text
    assert "業務月會" in text


def test_the_questions_lead_to_a_verdict_on_the_page(manager, client_of):
    row = needs.need("N1")
    url = f"/needs/list/{row.pk}/cause/"
    names = ["matters", "expected", "could", "before", "often", "simpler", "obstacles", "punished"]
    answers = dict.fromkeys([*names, "rewarded", "able"], "unknown")
    answers |= {"matters": "yes", "could": "yes", "obstacles": "yes"}
    client = client_of(manager)
    refused = client.post(url, answers)
    assert refused.status_code == 422
    assert 'data-problem="no_alternative"' in refused.text
    client.post(url, {**answers, "alternative": "補足刀具"})
    assert CauseCheck.objects.get().verdict == "obstacle"
    text = client.get(f"/needs/list/{row.pk}/").text
    assert "排除障礙，不辦課程" in text
    assert "補足刀具" in text


def test_weights_and_scores_are_typed_on_their_pages(manager, client_of):
    impact = needs.criterion("impact", 3)
    row = needs.need("N1")
    client = client_of(manager)
    told = {f"mark_{impact.pk}": "4", f"reason_{impact.pk}": "客戶要求"}
    assert client.post(f"/needs/list/{row.pk}/scores/", told).status_code == 302
    assert client.post("/needs/criteria/weights/", {f"weight_{impact.pk}": "7"}).status_code == 302
    assert NeedCriterion.objects.get().weight == 7
    assert "客戶要求" in client.get(f"/needs/list/{row.pk}/").text


def test_a_respondents_ratings_are_recorded(manager, client_of):
    row = needs.need("N1")
    told = {
        "respondent_kind": "supervisor", "respondent": "S01", "rated_on": "2026-10-15",
        f"importance_{row.pk}": "5", f"degree_{row.pk}": "2",
    }  # fmt: skip
    assert client_of(manager).post("/needs/analysis/rate/", told).status_code == 302
    assert NeedRating.objects.get().respondent == "S01"
    text = client_of(manager).get("/needs/analysis/").text
    assert "1.500" in text  # (5 − 2) ÷ 2
    held = client_of(manager).get("/needs/analysis/rate/?kind=supervisor&respondent=S01").text
    assert 'value="5.0"' in held
    assert client_of(manager).get("/needs/analysis/rate/?kind=x").status_code == 404


@pytest.mark.parametrize(
    ("url", "most"),
    [("/needs/list/", 12), ("/needs/criteria/", 13), ("/needs/analysis/", 22)],
)
def test_queries_do_not_grow_with_the_needs(
    url, most, manager, client_of, django_assert_max_num_queries
):
    needs.criterion("impact", 1)
    client, counts = client_of(manager), []
    for size in (1, 8):
        for n in range(size):
            links = NeedLinks(competencies=(people.competency(f"K{size}{n}").pk,))
            row = needs.need(f"N{size}{n}", links, headcount=n)
            NeedRating.objects.create(
                need=row, respondent_kind="learner", respondent="L1", importance=4, degree=2,
                rated_on="2026-10-15",
            )  # fmt: skip
        client.get(url)
        with django_assert_max_num_queries(most) as seen:
            client.get(url)
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


def test_queries_of_one_need_do_not_grow_with_its_links(
    manager, client_of, django_assert_max_num_queries
):
    client, counts = client_of(manager), []
    for size in (1, 6):
        found = tuple(people.competency(f"K{size}{n}").pk for n in range(size))
        row = needs.need(f"N{size}", NeedLinks(competencies=found))
        client.get(f"/needs/list/{row.pk}/")
        with django_assert_max_num_queries(30) as seen:
            client.get(f"/needs/list/{row.pk}/")
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


def test_without_a_climate_survey_the_questions_stand_alone():
    assert pages.climate_lines(MONDAY.date()) == []
