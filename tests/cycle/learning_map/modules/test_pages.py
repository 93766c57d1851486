"""Pages of modules and completions."""

from datetime import date

import pytest
from django.urls import reverse

from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.modules.models import ModuleVersion
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


FIELDS = {
    "code": "M1",
    "name": "銲接基礎",
    "objectives": "能說明\n能操作",
    "hours": "1.5",
    "mode": "classroom",
    "mix": "formal",
    "competencies": "S1 3",
}


def test_a_module_is_written_changed_and_published(client, company):
    make.competency("S1")
    answer = client.post("/map/modules/new/", FIELDS)
    assert answer.status_code == 302
    version = ModuleVersion.objects.get()
    edit = reverse("learning_map:module_edit", args=[version.pk])
    page = client.get(edit).content.decode()
    assert "S1 3" in page
    token = version.updated_at.isoformat()
    assert client.post(edit, {**FIELDS, "name": "銲接入門", "version": token}).status_code == 302
    publish = reverse("learning_map:module_publish", args=[version.pk])
    assert client.post(publish, {"change_note": "初版"}).status_code == 302
    version.refresh_from_db()
    assert (version.name, version.state, version.change_note) == ("銲接入門", "published", "初版")
    shown = client.get(answer.url).content.decode()
    assert "已發布" in shown
    assert client.post(edit, {**FIELDS, "version": ""}).status_code in {409, 422}


def test_every_problem_of_the_form_is_told(client, company):
    make.published("A")
    text = client.post(
        "/map/modules/new/", {**FIELDS, "code": "A", "prerequisites": "Q、R", "hours": "0"}
    ).content.decode()
    for code in ("code_taken", "no_time", "unknown_prerequisite", "unknown_competency"):
        assert f'data-problem="{code}"' in text, code
    broken = client.post("/map/modules/new/", {**FIELDS, "competencies": "S1 3\nS2\n"})
    assert "第 2 行不是" in broken.content.decode()


def test_two_people_at_one_draft_are_told(client, company):
    make.competency("S1")
    client.post("/map/modules/new/", FIELDS)
    version = ModuleVersion.objects.get()
    edit = reverse("learning_map:module_edit", args=[version.pk])
    answer = client.post(edit, {**FIELDS, "name": "另一名稱", "version": "2020-01-01"})
    assert answer.status_code == 409
    version.refresh_from_db()
    assert version.name == "銲接基礎"


def test_versions_show_how_they_differ(client, company):
    make.competency("S1")
    make.published("M1", raises={"S1": 1.0})
    make.published("M1", raises={"S1": 2.0}, name="新名")
    module_id = ModuleVersion.objects.first().module_id
    text = client.get(reverse("learning_map:module", args=[module_id])).content.decode()
    assert "<ins>新名</ins>" in text
    assert "與前一版本的差異" in text


def test_the_list_is_exported(client, company):
    make.published("M1")
    answer = client.get("/map/modules/?export=csv")
    assert "模組M1" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("n", [1, 30])
def test_the_list_takes_the_same_queries_for_few_and_many(
    client, company, n, django_assert_num_queries
):
    for k in range(n):
        make.published(f"M{k:02}")
    client.get("/map/modules/")
    with django_assert_num_queries(7):
        client.get("/map/modules/")


def test_completions_are_recorded_for_many_and_taken_back(client, company):
    make.published("M1", validity_months=12)
    answer = client.post(
        "/map/completions/record/",
        {
            "module_code": "M1",
            "completed_on": "2026-01-31",
            "numbers": "0001\n0002",
            "origin": "external",
        },
    )
    assert answer.status_code == 302
    rows = Completion.objects.values_list("expires_on", "origin")
    assert set(rows) == {(date(2027, 1, 31), "external")}
    held = Completion.objects.first()
    back = reverse("learning_map:completion_withdraw", args=[held.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "登錄錯人"}).status_code == 302
    assert Completion.objects.count() == 1


def test_one_wrong_number_stops_all(client, company):
    make.published("M1")
    answer = client.post(
        "/map/completions/record/",
        {
            "module_code": "M1",
            "completed_on": "2026-01-31",
            "numbers": "0001、9999",
            "origin": "import",
        },
    )
    assert answer.status_code == 422
    assert "查無員工 9999" in answer.content.decode()
    assert not Completion.objects.exists()
