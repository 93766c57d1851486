"""The supervisor's road: the heat map of the own unit, a person's evidence, a new rating."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import somebody_in

pytestmark = pytest.mark.journey
OTHERS = somebody_in("D11A")  # the supervisor looks after D20


@pytest.fixture
def supervisor(visit):
    return visit("supervisor")


def test_the_heat_map_shows_the_own_unit_and_leads_to_the_evidence(supervisor):
    page = supervisor.page
    supervisor.open("/")
    page.get_by_role("link", name="職能落差").first.click()
    supervisor.sees("達成率")
    if page.locator("select[name=view]").count():
        page.locator("select[name=view]").select_option("person")
    expect(page.locator("table.heat")).to_contain_text(re.compile(r"\d{5}"))
    expect(page.locator("table.heat")).not_to_contain_text(OTHERS)
    page.locator("td.heat-1-short a").first.click()
    supervisor.sees("現有等級")
    supervisor.sees("計算規則")
    assert "/evidence/" in page.url


def test_a_rating_is_added_and_the_level_follows(supervisor):
    page = supervisor.page
    supervisor.open("/needs/gaps/?view=person")
    page.locator("td.heat-1-short a").first.click()
    level = page.locator(".figure-number.large").first
    before = level.inner_text()
    n_before = page.locator("section", has_text="評定日").locator("tbody tr").count()
    page.get_by_role("link", name="新增評定").click()
    page.locator("select[name=source]").select_option("supervisor")
    page.locator("[name=level]").fill("5")
    page.locator("[name=note]").fill("本季獨立完成三件首件檢驗。")
    page.locator("main form[method=post] button.btn-primary").click()
    supervisor.sees("本季獨立完成三件首件檢驗")
    assert level.inner_text() != before
    rows = page.locator("section", has_text="評定日").locator("tbody tr")
    assert rows.count() == n_before + 1  # kept beside the earlier ones, none overwritten


def test_people_of_another_unit_do_not_exist(supervisor, visit):
    manager = visit("manager")
    manager.open(f"/people/employees/?q={OTHERS}")
    address = manager.page.get_by_role("link", name=OTHERS).get_attribute("href")
    assert manager.page.goto(f"{manager.company.url}{address}").status == 200
    assert supervisor.page.goto(f"{supervisor.company.url}{address}").status == 404
    route = address.replace("/people/employees/", "/map/routes/")
    assert supervisor.page.goto(f"{supervisor.company.url}{route}").status == 404
    supervisor.open(f"/people/employees/?q={OTHERS}")
    expect(supervisor.page.get_by_role("link", name=OTHERS)).to_have_count(0)
