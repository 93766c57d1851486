"""The road of a stakeholder's voice: a link on a phone, an answer, a request, a decision, the ledger."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import visitors

pytestmark = pytest.mark.journey
TITLE = "夜班上課時段意見"
WORDS = "夜班下班後無法到二廠，請在廠內安排三十分鐘的短課。"


@pytest.fixture(scope="module")
def make(browser, company):
    """Every test goes on where the one before stopped."""
    with visitors(browser, company) as visit:
        yield visit


@pytest.fixture(scope="module")
def manager(make):
    return make("manager")


@pytest.fixture(scope="module")
def link(manager) -> str:
    """A round opened in the browser, one party invited by link."""
    page = manager.page
    manager.open("/kit/consultation/new/")
    page.locator("select[name=subject]").select_option(index=1)
    page.locator("select[name=kind]").select_option("questionnaire")
    page.locator("input[name=title]").fill(TITLE)
    page.locator("input[name=closes_on]").fill(f"{date.today() + timedelta(days=14):%Y-%m-%d}")
    page.locator("input[name=allows_links]").check()
    page.locator("select[name=q-0-kind]").select_option("text")
    page.locator("textarea[name=q-0-text]").fill("哪一種上課時段最能參加？")
    page.get_by_role("button", name="開啟本輪諮詢").click()
    manager.sees(TITLE)
    page.get_by_role("link", name="邀請", exact=True).first.click()
    page.locator("main input[type=checkbox]").first.check()
    page.get_by_role("button", name="送出邀請").click()
    manager.open("/kit/consultation/")
    page.locator("tbody a", has_text=TITLE).first.click()
    page.get_by_role("link", name="發送用連結").click()
    address = page.locator("p.address").first.inner_text().strip()
    return "/" + address.split("/", 3)[3]


def test_somebody_without_an_account_answers_on_a_phone_once(make, link):
    guest = make(phone=True)
    guest.open(link)
    guest.sees("哪一種上課時段最能參加？")
    guest.page.locator("main textarea").first.fill(WORDS)
    guest.page.get_by_role("button", name="送出我的回答").click()
    expect(guest.page.locator("main")).to_contain_text("謝謝")
    # The link has done its work: it says so, and takes nothing more.
    answer = guest.page.goto(f"{guest.company.url}{link}")
    assert answer.status == 410
    expect(guest.page.locator("body")).to_contain_text("連結")


def test_the_answer_becomes_a_request_a_decision_and_a_line_of_the_ledger(manager, link):
    page = manager.page
    manager.open("/kit/consultation/")
    page.locator("tbody a", has_text=TITLE).first.click()
    manager.sees(WORDS)
    page.get_by_role("link", name="登錄修改請求").click()
    page.locator("textarea[name=text]").fill("夜班改為廠內短課。")
    page.locator("select[name=raised_by]").select_option(index=1)
    page.locator("main form[method=post] button").last.click()
    page.get_by_role("link", name="做成決定", exact=True).first.click()
    page.locator("[name=decision]").first.wait_for()
    choice = page.locator("input[name=decision][value=accept]")
    if choice.count():
        choice.check()
    else:
        page.locator("select[name=decision]").select_option("accept")
    page.locator("textarea[name=reason]").fill("夜班可在交接前後使用訓練教室。")
    page.locator("main form[method=post] button").last.click()
    manager.open("/kit/consultation/ledger/")
    line = page.locator("tr", has_text="夜班改為廠內短課。").first
    expect(line).to_contain_text("夜班可在交接前後使用訓練教室。")
