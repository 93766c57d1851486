"""The kit's pages: who may open which, and that every change leaves an entry."""

import pytest

from espalier.kit.accounts.models import RoleGrant, User
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.audit import log
from espalier.kit.audit.models import Entry
from espalier.kit.organisation.models import Holiday, Organisation

pytestmark = pytest.mark.django_db
PAGES = {
    "/kit/organisation/": {Role.MANAGER, Role.ADMINISTRATOR},
    "/kit/accounts/": {Role.ADMINISTRATOR},
    "/kit/accounts/new": {Role.ADMINISTRATOR},
    "/kit/audit/": {Role.AUDITOR, Role.ADMINISTRATOR, Role.MANAGER},
    "/kit/jobs/": set(Role),
    "/kit/imports/": {Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "/kit/thread/broken/": {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", Role)
def test_role_by_page(page, role, person_with, client_of):
    answer = client_of(person_with(role)).get(page)
    assert answer.status_code == (200 if role in PAGES[page] else 404)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_404_and_nobody_signs_in_first(page, stranger, client_of, client):
    assert client_of(stranger).get(page).status_code in {404, 200 if page == "/kit/jobs/" else 404}
    assert client.get(page).status_code == 302


def test_settings_are_saved_and_logged(manager, client_of):
    answer = client_of(manager).post(
        "/kit/organisation/",
        {
            "name": "棚架精密",
            "name_en": "Trellis",
            "date_form": "roc",
            "suppression_minimum": "6",
            "fiscal_year_starts": "1",
            "working_days": ["1", "2", "3"],
        },
    )
    assert answer.status_code == 302
    saved = Organisation.objects.get()
    assert (saved.name, saved.suppression_minimum, saved.working_days) == ("棚架精密", 6, "123")
    assert Entry.objects.get(event="organisation.settings.changed").actor_key == str(manager.pk)


def test_wrong_settings_keep_what_was_typed(manager, client_of):
    answer = client_of(manager).post(
        "/kit/organisation/", {"name": "棚架精密", "suppression_minimum": "1", "date_form": "x"}
    )
    assert answer.status_code == 422
    assert "棚架精密" in answer.text
    assert not Organisation.objects.exists()


def test_a_day_stands_in_the_calendar_once(manager, client_of):
    client, day = client_of(manager), {"day": "2027-01-01", "name": "元旦"}
    assert client.post("/kit/organisation/holidays/", day).status_code == 302
    assert client.post("/kit/organisation/holidays/", day).status_code == 422
    assert Holiday.objects.count() == 1


def test_an_account_is_made_and_given_a_role(person_with, client_of):
    client = client_of(person_with(Role.ADMINISTRATOR))
    fields = {
        "username": "0042",
        "display_name": "林美",
        "email": "l@example.com",
        "language": "en",
    }
    assert client.post("/kit/accounts/new", fields).status_code == 302
    made = User.objects.get(username="0042")
    assert not made.has_usable_password()
    answer = client.post(f"/kit/accounts/{made.pk}/grants", {"role": "auditor"})
    assert answer.status_code == 302
    assert RoleGrant.objects.get(user=made).role == Role.AUDITOR


def test_nobody_closes_the_own_account(person_with, client_of):
    admin = person_with(Role.ADMINISTRATOR)
    answer = client_of(admin).post(f"/kit/accounts/{admin.pk}/active", {"active": "0"})
    assert answer.status_code == 422
    admin.refresh_from_db()
    assert admin.is_active


def test_an_entry_shows_before_and_after(person_with, client_of, manager, monday):
    entry = log.record(
        "test.thing.changed",
        "test.Thing:1",
        by=Actor.of_user(manager),
        at=monday,
        before={"名稱": "舊"},
        after={"名稱": "新"},
    )
    answer = client_of(person_with(Role.AUDITOR)).get(f"/kit/audit/{entry.sequence}/")
    assert {"舊", "新", "manager"} <= set(answer.text.replace("<", " ").replace(">", " ").split())


def test_the_audit_list_costs_the_same_for_any_length(
    manager, client_of, system, monday, django_assert_max_num_queries
):
    client = client_of(manager)
    counts = []
    for n in (1, 30):
        for each in range(n):
            log.record("test.thing.done", f"test.Thing:{each}", by=system, at=monday)
        with django_assert_max_num_queries(12) as seen:
            assert client.get("/kit/audit/").status_code == 200
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
