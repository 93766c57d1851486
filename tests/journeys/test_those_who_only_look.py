"""The roads of the executive, the auditor and the instructor: much to see, nothing to press."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_the_executive_sees_the_wheel_the_map_and_the_gap_by_unit(visit):
    executive = visit("executive")
    page = executive.page
    expect(page.locator("ol.wheel > li")).to_have_count(8)
    page.locator("ol.wheel").get_by_role("link", name="學習地圖", exact=True).click()
    executive.sees("職系 × 職等")
    expect(page.get_by_role("link", name="送審…")).to_have_count(0)
    executive.open("/needs/gaps/?view=unit")
    expect(page.locator("table.heat")).to_contain_text("製造處")
    executive.sees("達成率")


def test_the_auditor_reads_who_did_what_and_when(visit):
    auditor = visit("auditor")
    page = auditor.page
    auditor.open("/kit/audit/")
    assert page.locator("tbody tr").count() > 10
    page.locator("tbody tr a").first.click()
    expect(page.locator("code", has_text=re.compile(r"^[0-9a-f]{64}$"))).to_have_count(2)


def test_the_auditor_walks_the_thread_from_an_indicator_to_a_module_and_back(visit):
    auditor = visit("auditor")
    page = auditor.page
    auditor.open("/")
    page.locator("ol.wheel > li", has_text="T1.2").locator("summary").click()
    page.locator("ol.wheel").get_by_role(
        "link", name=re.compile("脈絡.*P1.2.1|P1.2.1.*脈絡")
    ).click()
    auditor.sees("P1.2.1")
    to_thread_of(page, "/outputs/O1.2.1/")
    module = to_thread_of(page, "/map/modules/")
    expect(page.locator("h1")).to_contain_text(module)
    to_thread_of(page, "/outputs/O1.2.1/")
    expect(page.locator(".thread-steps a", has_text="P1.2.1").first).to_be_attached()


def to_thread_of(page, address):
    """Follow the thread to the first record whose page begins with an address; returns its name."""
    record = page.locator(f".thread-steps a[href^='{address}']").first
    name = record.inner_text()
    record.locator("xpath=following-sibling::a[1]").click()
    return name


def test_the_auditor_sees_the_broken_links_the_example_was_given(visit):
    auditor = visit("auditor")
    auditor.open("/kit/thread/broken/")
    for title in ("採用已被取代版本的職位", "未列學習目標的模組", "沒有主管的單位"):
        auditor.sees(title)


def test_the_auditor_can_press_nothing_and_send_nothing(visit):
    auditor = visit("auditor")
    page = auditor.page
    for path in ("/map/", "/map/modules/", "/standards/", "/people/employees/", "/people/units/"):
        auditor.open(path)
        writing = page.locator("main form[method=post]:not([action^='/kit/ui/'])")
        expect(writing).to_have_count(0)
    for path in (
        "/outputs/O1.2.1/submit/",
        "/map/matrix/",
        "/map/modules/new/",
        "/standards/intake/",
    ):
        answer = page.evaluate(
            """async path => (await fetch(path, {method: 'POST',
            headers: {'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value}})).status""",
            path,
        )
        assert answer == 404, path


def test_the_instructor_finds_modules_and_standards_but_no_person(visit):
    instructor = visit("instructor")
    page = instructor.page
    instructor.open("/")
    page.locator(".site-menu").get_by_role("link", name="學習模組").click()
    assert page.locator("tbody tr").count() > 10
    instructor.open("/map/route/")
    expect(page.locator("h1")).to_have_text("我的學習路徑")
    assert page.goto(f"{instructor.company.url}/people/employees/1/").status == 404
    assert page.goto(f"{instructor.company.url}/needs/gaps/").status == 404
