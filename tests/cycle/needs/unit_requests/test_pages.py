"""Pages of the survey: who may open which, how a unit answers on them, how requests are decided, pinned queries."""

import pytest

from espalier.cycle.needs.unit_requests import services
from espalier.cycle.needs.unit_requests.models import RequestGroup, SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.types import Act
from espalier.kit.accounts.types import Actor, Role
from tests.conftest import MONDAY
from tests.factories import learning_map
from tests.factories import unit_requests as made
from tests.factories.unit_requests import BY

pytestmark = pytest.mark.django_db
VIEWERS = {Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR}
CONDUCTORS = {Role.MANAGER, Role.COORDINATOR}
ANSWERERS = CONDUCTORS | {Role.SUPERVISOR}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MONDAY)


@pytest.fixture
def row(found, company):
    return made.ask(found, company.units["MFG"])


@pytest.fixture
def group(found, company, row):
    other = made.ask(found, company.units["SALES"])
    return services.merge_requests(
        request_ids=[row.pk, other.pk], title="刀具管理", by=BY, at=MONDAY
    )


def of_round(found, unit=None) -> str:
    return f"/needs/requests/rounds/{found.pk}/" + (f"units/{unit.pk}/" if unit else "")


@pytest.mark.parametrize("role", Role)
def test_role_by_page(role, person_with, client_of, found, company, row, group):
    client = client_of(person_with(role))
    unit = of_round(found, company.units["MFG"])
    draft = made.ask(found, company.units["MFG"], sends=False)
    pages = {
        "/needs/requests/": VIEWERS,
        "/needs/requests/list/": VIEWERS,
        of_round(found): VIEWERS,
        unit: VIEWERS,
        f"{unit}form.xlsx": VIEWERS,
        f"/needs/requests/{row.pk}/": VIEWERS,
        f"/needs/requests/groups/{group.pk}/": VIEWERS,
        f"{unit}new/": ANSWERERS,
        f"{unit}nothing/": ANSWERERS,
        f"/needs/requests/{draft.pk}/edit/": ANSWERERS,
        "/needs/requests/rounds/new/": CONDUCTORS,
        f"{of_round(found)}edit/": CONDUCTORS,
        f"{of_round(found)}duplicates/": CONDUCTORS,
        f"/needs/requests/merge/?ids={row.pk}": CONDUCTORS,
        f"/needs/requests/decide/?ids={row.pk}": {Role.MANAGER},
        f"/needs/requests/module/?ids={row.pk}": {Role.MANAGER},
    }
    for url, roles in pages.items():
        assert client.get(url).status_code == (200 if role in roles else 404), url


@pytest.mark.parametrize("role", Role)
def test_role_by_act(role, person_with, client_of, found, company, row, group):
    client = client_of(person_with(role))
    unit = of_round(found, company.units["MFG"])
    made.ask(found, company.units["MFG"], sends=False)
    for url, told, roles in (
        (f"{unit}send/", {}, ANSWERERS),
        (f"{unit}again/", {}, ANSWERERS),
        (f"/needs/requests/{row.pk}/act/", {"act": "withdraw"}, ANSWERERS),
        (f"/needs/requests/{row.pk}/split/", {}, CONDUCTORS),
        (f"{of_round(found)}remind/", {}, CONDUCTORS),
        (f"{of_round(found)}move/", {"act": "close"}, CONDUCTORS),
        ("/needs/requests/decide-many/", {"selected": [row.pk]}, {Role.MANAGER}),
        ("/needs/requests/merge-many/", {"selected": [row.pk]}, CONDUCTORS),
    ):
        assert client.post(url, told).status_code == (302 if role in roles else 404), url


def test_a_stranger_gets_404(stranger, client_of, found, company, row, group):
    client = client_of(stranger)
    for url in (
        "/needs/requests/", of_round(found), of_round(found, company.units["MFG"]),
        f"/needs/requests/{row.pk}/", f"/needs/requests/groups/{group.pk}/",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url


def test_a_supervisor_of_another_unit_finds_nothing(person_with, client_of, found, company, row):
    elsewhere = person_with(Role.SUPERVISOR, scope=company.units["SALES"].scope)
    client = client_of(elsewhere)
    unit = of_round(found, company.units["MFG"])
    for url in (unit, f"{unit}new/", f"{unit}form.xlsx", f"/needs/requests/{row.pk}/"):
        assert client.get(url).status_code == 404, url
    assert client.post(f"{unit}send/").status_code == 404
    assert client.post(f"/needs/requests/{row.pk}/act/", {"act": "withdraw"}).status_code == 404
    board = client.get(of_round(found)).text
    assert "業務部" in board
    assert "製造部" not in board
    assert "MFG-01" not in client.get("/needs/requests/list/").text


def test_a_unit_writes_keeps_and_hands_in(head, client_of, found, company):
    client = client_of(head)
    unit = of_round(found, company.units["MFG"])
    told = {
        "topic": "刀具壽命管理", "reason_kind": "gap", "reason": "換刀全憑經驗", "months": ["3", "4"],
        "employees": [str(company.people["002"].pk)], "mode": "in_house", "priority": "high",
        "budget_minor": "30000",
    }  # fmt: skip
    assert client.post(f"{unit}new/", told).url == unit
    row = UnitRequest.objects.get()
    assert (row.state, row.months, row.budget_minor) == ("draft", [3, 4], 30_000)
    page = client.get(unit).text
    assert "送出全部 1 筆草稿" in page
    client.post(f"{unit}send/")
    row.refresh_from_db()
    assert (row.state, row.sent_by) == ("sent", head)
    assert client.get(f"/needs/requests/{row.pk}/edit/").status_code == 200
    refused = client.post(f"/needs/requests/{row.pk}/edit/", told)
    assert (refused.status_code, "狀態" in refused.text) == (422, True)


def test_everything_that_lacks_is_said_and_what_was_typed_stays(head, client_of, found, company):
    url = f"{of_round(found, company.units['MFG'])}new/"
    told = {
        "reason_kind": "goal",
        "mode": "open",
        "priority": "low",
        "remarks": "夜班優先",
        "sends": "on",
    }
    answer = client_of(head).post(url, told)
    assert answer.status_code == 422
    for problem in ("no_subject", "no_reason", "no_goal", "no_people", "no_month"):
        assert f'data-problem="{problem}"' in answer.text
    assert "夜班優先" in answer.text
    assert UnitRequest.objects.count() == 0


def test_a_unit_that_asks_for_nothing(head, client_of, found, company):
    client, unit = client_of(head), of_round(found, company.units["MFG"])
    client.post(f"{unit}nothing/", {"note": "明年裁併"})
    assert "本單位無訓練需求" in client.get(unit).text
    assert "明年裁併" in client.get(of_round(found)).text
    client.post(f"{unit}again/")
    assert "尚未填寫任何需求" in client.get(unit).text


def test_two_people_at_one_draft_are_told(head, client_of, found, company):
    row = made.ask(found, company.units["MFG"], sends=False)
    client, url = client_of(head), f"/needs/requests/{row.pk}/edit/"
    version = client.get(url).context["version"]
    services.save_request(
        round_id=found.pk, unit_id=row.unit_id, request_id=row.pk,
        content=made.content(topic="另一人改的"), by=BY, at=MONDAY.replace(hour=2),
    )  # fmt: skip
    told = {
        "topic": "我改的",
        "reason_kind": "gap",
        "mode": "open",
        "priority": "low",
        "version": version,
    }
    answer = client.post(url, told)
    assert (answer.status_code, "另一人改的" in answer.text) == (409, True)


def test_a_round_is_planned_and_opened_on_the_page(manager, client_of, company):
    client = client_of(manager)
    told = {
        "code": "2027", "year": "2027", "title": "2027 調查", "opens_on": "2026-11-02",
        "deadline": "2026-11-30", "units": [str(company.units["MFG"].pk)],
    }  # fmt: skip
    client.post("/needs/requests/rounds/new/", told)
    found = SurveyRound.objects.get()
    assert found.state == "planned"
    page = client.post(f"{of_round(found)}move/", {"act": "open"}, follow=True)
    assert "填報中" in page.text
    assert client.post(f"{of_round(found)}move/", {"act": "burn"}).status_code == 404
    assert client.post(f"{of_round(found)}move/", {"act": "open"}).status_code == 422


def test_several_are_decided_at_once(manager, client_of, found, company, row):
    other = made.ask(found, company.units["SALES"])
    client = client_of(manager)
    on = client.post("/needs/requests/decide-many/", {"selected": [row.pk, other.pk]})
    assert "刀具壽命管理" in client.get(on.url).text
    empty = client.post(on.url, {"act": "accept", "reason": ""})
    assert empty.status_code == 422
    client.post(on.url, {"act": "accept", "reason": "符合年度重點"})
    assert set(UnitRequest.objects.values_list("state", flat=True)) == {"accepted"}
    again = client.post(on.url, {"act": "refuse", "reason": "改變主意"})
    assert (again.status_code, 'data-problem="already_decided"' in again.text) == (422, True)


def test_duplicates_are_merged_decided_and_given_a_module(manager, client_of, found, company, row):
    other = made.ask(found, company.units["SALES"], topic="刀具壽命的管理")
    module = learning_map.published("MFG-04", name="刀具選用與壽命").module
    client = client_of(manager)
    page = client.get(f"{of_round(found)}duplicates/").text
    assert f'value="{row.pk}"' in page
    answer = client.post(f"/needs/requests/merge/?ids={row.pk}&ids={other.pk}", {"title": "刀具"})
    group = RequestGroup.objects.get()
    assert answer.url == f"/needs/requests/groups/{group.pk}/"
    assert "12" in client.get(answer.url).text  # six people each
    ids = f"{row.pk},{other.pk}"
    client.post(f"/needs/requests/decide/?ids={ids}", {"act": "accept", "reason": "合併辦理"})
    assert "無法排入年度計畫" in client.get("/needs/requests/").text
    form = client.get(f"/needs/requests/module/?ids={ids}").text
    assert "名稱與主題相近的課程模組" in form
    client.post(f"/needs/requests/module/?ids={ids}", {"module": str(module.pk)})
    assert set(UnitRequest.objects.values_list("module_id", flat=True)) == {module.pk}


def test_what_nobody_named_is_not_found(manager, client_of, row):
    client = client_of(manager)
    for query in ("", "?ids=", "?ids=x", "?ids=999999", f"?ids={row.pk},999999"):
        assert client.get(f"/needs/requests/decide/{query}").status_code == 404


def test_the_requester_sees_decision_and_outcome(head, client_of, found, company):
    row = made.ask(found, company.units["MFG"], by=Actor.of_user(head))
    services.decide(request_ids=[row.pk], act=Act.ASK_BACK, reason="哪幾台？", by=BY, at=MONDAY)
    page = client_of(head).get(f"/needs/requests/{row.pk}/").text
    assert "哪幾台？" in page
    assert f"/needs/requests/{row.pk}/edit/" in page
    assert "/needs/requests/decide/" not in page


def test_the_list_is_searched_filtered_and_exported(manager, client_of, found, company, row):
    made.ask(found, company.units["SALES"], topic="商務英文簡報", priority="low")
    client = client_of(manager)
    page = client.get("/needs/requests/list/?priority=low").text
    assert "商務英文簡報" in page
    assert "刀具壽命管理" not in page
    unit = client.get(f"/needs/requests/list/?unit={company.units['HQ'].pk}").text
    assert "刀具壽命管理" in unit
    csv = client.get("/needs/requests/list/?export=csv").content.decode("utf-8-sig")
    assert "MFG-01" in csv
    assert "刀具壽命管理" in csv


def test_queries_do_not_grow_with_requests_and_units(
    manager, client_of, found, company, django_assert_max_num_queries
):
    client, counts = client_of(manager), []
    units = (company.units["MFG"], company.units["SALES"])
    group = None
    for size in (1, 5):
        rows = [made.ask(found, unit, employee_ids=()) for unit in units for _n in range(size)]
        group = services.merge_requests(
            request_ids=[each.pk for each in rows], title="同一件", by=BY, at=MONDAY
        )
        counts.append([])
        for url, most in (
            ("/needs/requests/", 12),
            ("/needs/requests/list/", 12),
            (of_round(found), 10),
            (of_round(found, units[0]), 10),
            (f"{of_round(found)}duplicates/", 12),
            (f"/needs/requests/groups/{group.pk}/", 10),
            (f"/needs/requests/{rows[0].pk}/", 16),
            (f"{of_round(found, units[0])}new/", 20),
        ):
            client.get(url)
            with django_assert_max_num_queries(most) as seen:
                client.get(url)
            counts[-1].append(len(seen.captured_queries))
    assert counts[0] == counts[1]
