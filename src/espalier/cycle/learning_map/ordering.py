"""The order in which modules are taken. Pure: no Django, no clock, no database."""

import heapq
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)


def with_prerequisites(
    wanted: Iterable[Key], requires: Mapping[Key, Collection[Key]]
) -> dict[Key, set[Key]]:
    """Every wanted module and all it asks for, each with what it asks for directly.

    A prerequisite that is not among ``requires`` (retired, or without a version in force) asks nothing.
    """
    found: dict[Key, set[Key]] = {}
    waiting = list(wanted)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = set(requires.get(each, ()))
            waiting.extend(found[each])
    return found


def learning_order(
    requires: Mapping[Key, Collection[Key]], priority: Mapping[Key, Any]
) -> list[Key]:
    """Modules so that none stands before what it asks for; ties go by ``priority``, lowest first.

    Raises: ValueError when the prerequisites form a cycle, since then no order exists.
    """
    missing = {each: {r for r in asks if r in requires} for each, asks in requires.items()}
    opens: dict[Key, list[Key]] = {}
    for each, asks in missing.items():
        for asked in asks:
            opens.setdefault(asked, []).append(each)
    ready = [
        (priority[each], n, each) for n, (each, asks) in enumerate(missing.items()) if not asks
    ]
    heapq.heapify(ready)
    order: list[Key] = []
    counter = len(missing)
    while ready:
        _rank, _n, each = heapq.heappop(ready)
        order.append(each)
        for later in opens.get(each, ()):
            missing[later].discard(each)
            if not missing[later]:
                counter += 1
                heapq.heappush(ready, (priority[later], counter, later))
    if len(order) < len(requires):
        raise ValueError("prerequisites form a cycle; there is no order")
    return order
