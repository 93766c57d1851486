"""The thread: walked both ways, with the queries of the kinds and not of the records."""

import pytest

from espalier.kit.errors import NotFound
from espalier.kit.thread import queries, registry
from espalier.kit.thread.types import Break, Check, Edge, NodeKind

LINKS = {"need": [("g1", "n1"), ("g1", "n2"), ("g2", "n3")], "course": [("n1", "c1"), ("n2", "c1")]}


@pytest.fixture
def asked(monkeypatch):
    """Goals → needs → courses, a ring back from course to need, and the calls that were made."""
    monkeypatch.setattr(registry, "_NODES", {})
    monkeypatch.setattr(registry, "_EDGES", {})
    monkeypatch.setattr(registry, "_CHECKS", {})
    monkeypatch.setattr(registry, "_FAMILIES", {})
    calls = []

    def describe(kind):
        return lambda ids: [(i, f"{kind} {i}", f"/{kind}/{i}") for i in ids if i != "lost"]

    def along(name, pairs, forwards):
        def step(ids):
            calls.append((name, forwards))
            side = 0 if forwards else 1
            return [(p[side], p[1 - side]) for p in pairs if p[side] in ids]

        return step

    for kind in ("goal", "need", "course"):
        registry.register_node(NodeKind(kind, kind, "test", describe(kind)))
    for source, target in (("goal", "need"), ("need", "course")):
        pairs = LINKS[target]
        registry.register_edge(
            Edge(
                source,
                target,
                f"{source} leads to {target}",
                along(target, pairs, True),
                along(target, pairs, False),
            )
        )
    back = [("c1", "n1")]
    registry.register_edge(
        Edge("course", "need", "asks again", along("ring", back, True), along("ring", back, False))
    )
    return calls


def named(walk):
    return {(node.id, node.distance) for node in walk.nodes}


def test_downstream_reaches_everything_once_and_stops_in_a_ring(asked):
    walk = queries.walk("goal", "g1", "down")
    assert named(walk) == {("g1", 0), ("n1", 1), ("n2", 1), ("c1", 2)}
    assert (walk.links[0].source, walk.links[0].target) == (("course", "c1"), ("need", "n1"))


def test_upstream_is_the_same_thread_backwards(asked):
    assert named(queries.walk("course", "c1", "up")) == {("c1", 0), ("n1", 1), ("n2", 1), ("g1", 2)}


def test_links_are_always_named_from_source_to_target(asked):
    down, up = queries.walk("goal", "g1", "down"), queries.walk("course", "c1", "up")
    step = (("goal", "g1"), ("need", "n1"))
    for walk in (down, up):
        assert step in {(link.source, link.target) for link in walk.links}


def test_one_call_an_edge_and_level_however_many_records(asked, monkeypatch):
    queries.walk("goal", "g1", "down")
    few = len(asked)
    many = [("g1", f"n{n}") for n in range(500)]
    monkeypatch.setitem(LINKS, "need", many)
    asked.clear()
    queries.walk("goal", "g1", "down")
    assert len(asked) == few


def test_an_unknown_kind_or_record_is_not_found(asked):
    for kind, id in (("nothing", "1"), ("goal", "lost")):
        with pytest.raises(NotFound):
            queries.walk(kind, id, "down")


def test_steps_are_grouped_for_the_page(asked):
    steps = queries.steps(queries.walk("goal", "g1", "down"))
    assert [(s.distance, s.kind_label, len(s.nodes)) for s in steps] == [
        (1, "need", 2),
        (2, "course", 1),
    ]


@pytest.mark.django_db
def test_breaks_of_all_checks_are_listed_in_order(asked):
    for code in ("b", "a"):
        found = [Break(code, "goal", "g1", "g1", "", "no need", "add one", "")]
        registry.register_check(Check(code, code, lambda found=found: found))
    assert [each.check for each in queries.broken_links()] == ["a", "b"]


def test_a_record_leads_up_to_the_indicators_it_fulfils_and_back_down(monkeypatch):
    from espalier.kit.thread import anchors

    monkeypatch.setattr(registry, "_NODES", {})
    monkeypatch.setattr(registry, "_EDGES", {})
    monkeypatch.setattr(registry, "_FAMILIES", {})
    registry.register_node(NodeKind("goal", "goal", "test", lambda ids: [(i, i, "") for i in ids]))
    anchors.register()
    anchors.fulfils("goal", {"P1.1.1": lambda: [1, 2], "P1.1.2": lambda: [2]})
    down = queries.walk(anchors.INDICATOR, "P1.1.1", "down")
    assert {node.id for node in down.nodes if node.kind == "goal"} == {"1", "2"}
    up = queries.walk("goal", "2", "up")
    assert {node.id for node in up.nodes if node.distance == 1} == {"P1.1.1", "P1.1.2"}
    assert {node.id for node in queries.walk("goal", "3", "up").nodes} == {"3"}
