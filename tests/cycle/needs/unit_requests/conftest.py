"""A company whose manufacturing department is asked, with its supervisor."""

import pytest

from espalier.kit.accounts.types import Actor, Role
from tests.factories import people
from tests.factories import unit_requests as made


@pytest.fixture
def company(db):
    return people.small_company()


@pytest.fixture
def found(company):
    """An open round that asks manufacturing and sales."""
    return made.survey([company.units["MFG"], company.units["SALES"]])


@pytest.fixture
def head(person_with, company):
    """The supervisor of manufacturing and the line below it."""
    return person_with(Role.SUPERVISOR, scope=company.units["MFG"].scope, username="head")


@pytest.fixture
def as_head(head):
    return Actor.of_user(head)


@pytest.fixture
def as_manager(manager):
    return Actor.of_user(manager)
