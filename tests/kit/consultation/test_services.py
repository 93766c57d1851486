"""Rounds from opening to the record that a decision changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.consultation import queries, services
from espalier.kit.consultation.models import (
    ChangeRequest,
    Invitation,
    Meeting,
    PartComment,
    Response,
    Round,
)
from espalier.kit.consultation.types import Attended, Party
from espalier.kit.errors import NotFound, Refused
from espalier.kit.files.models import StoredFile
from espalier.kit.notify.models import Notification, OutboxMail
from tests.kit.consultation.conftest import DRAFT, SCALE, TEXT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CUSTOMER = Party("test.Party", "C1", "王客戶", "c1@example.com")


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_a_round_is_opened_with_its_questions_and_one_entry(open_round, organiser, monday):
    found = open_round()
    assert [q.position for q in queries.questions_of(found.pk)] == [1, 2, 3, 4]
    assert found.subject_label == "草案1"
    entry = Entry.objects.get(event="consultation.round.opened")
    assert (entry.actor_key, entry.at) == (organiser.key, monday)


def test_everything_that_stops_a_round_is_told_and_nothing_is_written(open_round, monday):
    yesterday = timezone.localdate(monday) - DAY
    with pytest.raises(Refused) as refusal:
        open_round(subject=(DRAFT, "9"), title=" ", questions=[], closes_on=yesterday)
    assert codes(refusal) == ["unknown_subject", "no_title", "closes_in_past", "no_questions"]
    with pytest.raises(Refused) as refusal:
        open_round(subject=("test.Nothing", "1"))
    assert codes(refusal) == ["unknown_kind"]
    assert not Round.objects.exists()


def test_inviting_tells_accounts_in_the_list_and_others_by_mail(
    open_round, organiser, person_with, monday
):
    found, user = open_round(), person_with(Role.SUPERVISOR)
    inside = Party("test.Party", "S1", "主管", user_id=user.pk)
    made = services.invite(round_id=found.pk, parties=[CUSTOMER, inside], by=organiser, at=monday)
    assert Notification.objects.get().user == user
    mail = OutboxMail.objects.get(address="c1@example.com")
    assert mail.items[0]["url"] == made[0].url
    again = services.invite(round_id=found.pk, parties=[CUSTOMER], by=organiser, at=monday)
    assert again == []
    assert Invitation.objects.count() == 2


def test_of_the_link_only_a_digest_is_kept(open_round, invited):
    [one] = invited(open_round())
    token = one.url.rstrip("/").rsplit("/", 1)[1]
    row = Invitation.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert token not in kept
    assert queries.invitation_by_token(token) == row
    assert queries.invitation_by_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_who_could_not_answer_is_not_invited(open_round, organiser, monday):
    found = open_round(allows_links=False)
    with pytest.raises(Refused) as refusal:
        services.invite(round_id=found.pk, parties=[CUSTOMER], by=organiser, at=monday)
    assert codes(refusal) == ["cannot_answer"]
    assert not Invitation.objects.exists()


def test_a_named_answer_is_kept_once_with_its_comments(open_round, invited, reply, monday):
    found = open_round()
    [one] = invited(found)
    reply(one, 4, many=[0, 2], text="寫清楚", comments={"goals": "太高", "means": " "})
    response = Response.objects.get()
    assert response.invitation_id == one.invitation_id
    assert response.answered_on == timezone.localdate(monday)
    assert PartComment.objects.get().part_title == "目標"
    assert Entry.objects.get(event="consultation.answer.given").actor_kind == "invitation"
    with pytest.raises(Refused) as refusal:
        reply(one, 5)
    assert codes(refusal) == ["used"]
    assert Response.objects.count() == 1


def test_all_wrong_answers_are_named_and_the_link_stays_open(open_round, invited, reply):
    [one] = invited(open_round())
    with pytest.raises(Refused) as refusal:
        reply(one, 6, choice=2, many=[5], text="字" * 5001)
    assert codes(refusal) == ["bad_answer"] * 4
    with pytest.raises(Refused) as refusal:
        reply(one, None, choice=None)
    assert codes(refusal) == ["missing", "missing"]
    reply(one, 3)
    assert Response.objects.count() == 1


def test_after_the_last_day_nothing_is_taken(open_round, invited, reply, monday, organiser):
    found = open_round()
    one, two, three = invited(found, 3)
    reply(one, at=monday + 7 * DAY)
    with pytest.raises(Refused) as refusal:
        reply(two, at=monday + 8 * DAY)
    assert codes(refusal) == ["expired"]
    services.close_round(round_id=found.pk, by=organiser, at=monday)
    with pytest.raises(Refused) as refusal:
        reply(three)
    assert codes(refusal) == ["closed"]


def test_an_anonymous_answer_leaves_no_trace_of_who_and_when(
    settings_of_company, open_round, invited, reply, organiser, monday
):
    found = open_round(is_anonymous=True)
    made = invited(found, 4)
    n_entries = Entry.objects.count()
    for one in made[:3]:
        reply(one, text="匿名的話", comments={"goals": "太高"})
    assert Entry.objects.count() == n_entries
    for response in Response.objects.all():
        assert (response.invitation_id, response.answered_on, response.channel) == (
            None,
            None,
            "link",
        )
    for comment in PartComment.objects.all():
        assert (comment.invitation_id, comment.said_on) == (None, None)
    heard = Invitation.objects.filter(is_heard=True)
    assert set(heard.values_list("heard_on", flat=True)) == {None}
    with pytest.raises(Refused):
        reply(made[0])
    services.close_round(round_id=found.pk, by=organiser, at=monday)
    entry = Entry.objects.get(event="consultation.round.closed")
    assert entry.payload.body["after"] == {"n_invited": 4, "n_answered": 3}


def test_keys_of_answers_tell_no_order(open_round, invited, reply):
    found = open_round(is_anonymous=True)
    for one in invited(found, 2):
        reply(one)
    keys = [response.pk for response in Response.objects.all()]
    assert all(key.version == 4 for key in keys)


def test_anonymous_figures_wait_for_the_end_and_for_enough(
    settings_of_company, open_round, invited, reply, organiser, monday
):
    found = open_round(is_anonymous=True)
    made = invited(found, 3)
    for one in made[:2]:
        reply(one, comments={"goals": "太高"})
    assert queries.answers_summary(found.pk).why_hidden == "open"
    assert queries.ledger(DRAFT) == []
    services.close_round(round_id=found.pk, by=organiser, at=monday)
    summary = queries.answers_summary(found.pk)
    assert (summary.why_hidden, summary.n_answered) == ("small", 2)
    assert all(q.is_hidden and q.n == 0 and not q.counts for q in summary.questions)
    assert queries.ledger(DRAFT) == []


def test_support_and_spread_of_each_question(open_round, invited, reply):
    found = open_round()
    made = invited(found, 4)
    for one, value in zip(made, (1, 1, 5, 5), strict=True):
        reply(one, value, choice=int(value > 3), many=[0], text="甲" if value == 1 else "")
    scale, choice, many, text = queries.answers_summary(found.pk).questions
    assert (scale.n, scale.median, scale.spread, scale.support_share) == (4, 3.0, 4.0, 0.5)
    assert scale.is_split
    assert dict(choice.counts) == {"上午": 2, "下午": 2}
    assert dict(many.counts) == {"時間": 4, "設備": 0, "主管": 0}
    assert (text.n, text.n_missing, text.texts) == (2, 2, ("甲", "甲"))


def test_small_groups_of_an_anonymous_round_are_hidden_with_the_next(
    settings_of_company, open_round, invited, reply, organiser, monday
):
    found = open_round(is_anonymous=True)
    for group, n in (("客戶", 5), ("工會", 3), ("講師", 2)):
        for one in invited(found, n, group):
            reply(one)
    services.close_round(round_id=found.pk, by=organiser, at=monday)
    shown = {name: s.why_hidden for name, s in queries.summaries_by_group(found.pk).items()}
    # Of the two instructors asked no group was kept at all; their answers count in the whole.
    assert set(Response.objects.values_list("group", flat=True)) == {"客戶", "工會", ""}
    assert shown == {"客戶": "", "工會": "small"}
    assert queries.answers_summary(found.pk).n_answered == 10


def test_a_delphi_shows_what_the_group_said_and_asks_the_same_again(
    open_round, invited, reply, organiser, monday
):
    from espalier.kit.consultation.sheets import sheet_of

    first = open_round(kind="delphi", questions=[SCALE, TEXT])
    for one, value in zip(invited(first, 3), (1, 3, 5), strict=True):
        reply(one, value)
    last = timezone.localdate(monday) + 9 * DAY
    told = {"round_id": first.pk, "closes_on": last, "by": organiser, "at": monday}
    second = services.open_next_round(**told)
    first.refresh_from_db()
    assert (first.state, second.follows_id) == ("closed", first.pk)
    assert second.title == "草案意見（2）"
    assert second.invitations.count() == 3
    before = sheet_of(second).questions[0].before
    assert (before.median, before.low_quartile, before.high_quartile) == (3.0, 2.0, 4.0)
    with pytest.raises(Refused) as refusal:
        services.open_next_round(**told)
    assert codes(refusal) == ["already_followed"]


def test_reminders_go_to_who_has_not_answered(open_round, invited, reply, system, monday):
    made = invited(open_round(), 3)
    reply(made[0])
    first_mails = OutboxMail.objects.count()
    assert services.send_reminders(by=system, at=monday + 3 * DAY) == 0
    assert services.send_reminders(by=system, at=monday + 4 * DAY) == 2
    assert services.send_reminders(by=system, at=monday + 4 * DAY) == 0
    assert services.send_reminders(by=system, at=monday + 6 * DAY) == 2
    assert services.send_reminders(by=system, at=monday + 7 * DAY) == 0
    assert OutboxMail.objects.count() == first_mails + 4
    reminder = OutboxMail.objects.latest("pk")
    assert reminder.items[0]["url"] in {one.url for one in made[1:]}  # the link is the same


def test_a_renewed_link_ends_the_earlier_one(open_round, invited, organiser, monday):
    [one] = invited(open_round())
    renewed = services.renew_link(invitation_id=one.invitation_id, by=organiser, at=monday)
    tokens = [url.rstrip("/").rsplit("/", 1)[1] for url in (one.url, renewed.url)]
    assert queries.invitation_by_token(tokens[0]) is None
    assert queries.invitation_by_token(tokens[1]).pk == one.invitation_id


def test_who_was_heard_cannot_be_taken_back(open_round, invited, reply, organiser, monday):
    one, two = invited(open_round(), 2)
    reply(one)
    with pytest.raises(Refused):
        services.withdraw_invitation(invitation_id=one.invitation_id, by=organiser, at=monday)
    services.withdraw_invitation(invitation_id=two.invitation_id, by=organiser, at=monday)
    with pytest.raises(Refused) as refusal:
        reply(two)
    assert codes(refusal) == ["withdrawn"]


def test_minutes_and_attendance_say_who_was_heard(open_round, organiser, monday):
    found = open_round(kind="meeting", questions=[])
    absent = Party("test.Party", "U1", "工會代表")
    told = {
        "round_id": found.pk,
        "held_on": timezone.localdate(monday),
        "minutes": "討論目標。",
        "by": organiser,
        "at": monday,
    }
    sheet = ("簽到單.pdf", b"%PDF-1.4 signed")
    rows = [Attended(CUSTOMER, has_signed=True), Attended(absent, is_present=False)]
    services.record_meeting(**told, attendance=rows, sign_in_sheet=sheet)
    assert queries.parties_heard(DRAFT, "1") == {("test.Party", "C1")}
    assert [each.party.label for each in queries.not_heard(found.pk)] == ["工會代表"]
    assert StoredFile.objects.get().name == "簽到單.pdf"
    services.record_meeting(**told, attendance=[Attended(CUSTOMER), Attended(absent)])
    assert Meeting.objects.get().sign_in_sheet is not None
    assert len(queries.parties_heard(DRAFT)) == 2
    line = queries.ledger(DRAFT)[0]
    assert (line.channel, line.who, line.words) == ("meeting", "出席 2 人", "討論目標。")


def test_a_meeting_to_come_or_without_anybody_is_refused(open_round, organiser, monday):
    found = open_round(kind="meeting", questions=[])
    tomorrow = timezone.localdate(monday) + DAY
    with pytest.raises(Refused) as refusal:
        services.record_meeting(
            round_id=found.pk,
            held_on=tomorrow,
            minutes=" ",
            attendance=[],
            by=organiser,
            at=monday,
        )
    assert codes(refusal) == ["future", "no_text", "nobody"]
    assert not Meeting.objects.exists()


def test_an_interview_may_leave_questions_open(open_round, organiser, monday):
    found = open_round()
    question = queries.questions_of(found.pk)[0]
    services.record_interview(
        round_id=found.pk,
        party=CUSTOMER,
        held_on=timezone.localdate(monday),
        notes="希望看到量測能力。",
        answers={question.pk: 5},
        by=organiser,
        at=monday,
    )
    summary = queries.answers_summary(found.pk)
    assert (summary.questions[0].n, summary.questions[1].n) == (1, 0)
    assert queries.ledger(DRAFT)[0].words == "希望看到量測能力。"


@pytest.fixture
def request_made(open_round, organiser, monday):
    found = open_round()
    comment = services.comment_on_part(
        round_id=found.pk,
        part="goals",
        text="目標太高",
        party=CUSTOMER,
        by=organiser,
        at=monday,
    )
    return services.request_change(
        round_id=found.pk,
        part="goals",
        text="把目標改為分年達成",
        raised_by=None,
        comment_id=str(comment.pk),
        by=organiser,
        at=monday,
    )


def test_from_words_to_the_record_they_changed_and_back(request_made, organiser, monday):
    services.decide_change(
        request_id=str(request_made.pk),
        decision="adapt",
        reason="分兩年",
        effect=(DRAFT, "2"),
        by=organiser,
        at=monday,
    )
    [line] = queries.ledger(DRAFT, "1")
    assert (line.who, line.words, line.request) == ("王客戶", "目標太高", "把目標改為分年達成")
    assert (line.decision, line.reason, line.effect_label) == ("adapt", "分兩年", "草案2")
    assert line.effect_url == "/drafts/2/"
    assert queries.requests_with_effect(DRAFT, ["2"]).get() == request_made
    entry = Entry.objects.get(event="consultation.change.decided")
    assert entry.payload.body["before"]["decision"] == ""


def test_whoever_asked_learns_the_decision(request_made, organiser, monday):
    services.decide_change(
        request_id=str(request_made.pk),
        decision="reject",
        reason="預算已定",
        by=organiser,
        at=monday,
    )
    [item] = OutboxMail.objects.get(topic="consultation.decided").items
    assert item["subject"] == "您的修改請求已有決定：不採納"
    assert item["lines"] == ["您提出：把目標改為分年達成", "理由：預算已定"]


# decision, reason, effect → what stops it
DECISIONS = {
    "without a reason": ("accept", " ", None, ["no_reason"]),
    "no such record": ("accept", "好", (DRAFT, "9"), ["unknown_effect"]),
    "no such kind": ("accept", "好", ("test.Nothing", "1"), ["unknown_kind"]),
    "a rejection with an effect": ("reject", "不", (DRAFT, "1"), ["effect_of_rejection"]),
}


@pytest.mark.parametrize(
    ("decision", "reason", "effect", "expected"), DECISIONS.values(), ids=DECISIONS
)
def test_what_stops_a_decision(decision, reason, effect, expected, request_made, organiser, monday):
    with pytest.raises(Refused) as refusal:
        services.decide_change(
            request_id=str(request_made.pk),
            decision=decision,
            reason=reason,
            effect=effect,
            by=organiser,
            at=monday,
        )
    assert codes(refusal) == expected
    assert ChangeRequest.objects.get().decision == ""


def test_a_comment_on_no_part_is_refused(open_round, organiser, monday):
    found = open_round()
    told = {"round_id": found.pk, "party": CUSTOMER, "by": organiser, "at": monday}
    with pytest.raises(Refused) as refusal:
        services.comment_on_part(part="nothing", text="", **told)
    assert codes(refusal) == ["unknown_part", "no_text"]
    anonymous = open_round(is_anonymous=True)
    with pytest.raises(Refused):
        services.comment_on_part(**{**told, "round_id": anonymous.pk}, part="goals", text="太高")
    assert not PartComment.objects.exists()


def test_nothing_unknown_is_touched(organiser, monday):
    with pytest.raises(NotFound):
        services.close_round(round_id=99, by=organiser, at=monday)
    with pytest.raises(NotFound):
        queries.request_or_404("00000000-0000-4000-8000-000000000000")


def test_rounds_close_by_the_clock(open_round, system, monday):
    open_round()
    assert services.close_due_rounds(by=system, at=monday + 7 * DAY) == 0
    assert services.close_due_rounds(by=system, at=monday + 8 * DAY) == 1
    assert Round.objects.get().state == "closed"


def test_the_ledger_costs_the_same_for_few_and_many(
    request_made, invited, reply, organiser, monday, django_assert_num_queries
):
    with django_assert_num_queries(6) as few:
        queries.ledger(DRAFT)
    found = request_made.round
    for one in invited(found, 15):
        reply(one, comments={"means": "好"})
        services.request_change(
            round_id=found.pk,
            part="means",
            text="改",
            raised_by=one.party,
            by=organiser,
            at=monday,
        )
    with django_assert_num_queries(len(few)):
        assert len(queries.ledger(DRAFT)) == 31
