"""P2.3.2: the pages, as people use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from espalier.cycle.plan.annual_plan import services as plans
from espalier.cycle.plan.briefing.models import Presentation
from espalier.kit.accounts.types import Role
from tests.cycle.plan.briefing.conftest import decision, question
from tests.factories import plan as make

LISTS = ("presentations", "presentation_decisions", "presentation_questions", "follow_ups")
PAGES = LISTS  # the page of the strategy reads the whole plan: it is asked for once, below
PARTS = ("presentation", "presentation_page")
READERS = {
    Role.MANAGER: 200,
    Role.COORDINATOR: 200,
    Role.EXECUTIVE: 200,
    Role.AUDITOR: 200,
    Role.SUPERVISOR: 200,
    Role.INSTRUCTOR: 200,
    Role.LEARNER: 404,
    Role.ADMINISTRATOR: 404,
}
WRITERS = {Role.MANAGER: 302, Role.COORDINATOR: 302, Role.EXECUTIVE: 404, Role.AUDITOR: 404}


def test_who_may_look(client_of, person_with, shown):
    urls = [reverse(f"plan:{page}") for page in PAGES]
    urls += [reverse(f"plan:{page}", args=[shown.pk]) for page in PARTS]
    for role, status in READERS.items():
        client = client_of(person_with(role))
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, status)


def test_who_may_present(client_of, person_with, shown):
    for role, status in WRITERS.items():
        client = client_of(person_with(role))
        Presentation.objects.update(state="planned")
        for page, told in (("build", {"draft": "1"}), ("move", {"step": "hold"})):
            url = reverse(f"plan:presentation_{page}", args=[shown.pk])
            assert client.post(url, told).status_code == status


def test_a_stranger_finds_nothing(client_of, stranger, shown):
    assert client_of(stranger).get(reverse("plan:presentations")).status_code == 404


def test_the_page_shows_slides_questions_and_decisions(client_of, manager, built):
    question()
    decision(due_on=date(2026, 11, 3))
    page = client_of(manager).get(reverse("plan:presentation", args=[built.pk]))
    for words in (
        "PPTX（中文）",
        "HTML（英文）",
        "草擬",
        "為何不多開？",
        "增列夜班梯次",
        "標記為已舉行",
    ):
        assertContains(page, words)


def test_without_the_permission_no_button_is_shown(client_of, person_with, shown):
    page = client_of(person_with(Role.EXECUTIVE)).get(reverse("plan:presentation", args=[shown.pk]))
    assertNotContains(page, "標記為已舉行")
    assertNotContains(page, "登錄決議")


def test_the_fragment_says_whether_the_plan_changed(client_of, manager, shown, plan):
    url = reverse("plan:presentation_standing", args=[shown.pk])
    answer = client_of(manager, htmx=True).get(url)
    assertContains(answer, "目前計畫與簡報內容一致")
    assertNotContains(answer, "<h1")
    line = plan.chosen.lines.first()
    plans.remove_line(line_id=line.pk, by=make.BY, at=make.AT)
    assertContains(client_of(manager).get(url), "簡報檔製作後，計畫已有變更")


def test_the_slides_come_as_they_were_made(client_of, manager, built):
    url = reverse("plan:presentation_file", args=[built.pk, "zh-Hant", "pptx"])
    page = client_of(manager).get(reverse("plan:presentation", args=[built.pk]))
    assertContains(page, f'href="{url}"')
    answer = client_of(manager).get(url)
    assert "presentationml" in answer["Content-Type"]
    assert answer.content.startswith(b"PK")
    missing = reverse("plan:presentation_file", args=[built.pk, "zh-Hant", "odp"])
    assert client_of(manager).get(missing).status_code == 404


def test_the_year_on_one_page_has_the_figures_of_the_planner(client_of, manager, plan, shown):
    for url in (
        reverse("plan:strategy_page"),
        reverse("plan:presentation_page", args=[shown.pk]),
    ):
        page = client_of(manager).get(url)
        cost = sum(line.cost for line in plan.chosen.lines.all())
        for words in (f"NT${cost:,}", "草案", "法定", "請求決議事項"):
            assertContains(page, words)


def test_without_a_plan_the_page_says_what_to_do(client_of, manager, db):
    assertContains(client_of(manager).get(reverse("plan:strategy_page")), "尚無可簡報的計畫")


def test_the_first_page_leads_executives_to_the_strategy(client_of, person_with, manager, shown):
    assertContains(client_of(person_with(Role.EXECUTIVE)).get("/"), "年度計畫與簡報")
    assertNotContains(client_of(manager).get("/"), "年度計畫與簡報")
    decision()
    assertContains(client_of(manager).get("/"), "增列夜班梯次")


def test_a_refusal_names_everything(client_of, manager, presentation):
    Presentation.objects.update(held_on=date(2099, 1, 1))
    url = reverse("plan:presentation_move", args=[presentation.pk])
    answer = client_of(manager).post(url, {"step": "hold"})
    for words in ("尚未製作簡報檔，無從簡報", "簡報日期尚未到"):
        assertContains(answer, words, status_code=422)
    assert client_of(manager).post(url, {"step": "fly"}).status_code == 404


@pytest.mark.parametrize("page", [*LISTS, "presentation"])
def test_many_rows_take_no_more_queries(client_of, manager, shown, page):
    client = client_of(manager)
    url = reverse(f"plan:{page}", args=[shown.pk] if page == "presentation" else [])
    question()
    decision()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(2, 8):
        question(number=n, answer="", owner="經理", due_on=date(2026, 12, n))
        decision(number=n)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 16
