"""O1.2.1: publishing, editions, files, and what the document says."""

import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from espalier.cycle.learning_map.map import documents, pages, publication, services
from espalier.cycle.learning_map.writing import FORMATS, written
from espalier.engines.documents.html import to_html
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Heading
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.organisation.models import Organisation
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition, PublishLog
from tests.factories import learning_map as make
from tests.factories import standards

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)
needs_fonts = pytest.mark.skipif(
    not settings.FONTS_DIR.is_dir(), reason="the front end with its fonts is not built"
)


@pytest.fixture
def taught(company):
    Organisation.objects.create(pk=1, name="青禾精密", name_en="Qinghe")
    skill = make.competency("ZZZ-1/S01", name="銲接技能")
    attitude = make.competency("OWN-A", "A", "安全意識")
    make.requirement(company.welder, skill, 2.0)
    make.requirement(company.leader, skill, 4.0)
    make.requirement(company.leader, attitude, 3.0)
    make.published("M1", raises={skill.code: 1.0}, assessment="筆試", certificate="銲接證書")
    make.published("M2", raises={skill.code: 4.0}, requires=("M1",), validity_months=24)
    return company


def html(language=Language.ZH_HANT) -> str:
    return to_html(documents.current_document(ON, language), fragment=True)


SECTIONS = {
    Language.ZH_HANT: [
        "方法與依據", "職位目錄", "應具等級：職位 × 職能", "學習模組：職能 × 模組", "各職位學習路徑",
        "法定與規範要求", "覆蓋分析", "職涯移動", "規範登錄冊", "附錄：資料與來源",
    ],
    Language.EN: [
        "Method and sources", "Catalogue of roles", "Required levels: role × competency",
        "Learning modules: competency × module", "Learning path of each role", "Mandatory layer",
        "Coverage analysis", "Career moves", "Register of norms", "Annex: data and sources",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
def test_the_document_has_all_sections_in_both_languages(taught, language):
    tree = documents.current_document(ON, language)
    titles = [b.text for b in tree.blocks if isinstance(b, Heading) and b.level == 1]
    assert titles == SECTIONS[language]


def test_the_document_says_what_the_records_say(taught):
    text = html()
    for said in ("銲接技能", "安全意識", "M2 模組M2", "銲接證書", "24 個月", "筆試", "青禾精密"):
        assert said in text, said
    assert "沒有模組的應具職能" in text


def test_an_organisation_without_any_record_still_gets_a_document(db):
    assert "尚無職位設定應具職能" in html()


@needs_fonts
def test_publishing_freezes_files_and_logs(taught, by_manager, monday):
    edition = services.publish_map(change_note="首版", by=by_manager, at=monday)
    assert (edition.edition, edition.state, edition.published_by_label) == (
        1,
        "published",
        "manager",
    )
    stored = {(f.format, f.language) for f in edition.files.all()}
    assert stored == {(f, each.value) for f in FORMATS for each in Language}
    assert Entry.objects.filter(event="versions.edition.published").count() == 1
    assert edition.content["changes"] == [
        {"edition": "1", "on": "2026-11-02", "note": "首版", "by": "manager"}
    ]


@needs_fonts
def test_an_edition_written_again_from_its_content_gives_the_same_bytes(taught, by_manager, monday):
    services.publish_map(change_note="首版", by=by_manager, at=monday)
    edition = versions.latest("O1.2.1")
    again = publication.files_of(edition.content, edition=edition.edition)
    for (format_, language), data in again.items():
        assert data == versions.edition_file(edition, format_, language), format_


@needs_fonts
def test_the_next_edition_supersedes_and_the_old_keeps_its_bytes(taught, by_manager, monday):
    first = services.publish_map(change_note="首版", by=by_manager, at=monday)
    before = versions.edition_file(versions.edition(first.pk), "pdf", "zh-Hant")
    make.requirement(taught.welder, make.competency("NEW"), 2.0)
    second = services.publish_map(
        change_note="新增職能", by=by_manager, at=monday + timedelta(days=30)
    )
    assert [e.state for e in Edition.objects.order_by("edition")] == ["superseded", "published"]
    assert versions.edition_file(versions.edition(first.pk), "pdf", "zh-Hant") == before
    assert [c["note"] for c in second.content["changes"]] == ["新增職能", "首版"]
    assert PublishLog.objects.get(edition=second).replaced_id == first.pk


def test_without_note_or_requirements_nothing_is_published(company, by_manager, monday):
    with pytest.raises(Refused) as refusal:
        services.publish_map(change_note=" ", by=by_manager, at=monday)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["no_note", "no_requirements"]
    assert not Edition.objects.exists()


def test_what_changed_since_the_last_edition_is_shown_line_by_line(taught):
    content = json.loads(json.dumps(documents.map_content(ON)))
    last = Edition(content=content)
    assert pages.changes_since(last, ON) == []
    make.requirement(taught.welder, make.competency("NEW"), 2.0)
    changed = pages.changes_since(last, ON)
    assert next((c.n_added, c.n_removed) for c in changed) == (1, 0)
    assert changed[0].after == "MFG-1　NEW　2"


def test_the_workbook_keeps_levels_as_numbers(taught):
    data = written(documents.current_document(ON, Language.ZH_HANT), "xlsx", settings.FONTS_DIR)
    book = load_workbook(io.BytesIO(data))
    values = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "ZZZ-1/S01" in values
    assert 4 in values


@needs_fonts
def test_published_files_are_downloaded_and_others_are_not_found(
    client_of, manager, taught, by_manager, monday
):
    edition = services.publish_map(change_note="首版", by=by_manager, at=monday)
    client = client_of(manager)
    address = reverse("learning_map:edition_file", args=[edition.pk, "zh-Hant", "pdf"])
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF")
    assert "O1.2.1_1_zh-Hant.pdf" in answer.headers["Content-Disposition"]
    missing = reverse("learning_map:edition_file", args=[edition.pk, "zh-Hant", "odt"])
    assert client.get(missing).status_code == 404
    shown = client.get(reverse("learning_map:document")).content.decode()
    assert "第 1 版" in shown
    with pytest.raises(NotFound):
        versions.edition_file(edition, "pdf", "ja")


@needs_fonts
def test_the_publish_page_starts_the_work_and_an_edition_results(
    client_of, manager, taught, django_capture_on_commit_callbacks
):
    client = client_of(manager)
    address = reverse("learning_map:publish")
    assert "此為第一版" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"change_note": "首版"})
    assert answer.status_code == 302
    assert Edition.objects.get().state == "published"
    assert "自上一版以來沒有變更" in client.get(address).content.decode()


def test_job_description_and_task_analysis_come_from_the_adopted_standard(
    client_of, manager, taught, by_manager, monday
):
    from espalier.cycle.learning_map.requirements.services import adopt_standard

    client = client_of(manager)
    tasks = reverse("learning_map:job_document", args=[taught.welder.pk, "tasks"])
    assert "尚未採用職能基準" in client.get(tasks).content.decode()
    adopt_standard(
        position=taught.welder,
        standard=standards.applied(),
        starts_on=date(2026, 1, 1),
        reason="對應",
        by=by_manager,
        at=monday,
    )
    text = client.get(tasks).content.decode()
    for said in ("T1.1 規劃修剪", "P1.1.1 依樹勢訂定修剪強度。", "K02 病蟲害辨識", "A01 謹慎細心"):
        assert said in text, said
    description = reverse("learning_map:job_document", args=[taught.welder.pk, "description"])
    text = client.get(description).content.decode()
    assert "職務說明書" in text
    assert "銲接技能" in text
    assert client.get(f"{description}?format=xlsx").content.startswith(b"PK")
    nothing = reverse("learning_map:job_document", args=[taught.welder.pk, "other"])
    assert client.get(nothing).status_code == 404
