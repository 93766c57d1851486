"""What every test of the plan may ask for."""

import pytest

from tests.factories import plan as make


@pytest.fixture
def company(db):
    return make.company()


@pytest.fixture
def scenario(company):
    return make.scenario()


@pytest.fixture
def by_manager(manager):
    from espalier.kit.accounts.types import Actor

    return Actor.of_user(manager)
