"""Two people decide at the same moment: one wins, the other is told. On both engines."""

from espalier.kit.accounts.types import Role
from espalier.kit.approval import services
from espalier.kit.approval.models import RunStep, Signature
from espalier.kit.approval.types import SubjectRef
from tests.kit.approval.conftest import actor, agree, send_back, step_of


def test_of_two_deciders_one_wins(each_in_a_thread, usual, start, people, person_with, paper):
    second = person_with(Role.SUPERVISOR, username="second")
    run = start()
    step = step_of(run, 2)

    def first_agrees() -> str:
        agree(step, people[Role.SUPERVISOR])
        return "decided"

    def second_sends_back() -> str:
        send_back(step, second)
        return "decided"

    found = each_in_a_thread(first_agrees, second_sends_back)
    assert sorted(map(str, found)) == ["decided", "not_open"]

    def count() -> tuple[int, int]:
        return (
            Signature.objects.filter(step=step).count(),
            RunStep.objects.filter(run=run, state="waiting").count(),
        )

    (n_signed, n_waiting), *_rest = each_in_a_thread(count)
    assert (n_signed, n_waiting) == (1, 0)


def test_one_record_enters_review_once(each_in_a_thread, usual, people, paper, monday):
    def begin() -> str:
        services.start_review(
            subject=SubjectRef("test.Paper", "1"),
            procedure_code="P",
            title="x",
            by=actor(people[Role.MANAGER]),
            at=monday,
        )
        return "started"

    assert sorted(map(str, each_in_a_thread(begin, begin))) == ["in_review", "started"]
