"""Pages of the documents: who sees what, and how many queries it takes."""

import pytest

from espalier.kit.accounts.types import Actor, Role
from espalier.kit.outputs import services
from tests.kit.outputs.conftest import CODE
from tests.kit.outputs.test_way_of_a_document import approved, submit

pytestmark = pytest.mark.django_db
WORK = ("draft/", "draft.html", "submit/", "consult/")


def test_a_document_that_is_not_there_is_not_found(records, people, client_of):
    assert client_of(people[Role.MANAGER]).get("/outputs/O8.8.8/").status_code == 404


@pytest.mark.parametrize("page", ["", *WORK])
def test_a_stranger_finds_nothing(records, people, stranger, client_of, page):
    assert client_of(stranger).get(f"/outputs/{CODE}/{page}").status_code == 404


@pytest.mark.parametrize("page", WORK)
def test_only_who_prepares_sees_drafts(records, people, client_of, page):
    assert client_of(people[Role.MANAGER]).get(f"/outputs/{CODE}/{page}").status_code == 200
    assert client_of(people[Role.EXECUTIVE]).get(f"/outputs/{CODE}/{page}").status_code == 404
    assert client_of(people[Role.LEARNER]).get(f"/outputs/{CODE}/{page}").status_code == 404


def test_readers_see_it_once_it_is_published(records, people, client_of, monday):
    learner = client_of(people[Role.LEARNER])
    edition = approved(people, monday)
    assert "每年檢討一次" not in learner.get(f"/outputs/{CODE}/").text
    file = f"/outputs/{CODE}/editions/{edition.pk}/zh-Hant.docx"
    assert learner.get(file).status_code == 404
    services.publish(edition_id=edition.pk, by=Actor.of_user(people[Role.MANAGER]), at=monday)
    assert "每年檢討一次" in learner.get(f"/outputs/{CODE}/").text
    assert learner.get(file).status_code == 200


def test_a_reviewer_reads_what_is_reviewed(records, people, client_of, monday):
    edition = submit(people, monday)
    answer = client_of(people[Role.EXECUTIVE]).get(f"/outputs/{CODE}/?edition={edition.pk}")
    assert "每年檢討一次" in answer.text


def test_submitting_by_form_keeps_what_was_typed(records, people, client_of):
    records.empty = ["第三章"]
    client = client_of(people[Role.MANAGER])
    answer = client.post(
        f"/outputs/{CODE}/submit/", {"change_note": "我寫的說明", "procedure": "USUAL"}
    )
    assert answer.status_code == 422
    assert "我寫的說明" in answer.text
    assert 'data-problem="empty"' in answer.text


def test_submitting_by_form_with_a_reason(records, people, client_of):
    records.uncovered = ["G5"]
    client = client_of(people[Role.MANAGER])
    sent = {"change_note": "首版", "procedure": "USUAL", "reason_goal-G5": "明年納入"}
    answer = client.post(f"/outputs/{CODE}/submit/", sent)
    assert answer.headers["Location"] == f"/outputs/{CODE}/"
    assert "目標 G5 沒有守則：明年納入" in client.get(f"/outputs/{CODE}/").text


def test_publishing_is_the_publishers(records, people, client_of, monday):
    edition = approved(people, monday)
    address = f"/outputs/{CODE}/editions/{edition.pk}/publish/"
    assert client_of(people[Role.SUPERVISOR]).post(address).status_code == 404
    assert client_of(people[Role.MANAGER]).post(address).status_code == 302


def test_reading_takes_few_queries_however_long_its_history(
    records, people, client_of, monday, django_assert_max_num_queries
):
    edition = approved(people, monday)
    services.publish(edition_id=edition.pk, by=Actor.of_user(people[Role.MANAGER]), at=monday)
    client = client_of(people[Role.LEARNER])
    client.get(f"/outputs/{CODE}/")
    with django_assert_max_num_queries(9):
        client.get(f"/outputs/{CODE}/")


def test_the_list_of_documents_shows_whose_move_it_is(records, people, client_of, monday):
    submit(people, monday)
    text = client_of(people[Role.MANAGER]).get("/outputs/").text
    assert "會簽" in text
