"""Pages of consulting: who may open which, links on a phone, what a round and the ledger show."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import resolve, reverse

from espalier.kit.accounts.scope import declared
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.consultation import queries, services
from espalier.kit.consultation.models import (
    Answer,
    ChangeRequest,
    Invitation,
    Meeting,
    PartComment,
    Response,
    Round,
)
from espalier.kit.consultation.types import Party
from tests.kit.consultation.conftest import DRAFT

pytestmark = pytest.mark.django_db
MANAGING = {Role.MANAGER, Role.COORDINATOR}
VIEWING = MANAGING | {Role.EXECUTIVE, Role.AUDITOR}


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


@pytest.fixture
def today(monkeypatch, monday):
    """The pages' clock stands at the moment of the rounds."""
    for name in ("rounds", "answering", "records", "changes"):
        monkeypatch.setattr(f"espalier.kit.consultation.views.{name}.timezone.now", lambda: monday)
    return monday


@pytest.fixture
def made(open_round, invited, organiser, monday):
    """A round with an invitation and a request; the addresses of its pages."""
    found = open_round()
    [one] = invited(found)
    request = services.request_change(
        round_id=found.pk,
        part="goals",
        text="分年達成",
        raised_by=one.party,
        by=organiser,
        at=monday,
    )
    return {"round": found, "invited": one, "request": request}


PAGES = {
    "list": ("consultation:list", None, VIEWING),
    "round": ("consultation:round", "round", VIEWING),
    "requests": ("consultation:requests", None, VIEWING),
    "request": ("consultation:request", "request", VIEWING),
    "ledger": ("consultation:ledger", None, VIEWING),
    "new": ("consultation:new", None, MANAGING),
    "invite": ("consultation:invite", "round", MANAGING),
    "links": ("consultation:links", "round", MANAGING),
    "meeting": ("consultation:meeting", "round", MANAGING),
    "list to sign": ("consultation:sign_in", "round", MANAGING),
    "interview": ("consultation:interview", "round", MANAGING),
    "next": ("consultation:next", "round", MANAGING),
    "new request": ("consultation:new_request", "round", MANAGING),
    "decide": ("consultation:decide", "request", MANAGING),
}


@pytest.mark.parametrize(("name", "of", "roles"), PAGES.values(), ids=PAGES)
def test_role_by_page(name, of, roles, made, client, person_with, client_of, stranger):
    """The table names every role; one of them looks in, one other and a stranger are sent away."""
    address = reverse(name, args=[made[of].pk] if of else [])
    assert declared()[resolve(address).func.permission] == frozenset(roles)
    assert client.get(address).status_code == 200
    outside = Role.EXECUTIVE if roles == MANAGING else Role.LEARNER
    assert client_of(person_with(outside)).get(address).status_code == 404
    assert client_of(stranger).get(address).status_code == 404


@pytest.mark.parametrize("act", ["close", "remind"])
def test_acts_are_for_who_manages(act, made, person_with, client_of):
    address = reverse(f"consultation:{act}", args=[made["round"].pk])
    assert client_of(person_with(Role.EXECUTIVE)).post(address).status_code == 404
    assert client_of(person_with(Role.COORDINATOR)).get(address).status_code == 405


QUESTION = {
    "q-TOTAL_FORMS": "1",
    "q-INITIAL_FORMS": "0",
    "q-0-kind": "choice",
    "q-0-text": "哪一班",
    "q-0-choices": "早班|morning\n晚班",
    "q-0-is_required": "on",
}
ROUND = {
    "subject": f"{DRAFT}|1",
    "kind": "questionnaire",
    "title": "新一輪",
    "closes_on": "2027-01-31",
    "allows_links": "on",
}


def test_a_round_is_opened_with_questions_as_rows(client, today):
    answer = client.post("/kit/consultation/new/", {**ROUND, **QUESTION})
    assert answer.status_code == 302
    found = Round.objects.get()
    [question] = queries.questions_of(found.pk)
    assert question.choices == [["早班", "morning"], ["晚班", ""]]
    assert (found.allows_links, found.is_anonymous) == (True, False)


def test_what_is_wrong_is_told_and_what_was_typed_stays(client, today):
    wrong = {**ROUND, **QUESTION, "closes_on": "2020-01-01", "q-0-choices": "早班"}
    answer = client.post("/kit/consultation/new/", wrong)
    assert answer.status_code == 422
    assert 'data-problem="closes_in_past"' in answer.text
    assert 'data-problem="too_few_choices"' in answer.text
    assert "哪一班" in answer.text
    assert not Round.objects.exists()


def test_more_rows_and_ready_sets_give_the_form_back(client):
    more = client.post("/kit/consultation/new/", {**ROUND, **QUESTION, "more": "yes"})
    assert (more.status_code, more.text.count('class="question-row"')) == (200, 4)
    assert "哪一班" in more.text
    assert "新一輪" in more.text
    ready = client.get("/kit/consultation/new/?set=climate").text
    assert "我的工作量容許我花時間學習。" in ready


def test_people_are_invited_by_typing_and_accounts_are_known(client, made, person_with, today):
    user = person_with(Role.SUPERVISOR, username="sup")
    address = reverse("consultation:invite", args=[made["round"].pk])
    typed = f"王小明，wang@example.com，客戶\n主管,{user.email}\n"
    assert client.post(address, {"typed": typed}).status_code == 302
    people = Invitation.objects.filter(party_kind="person").order_by("pk")
    assert [(p.party_label, p.group, p.user_id) for p in people] == [
        ("王小明", "客戶", None),
        ("主管", "", user.pk),
    ]
    bad = client.post(address, {"typed": "甲,無信箱,x,y"})
    assert bad.status_code == 422
    assert "第 1 行" in bad.text


def sheet(found, **values):
    kinds = {q.kind: q.pk for q in queries.questions_of(found.pk)}
    return {f"q{kinds[kind]}": value for kind, value in values.items()}


def path_of(one):
    return one.url.removeprefix("http://127.0.0.1:8000")


def test_a_link_is_answered_once_without_an_account(made, client_of, today):
    from django.test import Client

    phone, one, found = Client(), made["invited"], made["round"]
    page = phone.get(path_of(one))
    assert page.status_code == 200
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert "我支持這份草案" in page.text
    phone.get(path_of(one))  # looking twice, as mail scanners do, uses nothing up
    sent = {**sheet(found, scale="4", choice="1", many=["0", "2"], text="好"), "c0": "目標太高"}
    answer = phone.post(path_of(one), sent)
    assert (answer.status_code, answer.url) == (302, "/kit/consultation/thanks/zh-hant/")
    assert "謝謝您" in phone.get(answer.url).text
    assert Answer.objects.count() == 4
    assert PartComment.objects.get().text == "目標太高"
    for again in (phone.get(path_of(one)), phone.post(path_of(one), sent)):
        assert again.status_code == 410
        assert "您已經回答過了" in again.text
    assert Response.objects.count() == 1


def test_what_is_missing_is_named_and_the_rest_stays(made, today):
    from django.test import Client

    answer = Client().post(
        path_of(made["invited"]), sheet(made["round"], scale="9", text="已寫的字")
    )
    assert answer.status_code == 422
    assert answer.text.count('class="is-wrong"') == 2
    assert "已寫的字" in answer.text
    assert not Response.objects.exists()


def test_links_that_lead_nowhere_say_what_to_do(made, today, organiser, monday, monkeypatch):
    from datetime import timedelta

    from django.test import Client

    phone, one = Client(), made["invited"]
    unknown = phone.get("/kit/consultation/a/nothing/")
    assert (unknown.status_code, "這個連結無效" in unknown.text) == (404, True)
    late = monday + timedelta(days=9)
    views = "espalier.kit.consultation.views.answering.timezone.now"
    with monkeypatch.context() as clock:
        clock.setattr(views, lambda: late)
        over = phone.get(path_of(one))
    assert (over.status_code, "回答時間已截止" in over.text) == (410, True)
    assert "manager" in over.text  # whom to ask
    services.close_round(round_id=made["round"].pk, by=organiser, at=monday)
    assert phone.get(path_of(one)).status_code == 410


def test_the_page_speaks_the_language_of_the_invitation_until_another_is_chosen(
    open_round, invited, today
):
    from django.test import Client

    [one] = invited(open_round(), language="en")
    phone = Client()
    page = phone.get(path_of(one)).text
    assert "I support the draft" in page
    assert "Send my answer" in page
    phone.post("/language", {"language": "zh-hant", "next": path_of(one)})
    assert "送出我的回答" in phone.get(path_of(one)).text


def test_an_invited_person_answers_signed_in_and_nobody_else(
    made, organiser, person_with, client_of, today, monday
):
    user, other = person_with(Role.LEARNER), person_with(Role.LEARNER)
    found = made["round"]
    party = Party("test.Party", "S1", "主管", user_id=user.pk)
    services.invite(round_id=found.pk, parties=[party], by=organiser, at=monday)
    address = reverse("consultation:answer", args=[found.pk])
    assert client_of(other).get(address).status_code == 404
    client = client_of(user)
    assert client.get(address).status_code == 200
    assert client.post(address, sheet(found, scale="2", choice="0")).status_code == 302
    assert client.get(address).status_code == 410
    assert Response.objects.get().channel == "signed_in"
    assert Entry.objects.get(event="consultation.answer.given").actor_key == str(user.pk)


def test_links_are_printed_with_codes_and_without_scripts(client, made):
    page = client.get(reverse("consultation:links", args=[made["round"].pk]))
    assert made["invited"].url in page.text
    assert "<svg" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_meeting_is_written_down_on_its_page(client, open_round, invited, today):
    found = open_round(kind="meeting", questions=[])
    here, away = invited(found, 2)
    address = reverse("consultation:meeting", args=[found.pk])
    fields = {
        "held_on": "2026-11-01",
        "minutes": "同意分年。",
        "present": [here.invitation_id],
        "signed": [here.invitation_id],
        f"note-{away.invitation_id}": "請假",
    }
    assert client.post(address, {**fields, "held_on": "2030-01-01"}).status_code == 422
    assert client.post(address, fields).status_code == 302
    rows = Meeting.objects.get().attendance.order_by("pk")
    assert [(r.is_present, r.has_signed, r.note) for r in rows] == [
        (True, True, ""),
        (False, False, "請假"),
    ]
    page = client.get(reverse("consultation:round", args=[found.pk])).text
    assert "同意分年。" in page
    scan = reverse("consultation:sign_in_scan", args=[found.pk])
    assert client.get(scan).status_code == 404
    sheet_ = SimpleUploadedFile("簽到.pdf", b"%PDF-1.4 signed")
    assert client.post(address, {**fields, "sign_in_sheet": sheet_}).status_code == 302
    given = client.get(scan)
    assert given.content == b"%PDF-1.4 signed"
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_the_list_to_sign_names_who_is_invited(client, open_round, invited):
    found = open_round(kind="meeting", questions=[])
    invited(found, 2)
    page = client.get(reverse("consultation:sign_in", args=[found.pk])).text
    assert "客戶0" in page
    assert "客戶1" in page


def test_an_interview_is_written_down_on_its_page(client, made, today):
    found, one = made["round"], made["invited"]
    address = reverse("consultation:interview", args=[found.pk])
    fields = {"party": one.invitation_id, "held_on": "2026-11-01", "notes": "要先補量測。"}
    assert client.post(address, {**fields, "notes": ""}).status_code == 422
    answer = client.post(address, {**fields, **sheet(found, scale="5")})
    assert answer.status_code == 302
    assert Response.objects.get().notes == "要先補量測。"


def test_a_request_is_written_from_a_comment_and_decided(client, made, organiser, monday):
    found = made["round"]
    comment = services.comment_on_part(
        round_id=found.pk,
        part="means",
        text="加上實作",
        party=made["invited"].party,
        by=organiser,
        at=monday,
    )
    new = reverse("consultation:new_request", args=[found.pk])
    assert "加上實作" in client.get(f"{new}?comment={comment.pk}").text
    assert client.get(f"{new}?comment=x").status_code == 404
    fields = {"part": "means", "text": "增列實作", "channel": "link"}
    answer = client.post(f"{new}?comment={comment.pk}", fields)
    request = ChangeRequest.objects.get(comment=comment)
    assert answer.url == reverse("consultation:request", args=[request.pk])
    decide = reverse("consultation:decide", args=[request.pk])
    half = {"decision": "accept", "reason": "可行", "effect_kind": DRAFT}
    assert client.post(decide, half).status_code == 422
    gone = client.post(decide, {**half, "effect_id": "9"})
    assert 'data-problem="unknown_effect"' in gone.text
    assert client.post(decide, {**half, "effect_id": "2"}).status_code == 302
    assert 'href="/drafts/2/"' in client.get(answer.url).text


def test_two_people_deciding_one_request_are_told(client, made):
    decide = reverse("consultation:decide", args=[made["request"].pk])
    first = {"decision": "accept", "reason": "可行", "picked": f"{DRAFT}|2", "version": ""}
    assert client.post(decide, first).status_code == 302
    assert ChangeRequest.objects.get().effect_label == "草案2"
    assert f'value="{DRAFT}|2" selected' in client.get(decide).text
    second = client.post(decide, {**first, "decision": "reject", "picked": "", "reason": "太貴"})
    assert second.status_code == 409
    assert "可行" in second.text
    assert ChangeRequest.objects.get().decision == "accept"


def test_a_record_s_own_page_can_show_what_moved_it(made, organiser, monday):
    services.decide_change(
        request_id=str(made["request"].pk),
        decision="accept",
        reason="可行",
        effect=(DRAFT, "2"),
        by=organiser,
        at=monday,
    )
    tag = Template("{% load consultation_words %}{% consultations_on kind id %}")
    on_changed = tag.render(Context({"kind": DRAFT, "id": 2}))
    assert "分年達成" in on_changed
    assert "草案意見" in tag.render(Context({"kind": DRAFT, "id": 1}))
    assert tag.render(Context({"kind": DRAFT, "id": 3})).strip() == ""


def test_the_ledger_is_narrowed_and_exported(client, made):
    page = client.get("/kit/consultation/ledger/").text
    assert "分年達成" in page
    assert "分年達成" not in client.get("/kit/consultation/ledger/?decision=accept").text
    assert "分年達成" in client.get("/kit/consultation/ledger/?decision=none&q=分年").text
    sheet_ = client.get("/kit/consultation/ledger/?export=csv").content.decode("utf-8-sig")
    assert sheet_.splitlines()[0].startswith("主題,")
    assert "分年達成" in sheet_
    assert client.get("/kit/consultation/ledger/?export=xlsx").content[:2] == b"PK"


def test_answers_are_shown_with_n_and_spread(client, open_round, invited, reply):
    found = open_round()
    for one, value in zip(invited(found, 4), (1, 1, 5, 5), strict=True):
        reply(one, value)
    page = client.get(reverse("consultation:round", args=[found.pk])).text
    assert "意見分歧" in page
    assert "n 4" in page
    assert "data-chart" in page


def test_an_anonymous_round_shows_nothing_too_early(
    settings_of_company, client, open_round, invited, reply, organiser, monday
):
    found = open_round(is_anonymous=True)
    for one in invited(found, 2):
        reply(one, text="秘密", comments={"goals": "秘密"})
    address = reverse("consultation:round", args=[found.pk])
    assert "秘密" not in client.get(address).text
    services.close_round(round_id=found.pk, by=organiser, at=monday)
    text = client.get(address).text
    assert "回答人數少於 3" in text
    assert "秘密" not in text


def test_the_table_alone_is_part_of_the_page(made, manager, client_of):
    table = re.compile(r"<table.*</table>", re.DOTALL)
    for address in ("/kit/consultation/", "/kit/consultation/requests/"):
        fragment = client_of(manager, htmx=True).get(address).text
        page = client_of(manager).get(address).text
        assert "<html" not in fragment
        assert table.search(fragment)[0] == table.search(page)[0]


@pytest.mark.parametrize(
    ("name", "n"), [("list", 6), ("requests", 6), ("ledger", 9), ("round", 23), ("answer", 5)]
)
def test_pages_cost_the_same_for_few_and_many(
    name,
    n,
    client,
    manager,
    made,
    invited,
    reply,
    organiser,
    monday,
    today,
    request,
    django_assert_num_queries,
):
    found = made["round"]
    party = Party("test.Party", "M", "經理", user_id=manager.pk)
    services.invite(round_id=found.pk, parties=[party], by=organiser, at=monday)
    of_round = name in {"round", "answer"}
    address = reverse(f"consultation:{name}", args=[found.pk] if of_round else [])

    def speak(group, k):
        for one in invited(found, k, group):
            reply(one, comments={"goals": "太高"})
            services.request_change(
                round_id=found.pk, part="", text="改", raised_by=one.party, by=organiser, at=monday
            )

    speak("甲", 2)
    client.get(address)
    with django_assert_num_queries(n):
        client.get(address)
    speak("乙", 12)
    with django_assert_num_queries(n):
        client.get(address)
