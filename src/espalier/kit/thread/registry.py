"""What the rooms declared: kinds of record, edges between them, and checks for broken links."""

from collections.abc import Callable, Iterable

from espalier.kit.thread.types import Check, Edge, NodeKind

_NODES: dict[str, NodeKind] = {}
_EDGES: dict[tuple[str, str], Edge] = {}
_CHECKS: dict[str, Check] = {}
_FAMILIES: dict[str, Callable[[Iterable[str]], Iterable[Edge]]] = {}


def register_node(node: NodeKind) -> None:
    _NODES[node.kind] = node


def register_edge(edge: Edge) -> None:
    _EDGES[edge.source, edge.target] = edge


def register_family(name: str, edges_of: Callable[[Iterable[str]], Iterable[Edge]]) -> None:
    """Add edges that follow from the kinds of all rooms; ``edges_of`` gets the kinds there are."""
    _FAMILIES[name] = edges_of


def register_check(check: Check) -> None:
    _CHECKS[check.code] = check


def node_kinds() -> dict[str, NodeKind]:
    return dict(sorted(_NODES.items()))


def edges() -> list[Edge]:
    known = {
        (edge.source, edge.target): edge
        for edges_of in _FAMILIES.values()
        for edge in edges_of(_NODES)
    }
    known |= _EDGES  # what a room says itself counts more than what follows for every kind
    return [known[key] for key in sorted(known)]


def checks() -> list[Check]:
    return [_CHECKS[code] for code in sorted(_CHECKS)]
