"""Why a module is in the plan and why another is not, in the terms of the plan's own prices.

*In*: whom the law asks, which gaps of how many people it closes, and what only it closes. *Out*: what one more
session would close, less what its people's time and its money, instructors and rooms are worth elsewhere by the
certified prices. Where nothing is left either way the plan could have taken it: a tie.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.best_response import FORCED, OUT
from espalier.engines.planner.bound import (
    NODE_LIMIT,
    money_prices,
    need_gains,
    person_data,
)
from espalier.engines.planner.check import costs_by_module
from espalier.engines.planner.compiling import kernel_module
from espalier.engines.planner.problem import (
    PairState,
    PoolKind,
    SelectionProblem,
    owner_of_rows,
    pair_of_covers,
)
from espalier.engines.planner.solution import Certificate, Plan

TIE_SHARE = 0.005  # of what the session would close: nearer to nothing than that is a tie


@dataclass(frozen=True, slots=True)
class GapClosed:
    """One competency that a module of the plan closes gaps of.

    Units: ``levels`` in hundredths, summed over people; ``weight`` as in the problem; ``weight_only_here`` of
    needs that no other module of the plan closes.
    """

    competency: str
    people: int
    levels: int
    weight: int
    weight_only_here: int


@dataclass(frozen=True, slots=True)
class WhyIn:
    """Reasons of one line of the plan."""

    module: str
    sessions: int
    people: int
    legal_people: int
    pinned_people: int
    required_by: tuple[
        str, ...
    ]  # modules of the plan that some of its people could not attend without it
    gaps: tuple[GapClosed, ...]
    cost_minor: int


@dataclass(frozen=True, slots=True)
class WhyOut:
    """What one more session would bring and take, in units of weight.

    ``profit`` = closes - elsewhere - money - instructor - room - equipment. ``closes`` counts every gap of its
    people that the module closes; ``elsewhere`` what of this other modules close as well, and what the time is
    worth there. ``cheaper_by_minor``: by how much the session would have to be cheaper for a profit of 0 (None:
    money alone does not bring it in). ``is_full``: every session the catalogue allows runs already.
    ``too_few``: fewer could come than a class needs.
    """

    module: str
    people: int
    closes: float
    elsewhere: float
    money: float
    instructor: float
    room: float
    equipment: float
    profit: float
    is_tie: bool
    cheaper_by_minor: int | None
    is_full: bool = False
    too_few: bool = False


def why_in(problem: SelectionProblem, plan: Plan) -> tuple[WhyIn, ...]:
    """Reasons of every module that runs, in the order of the catalogue."""
    pairs = problem.pairs
    covering = pair_of_covers(pairs)
    taken = plan.chosen[covering]
    times = np.bincount(pairs.covers[taken], minlength=problem.needs.weight.size)
    costs = costs_by_module(problem, plan)
    told = []
    for m in np.nonzero(plan.sessions)[0].tolist():
        rows = plan.chosen & (pairs.module == m)
        needs = np.unique(pairs.covers[taken & (pairs.module[covering] == m)])
        told.append(
            WhyIn(
                module=problem.modules[m].code,
                sessions=int(plan.sessions[m]),
                people=int(rows.sum()),
                legal_people=int((rows & (pairs.state == PairState.LEGAL)).sum()),
                pinned_people=int((rows & (pairs.state == PairState.PINNED)).sum()),
                required_by=_required_by(problem, plan, m),
                gaps=_gaps_closed(problem, needs, times),
                cost_minor=costs[m],
            )
        )
    return tuple(told)


def _required_by(problem: SelectionProblem, plan: Plan, m: int) -> tuple[str, ...]:
    pairs = problem.pairs
    rows = np.nonzero(plan.chosen & (pairs.requires >= 0))[0]
    later = pairs.module[rows[pairs.module[pairs.requires[rows]] == m]]
    return tuple(problem.modules[i].code for i in np.unique(later).tolist())


def _gaps_closed(
    problem: SelectionProblem, rows: np.ndarray, times: np.ndarray
) -> tuple[GapClosed, ...]:
    """Gaps of the given needs by competency, heaviest first; a person's steps of one competency are one person."""
    needs = problem.needs
    owner = owner_of_rows(needs.start)
    told = []
    for k in np.unique(needs.competency[rows]).tolist():
        own = rows[needs.competency[rows] == k]
        levels = needs.level_to[own].astype(np.int64) - needs.level_from[own]
        told.append(
            GapClosed(
                competency=problem.competencies[k],
                people=int(np.unique(owner[own]).size),
                levels=int(levels.sum()),
                weight=int(needs.weight[own].sum()),
                weight_only_here=int(needs.weight[own[times[own] == 1]].sum()),
            )
        )
    return tuple(sorted(told, key=lambda gap: (-gap.weight, gap.competency)))


def why_out(
    problem: SelectionProblem, plan: Plan, certificate: Certificate, module: int
) -> WhyOut | None:
    """What keeps one more session of a module out of the plan; None where nobody is left who could come.

    Notes
    -----
    For each person not in the module: the best set with the module less the best set without it, at the
    certified prices of everything but the module's own seats. The people with the greatest difference fill
    the session, at least to its minimum.
    """
    stated = problem.modules[module]
    rows = np.nonzero((problem.pairs.module == module) & ~plan.chosen)[0]
    rows = rows[problem.pairs.state[rows] != PairState.BANNED]
    if rows.size == 0:
        return None
    worth, closes = _worth_of_seats(problem, certificate, rows)
    order = np.argsort(-worth, kind="stable")
    n = int(np.clip((worth > 0).sum(), stated.seats_min, stated.seats_max))
    best = order[: max(1, n)]
    scale = certificate.scale
    money_price = int(money_prices(problem, certificate)[module])
    heads = int(problem.pairs.head_minor[rows[best]].sum())
    money = money_price * (stated.session_minor + heads) / scale
    pools = _pool_prices(problem, certificate, module)
    net = float(worth[best].sum()) / scale + money_price * heads / scale
    gross = float(closes[best].sum()) / scale
    profit = net - money - sum(pools.values())
    lacking = -profit * scale / money_price if money_price and profit < 0 else None
    return WhyOut(
        module=stated.code,
        people=int(best.size),
        closes=gross,
        elsewhere=gross - net,
        money=money,
        instructor=pools[PoolKind.INSTRUCTOR],
        room=pools[PoolKind.ROOM],
        equipment=pools[PoolKind.EQUIPMENT],
        profit=profit,
        is_tie=abs(profit) <= TIE_SHARE * max(gross, 1.0),
        cheaper_by_minor=None if lacking is None else _cheaper(lacking, stated.session_minor),
        is_full=int(plan.sessions[module]) >= stated.sessions_max,
        too_few=rows.size < stated.seats_min,
    )


def _cheaper(lacking: float, session_minor: int) -> int | None:
    """Rounded up; None where even a free session would not pay."""
    whole = int(np.ceil(lacking))
    return whole if whole <= session_minor else None


def _pool_prices(
    problem: SelectionProblem, certificate: Certificate, module: int
) -> dict[PoolKind, float]:
    prices = dict.fromkeys(PoolKind, 0.0)
    for p, minutes in problem.modules[module].uses:
        prices[problem.pools[p].kind] += int(certificate.pools[p]) * minutes / certificate.scale
    return prices


def _worth_of_seats(
    problem: SelectionProblem, certificate: Certificate, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of each pair: its person's best set with it less the best without, and what it would close by itself."""
    data = person_data(problem, certificate, legal_forced=True)
    status, cost = data[7], data[8]
    gains = need_gains(problem, certificate)
    money = money_prices(problem, certificate)
    owner = owner_of_rows(problem.pairs.start)[rows]
    worth, closes = np.zeros(rows.size, dtype=np.int64), np.zeros(rows.size, dtype=np.int64)
    starts, covers = problem.pairs.cover_start, problem.pairs.covers
    kernel = kernel_module("espalier.engines.planner.best_response", n_rows=status.size)
    for i, (j, person) in enumerate(zip(rows.tolist(), owner.tolist(), strict=True)):
        before = status[j], cost[j]
        # The seat itself is free here: what the session costs is told apart.
        cost[j] = money[problem.pairs.module[j]] * problem.pairs.head_minor[j]
        status[j] = FORCED
        with_it, _ = kernel.respond(person, data, NODE_LIMIT)
        status[j] = OUT
        without, _ = kernel.respond(person, data, NODE_LIMIT)
        status[j], cost[j] = before
        worth[i] = with_it - without
        closes[i] = gains[covers[starts[j] : starts[j + 1]]].sum()
    return worth, closes
