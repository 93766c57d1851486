"""Asking units, answering, deciding, merging, and what the plan says back: state, log and who is told."""

from datetime import timedelta

import pytest

from espalier.cycle.needs.unit_requests import queries, services
from espalier.cycle.needs.unit_requests.models import AskedUnit, RequestGroup, UnitRequest
from espalier.cycle.needs.unit_requests.permissions import ANSWER
from espalier.cycle.needs.unit_requests.types import Act, Answer, Outcome, RoundAct, RoundContent
from espalier.kit.accounts.scope import EVERYTHING, Scope, scope_of
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.notify.models import Notification, OutboxMail
from tests.conftest import MONDAY
from tests.factories import learning_map
from tests.factories import unit_requests as made
from tests.factories.unit_requests import BY, DEADLINE, OPENS

pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=30)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def events(prefix: str) -> list[str]:
    rows = Entry.objects.filter(event__startswith=prefix).order_by("sequence")
    return list(rows.values_list("event", flat=True))


def told(user) -> list[str]:
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("subject", flat=True)
    )


# Rounds


def test_opening_tells_the_supervisor_of_each_unit(company, head, as_manager):
    found = made.survey([company.units["MFG"], company.units["SALES"]], by=as_manager)
    assert found.state == "open"
    assert told(head) == ["貴單位訓練需求填報：2027 年度訓練需求調查"]
    asked = {each.unit.code: each.told_at for each in queries.asked_units(found.pk)}
    assert asked == {"MFG": MONDAY, "SALES": None}
    assert events("needs.survey_round") == [
        "needs.survey_round.planned",
        "needs.survey_round.opened",
    ]


def test_a_head_without_account_is_told_by_mail(company, as_manager):
    boss = company.people["004"]
    boss.email = "zhang@example.com"
    boss.save()
    sales = company.units["SALES"]
    sales.manager = boss
    sales.save()
    made.survey([sales], by=as_manager)
    mail = OutboxMail.objects.get(address="zhang@example.com")
    assert "Excel" in "".join(mail.items[0]["lines"])
    assert AskedUnit.objects.get(unit=sales).told_at == MONDAY


def test_a_round_needs_units_and_days_in_order():
    content = RoundContent("", 2027, "", DEADLINE, OPENS)
    with pytest.raises(Refused) as refusal:
        services.save_round(round_id=None, content=content, unit_ids=[], by=BY, at=MONDAY)
    assert codes(refusal) == ["no_code", "no_title", "ends_before_it_begins", "no_units"]


def test_a_unit_with_requests_stays_asked(found, company):
    made.ask(found, company.units["MFG"])
    content = RoundContent("2027", 2027, "調查", OPENS, DEADLINE)
    sales = company.units["SALES"].pk
    with pytest.raises(Refused) as refusal:
        services.save_round(round_id=found.pk, content=content, unit_ids=[sales], by=BY, at=MONDAY)
    assert codes(refusal) == ["unit_has_requests"]
    services.save_round(
        round_id=found.pk, content=content, unit_ids=[company.units["MFG"].pk], by=BY, at=MONDAY
    )
    assert [each.unit.code for each in queries.asked_units(found.pk)] == ["MFG"]


def test_the_clock_opens_reminds_and_closes(company, head):
    found = made.survey([company.units["MFG"]], is_open=False)
    assert services.run_due_surveys(by=BY, at=MONDAY - timedelta(days=1)) == ""
    assert services.run_due_surveys(by=BY, at=MONDAY) == "opened 1 surveys"
    assert services.run_due_surveys(by=BY, at=MONDAY) == ""
    week_before = MONDAY + timedelta(days=11)  # the 13th
    assert services.run_due_surveys(by=BY, at=week_before) == "reminded 1 units of a survey"
    assert services.run_due_surveys(by=BY, at=week_before + timedelta(hours=3)) == ""
    assert services.run_due_surveys(by=BY, at=MONDAY + timedelta(days=18)).startswith("reminded")
    assert told(head)[-1] == "尚未送出：2027 年度訓練需求調查"
    assert services.run_due_surveys(by=BY, at=MONDAY + timedelta(days=19)) == "closed 1 surveys"
    found.refresh_from_db()
    assert found.state == "closed"


def test_who_has_answered_is_not_reminded(found, company, head):
    made.ask(found, company.units["MFG"])
    services.say_nothing(
        round_id=found.pk, unit_id=company.units["SALES"].pk, asks_nothing=True, by=BY, at=MONDAY
    )
    assert services.run_due_surveys(by=BY, at=MONDAY + timedelta(days=11)) == ""
    assert services.remind_now(round_id=found.pk, by=BY, at=MONDAY) == 0


def test_a_closed_round_opens_again_with_a_later_deadline(found):
    services.move_round(round_id=found.pk, act=RoundAct.CLOSE, by=BY, at=MONDAY)
    with pytest.raises(Refused) as refusal:
        services.move_round(round_id=found.pk, act=RoundAct.REOPEN, by=BY, at=LATE)
    assert codes(refusal) == ["deadline_past"]
    services.move_round(round_id=found.pk, act=RoundAct.REOPEN, by=BY, at=MONDAY)
    found.refresh_from_db()
    assert (found.state, found.closed_at) == ("open", None)


# Answers


def test_a_request_is_written_and_handed_in(found, company, as_head):
    row = services.save_request(
        round_id=found.pk, unit_id=company.units["MFG"].pk, request_id=None,
        content=made.content(employee_ids=(company.people["002"].pk,), headcount=3),
        by=as_head, at=MONDAY,
    )  # fmt: skip
    assert (row.state, row.code) == ("draft", "MFG-01")
    sent = services.change_request(request_id=row.pk, act=Act.SEND, by=as_head, at=MONDAY)
    assert (sent.state, sent.sent_by_id, sent.sent_at) == ("sent", as_head.user_id, MONDAY)
    assert events("needs.unit_request.") == [
        "needs.unit_request.written",
        "needs.unit_request.sent",
    ]


def test_people_of_other_units_are_refused_with_their_names(found, company, as_head):
    with pytest.raises(Refused) as refusal:
        services.save_request(
            round_id=found.pk, unit_id=company.units["MFG"].pk, request_id=None,
            content=made.content(employee_ids=(company.people["004"].pk,)), by=as_head, at=MONDAY,
        )  # fmt: skip
    assert codes(refusal) == ["outside_unit"]
    assert "張三" in str(refusal.value.problems[0].message)


def test_after_the_deadline_only_who_conducts_enters(found, company, as_head, as_manager):
    told_ = {"round_id": found.pk, "unit_id": company.units["MFG"].pk, "request_id": None}
    with pytest.raises(Refused) as refusal:
        services.save_request(**told_, content=made.content(), by=as_head, at=LATE)
    assert codes(refusal) == ["too_late"]
    row = services.save_request(
        **told_, content=made.content(), as_conductor=True, by=as_manager, at=LATE
    )
    with pytest.raises(Refused) as refusal:
        services.change_request(request_id=row.pk, act=Act.WITHDRAW, by=as_head, at=LATE)
    assert codes(refusal) == ["too_late"]


def test_all_drafts_go_or_none(found, company, as_head):
    unit = company.units["MFG"]
    made.ask(found, unit, sends=False)
    poor = made.ask(found, unit, sends=False, topic="", months=())
    with pytest.raises(Refused) as refusal:
        services.send_all(round_id=found.pk, unit_id=unit.pk, by=as_head, at=MONDAY)
    assert codes(refusal) == ["no_subject", "no_month"]
    assert all("MFG-02" in str(problem.place) for problem in refusal.value.problems)
    services.change_request(request_id=poor.pk, act=Act.WITHDRAW, by=as_head, at=MONDAY)
    assert services.send_all(round_id=found.pk, unit_id=unit.pk, by=as_head, at=MONDAY) == 1
    with pytest.raises(Refused) as refusal:
        services.send_all(round_id=found.pk, unit_id=unit.pk, by=as_head, at=MONDAY)
    assert codes(refusal) == ["nothing_to_send"]


def test_a_unit_says_that_it_asks_for_nothing(found, company, as_head):
    unit = company.units["MFG"]
    where = {"round_id": found.pk, "unit_id": unit.pk}
    services.say_nothing(**where, asks_nothing=True, note="明年裁併", by=as_head, at=MONDAY)
    board = {line.code: line for line in queries.board(found.pk, on=OPENS)}
    assert (board["MFG"].answer, board["MFG"].note) == (Answer.NOTHING, "明年裁併")
    made.ask(found, unit, sends=False)
    board = {line.code: line for line in queries.board(found.pk, on=OPENS)}
    assert (board["MFG"].answer, board["SALES"].answer) == (Answer.DRAFT, Answer.SILENT)
    with pytest.raises(Refused) as refusal:
        services.say_nothing(**where, asks_nothing=True, by=as_head, at=MONDAY)
    assert codes(refusal) == ["has_requests"]


def test_a_request_of_another_unit_is_not_found(found, company):
    row = made.ask(found, company.units["SALES"], sends=False)
    with pytest.raises(NotFound):
        services.save_request(
            round_id=found.pk, unit_id=company.units["MFG"].pk, request_id=row.pk,
            content=made.content(), by=BY, at=MONDAY,
        )  # fmt: skip


# Decisions


def test_a_decision_with_its_reason_goes_back(found, company, head, as_head, as_manager):
    row = made.ask(found, company.units["MFG"], by=as_head)
    services.decide(
        request_ids=[row.pk], act=Act.REFUSE, reason="今年已辦過同題課程", by=as_manager, at=MONDAY
    )
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("refused", "manager")
    note = Notification.objects.filter(user=head).latest("pk")
    assert note.subject == "不採納：MFG-01 刀具壽命管理"
    assert "今年已辦過同題課程" in note.lines
    assert OutboxMail.objects.filter(user=head, topic="unit_requests.decided").count() == 1
    assert events("needs.unit_request.refused")


def test_what_is_asked_back_can_be_answered_after_the_deadline(found, company, as_head):
    row = made.ask(found, company.units["MFG"], by=as_head)
    services.decide(request_ids=[row.pk], act=Act.ASK_BACK, reason="哪幾台機台？", by=BY, at=MONDAY)
    services.save_request(
        round_id=found.pk, unit_id=row.unit_id, request_id=row.pk,
        content=made.content(remarks="五軸三台"), sends=True, by=as_head, at=LATE,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.remarks) == ("sent", "五軸三台")


def test_without_a_reason_or_twice_nothing_is_decided(found, company):
    first, second = made.ask(found, company.units["MFG"]), made.ask(found, company.units["SALES"])
    made.accept(first)
    with pytest.raises(Refused) as refusal:
        services.decide(
            request_ids=[first.pk, second.pk], act=Act.REFUSE, reason="", by=BY, at=MONDAY
        )
    assert codes(refusal) == ["no_decision_reason", "already_decided"]
    second.refresh_from_db()
    assert second.state == "sent"
    with pytest.raises(NotFound):
        services.decide(request_ids=[first.pk, 10**6], act=Act.REFUSE, reason="x", by=BY, at=MONDAY)


def test_a_decision_is_taken_back_until_the_plan_rests_on_it(found, company):
    row = made.ask(found, company.units["MFG"])
    made.accept(row)
    services.reconsider(request_id=row.pk, by=BY, at=MONDAY)
    made.accept(row)
    services.record_outcome(
        request_id=row.pk, outcome=Outcome.PLANNED, plan_line_ref="2027-12", by=BY, at=MONDAY
    )
    with pytest.raises(Refused) as refusal:
        services.reconsider(request_id=row.pk, by=BY, at=MONDAY)
    assert codes(refusal) == ["already_planned"]


def test_the_planner_reads_what_was_accepted(found, company):
    module = learning_map.published("MFG-04").module
    person = company.people["002"]
    row = made.ask(
        found, company.units["MFG"], module_id=module.pk, employee_ids=(person.pk,), headcount=None,
        budget_minor=30_000, priority="high",
    )  # fmt: skip
    topic = made.ask(found, company.units["SALES"])
    made.ask(found, company.units["SALES"], topic="未決定")
    made.accept(row, topic)
    first, second = queries.accepted_requests(2027)
    assert (first.module_id, first.employee_ids, first.headcount) == (module.pk, (person.pk,), 1)
    assert (first.months, first.budget_minor, first.priority) == ((3, 4), 30_000, "high")
    assert (second.module_id, second.topic, second.headcount) == (None, "刀具壽命管理", 6)
    assert queries.accepted_requests(2026) == []
    assert [each.pk for each in queries.without_module(2027)] == [topic.pk]
    services.assign_module(request_ids=[topic.pk], module_id=module.pk, by=BY, at=MONDAY)
    assert queries.without_module(2027) == []
    topic.refresh_from_db()
    assert topic.topic == "刀具壽命管理"


def test_the_outcome_is_told_and_shown(found, company, head, as_head, as_manager):
    row = made.ask(found, company.units["MFG"], by=as_head)
    with pytest.raises(Refused) as refusal:
        services.record_outcome(
            request_id=row.pk, outcome=Outcome.NOT_PLANNED, by=as_manager, at=MONDAY
        )
    assert codes(refusal) == ["not_accepted", "no_outcome_reason"]
    made.accept(row)
    said = {"request_id": row.pk, "outcome": Outcome.NOT_PLANNED, "reason": "預算不足，列入候補"}
    services.record_outcome(**said, by=as_manager, at=MONDAY)
    services.record_outcome(**said, by=as_manager, at=MONDAY)  # the same again changes nothing
    assert events("needs.unit_request.planned") == ["needs.unit_request.planned"]
    note = Notification.objects.filter(user=head).latest("pk")
    assert (note.subject, note.lines) == (
        "未排入年度計畫：MFG-01 刀具壽命管理",
        ["預算不足，列入候補"],
    )


# Merging


def test_merging_keeps_every_source(found, company):
    rows = [made.ask(found, company.units[code]) for code in ("MFG", "SALES")]
    third = made.ask(found, company.units["MFG"], topic="刀具壽命與成本")
    ids = [row.pk for row in rows]
    group = services.merge_requests(request_ids=ids, title="刀具管理", by=BY, at=MONDAY)
    assert group.requests.count() == 2
    again = services.merge_requests(
        request_ids=[rows[0].pk, third.pk], title="刀具管理", by=BY, at=MONDAY
    )
    assert (again.pk, again.requests.count(), RequestGroup.objects.count()) == (group.pk, 3, 1)
    assert UnitRequest.objects.count() == 3
    services.split_request(request_id=third.pk, by=BY, at=MONDAY)
    services.split_request(request_id=rows[0].pk, by=BY, at=MONDAY)
    assert RequestGroup.objects.count() == 0
    assert UnitRequest.objects.filter(group=None).count() == 3


def test_two_groups_become_one(found, company):
    units = [company.units["MFG"], company.units["SALES"]] * 2
    rows = [made.ask(found, unit) for unit in units]
    for pair in (rows[:2], rows[2:]):
        services.merge_requests(
            request_ids=[row.pk for row in pair], title="一組", by=BY, at=MONDAY
        )
    group = services.merge_requests(
        request_ids=[rows[0].pk, rows[2].pk], title="全部", by=BY, at=MONDAY
    )
    assert (group.requests.count(), RequestGroup.objects.count()) == (4, 1)


def test_suggestions_know_modules_and_words(found, company):
    module = learning_map.published("MFG-04").module
    a = made.ask(found, company.units["MFG"], module_id=module.pk, topic="")
    b = made.ask(found, company.units["SALES"], module_id=module.pk, topic="")
    c = made.ask(found, company.units["MFG"])
    d = made.ask(found, company.units["SALES"], topic="刀具壽命的管理")
    made.ask(found, company.units["SALES"], topic="商務英文簡報")
    made.ask(found, company.units["SALES"], sends=False)
    found_ = queries.merge_suggestions(found.pk)
    assert [set(each.request_ids) for each, _rows in found_] == [{a.pk, b.pk}, {c.pk, d.pk}]


def test_a_supervisor_sees_on_the_first_page_who_has_not_answered(
    found, company, head, person_with
):
    below = person_with(Role.SUPERVISOR, scope=company.units["LINE1"].scope)
    scope = Scope((company.units["MFG"].scope.path,))
    assert [each.unit.code for each in queries.waiting_for(scope, on=OPENS)] == ["MFG"]
    assert queries.waiting_for(scope_of(below, ANSWER), on=OPENS) == []
    assert queries.waiting_for(EVERYTHING, on=OPENS) == []
    made.ask(found, company.units["MFG"])
    assert queries.waiting_for(scope, on=OPENS) == []


def test_people_below_the_unit_belong_to_it(company):
    names = [name for _pk, _n, name in queries.people_of_unit(company.units["MFG"].pk, OPENS)]
    assert names == ["林班長", "陳一", "王二"]
