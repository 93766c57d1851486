"""Pages of reviews: who sees them, what they show first, what is kept after a refusal."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from espalier.kit.accounts.types import Role
from espalier.kit.approval import queries, services
from espalier.kit.approval.models import Delegation, Procedure, RunStep, Signature
from tests.kit.approval.conftest import actor, agree, send_back, states, step_of
from tests.kit.ui.strict import strict_templates_settings

BASE = "/kit/approval/"
EVERYBODY = set(Role)
SEE_ALL = {Role.MANAGER, Role.EXECUTIVE, Role.AUDITOR}
PAGES = {
    "": EVERYBODY,
    "runs/": SEE_ALL,
    "procedures/": {Role.MANAGER, Role.ADMINISTRATOR},
    "procedures/new": {Role.MANAGER, Role.ADMINISTRATOR},
    "delegations/": EVERYBODY,
}


@pytest.fixture(scope="module", autouse=True)
def _strict_templates():
    """A variable nobody gave is an error; the templates are read once for all tests of this file."""
    with override_settings(TEMPLATES=strict_templates_settings(settings.TEMPLATES)):
        yield


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_is_theirs(role, person_with, client_of):
    client = client_of(person_with(role))
    opened = {page for page in PAGES if client.get(BASE + page).status_code == 200}
    assert opened == {page for page, roles in PAGES.items() if role in roles}


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_finds_only_what_is_their_own(page, stranger, client_of, client):
    own = PAGES[page] == EVERYBODY
    assert client_of(stranger).get(BASE + page).status_code == (200 if own else 404)
    assert client.get(BASE + page).status_code == 302


def test_a_review_is_open_to_those_it_concerns(
    usual, start, people, person_with, stranger, client_of
):
    run = start()
    url = f"{BASE}runs/{run.pk}/"
    open_to = [*people.values(), person_with(Role.AUDITOR)]
    closed_to = [stranger, person_with(Role.COORDINATOR), person_with(Role.ADMINISTRATOR)]
    assert [client_of(user).get(url).status_code for user in open_to] == [200] * 4
    assert [client_of(user).get(url).status_code for user in closed_to] == [404] * 3
    sheet = f"{url}sheet.pdf"
    assert client_of(stranger).get(sheet).status_code == 404


POSTS = ["steps/{step}/decide", "steps/{step}/paper", "steps/{step}/cosigner",
         "steps/{step}/reassign", "runs/{run}/withdraw"]  # fmt: skip


@pytest.mark.parametrize("address", POSTS)
def test_a_stranger_changes_nothing(address, usual, start, people, stranger, client_of):
    run = start()
    step = step_of(run, 2)
    url = BASE + address.format(step=step.pk, run=run.pk)
    data = {"decision": "agree", f"cosigner-{step.pk}-person": "manager", "reason": "x"}
    assert client_of(stranger).post(url, data).status_code == 404
    assert client_of(stranger).get(url).status_code == 405
    assert states(run) == ["agreed", "open", "waiting"]


def test_only_the_manager_gives_a_step_away(usual, start, people, client_of):
    run = start()
    url = f"{BASE}steps/{step_of(run, 2).pk}/reassign"
    assert client_of(people[Role.EXECUTIVE]).post(url, {}).status_code == 404


def test_what_changed_stands_before_the_buttons(usual, start, people, client_of):
    run = start(summary="更新第三條")
    page = client_of(people[Role.SUPERVISOR]).get(f"{BASE}runs/{run.pk}/").content.decode()
    places = [
        page.index(t)
        for t in ("更新第三條", "<ins>新的一句</ins>", 'name="decision" value="agree"')
    ]
    assert places == sorted(places)
    assert 'href="/papers/7/"' in page


def test_the_buttons_are_for_whose_turn_it_is(usual, start, people, client_of):
    run = start()
    for role in (Role.MANAGER, Role.EXECUTIVE):
        page = client_of(people[role]).get(f"{BASE}runs/{run.pk}/").content.decode()
        assert 'name="decision" value="agree"' not in page


def test_deciding_leads_back_to_the_review(usual, start, people, client_of):
    run = start()
    answer = client_of(people[Role.SUPERVISOR]).post(
        f"{BASE}steps/{step_of(run, 2).pk}/decide",
        {"decision": "agree", "comment": "同意", "part-ch1": "第一章很好"},
        follow=True,
    )
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{BASE}runs/{run.pk}/", 302)]
    assert "已登錄您的簽核" in page
    assert "第一章很好" in page
    assert states(run) == ["agreed", "agreed", "open"]


def test_a_refusal_keeps_what_was_typed(usual, start, people, client_of):
    run = start()
    step = step_of(run, 2)
    RunStep.objects.filter(pk=step.pk).update(state="agreed")
    Signature.objects.create(
        step=step, user=people[Role.EXECUTIVE], recorded_by=people[Role.EXECUTIVE],
        decision="agree", name="謝欣蓉", at=run.started_at, dated=run.started_at.date(),
    )  # fmt: skip
    url = f"{BASE}steps/{step.pk}/decide"
    answer = client_of(people[Role.SUPERVISOR]).post(url, {"decision": "send_back", "comment": "x"})
    assert answer.status_code == 422
    assert "謝欣蓉 已簽過這個步驟" in answer.content.decode()
    RunStep.objects.filter(pk=step.pk).update(state="open")
    answer = client_of(people[Role.SUPERVISOR]).post(
        url, {"decision": "", "comment": "打了很久的字", "part-ch2": "這裡"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "打了很久的字</textarea>" in page
    assert "這裡</textarea>" in page


def test_a_signature_on_paper_comes_with_its_scan(usual, start, people, client_of, stranger):
    run = start(at=timezone.now())
    step = step_of(run, 2)
    prefix = f"paper-{step.pk}"
    client = client_of(people[Role.MANAGER])
    told = {
        f"{prefix}-signed_by": people[Role.SUPERVISOR].pk,
        f"{prefix}-signed_on": timezone.localdate().isoformat(),
        f"{prefix}-decision": "agree",
    }
    answer = client.post(f"{BASE}steps/{step.pk}/paper", told)
    assert answer.status_code == 422
    told[f"{prefix}-scan"] = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7 x")
    answer = client.post(f"{BASE}steps/{step.pk}/paper", told, follow=True)
    assert "已登錄" in answer.content.decode()
    signed = Signature.objects.get(step=step)
    scan = client.get(f"{BASE}signatures/{signed.pk}/scan")
    assert scan.content == b"%PDF-1.7 x"
    assert scan["Content-Type"] == "application/octet-stream"
    assert client_of(stranger).get(f"{BASE}signatures/{signed.pk}/scan").status_code == 404


def test_a_cosigner_is_asked_by_number_or_name(usual, start, people, person_with, client_of):
    person_with(Role.INSTRUCTOR, username="expert")
    run = start()
    step = step_of(run, 2)
    url, field = f"{BASE}steps/{step.pk}/cosigner", f"cosigner-{step.pk}-person"
    client = client_of(people[Role.SUPERVISOR])
    answer = client.post(url, {field: "nobody"})
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.content.decode()
    assert client.post(url, {field: "expert"}).status_code == 302
    assert len(states(run)) == 4


def test_a_step_nobody_can_take_is_shown_to_the_manager_and_given_away(
    usual, start, people, person_with, client_of
):
    run = start()
    people[Role.SUPERVISOR].is_active = False
    people[Role.SUPERVISOR].save()
    client = client_of(people[Role.MANAGER])
    assert "無人可簽的步驟" in client.get(BASE).content.decode()
    assert "無人可簽的步驟" not in client_of(people[Role.EXECUTIVE]).get(BASE).content.decode()
    assert "請改派" in client.get("/").content.decode()
    person_with(Role.AUDITOR, username="other")
    step = step_of(run, 2)
    prefix = f"reassign-{step.pk}"
    told = {f"{prefix}-person": "other", f"{prefix}-reason": "原主管離職"}
    assert client.post(f"{BASE}steps/{step.pk}/reassign", told).status_code == 302
    assert "無人可簽的步驟" not in client.get(BASE).content.decode()


def test_withdrawing_from_the_page(usual, start, people, client_of):
    run = start()
    client = client_of(people[Role.MANAGER])
    assert "撤回送審" in client.get(f"{BASE}runs/{run.pk}/").content.decode()
    client.post(f"{BASE}runs/{run.pk}/withdraw", {"reason": "x"})
    run.refresh_from_db()
    assert run.state == "withdrawn"


def test_the_first_page_says_what_waits(usual, start, people, client_of):
    start()
    assert "有 1 件待您簽核" in client_of(people[Role.SUPERVISOR]).get("/").content.decode()
    assert "待您簽核" not in client_of(people[Role.EXECUTIVE]).get("/").content.decode()


def test_the_history_lists_every_review_and_is_narrowed(usual, start, people, client_of):
    send_back(step_of(start(id="1"), 2), people[Role.SUPERVISOR])
    start(id="2")
    client = client_of(people[Role.EXECUTIVE])
    page = client.get(f"{BASE}runs/").content.decode()
    assert "文件 1" in page
    assert "文件 2" in page
    page = client.get(f"{BASE}runs/?state=sent_back").content.decode()
    assert "文件 1" in page
    assert "文件 2" not in page
    assert client.get(f"{BASE}runs/?export=csv").status_code == 200


@pytest.mark.parametrize("n", [1, 6])
def test_queries_of_the_pages_do_not_grow(
    n, usual, start, people, person_with, client_of, django_assert_num_queries
):
    for number in range(n):
        person_with(Role.SUPERVISOR, username=f"s{number}")
        run = start(id=str(number))
    client = client_of(people[Role.SUPERVISOR])
    client.get(BASE)
    with django_assert_num_queries(8):
        client.get(BASE)
    with django_assert_num_queries(11):
        client.get(f"{BASE}runs/{run.pk}/")
    history = client_of(people[Role.EXECUTIVE])
    history.get(f"{BASE}runs/")
    with django_assert_num_queries(6):
        history.get(f"{BASE}runs/")


# --- procedures ------------------------------------------------------------------------------
def rows_of(*rows: dict[str, str]) -> dict[str, str]:
    told = {"steps-TOTAL_FORMS": str(len(rows)), "steps-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        told |= {f"steps-{number}-{key}": value for key, value in row.items()}
    return told


APPROVING = {"order": "1", "kind": "approved", "role": "executive", "on_paper": "on"}


def test_without_any_the_usual_one_is_offered_and_made(manager, client_of):
    client = client_of(manager)
    assert "建立常用程序" in client.get(f"{BASE}procedures/").content.decode()
    answer = client.post(f"{BASE}procedures/usual", follow=True)
    page = answer.content.decode()
    assert Procedure.objects.get().steps.count() == 3
    assert "無人可簽" in page
    assert "建立常用程序" not in client.get(f"{BASE}procedures/").content.decode()


def test_writing_a_procedure_row_by_row(manager, client_of):
    client = client_of(manager)
    told = {
        "code": "X",
        "title": "採購",
        "is_active": "on",
        "version": "",
        **rows_of(APPROVING, {"on_paper": "on"}),
    }
    answer = client.post(f"{BASE}procedures/new", told)
    made = Procedure.objects.get()
    assert answer.headers["Location"] == f"{BASE}procedures/{made.pk}/"
    assert [(s.order, s.title, s.role) for s in made.steps.all()] == [
        (1, "高階主管核准", "executive")
    ]
    page = client.get(f"{BASE}procedures/{made.pk}/").content.decode()
    assert "高階主管核准" in page


def test_a_refused_procedure_keeps_its_rows(manager, client_of):
    told = {
        "code": "X",
        "title": "採購",
        "version": "",
        **rows_of({"order": "1", "kind": "reviewed", "title": "獨特的步驟"}),
    }
    answer = client_of(manager).post(f"{BASE}procedures/new", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-problem="role_or_person"' in page
    assert 'data-problem="approval_gap"' in page
    assert "獨特的步驟" in page
    assert not Procedure.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.LEARNER])
def test_only_manager_and_administrator_write_procedures(role, usual, person_with, client_of):
    client = client_of(person_with(role))
    page = f"{BASE}procedures/{usual.pk}/"
    assert client.get(page).status_code == 404
    for url in (page, f"{page}active", f"{BASE}procedures/usual", f"{BASE}procedures/new"):
        assert client.post(url, {"active": "no"}).status_code == 404
    usual.refresh_from_db()
    assert usual.is_active


def test_taking_a_procedure_out_of_use_and_back(usual, manager, client_of):
    client = client_of(manager)
    for answer, expected in (("no", False), ("yes", True)):
        client.post(f"{BASE}procedures/{usual.pk}/active", {"active": answer})
        usual.refresh_from_db()
        assert usual.is_active is expected


def test_the_table_of_the_history_is_the_one_of_its_page(usual, start, people, client_of):
    start()
    page = client_of(people[Role.EXECUTIVE]).get(f"{BASE}runs/").content.decode()
    part = client_of(people[Role.EXECUTIVE], htmx=True).get(f"{BASE}runs/").content.decode()
    assert "<h1>" not in part
    assert part.split("<tbody")[1].split("</tbody>")[0] in page


def test_two_people_at_one_procedure_are_told(usual, manager, client_of, system, monday):
    client = client_of(manager)
    token = usual.updated_at.isoformat()
    services.set_active(procedure_id=usual.pk, is_active=False, by=system, at=monday)
    Procedure.objects.filter(pk=usual.pk).update(updated_at=monday + timedelta(hours=1))
    told = {"code": "P", "title": "改過的", "version": token, **rows_of(APPROVING)}
    assert client.post(f"{BASE}procedures/{usual.pk}/", told).status_code == 409


# --- delegations -----------------------------------------------------------------------------
def test_naming_and_ending_a_deputy(people, client_of, person_with):
    person_with(Role.LEARNER, username="deputy")
    client = client_of(people[Role.EXECUTIVE])
    today = timezone.localdate()
    told = {"person": "deputy", "starts_on": today, "ends_on": today, "reason": "出國"}
    page = client.post(f"{BASE}delegations/", told, follow=True).content.decode()
    assert "這段期間由 deputy 代理您" in page
    assert "生效中" in page
    made = Delegation.objects.get()
    page = client.post(f"{BASE}delegations/{made.pk}/end", follow=True).content.decode()
    assert "已提前結束" in page
    assert client.post(f"{BASE}delegations/{made.pk}/end").status_code == 404


def test_a_refused_delegation_keeps_what_was_typed(people, client_of):
    today = timezone.localdate()
    told = {"person": "executive", "starts_on": today, "ends_on": today, "reason": "出國訪廠"}
    answer = client_of(people[Role.EXECUTIVE]).post(f"{BASE}delegations/", told)
    assert answer.status_code == 422
    assert 'data-problem="circle"' in answer.content.decode()
    assert "出國訪廠" in answer.content.decode()


def test_a_deputy_sees_for_whom_they_act(usual, start, people, person_with, client_of, monday):
    deputy = person_with(Role.LEARNER, username="deputy")
    today = timezone.localdate()
    start()
    services.delegate(
        person_id=people[Role.SUPERVISOR].pk, delegate_id=deputy.pk, starts_on=today,
        ends_on=today, reason="x", by=actor(people[Role.SUPERVISOR]), at=timezone.now(),
    )  # fmt: skip
    assert "您代理 supervisor" in client_of(deputy).get(BASE).content.decode()


def test_english_pages_say_it_in_english(usual, start, person_with, people, client_of):
    reader = person_with(Role.AUDITOR, language="en")
    run = start()
    agree(step_of(run, 2), people[Role.SUPERVISOR])
    page = client_of(reader).get(f"{BASE}runs/{run.pk}/").content.decode()
    assert "Test procedure" in page
    assert "Co-signed" in page
    assert queries.run_or_404(run.pk).state == "running"
