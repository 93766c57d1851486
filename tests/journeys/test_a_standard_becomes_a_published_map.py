"""The training manager's road: a file of a standard in, the learning map O1.2.1 out."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from tests.journeys.conftest import ROOT, visitors
from tests.journeys.reviewing import comes_into_force, decides

pytestmark = pytest.mark.journey
CODE, TITLE = "PGJ-JRN-001v1", "可靠度工程師"
SOURCE = ROOT / "examples" / "standards" / "PGJ-QAE-001v1.txt"


@pytest.fixture(scope="module")
def manager(browser, company):
    """One sitting: each test goes on where the one before stopped."""
    with visitors(browser, company) as make:
        yield make("manager")


@pytest.fixture(scope="module")
def file_of_a_standard(tmp_path_factory):
    """Our own example under another code and name, with a slip in its description."""
    text = SOURCE.read_text(encoding="utf-8")
    text = text.replace("PGJ-QAE-001v1", CODE).replace("品質工程師", TITLE)
    path = tmp_path_factory.mktemp("standard") / f"{CODE}.txt"
    path.write_text(
        text.replace("管理量測系統與供應品質", "管理量測系統與供應品貭"), encoding="utf-8"
    )
    return path


def test_a_file_is_read_checked_beside_its_source_corrected_and_published(
    manager, file_of_a_standard
):
    page = manager.page
    manager.open("/standards/intake/")
    page.set_input_files("input[name=file]", file_of_a_standard)
    page.get_by_role("button", name="讀取檔案").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    source, understood = page.locator(".check-source"), page.locator(".check form")
    expect(source).to_contain_text("P1.1.1 新產品試作前")
    expect(understood.locator("input[name=raw_code]")).to_have_value(CODE)

    described = understood.locator("textarea", has_text="供應品貭").first
    described.fill(described.input_value().replace("品貭", "品質"))
    page.get_by_role("button", name="儲存更正").click()
    expect(page.get_by_text("檔案原文：", exact=False).first).to_contain_text("供應品貭")

    page.get_by_role("button", name="以已儲存的內容發布").click()
    manager.sees(CODE)
    manager.sees("管理量測系統與供應品質")
    manager.sees("已發布")


def test_a_position_adopts_it_and_its_proposed_levels_are_taken_over(manager):
    page = manager.page
    manager.open("/map/")
    page.get_by_role("link", name="生管專員", exact=True).click()
    page.get_by_role("link", name="採用職能基準", exact=True).click()
    page.get_by_label("職能基準", exact=False).select_option(label=f"{CODE} {TITLE}")
    page.locator("textarea[name=reason]").fill("本職位兼任交期可靠度分析。")
    page.get_by_role("button", name="採用").click()
    manager.sees("已採用")
    proposed = page.locator("tr", has_text="K01").filter(has_text="PGJ-JRN-001/K01")
    expect(proposed.locator("input")).not_to_have_value("")
    page.locator(".sticky-actions button").click()
    manager.sees("應具等級")
    expect(
        page.locator("section", has_text="應具").locator("tr", has_text="PGJ-JRN-001/K01")
    ).to_have_count(1)


def test_the_matrix_is_edited_by_keys_and_by_a_pasted_block(manager):
    page = manager.page
    manager.open("/map/matrix/?function=PMC&show=used&group=PGJ-JRN-001")
    rows = page.locator("[data-matrix] tbody tr")
    first = rows.nth(0).locator("input")
    first.nth(1).fill("2")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    expect(rows.nth(1).locator("input").nth(1)).to_have_value("3")
    first.nth(2).focus()
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "4\\r\\n5\\r\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
          {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    expect(page.locator("#matrix-status")).to_contain_text("已填入 2 格")
    page.get_by_role("button", name="儲存等級").click()
    expect(page.locator(".alert-success")).to_contain_text("4")
    expect(rows.nth(1).locator("input").nth(2)).to_have_value("5")


def test_a_cell_that_is_no_level_is_named_and_nothing_typed_is_lost(manager):
    page = manager.page
    manager.open("/map/matrix/?function=PMC&show=used&group=PGJ-JRN-001")
    cell = page.locator("[data-matrix] tbody tr").nth(2).locator("input").nth(0)
    before = cell.input_value()
    cell.fill("很高")
    page.get_by_role("button", name="儲存等級").click()
    expect(page.locator(".problem-list")).to_contain_text("很高")
    expect(cell).to_have_value("很高")
    manager.open("/map/matrix/?function=PMC&show=used&group=PGJ-JRN-001")
    expect(cell).to_have_value(before)


def test_a_module_with_an_objective_comes_into_the_path(manager):
    page = manager.page
    manager.open("/map/modules/new/")
    for name, value in {
        "code": "JRN-01",
        "name": "交期可靠度分析入門",
        "objectives": "給予一季的交期紀錄，學員能算出準交率並指出兩個主要延遲原因。",
        "hours": "6",
        "competencies": "PGJ-JRN-001/K01 5\nPGJ-JRN-001/K02 5",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="儲存草稿").click()
    manager.sees("學員能算出準交率")
    page.locator("input[name=change_note]").fill("新模組")
    page.get_by_role("button", name="發布此版本").click()
    manager.sees("已發布")
    manager.open("/map/")
    page.get_by_role("link", name="生管專員", exact=True).click()
    path = page.locator("section", has_text="學習路徑").first
    expect(path.locator("tr", has_text="JRN-01")).to_contain_text("交期可靠度分析入門")


def test_the_map_is_reviewed_published_and_its_files_open(manager, browser, company):
    page = manager.page
    manager.open("/outputs/O1.2.1/submit/")
    expect(page.locator("ins").filter(has_text="交期可靠度分析入門").first).to_be_attached()
    page.locator("[name=change_note]").fill("加入可靠度工程師基準。")
    page.get_by_role("button", name="送審", exact=True).click()
    manager.sees("文件已送交審核")
    with visitors(browser, company) as make:
        decides(make("supervisor"), "O1.2.1", "同意")
        decides(make("executive"), "O1.2.1", "核准")
    comes_into_force(manager, "O1.2.1")
    manager.sees("第 2 版")
    files = {
        ending: page.locator(f"a[href$='zh-Hant.{ending}']").first
        for ending in ("pdf", "docx", "xlsx")
    }
    read = {"pdf": _text_of_pdf, "docx": _text_of_docx, "xlsx": _text_of_xlsx}
    for ending, link in files.items():
        with page.expect_download() as started:
            link.evaluate("link => { link.download = ''; link.click(); }")
        assert started.value.suggested_filename.startswith("O1.2.1"), ending
        assert "交期可靠度分析入門" in read[ending](started.value.path().read_bytes()), ending


def test_the_published_edition_is_in_the_log_with_its_publisher(manager):
    page = manager.page
    manager.open("/map/")
    manager.sees("第 2 版")
    manager.sees(manager.name)
    manager.sees(f"{date.today():%Y/}")
    manager.open("/kit/audit/?act=versions.edition.published")
    expect(page.locator("tbody tr").first).to_contain_text(manager.name)
    manager.sees("發布文件版次")


def _text_of_pdf(data: bytes) -> str:
    document = PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return text.replace("\r\n", "").replace("\n", "")


def _text_of_docx(data: bytes) -> str:
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def _text_of_xlsx(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )
