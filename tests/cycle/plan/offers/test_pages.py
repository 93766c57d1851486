"""The register of offers: pages, form, import, thread, and who may see it."""

from datetime import date

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from espalier.cycle.plan.offers import queries, thread
from espalier.cycle.plan.offers.imports import ENTRY_LEVELS, OFFERS
from espalier.cycle.plan.offers.models import EntryLevel, Offer
from espalier.cycle.policy.resources import services as resources
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.imports.types import Action, Row
from espalier.kit.registers import planning
from espalier.kit.registers import services as registers
from tests.factories import plan as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
ALLOWED = set(Role) - {Role.LEARNER, Role.ADMINISTRATOR}


@pytest.fixture
def teacher(company):
    told = {"code": "T1", "kind": "instructor", "name": "講師一"}
    return resources.save_resource(values=told, by=make.BY, at=make.AT)


@pytest.fixture
def room(company):
    told = {"code": "R1", "kind": "room", "name": "教室一", "seats": 24}
    return resources.save_resource(values=told, by=make.BY, at=make.AT)


def row(number=2, **values):
    told = {"module": "M4", "kind": "class", "seats_min": 6, "seats_max": 12, "sessions_max": None,
            "session_cost": 9000, "head_cost": 300, "meetings": 1, "meeting_minutes": 180, "slot_kinds": (),
            "instructors": ("T1",), "rooms": ("R1",), "equipment": (), "money_line": "", "grant": "",
            "grant_per_session": None, "preferred_months": "3,4", "spacing_days": None,
            "owner": "", "note": ""}  # fmt: skip
    return Row("", number, told | values)


@pytest.mark.parametrize("role", Role)
def test_the_permission_table(company, person_with, client_of, role):
    client = client_of(person_with(role))
    pk = Offer.objects.first().pk
    for url in ("/plan/offers/", f"/plan/offers/{pk}/"):
        assert client.get(url).status_code == (200 if role in ALLOWED else 404)
    may_write = role in (Role.MANAGER, Role.COORDINATOR)
    new = client.get("/plan/records/offers/new/")
    assert new.status_code == (200 if may_write else 404)


def test_the_list_says_which_modules_cannot_be_planned_and_offers_the_one_act(
    company, manager, client_of
):
    page = client_of(manager).get("/plan/offers/")
    assertContains(page, "M4 模組M4")
    assertContains(page, "/plan/records/offers/new/?module=M4")
    assertNotContains(page, "?module=M1")


def test_the_list_is_exported_as_shown(company, manager, client_of):
    answer = client_of(manager).get("/plan/offers/?export=csv&q=M2")
    assert answer.content.decode("utf-8-sig").count("M2") >= 1
    assert "M1" not in answer.content.decode("utf-8-sig")


def test_an_offer_shows_what_is_in_its_way(company, manager, client_of):
    offer = Offer.objects.get(module__code="M1")
    page = client_of(manager).get(f"/plan/offers/{offer.pk}/")
    codes = {problem.code for problem in page.context["problems"]}
    assert codes == {"nobody_teaches", "no_room"}
    assert client_of(manager).get("/plan/offers/999/").status_code == 404


def test_the_form_writes_one_offer_and_logs_it(company, teacher, room, manager, client_of):
    told = {k: v for k, v in row().values.items() if v not in (None, "", ())}
    answer = client_of(manager).post("/plan/records/offers/new/", told)
    offer = Offer.objects.get(module__code="M4")
    assert answer.url == f"/plan/offers/{offer.pk}/"
    assert [each.code for each in offer.instructors.all()] == ["T1"]
    assert (offer.spacing_days, offer.grant_per_session) == (5, 0)
    assert Entry.objects.filter(event="registers.record.saved").count() == 1


def test_the_form_names_all_problems_at_once_and_keeps_what_was_typed(company, manager, client_of):
    told = {k: v for k, v in row().values.items() if v not in (None, "", ())}
    told |= {"seats_min": 20, "preferred_months": "13"}
    del told["instructors"], told["rooms"]
    answer = client_of(manager).post("/plan/records/offers/new/", told)
    assert answer.status_code == 422
    assert {problem.code for problem in answer.context["problems"]} == {"min_above_max", "no_month"}
    assertContains(answer, 'value="13"', status_code=422)


IMPORTS = {
    "a new offer": ({}, Action.ADD, set()),
    "unknown module": ({"module": "M9"}, Action.REFUSE, {("module", "unknown")}),
    "unknown instructor beside a known one": (
        {"instructors": ("T1", "T9")}, Action.REFUSE, {("instructors", "unknown")}
    ),
    "a room that is to teach": (
        {"instructors": ("R1",)}, Action.REFUSE, {("instructors", "wrong_kind")}
    ),
    "several at once": (
        {"module": "M9", "rooms": ("R9",), "seats_min": 13},
        Action.REFUSE,
        {("module", "unknown"), ("rooms", "unknown"), ("seats_min", "min_above_max")},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "action", "reasons"), IMPORTS.values(), ids=IMPORTS)
def test_a_catalogue_is_planned_row_by_row(company, teacher, room, changes, action, reasons):
    planned = planning.plan(OFFERS, [row(**changes)], TODAY)[0]
    assert planned.action is action
    assert {(reason.column, reason.code) for reason in planned.reasons} == reasons
    assert all(str(reason.message) for reason in planned.reasons)


def test_importing_a_catalogue_again_changes_nothing(company, teacher, room):
    rows = [row(), row(3, module="M1")]
    registers.import_rows(
        register=OFFERS, rows=[each.values for each in rows], by=make.BY, at=make.AT
    )
    assert [each.action for each in planning.plan(OFFERS, rows, TODAY)] == [Action.SKIP] * 2
    assert Offer.objects.count() == 4


def test_many_rows_ask_no_more_questions(company, teacher, room, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        planning.plan(OFFERS, [row(n) for n in range(2, 60)], TODAY)


def test_entry_levels_belong_to_an_offer(company, manager, client_of):
    told = {"offer": "M1", "competency": "S1", "level": 1.5}
    planned = planning.plan(ENTRY_LEVELS, [Row("", 2, told)], TODAY)
    assert planned[0].action is Action.ADD
    answer = client_of(manager).post(
        "/plan/records/entry_levels/new/?offer=M1", {"competency": "S1", "level": 1.5}
    )
    assert answer.status_code == 302
    assert EntryLevel.objects.get().offer.module.code == "M1"


def test_reading_offers_takes_the_same_number_of_queries(company, django_assert_num_queries):
    with django_assert_num_queries(6):
        queries.offers_by_module()
    make.offer(company.modules["M4"])
    with django_assert_num_queries(6):
        queries.offers_by_module()


def test_needed_modules_without_an_offer_are_broken_links(company):
    found = list(thread.without_offer())
    assert [each.label for each in found] == ["M4 模組M4"]
    assert found[0].remedy_url.endswith("/plan/records/offers/new/?module=M4")
    make.offer(company.modules["M4"])
    assert list(thread.without_offer()) == []


def test_the_thread_runs_from_the_module_to_the_instructor(company, teacher):
    offer = Offer.objects.get(module__code="M1")
    offer.instructors.add(teacher)
    version = company.modules["M1"].versions.get()
    assert thread._offered([str(version.pk)]) == [(str(version.pk), str(offer.pk))]
    assert thread._offering([str(offer.pk)]) == [(str(offer.pk), str(version.pk))]
