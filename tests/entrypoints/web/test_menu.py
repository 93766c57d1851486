"""A menu never leads to a page that answers as if it did not exist."""

import pytest

from espalier.entrypoints.web.menu import menu_of
from espalier.kit.accounts.types import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_menu_opens(person_with, client_of, role):
    user = person_with(role)
    client = client_of(user)
    addresses = [item.url for group in menu_of(user, "/").groups for item in group.items]
    assert addresses
    assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)
