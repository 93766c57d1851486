"""The intake's pages: bring, check, correct, apply; who may not, sees nothing."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from espalier.cycle.standards.catalogue.models import Standard
from espalier.cycle.standards.intake.models import IntakeDraft
from espalier.engines.intake import xlsx_bytes
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.files.models import StoredFile
from espalier.kit.jobs.models import Job
from tests.factories.standards import applied, large_standard, small_standard

pytestmark = pytest.mark.django_db
NEW = "/standards/intake/"


def upload(content: bytes, name: str = "果園.xlsx"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def client(manager, client_of):
    return client_of(manager)


def brought(client, parsed=None) -> IntakeDraft:
    data = xlsx_bytes(parsed or small_standard(warnings=(), unplaced=()))
    answer = client.post(NEW, {"file": upload(data)})
    assert answer.status_code == 302, answer.text
    return IntakeDraft.objects.latest("pk")


def page_of(draft, act: str = "") -> str:
    return reverse(f"standards:intake_{act or 'check'}", args=[draft.pk])


def test_a_file_leads_to_its_check_page(client):
    draft = brought(client)
    page = client.get(page_of(draft)).text
    assert 'id="line-1-1"' in page
    assert 'name="d0.g0.b0.K0.name"' in page
    assert "果樹修剪原理" in page


def test_pasted_text_is_taken_in(client):
    lines = (
        "職能基準代碼\tZZZ7777-001v1\n職能基準名稱\t職業\t播種員\n"
        "主要職責\t工作任務\t工作產出\t行為指標\t職能級別\t知識\t技能"
    )
    row = "T1育苗\tT1.1播種\tO1.1.1 播種紀錄\tP1.1.1 依時播種。\t2\tK01種子\tS01播種技巧"
    answer = client.post(NEW, {"text": f"{lines}\n{row}", "source_uri": "我的筆記"})
    draft = IntakeDraft.objects.get()
    assert answer.url == page_of(draft)
    assert (draft.source_uri, draft.file.name) == ("我的筆記", "貼上的文字.txt")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "請選擇檔案"),
        ({"file": upload(b"x"), "text": "y"}, "擇一"),
        ({"file": upload(b"")}, "檔案是空的"),
        ({"text": "今天天氣很好。"}, "找不到職能基準"),
        ({"file": upload(b"%PDF-1.4 broken", "a.pdf")}, "a.pdf"),
    ],
    ids=["nothing", "both", "empty", "no standard", "broken PDF"],
)
def test_what_cannot_be_read_is_said_with_the_remedy_and_nothing_is_kept(client, sent, words):
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert not IntakeDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_large_file_is_read_by_the_worker(client, monkeypatch):
    monkeypatch.setattr("espalier.cycle.standards.intake.views.LONG_WORK_BYTES", 10)
    answer = client.post(NEW, {"file": upload(xlsx_bytes(small_standard()))})
    job = Job.objects.get()
    assert answer.url == reverse("jobs:job", args=[job.pk])


def test_the_work_of_the_worker_ends_on_the_check_page(system, monday):
    from dataclasses import asdict

    from espalier.cycle.standards.intake.jobs import read_file
    from espalier.kit.files.services import store_file
    from espalier.kit.jobs.registry import job_kind

    file = store_file(data=xlsx_bytes(small_standard()), name="a.xlsx", by=system, at=monday)
    arguments = {"file_id": file.pk, "source_uri": "", "actor": asdict(system)}
    result = read_file(arguments, lambda share, step="": None)
    draft = IntakeDraft.objects.get(pk=result["draft_id"])
    assert job_kind("standards.read_file").result_url(result) == page_of(draft)


def test_corrections_are_kept_and_shown(client):
    draft = brought(client)
    client.post(page_of(draft), {"version": "1", "title": "果園經理"})
    draft.refresh_from_db()
    assert draft.corrections == {"title": "果園經理"}
    page = client.get(page_of(draft)).text
    assert 'value="果園經理"' in page
    assert "果園管理員" in page  # what was read stays beside it
    assert Entry.objects.latest("sequence").event == "standards.draft.corrected"


def test_wrong_values_come_back_as_typed(client):
    draft = brought(client)
    answer = client.post(page_of(draft), {"version": "1", "level": "九", "title": "新名稱"})
    assert answer.status_code == 422
    assert 'value="九"' in answer.text
    assert 'value="新名稱"' in answer.text
    assert 'data-problem="wrong_level"' in answer.text


def test_the_second_of_two_people_is_told(client):
    draft = brought(client)
    client.post(page_of(draft), {"version": "1", "title": "甲方案"})
    answer = client.post(page_of(draft), {"version": "1", "title": "乙方案"})
    assert answer.status_code == 409
    assert "甲方案" in answer.text
    assert "乙方案" in answer.text


def test_applying_publishes_and_leads_to_the_standard(client):
    draft = brought(client)
    answer = client.post(page_of(draft, "apply"), {"version": "1"})
    standard = Standard.objects.get()
    assert answer.url == reverse("standards:standard", args=[standard.pk])
    assert standard.state == "published"
    page = client.get(page_of(draft)).text
    assert "readonly" in page
    assert page_of(draft, "apply") not in page


def test_a_refusal_of_applying_comes_back_on_the_page(client):
    draft = brought(client)
    applied(small_standard(title="別的工作"))
    answer = client.post(page_of(draft, "apply"), {"version": "1"})
    assert answer.status_code == 422
    assert 'data-problem="version_has_other_content"' in answer.text


def test_a_draft_is_put_aside(client):
    draft = brought(client)
    client.post(page_of(draft, "discard"))
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_the_source_is_given_back_as_it_came(client):
    draft = brought(client)
    answer = client.get(page_of(draft, "source"))
    assert sha256(answer.content).hexdigest() == draft.file.sha256
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("role", [*set(Role) - {Role.MANAGER, Role.COORDINATOR}, None])
def test_who_may_not_change_standards_finds_nothing(client, client_of, person_with, stranger, role):
    draft = brought(client)
    other = client_of(person_with(role) if role else stranger)
    addresses = [NEW, page_of(draft), page_of(draft, "source")]
    assert [other.get(address).status_code for address in addresses] == [404] * 3
    for act in ("check", "apply", "discard"):
        assert other.post(page_of(draft, act), {"version": "1"}).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "open"


def test_the_queries_of_the_check_page_do_not_grow(client, django_assert_num_queries):
    for n_items in (10, 200):
        draft = brought(client, large_standard(n_items))
        with django_assert_num_queries(5):
            client.get(page_of(draft))


def test_a_file_too_large_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr("espalier.cycle.standards.intake.views.MAX_BYTES", 10)
    answer = client.post(NEW, {"file": upload(b"x" * 11, "大檔.pdf")})
    assert answer.status_code == 422
    assert 'data-problem="too_large"' in answer.text
    assert "大檔.pdf" in answer.text
    assert not StoredFile.objects.exists()
