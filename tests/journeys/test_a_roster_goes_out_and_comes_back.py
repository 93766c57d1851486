"""The coordinator's road: today's employees out as a sheet, changed in Excel, and back."""

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import somebody_in

pytestmark = pytest.mark.journey
NUMBER, FIELD = somebody_in("D51"), "科系"


@pytest.fixture
def coordinator(visit):
    return visit("coordinator")


@pytest.fixture
def template(coordinator, tmp_path):
    """The sheet as it is handed out today."""
    page = coordinator.page
    coordinator.open("/kit/imports/kinds/employees/")
    with page.expect_download() as started:
        page.get_by_role("link", name="下載帶有現有紀錄的範本").click()
    path = tmp_path / "員工名冊.xlsx"
    started.value.save_as(path)
    return path


def upload(coordinator, path):
    """Bring a sheet as far as the plan; the columns are known, so they need no answer."""
    page = coordinator.page
    coordinator.open("/kit/imports/kinds/employees/")
    page.set_input_files("input[name=file]", path)
    page.get_by_role("button", name="與現有紀錄比對").click()
    page.locator(".nav-tabs").or_(page.locator("select[name=column-0]")).first.wait_for()
    if page.locator("select[name=column-0]").count():
        page.get_by_role("button", name="與現有紀錄比對").click()
    expect(page.locator(".nav-tabs")).to_be_visible()


def counts(coordinator):
    tabs = coordinator.page.locator(".nav-tabs a").all_inner_texts()
    return {tab.split("\xa0")[0].strip(): int(tab.split("\xa0")[1]) for tab in tabs}


def cell_of(book, number, heading):
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == "員工編號" for cell in row))
    where = {cell.value: cell.column for cell in head}
    row = next(r[0].row for r in rows if str(r[where["員工編號"] - 1].value) == number)
    return sheet.cell(row, where[heading])


def test_an_unchanged_sheet_changes_nothing(coordinator, template):
    upload(coordinator, template)
    assert counts(coordinator).pop("不變") >= 454
    assert not any(n for action, n in counts(coordinator).items() if action != "不變")
    coordinator.sees("每一列都與現有紀錄相同")
    coordinator.page.get_by_role("button", name="擱置這個檔案").click()


def test_one_changed_row_is_one_change_applied_and_undone(coordinator, template):
    page = coordinator.page
    book = openpyxl.load_workbook(template)
    cell = cell_of(book, NUMBER, FIELD)
    before, cell.value = cell.value or "", "航太工程系"
    book.save(template)

    upload(coordinator, template)
    assert {action: n for action, n in counts(coordinator).items() if n and action != "不變"} == {
        "變更": 1
    }
    changed = page.locator("tr.plan-change")
    expect(changed.locator("th")).to_contain_text(NUMBER)
    expect(changed.locator("ins")).to_contain_text("航太")
    page.get_by_role("button", name="套用 1 列").click()
    expect(page.locator("dl.facts")).to_contain_text("已套用")

    run = page.url
    coordinator.open(f"/people/employees/?q={NUMBER}")
    page.get_by_role("link", name=NUMBER).click()
    coordinator.sees("航太工程系")
    coordinator.open(run)
    undo = page.get_by_role("button", name="整批復原這次匯入")
    if undo.count():
        undo.click()
    else:  # the sheet of before brings back what was
        cell.value = before
        book.save(template)
        upload(coordinator, template)
        page.get_by_role("button", name="套用 1 列").click()
    coordinator.open(f"/people/employees/?q={NUMBER}")
    page.get_by_role("link", name=NUMBER).click()
    expect(page.locator("main")).not_to_contain_text("航太工程系")


def test_a_row_with_an_unknown_unit_is_refused_with_place_and_reason(coordinator, template):
    page = coordinator.page
    book = openpyxl.load_workbook(template)
    cell_of(book, NUMBER, "單位代碼").value = "X99"
    book.save(template)
    upload(coordinator, template)
    page.locator(".nav-tabs a", has_text="拒絕").click()
    refused = page.locator("tr.plan-refuse")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("X99")
    page.get_by_role("button", name="擱置這個檔案").click()
