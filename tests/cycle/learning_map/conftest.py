"""What every test of the learning map may ask for."""

import pytest

from tests.factories import learning_map as make


@pytest.fixture
def company(db):
    return make.company()


@pytest.fixture
def by_manager(manager):
    from espalier.kit.accounts.types import Actor

    return Actor.of_user(manager)
