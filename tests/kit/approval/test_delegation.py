"""Acting for somebody who is away."""

from datetime import date, timedelta

import pytest

from espalier.kit.accounts.types import Role
from espalier.kit.approval import queries, services
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.kit.approval.conftest import actor, agree, states, step_of

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 6)


@pytest.fixture
def delegate(monday):
    def make(person, to, first=FIRST, last=LAST, reason="出差"):
        return services.delegate(
            person_id=person.pk,
            delegate_id=to.pk,
            starts_on=first,
            ends_on=last,
            reason=reason,
            by=actor(person),
            at=monday,
        )

    return make


@pytest.fixture
def deputy(person_with):
    return person_with(Role.LEARNER, username="deputy")


def test_the_deputy_decides_and_the_signature_says_so(usual, start, people, deputy, delegate):
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    waiting = queries.waiting_for(deputy, on=FIRST)
    assert [(each.run_id, each.acting_for) for each in waiting] == [(run.pk, "supervisor")]
    agree(step_of(run, 2), deputy)
    last = queries.signatures(run.pk)[-1]
    assert (last.name, last.acted_for) == ("deputy", "supervisor")
    assert states(run) == ["agreed", "agreed", "open"]
    assert Entry.objects.filter(event="approval.delegation.made").count() == 1


def test_only_on_its_days(usual, start, people, deputy, delegate, monday):
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    assert len(queries.waiting_for(deputy, on=LAST)) == 1
    assert queries.waiting_for(deputy, on=LAST + timedelta(days=1)) == []
    with pytest.raises(NotFound):
        agree(step_of(run, 2), deputy, at=monday + timedelta(days=5))


def test_who_is_away_may_still_decide_themselves(usual, start, people, deputy, delegate):
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    agree(step_of(run, 2), people[Role.SUPERVISOR])
    assert queries.signatures(run.pk)[-1].acted_for == ""


def test_it_can_be_taken_back(usual, start, people, deputy, delegate, monday):
    run = start()
    made = delegate(people[Role.SUPERVISOR], deputy)
    with pytest.raises(NotFound):
        services.end_delegation(delegation_id=made.pk, by=actor(deputy), at=monday)
    services.end_delegation(delegation_id=made.pk, by=actor(people[Role.SUPERVISOR]), at=monday)
    with pytest.raises(NotFound):
        agree(step_of(run, 2), deputy)


def test_the_preparer_does_not_approve_in_anybodys_place(usual, start, people, delegate):
    run = start()
    delegate(people[Role.EXECUTIVE], people[Role.MANAGER])
    agree(step_of(run, 2), people[Role.SUPERVISOR])
    assert queries.waiting_for(people[Role.MANAGER], on=FIRST) == []
    with pytest.raises(Refused) as refused:
        agree(step_of(run, 3), people[Role.MANAGER])
    assert [p.code for p in refused.value.problems] == ["barred"]


def test_a_deputy_who_signed_one_step_does_not_sign_the_next(
    usual, start, people, deputy, delegate
):
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    delegate(people[Role.EXECUTIVE], deputy)
    agree(step_of(run, 2), deputy)
    with pytest.raises(Refused) as refused:
        agree(step_of(run, 3), deputy)
    assert [p.code for p in refused.value.problems] == ["barred"]
    agree(step_of(run, 3), people[Role.EXECUTIVE])


def test_a_deputy_who_is_away_too_passes_it_on(usual, start, people, deputy, person_with, delegate):
    last = person_with(Role.LEARNER, username="last")
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    delegate(deputy, last)
    agree(step_of(run, 2), last)
    assert queries.signatures(run.pk)[-1].acted_for == "supervisor"


def test_a_circle_is_refused_and_named(people, deputy, person_with, delegate):
    third = person_with(Role.LEARNER, username="third")
    delegate(people[Role.SUPERVISOR], deputy)
    delegate(deputy, third)
    with pytest.raises(Refused) as refused:
        delegate(third, people[Role.SUPERVISOR])
    problem = refused.value.problems[0]
    assert problem.code == "circle"
    assert "third → supervisor → deputy → third" in str(problem.message)


# first | last | reason | codes
WRONG = [
    (LAST, FIRST, "出差", ["wrong_way"]),
    (date(2026, 10, 1), date(2026, 10, 2), "出差", ["past"]),
    (FIRST, LAST, " ", ["no_reason"]),
    (LAST, date(2026, 11, 30), "出差", ["overlaps"]),
    (FIRST, LAST, "", ["no_reason", "overlaps"]),
]


@pytest.mark.parametrize(("first", "last", "reason", "codes"), WRONG)
def test_everything_that_is_wrong_is_told(
    first, last, reason, codes, people, deputy, delegate, stranger
):
    if "overlaps" in codes:
        delegate(people[Role.SUPERVISOR], stranger)
    with pytest.raises(Refused) as refused:
        delegate(people[Role.SUPERVISOR], deputy, first, last, reason)
    assert [p.code for p in refused.value.problems] == codes


def test_nobody_delegates_for_another(people, deputy, monday):
    with pytest.raises(NotFound):
        services.delegate(
            person_id=people[Role.SUPERVISOR].pk,
            delegate_id=deputy.pk,
            starts_on=FIRST,
            ends_on=LAST,
            reason="x",
            by=actor(deputy),
            at=monday,
        )


def test_a_closed_account_acts_for_nobody(usual, start, people, deputy, delegate):
    run = start()
    delegate(people[Role.SUPERVISOR], deputy)
    people[Role.SUPERVISOR].is_active = False
    people[Role.SUPERVISOR].save()
    with pytest.raises(NotFound):
        agree(step_of(run, 2), deputy)
    assert [step.order for step in queries.stuck_steps(on=FIRST)] == [2]
