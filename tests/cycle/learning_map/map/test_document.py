"""O1.2.1: what the document says, what stops its review, what it rests on."""

import io
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from espalier.cycle.learning_map.map import output
from espalier.cycle.learning_map.map.sections import document_of
from espalier.engines.documents.html import to_html
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Heading
from espalier.kit.organisation.models import Organisation
from espalier.kit.outputs import content as contents
from espalier.kit.outputs import queries as documents
from espalier.kit.outputs.registry import output_kind
from espalier.kit.outputs.writing import write_all, written
from espalier.kit.versions.models import Edition
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


def frozen() -> dict:
    return contents.frozen(output_kind("O1.2.1"), ON)


def tree(language=Language.ZH_HANT):
    return document_of({**frozen(), "changes": []}, contents.blank_face(language, ON))


def html(language=Language.ZH_HANT) -> str:
    return to_html(tree(language), fragment=True)


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
    titles = [b.text for b in tree(language).blocks if isinstance(b, Heading) and b.level == 1]
    assert titles == SECTIONS[language]


def test_the_document_says_what_the_records_say(taught):
    text = html()
    for said in ("銲接技能", "安全意識", "M2 模組M2", "銲接證書", "24 個月", "筆試", "青禾精密"):
        assert said in text, said
    assert "沒有模組的應具職能" in text


def test_an_organisation_without_any_record_still_gets_a_document(db):
    assert "尚無職位設定應具職能" in html()


@needs_fonts
def test_an_edition_written_again_from_its_content_gives_the_same_bytes(taught):
    drawn = [write_all({Language.ZH_HANT: tree()}, output.FORMATS) for _again in range(2)]
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {(format_, "zh-Hant") for format_ in output.FORMATS}


def test_without_positions_or_requirements_there_is_no_review(db):
    assert [h.key for h in output.hurdles(frozen())] == ["no_positions"]
    make.company()
    assert [h.key for h in output.hurdles(frozen())] == ["no_requirements"]


def test_the_whole_is_open_for_review(taught):
    assert output.hurdles(frozen()) == []


def test_what_changed_since_the_last_edition_is_shown_line_by_line(taught):
    kind, before = output_kind("O1.2.1"), frozen()
    Edition.objects.create(
        output="O1.2.1", edition=1, state="approved", content=before, created_at=make.AT
    )
    assert documents.changes_today(kind, frozen(), Language.ZH_HANT) == []
    make.requirement(taught.welder, make.competency("NEW"), 2.0)
    changed = {c.anchor: c for c in documents.changes_today(kind, frozen(), Language.ZH_HANT)}
    assert "NEW" in changed["requirements"].after


def test_its_sections_rest_on_registers_and_on_each_norm(taught):
    content = {**frozen(), "norms": [{"id": 7}]}
    named = {(s.section, s.kind, s.record_id) for s in output.sources(content)}
    assert ("mandatory", "learning_map.Norm", "7") in named
    assert ("requirements", "learning_map.Requirement", "*") in named
    anchors = {b.anchor for b in tree().blocks if isinstance(b, Heading)}
    assert {section for section, _kind, _id in named} <= anchors


def test_the_workbook_keeps_levels_as_numbers(taught):
    data = written(tree(), "xlsx", settings.FONTS_DIR)
    book = load_workbook(io.BytesIO(data))
    values = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "ZZZ-1/S01" in values
    assert 4 in values


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
