"""Pages of goals: what they show, who may open them, how much they ask the database."""

import pytest
from django.urls import reverse

from espalier.cycle.policy.goals.models import BusinessGoal, Direction
from espalier.kit.accounts.types import Role
from espalier.kit.ui.services import save_draft
from tests.factories import policy as make

pytestmark = pytest.mark.django_db
READERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR}
FORM = {"key": "G1", "text": "提高毛利率", "perspective": "financial"}


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


def pages(chain):
    return {
        "/policy/": READERS,
        "/policy/goals/business/": READERS,
        f"/policy/goals/direction/{chain.direction.pk}/": READERS,
        "/policy/goals/development/new/": {Role.MANAGER},
        f"/policy/goals/business/{chain.goal.pk}/edit/": {Role.MANAGER},
        f"/policy/goals/business/{chain.goal.pk}/end/": {Role.MANAGER},
        f"/policy/goals/business/{chain.goal.pk}/delete/": {Role.MANAGER},
    }


@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_permissions(role, client_of, person_with):
    chain = make.chain()
    client = client_of(person_with(role))
    for url, allowed in pages(chain).items():
        assert client.get(url).status_code == (200 if role in allowed else 404), url
    for act in ("resume", "delete"):
        if role is not Role.MANAGER:
            url = reverse(f"policy:goal_{act}", args=["business", chain.goal.pk])
            assert client.post(url).status_code == 404
    assert BusinessGoal.objects.count() == 1


def test_a_stranger_finds_nothing(client_of, stranger):
    chain = make.chain()
    client = client_of(stranger)
    assert {client.get(url).status_code for url in pages(chain)} == {404}


def test_the_matrix_names_each_gap_with_the_act_that_mends_it(client):
    make.chain()
    goal = make.goal("G5", perspective="process")
    direction = make.direction("6")
    text = client.get("/policy/").content.decode()
    for kind, url in (
        ("uncovered", f"/policy/goals/development/new/?serves={goal.pk}"),
        ("unjustified", f"/policy/goals/direction/{direction.pk}/edit/"),
        ("without_clause", f"/policy/handbook/clauses/new/?directions={direction.pk}"),
    ):
        assert f'data-missing="{kind}"' in text
        assert url in text
    assert text.count("data-missing=") == 3
    mending = client.get(f"/policy/goals/development/new/?serves={goal.pk}").content.decode()
    assert f'value="{goal.pk}"' in mending
    assert "checked" in mending


def test_an_empty_matrix_says_what_to_do(client):
    assert "尚未訂定目標" in client.get("/policy/").content.decode()


def test_a_goal_is_written_changed_ended_and_resumed(client):
    assert client.post("/policy/goals/business/new/", FORM).status_code == 302
    goal = BusinessGoal.objects.get()
    edit = f"/policy/goals/business/{goal.pk}/edit/"
    token = goal.updated_at.isoformat()
    changed = {**FORM, "text": "提高營業利益率", "version": token}
    assert client.post(edit, changed).status_code == 302
    page = client.get(f"/policy/goals/business/{goal.pk}/").content.decode()
    assert "營業利益" in page
    assert "經營目標已修改" in page
    assert "<ins>" in page
    assert (
        client.post(f"/policy/goals/business/{goal.pk}/end/", {"on": "2026-11-02"}).status_code
        == 422
    )
    told = {"on": "2026-11-02", "reason": "併入 G2"}
    assert client.post(f"/policy/goals/business/{goal.pk}/end/", told).status_code == 302
    assert "已終止推動" in client.get(f"/policy/goals/business/{goal.pk}/").content.decode()
    assert client.post(f"/policy/goals/business/{goal.pk}/resume/").status_code == 302


def test_every_problem_of_the_form_is_told_and_what_was_typed_stays(client):
    make.goal("G1")
    answer = client.post("/policy/goals/business/new/", {**FORM, "target": "3", "text": "打過的字"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert {"target_without_measure", "key_taken"} <= {
        part.split('"')[0] for part in text.split('data-problem="')[1:]
    }
    assert "打過的字" in text


def test_two_people_at_one_goal_are_told_and_nothing_is_lost(client):
    goal = make.goal()
    url = f"/policy/goals/business/{goal.pk}/edit/"
    answer = client.post(url, {**FORM, "text": "我的字", "version": "2020-01-01"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我的字" in text
    assert "目標G1" in text
    goal.refresh_from_db()
    assert goal.text == "目標G1"


def test_what_was_typed_is_kept_as_a_draft_until_it_is_sent(client, manager):
    by = make.Actor.of_user(manager)
    payload = {"text": ["打到一半"]}
    save_draft(form_key="policy.business", subject="", payload=payload, by=by, at=make.AT)
    assert "打到一半" in client.get("/policy/goals/business/new/").content.decode()
    client.post("/policy/goals/business/new/", FORM)
    assert "打到一半" not in client.get("/policy/goals/business/new/").content.decode()


def test_deleting_asks_first_and_lists_the_clauses(client):
    chain = make.chain()
    url = f"/policy/goals/direction/{chain.direction.pk}/delete/"
    answer = client.post(url)
    assert answer.status_code == 422
    assert "3.1 條文3.1" in answer.content.decode()
    loose = make.direction("2")
    assert client.get(f"/policy/goals/direction/{loose.pk}/delete/").status_code == 200
    assert client.post(f"/policy/goals/direction/{loose.pk}/delete/").status_code == 302
    assert list(Direction.objects.values_list("number", flat=True)) == [1]


def test_the_list_is_exported_and_its_fragment_is_part_of_the_page(client, client_of, manager):
    make.goal("G1")
    answer = client.get("/policy/goals/business/?export=csv")
    assert "目標G1" in answer.content.decode("utf-8-sig")
    page = client.get("/policy/goals/business/").content.decode()
    fragment = client_of(manager, htmx=True).get("/policy/goals/business/").content.decode()
    assert "<html" not in fragment
    assert "目標G1" in fragment
    assert "目標G1" in page


def test_an_unknown_level_is_not_found(client):
    assert client.get("/policy/goals/dreams/").status_code == 404


@pytest.mark.parametrize("n", [1, 12])
def test_pages_ask_the_same_for_few_and_many(client, n, django_assert_num_queries):
    for k in range(n):
        goal = make.goal(f"G{k}")
        make.clause(3, k + 1, make.direction(str(k + 1), make.development(f"D{k}", goal)))
    first = BusinessGoal.objects.first()
    for url, queries in (
        ("/policy/", 9),
        ("/policy/goals/business/", 6),
        (f"/policy/goals/business/{first.pk}/", 7),
    ):
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)
