"""Pages of the handbook: chapters, clauses, RACI, training system."""

import pytest
from django.urls import reverse

from espalier.cycle.policy.handbook import services
from espalier.cycle.policy.handbook.models import Clause, RaciActivity, RaciRole, TrainingCategory
from espalier.kit.accounts.types import Role
from tests.factories import policy as make
from tests.factories.policy import AT, BY

pytestmark = pytest.mark.django_db
READERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR}
FORM = {"chapter": "5", "number": "1", "kind": "clause", "title": "委員會", "text": "每季開會。"}


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


def line() -> RaciActivity:
    role = RaciRole.objects.create(code="GM", name="總經理")
    letters = {role.pk: "RA"}
    return services.save_activity(code="A1", name="核定", letters=letters, by=BY, at=AT)


def part() -> TrainingCategory:
    told = {"code": "N1", "name": "新進", "name_en": "", "kind": "orientation", "tier": "",
            "function_id": None, "text": "", "text_en": ""}  # fmt: skip
    return services.save_category(values=told, by=BY, at=AT)


def pages() -> dict[str, set[Role]]:
    clause, activity, category = make.clause(5, 9), line(), part()
    only = {Role.MANAGER}
    return {
        reverse("policy:handbook"): READERS,
        reverse("policy:clauses"): READERS,
        reverse("policy:clause", args=[clause.pk]): READERS,
        reverse("policy:raci"): READERS,
        reverse("policy:system"): READERS,
        reverse("policy:clause_new"): only,
        reverse("policy:clause_edit", args=[clause.pk]): only,
        reverse("policy:clause_end", args=[clause.pk]): only,
        reverse("policy:activity_new"): only,
        reverse("policy:activity_edit", args=[activity.pk]): only,
        reverse("policy:activity_delete", args=[activity.pk]): only,
        reverse("policy:category_new"): only,
        reverse("policy:category_edit", args=[category.pk]): only,
        reverse("policy:category_delete", args=[category.pk]): only,
    }


@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_permissions(role, client_of, person_with):
    client = client_of(person_with(role))
    for url, allowed in pages().items():
        assert client.get(url).status_code == (200 if role in allowed else 404), url
    answer = client.post(reverse("policy:clause_begin"), {"template": "vision"})
    assert answer.status_code == (302 if role is Role.MANAGER else 404)


def test_a_stranger_finds_nothing(client_of, stranger):
    client = client_of(stranger)
    assert {client.get(url).status_code for url in pages()} == {404}


def test_all_chapters_stand_on_one_page_with_their_templates(client):
    text = client.get(reverse("policy:handbook")).content.decode()
    assert text.count('id="chapter-') == 16
    assert 'value="purchase"' in text
    client.post(reverse("policy:clause_begin"), {"template": "purchase"})
    after = client.get(reverse("policy:handbook")).content.decode()
    assert 'value="purchase"' not in after
    assert "待調整" in after


def test_a_clause_is_written_changed_and_ended(client):
    direction = make.direction("1")
    sent = {**FORM, "direction_ids": [str(direction.pk)]}
    answer = client.post(reverse("policy:clause_new"), sent)
    clause = Clause.objects.get()
    assert answer.url == reverse("policy:clause", args=[clause.pk])
    page = client.get(answer.url).content.decode()
    assert "1. 目標1" in page
    assert "條文已新增" in page
    edit = reverse("policy:clause_edit", args=[clause.pk])
    version = clause.updated_at.isoformat()
    assert client.post(edit, {**FORM, "text": "每月開會。", "version": version}).status_code == 302
    assert "<ins>" in client.get(answer.url).content.decode()
    end = reverse("policy:clause_end", args=[clause.pk])
    assert client.post(end, {"on": "2026-11-02", "reason": "併入 5.2"}).status_code == 302
    assert "已不在手冊" in client.get(answer.url).content.decode()


def test_two_people_at_one_clause_are_told_and_neither_text_is_lost(client):
    clause = make.clause(5, 1)
    url = reverse("policy:clause_edit", args=[clause.pk])
    answer = client.post(url, {**FORM, "text": "第二個人的字", "version": "2020-01-01"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "第二個人的字" in text
    assert "要點一" in text
    clause.refresh_from_db()
    assert clause.text.startswith("第一段")


def test_the_same_text_twice_is_no_conflict(client):
    direction = make.direction("1")
    clause = make.clause(
        5, 1, direction, text="每季開會。", title="委員會", title_en="", text_en=""
    )
    url = reverse("policy:clause_edit", args=[clause.pk])
    sent = {**FORM, "direction_ids": [str(direction.pk)], "version": "2020-01-01"}
    assert client.post(url, sent).status_code == 302


def test_a_template_asks_to_be_read(client):
    clause = services.begin_with_template(key="vision", by=BY, at=AT)
    text = client.get(reverse("policy:clause_edit", args=[clause.pk])).content.decode()
    assert "這是待調整的範本" in text
    assert 'name="read_as_is"' in text
    own = make.clause(2, 9)
    text = client.get(reverse("policy:clause_edit", args=[own.pk])).content.decode()
    assert 'name="read_as_is"' not in text


def test_text_of_a_clause_is_never_markup(client):
    clause = make.clause(5, 1, text="<script>alert(1)</script>")
    text = client.get(reverse("policy:clause", args=[clause.pk])).content.decode()
    assert "<script>alert" not in text


def test_the_raci_page_says_what_is_wrong_and_a_line_mends_it(client):
    activity = line()
    activity.cells.update(letters="R")
    text = client.get(reverse("policy:raci")).content.decode()
    assert 'data-problem="no_accountable"' in text
    role = RaciRole.objects.get()
    sent = {"code": "A1", "name": "核定", f"role_{role.pk}": "R"}
    url = reverse("policy:activity_edit", args=[activity.pk])
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, f"role_{role.pk}": "RA"}).status_code == 302
    assert "data-problem" not in client.get(reverse("policy:raci")).content.decode()
    assert client.post(reverse("policy:activity_delete", args=[activity.pk])).status_code == 302
    assert not RaciActivity.objects.exists()


def test_a_part_of_the_system_is_written_and_deleted(client):
    sent = {"code": "S1", "name": "自我發展", "kind": "self"}
    assert client.post(reverse("policy:category_new"), sent).status_code == 302
    category = TrainingCategory.objects.get()
    assert "自我發展" in client.get(reverse("policy:system")).content.decode()
    assert client.post(reverse("policy:category_delete", args=[category.pk])).status_code == 302
    assert not TrainingCategory.objects.exists()


@pytest.mark.parametrize("n", [1, 30])
def test_pages_ask_the_same_for_few_and_many(client, n, django_assert_num_queries):
    for k in range(n):
        make.clause(1 + k % 16, 1 + k)
    line()
    first = Clause.objects.first()
    for url, queries in (
        (reverse("policy:handbook"), 4),
        (reverse("policy:clauses"), 6),
        (reverse("policy:clause", args=[first.pk]), 7),
        (reverse("policy:raci"), 6),
    ):
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)
