"""The road of the annual plan: begun, computed, questioned, pinned, held against the law, compared, approved."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import visitors
from tests.journeys.reviewing import comes_into_force, decides

pytestmark = pytest.mark.journey
YEAR, BUDGET = 2028, 700_000
SOLVING = 240_000  # milliseconds: the planner, and a curve of a dozen budgets, on a busy machine
OUTPUT = "O2.3.1"


@pytest.fixture(scope="module")
def make(browser, company):
    """Every test goes on where the one before stopped."""
    with visitors(browser, company) as visit:
        yield visit


@pytest.fixture(scope="module")
def manager(make):
    return make("manager")


@pytest.fixture(scope="module")
def scenario(manager):
    """Begin the year; the address of its first proposal."""
    page = manager.page
    manager.open("/plan/new/")
    page.locator("[name=year]").fill(str(YEAR))
    page.locator("[name=title]").fill(f"{YEAR} 年度學習策略計畫")
    page.locator("[name=budget]").fill(str(BUDGET))
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/plan/scenarios/\d+/"))
    return page.url


def solve(manager, seconds: int = 20) -> None:
    page = manager.page
    page.locator("[name=seconds]").fill(str(seconds))
    page.get_by_role("button", name="開始規劃", exact=True).click()


def limits(manager, scenario: str, budget: int) -> None:
    page = manager.page
    manager.open(f"{scenario}edit/")
    page.locator("[name=budget]").fill(str(budget))
    page.locator("main form").get_by_role("button", name="儲存", exact=True).click()
    page.wait_for_url(re.compile(r"/plan/scenarios/\d+/$"))


def test_the_planner_finds_a_plan_and_says_how_good_it_is(manager, scenario):
    solve(manager)
    strip = manager.page.locator(".plan-headline")
    expect(strip).to_contain_text("已證明", timeout=SOLVING)
    expect(strip).to_contain_text("100%")  # duties by law
    assert manager.page.locator("#plan-lines ~ * tbody tr").count() > 5
    assert manager.axe() == []


def test_the_curve_shows_what_another_budget_would_close(manager, scenario):
    page = manager.page
    manager.open(scenario)
    page.get_by_role("button", name="計算曲線", exact=True).click()
    slider = page.locator("#budget-slider")
    expect(slider).to_be_visible(timeout=SOLVING)
    before = page.locator("#at-budget").inner_text()
    slider.fill(slider.get_attribute("min"))
    expect(page.locator("#at-budget")).not_to_have_text(before)
    assert manager.axe() == []


def test_a_module_left_out_says_why_and_can_be_pinned(manager, scenario):
    page = manager.page
    manager.open(f"{scenario}left-out/")
    page.locator("tbody th a").first.click()
    manager.sees("未納入理由")
    page.get_by_role("link", name="鎖定納入", exact=True).click()
    page.locator("[name=reason]").fill("總經理於策略會議要求")
    page.locator("main form button").last.click()
    expect(page.locator(".pins")).to_contain_text("總經理於策略會議要求")


def test_money_below_the_law_is_named_with_a_button_that_mends_it(manager, scenario):
    page = manager.page
    limits(manager, scenario, 1000)
    solve(manager, 5)
    card = page.locator("[data-conflict]").first
    expect(card).to_be_visible(timeout=SOLVING)
    expect(card).to_contain_text("NT$")
    assert manager.axe() == []
    card.get_by_role("button").first.click()
    expect(page.locator(".scenario-state")).not_to_contain_text("NT$1,000 ")


def test_two_proposals_stand_side_by_side_and_one_is_chosen(manager, scenario):
    page = manager.page
    limits(manager, scenario, BUDGET)
    solve(manager)
    expect(page.locator(".plan-headline")).to_contain_text("已證明", timeout=SOLVING)
    page.get_by_role("link", name="複製", exact=True).click()
    page.locator("[name=name]").fill("提案二")
    page.locator("main form button").last.click()
    manager.open(scenario)
    page.get_by_role("button", name="選定為年度計畫", exact=True).click()
    manager.sees("年度方案")
    page.locator("main .tabs a", has_text="規劃方案").click()
    page.locator("tbody a[href*=compare]").first.click()
    expect(page.locator("main table").first).to_be_visible()
    assert manager.axe() == []


def test_the_plan_is_submitted_with_its_reasons_and_comes_into_force(make, manager, scenario):
    page = manager.page
    manager.open(scenario)
    page.locator("main .tabs a", has_text="規劃方案").click()
    page.locator("main a[href$='/text/']").click()
    page.locator("[name=summary]").fill("先保法定，再縮小量測與五軸的落差。")
    page.locator("[name=risks]").fill("講師請假時由第二講師代課。")
    page.locator("main form").get_by_role("button", name="儲存", exact=True).click()
    manager.open(f"/outputs/{OUTPUT}/submit/")
    page.locator("[name=change_note]").fill(f"{YEAR} 年度訓練計畫。")
    for reason in page.locator("textarea[name^=reason_]").all():
        reason.fill("於第一季補齊，由訓練專員負責。")
    page.get_by_role("button", name="送審", exact=True).click()
    manager.sees("文件已送交審核")
    decides(make("coordinator"), OUTPUT, "同意")
    decides(make("supervisor"), OUTPUT, "同意")
    decides(manager, OUTPUT, "同意")
    decides(make("executive"), OUTPUT, "核准")
    comes_into_force(manager, OUTPUT)
    manager.open(scenario)
    manager.sees("核准")
    expect(page.get_by_role("button", name="開始規劃")).to_have_count(0)
