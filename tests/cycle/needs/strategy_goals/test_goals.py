"""Strategy goals: saving, confirming, ending, their pages, their sheet and their thread."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.cycle.needs.strategy_goals import queries, services
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.needs.strategy_goals.thread import unconfirmed, without_link
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.thread import registry
from tests.conftest import MONDAY
from tests.factories import needs, people, policy

pytestmark = pytest.mark.django_db
ON = MONDAY.date()
VIEWERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR}
WRITERS = {Role.MANAGER, Role.COORDINATOR}


@pytest.fixture
def owner():
    return people.position("QAE-G4", people.function("QAE"), people.grade("G4", 4))


@pytest.fixture
def ready(owner):
    """A goal that lacks nothing, and the need it meets."""
    row = needs.need("N1")
    return needs.goal("SG1", (row,), owner)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_confirming_changes_state_and_logs_in_one_act(ready):
    goal = services.confirm_goal(goal_id=ready.pk, on=ON, by=needs.BY, at=MONDAY)
    assert (goal.state, goal.confirmed_on) == ("confirmed", ON)
    assert Entry.objects.get(event="needs.goal.confirmed").subject_id == str(goal.pk)


def test_a_goal_without_measure_or_date_is_refused_with_everything_that_lacks():
    goal = needs.goal("SG5", measure="", due_on=None, target=None)
    with pytest.raises(Refused) as refusal:
        services.confirm_goal(goal_id=goal.pk, on=ON, by=needs.BY, at=MONDAY)
    assert codes(refusal) == ["no_measure", "no_target", "no_due_date", "no_owner", "no_link"]
    goal.refresh_from_db()
    assert goal.state == "draft"


def test_a_changed_goal_has_to_be_confirmed_anew(ready):
    services.confirm_goal(goal_id=ready.pk, on=ON, by=needs.BY, at=MONDAY)
    content = queries.content_of(queries.goal_or_404(ready.pk))
    services.save_goal(
        goal_id=ready.pk, content=content, direction_ids=(), need_ids=(), by=needs.BY, at=MONDAY
    )
    ready.refresh_from_db()
    assert (ready.state, ready.confirmed_on) == ("draft", None)


def test_an_ended_goal_gives_its_reason_and_can_be_opened_again(ready):
    with pytest.raises(Refused) as refusal:
        services.end_goal(goal_id=ready.pk, reason=" ", by=needs.BY, at=MONDAY)
    assert codes(refusal) == ["no_reason"]
    services.end_goal(goal_id=ready.pk, reason="併入 SG2", by=needs.BY, at=MONDAY)
    with pytest.raises(Refused) as refusal:
        services.confirm_goal(goal_id=ready.pk, on=ON, by=needs.BY, at=MONDAY)
    assert codes(refusal) == ["not_open"]
    assert queries.strategy_goals() == []
    services.reopen_goal(goal_id=ready.pk, by=needs.BY, at=MONDAY)
    assert [(row.code, row.state) for row in queries.strategy_goals()] == [("SG1", "draft")]


@pytest.mark.parametrize("role", Role)
def test_role_by_page(role, person_with, client_of, ready):
    client = client_of(person_with(role))
    own = f"/needs/goals/{ready.pk}/"
    for url in ("/needs/goals/", own):
        assert client.get(url).status_code == (200 if role in VIEWERS else 404), url
    for url in ("/needs/goals/new/", f"{own}edit/"):
        assert client.get(url).status_code == (200 if role in WRITERS else 404), url
    confirmed = client.post(f"{own}confirm/").status_code
    assert confirmed == (302 if role == Role.MANAGER else 404)
    assert client.post(f"{own}end/", {"reason": "併入"}).status_code == (
        302 if role in WRITERS else 404
    )


def test_a_stranger_gets_404(stranger, client_of, ready):
    for url in ("/needs/goals/", f"/needs/goals/{ready.pk}/", "/needs/goals/new/"):
        assert client_of(stranger).get(url).status_code == 404


def test_the_page_says_what_the_goal_lacks_and_hides_the_button(manager, client_of):
    goal = needs.goal("SG5", measure="")
    text = client_of(manager).get(f"/needs/goals/{goal.pk}/").text
    assert 'data-problem="no_measure"' in text
    assert "/confirm/" not in text
    refused = client_of(manager).post(f"/needs/goals/{goal.pk}/confirm/")
    assert refused.status_code == 422
    assert 'data-problem="no_measure"' in refused.text


def test_a_goal_is_written_on_the_page(manager, client_of, owner):
    row = needs.need("N1")
    told = {"code": "SG7", "text": "新目標", "owner": str(owner.pk), "needs": [str(row.pk)]}
    told |= {"target": "10.5", "due_on": "2027-12-31"}
    client_of(manager).post("/needs/goals/new/", told)
    goal = StrategyGoal.objects.get(code="SG7")
    assert (goal.target, goal.owner_id, list(goal.needs.all())) == (
        Decimal("10.5"),
        owner.pk,
        [row],
    )


def test_goals_that_serve_nothing_are_listed(manager, client_of, ready):
    needs.goal("SG9", text="漂浮的目標")
    text = client_of(manager).get("/needs/goals/").text
    assert "沒有對應任何政策方針或需求" in text
    assert [each.label for each in without_link()] == ["SG9 漂浮的目標"]


def test_queries_do_not_grow_with_the_goals(
    manager, client_of, owner, django_assert_max_num_queries
):
    client, counts = client_of(manager), []
    for size in (1, 6):
        for n in range(size):
            needs.goal(f"SG{size}{n}", (needs.need(f"N{size}{n}"),), owner)
        client.get("/needs/goals/")
        with django_assert_max_num_queries(12) as seen:
            client.get("/needs/goals/")
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


SHEET = {
    "code": "SG1", "text": "落差降到一成", "measure": "落差指數", "unit": "%", "baseline": Decimal(28),
    "target": Decimal(10), "due_on": date(2027, 12, 31), "owner": "QAE-G4", "directions": ("1",),
    "needs": ("N1",),
}  # fmt: skip


def test_a_sheet_is_taken_in_and_taken_in_again_changes_nothing(owner):
    needs.need("N1")
    policy.direction("1")
    assert people.actions(people.load_sheet("strategy_goals", [SHEET])) == ["add"]
    goal = StrategyGoal.objects.get()
    assert [d.number for d in goal.directions.all()] == [1]
    assert people.actions(people.plan_sheet("strategy_goals", [SHEET])) == ["skip"]
    changed = [{"code": "SG1", "text": "落差降到一成", "target": Decimal(8)}]
    people.load_sheet("strategy_goals", changed)
    goal.refresh_from_db()
    assert (goal.target, goal.measure, goal.needs.count()) == (Decimal(8), "落差指數", 1)


def test_unknown_codes_refuse_the_row():
    planned = people.plan_sheet("strategy_goals", [SHEET])
    assert people.reasons(planned) == {2: ["unknown", "unknown", "unknown"]}


def test_the_thread_runs_from_need_to_goal_and_from_the_indicator(ready):
    edges = {(edge.source, edge.target): edge for edge in registry.edges()}
    need = ready.needs.get()
    pairs = edges["needs.Need", "needs.StrategyGoal"].down([str(need.pk)])
    assert list(pairs) == [(str(need.pk), str(ready.pk))]
    fulfilled = edges["frame.Indicator", "needs.StrategyGoal"]
    assert list(fulfilled.down(["P2.1.3"])) == []
    assert [each.label for each in unconfirmed()] == ["SG1 目標SG1"]
    services.confirm_goal(goal_id=ready.pk, on=ON, by=needs.BY, at=MONDAY)
    assert list(fulfilled.down(["P2.1.3"])) == [("P2.1.3", str(ready.pk))]
    assert list(unconfirmed()) == []
