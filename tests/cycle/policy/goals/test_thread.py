"""The thread from the indicator over goals and directions to clauses, and its breaks."""

import pytest

from espalier.kit.thread import registry
from espalier.kit.thread.queries import broken_links, walk
from tests.factories import policy as make

pytestmark = pytest.mark.django_db


def test_every_edge_of_this_stage_joins_kinds_that_are_known():
    known = registry.node_kinds().keys()
    mine = [
        e
        for e in registry.edges()
        if e.source.startswith("policy.") or e.target.startswith("policy.")
    ]
    assert len(mine) >= 7
    assert all({edge.source, edge.target} <= known for edge in mine)


def test_from_the_indicator_to_the_clause_and_back():
    chain = make.chain()
    down = {(n.kind, n.id) for n in walk("frame.Indicator", "P1.1.1", "down").nodes}
    assert {
        ("policy.BusinessGoal", str(chain.goal.pk)),
        ("policy.DevelopmentGoal", str(chain.development.pk)),
        ("policy.Direction", str(chain.direction.pk)),
        ("policy.Clause", str(chain.clause.pk)),
    } <= down
    back = {(n.kind, n.id) for n in walk("policy.Clause", str(chain.clause.pk), "up").nodes}
    assert ("policy.BusinessGoal", str(chain.goal.pk)) in back


def test_the_breaks_are_exactly_those():
    make.chain()
    make.goal("G5", perspective="process")
    make.direction("6")
    make.clause(4, 1, text="【公司名稱】的規定。")
    found = {(b.check, b.label) for b in broken_links() if b.check.startswith("policy.")}
    assert found == {
        ("policy.goal_uncovered", "G5 目標G5"),
        ("policy.direction_unjustified", "6. 目標6"),
        ("policy.direction_without_clause", "6. 目標6"),
        ("policy.clause_unadapted", "4.1 條文4.1"),
    }


@pytest.mark.parametrize("n", [1, 9])
def test_checks_ask_the_same_for_few_and_many(n, django_assert_num_queries):
    for k in range(n):
        make.goal(f"G{k}")
        make.direction(str(k + 1))
    mine = [
        c for c in registry.checks() if c.code.startswith("policy.") and "resource" not in c.code
    ]
    mine = [
        c for c in mine if c.code.split(".")[1].split("_")[0] in {"goal", "direction", "clause"}
    ]
    with django_assert_num_queries(19):
        total = sum(len(list(check.find())) for check in mine)
    assert total == 3 * n
