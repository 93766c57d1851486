"""A review from being sent in to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from espalier.kit.accounts.models import RoleGrant, ScopeNode
from espalier.kit.accounts.types import Role
from espalier.kit.approval import queries, services
from espalier.kit.approval.models import PartComment, Run, RunStep
from espalier.kit.approval.types import StepContent, StepKind, SubjectRef
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.notify.models import Notification
from tests.kit.approval.conftest import (
    APPROVED,
    COSIGNED,
    PREPARED,
    actor,
    agree,
    at_place,
    send_back,
    states,
    step_of,
)

MANAGER, SUPERVISOR, EXECUTIVE = Role.MANAGER, Role.SUPERVISOR, Role.EXECUTIVE


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_sending_it_in_is_the_signature_of_who_prepared_it(usual, start, people, paper, monday):
    run = start(summary="更新訓練方針第三條")
    assert (run.state, run.round, states(run)) == ("running", 1, ["agreed", "open", "waiting"])
    assert [(s.kind, s.name) for s in queries.signatures(run.pk)] == [("prepared", "manager")]
    assert step_of(run, 2).due_on.isoformat() == "2026-11-05"
    entry = Entry.objects.get(event="approval.review.started")
    assert (entry.subject_id, entry.at) == (str(run.pk), monday)
    assert paper.told == []


def test_agreed_to_the_end_it_is_approved_and_the_room_is_told(usual, start, people, paper):
    run = start()
    agree(step_of(run, 2), people[SUPERVISOR], comment="同意")
    assert states(run) == ["agreed", "agreed", "open"]
    assert paper.told == []
    agree(step_of(run, 3), people[EXECUTIVE])
    run.refresh_from_db()
    assert (run.state, states(run)) == ("run_approved", ["agreed"] * 3)
    assert paper.told == [("approved", run.pk, "")]
    signed = queries.signatures(run.pk)
    assert [s.kind for s in signed] == ["prepared", "cosigned", "approved"]
    assert [s.name for s in signed] == ["manager", "supervisor", "executive"]
    assert signed[0].job_title == "訓練經理"
    assert queries.latest_run("test.Paper", "7") == run
    assert Entry.objects.filter(event="approval.review.approved").count() == 1


def test_everybody_whose_turn_it_is_and_who_sent_it_in_is_told(usual, start, people):
    run = start()
    told = list(Notification.objects.values_list("user__username", "topic"))
    assert told == [("supervisor", "approval.waiting")]
    send_back(step_of(run, 2), people[SUPERVISOR], comment="第三條請補數字")
    last = Notification.objects.order_by("-pk")[0]
    assert (last.user, last.topic) == (people[MANAGER], "approval.ended")
    assert "第三條請補數字" in "".join(last.lines)


def test_sent_back_with_remarks_it_begins_again_as_the_next_round(usual, start, people, paper):
    run = start()
    services.decide(
        step_id=step_of(run, 2).pk,
        decision="send_back",
        part_comments={"ch2": "請補上出處", "ch1": "  ", "no-such-part": "x"},
        by=actor(people[SUPERVISOR]),
        at=run.started_at,
    )
    run.refresh_from_db()
    assert (run.state, states(run)) == ("sent_back", ["agreed", "returned", "closed"])
    remarks = list(PartComment.objects.values_list("anchor", "title", "text"))
    assert remarks == [("ch2", "第二章", "請補上出處")]
    assert paper.told == [("sent_back", run.pk, "第二章：請補上出處")]
    again = start()
    assert (again.round, states(again)) == (2, ["agreed", "open", "waiting"])


def test_sending_back_needs_a_word(usual, start, people):
    run = start()
    with pytest.raises(Refused) as refused:
        send_back(step_of(run, 2), people[SUPERVISOR], comment=" ")
    assert codes(refused) == ["no_comment"]
    assert states(run) == ["agreed", "open", "waiting"]


def test_a_decision_nobody_chose_is_refused(usual, start, people):
    run = start()
    with pytest.raises(Refused) as refused:
        services.decide(
            step_id=step_of(run, 2).pk,
            decision="",
            by=actor(people[SUPERVISOR]),
            at=run.started_at,
        )
    assert codes(refused) == ["no_decision"]


def test_a_run_keeps_the_steps_it_began_with(usual, start, people, procedure_of, system, monday):
    run = start()
    from espalier.kit.approval.contents import content_of

    changed = replace(content_of(usual), steps=(replace(APPROVED, order=1),))
    saved = services.save_procedure(content=changed, procedure_id=usual.pk, by=system, at=monday)
    assert (saved.version, run.procedure_version, len(states(run))) == (2, 1, 3)
    agree(step_of(run, 2), people[SUPERVISOR])
    agree(step_of(run, 3), people[EXECUTIVE])
    run.refresh_from_db()
    assert run.state == "run_approved"
    assert states(start(id="8")) == ["open"]


def test_steps_of_one_order_run_side_by_side(procedure_of, start, people, person_with):
    procedure_of(
        PREPARED, COSIGNED, replace(COSIGNED, title="稽核會簽", role=Role.AUDITOR), APPROVED
    )
    auditor = person_with(Role.AUDITOR)
    run = start()
    assert states(run) == ["agreed", "open", "open", "waiting"]
    agree(step_of(run, 2, 1), auditor)
    assert states(run) == ["agreed", "open", "agreed", "waiting"]
    agree(step_of(run, 2), people[SUPERVISOR])
    assert states(run) == ["agreed", "agreed", "agreed", "open"]


def test_one_of_parallel_steps_sends_back_for_all(procedure_of, start, people, person_with):
    procedure_of(
        PREPARED, COSIGNED, replace(COSIGNED, title="稽核會簽", role=Role.AUDITOR), APPROVED
    )
    person_with(Role.AUDITOR)
    run = start()
    send_back(step_of(run, 2), people[SUPERVISOR])
    assert states(run) == ["agreed", "returned", "closed", "closed"]


# amount | states of: prepared, manager approves up to 100,000, executive approves above
BY_AMOUNT = [
    (None, ["agreed", "open", "not_needed"]),
    (100_000, ["agreed", "open", "not_needed"]),
    (100_001, ["agreed", "not_needed", "open"]),
]


@pytest.mark.parametrize(("amount", "expected"), BY_AMOUNT)
def test_the_amount_decides_which_steps_are_needed(
    amount, expected, procedure_of, start, people, person_with
):
    procedure_of(
        replace(PREPARED, role=Role.COORDINATOR),
        replace(APPROVED, order=2, title="經理核准", role=MANAGER, max_amount=100_000),
        replace(APPROVED, min_amount=100_001),
    )
    run = start(by=person_with(Role.COORDINATOR), amount=amount)
    assert states(run) == expected


def test_nobody_approves_what_they_sent_in(procedure_of, start, people, person_with):
    """The executive sends it in: another executive has to approve."""
    procedure_of(replace(APPROVED, order=1))
    with pytest.raises(Refused) as refused:
        start(by=people[EXECUTIVE])
    assert codes(refused) == ["too_few"]
    other = person_with(EXECUTIVE, username="second")
    run = start(by=people[EXECUTIVE])
    with pytest.raises(Refused) as refused:
        agree(step_of(run, 1), people[EXECUTIVE])
    assert codes(refused) == ["barred"]
    agree(step_of(run, 1), other)
    run.refresh_from_db()
    assert run.state == "run_approved"


def test_one_person_decides_two_steps_only_where_the_procedure_says_so(
    procedure_of, start, people, person_with
):
    twice = replace(COSIGNED, order=2, role=EXECUTIVE)
    procedure_of(PREPARED, twice, APPROVED)
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["too_few"]
    assert "總經理核准" in str(refused.value.problems[0].place)
    procedure_of(PREPARED, twice, APPROVED, code="Q", allows_same_person=True)
    run = start(code="Q")
    agree(step_of(run, 2), people[EXECUTIVE])
    agree(step_of(run, 3), people[EXECUTIVE])
    run.refresh_from_db()
    assert run.state == "run_approved"


def test_a_step_nobody_can_take_is_refused_with_its_place_and_remedy(procedure_of, start, people):
    procedure_of(PREPARED, replace(COSIGNED, role=Role.AUDITOR), APPROVED)
    with pytest.raises(Refused) as refused:
        start()
    problem = refused.value.problems[0]
    assert (problem.code, len(refused.value.problems)) == ("nobody", 1)
    assert "2. 會簽 主管會簽（稽核員）" in str(problem)
    assert problem.remedy
    assert not Run.objects.exists()


def test_a_reviewer_who_left_is_refused_at_the_start_by_name(
    procedure_of, start, people, person_with
):
    gone = person_with(EXECUTIVE, username="00112")
    procedure_of(PREPARED, replace(APPROVED, order=2, role="", person="00112"))
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["reviewer_left"]
    assert "00112" in str(refused.value.problems[0].message)


def test_every_reason_is_told_at_once(procedure_of, start, people):
    procedure_of(
        PREPARED, replace(COSIGNED, role=Role.AUDITOR), replace(APPROVED, role=Role.INSTRUCTOR)
    )
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["nobody", "nobody"]


def test_a_record_is_in_one_review_at_a_time(usual, start, people):
    start()
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["in_review"]
    start(id="8")


def test_without_a_procedure_in_use_nothing_begins(usual, start, people, system, monday):
    with pytest.raises(Refused) as refused:
        start(code="NONE")
    assert codes(refused) == ["no_procedure"]
    services.set_active(procedure_id=usual.pk, is_active=False, by=system, at=monday)
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["no_procedure"]


def test_an_unknown_kind_of_record_is_not_found(usual, people, monday):
    with pytest.raises(NotFound):
        services.start_review(
            subject=SubjectRef("no.Such", "1"),
            procedure_code="P",
            title="x",
            by=actor(people[MANAGER]),
            at=monday,
        )


def test_a_role_counts_at_its_place_and_above_it_only(procedure_of, start, people, person_with):
    top = ScopeNode.objects.create(key="unit:A", path="/1/", label="公司")
    node = ScopeNode.objects.create(key="unit:B", parent=top, path=f"/{top.pk}/x/", label="品保處")
    ScopeNode.objects.filter(pk=top.pk).update(path=f"/{top.pk}/")
    ScopeNode.objects.filter(pk=node.pk).update(path=f"/{top.pk}/{node.pk}/")
    other = ScopeNode.objects.create(
        key="unit:C", parent=top, path=f"/{top.pk}/99999/", label="製造處"
    )
    RoleGrant.objects.filter(user=people[SUPERVISOR]).update(scope=other)
    procedure_of(PREPARED, at_place(COSIGNED, node), APPROVED)
    with pytest.raises(Refused):
        start()
    person_with(SUPERVISOR, scope=node, username="of-the-unit")
    above = person_with(SUPERVISOR, scope=top, username="of-the-company")
    run = start()
    names = [name for _id, name in queries.run_page(run.pk, people[MANAGER]).steps[1].takers]
    assert names == ["of-the-company", "of-the-unit"]
    with pytest.raises(NotFound):
        agree(step_of(run, 2), people[SUPERVISOR])
    agree(step_of(run, 2), above)


def test_a_role_that_has_run_out_counts_no_more(usual, start, people, monday):
    yesterday = (monday - timedelta(days=1)).date()
    RoleGrant.objects.filter(user=people[EXECUTIVE]).update(ends_on=yesterday)
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["nobody"]


def test_who_has_no_place_at_a_step_finds_nothing(usual, start, people, stranger):
    run = start()
    for user in (stranger, people[EXECUTIVE], people[MANAGER]):
        with pytest.raises(NotFound):
            agree(step_of(run, 2), user)


def test_a_step_whose_turn_it_is_not_cannot_be_decided(usual, start, people):
    run = start()
    with pytest.raises(Refused) as refused:
        agree(step_of(run, 3), people[EXECUTIVE])
    assert codes(refused) == ["not_open"]


def test_the_second_to_decide_is_told_who_was_first(usual, start, people, person_with):
    late = person_with(SUPERVISOR, username="late")
    run = start()
    agree(step_of(run, 2), people[SUPERVISOR])
    with pytest.raises(Refused) as refused:
        send_back(step_of(run, 2), late)
    assert "supervisor" in str(refused.value.problems[0].message)


def test_only_who_sent_it_in_withdraws_it(usual, start, people, paper, monday):
    run = start()
    with pytest.raises(NotFound):
        services.withdraw(run_id=run.pk, by=actor(people[EXECUTIVE]), at=monday)
    services.withdraw(run_id=run.pk, reason="數字有誤", by=actor(people[MANAGER]), at=monday)
    run.refresh_from_db()
    assert (run.state, states(run)) == ("withdrawn", ["agreed", "closed", "closed"])
    assert paper.told == [("withdrawn", run.pk, "")]
    assert Entry.objects.filter(event="approval.review.withdrawn").count() == 1
    with pytest.raises(Refused) as refused:
        services.withdraw(run_id=run.pk, by=actor(people[MANAGER]), at=monday)
    assert codes(refused) == ["run_over"]


def test_a_quorum_waits_for_as_many_as_it_says(procedure_of, start, people, person_with):
    procedure_of(PREPARED, replace(COSIGNED, quorum=2), APPROVED)
    second = person_with(SUPERVISOR, username="second")
    person_with(SUPERVISOR, username="third")
    run = start()
    agree(step_of(run, 2), people[SUPERVISOR])
    assert states(run) == ["agreed", "open", "waiting"]
    with pytest.raises(Refused) as refused:
        agree(step_of(run, 2), people[SUPERVISOR])
    assert codes(refused) == ["barred"]
    agree(step_of(run, 2), second)
    assert states(run) == ["agreed", "agreed", "open"]
    assert [s.name for s in queries.signatures(run.pk)] == ["manager", "supervisor", "second"]


def test_a_quorum_of_more_people_than_there_are_is_refused(procedure_of, start, people):
    procedure_of(PREPARED, replace(COSIGNED, quorum=2), APPROVED)
    with pytest.raises(Refused) as refused:
        start()
    assert codes(refused) == ["too_few"]


def test_a_vote_is_carried_by_more_than_half(procedure_of, start, people, person_with):
    procedure_of(PREPARED, replace(COSIGNED, is_vote=True), APPROVED)
    second = person_with(SUPERVISOR, username="second")
    third = person_with(SUPERVISOR, username="third")
    run = start()
    send_back(step_of(run, 2), people[SUPERVISOR], comment="反對")
    assert states(run) == ["agreed", "open", "waiting"]
    agree(step_of(run, 2), second)
    agree(step_of(run, 2), third)
    assert states(run) == ["agreed", "agreed", "open"]


def test_a_vote_that_cannot_be_won_sends_back_with_all_its_words(
    procedure_of, start, people, person_with, paper
):
    procedure_of(PREPARED, replace(COSIGNED, is_vote=True), APPROVED)
    second = person_with(SUPERVISOR, username="second")
    person_with(SUPERVISOR, username="third")
    run = start()
    send_back(step_of(run, 2), people[SUPERVISOR], comment="預算不足")
    send_back(step_of(run, 2), second, comment="時程太趕")
    assert paper.told == [("sent_back", run.pk, "預算不足\n時程太趕")]


def test_an_added_cosigner_is_waited_for(usual, start, people, person_with, monday):
    expert = person_with(Role.INSTRUCTOR, username="expert")
    run = start()
    step = step_of(run, 2)
    with pytest.raises(NotFound):
        services.add_cosigner(
            step_id=step.pk, user_id=expert.pk, by=actor(people[EXECUTIVE]), at=monday
        )
    added = services.add_cosigner(
        step_id=step.pk,
        user_id=expert.pk,
        reason="請確認課程時數",
        by=actor(people[SUPERVISOR]),
        at=monday,
    )
    agree(step, people[SUPERVISOR])
    assert states(run) == ["agreed", "agreed", "open", "waiting"]
    assert queries.run_page(run.pk, expert).to_decide[0].step == added
    agree(added, expert)
    assert states(run) == ["agreed", "agreed", "agreed", "open"]
    assert queries.signatures(run.pk)[2].kind == "cosigned"


@pytest.mark.parametrize("who", [MANAGER, SUPERVISOR])
def test_who_already_signed_or_asks_is_no_cosigner(who, usual, start, people, monday):
    run = start()
    with pytest.raises(Refused) as refused:
        services.add_cosigner(
            step_id=step_of(run, 2).pk,
            user_id=people[who].pk,
            by=actor(people[SUPERVISOR]),
            at=monday,
        )
    assert codes(refused) == ["cannot_cosign"]


def test_a_step_whose_reviewer_left_is_listed_and_given_to_somebody_else(
    usual, start, people, person_with, monday
):
    run = start()
    assert queries.stuck_steps(on=monday.date()) == []
    people[SUPERVISOR].is_active = False
    people[SUPERVISOR].save()
    assert [step.pk for step in queries.stuck_steps(on=monday.date())] == [step_of(run, 2).pk]
    other = person_with(Role.INSTRUCTOR, username="other")
    with pytest.raises(Refused) as refused:
        services.reassign(
            step_id=step_of(run, 2).pk,
            user_id=people[MANAGER].pk,
            reason="",
            by=actor(people[MANAGER]),
            at=monday,
        )
    assert codes(refused) == ["no_reason", "barred"]
    services.reassign(
        step_id=step_of(run, 2).pk,
        user_id=other.pk,
        reason="原會簽主管已離職",
        by=actor(people[MANAGER]),
        at=monday,
    )
    assert queries.stuck_steps(on=monday.date()) == []
    assert Notification.objects.filter(user=other, topic="approval.waiting").count() == 1
    agree(step_of(run, 2), other)
    assert states(run) == ["agreed", "agreed", "open"]
    assert Entry.objects.filter(event="approval.step.reassigned").count() == 1


def test_a_quorum_and_a_vote_whose_people_left_are_listed(
    procedure_of, start, people, person_with, monday
):
    """One has agreed, the others left: nobody's decision would ever finish the step."""
    procedure_of(PREPARED, replace(COSIGNED, quorum=2), APPROVED)
    procedure_of(PREPARED, replace(COSIGNED, is_vote=True), APPROVED, code="V")
    others = [person_with(SUPERVISOR, username=f"s{n}") for n in range(2)]
    runs = [start(id="1"), start(id="2", code="V")]
    for run in runs:
        agree(step_of(run, 2), people[SUPERVISOR])
    assert queries.stuck_steps(on=monday.date()) == []
    for user in others:
        user.is_active = False
        user.save()
    assert {step.run_id for step in queries.stuck_steps(on=monday.date())} == {r.pk for r in runs}


def test_a_step_that_is_over_is_given_to_nobody(usual, start, people, person_with, monday):
    run = start()
    with pytest.raises(Refused) as refused:
        services.reassign(
            step_id=step_of(run, 1).pk,
            user_id=person_with(Role.AUDITOR).pk,
            reason="x",
            by=actor(people[MANAGER]),
            at=monday,
        )
    assert codes(refused) == ["step_over"]


def test_what_waits_is_the_persons_own_and_most_urgent_first(usual, start, people, monday):
    first, second = start(id="1"), start(id="2")
    RunStep.objects.filter(run=first, order=2).update(due_on=None)
    waiting = queries.waiting_for(people[SUPERVISOR], on=monday.date())
    assert [each.run_id for each in waiting] == [second.pk, first.pk]
    assert queries.waiting_for(people[EXECUTIVE], on=monday.date()) == []
    assert queries.waiting_for(people[MANAGER], on=monday.date()) == []


@pytest.mark.parametrize("n", [1, 8])
def test_what_waits_is_read_with_four_queries(
    n, usual, start, people, django_assert_num_queries, monday
):
    for number in range(n):
        start(id=str(number))
    with django_assert_num_queries(4):
        assert len(queries.waiting_for(people[SUPERVISOR], on=monday.date())) == n


def test_a_step_that_is_prepared_by_another_waits_for_them(
    procedure_of, start, people, person_with
):
    procedure_of(replace(PREPARED, role=Role.COORDINATOR), APPROVED)
    clerk = person_with(Role.COORDINATOR)
    run = start()
    assert states(run) == ["open", "waiting"]
    agree(step_of(run, 1), clerk)
    assert states(run) == ["agreed", "open"]


def test_the_first_taker_of_a_named_step_is_that_person(procedure_of, start, people, person_with):
    boss = person_with(Role.LEARNER, username="00112")
    named = StepContent(2, StepKind.APPROVED, "總經理核准", person="00112")
    procedure_of(PREPARED, named)
    run = start()
    with pytest.raises(NotFound):
        agree(step_of(run, 2), people[EXECUTIVE])
    agree(step_of(run, 2), boss)
    run.refresh_from_db()
    assert run.state == "run_approved"
