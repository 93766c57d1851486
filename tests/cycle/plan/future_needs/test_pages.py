"""Staff changes and future needs: pages, import, acts, and who may see them."""

from datetime import date

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from espalier.cycle.plan.future_needs import outlook, queries, services, thread
from espalier.cycle.plan.future_needs.imports import CHANGES
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.cycle.plan.future_needs.outlook import Show
from espalier.cycle.plan.future_needs.types import ChangeState
from espalier.kit.accounts.scope import EVERYTHING
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.imports.types import Action, Row
from espalier.kit.organisation import services as organisation
from espalier.kit.registers import planning
from tests.factories import learning_map as maps
from tests.factories import plan as make

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 11, 2), date(2027, 12, 31)
ALLOWED = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR}


def change(kind, employee=None, **changes):
    told = {"code": f"C{StaffChange.objects.count() + 1}", "kind": kind, "on": date(2027, 3, 1)}
    told |= {"source": "人力計畫", "updated_at": make.AT, "employee": employee}
    return StaffChange.objects.create(**(told | changes))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("url", ["/plan/staff-changes/", "/plan/future-needs/"])
def test_the_permission_table(company, person_with, client_of, role, url):
    assert client_of(person_with(role)).get(url).status_code == (200 if role in ALLOWED else 404)


def test_a_supervisor_sees_only_changes_of_the_own_units(company, person_with, client_of):
    north = change("promote", company.people[0], position=company.base.leader)
    south = change("leave", company.people[1])
    hire = change("hire", unit=company.base.south, position=company.base.welder, headcount=3)
    client = client_of(person_with(Role.SUPERVISOR, scope=company.base.north.scope))
    page = client.get("/plan/staff-changes/")
    assertContains(page, north.code)
    assertNotContains(page, south.code)
    for other in (south, hire):
        assert client.get(f"/plan/staff-changes/{other.pk}/").status_code == 404


def test_settling_a_change_is_logged_and_goes_one_way(company, manager, client_of):
    one = change("leave", company.people[0])
    client = client_of(manager)
    client.post(f"/plan/staff-changes/{one.pk}/move/", {"then": "settled"})
    one.refresh_from_db()
    assert one.state == ChangeState.SETTLED
    assert Entry.objects.filter(event="plan.staff_change.moved").count() == 1
    with pytest.raises(Refused):
        services.move_change(change_id=one.pk, then=ChangeState.DROPPED, by=make.BY, at=make.AT)
    assert (
        client.post(f"/plan/staff-changes/{one.pk}/move/", {"then": "nonsense"}).status_code == 404
    )


def row(**values):
    told = {
        "code": "C1",
        "kind": "promote",
        "state": "",
        "on": date(2027, 3, 1),
        "employee": "0001",
    }
    told |= {"unit": "", "position": "MFG-2", "headcount": None, "source": "晉升核定", "note": ""}
    return Row("", 2, told | values)


IMPORTS = {
    "a promotion": ({}, Action.ADD, set()),
    "unknown person": ({"employee": "9999"}, Action.REFUSE, {"unknown"}),
    "nobody named": ({"employee": ""}, Action.REFUSE, {"no_person"}),
    "a hire without a unit": ({"kind": "hire", "employee": ""}, Action.REFUSE, {"no_unit"}),
    "where she stands already": ({"position": "MFG-1"}, Action.REFUSE, {"nothing_changes"}),
    "what is over is kept as it was said": (
        {"position": "MFG-1", "state": "settled"}, Action.ADD, set()
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "action", "codes"), IMPORTS.values(), ids=IMPORTS)
def test_rows_are_checked_against_the_roster(company, changes, action, codes):
    planned = planning.plan(CHANGES, [row(**changes)], TODAY)
    assert planned[0].action is action
    assert {reason.code for reason in planned[0].reasons} == codes


def test_the_sheet_reads_the_records_once_for_all_rows(company, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        planning.plan(CHANGES, [row(code=f"C{n}") for n in range(50)], TODAY)


def test_a_form_with_everything_wrong_says_so_at_once(company, manager, client_of):
    told = {"code": "C1", "kind": "leave", "on": "2020-01-01", "headcount": 3, "source": "x"}
    told |= {"employee": "0001"}
    answer = client_of(manager).post("/plan/records/staff_changes/new/", told)
    assert answer.status_code == 422
    assert {p.code for p in answer.context["problems"]} == {"bad_headcount", "before_hired"}
    told |= {"on": "2027-03-01", "headcount": 1}
    client_of(manager).post("/plan/records/staff_changes/new/", told)
    assert StaffChange.objects.get().on == date(2027, 3, 1)


def test_gaps_arise_with_promotions_and_vanish_with_leavers(company):
    ann, bob = company.people[:2]
    maps.requirement(company.base.leader, company.competencies["S1"], 5)
    change("leave", ann)
    change("promote", bob, position=company.base.leader)
    change("hire", unit=company.base.south, position=company.base.welder, headcount=3)
    found = outlook.outlook(DAY, today=TODAY, scope=EVERYTHING)
    rows = {each.head.code: each for each in outlook.need_rows(found, minimum=1)}
    one, two = rows["S1"], rows["S2"]
    assert (one.n_required_today, one.n_required_then, one.n_hired) == (10, 12, 3)
    assert (one.n_lack_today, one.n_lack_then, one.n_arise, one.n_vanish) == (10, 9, 0, 1)
    # Bob moved to a post that does not ask for S2; Ann lacked it and is gone.
    assert (two.n_required_then, two.n_arise, two.n_vanish) == (11, 0, 1)
    pk = company.competencies["S1"].pk
    behind = outlook.person_rows(found, pk, Show.VANISH)
    assert [(each.person.number, each.change_id) for each in behind] == [
        ("0001", StaffChange.objects.get(kind="leave").pk)
    ]
    heads = {each.key: each for each in outlook.head_rows(found, by="position_id")}
    leader = heads[company.base.leader.pk]
    assert (leader.n_today, leader.n_comes, leader.n_goes, leader.n_then) == (0, 1, 0, 1)
    welder = heads[company.base.welder.pk]
    assert (welder.n_today, welder.n_comes, welder.n_goes, welder.n_then, welder.n_hires) == (
        10,
        3,
        2,
        11,
        3,
    )


def test_every_number_opens_its_rows_and_small_groups_stay_closed(
    company, manager, client_of, system, monday
):
    pk = company.competencies["S1"].pk
    client = client_of(manager)
    page = client.get(f"/plan/future-needs/?competency={pk}&show=lack_then")
    assert len(page.context["opened"]["people"]) == 10
    organisation.change_settings(
        values={"name": "測試公司", "suppression_minimum": 20}, by=system, at=monday
    )
    hidden = client.get(f"/plan/future-needs/?competency={pk}&show=lack_then")
    assert hidden.context["opened"] is None
    assertContains(hidden, "＊")


def test_a_unit_is_looked_at_alone(company, person_with, client_of):
    url = f"/plan/future-needs/?unit={company.base.north.pk}"
    page = client_of(person_with(Role.MANAGER)).get(url)
    assert page.context["n_today"] == 5
    client = client_of(person_with(Role.SUPERVISOR, scope=company.base.south.scope))
    assert (
        client.get(url).context["n_today"] == 5
    )  # a unit that is not theirs is no choice: they see their own


def test_the_page_asks_the_same_number_of_questions_for_many_people(
    company, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        outlook.outlook(DAY, today=TODAY, scope=EVERYTHING)


def test_changes_whose_day_is_over_are_broken_links(company):
    late = change("leave", company.people[0], on=date(2020, 1, 1))
    change("leave", company.people[1], on=date(2999, 1, 1))
    assert [each.id for each in thread.overdue()] == [str(late.pk)]


def test_staff_on_reads_no_more_for_more_people(company, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        queries.staff_on(DAY, today=TODAY)
