"""The pages of an import: who may see them, what they do, how many queries they need."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.imports.limits import DEFAULT_LIMITS
from espalier.kit.imports.models import ImportRun
from tests.kit.imports.sample import csv

TWO = csv("地點代碼,地點名稱\n001,北廠\n002,南廠\n")


def upload(client, data: bytes = TWO, name: str = "places.csv", kind: str = "places"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("imports:upload", args=[kind]), {"file": file})


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


def test_the_way_through_upload_plan_apply_undo(client):
    assert "地點名稱" in client.get(reverse("imports:upload", args=["places"])).text
    answer = upload(client)
    run = ImportRun.objects.get()
    assert answer.url == reverse("imports:run", args=[run.pk])
    page = client.get(answer.url)
    assert "北廠" in page.text
    assert 'name="accept_refused"' not in page.text
    client.post(reverse("imports:apply", args=[run.pk]))
    assert ScopeNode.objects.count() == 2
    assert Entry.objects.filter(event="kit.import.applied").count() == 1
    assert reverse("imports:undo", args=[run.pk]) in client.get(answer.url).text
    client.post(reverse("imports:undo", args=[run.pk]))
    assert not ScopeNode.objects.exists()


def test_pasted_rows_are_taken(client):
    pasted = "地點代碼\t地點名稱\r\n001\t北廠\r\n"
    answer = client.post(reverse("imports:upload", args=["places"]), {"pasted": pasted})
    assert answer.status_code == 302
    assert ImportRun.objects.get().counts["add"] == 1


def test_neither_file_nor_rows_is_said(client):
    answer = client.post(reverse("imports:upload", args=["places"]), {})
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_an_unknown_header_leads_to_the_columns_page(client):
    answer = upload(client, csv("甲,乙\n001,北廠\n"))
    run = ImportRun.objects.get()
    address = reverse("imports:columns", args=[run.pk])
    assert answer.url == address
    page = client.get(address).text
    assert "北廠" in page
    assert 'name="column-0"' in page
    refused = client.post(address, {"column-0": "code", "column-1": "code"})
    assert refused.status_code == 422
    assert 'data-problem="column_twice"' in refused.text
    answer = client.post(address, {"column-0": "code", "column-1": "label"})
    assert answer.url == reverse("imports:run", args=[run.pk])


def test_the_table_can_be_looked_for_elsewhere(client):
    upload(client, csv("甲,乙\n地 點 代 碼x,名字\n001,北廠\n"))
    run = ImportRun.objects.get()
    answer = client.post(
        reverse("imports:table", args=[run.pk]), {"sheet": "CSV", "header_row": "2"}
    )
    assert answer.url == reverse("imports:columns", args=[run.pk])
    run.refresh_from_db()
    assert run.mapping["header_row"] == 1
    bad = client.post(reverse("imports:table", args=[run.pk]), {"sheet": "CSV", "header_row": "99"})
    assert bad.status_code == 422


def test_refused_rows_are_shown_with_place_value_and_reason(client):
    upload(client, csv("地點代碼,地點名稱,上級地點代碼\n001,北廠,\n002,南廠,999\n"))
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:run", args=[run.pk])).text
    assert 'data-problem="unknown_place"' in page
    assert "「999」" in page
    assert 'name="accept_refused"' in page
    refused = client.post(reverse("imports:apply", args=[run.pk]))
    assert refused.status_code == 422
    assert not ScopeNode.objects.exists()
    download = client.get(reverse("imports:refusals", args=[run.pk]))
    assert download.content.startswith(b"PK")
    client.post(reverse("imports:apply", args=[run.pk]), {"accept_refused": "yes"})
    assert ScopeNode.objects.count() == 1


def test_a_file_can_be_put_aside(client):
    upload(client)
    run = ImportRun.objects.get()
    client.post(reverse("imports:discard", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "discarded"
    assert client.post(reverse("imports:apply", args=[run.pk])).status_code == 422


def test_an_unreadable_file_is_422_with_its_remedy(client):
    answer = upload(client, b"%PDF-1.7 nothing", "places.xlsx")
    assert answer.status_code == 422
    assert 'data-problem="wrong_type"' in answer.text
    assert not ImportRun.objects.exists()


class Upload:
    """The body of a form with one file of ``size`` bytes, made while it is read and never held."""

    def __init__(self, size: int) -> None:
        self.head = (
            b'--XX\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n'
            b"Content-Type: text/csv\r\n\r\n"
        )
        self.left, self.tail, self.largest_read = size, b"\r\n--XX--\r\n", 0
        self.length = len(self.head) + size + len(self.tail)

    def readline(self, n: int = -1) -> bytes:
        raise AssertionError("a form with a file is not read line by line")

    def read(self, n: int = -1) -> bytes:
        self.largest_read = max(self.largest_read, self.length if n is None or n < 0 else n)
        if self.head:
            given, self.head = self.head, b""
            return given
        if self.left:
            given = b"a" * min(self.left, n)
            self.left -= len(given)
            return given
        given, self.tail = self.tail, b""
        return given


def test_200_megabytes_are_refused_and_never_kept(client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    body = Upload(200 * 1024 * 1024)
    answer = client.generic(
        "POST",
        reverse("imports:upload", args=["places"]),
        b"-",
        content_type="multipart/form-data; boundary=XX",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(body.length)},
    )
    assert answer.status_code == 422
    assert 'data-problem="file_too_large"' in answer.text
    assert body.largest_read <= 1024 * 1024
    assert list(tmp_path.iterdir()) == []
    assert not ImportRun.objects.exists()


def test_a_file_that_lies_about_its_size_is_stopped_too(client, monkeypatch):
    monkeypatch.setattr(
        "espalier.kit.imports.uploads.DEFAULT_LIMITS", type(DEFAULT_LIMITS)(file_bytes=100)
    )
    monkeypatch.setattr("espalier.kit.imports.uploads._FORM_OVERHEAD", 10**9)
    answer = upload(client, b"a" * 200)
    assert answer.status_code == 422
    assert 'data-problem="file_too_large"' in answer.text


def test_a_stranger_and_a_scoped_manager_get_404(client, client_of, stranger, person_with):
    upload(client)
    run = ImportRun.objects.get()
    node = ScopeNode.objects.create(key="unit:A", label="A", path="/1/")
    scoped = person_with(Role.MANAGER, scope=node, username="scoped")
    learner = person_with(Role.LEARNER, username="learner")
    addresses = [
        reverse("imports:upload", args=["places"]),
        reverse("imports:template", args=["places"]),
        *[reverse(f"imports:{n}", args=[run.pk]) for n in ("run", "columns", "refusals")],
    ]
    acts = [
        reverse(f"imports:{n}", args=[run.pk])
        for n in ("apply", "plan", "undo", "discard", "table")
    ]
    for person in (stranger, learner, scoped):
        other = client_of(person)
        assert {other.get(address).status_code for address in addresses} == {404}
        assert {other.post(address).status_code for address in acts} == {404}
    assert client_of(stranger).get(reverse("imports:list")).status_code == 404
    run.refresh_from_db()
    assert run.state == "planned"


def test_a_kind_of_another_permission_is_not_there(client, client_of, person_with):
    assert client.get(reverse("imports:upload", args=["accounts"])).status_code == 404
    administrator = client_of(person_with(Role.ADMINISTRATOR, username="admin"))
    assert administrator.get(reverse("imports:upload", args=["accounts"])).status_code == 200


def test_the_plan_page_needs_the_same_queries_for_any_number_of_rows(
    client, django_assert_num_queries
):
    upload(client)
    many = "".join(f"{i:04},廠{i}\n" for i in range(400))
    upload(client, csv(f"地點代碼,地點名稱\n{many}"), "many.csv")
    for run in ImportRun.objects.order_by("pk"):
        client.get(reverse("imports:run", args=[run.pk]))
        with django_assert_num_queries(4):
            assert client.get(reverse("imports:run", args=[run.pk])).status_code == 200


def test_history_lists_what_the_person_may_see(client):
    upload(client)
    assert "places.csv" in client.get(reverse("imports:history")).text


def test_a_large_file_becomes_long_work(client, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("espalier.kit.imports.views.LONG_WORK_BYTES", 10)
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(client)
    assert answer.url.startswith("/kit/jobs/")
    run = ImportRun.objects.get()
    assert (run.state, run.counts["add"]) == ("planned", 2)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:apply", args=[run.pk]))
    assert ScopeNode.objects.count() == 2
