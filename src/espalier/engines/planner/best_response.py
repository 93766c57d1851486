"""The best set of modules for one person at given prices: an exact search in whole numbers.

This is the checker's own search; no solver and no part of ``selection`` uses it. The functions are plain
Python on arrays, which :mod:`espalier.engines.planner.compiling` compiles for large companies.

For one person: choose pairs within the person's minutes, each with its prerequisite, so that the gains of
the needs covered (each counted once) less the costs of the pairs are greatest. Depth first; a branch is cut
by two over-estimates, each valid for any multipliers: ``lam`` prices a minute, and ``mu`` splits the gain of
a need into what the pairs may earn with it and what is earned once whoever covers it (Lagrangian duality).
When the node limit is hit the open branches count with their over-estimate, so the value is never too low.
"""

from typing import Any

import numpy as np

ROUNDS = 60  # of the search for good multipliers; any multipliers are valid
OUT, FREE, FORCED = 0, 1, 2


def settle_forced(status: Any, requires: Any, first: int) -> None:
    """Force what forced pairs require, and put out what requires something that is out."""
    changed = True
    while changed:
        changed = False
        for j in range(status.size):
            r = requires[first + j] - first
            if requires[first + j] < 0:
                continue
            if status[j] == FORCED and status[r] == FREE:
                status[r] = FORCED
                changed = True
            if status[j] == FREE and status[r] == OUT:
                status[j] = OUT
                changed = True


def take_forced(status: Any, first: int, low: int, data: Any, u: Any) -> tuple[int, int]:
    """Value of the forced pairs and the minutes they use; needs they cover gain nothing more."""
    cover_start, covers, minutes, cost = data[1], data[2], data[5], data[8]
    value, used = 0, 0
    for j in range(status.size):
        if status[j] != FORCED:
            continue
        value -= cost[first + j]
        used += minutes[first + j]
        for k in range(cover_start[first + j], cover_start[first + j + 1]):
            value += u[covers[k] - low]
            u[covers[k] - low] = 0
    return value, used


def drop_useless(status: Any, first: int, low: int, data: Any, u: Any, room: int) -> None:
    """Put out pairs that do not fit, and those that cost what they gain or more and serve no other pair."""
    cover_start, covers, requires, minutes, cost = data[1], data[2], data[4], data[5], data[8]
    changed = True
    while changed:
        changed = False
        for j in range(status.size):
            if status[j] != FREE:
                continue
            r = requires[first + j] - first
            gain = -cost[first + j]
            for k in range(cover_start[first + j], cover_start[first + j + 1]):
                gain += u[covers[k] - low]
            useless = minutes[first + j] > room
            if requires[first + j] >= 0 and status[r] == OUT:
                useless = True
            if gain <= 0 and not useless:
                useless = True
                for i in range(status.size):
                    if status[i] == FREE and requires[first + i] == first + j:
                        useless = False
            if useless:
                status[j] = OUT
                changed = True


def in_order(status: Any, first: int, low: int, data: Any, u: Any) -> Any:
    """Free pairs, best gain per minute first, each after the one it requires."""
    cover_start, covers, requires, minutes, cost = data[1], data[2], data[4], data[5], data[8]
    score = np.full(status.size, np.inf)
    n = 0
    for j in range(status.size):
        if status[j] == FREE:
            n += 1
            gain = -cost[first + j]
            for k in range(cover_start[first + j], cover_start[first + j + 1]):
                gain += u[covers[k] - low]
            score[j] = -gain / max(1, minutes[first + j])
    ranked = np.argsort(score, kind="mergesort")
    order = np.empty(n, dtype=np.int64)
    placed = np.zeros(status.size, dtype=np.int64)
    chain = np.empty(status.size + 1, dtype=np.int64)
    filled = 0
    for rank in range(n):
        depth = 0
        j = ranked[rank]
        while j >= 0 and status[j] == FREE and placed[j] == 0:
            chain[depth] = j
            placed[j] = 1
            depth += 1
            j = requires[first + j] - first if requires[first + j] >= 0 else -1
        while depth > 0:
            depth -= 1
            order[filled] = chain[depth]
            filled += 1
    return order


def gather(order: Any, first: int, low: int, data: Any, n_pairs: int) -> Any:
    """The ordered pairs as small arrays: starts, needs, costs, minutes, position of the required pair."""
    cover_start, covers, requires, minutes, cost = data[1], data[2], data[4], data[5], data[8]
    n = order.size
    start = np.zeros(n + 1, dtype=np.int64)
    position = np.full(n_pairs, -1, dtype=np.int64)
    for i in range(n):
        position[order[i]] = i
        start[i + 1] = start[i] + cover_start[first + order[i] + 1] - cover_start[first + order[i]]
    need = np.empty(start[n], dtype=np.int64)
    price = np.empty(n, dtype=np.int64)
    length = np.empty(n, dtype=np.int64)
    needs_first = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        j = first + order[i]
        price[i], length[i] = cost[j], minutes[j]
        if requires[j] >= 0:  # -1 stays where the required pair is forced, hence always there
            needs_first[i] = position[requires[j] - first]
        for k in range(start[i + 1] - start[i]):
            need[start[i] + k] = covers[cover_start[j] + k] - low
    return start, need, price, length, needs_first


def multipliers(items: Any, u: Any, room: int) -> Any:
    """Good multipliers by subgradient steps: minutes' price and each need's split, as whole numbers."""
    start, need, price, length, _ = items
    n = price.size
    lam, mu = 0.0, u.astype(np.float64)
    best, best_lam, best_mu = np.inf, lam, mu.copy()
    step = 0.5
    slope = np.empty(u.size)
    for _ in range(ROUNDS):
        bound, free = lam * room, float(room)
        for k in range(u.size):
            bound += u[k] - mu[k]
            slope[k] = -1.0 if u[k] > 0 else 0.0
        for i in range(n):
            reduced = -price[i] - lam * length[i]
            for k in range(start[i], start[i + 1]):
                reduced += mu[need[k]]
            if reduced > 0:
                bound += reduced
                free -= length[i]
                for k in range(start[i], start[i + 1]):
                    slope[need[k]] += 1.0
        if bound < best:
            best, best_lam, best_mu = bound, lam, mu.copy()
        else:
            step *= 0.9
        norm = free * free / 3600.0 + np.sum(slope * slope)
        if norm == 0:
            break
        size = step * abs(best) / norm
        lam = max(0.0, lam - size * free / 3600.0)
        mu = np.minimum(np.maximum(0.0, mu - size * slope), u)
    return int(best_lam), best_mu.astype(np.int64)


def over_estimate(depth: int, room: int, items: Any, u: Any, split: Any, there: Any) -> int:
    """What the pairs from ``depth`` on can add at most; ``u`` is 0 where the need is covered."""
    start, need, price, length, needs_first = items
    lam, mu, seen = split
    plain, shared = 0, lam * room
    seen[:] = 0
    for i in range(depth, price.size):
        r = needs_first[i]
        if length[i] > room or (0 <= r < depth and there[r] == 0):
            continue
        gain, part = -price[i], -price[i] - lam * length[i]
        for k in range(start[i], start[i + 1]):
            n = need[k]
            if u[n] > 0:
                gain += u[n]
                part += mu[n]
                if seen[n] == 0:
                    seen[n] = 1
                    shared += u[n] - mu[n]
        plain += max(0, gain)
        shared += max(0, part)
    return plain if plain < shared else shared


def search(items: Any, u: Any, room: int, split: Any, node_limit: int) -> tuple[int, int]:
    """Best value to add, and 1 if the search was complete; with 0 the value is an over-estimate."""
    start, need, price, length, needs_first = items
    n = price.size
    full = u.copy()
    covered = np.zeros(u.size, dtype=np.int64)
    there = np.zeros(n, dtype=np.int64)
    turn = np.zeros(n + 1, dtype=np.int64)
    value, best, over, nodes, depth = 0, 0, 0, 0, 0
    while depth >= 0:
        if turn[depth] == 0:
            nodes += 1
            best = max(best, value)
            more = 0
            if depth < n:
                more = over_estimate(depth, room, items, u, split, there)
            if nodes > node_limit:
                over = max(over, value + more)
            if depth == n or value + more <= best or nodes > node_limit:
                depth -= 1
                continue
            r = needs_first[depth]
            if length[depth] <= room and (r < 0 or there[r] == 1):
                turn[depth], there[depth] = 1, 1
                room -= length[depth]
                value -= price[depth]
                for k in range(start[depth], start[depth + 1]):
                    covered[need[k]] += 1
                    value += u[need[k]]
                    u[need[k]] = 0
            else:
                turn[depth] = 2
            depth += 1
            turn[depth] = 0
        elif turn[depth] == 1:
            turn[depth], there[depth] = 2, 0
            room += length[depth]
            value += price[depth]
            for k in range(start[depth], start[depth + 1]):
                covered[need[k]] -= 1
                if covered[need[k]] == 0:
                    u[need[k]] = full[need[k]]
                    value -= full[need[k]]
            depth += 1
            turn[depth] = 0
        else:
            depth -= 1
    return max(best, over), 1 if nodes <= node_limit else 0


def respond(person: int, data: Any, node_limit: int) -> tuple[int, int]:
    """Best value of one person's set, and 1 if it is exact (0: an over-estimate)."""
    first, last = data[0][person], data[0][person + 1]
    low, high = data[3][person], data[3][person + 1]
    u = data[9][low:high].copy()
    status = data[7][first:last].copy()
    settle_forced(status, data[4], first)
    value, used = take_forced(status, first, low, data, u)
    room = max(0, data[6][person] - used)
    drop_useless(status, first, low, data, u, room)
    order = in_order(status, first, low, data, u)
    if order.size == 0:
        return value, 1
    items = gather(order, first, low, data, status.size)
    lam, mu = multipliers(items, u, room)
    split = (lam, mu, np.zeros(u.size, dtype=np.int64))
    more, exact = search(items, u, room, split, node_limit)
    return value + more, exact


def respond_all(first: int, last: int, data: Any, node_limit: int, values: Any, exact: Any) -> None:
    """Fill ``values`` and ``exact`` for the people from ``first`` to before ``last``."""
    for person in range(first, last):
        value, complete = respond(person, data, node_limit)
        values[person] = value
        exact[person] = complete


KERNEL = (
    settle_forced,
    take_forced,
    drop_useless,
    in_order,
    gather,
    multipliers,
    over_estimate,
    search,
    respond,
    respond_all,
)
