"""The other half of the pages a manager sees; see ``test_every_page.py``."""

import pytest

from tests.journeys.walk import Walk

pytestmark = pytest.mark.journey


def test_every_other_page_of_the_manager(visit):
    walk = Walk(visit("manager"), half=1).go()
    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.pages) > 80, sorted(walk.pages)
