"""Pages of obligations: what they show, to whom, and with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.people.employees.models import Employee, Licence
from espalier.kit.accounts.types import Role
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
ON = "2026-11-02"
PLACES = ("obligations", "qualifications", "obligation_forecast", "my_obligations")
READERS = {Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR}


def addresses(company):
    return [
        *(reverse(f"learning_map:{name}") for name in PLACES),
        reverse("learning_map:obligation_person", args=[company.ann.pk]),
        reverse("learning_map:obligation_norm", args=[company.safety.pk]),
    ]


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def link(person, user):
    Employee.objects.filter(pk=person.pk).update(user=user)


def test_a_person_sees_what_counted_what_did_not_and_why(client, bound):
    address = reverse("learning_map:obligation_person", args=[bound.ann.pk])
    text = text_of(client.get(f"{address}?on={ON}"))
    assert "林安 的訓練義務" in text
    assert "須補訓 6 小時" in text
    assert "安全課程（SAFE）：3 小時：不在採計期間內" in text
    assert "1 項規範不適用於此人" in text
    assert text.index("年度法遵") < text.index("安全訓練")


def test_an_exempt_person_sees_the_reason(client, bound):
    from espalier.cycle.learning_map.norms.models import NormExemption

    NormExemption.objects.create(
        norm=bound.yearly, employee=bound.ann, reason="派駐國外", starts_on=date(2026, 1, 1),
        approved_by="主管", recorded_at=make.AT, recorded_by="test",
    )  # fmt: skip
    address = reverse("learning_map:obligation_person", args=[bound.ann.pk])
    text = text_of(client.get(f"{address}?on={ON}"))
    assert "豁免（至 –）：派駐國外" in text


def test_one_s_own_page_and_card(client_of, stranger, bound):
    link(bound.ann, stranger)
    mine = text_of(client_of(stranger).get(reverse("learning_map:my_obligations")))
    assert "我的訓練義務" in mine
    assert "年度法遵" in mine
    first = text_of(client_of(stranger).get("/"))
    assert "近期應完成的訓練" in first
    assert "須補訓" in first


def test_an_account_of_no_employee_is_told(client, bound):
    assert "此帳號未對應員工" in text_of(client.get(reverse("learning_map:my_obligations")))


def test_the_board_counts_and_leads_on(client, bound):
    text = text_of(client.get(f"/map/obligations/?on={ON}&unit={bound.north.pk}"))
    assert "林安" in text
    assert "陳博" not in text
    norm = reverse("learning_map:obligation_norm", args=[bound.yearly.pk])
    assert f"{norm}?unit={bound.north.pk}&amp;on={ON}" in text
    listed = text_of(client.get(f"{norm}?on={ON}&state=overdue"))
    assert "2025" in listed
    assert "陳博" in listed
    none = text_of(client.get(f"{norm}?on={ON}&state=exempt"))
    assert "陳博" not in none


def test_a_norm_that_concerns_nobody_says_so(client, bound):
    text = text_of(client.get(reverse("learning_map:obligation_norm", args=[bound.aid.pk])))
    assert "當日沒有適用此規範的人員" in text
    assert client.get("/map/obligations/norms/9999/").status_code == 404


def test_without_norms_the_pages_say_what_to_do(client, company):
    for place in ("obligations", "obligation_forecast"):
        assert "查看規範清冊" in text_of(client.get(reverse(f"learning_map:{place}")))
    assert "沒有可顯示的資料" in text_of(client.get(reverse("learning_map:qualifications")))


def test_obligations_are_exported_for_auditors(client, bound):
    lines = client.get(f"/map/obligations/?on={ON}&export=csv").content.decode("utf-8-sig")
    rows = [line.split(",") for line in lines.strip().splitlines()]
    assert rows[0][:5] == ["員工編號", "姓名", "單位", "職位", "規範"]
    assert len(rows) == 5
    wanted = ["0002", "陳博", "南廠", "銲接技術員", "YEARLY", "年度法遵", "逾期"]
    assert wanted in [row[:7] for row in rows]
    listed = text_of(client.get(f"/map/obligations/?on={ON}&state=exempt"))
    assert "林安" not in listed
    overdue = client.get(f"/map/obligations/?on={ON}&state=overdue&export=csv")
    assert len(overdue.content.decode("utf-8-sig").strip().splitlines()) == 3
    book = client.get(f"/map/obligations/?on={ON}&export=xlsx")
    assert book.content[:2] == b"PK"


def test_the_matrix_is_shown_and_exported(client, bound):
    Licence.objects.create(employee=bound.ann, name="堆高機", issued_on=date(2020, 1, 1))
    for kind in ("modules", "licences", "norms"):
        matrix_of_kind(client, bound, kind)


def matrix_of_kind(client, bound, kind):
    address = f"/map/obligations/matrix/?kind={kind}&on={ON}"
    text = text_of(client.get(address))
    assert "目前具備人數" in text
    assert {"modules": "安全課程", "licences": "堆高機", "norms": "年度法遵"}[kind] in text
    rows = client.get(f"{address}&export=csv").content.decode("utf-8-sig").strip().splitlines()
    assert len(rows) == 3
    only = text_of(client.get(f"{address}&unit={bound.south.pk}"))
    assert "林安" not in only


def test_the_forecast_shows_chart_and_table(client, bound):
    text = text_of(client.get("/map/obligations/forecast/"))
    assert "forecast-spec" in text
    assert "每月訓練義務" in text
    answer = client.get("/map/obligations/forecast/?export=csv")
    assert answer.content.decode("utf-8-sig").startswith("規範,名稱,")


def test_who_may_open_the_pages(client_of, person_with, bound):
    """Everybody reaches what is their own; only readers find somebody else."""
    for role in Role:
        client = client_of(person_with(role))
        other = client.get(reverse("learning_map:obligation_person", args=[bound.ann.pk]))
        assert other.status_code == (200 if role in READERS else 404), role
        assert client.get(reverse("learning_map:my_obligations")).status_code == 200


def test_a_stranger_sees_nobody(client_of, stranger, bound):
    client = client_of(stranger)
    person = reverse("learning_map:obligation_person", args=[bound.ann.pk])
    assert client.get(person).status_code == 404
    for place in ("obligations", "qualifications", "obligation_forecast"):
        assert "林安" not in text_of(client.get(reverse(f"learning_map:{place}")))
    norm = reverse("learning_map:obligation_norm", args=[bound.yearly.pk])
    assert "林安" not in text_of(client.get(norm))


def test_a_supervisor_sees_only_their_unit(client_of, person_with, bound):
    supervisor = person_with(Role.SUPERVISOR, scope=bound.north.scope)
    client = client_of(supervisor)
    for address in addresses(bound):
        assert "陳博" not in text_of(client.get(address))
    bob = reverse("learning_map:obligation_person", args=[bound.bob.pk])
    assert client.get(bob).status_code == 404
    assert client.get(f"/map/obligations/?unit={bound.south.pk}").status_code == 200
    card = text_of(client.get("/"))
    assert "部屬的訓練義務" in card
    assert "1 人逾期" in card


def more_people(company, n):
    for k in range(n):
        someone = make.hire(
            number=f"9{k:03}", name=f"員工{k}", unit_id=company.north.pk,
            position_id=company.welder.pk, sex="M", category="operative",
            hired_on=date(2025, 3, 1), by=make.BY, at=make.AT,
        )  # fmt: skip
        make.completion(someone, company.module, date(2026, 1, 5))
        Licence.objects.create(employee=someone, name="堆高機", issued_on=date(2020, 1, 1))
        DutyAssignment.objects.create(employee=someone, duty="急救人員", starts_on=date(2026, 1, 1))


def n_queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Board, matrix, forecast, own page of somebody who is no employee, a person, a norm.
PINNED = [18, 10, 23, 4, 18, 18]


def test_pages_take_the_same_queries_for_few_and_many(client, bound):
    pages = addresses(bound)
    for address in pages:
        client.get(address)
    few = [n_queries(client, address) for address in pages]
    more_people(bound, 12)
    many = [n_queries(client, address) for address in pages]
    assert few == many
    assert few == PINNED


def test_the_day_asked_about_is_kept(client, bound):
    assert timezone.localdate() >= date(2026, 11, 2)
    address = reverse("learning_map:obligation_person", args=[bound.ann.pk])
    later = text_of(client.get(f"{address}?on=2028-06-01"))
    assert "期限為 2028/1/1" in later or "期限為 2028/01/01" in later
