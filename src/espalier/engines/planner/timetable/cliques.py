"""Covering a graph of pairs with few large groups in which everybody meets everybody."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet


def clique_cover(edges: Mapping[int, AbstractSet[int]]) -> Iterator[list[int]]:
    """Groups that contain every edge at least once; greedy, the same for the same graph.

    One group of ten says to a solver more than its 45 pairs.
    """
    left = {node: set(others) for node, others in edges.items()}
    for node in sorted(edges):
        while left[node]:
            clique = [node]
            candidates = set(edges[node])
            while candidates:
                # Who brings most edges that are not covered yet; the first edge is always a new one.
                best = max(
                    candidates if len(clique) > 1 else left[node],
                    key=lambda each: (len(left[each] & candidates), -each),
                )
                clique.append(best)
                candidates &= edges[best]
            for one in clique:
                left[one].difference_update(clique)
            yield sorted(clique)
