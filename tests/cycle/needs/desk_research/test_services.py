"""Documents, their text, and passages: state, audit entry, refusals."""

import pytest

from espalier.cycle.needs.desk_research import queries, services
from espalier.cycle.needs.desk_research.models import DeskDocument, DeskPage, Extract
from espalier.cycle.needs.desk_research.types import PassageContent
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.files.models import StoredFile
from espalier.kit.jobs.models import Job
from espalier.kit.jobs.types import Cancelled
from espalier.kit.versions.models import Edition, EditionSource
from tests.conftest import MONDAY
from tests.cycle.needs.desk_research.conftest import BY, PAGES, added, brought, content
from tests.engines.intake.test_paged import pdf
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


def marked(document, words="量測不確定度的評估方法", **changes):
    told = PassageContent(**({"page": 1, "words": words, "kind": "need"} | changes))
    return services.mark_passage(document_id=document.pk, content=told, by=BY, at=MONDAY)


def codes(refusal) -> set[str]:
    return {str(problem.code) for problem in refusal.value.problems}


def test_a_document_is_added_changed_and_logged():
    document = added()
    services.save_document(
        document_id=document.pk, content=content(title="客戶稽核報告（定稿）"), by=BY, at=MONDAY
    )
    events = list(Entry.objects.order_by("sequence").values_list("event", flat=True))
    assert events == ["needs.document.added", "needs.document.changed"]
    assert [row.title for row in queries.documents()] == ["客戶稽核報告（定稿）"]


def test_all_problems_of_a_document_come_together():
    added("D-01")
    with pytest.raises(Refused) as refusal:
        added("D-01", title="", reason="", relevance=9)
    assert codes(refusal) == {"no_title", "no_reason", "bad_relevance", "code_taken"}
    assert DeskDocument.objects.count() == 1


def test_a_file_is_kept_with_its_text_by_page(document):
    assert (document.text_state, document.n_pages) == ("ready", 3)
    assert list(DeskPage.objects.order_by("number").values_list("text", flat=True)) == [
        part.strip("\n") for part in PAGES.split("\f")
    ]
    assert Entry.objects.filter(event="needs.document.file_attached").count() == 1


def test_a_scan_says_so_is_kept_and_takes_passages_typed_by_hand():
    document = brought(added(), pdf(["", ""]), "scan.pdf")
    assert (document.text_state, document.n_pages) == ("no_text", 2)
    extract = marked(document, "教育訓練經費逐年下降", page=2)
    assert (extract.start, extract.end, extract.page) == (None, None, 2)
    assert queries.extracts()[0].is_manual
    with pytest.raises(Refused) as refusal:
        marked(document, page=3)
    assert codes(refusal) == {"no_such_page"}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x89PNG\r\n\x1a\n0", "photo.pdf", "wrong_type"),
        (pdf(["Words."])[:-60], "cut.pdf", "truncated"),
        (b" \n", "empty.txt", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(document, data, name, code):
    before = DeskDocument.objects.values().get()
    with pytest.raises(Refused) as refusal:
        brought(document, data, name)
    assert codes(refusal) == {code}
    assert refusal.value.problems[0].place == name
    assert refusal.value.problems[0].remedy
    assert DeskDocument.objects.values().get() == before
    assert (DeskPage.objects.count(), StoredFile.objects.count()) == (3, 1)


def test_html_is_kept_as_words_only():
    page = "<html><body><script>alert(1)</script><p onclick='x()'>五軸需求上升</p></body></html>"
    document = brought(added(), page, "trend.html")
    assert DeskPage.objects.get().text == "五軸需求上升"
    assert document.file.name == "trend.html"


def test_a_long_document_is_read_as_a_job_with_progress(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        document = brought(added(), pdf(["Gauge words here."] * 600), "long.pdf")
    assert (document.text_state, document.n_pages) == ("waiting", 600)
    assert Job.objects.get().kind == services.READ_DOCUMENT
    assert not DeskPage.objects.exists()
    steps: list[float] = []
    services.read_text(
        document_id=document.pk,
        by=BY,
        at=MONDAY,
        progress=lambda share, step="": steps.append(share),
    )
    document.refresh_from_db()
    assert (document.text_state, DeskPage.objects.count()) == ("ready", 600)
    assert len(steps) == 24, "one report for each 25 pages"
    assert steps == sorted(steps)
    assert steps[-1] < 1


def test_a_reading_that_is_stopped_leaves_no_page(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        document = brought(added(), pdf(["Gauge words here."] * 61), "long.pdf")

    def stop(share, step=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        services.read_text(document_id=document.pk, by=BY, at=MONDAY, progress=stop)
    document.refresh_from_db()
    assert document.text_state == "failed"
    assert document.text_problem
    assert not DeskPage.objects.exists()


def test_a_passage_knows_its_page_and_characters(document):
    extract = marked(document, "量測 不確定度", kind="need", comment="訓練重點")
    text = DeskPage.objects.get(number=1).text
    assert text[extract.start : extract.end] == extract.text == "量測不確定度"
    assert extract.code == "D-01-1"
    assert Entry.objects.filter(event="needs.extract.marked").count() == 1


def test_the_marked_place_counts_where_words_stand_twice():
    document = brought(added(), "訓練計畫。訓練計畫。")
    assert marked(document, "訓練計畫", start=5).start == 5
    assert marked(document, "訓練計畫").start == 0
    assert marked(document, "訓練計畫", start=3).start == 0, "a wrong place is not believed"


def test_words_that_are_not_on_the_page_are_refused(document):
    with pytest.raises(Refused) as refusal:
        marked(document, "銲接")
    assert codes(refusal) == {"not_on_page"}
    assert not Extract.objects.exists()


def test_a_newer_file_keeps_the_passages_and_seeks_them_again(document):
    kept, lost = marked(document), marked(document, "切削液更換紀錄完整")
    brought(document, "新版\n本次稽核：量測不確定度的評估方法仍待加強。")
    kept.refresh_from_db()
    lost.refresh_from_db()
    text = DeskPage.objects.get().text
    assert text[kept.start : kept.end] == kept.text
    assert (lost.start, lost.text) == (None, "切削液更換紀錄完整")


def test_a_passage_is_changed_and_removed(document):
    extract = marked(document)
    told = PassageContent(page=2, words="應於半年內完成", kind="constraint")
    changed = services.change_passage(extract_id=extract.pk, content=told, by=BY, at=MONDAY)
    assert (changed.page, changed.kind, changed.code) == (2, "constraint", extract.code)
    services.remove_passage(extract_id=extract.pk, by=BY, at=MONDAY)
    assert not Extract.objects.exists()
    assert Entry.objects.filter(event="needs.extract.removed").count() == 1


def published_edition(kind: str, record: str) -> Edition:
    edition = Edition.objects.create(
        output="O2.1.1", number="O2.1.1", edition=1, title="報告", state="published",
        created_at=MONDAY, published_at=MONDAY, content={},
    )  # fmt: skip
    EditionSource.objects.create(edition=edition, section="documents", kind=kind, record_id=record)
    return edition


def test_documents_that_rest_on_the_register_are_told(document):
    edition = published_edition("needs.DeskDocument", "*")
    added("D-02")
    edition.refresh_from_db()
    assert "D-02" in edition.needs_update_reason


def test_documents_that_rest_on_a_passage_are_told(document):
    extract = marked(document)
    edition = published_edition("needs.Extract", str(extract.pk))
    marked(document, "切削液更換紀錄完整")
    edition.refresh_from_db()
    assert edition.needs_update_since is None, "another passage is none of its business"
    services.remove_passage(extract_id=extract.pk, by=BY, at=MONDAY)
    edition.refresh_from_db()
    assert extract.code in edition.needs_update_reason


def test_suggestions_name_the_page_the_reason_and_what_is_taken(document):
    skill = make.competency("S1", name="量測不確定度評估")
    first = queries.suggestions(skill.pk).passages[0]
    assert (first.code, first.page, first.is_taken) == ("D-01", 1, False)
    assert "量測不確定度" in first.shared
    marked(document, first.text, competency_id=skill.pk)
    assert queries.suggestions(skill.pk, document_id=document.pk).passages[0].is_taken


def test_the_search_takes_all_words_and_simplified_characters(document):
    assert [f.page for f in queries.search_pages("三次元 訓練")] == [2]
    assert [f.page for f in queries.search_pages("训练")] == [2]
    assert queries.search_pages("訓練 切削液") == []
    assert queries.search_pages(" ") == []
