"""How a training manager would choose without a solver: the rivals a plan is compared with.

All keep every rule, legal duties first. *By total gap* ranks modules by the gap they could close; *needs
list* takes the worst competency first and the module that closes most of it for the money; *gap per money* is a
good spreadsheet's cost-benefit column, computed once; *adaptive greedy* recomputes that column after every session,
which takes a programmer.
"""

import heapq
from collections.abc import Callable

import numpy as np

from espalier.engines.planner.check import closed_by_department, covered_needs
from espalier.engines.planner.filling import Filling
from espalier.engines.planner.problem import (
    PairState,
    SelectionProblem,
    owner_of_rows,
    pair_of_covers,
)
from espalier.engines.planner.solution import Plan

ROUNDS = 6  # of raising departments that fall behind
SHARES = (
    0.1,
    0.15,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.5,
    0.6,
    0.7,
)  # of the money, for departments behind before all others
HALVINGS = 6  # of the money, where raising does not help


def by_total_gap(problem: SelectionProblem) -> Plan:
    """Modules in the order of the gap they could close, whatever they cost."""
    return _fair(problem, lambda filling: _in_rank(filling, lambda gain, cost: gain))


def by_needs_list(problem: SelectionProblem) -> Plan:
    """The competency with the greatest gap first, and for it the modules that close most for the money."""
    return _fair(problem, _down_the_needs_list)


def by_gap_per_money(problem: SelectionProblem) -> Plan:
    """Modules in the order of gap per minor unit, as a column of a spreadsheet would give it."""
    return _fair(problem, lambda filling: _in_rank(filling, lambda gain, cost: gain / max(1, cost)))


def adaptive_greedy(problem: SelectionProblem) -> Plan:
    """Always the session that closes most for its money, given all chosen before."""
    return _fair(problem, _always_the_best)


BASELINES: dict[str, Callable[[SelectionProblem], Plan]] = {
    "total_gap": by_total_gap,
    "needs_list": by_needs_list,
    "gap_per_money": by_gap_per_money,
    "adaptive_greedy": adaptive_greedy,
}


def _fair(problem: SelectionProblem, fill: Callable[[Filling], None]) -> Plan:
    """Fill, and where departments stay behind their share, bring them up; the best fair plan that closes anything.

    First their gaps count for more; then a part of the money is theirs before all others'; then less money is
    spent, for what is spent on the others is what makes the rule break. Where none of this is fair, the plan of
    the method is returned as it is: the checker names what it breaks.
    """
    weights = problem.needs.weight
    plan = first = _filled(problem, fill, weights)
    departments = problem.people.department[owner_of_rows(problem.needs.start)]
    factors = np.ones(len(problem.departments))
    behind = np.zeros(len(problem.departments), dtype=bool)
    for _ in range(ROUNDS):
        lag = _lag(problem, plan)
        if (lag <= 1).all():
            return plan
        behind |= lag > 1
        factors *= np.clip(lag, 1.0, 4.0) ** 1.5
        counted = np.rint(weights * factors[departments]).astype(np.int64)
        plan = _filled(problem, fill, counted)
    factors[:] = 1
    for share in SHARES:
        theirs = np.rint(weights * np.where(behind, factors, 0)[departments]).astype(np.int64)
        plan = _filled(problem, fill, theirs, money_share=share, then=weights)
        lag = _lag(problem, plan)
        if (lag <= 1).all():
            return plan
        behind |= lag > 1
        factors *= np.clip(lag, 1.0, 4.0)
    return _with_less_money(problem, fill) or first


def _with_less_money(problem: SelectionProblem, fill: Callable[[Filling], None]) -> Plan | None:
    """The fair plan of the most money, if it closes anything."""
    low, high, best = 0.0, 1.0, None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        plan = _filled(problem, fill, problem.needs.weight, money_share=middle)
        if (_lag(problem, plan) <= 1).all():
            low = middle
            best = plan if covered_needs(problem, plan).any() else best
        else:
            high = middle
    return best


def _filled(
    problem: SelectionProblem,
    fill: Callable[[Filling], None],
    weights: np.ndarray,
    *,
    money_share: float = 1.0,
    then: np.ndarray | None = None,
) -> Plan:
    """Fill for some weights with a share of the money, and with ``then`` go on for others with all of it."""
    filling = Filling(problem, weights=weights, money_share=money_share)
    fill(filling)
    filling.close_empty_seats()
    if then is not None:
        filling.go_on(then)
        fill(filling)
        filling.close_empty_seats()
    return filling.plan()


def _lag(problem: SelectionProblem, plan: Plan) -> np.ndarray:
    """By what factor each department lacks its fair share; 1 or less where it has it."""
    rates = closed_by_department(problem, plan)
    closed, whole = sum(c for c, _ in rates), sum(g for _, g in rates)
    lag = np.zeros(len(rates))
    for d, (c, g) in enumerate(rates):
        wanted, has = problem.fair_permille * g * closed, 1000 * whole * c
        if wanted > has:
            lag[d] = max(wanted / has if has else 4.0, 1.0 + 1e-9)
    return lag


def _in_rank(filling: Filling, worth: Callable[[int, int], float]) -> None:
    """Open sessions module by module in an order computed once."""
    ranked = []
    for m, module in enumerate(filling.problem.modules):
        rows, gains = filling.rows_of[m], filling.gains(m)
        wanted = (gains > 0) & (filling.problem.pairs.state[rows] != PairState.BANNED)
        n_sessions = -(-int(wanted.sum()) // module.seats_max)
        cost = n_sessions * module.session_minor
        cost += int(filling.problem.pairs.head_minor[rows[wanted]].sum())
        ranked.append((-worth(int(gains[wanted].sum()), cost), m))
    for _, m in sorted(ranked):
        _exhaust(filling, m)


def _exhaust(filling: Filling, m: int) -> bool:
    """Open sessions while there is anything to gain; whether any was."""
    taken = False
    while (offer := filling.offer(m)) is not None:
        filling.take(offer)
        taken = True
    return taken


def _down_the_needs_list(filling: Filling) -> None:
    """For each competency, worst first, the modules that close most of it for their money."""
    problem = filling.problem
    needs, pairs, n = problem.needs, problem.pairs, len(problem.competencies)
    total = np.zeros(n, dtype=np.int64)
    np.add.at(total, needs.competency, needs.weight)
    covering = pairs.module[pair_of_covers(pairs)].astype(np.int64)
    gain = np.zeros((len(problem.modules), n), dtype=np.int64)
    np.add.at(gain, (covering, needs.competency[pairs.covers]), needs.weight[pairs.covers])
    money = np.zeros(len(problem.modules), dtype=np.int64)
    np.add.at(money, pairs.module, pairs.head_minor)
    for m, module in enumerate(problem.modules):
        money[m] += -(-filling.rows_of[m].size // module.seats_max) * module.session_minor
    # What has nothing more to offer has it again only when a prerequisite was taken.
    waiting, done = _waiting_for(problem), set[int]()
    for k in np.argsort(-total, kind="stable").tolist():
        value = gain[:, k] / np.maximum(1, money)
        for m in np.argsort(-value, kind="stable").tolist():
            if value[m] > 0 and m not in done:
                if _exhaust(filling, m):
                    done.difference_update(waiting[m])
                done.add(m)


def _always_the_best(filling: Filling) -> None:
    """Lazily: a value once computed only falls, but for modules whose prerequisite was just chosen."""
    waiting = _waiting_for(filling.problem)
    heap = [(-np.inf, m) for m in range(len(filling.problem.modules))]
    queued = set(range(len(heap)))
    while heap:
        _, m = heapq.heappop(heap)
        queued.discard(m)
        offer = filling.offer(m)
        if offer is None:
            continue
        if heap and offer.value < -heap[0][0]:
            heapq.heappush(heap, (-offer.value, m))
            queued.add(m)
            continue
        filling.take(offer)
        for again in (m, *waiting[m]):
            if again not in queued:
                heapq.heappush(heap, (-np.inf, again))
                queued.add(again)


def _waiting_for(problem: SelectionProblem) -> list[list[int]]:
    """For each module those with a pair that requires it."""
    pairs = problem.pairs
    rows = np.nonzero(pairs.requires >= 0)[0]
    n = len(problem.modules)
    edges = np.unique(pairs.module[pairs.requires[rows]].astype(np.int64) * n + pairs.module[rows])
    waiting: list[list[int]] = [[] for _ in range(n)]
    for edge in edges.tolist():
        waiting[edge // n].append(edge % n)
    return waiting
