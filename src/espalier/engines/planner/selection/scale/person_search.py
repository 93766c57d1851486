"""The best yearly set of one person at given prices, found exactly; the inner loop of column generation.

Plain Python on arrays, compiled for large companies (:mod:`espalier.engines.planner.compiling`). A person's set is a
small knapsack in which a covered bit counts once. Seats are tried in a fixed order, taking before leaving; a branch is
cut by a table of what the remaining seats could add in the time left if they did not overlap. Beyond the node
limit the open branches count with that over-estimate, and the set is the best one seen.

``seats`` is the tuple of ``pricing.seat_arrays``: start, minutes, before, bits_start, bits, bit_start, bit_weight,
room. ``desk`` holds the scratch arrays of one thread, made by ``make_desk``.
"""

from typing import Any

import numpy as np

UNITS = 240  # steps of time in the table, at most
CLOSED = 1 << 61  # the price of a seat that cannot be had


def make_desk(n_seats: int, n_bits: int) -> Any:
    """Scratch arrays for people of at most so many seats and bits."""
    k = n_seats + 2
    return (
        np.zeros(k, np.int64),  # 0 value of each seat alone
        np.zeros(k, np.int64),  # 1 whether it is of interest
        np.zeros(k, np.int64),  # 2 seat at each place of the order
        np.zeros(k, np.int64),  # 3 place of each seat
        np.zeros(k, np.int64),  # 4 taken now, by place
        np.zeros(k, np.int64),  # 5 taken in the best set, by seat
        np.zeros(k, np.int64),  # 6 turn of each place: 0 new, 1 taken, 2 left
        np.zeros(k, np.int64),  # 7 what taking it added
        np.zeros(n_bits + 1, np.int64),  # 8 gain of each bit
        np.zeros(n_bits + 1, np.int64),  # 9 how often it is covered
        np.zeros((k, UNITS + 1), np.int64),  # 10 the table of over-estimates
        np.zeros(k, np.float64),  # 11 gain a minute
    )


def weigh(person: int, seats: Any, cost: Any, rate: int, desk: Any) -> None:
    """Gains of the person's bits and the value of each seat alone."""
    first, low = seats[0][person], seats[5][person]
    bits_start, bits, weight = seats[3], seats[4], seats[6]
    alone, gain, covered = desk[0], desk[8], desk[9]
    for b in range(seats[5][person + 1] - low):
        gain[b] = weight[low + b] * rate
        covered[b] = 0
    for j in range(seats[0][person + 1] - first):
        value = -cost[first + j]
        for k in range(bits_start[first + j], bits_start[first + j + 1]):
            value += gain[bits[k]]
        alone[j] = value


def keep_useful(person: int, seats: Any, cost: Any, desk: Any) -> int:
    """Mark seats that fit and either pay alone or serve one that does; return how many."""
    first, n = seats[0][person], seats[0][person + 1] - seats[0][person]
    minutes, before, room = seats[1], seats[2], seats[7][person]
    alone, useful, serves = desk[0], desk[1], desk[3]
    for j in range(n):
        useful[j] = 1 if minutes[first + j] <= room and cost[first + j] < CLOSED else 0
    changed = True
    while changed:
        changed = False
        for j in range(n):
            serves[j] = 0
        for j in range(n):
            if useful[j] == 1 and before[first + j] >= 0:
                serves[before[first + j] - first] = 1
        for j in range(n):
            if useful[j] == 0:
                continue
            lost = before[first + j] >= 0 and useful[before[first + j] - first] == 0
            if lost or (alone[j] <= 0 and serves[j] == 0):
                useful[j] = 0
                changed = True
    kept = 0
    for j in range(n):
        kept += useful[j]
    return kept


def covers_all(i: int, j: int, seats: Any) -> bool:
    """Whether seat i covers every bit of seat j; lists of bits are sorted."""
    bits_start, bits = seats[3], seats[4]
    k = bits_start[i]
    for h in range(bits_start[j], bits_start[j + 1]):
        while k < bits_start[i + 1] and bits[k] < bits[h]:
            k += 1
        if k == bits_start[i + 1] or bits[k] != bits[h]:
            return False
    return True


def drop_dominated(person: int, seats: Any, cost: Any, desk: Any) -> None:
    """Drop seats that another one replaces for less: it covers as much, costs and lasts no more, waits for none."""
    first, n = seats[0][person], seats[0][person + 1] - seats[0][person]
    minutes, before = seats[1], seats[2]
    useful, serves = desk[1], desk[3]
    for j in range(n):
        a = first + j
        if useful[j] == 0 or serves[j] == 1 or cost[a] < 0:
            continue
        for i in range(n):
            b = first + i
            if i == j or useful[i] == 0 or cost[b] > cost[a] or minutes[b] > minutes[a]:
                continue
            if before[b] >= 0 and before[b] != before[a]:
                continue
            if covers_all(b, a, seats):
                useful[j] = 0
                break


def put_in_order(person: int, seats: Any, desk: Any) -> int:
    """Useful seats, best value a minute first, each after the one it waits for."""
    first, n = seats[0][person], seats[0][person + 1] - seats[0][person]
    minutes, before = seats[1], seats[2]
    alone, useful, order, place, waiting, key = (
        desk[0],
        desk[1],
        desk[2],
        desk[3],
        desk[4],
        desk[11],
    )
    for j in range(n):
        place[j] = -1
        key[j] = alone[j] / max(1, minutes[first + j])
    filled = 0
    while True:
        top = -1
        for j in range(n):
            if useful[j] == 1 and place[j] < 0 and (top < 0 or key[j] > key[top]):
                top = j
        if top < 0:
            return filled
        depth = 0
        while top >= 0 and place[top] < 0:
            waiting[depth] = top
            place[top] = 0
            depth += 1
            top = before[first + top] - first if before[first + top] >= 0 else -1
        while depth > 0:
            depth -= 1
            order[filled] = waiting[depth]
            place[waiting[depth]] = filled
            filled += 1


def fill_table(person: int, n: int, unit: int, seats: Any, desk: Any) -> int:
    """Row i: the most that seats from place i on could add in so many units of time, were there no overlap.

    Times are rounded down to whole units, which only over-estimates. Returns the units of the whole room.
    """
    first, room = seats[0][person], seats[7][person]
    alone, order, table = desk[0], desk[2], desk[10]
    units: int = room // unit
    for c in range(units + 1):
        table[n, c] = 0
    for i in range(n - 1, -1, -1):
        value = max(0, alone[order[i]])
        length = seats[1][first + order[i]] // unit
        for c in range(units + 1):
            best = table[i + 1, c]
            if c >= length and table[i + 1, c - length] + value > best:
                best = table[i + 1, c - length] + value
            table[i, c] = best
    return units


def take(j: int, seats: Any, desk: Any) -> int:
    """Cover the bits of a seat; return what they gain."""
    gain, covered = desk[8], desk[9]
    value = 0
    for k in range(seats[3][j], seats[3][j + 1]):
        b = seats[4][k]
        if covered[b] == 0:
            value += gain[b]
        covered[b] += 1
    return value


def give_back(j: int, seats: Any, desk: Any) -> None:
    """Undo ``take``."""
    for k in range(seats[3][j], seats[3][j + 1]):
        desk[9][seats[4][k]] -= 1


def explore(
    person: int, n: int, unit: int, seats: Any, cost: Any, limit: int, desk: Any
) -> tuple[int, int, int]:
    """Depth first through the order; the best value, the over-estimate (equal when complete), the nodes."""
    first, room = seats[0][person], seats[7][person]
    minutes, before = seats[1], seats[2]
    order, place, taken, best_set, turn, added, table = (
        desk[2], desk[3], desk[4], desk[5], desk[6], desk[7], desk[10],
    )  # fmt: skip
    value, best, over, nodes, i = 0, 0, 0, 0, 0
    turn[0] = 0
    while i >= 0:
        if turn[i] == 0:
            nodes += 1
            if value > best:
                best = value
                for j in range(n):
                    best_set[order[j]] = taken[j] if j < i else 0
            reach = value + table[i, room // unit]
            if nodes > limit and reach > over:
                over = reach
            if i == n or reach <= best or nodes > limit:
                i -= 1
                continue
            j = first + order[i]
            turn[i], taken[i] = 2, 0
            waits = before[j] >= 0 and taken[place[before[j] - first]] == 0
            if minutes[j] <= room and not waits:
                gained = take(j, seats, desk) - cost[j]
                if gained > 0 or desk[1][order[i]] == 2:
                    turn[i], taken[i], added[i] = 1, 1, gained
                    value += gained
                    room -= minutes[j]
                else:
                    give_back(j, seats, desk)
            i += 1
            turn[i] = 0
        elif turn[i] == 1:
            j = first + order[i]
            give_back(j, seats, desk)
            value -= added[i]
            room += minutes[j]
            turn[i], taken[i] = 2, 0
            i += 1
            turn[i] = 0
        else:
            i -= 1
    return best, max(best, over), nodes


def best_set_of(
    person: int, unit: int, seats: Any, cost: Any, rate: int, limit: int, desk: Any
) -> tuple[int, int, int]:
    """Best value of a person, its over-estimate and the nodes searched; the set is left in ``desk[5]``."""
    first, n = seats[0][person], seats[0][person + 1] - seats[0][person]
    for j in range(n):
        desk[5][j] = 0
    weigh(person, seats, cost, rate, desk)
    if keep_useful(person, seats, cost, desk) == 0:
        return 0, 0, 0
    drop_dominated(person, seats, cost, desk)
    for j in range(n):
        # A seat that another waits for may be taken at a loss: marked 2.
        if desk[1][j] == 1 and seats[2][first + j] >= 0:
            desk[1][seats[2][first + j] - first] = 2
    for j in range(n):
        desk[6][j] = desk[1][j]
        desk[1][j] = min(1, desk[1][j])
    placed = put_in_order(person, seats, desk)
    for j in range(n):
        desk[1][j] = desk[6][j]
    fill_table(person, placed, unit, seats, desk)
    return explore(person, placed, unit, seats, cost, limit, desk)


def respond(
    people: Any, unit: int, seats: Any, cost: Any, rate: Any, limit: int, answer: Any
) -> int:
    """Best sets of the people listed; ``answer`` is value, over-estimate (by person) and chosen (by seat)."""
    value, over, chosen = answer
    start = seats[0]
    widest, deepest = 0, 0
    for person in people:
        widest = max(widest, start[person + 1] - start[person])
        deepest = max(deepest, seats[5][person + 1] - seats[5][person])
    desk = make_desk(widest, deepest)
    total = 0
    for person in people:
        found, most, nodes = best_set_of(person, unit, seats, cost, rate[person], limit, desk)
        value[person], over[person] = found, most
        total += nodes
        for j in range(start[person + 1] - start[person]):
            chosen[start[person] + j] = desk[5][j]
    return total


STAY = 1 << 56  # what leaving a class at its fewest people would cost


def ask_price(j: int, held: int, free: int, above: int, cost: int) -> int:
    """What a seat costs somebody now: nobody enters a full class or leaves one at its fewest."""
    if held == 1:
        if free < 0:
            return CLOSED
        return cost - STAY if above <= 0 else cost
    return CLOSED if free <= 0 else cost


def offer_seats(person: int, seats: Any, cost: Any, state: Any, now: Any, poor: bool) -> None:
    """Prices of the person's seats as things stand; ``poor``: nothing that costs money is offered."""
    module, head, free, above, chosen = state[0], state[2], state[3], state[4], state[6]
    for j in range(seats[0][person], seats[0][person + 1]):
        m = module[j]
        now[j] = ask_price(j, chosen[j], free[m], above[m], cost[j])
        if poor and chosen[j] == 0 and head[j] > 0:
            now[j] = CLOSED


def worth_now(person: int, seats: Any, rate: int, state: Any, now: Any, desk: Any) -> int:
    """Value of the set the person holds, at the prices of the moment; -CLOSED if it cannot stay."""
    weigh(person, seats, now, rate, desk)
    value = 0
    for j in range(seats[0][person], seats[0][person + 1]):
        if state[6][j] == 1:
            if now[j] == CLOSED:
                return -CLOSED
            value += take(j, seats, desk) - now[j]
    return value


def exchange(person: int, seats: Any, state: Any, desk: Any, apply: bool) -> bool:
    """Whether the purses can pay for the set in ``desk[5]`` instead of the one held; do it if asked."""
    module, purse, head, free, above, left, chosen = state
    first = seats[0][person]
    n = seats[0][person + 1] - first
    for j in range(n):
        change = desk[5][j] - chosen[first + j]
        m = module[first + j]
        left[purse[m]] -= change * head[first + j]
    enough = True
    for j in range(n):
        change = desk[5][j] - chosen[first + j]
        if change > 0 and head[first + j] > 0 and left[purse[module[first + j]]] < 0:
            enough = False
    for j in range(n):
        change = desk[5][j] - chosen[first + j]
        m = module[first + j]
        if not enough or not apply:
            left[purse[m]] += change * head[first + j]
        else:
            free[m] -= change
            above[m] += change
            chosen[first + j] = desk[5][j]
    return enough


def settle(people: Any, unit: int, seats: Any, cost: Any, rate: Any, limit: int, state: Any) -> int:
    """Give the people listed, one after another, the best set among the seats that are free; count changes.

    ``state``: module, purse of a module, head money, free seats (below 0: too many in), people above the
    fewest, money left, chosen. Nobody ends worse off at ``cost`` and ``rate``, but for those who must leave.
    """
    widest, deepest = 0, 0
    for person in people:
        widest = max(widest, seats[0][person + 1] - seats[0][person])
        deepest = max(deepest, seats[5][person + 1] - seats[5][person])
    desk = make_desk(widest, deepest)
    now = np.zeros(cost.size, np.int64)
    changes = 0
    for person in people:
        offer_seats(person, seats, cost, state, now, False)
        held = worth_now(person, seats, rate[person], state, now, desk)
        value, _, _ = best_set_of(person, unit, seats, now, rate[person], limit, desk)
        if value <= held:
            continue
        if exchange(person, seats, state, desk, True):
            changes += 1
        elif held == -CLOSED:
            offer_seats(person, seats, cost, state, now, True)
            best_set_of(person, unit, seats, now, rate[person], limit, desk)
            exchange(person, seats, state, desk, True)
            changes += 1
    return changes


KERNEL = (
    make_desk,
    weigh,
    keep_useful,
    covers_all,
    drop_dominated,
    put_in_order,
    fill_table,
    take,
    give_back,
    explore,
    best_set_of,
    respond,
    ask_price,
    offer_seats,
    worth_now,
    exchange,
    settle,
)
