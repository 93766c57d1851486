"""Pages of the strategy: who may see them, how many queries they make, and what they do."""

import pytest
from django.urls import reverse

from espalier.cycle.strategy.framework.models import Confirmation, FrameworkDraft
from espalier.cycle.strategy.programmes.models import DesignOption, Objective
from espalier.cycle.strategy.report.models import Narrative
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from tests.cycle.strategy.framework.test_services import procedure
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db
SEEN = (
    "decisions",
    "programmes",
    "criteria",
    "method_rules",
    "verbs",
    "framework",
    "confirmations",
    "procedure",
    "unit",
)


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


def addresses(programme):
    option, objective = DesignOption.objects.first(), Objective.objects.first()
    reads = [reverse(f"strategy:{name}") for name in SEEN]
    reads.append(reverse("strategy:programme", args=[programme.pk]))
    writes = [
        reverse("strategy:record_new", args=["objectives"]),
        reverse("strategy:record", args=["objectives", objective.pk]),
        reverse("strategy:record_remove", args=["objectives", objective.pk]),
        reverse("strategy:choose", args=[option.pk]),
        reverse("strategy:take_starter", args=["bloom_verbs"]),
        reverse("strategy:take_draft"),
        reverse("strategy:narrative", args=["purpose"]),
    ]
    return reads, writes


@pytest.mark.parametrize(
    ("role", "sees", "changes", "adopts"),
    [
        (Role.MANAGER, True, True, True),
        (Role.COORDINATOR, True, True, False),
        (Role.EXECUTIVE, True, False, False),
        (Role.AUDITOR, True, False, False),
        (Role.INSTRUCTOR, True, False, False),
        (Role.SUPERVISOR, True, False, False),
        (Role.LEARNER, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_who_may_do_what(person_with, client_of, programme, role, sees, changes, adopts):
    client = client_of(person_with(role))
    reads, writes = addresses(programme)
    assert {client.get(url).status_code for url in reads} == {200 if sees else 404}
    for url in writes:
        assert (client.post(url).status_code != 404) == changes, url
    assert (client.get(reverse("strategy:narratives")).status_code == 200) == changes
    adopting = reverse("strategy:confirm_procedure")
    assert (client.get(adopting).status_code == 200) == adopts


def test_a_stranger_sees_nothing(client_of, stranger, programme):
    reads, writes = addresses(programme)
    client = client_of(stranger)
    assert {client.get(url).status_code for url in reads} == {404}
    assert {client.post(url).status_code for url in writes} == {404}


@pytest.mark.parametrize("name", ["programmes", "framework", "confirmations", "unit", "decisions"])
def test_queries_do_not_grow_with_the_records(
    client, company, name, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.programme(company, "PR1")
    url = reverse(f"strategy:{name}")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    make.programme(company, "PR2")
    make.programme(company, "PR3")
    with django_assert_num_queries(len(few)):
        client.get(url)
    assert len(few) <= 70


def test_an_objective_is_written_checked_and_removed_in_the_browser(client, programme):
    url = reverse("strategy:record_new", args=["objectives"]) + "?programme=PR1"
    sent = {
        "code": "OB7", "audience": "檢驗員", "behaviour": "能了解不確定度", "condition": "", "degree": "",
        "level": "apply", "knowledge": "factual", "competencies": ["S1"],
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    row = Objective.objects.get(code="OB7")
    edit = reverse("strategy:record", args=["objectives", row.pk])
    page = client.get(edit).content.decode()
    assert "「了解」無法觀察" in page
    assert "缺少條件" in page
    version = page.split('name="version" value="')[1].split('"')[0]
    assert client.post(edit, {**sent, "behaviour": "能評估", "version": "1"}).status_code == 409
    mended = {**sent, "behaviour": "能量測", "condition": "現場", "degree": "全對"}
    assert client.post(edit, {**mended, "version": version}).status_code == 302
    row.refresh_from_db()
    assert row.behaviour == "能量測"
    assert "完整" in client.get(reverse("strategy:programme", args=[programme.pk])).content.decode()
    assert (
        client.post(reverse("strategy:record_remove", args=["objectives", row.pk])).status_code
        == 302
    )
    assert not Objective.objects.filter(code="OB7").exists()


def test_problems_of_a_form_are_told_and_what_was_typed_is_kept(client, programme):
    url = reverse("strategy:record_new", args=["design_options"]) + "?programme=PR1"
    sent = {
        "code": "OPA1", "name": "新做法", "source": "buy", "delivery": "online", "scores": "EFFECT 9",
    }  # fmt: skip
    answer = client.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    for code in ("taken", "bad_line"):
        assert f'data-problem="{code}"' in text
    assert "新做法" in text


def test_an_option_is_chosen_on_the_page(client, programme):
    option = DesignOption.objects.get(code="OPA1")
    url = reverse("strategy:choose", args=[option.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "得分最高"}).status_code == 302
    option.refresh_from_db()
    assert option.is_chosen
    assert Entry.objects.filter(event="strategy.option.chosen").count() == 1


def test_a_draft_is_taken_confirmed_and_shown(client, client_of, person_with, programme):
    assert client.post(reverse("strategy:take_draft"), {"note": "初稿"}).status_code == 302
    draft = FrameworkDraft.objects.get()
    url = reverse("strategy:confirm", args=[draft.pk])
    told = {"group": "supervisor", "spokesperson": "林課長", "confirmed_on": "2020-01-01"}
    assert client.post(url, told).status_code == 422
    speaker = client_of(person_with(Role.SUPERVISOR))
    told["confirmed_on"] = draft.taken_on.isoformat()
    assert speaker.post(url, told).status_code == 302
    assert Confirmation.objects.get().group == "supervisor"
    assert "林課長" in client.get(reverse("strategy:confirmations")).content.decode()


def test_the_review_procedure_is_confirmed_on_the_page(client, programme):
    made = procedure()
    url = reverse("strategy:confirm_procedure")
    assert client.post(url, {"procedure": made.pk, "criteria": ""}).status_code == 422
    assert client.post(url, {"procedure": made.pk, "criteria": "目標可觀察"}).status_code == 302
    assert "目標可觀察" in client.get(reverse("strategy:procedure")).content.decode()


def test_a_text_of_the_report_is_written_and_two_writers_are_told(client, programme):
    url = reverse("strategy:narrative", args=["purpose"])
    assert client.post(url, {"text": "本報告說明策略。", "version": ""}).status_code == 302
    assert Narrative.objects.get().text == "本報告說明策略。"
    assert client.post(url, {"text": "別的文字", "version": ""}).status_code == 409
    assert client.get(reverse("strategy:narrative", args=["nothing"])).status_code == 404
