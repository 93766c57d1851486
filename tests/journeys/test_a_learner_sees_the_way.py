"""The learner's road, on a phone: the own route, the own data, the own language."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.fixture
def learner(visit):
    return visit("learner", phone=True)


def test_the_route_says_what_is_done_what_is_next_and_what_ran_out(learner):
    page = learner.page
    learner.open("/")
    page.get_by_text("選單", exact=True).click()
    page.locator(".site-menu").get_by_role("link", name="我的學習路徑").click()
    figures = page.locator("dl.figures")
    for word in ("完成", "已到期", "時數"):
        expect(figures).to_contain_text(word)
    steps = page.locator(".route-steps > li")
    assert steps.count() > 5
    states = steps.locator(".state").all_inner_texts()
    assert len(states) == steps.count()
    held = sum(state in ("完成", "即將到期") for state in states)
    assert held == int(figures.locator(".figure-number").first.inner_text())
    page.locator(".route-steps a").first.click()
    learner.sees("學習目標")


def test_my_data_are_there_to_see_and_nobody_elses(learner):
    page = learner.page
    learner.open("/people/me/")
    learner.sees(learner.name)
    own = page.url
    assert page.goto(f"{learner.company.url}/map/routes/1/").status == 404
    assert page.goto(f"{learner.company.url}/people/employees/1/").status == 404
    assert page.goto(f"{learner.company.url}/kit/audit/").status == 404
    assert page.goto(f"{learner.company.url}/needs/gaps/").status == 404
    assert page.goto(own).status == 200


def test_the_language_turns_to_english_and_back(learner):
    page = learner.page
    learner.open("/map/route/")
    page.locator(".site-head .pop summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("My route")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".site-head .pop summary").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("我的學習路徑")
