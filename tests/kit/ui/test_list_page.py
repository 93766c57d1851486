"""A list's address says everything: search, filters, sort, columns, page, export."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.ui import services
from espalier.kit.ui.listing import ListPage
from tests.kit.ui import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.ui.urls")]

PEOPLE = [
    ("E001", "林春美", True, "zh-hant"),
    ("E002", "陳志明", True, "zh-hant"),
    ("E003", "王小華", False, "zh-hant"),
    ("E004", "Lin Mei", True, "en"),
]


@pytest.fixture
def people(db):
    joined = datetime(2026, 3, 2, 4, tzinfo=UTC)
    return User.objects.bulk_create(
        User(
            username=number,
            display_name=name,
            is_active=active,
            language=language,
            email=f"{number}@example.com",
            password=make_password(None),
            date_joined=joined,
        )
        for number, name, active, language in PEOPLE
    )


@pytest.fixture
def reader(people, client_of):
    return client_of(people[0])


def numbers(answer) -> list[str]:
    """The first column of the table as it was drawn."""
    return re.findall(r'<tr data-row>.*?<a href="/people/\d+">\s*(E\d+)', answer.text, re.S)


CASES = {
    "without a question, by the default sort": ("", ["E001", "E002", "E003", "E004"]),
    "search in Chinese": ("q=林", ["E001"]),
    "every word must occur, in any field": ("q=E00+mei", ["E004"]),
    "search that finds nothing": ("q=沒有這個人", []),
    "filter": ("is_active=False", ["E003"]),
    "search and filter together": ("q=E00&is_active=True&language=en", ["E004"]),
    "a filter value that does not exist is no filter": (
        "is_active=maybe",
        ["E001", "E002", "E003", "E004"],
    ),
    "a date": ("joined=2026-03-02", ["E001", "E002", "E003", "E004"]),
    "half a date narrows nothing": ("joined=2026-03", ["E001", "E002", "E003", "E004"]),
    "sorted down": ("sort=-username", ["E004", "E003", "E002", "E001"]),
    "equal values fall back on the key": ("sort=is_active", ["E003", "E001", "E002", "E004"]),
    "a column that cannot be sorted": ("sort=n_roles", ["E001", "E002", "E003", "E004"]),
    "a page beyond the last is the last": ("page=99", ["E001", "E002", "E003", "E004"]),
    "a page that is no number": ("page=ten", ["E001", "E002", "E003", "E004"]),
    "a null byte": ("q=%00E002", ["E002"]),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES)
def test_the_address_says_what_is_shown(reader, query, expected):
    assert numbers(reader.get(f"/people?{query}")) == expected


def test_htmx_gets_the_table_and_a_browser_the_page(reader, people, client_of):
    page = reader.get("/people?q=E00").text
    fragment = client_of(people[0], htmx=True).get("/people?q=E00").text
    assert "<html" in page
    assert "<html" not in fragment
    table = re.compile(r"<table.*?</table>", re.S)
    assert table.search(fragment)[0] == table.search(page)[0]


def test_the_address_to_copy_has_only_what_counts(people, client_of):
    client = client_of(people[0], htmx=True)
    answer = client.get("/people?q=E00&is_active=&language=&sort=-username&page=1")
    assert answer.headers["HX-Push-Url"] == "/people?q=E00&sort=-username"
    assert client.get("/people?q=").headers["HX-Push-Url"] == "/people"


def test_going_back_in_the_browser_gives_the_whole_page(people, client_of):
    client = client_of(people[0], htmx=True)
    answer = client.get("/people", headers={"HX-History-Restore-Request": "true"})
    assert "<html" in answer.text


def test_page_and_fragment_are_never_mixed_up_by_a_cache(reader):
    assert "HX-Request" in reader.get("/people").headers["Vary"]


def test_columns_are_chosen_by_the_address(reader):
    heads = re.compile(r'<th scope="col"[^>]*>\s*(?:<a[^>]*>)?([^<\s]+)')
    assert heads.findall(reader.get("/people").text) == ["編號", "姓名", "啟用", "角色數"]
    chosen = reader.get("/people?columns=email&columns=username&columns=password").text
    assert heads.findall(chosen) == ["編號", "電子郵件"]


def test_the_sorted_column_says_so_and_its_link_turns_it_round(reader):
    page = reader.get("/people?q=E00&sort=display_name").text
    assert 'aria-sort="ascending"' in page
    assert 'href="?q=E00&amp;sort=-display_name"' in page


def test_what_narrows_the_list_is_named_and_can_be_lifted(reader):
    page = reader.get("/people?q=E00&is_active=True").text
    assert "狀態：啟用" in page
    assert 'href="?q=E00"' in page
    assert 'href="?is_active=True"' in page


def test_an_empty_list_says_what_to_do_next(reader):
    page = reader.get("/nobody").text
    assert "請先匯入人員名冊。" in page
    assert 'href="/">匯入</a>' in page


def test_a_search_without_result_offers_the_way_back(reader):
    assert 'href="/people"' in reader.get("/people?q=nobody").text


def test_a_list_reads_count_page_roles_and_views(people, rf, django_assert_num_queries):
    request = rf.get("/people?q=E00")
    request.user = people[0]
    with django_assert_num_queries(4):
        listing = ListPage.from_request(
            urls.PEOPLE, User.objects.prefetch_related("grants"), request
        )
        assert (listing.total, len(listing.rows)) == (4, 4)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    reader, person_with, django_assert_num_queries
):
    reader.get("/people")  # the first request fills the caches of the process
    with CaptureQueriesContext(connection) as few:
        reader.get("/people")
    for index in range(40):
        person_with("learner", username=f"E1{index:02}")
    with django_assert_num_queries(len(few)):
        assert len(numbers(reader.get("/people"))) == 10


def test_pages_never_overlap(reader, person_with):
    for index in range(21):
        person_with("learner", username=f"E1{index:02}")
    seen = [
        n for page in (1, 2, 3) for n in numbers(reader.get(f"/people?sort=is_active&page={page}"))
    ]
    assert len(seen) == 25
    assert len(set(seen)) == 25


def test_ticked_rows_are_posted_by_key(reader, people):
    keys = [people[1].pk, people[2].pk]
    answer = reader.post("/close", {"selected": [*keys, "x"]})
    assert answer.text == str(keys)


def test_a_saved_view_is_offered_to_its_owner_only(reader, people, client_of, monday):
    services.save_view(
        list_key="test.people",
        name="停用的",
        query="is_active=False",
        by=Actor.of_user(people[0]),
        at=monday,
    )
    assert 'href="?is_active=False">停用的</a>' in reader.get("/people").text
    assert "停用的" not in client_of(people[1]).get("/people").text


def test_the_text_of_a_cell_is_escaped(reader, people):
    User.objects.filter(pk=people[1].pk).update(display_name="<script>x</script>")
    page = reader.get("/people").text
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
