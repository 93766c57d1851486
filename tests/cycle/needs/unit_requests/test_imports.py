"""Answers in Excel: planned row by row, taken in, again without change; the form goes out and comes back."""

import io
from datetime import date

import openpyxl
import pytest

from espalier.cycle.needs.unit_requests import queries, services, sheets
from espalier.cycle.needs.unit_requests.models import SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.thread import without_module
from espalier.cycle.needs.unit_requests.types import Act, RoundAct
from espalier.kit.imports import services as imports
from espalier.kit.thread import registry
from tests.conftest import MONDAY
from tests.factories import learning_map, needs, people, policy
from tests.factories import unit_requests as made
from tests.factories.unit_requests import BY, DEADLINE, OPENS

pytestmark = pytest.mark.django_db
ROW = {
    "round": "2027", "code": "MFG-01", "unit": "MFG", "module": "", "topic": "刀具壽命管理",
    "reason_kind": "gap", "reason": "換刀全憑經驗", "people": ("002", "003"), "headcount": 5,
    "months": ("3", "4"), "budget_minor": 30_000, "priority": "high", "mode": "in_house",
}  # fmt: skip
ROUND = {
    "code": "2027", "year": 2027, "title": "2027 調查", "opens_on": OPENS, "deadline": DEADLINE,
    "units": ("MFG", "SALES"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MONDAY)


def test_a_sheet_is_the_answer_of_the_unit(found):
    assert people.actions(people.load_sheet("unit_requests", [ROW])) == ["add"]
    row = UnitRequest.objects.get()
    assert (row.state, row.sent_at, row.months) == ("sent", MONDAY, [3, 4])
    assert sorted(each.number for each in row.employees.all()) == ["002", "003"]
    assert people.actions(people.plan_sheet("unit_requests", [ROW])) == ["skip"]
    people.load_sheet("unit_requests", [ROW | {"budget_minor": 45_000, "priority": ""}])
    row.refresh_from_db()
    assert (row.budget_minor, row.priority, row.employees.count()) == (45_000, "high", 2)


def test_a_cell_may_offer_the_name_beside_the_code(found):
    module = learning_map.published("MFG-04", name="刀具選用").module
    policy.goal("G1")
    needs.need("N1")
    offered = {
        "unit": "MFG 製造部", "module": "MFG-04 刀具選用", "goal": "G1 提高獲利", "need": "N1 需求N1",
        "people": ("002 陳一",), "months": ("3月", "12 月"), "headcount": None,
    }  # fmt: skip
    people.load_sheet("unit_requests", [ROW | offered])
    row = UnitRequest.objects.get()
    assert (row.module_id, row.months, row.need.code) == (module.pk, [3, 12], "N1")
    assert people.actions(people.plan_sheet("unit_requests", [ROW | offered])) == ["skip"]


# What the row says -> why it is refused.
REFUSED = {
    "records that are not there": (
        {"round": "1999", "unit": "X", "module": "Y", "goal": "G", "need": "N", "people": ("9",)},
        ["unknown"] * 6,
    ),
    "somebody of another unit": ({"people": ("004",)}, ["outside_unit"]),
    "no month, no reason": ({"months": (), "reason": ""}, ["no_reason", "no_month"]),
    "neither module nor topic": ({"topic": ""}, ["no_subject"]),
    "a thirteenth month": ({"months": ("13", "三")}, ["bad_month"]),
    "fewer than named": ({"headcount": 1}, ["fewer_than_named"]),
    "a unit nobody asked": ({"unit": "HQ", "people": ()}, ["unit_not_asked"]),
}


@pytest.mark.parametrize(("changes", "said"), REFUSED.values(), ids=REFUSED)
def test_every_reason_to_refuse_a_row_is_said(found, changes, said):
    assert people.reasons(people.plan_sheet("unit_requests", [ROW | changes])) == {2: said}


def test_empty_lines_of_a_form_are_passed_over(found):
    empty = {"round": "2027", "code": "MFG-02", "unit": "MFG", "topic": "", "months": ()}
    assert people.actions(people.load_sheet("unit_requests", [ROW, empty])) == ["add", "skip"]


def test_what_was_decided_is_not_written_over(found, company):
    people.load_sheet("unit_requests", [ROW])
    made.accept(UnitRequest.objects.get())
    planned = people.plan_sheet("unit_requests", [ROW | {"topic": "別的"}])
    assert people.reasons(planned) == {2: ["already_decided"]}
    assert people.actions(people.plan_sheet("unit_requests", [ROW])) == ["skip"]


def test_a_survey_that_has_not_begun_takes_no_sheet(company):
    made.survey([company.units["MFG"]], is_open=False)
    assert people.reasons(people.plan_sheet("unit_requests", [ROW])) == {2: ["not_begun"]}


def test_late_sheets_are_taken_in_by_who_conducts(found):
    services.move_round(round_id=found.pk, act=RoundAct.CLOSE, by=BY, at=MONDAY)
    assert people.actions(people.load_sheet("unit_requests", [ROW])) == ["add"]


def test_a_sheet_unsays_that_the_unit_asks_for_nothing(found, company):
    unit = company.units["MFG"].pk
    services.say_nothing(round_id=found.pk, unit_id=unit, asks_nothing=True, by=BY, at=MONDAY)
    people.load_sheet("unit_requests", [ROW])
    assert queries.asked_or_404(found.pk, unit).no_requests_at is None


def test_rounds_come_in_the_state_of_their_days(company):
    past = ROUND | {
        "code": "2026",
        "year": 2026,
        "opens_on": date(2025, 11, 1),
        "deadline": date(2025, 11, 20),
    }
    assert people.actions(people.load_sheet("unit_request_rounds", [ROUND, past])) == ["add", "add"]
    states = dict(SurveyRound.objects.values_list("code", "state"))
    assert states == {"2027": "open", "2026": "closed"}
    assert people.actions(people.plan_sheet("unit_request_rounds", [ROUND, past])) == [
        "skip",
        "skip",
    ]
    people.load_sheet("unit_request_rounds", [{**ROUND, "contact": "分機 721"}])
    assert SurveyRound.objects.get(code="2027").contact == "分機 721"
    wrong = ROUND | {"code": "2028", "deadline": date(2026, 11, 1), "units": ("X",)}
    planned = people.plan_sheet("unit_request_rounds", [wrong])
    assert people.reasons(planned) == {2: ["unknown", "ends_before_it_begins"]}


def test_the_form_of_a_unit_goes_out_and_comes_back(found, company, system):
    learning_map.published("MFG-04", name="刀具選用")
    made.ask(found, company.units["MFG"])
    asked = queries.asked_or_404(found.pk, company.units["MFG"].pk)
    data = sheets.form_of_unit(asked, on=OPENS)
    book = openpyxl.load_workbook(io.BytesIO(data))
    form, told, named = book.worksheets[0], book["填寫說明"], book["單位人員"]
    heads = [cell.value for cell in form[1]]
    assert [form.cell(row, heads.index("需求編號") + 1).value for row in (2, 3, 16)] == [
        "MFG-01", "MFG-02", "MFG-15",
    ]  # fmt: skip
    assert any("2026/11/20" in str(cell.value) for row in told.rows for cell in row)
    assert [row[1].value for row in named.rows] == ["姓名", "林班長", "陳一", "王二"]
    form.cell(3, heads.index("希望主題") + 1).value = "五軸換線"
    form.cell(3, heads.index("需求說明") + 1).value = "換線太久"
    form.cell(3, heads.index("人數") + 1).value = 4
    form.cell(3, heads.index("希望月份") + 1).value = "5、6"
    filled = io.BytesIO()
    book.save(filled)
    run = imports.start_import(
        kind="unit_requests", data=filled.getvalue(), filename="製造部.xlsx", by=system, at=MONDAY
    )
    run = imports.plan_import(run_id=run.pk, by=system, at=MONDAY)
    assert (run.counts["add"], run.counts["change"], run.counts["refuse"]) == (1, 0, 0)
    imports.apply_import(run_id=run.pk, by=system, at=MONDAY)
    row = UnitRequest.objects.get(code="MFG-02")
    assert (row.topic, row.months, row.state) == ("五軸換線", [5, 6], "sent")


def test_queries_of_a_plan_do_not_grow_with_the_rows(found, django_assert_num_queries):
    people.plan_sheet("unit_requests", [ROW])
    with django_assert_num_queries(8):
        people.plan_sheet("unit_requests", [ROW])
    rows = [ROW | {"code": f"MFG-{n:02}"} for n in range(1, 30)]
    with django_assert_num_queries(8):
        people.plan_sheet("unit_requests", rows)


def test_the_thread_leads_from_unit_module_need_and_goal(found, company):
    module = learning_map.published("MFG-04").module
    goal, need = policy.goal("G1"), needs.need("N1")
    row = made.ask(
        found, company.units["MFG"], module_id=module.pk, need_id=need.pk, business_goal_id=goal.pk
    )
    edges = {(edge.source, edge.target): edge for edge in registry.edges()}
    for kind, pk in (
        ("people.Unit", row.unit_id), ("learning_map.Module", module.pk),
        ("policy.BusinessGoal", goal.pk), ("needs.Need", need.pk),
    ):  # fmt: skip
        edge = edges[kind, "needs.UnitRequest"]
        assert list(edge.down([str(pk)])) == [(str(pk), str(row.pk))]
        assert list(edge.up([str(row.pk)])) == [(str(row.pk), str(pk))]
    fulfilled = edges["frame.Indicator", "needs.UnitRequest"]
    assert list(fulfilled.down(["P2.3.5"])) == []
    topic = made.ask(found, company.units["SALES"])
    made.accept(topic)
    services.decide(request_ids=[row.pk], act=Act.REFUSE, reason="已辦", by=BY, at=MONDAY)
    assert len(list(fulfilled.down(["P2.3.5"]))) == 2
    assert [each.label for each in without_module()] == ["SALES-01 刀具壽命管理"]
