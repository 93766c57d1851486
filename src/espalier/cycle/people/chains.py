"""Chains of "lies below" and "reports to": find the circles and the order from the top. Pure."""

from collections.abc import Mapping, Sequence


def circles(above: Mapping[str, str | None]) -> list[list[str]]:
    """Return every circle once, each beginning at its smallest key.

    ``above`` maps a key to the one above it; None, "" or a key that is not listed ends the chain.
    """
    found: list[list[str]] = []
    finished: set[str] = set()
    for start in above:
        chain: list[str] = []
        place: dict[str, int] = {}
        here: str | None = start
        while here and here in above and here not in finished and here not in place:
            place[here] = len(chain)
            chain.append(here)
            here = above[here]
        if here and here in place:
            circle = chain[place[here] :]
            turn = circle.index(min(circle))
            found.append(circle[turn:] + circle[:turn])
        finished.update(chain)
    return sorted(found)


def from_the_top(above: Mapping[str, str | None]) -> list[list[str]]:
    """Cut the keys into layers, so that whoever stands above a key is in an earlier layer.

    The mapping must be free of circles, see ``circles``. Raises: ValueError when it is not.
    """
    depth: dict[str, int] = {}
    for start in above:
        chain: list[str] = []
        here: str | None = start
        while here and here in above and here not in depth:
            if len(chain) > len(above):
                raise ValueError("the chain runs in a circle")
            chain.append(here)
            here = above[here]
        known = depth[here] if here and here in depth else -1
        for key in reversed(chain):
            known += 1
            depth[key] = known
    layers: list[list[str]] = [[] for _layer in range(max(depth.values(), default=-1) + 1)]
    for key in above:
        layers[depth[key]].append(key)
    return layers


def in_words(circle: Sequence[str]) -> str:
    """Write a circle as ``A → B → A``."""
    return " → ".join([*circle, circle[0]])
