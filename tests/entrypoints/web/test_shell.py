"""The frame of every page: menu, language, first page, errors."""

import json
import re

import pytest
from django.test import Client

from espalier.entrypoints.web.menu import menu_of
from espalier.entrypoints.web.wheel import broken_links_of, wheel_of
from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role
from espalier.kit.thread import frame, registry
from espalier.kit.thread.types import Break, Check
from espalier.kit.ui import navigation
from espalier.kit.ui.navigation import Card, Place, register_card, register_place
from espalier.kit.versions.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_menu(monkeypatch):
    """Only what the test itself registers."""
    monkeypatch.setattr(navigation, "_PLACES", {})
    monkeypatch.setattr(navigation, "_CARDS", {})


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/").headers["Location"] == "/account/login/?next=/"


def test_the_page_speaks_traditional_chinese_and_says_so(manager, client_of):
    page = client_of(manager).get("/").text
    assert '<html lang="zh-Hant-TW"' in page
    assert 'href="#main"' in page
    assert '<main id="main"' in page


def test_the_wheel_lists_all_indicators_and_marks_what_is_not_built(manager, client_of):
    page = client_of(manager).get("/").text
    for code in [*frame.tasks(), *frame.indicators()]:
        assert code in page
    unbuilt = [each for each in frame.indicators().values() if not each.built]
    assert page.count("（尚未建置）") == len(unbuilt)


def test_a_learner_sees_no_wheel(person_with, client_of):
    page = client_of(person_with(Role.LEARNER)).get("/").text
    assert 'class="wheel"' not in page


def test_a_person_without_role_is_told_what_to_do(stranger, client_of):
    assert "請洽系統管理者授予角色" in client_of(stranger).get("/").text


def test_the_menu_has_what_the_person_may_open_and_what_is_built(empty_menu, manager, stranger):
    declare("web.test_see", {Role.MANAGER})
    register_place(Place("T1.2", "my_account", "地圖", "web.test_see"))
    register_place(Place("T1.2", "nowhere:at_all", "尚無此頁", "web.test_see"))
    register_place(Place(navigation.SYSTEM, "home", "首頁"))
    groups = menu_of(manager, "/me").groups
    assert [(g.code, [(i.title, i.url, i.is_current) for i in g.items]) for g in groups] == [
        ("T1.2", [("地圖", "/me", True)]),
        ("", [("首頁", "/", False)]),
    ]
    assert [group.key for group in menu_of(stranger, "/").groups] == ["system"]


def test_the_wheel_leads_only_to_pages_that_are_open(empty_menu, manager):
    wheel = {task.code: task for task in wheel_of(manager)}
    assert len(wheel) == 8
    assert not wheel["T2.4"].built
    assert all(not duty.url for task in wheel.values() for duty in task.duties)


def test_the_wheel_shows_the_state_of_the_newest_edition(manager, monday):
    first = {
        "output": "O1.2.1",
        "number": "M-1",
        "title": "地圖",
        "content": {},
        "content_sha256": "",
    }
    for number, state in [(1, "superseded"), (2, "published")]:
        Edition.objects.create(
            **first, edition=number, state=state, created_at=monday, published_at=monday
        )
    states = {task.code: task.state for task in wheel_of(manager)}
    assert states["T1.2"] == "published"
    assert states["T1.1"] == "none"
    Edition.objects.filter(edition=2).update(needs_update_since=monday)
    assert {task.code: task.state for task in wheel_of(manager)}["T1.2"] == "needs_update"


def test_broken_links_are_counted_by_question_most_first(manager, stranger, monkeypatch):
    def check(code, n):
        found = [Break(code, "k", str(i), "r", "", "m", "r", "") for i in range(n)]
        return Check(code, f"問題{code}", lambda: found)

    checks = [check("a", 1), check("b", 3), check("c", 0)]
    monkeypatch.setattr(registry, "checks", lambda: checks)
    assert [(each.title, each.n) for each in broken_links_of(manager)] == [
        ("問題b", 3),
        ("問題a", 1),
    ]
    assert broken_links_of(stranger) == []


def test_cards_show_to_whom_they_belong_and_only_with_something_to_say(
    empty_menu, manager, stranger, client_of
):
    declare("web.test_card", {Role.MANAGER})
    register_card(
        Card("a", "ui/_facts.html", lambda user: {"pairs": [("待辦", "3")]}, "web.test_card")
    )
    register_card(Card("b", "nothing/at/all.html", lambda user: None))
    assert "待辦" not in client_of(stranger).get("/").text
    page = client_of(manager).get("/")
    assert page.status_code == 200


def test_the_language_is_kept_with_the_account(manager, client_of):
    client = client_of(manager)
    answer = client.post("/language", {"language": "en", "next": "/me"})
    assert answer.headers["Location"] == "/me"
    manager.refresh_from_db()
    assert manager.language == "en"
    assert '<html lang="en"' in client.get("/me").text


def test_a_stranger_may_choose_the_language_of_the_sign_in_page(client):
    client.post("/language", {"language": "en", "next": "/account/login/"})
    assert "Employee number or e-mail" in client.get("/account/login/").text


def test_an_unknown_language_is_not_found(client):
    assert client.post("/language", {"language": "xx"}).status_code == 404


def test_the_language_never_leads_to_another_site(client):
    answer = client.post("/language", {"language": "en", "next": "//evil.example"})
    assert answer.headers["Location"] == "/"


def test_without_a_logo_there_is_none(client):
    assert client.get("/logo").status_code == 404


def test_an_address_that_does_not_exist_says_what_to_try(manager, client_of):
    answer = client_of(manager).get("/no/such/page")
    assert answer.status_code == 404
    assert "請檢查網址是否輸入錯誤" in answer.text


def test_an_expired_form_says_so():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language", {"language": "en"})
    assert answer.status_code == 403
    assert "頁面已過期" in answer.text


def test_htmx_swaps_refusals_and_never_evaluates(client):
    page = client.get("/account/login/").text
    config = json.loads(re.search(r"name=\"htmx-config\" content='(.*?)'", page)[1])
    assert config["allowEval"] is False
    assert config["historyCacheSize"] == 0
    handling = [rule for rule in config["responseHandling"] if re.match(rule["code"], "422")]
    assert handling[0]["swap"] is True


def test_no_page_carries_inline_script_or_style(manager, client_of):
    page = client_of(manager).get("/").text
    scripts = re.findall(r"<script\b[^>]*>", page)
    assert scripts
    assert all("src=" in script for script in scripts)
    assert "<style" not in page
    assert not re.search(r'\s(style|on\w+)="', page)
