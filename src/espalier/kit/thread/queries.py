"""Walking the thread both ways, and listing where it is broken.

The number of queries depends on the kinds of record and the depth of the chain, not on the number of records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import get_language

from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, Check, Edge

Direction = Literal["up", "down"]
MAX_DEPTH = 12
MAX_NODES_PER_KIND = 300  # what a page can show; a person walks on from one of them
_BROKEN: Kept[tuple[Break, ...]] = Kept()


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A record on the thread; ``distance`` steps from where the walk began (0)."""

    kind: str
    kind_label: str
    id: str
    label: str
    url: str
    distance: int


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """One step, always named in the direction source → target, with its reason."""

    source: tuple[str, str]
    target: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What was reached. ``cut`` names kinds of which more records lie on the thread than are shown."""

    origin: ThreadNode
    nodes: tuple[ThreadNode, ...]
    links: tuple[ThreadLink, ...]
    cut: tuple[str, ...]


def walk(kind: str, id: str, direction: Direction) -> Walk:
    """Everything upstream or downstream of one record.

    Raises: NotFound for an unknown kind or record.
    """
    return walk_many(kind, [id], direction)


def walk_many(kind: str, ids: Sequence[str], direction: Direction) -> Walk:
    """Everything upstream or downstream of several records of one kind, with the queries of one."""
    if kind not in registry.node_kinds() or not ids:
        raise NotFound
    distance: dict[tuple[str, str], int] = {(kind, str(i)): 0 for i in ids}
    links: dict[tuple[tuple[str, str], tuple[str, str]], str] = {}
    cut: set[str] = set()
    frontier = {kind: [str(i) for i in ids]}
    for depth in range(1, MAX_DEPTH + 1):
        frontier = _next(frontier, direction, distance, links, cut, depth)
        if not frontier:
            break
    nodes = _described(distance)
    origin = next((node for node in nodes if node.distance == 0), None)
    if origin is None:
        raise NotFound
    order = sorted(nodes, key=lambda node: (node.distance, node.kind, node.label, node.id))
    shown = tuple(ThreadLink(a, b, why) for (a, b), why in sorted(links.items()))
    return Walk(origin, tuple(order), shown, tuple(sorted(cut)))


def _next(
    frontier: dict[str, list[str]],
    direction: Direction,
    distance: dict[tuple[str, str], int],
    links: dict[tuple[tuple[str, str], tuple[str, str]], str],
    cut: set[str],
    depth: int,
) -> dict[str, list[str]]:
    reached: dict[str, list[str]] = {}
    for edge in registry.edges():
        here, there = _ends(edge, direction)
        if here not in frontier:
            continue
        step = edge.down if direction == "down" else edge.up
        for from_id, to_id in step(frontier[here]):
            near, far = (here, str(from_id)), (there, str(to_id))
            if far not in distance:
                if len(reached.get(there, ())) >= MAX_NODES_PER_KIND:
                    cut.add(there)
                    continue
                distance[far] = depth
                reached.setdefault(there, []).append(far[1])
            links[(near, far) if direction == "down" else (far, near)] = str(edge.why)
    return reached


def _ends(edge: Edge, direction: Direction) -> tuple[str, str]:
    return (edge.source, edge.target) if direction == "down" else (edge.target, edge.source)


def _described(distance: dict[tuple[str, str], int]) -> list[ThreadNode]:
    by_kind: dict[str, list[str]] = {}
    for kind, id in distance:
        by_kind.setdefault(kind, []).append(id)
    nodes = []
    for kind, ids in sorted(by_kind.items()):
        room = registry.node_kinds()[kind]
        for id, label, url in room.describe(ids):
            key = (kind, str(id))
            nodes.append(ThreadNode(kind, str(room.label), str(id), label, url, distance[key]))
    return nodes


def broken_links() -> list[Break]:
    """All broken links of all rooms, in the order of the checks; one fixed set of queries a check.

    Everybody's first page counts them, so they are looked for once after an act, a day and language.
    """
    key = (timezone.localdate(), get_language())
    return list(_BROKEN.of(key, _look_for_broken_links))


def _look_for_broken_links() -> tuple[Break, ...]:
    return tuple(each for check in registry.checks() for each in check.find())


def checks() -> list[Check]:
    """All questions the broken-link report asks."""
    return registry.checks()


@dataclass(frozen=True, slots=True)
class Step:
    """All records of one kind at one distance, with the reasons of the links that lead to them."""

    distance: int
    kind_label: str
    whys: tuple[str, ...]
    nodes: tuple[ThreadNode, ...]


def steps(found: Walk) -> list[Step]:
    """A walk as a page reads it: distance by distance, kind by kind; the origin is left out."""
    whys: dict[tuple[str, str], set[str]] = {}
    for link in found.links:
        whys.setdefault(link.source, set()).add(link.why)
        whys.setdefault(link.target, set()).add(link.why)
    grouped: dict[tuple[int, str], list[ThreadNode]] = {}
    for node in found.nodes:
        if node.distance:
            grouped.setdefault((node.distance, node.kind_label), []).append(node)
    return [
        Step(
            distance,
            label,
            tuple(sorted({why for n in nodes for why in whys.get((n.kind, n.id), ())})),
            tuple(nodes),
        )
        for (distance, label), nodes in grouped.items()
    ]
