"""Pages of desk research: who may open them, what they show, how many queries they take."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from espalier.cycle.needs.desk_research import queries, services
from espalier.cycle.needs.desk_research.models import DeskDocument, Extract
from espalier.cycle.needs.desk_research.types import PassageContent
from espalier.kit.accounts.types import Role
from espalier.kit.thread.queries import broken_links, walk
from tests.conftest import MONDAY
from tests.cycle.needs.desk_research.conftest import BY, added, brought
from tests.engines.intake.test_paged import pdf
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
FIELDS = {
    "code": "D-09", "title": "經營檢討會議紀錄", "type": "minutes", "scope": "organisation",
    "relevance": "4", "credibility": "5", "reason": "主席簽核",
}  # fmt: skip


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


@pytest.fixture
def extract(document):
    told = PassageContent(page=1, words="量測不確定度的評估方法", kind="need", comment="弱項")
    return services.mark_passage(document_id=document.pk, content=told, by=BY, at=MONDAY)


def addresses(document, extract) -> dict[str, str]:
    one, passage = [document.pk], [extract.pk]
    return {
        "list": reverse("needs:documents"),
        "search": reverse("needs:document_search"),
        "suggestions": reverse("needs:suggestions"),
        "document": reverse("needs:document", args=one),
        "page": reverse("needs:document_page", args=[document.pk, 1]),
        "original": reverse("needs:document_original", args=one),
        "extracts": reverse("needs:extracts"),
        "extract": reverse("needs:extract", args=passage),
        "new": reverse("needs:document_new"),
        "edit": reverse("needs:document_edit", args=one),
        "extract_edit": reverse("needs:extract_edit", args=passage),
    }


MAY = {
    Role.MANAGER: "all", Role.COORDINATOR: "all", Role.EXECUTIVE: "read", Role.AUDITOR: "read",
    Role.SUPERVISOR: "", Role.INSTRUCTOR: "", Role.LEARNER: "", Role.ADMINISTRATOR: "",
}  # fmt: skip
WRITING = {"new", "edit", "extract_edit"}


@pytest.mark.parametrize(("role", "may"), MAY.items(), ids=str)
def test_who_may_open_what(client_of, person_with, document, extract, role, may):
    visitor = client_of(person_with(role))
    for name, url in addresses(document, extract).items():
        allowed = may == "all" or (may == "read" and name not in WRITING)
        assert visitor.get(url).status_code == (200 if allowed else 404), name
    for name in ("document_mark", "document_file", "document_active"):
        answer = visitor.post(reverse(f"needs:{name}", args=[document.pk]))
        assert (answer.status_code == 404) == (may != "all"), name


def test_a_stranger_finds_nothing(client_of, stranger, document, extract):
    visitor = client_of(stranger)
    for name, url in addresses(document, extract).items():
        assert visitor.get(url).status_code == 404, name


def test_a_document_is_added_given_its_file_and_read(client):
    answer = client.post(reverse("needs:document_new"), FIELDS)
    assert answer.status_code == 302
    document = DeskDocument.objects.get()
    sent = SimpleUploadedFile("minutes.txt", "決議：增加量測訓練。".encode())
    url = reverse("needs:document_file", args=[document.pk])
    assert client.post(url, {"file": sent}).status_code == 302
    text = client.get(reverse("needs:document_page", args=[document.pk, 1])).content.decode()
    assert "決議：增加量測訓練。" in text


def test_every_problem_of_the_form_is_told_and_nothing_is_lost(client, document):
    answer = client.post(reverse("needs:document_new"), FIELDS | {"code": "D-01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-problem="code_taken"' in text
    assert "經營檢討會議紀錄" in text


def test_a_bad_file_is_told_on_the_document_page(client, document):
    url = reverse("needs:document_file", args=[document.pk])
    answer = client.post(url, {"file": SimpleUploadedFile("a.pdf", pdf(["x"])[:-50])})
    assert answer.status_code == 422
    assert 'data-problem="truncated"' in answer.content.decode()
    assert client.post(url).status_code == 422


def test_a_scan_is_said_to_be_one_and_invites_typing(client):
    document = brought(added(), pdf([""]), "scan.pdf")
    text = client.get(reverse("needs:document", args=[document.pk])).content.decode()
    assert "掃描檔" in text
    assert reverse("needs:document_page", args=[document.pk, 1]) in text
    url = reverse("needs:document_mark", args=[document.pk])
    answer = client.post(url, {"page": "1", "words": "經費減少", "kind": "constraint"})
    assert answer.status_code == 302
    assert "經費減少" in client.get(answer.url).content.decode()


def test_a_passage_is_marked_and_opens_on_its_page(client, document):
    url = reverse("needs:document_mark", args=[document.pk])
    told = {"page": "1", "start": "7", "words": "量測人員", "kind": "need"}
    answer = client.post(url, told)
    extract = Extract.objects.get()
    assert answer.url == reverse("needs:extract", args=[extract.pk])
    text = client.get(answer.url).content.decode()
    assert f'<mark id="extract-{extract.pk}" class="mark-need is-current">量測人員</mark>' in text


def test_words_that_are_not_there_come_back_with_what_was_typed(client, document):
    url = reverse("needs:document_mark", args=[document.pk])
    answer = client.post(url, {"page": "1", "words": "銲接技能", "kind": "need"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-problem="not_on_page"' in text
    assert "銲接技能" in text
    assert client.post(url, {"page": "99", "words": "甲", "kind": "need"}).status_code == 404


def test_uploaded_html_is_never_live(client):
    page = "<p>甲<script>alert(1)</script>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
    document = brought(added(), f"<html><body>{page}</body></html>", "a.html")
    text = client.get(reverse("needs:document_page", args=[document.pk, 1])).content.decode()
    assert "alert(1)" not in text
    assert "&lt;script&gt;alert(2)" in text
    original = client.get(reverse("needs:document_original", args=[document.pk]))
    assert original["Content-Type"] == "application/octet-stream"
    assert original["Content-Disposition"].startswith("attachment")


def test_the_passage_is_changed_and_removed_on_the_page(client, document, extract):
    url = reverse("needs:extract_edit", args=[extract.pk])
    told = {"page": "2", "words": "應於半年內完成", "kind": "constraint"}
    assert client.post(url, told).status_code == 302
    extract.refresh_from_db()
    assert (extract.page, extract.kind) == (2, "constraint")
    assert client.post(reverse("needs:extract_remove", args=[extract.pk])).status_code == 302
    assert not Extract.objects.exists()


def test_the_search_shows_where_the_words_stand(client, document):
    text = client.get(reverse("needs:document_search"), {"q": "三次元"}).content.decode()
    assert "<mark>三次元</mark>" in text
    nothing = client.get(reverse("needs:document_search"), {"q": "外語"}).content.decode()
    assert "沒有任何一頁" in nothing


def test_suggestions_lead_to_the_page_with_the_words_filled_in(client, document):
    skill = make.competency("S1", name="量測不確定度評估")
    answer = client.get(reverse("needs:suggestions"), {"competency": skill.pk})
    assert "相近程度" in answer.content.decode()
    words = queries.suggestions(skill.pk).passages[0].text
    page = reverse("needs:document_page", args=[document.pk, 1])
    filled = client.get(page, {"words": words, "competency": str(skill.pk)}).content.decode()
    assert f'<option value="{skill.pk}" selected>' in filled
    assert words in filled.split("data-passage-form")[1]


def many(n: int) -> DeskDocument:
    document = brought(added("D-01"))
    for k in range(n):
        added(f"D-1{k:02}")
        words = PassageContent(page=1, words="量測", kind="need")
        services.mark_passage(document_id=document.pk, content=words, by=BY, at=MONDAY)
    return document


@pytest.mark.parametrize("n", [1, 25])
def test_pages_take_the_same_queries_for_few_and_many(client, n, django_assert_num_queries):
    document = many(n)
    first = Extract.objects.first()
    pinned = {
        reverse("needs:documents"): 6,
        reverse("needs:extracts"): 6,
        reverse("needs:document", args=[document.pk]): 6,
        reverse("needs:document_page", args=[document.pk, 1]): 8,
        reverse("needs:extract", args=[first.pk]): 8,
    }
    client.get(reverse("needs:documents"))
    for url, n_queries in pinned.items():
        with django_assert_num_queries(n_queries):
            client.get(url)


def test_the_fragment_is_the_table_of_the_page(client_of, manager, document):
    whole = client_of(manager).get(reverse("needs:documents")).content.decode()
    part = client_of(manager, htmx=True).get(reverse("needs:documents")).content.decode()
    assert "<h1>" not in part
    assert part.strip()[:200] in whole


def test_the_thread_leads_from_the_indicator_to_the_passage(document, extract):
    found = {(node.kind, node.id) for node in walk("frame.Indicator", "P2.1.2", "down").nodes}
    assert ("needs.DeskDocument", str(document.pk)) in found
    assert ("needs.Extract", str(extract.pk)) in found


def test_a_document_nobody_took_a_passage_from_is_broken(document, extract):
    unread = added("D-02")
    found = [b for b in broken_links() if b.check == "needs.document_without_extract"]
    assert [b.id for b in found] == [str(unread.pk)]
