"""The page of inputs."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from espalier.kit.accounts.types import Role

ALLOWED = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_the_permission_table(company, scenario, person_with, client_of, role):
    answer = client_of(person_with(role)).get(f"/plan/scenarios/{scenario.pk}/inputs/")
    assert answer.status_code == (200 if role in ALLOWED else 404)


def test_what_is_missing_leads_to_where_it_is_mended(company, scenario, manager, client_of):
    page = client_of(manager).get(f"/plan/scenarios/{scenario.pk}/inputs/")
    assertContains(page, "M4 模組M4")
    assertContains(page, "/plan/records/offers/new/?module=M4")
    assertContains(page, reverse("learning_map:matrix"))


def test_no_such_scenario(db, manager, client_of):
    assert client_of(manager).get("/plan/scenarios/9/inputs/").status_code == 404
