"""The administrator's road on an empty installation: organisation, first accounts, first sign-in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.journey
FIRST = "admin@example.com"


def test_the_organisation_gets_its_name(visit, empty_installation):
    administrator = visit(FIRST, at=empty_installation)
    page = administrator.page
    administrator.open("/kit/organisation/")
    page.get_by_label("組織名稱", exact=True).fill("測試股份有限公司")
    page.get_by_role("button", name="儲存設定").click()
    expect(page.locator(".site-name")).to_contain_text("測試股份有限公司")


def test_an_account_with_a_role_lets_its_person_in(visit, empty_installation):
    administrator = visit(FIRST, at=empty_installation)
    page = administrator.page
    administrator.open("/kit/accounts/")
    page.get_by_role("link", name="新增帳號").click()
    for name, value in {
        "username": "T0001",
        "display_name": "林訓練",
        "email": "t0001@example.com",
        "password": "a-long-first-password-7",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="建立帳號").click()
    administrator.sees("林訓練")
    page.locator("select[name=role]").select_option("manager")
    page.get_by_role("button", name="授予角色").click()
    administrator.sees("訓練經理")

    manager = visit(at=empty_installation).sign_in("T0001", "a-long-first-password-7")
    expect(manager.page.locator("h1")).to_contain_text("林訓練")
    every_menu_page_says_what_to_do_next(manager)


def every_menu_page_says_what_to_do_next(manager):
    """With nothing in it yet, no page is a dead end: it has a hint, a form or a way to begin."""
    page = manager.page
    links = page.locator(".site-menu a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) > 12
    for link in links:
        assert page.goto(link).status == 200, link
        next_steps = page.locator(
            ".empty-state, main form[method=post], main a.btn, ol.wheel, tbody tr"
        )
        assert next_steps.count(), link


def test_the_second_step_of_signing_in_can_be_set_up(visit, empty_installation):
    administrator = visit(FIRST, at=empty_installation)
    page = administrator.page
    administrator.open("/me")
    page.get_by_role("link", name="兩步驟登入").click()
    page.locator("main a.btn, main button").first.click()
    if page.locator("input[name=password]").count():  # asked again before such a change
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
    expect(page.locator(".qr, svg, img").first).to_be_visible()
    expect(page.locator("input[name=code]")).to_be_visible()
