"""P2.3.5 Changes of the approved plan: asked, reviewed, carried into the lines; what was carried out."""

from datetime import date

import pytest

from espalier.cycle.plan.annual_plan import pages, queries, services
from espalier.cycle.plan.annual_plan.models import Line
from espalier.cycle.plan.annual_plan.types import ChangeContent, ChangeKind
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.approval import services as approval
from espalier.kit.approval.models import RunStep
from espalier.kit.approval.types import Decision, ProcedureContent, StepContent, StepKind
from espalier.kit.errors import Refused
from tests.factories import plan as make

pytestmark = pytest.mark.django_db
WHO = {"by": make.BY, "at": make.AT}
MAY = date(2027, 5, 1)


@pytest.fixture
def approved(company, solved):
    services.choose_scenario(scenario_id=solved.pk, **WHO)
    return services.approve_plan(plan_id=solved.plan_id, **WHO)


@pytest.fixture
def boss(person_with):
    step = StepContent(1, StepKind.APPROVED, "核准", role=Role.EXECUTIVE)
    content = ProcedureContent("CHG", "計畫異動", applies_to=("plan.PlanChange",), steps=(step,))
    approval.save_procedure(procedure_id=None, content=content, **WHO)
    return person_with(Role.EXECUTIVE, username="boss")


@pytest.fixture
def asker(person_with):
    return Actor.of_user(person_with(Role.SUPERVISOR, username="asker"))


def asked(plan, module, kind, **after):
    content = ChangeContent(kind, module.pk, MAY, "客戶稽核提前", after)
    return services.write_change(plan_id=plan.pk, content=content, **WHO)


def decide(change, asker, boss, decision=Decision.AGREE, comment=""):
    services.send_change(change_id=change.pk, procedure_code="CHG", by=asker, at=make.AT)
    step = RunStep.objects.get(run__subject_id=str(change.pk), state="open")
    approval.decide(
        step_id=step.pk, decision=decision, comment=comment, by=Actor.of_user(boss), at=make.AT
    )
    return queries.change_or_404(change.pk)


def line_of(plan, module):
    return Line.objects.filter(scenario_id=plan.chosen_id, module=module).first()


def test_a_line_changes_when_the_change_is_approved(company, approved, asker, boss):
    module = company.modules["M1"]
    change = asked(approved, module, ChangeKind.CHANGE, sessions=3)
    assert line_of(approved, module).sessions == 2
    change = decide(change, asker, boss)
    assert (change.state, change.decided_by) == ("approved", "boss")
    line = line_of(approved, module)
    assert (line.sessions, line.cost) == (3, 3 * 20_000 + 10 * 500)


def test_a_module_comes_in_outside_the_plan(company, approved, asker, boss):
    module = company.modules["M4"]
    after = {"sessions": 1, "minutes": 180, "session_cost": 9_000, "headcount": 5}
    decide(asked(approved, module, ChangeKind.ADD, **after), asker, boss)
    line = line_of(approved, module)
    assert (line.number, line.is_addition, line.cost) == ("2027-004", True, 9_000)
    assert queries.n_changes_by_kind(approved.pk) == {"add": 1}


def test_a_cancelled_line_no_longer_costs(company, approved, asker, boss):
    module = company.modules["M2"]
    before = queries.totals(approved.chosen_id).cost
    decide(asked(approved, module, ChangeKind.CANCEL), asker, boss)
    assert line_of(approved, module).state == Line.State.CANCELLED
    assert queries.totals(approved.chosen_id).cost < before
    year = pages.achieved(approved.chosen_id)[-1]
    assert (year.planned, year.cancelled, year.done) == (4, 1, 0)


def test_a_refused_change_changes_nothing_and_can_be_sent_again(company, approved, asker, boss):
    module = company.modules["M1"]
    change = asked(approved, module, ChangeKind.CHANGE, sessions=3)
    change = decide(change, asker, boss, Decision.SEND_BACK, "預算不足")
    assert (change.state, change.decision_note) == ("refused", "預算不足")
    assert line_of(approved, module).sessions == 2
    assert decide(change, asker, boss).state == "approved"


def test_nothing_is_asked_of_a_plan_that_is_not_approved(company, solved):
    with pytest.raises(Refused) as caught:
        asked(solved.plan, company.modules["M1"], ChangeKind.CHANGE, sessions=3)
    assert "not_approved" in {problem.code for problem in caught.value.problems}


def test_a_supervisor_asks_on_the_page(company, approved, person_with, client_of, boss):
    client = client_of(person_with(Role.SUPERVISOR, scope=company.base.north.scope))
    sent = {
        "kind": "cancel",
        "module": company.modules["M1"].pk,
        "effective_on": "2027-05-01",
        "reason": "產線停機",
    }
    answer = client.post(f"/plan/plans/{approved.pk}/changes/new/", sent)
    change = queries.changes().get()
    assert answer.url == f"/plan/changes/{change.pk}/"
    assert client.get(answer.url).status_code == 200
    answer = client.post(f"/plan/changes/{change.pk}/send/", {"procedure": "CHG"})
    change.refresh_from_db()
    assert (answer.status_code, change.state) == (302, "in_review")
