"""What the rooms declared: kinds of record, edges between them, and checks for broken links."""

from espalier.kit.thread.types import Check, Edge, NodeKind

_NODES: dict[str, NodeKind] = {}
_EDGES: dict[tuple[str, str], Edge] = {}
_CHECKS: dict[str, Check] = {}


def register_node(node: NodeKind) -> None:
    _NODES[node.kind] = node


def register_edge(edge: Edge) -> None:
    _EDGES[edge.source, edge.target] = edge


def register_check(check: Check) -> None:
    _CHECKS[check.code] = check


def node_kinds() -> dict[str, NodeKind]:
    return dict(sorted(_NODES.items()))


def edges() -> list[Edge]:
    return [_EDGES[key] for key in sorted(_EDGES)]


def checks() -> list[Check]:
    return [_CHECKS[code] for code in sorted(_CHECKS)]
