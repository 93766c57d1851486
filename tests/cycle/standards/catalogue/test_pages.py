"""The catalogue's pages: everybody reads, two roles change, nobody waits for more items."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from espalier.cycle.standards.catalogue.models import Competency, Item, Standard
from espalier.kit.accounts.types import Role
from tests.factories.standards import adopted, applied, large_standard, small_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(manager, client_of):
    return client_of(manager)


def at(name, *arguments):
    return reverse(f"standards:{name}", args=arguments)


def test_the_list_shows_and_finds(client):
    applied()
    applied(large_standard(10))
    page = client.get(at("list")).text
    assert page.count("果園管理員") == 2
    found = client.get(at("list"), {"q": "病蟲害"}).text
    assert "ZZZ9999-001v1" in found
    assert "ZZZ8888" not in found
    assert "ZZZ9999-001v1" in client.get(at("list"), {"q": "病虫害"}).text  # simplified


def test_the_fragment_is_the_table_of_the_page(client_of, manager):
    applied()
    page, fragment = (client_of(manager, htmx=htmx).get(at("list")).text for htmx in (False, True))
    assert "<h1>" not in fragment
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')  # another one every time
    assert token.sub("", fragment).strip() in token.sub("", page)


def test_the_search_ranks_what_contains_before_what_is_like(client):
    applied()
    page = client.get(at("search"), {"q": "病蟲害辨識"}).text
    assert "病蟲害辨識" in page
    hits = client.get(at("search"), {"q": "辨識病害"}).text
    assert "病蟲害辨識" in hits
    assert "找不到結果" in client.get(at("search"), {"q": "火箭"}).text


def test_a_standard_shows_everything_it_says(client):
    standard, _result = adopted()
    page = client.get(at("standard", standard.pk)).text
    for words in (
        "ZZZ9999-001v1",
        "園藝技師",
        "天然資源／農業",
        "T1 修剪果樹",
        "T1.2 執行修剪",
        "依樹勢訂定修剪強度。",
        "未載明",
        "【T1.2】",
        "處理事務時保持專注。",
        "高中以上學歷。",
        "樹木生長的強弱。",
        "（以下空白）",
        "文件未載明級別，維持空白。",
    ):
        assert words in page, words
    competency = Competency.objects.get(code="ZZZ9999-001/K01")
    assert at("competency", competency.pk) in page
    item = Item.objects.get(standard=standard, code="K01")
    assert page.count(f'id="item-{item.pk}"') == 1  # printed twice, one anchor


def test_an_older_version_points_to_the_newer(client):
    old = applied(small_standard(1))
    new = applied(small_standard(2))
    assert at("standard", new.pk) in client.get(at("standard", old.pk)).text
    assert f"old={old.pk}&amp;new={new.pk}" in client.get(at("standard", new.pk)).text


def test_adopting_from_the_page_makes_competencies(client):
    standard = applied()
    assert at("adopt", standard.pk) in client.get(at("standard", standard.pk)).text
    client.post(at("adopt", standard.pk))
    assert Competency.objects.count() == 5
    assert at("adopt", standard.pk) not in client.get(at("standard", standard.pk)).text


def test_exports_are_files_with_the_code_as_name(client):
    standard = applied()
    sheet = client.get(at("export", standard.pk, "xlsx"))
    assert sheet.content[:2] == b"PK"
    assert "ZZZ9999-001v1.xlsx" in sheet.headers["Content-Disposition"]
    data = json.loads(client.get(at("export", standard.pk, "json")).content)
    assert data["standard"]["title"] == "果園管理員"
    assert client.get(at("export", standard.pk, "doc")).status_code == 404


def test_a_competency_shows_its_source_and_is_edited(client):
    adopted()
    competency = Competency.objects.get(code="ZZZ9999-001/A01")
    page = client.get(at("competency", competency.pk)).text
    assert "處理事務時保持專注。" in page
    assert "ZZZ9999-001v1 A01" in page
    assert competency.name in client.get(at("competencies")).text
    sent = {"name": "細心", "name_en": "Care", "definition": "", "is_active": "on"}
    seen = {
        "seen_name": competency.name,
        "seen_name_en": "",
        "seen_definition": competency.definition,
    }
    address = at("competency_edit", competency.pk)
    assert client.post(address, sent | seen).status_code == 302
    assert client.post(address, sent | seen | {"name": "用心"}).status_code == 409
    assert client.post(address, sent | {"name": " "}).status_code == 422
    competency.refresh_from_db()
    assert (competency.name, competency.name_en) == ("細心", "Care")


def test_an_own_model_is_begun_edited_and_published(client):
    source = applied()
    assert client.post(at("own_new"), {"base": "ABC1234-001", "title": "x"}).status_code == 422
    answer = client.post(at("own_new"), {"base": "ORG-001", "title": "苗圃組長"})
    draft = Standard.objects.get(space="own")
    page = at("own_edit", draft.pk)
    assert answer.url == page
    client.post(page, {"act": "add_duty", "name": "育苗"})
    duty = draft.duties.get()
    client.post(page, {"act": "add_task", "duty": duty.pk, "name": "播種", "level": "3"})
    block = duty.groups.get().blocks.get()
    client.post(page, {"act": "add_item", "kind": "K", "block": block.pk, "name": "發芽條件"})
    client.post(page, {"act": "add_item", "kind": "A", "name": "耐心", "definition": "不求快。"})
    client.post(page, {"act": "level", "block": block.pk, "level": "4"})
    assert "病蟲害辨識" in client.get(page, {"find": "病蟲害"}).text
    wanted = Item.objects.get(standard=source, code="K02")
    client.post(page, {"act": "copy", "item": [wanted.pk], "block": block.pk})
    copied = Item.objects.get(standard=draft, derived_from=wanted)
    assert copied.code == "K02"
    edit = {"act": "edit", "part": "item", "id": copied.pk, "seen": copied.name, "name": "蟲害"}
    client.post(page, edit)
    assert client.post(page, edit | {"name": "病害"}).status_code == 409
    assert client.post(page, {"act": "add_duty", "name": " "}).status_code == 422
    place = copied.placements.get()
    client.post(page, {"act": "remove", "part": "item", "id": copied.pk, "placement": place.pk})
    client.post(
        page, {"act": "describe", "title": "苗圃長", "description": "管苗圃。", "level": "4"}
    )
    assert client.post(page, {"act": "nothing"}).status_code == 404
    client.post(at("own_publish", draft.pk))
    draft.refresh_from_db()
    assert (draft.state, draft.title, draft.level) == ("published", "苗圃長", 4)
    assert sorted(draft.items.values_list("code", flat=True)) == ["A01", "K01"]
    assert client.get(page).status_code == 404
    client.post(at("own_new_version", draft.pk))
    second = Standard.objects.get(code_base="ORG-001", version_no=2)
    client.post(at("own_discard", second.pk))
    assert not Standard.objects.filter(pk=second.pk).exists()


def test_an_empty_model_is_refused_on_its_page(client):
    client.post(at("own_new"), {"base": "ORG-001", "title": "苗圃組長"})
    draft = Standard.objects.get()
    answer = client.post(at("own_publish", draft.pk))
    assert answer.status_code == 422
    assert 'data-problem="no_content"' in answer.text


READING = ["list", "search", "competencies", "compare"]


@pytest.mark.parametrize("role", Role)
def test_every_role_reads(client_of, person_with, role):
    standard, _result = adopted()
    competency = Competency.objects.first()
    reader = client_of(person_with(role))
    addresses = [at(name) for name in READING]
    addresses += [at("standard", standard.pk), at("competency", competency.pk)]
    addresses += [at("export", standard.pk, "xlsx")]
    assert {address: reader.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_a_stranger_finds_nothing(client_of, stranger):
    standard, _result = adopted()
    nobody = client_of(stranger)
    competency = Competency.objects.first()
    for address in (
        *[at(name) for name in READING],
        at("standard", standard.pk),
        at("competency", competency.pk),
        at("export", standard.pk, "json"),
    ):
        assert nobody.get(address).status_code == 404, address


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER, Role.COORDINATOR}))
def test_only_two_roles_change(client_of, person_with, role):
    standard = applied()
    reader = client_of(person_with(role))
    acts = [
        at("adopt", standard.pk),
        at("own_new"),
        at("own_new_version", standard.pk),
        at("own_edit", standard.pk),
        at("own_publish", standard.pk),
        at("own_discard", standard.pk),
        at("compare_start"),
    ]
    assert [reader.post(address).status_code for address in acts] == [404] * len(acts)
    page = reader.get(at("standard", standard.pk)).text
    assert '<form method="post" action="/standards/' not in page


def test_what_is_not_there_is_404(client):
    for address in (at("standard", 0), at("competency", 0), at("own_edit", 0), at("comparison", 0)):
        assert client.get(address).status_code == 404


QUERIES = {"standard": 12, "list": 6, "competencies": 7, "search": 5}


def test_the_queries_of_the_pages_do_not_grow(person_with, client_of):
    learner = client_of(person_with(Role.LEARNER))
    for n_items in (10, 200):
        standard, _result = adopted(large_standard(n_items))
        addresses = {
            "standard": at("standard", standard.pk),
            "list": at("list"),
            "competencies": at("competencies"),
            "search": f"{at('search')}?q=知識",
        }
        counts = {}
        for name, address in addresses.items():
            with CaptureQueriesContext(connection) as captured:
                learner.get(address)
            counts[name] = len(captured)
        assert counts == QUERIES
