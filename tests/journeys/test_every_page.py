"""Every page that can be reached by links, for every role: answers, fits, reads well, axe finds nothing.

The manager sees nearly all of them, so that walk is done in two halves by two workers: the other half stands in
``test_every_other_page.py``.
"""

import pytest

from tests.journeys.conftest import Visitor
from tests.journeys.walk import Walk

pytestmark = pytest.mark.journey
# The manager sees most; the others look closely only at pages nobody before them saw.
PEOPLE = (
    "manager",
    "administrator",
    "supervisor",
    "learner",
    "auditor",
    "coordinator",
    "executive",
    "instructor",
)


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Pages that somebody looked at closely in this run."""
    return set()


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_of_a_role(role, visit, looked_at):
    visitor: Visitor = visit(role)
    walk = Walk(visitor, known=set(looked_at), half=0 if role == "manager" else None).go()
    looked_at |= set(walk.pages)
    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.pages) >= 8, sorted(walk.pages)
    # Home differs from role to role, so everybody's is looked at.
    if role != "manager":
        walk.faults.clear()
        visitor.open("/")
        walk.look("home")
        assert not walk.faults, "\n".join(walk.faults)


def test_signing_in_is_looked_at_too(visit):
    visitor = visit()
    visitor.open("/account/login/")
    walk = Walk(visitor)
    walk.look("login")
    visitor.open("/account/password/reset/")
    walk.look("password reset")
    assert not walk.faults, "\n".join(walk.faults)
