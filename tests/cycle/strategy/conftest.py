"""What every test of the strategy may ask for."""

import pytest

from tests.factories import learning_map as company_of
from tests.factories import strategy as make


@pytest.fixture
def company(db):
    return company_of.company()


@pytest.fixture
def programme(company):
    return make.programme(company)


@pytest.fixture
def by_manager(manager):
    from espalier.kit.accounts.types import Actor

    return Actor.of_user(manager)
