"""The company every test of this stage works in."""

import pytest

from tests.factories import people


@pytest.fixture
def company(db):
    return people.small_company()
