"""P2.3.5 Scenarios, pins and lines edited by hand; two people at one scenario lose nothing."""

from dataclasses import replace

import pytest

from espalier.cycle.plan.annual_plan import checking, queries, rules, services
from espalier.cycle.plan.annual_plan.models import Line, Place
from espalier.cycle.plan.annual_plan.types import Limit, PinContent
from espalier.kit.accounts.scope import Scope
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Conflict, NotFound, Refused
from tests.factories import plan as make

pytestmark = pytest.mark.django_db
WHO = {"by": make.BY, "at": make.AT}
TODAY = make.AT.date()


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def change(scenario, seen=None, **changes):
    held = queries.scenario_content(scenario)
    seen = str(rules.limits_token(held)) if seen is None else seen
    return services.change_scenario(
        scenario_id=scenario.pk, content=replace(held, **changes), seen=seen, **WHO
    )


def add_line(scenario, module, **changes):
    return services.add_line(
        scenario_id=scenario.pk, module_id=module.pk, content=make.content(**changes), **WHO
    )


def problems_of(scenario):
    scenario.refresh_from_db()
    return [problem.code for problem in checking.standing(scenario, TODAY).problems]


def test_a_year_has_one_plan(db):
    make.plan()
    with pytest.raises(Refused) as caught:
        make.plan()
    assert codes(caught) == ["plan_there"]


def test_everything_wrong_with_limits_is_said_at_once(scenario):
    with pytest.raises(Refused) as caught:
        change(scenario, name="", budget=0, away_percent=0)
    assert codes(caught) == ["no_name", "budget", "away"]


def test_a_stale_save_is_refused_with_both_texts(scenario):
    seen = str(rules.limits_token(queries.scenario_content(scenario)))
    change(scenario, budget=200_000)
    with pytest.raises(Conflict) as caught:
        services.change_scenario(
            scenario_id=scenario.pk,
            content=replace(queries.scenario_content(scenario), budget=300_000),
            seen=seen,
            **WHO,
        )
    [label] = caught.value.theirs
    assert (caught.value.theirs[label], caught.value.yours[label]) == (200_000, 300_000)
    scenario.refresh_from_db()
    assert scenario.budget == 200_000


def test_a_pin_of_a_colleague_is_no_conflict_with_a_new_budget(company, scenario):
    seen = str(rules.limits_token(queries.scenario_content(scenario)))
    pin = PinContent(company.modules["M1"].pk, sessions_min=1, reason="客戶要求")
    services.add_pin(scenario_id=scenario.pk, content=pin, on=TODAY, **WHO)
    change(scenario, seen, budget=300_000)
    scenario.refresh_from_db()
    assert (scenario.budget, scenario.revision) == (300_000, 3)


def test_two_people_at_once_lose_nothing(transactional_db, each_in_a_thread):
    company = make.company(4)
    scenario = make.scenario()
    modules = [company.modules[code] for code in ("M1", "M2", "M3")]
    found = each_in_a_thread(*[lambda m=m: add_line(scenario, m).number for m in modules])
    assert sorted(found) == ["2027-001", "2027-002", "2027-003"]


def test_of_two_who_set_the_budget_one_is_told(transactional_db, each_in_a_thread):
    make.company(4)
    scenario = make.scenario()
    seen = str(rules.limits_token(queries.scenario_content(scenario)))

    def save(budget):
        try:
            return change(scenario, seen, budget=budget).budget
        except Conflict as conflict:
            return tuple(conflict.theirs.values())

    found = each_in_a_thread(lambda: save(200_000), lambda: save(300_000))
    [(theirs,)] = [each for each in found if isinstance(each, tuple)]
    assert theirs in found


def test_a_copy_has_everything_and_stands_for_itself(company, solved):
    pin = PinContent(company.modules["M3"].pk, is_ban=True, reason="教室整修")
    services.add_pin(scenario_id=solved.pk, content=pin, on=TODAY, **WHO)
    copy = services.copy_scenario(scenario_id=solved.pk, name="乙案", **WHO)
    assert queries.totals(copy.pk) == queries.totals(solved.pk)
    assert [p.module.code for p in queries.pins(copy.pk)] == ["M3"]
    services.remove_line(line_id=copy.lines.first().pk, **WHO)
    assert queries.totals(copy.pk) != queries.totals(solved.pk)


def test_pins_go_in_and_out(company, scenario):
    content = PinContent(company.modules["M1"].pk, company.people[0].pk, reason="主管要求")
    pin = services.add_pin(scenario_id=scenario.pk, content=content, on=TODAY, **WHO)
    with pytest.raises(Refused) as caught:
        services.add_pin(scenario_id=scenario.pk, content=content, on=TODAY, **WHO)
    assert codes(caught) == ["pinned"]
    services.remove_pin(pin_id=pin.pk, **WHO)
    assert not queries.pins(scenario.pk)
    events = Entry.objects.filter(event__startswith="plan.pin.").order_by("sequence")
    assert list(events.values_list("event", flat=True)) == ["plan.pin.added", "plan.pin.removed"]


def test_a_module_nobody_can_run_is_not_pinned(company, scenario):
    content = PinContent(company.modules["M4"].pk, sessions_min=1, reason="主管要求")
    with pytest.raises(Refused) as caught:
        services.add_pin(scenario_id=scenario.pk, content=content, on=TODAY, **WHO)
    assert codes(caught) == ["no_offer"]


def test_a_line_by_hand_is_checked_at_once(company, scenario):
    line = add_line(scenario, company.modules["M1"], sessions=6)
    assert (line.is_by_hand, line.cost) == (True, 120_000)
    assert {"class_min", "money"} <= set(problems_of(scenario))
    services.add_people(line_id=line.pk, numbers=["0001", "0002"], **WHO)
    services.change_line(
        line_id=line.pk,
        content=make.content(sessions=1),
        seen=Line.objects.get(pk=line.pk).updated_at.isoformat(),
        **WHO,
    )
    assert problems_of(scenario) == []
    assert queries.totals(scenario.pk).cost == 20_000 + 2 * 500


def test_a_stale_line_is_refused(company, scenario):
    line = add_line(scenario, company.modules["M1"])
    with pytest.raises(Conflict):
        services.change_line(
            line_id=line.pk, content=make.content(sessions=3), seen="2020-01-01", **WHO
        )


def test_people_are_named_by_number_and_only_those_one_may_see(company, scenario):
    line = add_line(scenario, company.modules["M1"])
    north = Scope((company.base.north.scope.path,))
    with pytest.raises(Refused) as caught:
        services.add_people(line_id=line.pk, numbers=["0001", "0002", "9999"], scope=north, **WHO)
    assert [p.place for p in caught.value.problems] == ["0002", "9999"]
    assert services.add_people(line_id=line.pk, numbers=["0001", "0001"], scope=north, **WHO) == 1
    place = Place.objects.get()
    south = Scope((company.base.south.scope.path,))
    assert services.remove_people(line_id=line.pk, place_ids=[place.pk], scope=south, **WHO) == 0
    assert services.remove_people(line_id=line.pk, place_ids=[place.pk], scope=north, **WHO) == 1


def test_a_button_of_a_conflict_changes_one_limit(scenario):
    services.relax_limit(scenario_id=scenario.pk, limit=Limit.BUDGET, value=250_000, **WHO)
    scenario.refresh_from_db()
    assert scenario.budget == 250_000
    with pytest.raises(NotFound):
        services.relax_limit(scenario_id=scenario.pk, limit=Limit.PIN, value=99, **WHO)


def test_an_approved_plan_changes_by_changes_alone(company, solved):
    services.choose_scenario(scenario_id=solved.pk, **WHO)
    services.approve_plan(plan_id=solved.plan_id, **WHO)
    for act in (
        lambda: change(solved, budget=1_000_000),
        lambda: services.remove_line(line_id=solved.lines.first().pk, **WHO),
        lambda: services.start_run(scenario_id=solved.pk, **WHO),
        lambda: services.choose_scenario(scenario_id=solved.pk, **WHO),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert codes(caught) == ["approved"]
    services.reopen_plan(plan_id=solved.plan_id, reason="董事會退回", **WHO)
    change(solved, budget=1_000_000)


def test_the_chosen_scenario_is_not_deleted(company, solved):
    services.choose_scenario(scenario_id=solved.pk, **WHO)
    with pytest.raises(Refused) as caught:
        services.delete_scenario(scenario_id=solved.pk, **WHO)
    assert codes(caught) == ["chosen"]
    other = services.copy_scenario(scenario_id=solved.pk, name="乙案", **WHO)
    services.delete_scenario(scenario_id=other.pk, **WHO)
