"""O1.1.1: the handbook is given out, read, confirmed, and counted by unit."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from espalier.cycle.people.employees.services import hire
from espalier.cycle.policy.acknowledgement import queries, services
from espalier.cycle.policy.acknowledgement.models import Distribution, Receipt
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.notify.models import Notification
from tests.factories import learning_map
from tests.factories import policy as make
from tests.factories.policy import AT, BY, ON

pytestmark = pytest.mark.django_db
DUE = ON + timedelta(days=14)


@pytest.fixture
def company(db, person_with):
    """Ann (north) has an account, Bob (south) has none."""
    found = learning_map.company()
    found.user = person_with(Role.LEARNER, username="ann")
    found.ann.user = found.user
    found.ann.save()
    found.edition = make.published_edition()
    return found


def give(company, unit_ids=None, **changes) -> Distribution:
    told = {"edition_id": company.edition.pk, "unit_ids": unit_ids, "due_on": DUE, "on": ON,
            "by": BY, "at": AT}  # fmt: skip
    return services.distribute(**(told | changes))


def test_everybody_is_asked_once_and_told(company):
    given = give(company, note="請閱讀")
    assert set(Receipt.objects.values_list("employee__number", "unit__code")) == {
        ("0001", "N"),
        ("0002", "S"),
    }
    assert Notification.objects.get().user == company.user
    entry = Entry.objects.get(event="policy.handbook.distributed")
    assert entry.payload.body["after"]["n_people"] == 2
    assert given.to_all
    with pytest.raises(Refused) as refusal:
        give(company)
    assert [problem.code for problem in refusal.value.problems] == ["nobody_left"]


def test_a_unit_stands_for_all_below_it_and_who_comes_later_is_asked_later(company):
    give(company, [company.north.pk])
    assert list(Receipt.objects.values_list("employee__number", flat=True)) == ["0001"]
    hire(
        number="0003", name="新人", sex="F", category="operative", hired_on=ON,
        unit_id=company.north.pk, position_id=company.welder.pk, by=BY, at=AT,
    )  # fmt: skip
    give(company, [company.root.pk])
    assert Receipt.objects.count() == 3


def test_leavers_are_not_asked(company):
    company.bob.left_on = ON - timedelta(days=1)
    company.bob.save()
    give(company)
    assert list(Receipt.objects.values_list("employee__number", flat=True)) == ["0001"]


def test_all_problems_of_giving_out_are_told(company):
    company.edition.state = "superseded"
    company.edition.save()
    with pytest.raises(Refused) as refusal:
        give(company, [999_999], due_on=ON - timedelta(days=1))
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["not_in_force", "due_in_past", "no_unit"]
    assert not Distribution.objects.exists()


def test_confirming_is_recorded_once(company):
    give(company)
    ann = Actor.of_user(company.user)
    first = services.acknowledge(edition_id=company.edition.pk, by=ann, at=AT)
    again = services.acknowledge(edition_id=company.edition.pk, by=ann, at=AT + timedelta(days=1))
    assert (first.read_at, again.read_at) == (AT, AT)
    assert Entry.objects.filter(event="policy.handbook.acknowledged").count() == 1


def test_nobody_confirms_what_they_were_not_asked_or_what_is_replaced(company, manager):
    give(company)
    with pytest.raises(NotFound):
        services.acknowledge(edition_id=company.edition.pk, by=Actor.of_user(manager), at=AT)
    with pytest.raises(NotFound):
        services.acknowledge(edition_id=company.edition.pk, by=BY, at=AT)
    company.edition.state = "superseded"
    company.edition.save()
    with pytest.raises(Refused):
        services.acknowledge(edition_id=company.edition.pk, by=Actor.of_user(company.user), at=AT)
    assert queries.waiting_for(company.user.pk) is None


def test_a_signed_sheet_names_every_number_that_was_not_asked(company):
    give(company)
    how = {"edition_id": company.edition.pk, "by": BY, "at": AT}
    with pytest.raises(Refused) as refusal:
        services.acknowledge_on_paper(numbers=["0002", "7", "8"], **how)
    assert "7、8" in str(refusal.value.problems[0].message)
    assert not Receipt.objects.exclude(read_at=None).exists()
    assert services.acknowledge_on_paper(numbers=["0002", "0002 "], **how) == 1
    assert services.acknowledge_on_paper(numbers=["0002"], **how) == 0


def test_rates_roll_up_and_do_not_move_with_people(company):
    give(company)
    services.acknowledge(edition_id=company.edition.pk, by=Actor.of_user(company.user), at=AT)
    company.ann.unit = company.south
    company.ann.save()
    rates = {r.code: (r.n_read, r.n_asked) for r in queries.rates(company.edition.pk, on=ON)}
    assert rates == {"HQ": (1, 2), "N": (1, 1), "S": (0, 1)}


def test_only_who_did_not_confirm_is_reminded(company):
    give(company)
    how = {"edition_id": company.edition.pk, "on": ON, "by": BY, "at": AT}
    assert services.remind(**how) == 1
    services.acknowledge(edition_id=company.edition.pk, by=Actor.of_user(company.user), at=AT)
    with pytest.raises(Refused):
        services.remind(**how)


def test_from_the_card_to_the_confirmation(company, client_of, monkeypatch):
    monkeypatch.setattr(
        "espalier.cycle.policy.acknowledgement.pages.on_screen", lambda e, language: "<p>手冊</p>"
    )
    give(company, due_on=date(2099, 1, 1))
    client = client_of(company.user)
    url = reverse("policy:read", args=[company.edition.pk])
    assert url in client.get("/").content.decode()
    page = client.get(url).content.decode()
    assert "<p>手冊</p>" in page
    assert "我已閱讀" in page
    assert client.post(reverse("policy:confirm", args=[company.edition.pk])).status_code == 302
    assert "不需要再做任何事" in client.get(url).content.decode()
    assert "待閱讀確認" not in client.get("/").content.decode()


def test_who_was_not_asked_finds_no_page(company, client_of, stranger, manager):
    for user in (stranger, manager):
        client = client_of(user)
        assert client.get(reverse("policy:read", args=[company.edition.pk])).status_code == 404
        assert client.post(reverse("policy:confirm", args=[company.edition.pk])).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_permissions(role, company, client_of, person_with):
    give(company, [company.south.pk])
    client = client_of(person_with(role))
    seeing = role in {Role.MANAGER, Role.EXECUTIVE, Role.AUDITOR}
    for url in (reverse("policy:rates"), reverse("policy:readers", args=[company.edition.pk])):
        assert client.get(url).status_code == (200 if seeing else 404), url
    for name in ("distribute", "on_paper"):
        answer = client.get(reverse(f"policy:{name}"))
        assert answer.status_code == (200 if role is Role.MANAGER else 404), name
    if role is not Role.MANAGER:
        assert client.post(reverse("policy:remind")).status_code == 404


def test_who_sees_one_unit_sees_the_rates_of_that_unit(company, client_of, person_with):
    give(company)
    client = client_of(person_with(Role.AUDITOR, scope=company.north.scope))
    text = client.get(reverse("policy:rates")).content.decode()
    assert "北廠" in text
    assert "南廠" not in text
    people = client.get(reverse("policy:readers", args=[company.edition.pk])).content.decode()
    assert "林安" in people
    assert "陳博" not in people


def test_the_pages_of_who_gives_out(company, client_of, manager):
    client = client_of(manager)
    assert "生效的版本尚未分發" in client.get(reverse("policy:rates")).content.decode()
    sent = {"to_all": "on", "due_on": "2099-01-01"}
    assert client.post(reverse("policy:distribute"), sent).status_code == 302
    text = client.get(reverse("policy:rates")).content.decode()
    assert "2 人中有 0 人已確認" in text
    assert "n = 2" in text
    assert client.post(reverse("policy:remind")).status_code == 302
    assert client.post(reverse("policy:on_paper"), {"numbers": "0002\n9"}).status_code == 422
    assert client.post(reverse("policy:on_paper"), {"numbers": "0002"}).status_code == 302
    exported = client.get(reverse("policy:readers", args=[company.edition.pk]) + "?export=csv")
    assert "陳博" in exported.content.decode("utf-8-sig")


def test_without_an_edition_in_force_the_page_says_so(client_of, manager):
    text = client_of(manager).get(reverse("policy:rates")).content.decode()
    assert "沒有生效的版本" in text


@pytest.mark.parametrize("n", [1, 40])
def test_pages_ask_the_same_for_few_and_many_people(
    company, client_of, manager, n, django_assert_num_queries
):
    for k in range(n):
        hire(
            number=f"1{k:03}", name=f"員工{k}", sex="F", category="operative", hired_on=ON,
            unit_id=company.north.pk, position_id=company.welder.pk, by=BY, at=AT,
        )  # fmt: skip
    give(company)
    client = client_of(manager)
    for url, n_queries in (
        (reverse("policy:rates"), 10),
        (reverse("policy:readers", args=[company.edition.pk]), 7),
    ):
        client.get(url)
        with django_assert_num_queries(n_queries):
            client.get(url)
    with django_assert_num_queries(1):
        queries.waiting_for(company.user.pk)
