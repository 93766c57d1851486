"""The thread from a subject through its round and a request to the record it changed."""

from itertools import pairwise

import pytest

from espalier.kit.consultation import services, thread
from espalier.kit.consultation.types import Party
from espalier.kit.thread import queries as threads
from espalier.kit.thread import registry
from espalier.kit.thread.types import NodeKind
from tests.kit.consultation.conftest import DRAFT

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(open_round, organiser, monday):
    def make(decision="accept", effect=(DRAFT, "2"), *, close=True):
        found = open_round()
        made = services.request_change(
            round_id=found.pk,
            part="",
            text="改",
            raised_by=Party("p", "1", "甲"),
            by=organiser,
            at=monday,
        )
        if decision:
            services.decide_change(
                request_id=str(made.pk),
                decision=decision,
                reason="因為",
                effect=effect,
                by=organiser,
                at=monday,
            )
        if close:
            services.close_round(round_id=found.pk, by=organiser, at=monday)
        return made

    return make


def test_the_chain_is_walked_both_ways(decided):
    made = decided()
    chain = [(DRAFT, "1"), (thread.ROUND, str(made.round_id)), (thread.REQUEST, str(made.pk))]
    chain.append((DRAFT, "2"))
    edges = {(edge.source, edge.target): edge for edge in registry.edges()}
    for (source, upper), (target, lower) in pairwise(chain):
        edge = edges[source, target]
        assert list(edge.down([upper])) == [(upper, lower)]
        assert list(edge.up([lower])) == [(lower, upper)]


def test_a_walk_reaches_the_changed_record(decided):
    decided()
    down = threads.walk(DRAFT, "1", "down")
    assert "草案2" in str(threads.steps(down))


def test_a_walk_from_the_request_leads_up_to_its_subject(decided):
    made = decided()
    up = threads.walk(thread.REQUEST, str(made.pk), "up")
    found = {(node.kind, node.id) for node in up.nodes}
    assert {(thread.ROUND, str(made.round_id)), (DRAFT, "1")} <= found


# decision, effect, closed → which checks find it
CHECKS = {
    "decided and named": ("accept", (DRAFT, "2"), True, []),
    "accepted, nothing named": ("accept", None, True, ["accepted_without_effect"]),
    "rejected": ("reject", None, True, []),
    "waiting in an open round": ("", None, False, []),
    "waiting in a closed round": ("", None, True, ["undecided"]),
}


@pytest.mark.parametrize(("decision", "effect", "close", "expected"), CHECKS.values(), ids=CHECKS)
def test_broken_links_are_found(decision, effect, close, expected, decided):
    decided(decision, effect, close=close)
    checks = (thread.accepted_without_effect, thread.undecided, thread.effects_gone)
    found = [each.check.removeprefix("consultation.") for check in checks for each in check()]
    assert found == expected


def test_a_record_that_is_gone_is_told(decided):
    decided()
    registry.register_node(NodeKind(DRAFT, "草案", "tests", lambda _ids: []))
    [broken] = thread.effects_gone()
    assert "草案2" in broken.message
    assert broken.remedy_url.endswith("/decide/")
