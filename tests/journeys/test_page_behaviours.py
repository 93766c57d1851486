"""The behaviours of pages in a real browser, under the content policy the product is served with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from espalier.kit.accounts.models import User
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("tests.kit.ui.urls"),
    pytest.mark.django_db(transaction=True),
]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"desktop": {"width": 1366, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright():
    """Playwright keeps an event loop in this thread; Django would refuse the database beside it."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    yield
    patch.undo()


@pytest.fixture(params=WIDTHS)
def width(request):
    return WIDTHS[request.param]


@pytest.fixture
def people(transactional_db):
    joined = datetime(2026, 3, 2, 4, tzinfo=UTC)
    made = [
        User(
            username=f"E{n:03}",
            display_name=f"同仁{n}",
            email=f"e{n}@example.com",
            date_joined=joined,
        )
        for n in range(25)
    ]
    return User.objects.bulk_create(made)


@pytest.fixture
def open_page(browser, live_server, people):
    """Open an address as the first person; the page must end without a single script error."""
    faults: list[str] = []
    contexts = []

    def open_(path, viewport=WIDTHS["desktop"]):
        client = Client()
        client.force_login(people[0])
        context = browser.new_context(viewport=viewport, locale="zh-TW", base_url=live_server.url)
        contexts.append(context)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda m: faults.append(m.text) if "Content Security" in m.text else None
        )
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def test_axe_finds_nothing_and_nothing_overflows(open_page, width):
    page = open_page("/", width)
    for path in ("/", "/people", "/people?q=nobody", "/nobody", "/parts", "/me"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(Path(AXE).read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        broken = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert (path, broken, page.evaluate(overflow)) == (path, [], 0)


def test_searching_and_sorting_keep_the_page_and_change_the_address(open_page):
    page = open_page("/people")
    page.evaluate("window.sameDocument = true")
    page.fill("#list-q", "E01")
    page.wait_for_url("**/people?q=E01")
    page.click("th a.sort >> nth=1")
    page.wait_for_url("**/people?q=E01&sort=display_name")
    assert page.inner_text(".list-count") == "共 10 筆"
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    page.wait_for_url("**/people?q=E01")
    page.wait_for_selector("header.site-head")
    assert page.inner_text(".list-count") == "共 10 筆"


def test_ticking_rows_wakes_the_bulk_bar(open_page):
    page = open_page("/people")
    button = page.locator(".sticky-actions button")
    assert button.is_disabled()
    page.check("tbody input[type=checkbox] >> nth=1")
    assert button.is_enabled()
    page.check("thead input")
    assert page.inner_text(".sticky-actions [role=status]") == "10 筆已選取"


def test_the_list_is_walked_by_keys(open_page):
    page = open_page("/people")
    page.click("h1")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert "E001" in page.inner_text("tr.is-current")
    page.keyboard.press("x")
    assert page.is_checked("tr.is-current input[type=checkbox]")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "list-q"
    page.keyboard.type("jx")
    assert page.input_value("#list-q") == "jx"


def test_a_block_from_a_spreadsheet_fills_the_matrix(open_page):
    page = open_page("/parts")
    page.focus("[name=cell-1-1]")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "1\\t２\\r\\n3\\t4\\r\\n5\\t6\\r\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    cells = "[...document.querySelectorAll('[data-matrix] input')].map(i => i.value)"
    assert page.evaluate(cells) == ["", "", "", "", "1", "2", "", "3", "4"]
    assert page.inner_text("#pasted") == "4/0/2"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "cell-0-1"


def test_a_chart_is_drawn_without_eval_and_has_its_table(open_page):
    page = open_page("/parts")
    page.wait_for_selector("#gap-place svg")
    page.click("summary:has-text('以表格列出')")
    assert page.inner_text("details.chart-table tbody th") == "研發部"


def test_leaving_a_changed_form_asks_first(open_page):
    page = open_page("/parts")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("[name=cell-0-0]", "3")
    page.goto("/people")
    assert asked == ["beforeunload"]


def test_a_form_is_kept_while_it_is_typed_and_survives_the_end_of_the_session(open_page):
    page = open_page("/parts")
    page.fill("[name=cell-0-0]", "3")
    page.wait_for_selector(".draft-note:has-text('草稿已於')")
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=cell-0-0]", "4")
    page.wait_for_selector("#trouble a")
    assert page.input_value("[name=cell-0-0]") == "4"


def test_a_conflict_met_by_a_part_of_the_page_is_shown_whole(open_page):
    page = open_page("/parts")
    page.click("button:has-text('同時編輯')")
    page.wait_for_selector("h1:has-text('已被他人儲存')")
    assert page.locator("header.site-head").count() == 1
    assert page.input_value("textarea") == "提升核心職能"


def test_the_list_works_without_script(browser, live_server, people):
    client = Client()
    client.force_login(people[0])
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/people")
    page.fill("#list-q", "E01")
    page.click("button:has-text('套用')")
    assert page.inner_text(".list-count") == "共 10 筆"
    page.click("th a.sort >> nth=0")
    assert "sort=-username" in page.url
    page.check("tbody input[type=checkbox] >> nth=0")
    page.click("button:has-text('停用帳號')")
    assert page.inner_text("body") == str([people[19].pk])
    context.close()
