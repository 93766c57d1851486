"""Small companies made from a seed, and the best plan of each by trying everything."""

from itertools import product

import numpy as np

from espalier.engines.planner.check import check_plan, worth_of
from espalier.engines.planner.problem import (
    Module,
    MoneyLine,
    Needs,
    Pairs,
    PairState,
    People,
    Pool,
    PoolKind,
    SelectionProblem,
)
from espalier.engines.planner.solution import Certificate, Plan


def small_company(seed: int, *, n_people: int = 4, n_modules: int = 3, legal: bool = True):
    """A problem with every kind of rule in it; for these sizes ``all_plans`` can try everything."""
    random = np.random.default_rng(seed)
    n_departments = min(2, n_people)
    modules = tuple(_module(random, i, n_people, seed % 2 == 1) for i in range(n_modules))
    need_start, need_rows, pair_start, pair_rows = [0], [], [0], []
    for _ in range(n_people):
        first = len(need_rows)
        n_needs = int(random.integers(1, 4))
        need_rows += [(k, int(random.integers(1, 60))) for k in range(n_needs)]
        chosen = random.permutation(n_modules)[: int(random.integers(1, n_modules + 1))]
        base = len(pair_rows)
        for at, m in enumerate(chosen):
            covers = first + np.nonzero(random.random(n_needs) < 0.6)[0]
            requires = base + int(random.integers(at)) if at and random.random() < 0.3 else -1
            state = random.choice([0, 0, 0, 0, 0, 0, 1 if legal else 0, 3])
            pair_rows.append((int(m), int(random.integers(0, 20)), int(state), requires, covers))
        need_start.append(len(need_rows))
        pair_start.append(len(pair_rows))
    return SelectionProblem(
        currency="TWD",
        year=2027,
        budget_minor=int(random.integers(200, 600)),
        departments=tuple(f"D{d}" for d in range(n_departments)),
        competencies=("A", "B", "C"),
        modules=modules,
        people=People(
            tuple(f"P{i}" for i in range(n_people)),
            (np.arange(n_people) % n_departments).astype(np.int32),
            random.integers(120, 400, n_people),
        ),
        needs=_needs(need_start, need_rows),
        pairs=_pairs(random, pair_start, pair_rows),
        pools=(Pool("I", PoolKind.INSTRUCTOR, int(random.integers(200, 700))),),
        money_lines=(MoneyLine("GRANT", 90),) if seed % 2 else (),
        fair_permille=int(random.choice([0, 300, 600])),
        planned_sessions=tuple(int(x) for x in random.integers(0, 2, n_modules)),
    )


def _module(random, i, n_people, has_line):
    least = int(random.choice([0, 0, 1, 1, 2]))
    return Module(
        code=f"M{i}",
        minutes=int(random.choice([60, 120, 180])),
        session_minor=int(random.integers(10, 100)),
        seats_min=least,
        seats_max=max(1, least) + int(random.integers(0, n_people)),
        sessions_min=0,
        sessions_max=int(random.integers(1, 3)),
        uses=((0, int(random.choice([60, 120]))),),
        money_line=0 if has_line and i == 0 else None,
    )


def _needs(start, rows):
    n = len(rows)
    return Needs(
        np.array(start, dtype=np.int64),
        np.array([k for k, _ in rows], dtype=np.int32),
        np.zeros(n, dtype=np.int16),
        np.full(n, 100, dtype=np.int16),
        np.array([w for _, w in rows], dtype=np.int64),
    )


def _pairs(random, start, rows):
    return Pairs(
        np.array(start, dtype=np.int64),
        np.array([m for m, *_ in rows], dtype=np.int32),
        np.array([cost for _, cost, *_ in rows], dtype=np.int64),
        np.array([state for _, _, state, *_ in rows], dtype=np.int8),
        np.array([requires for *_, requires, _ in rows], dtype=np.int64),
        random.random(len(rows)) < 0.3,
        np.concatenate(([0], np.cumsum([len(c) for *_, c in rows]))).astype(np.int64),
        np.concatenate([c for *_, c in rows]).astype(np.int64),
    )


def all_plans(problem):
    """Every plan that keeps the rules."""
    free = problem.pairs.state != PairState.BANNED
    rows = np.nonzero(free)[0]
    ranges = [range(m.sessions_min, m.sessions_max + 1) for m in problem.modules]
    for bits in product((False, True), repeat=rows.size):
        chosen = np.zeros(free.size, dtype=bool)
        chosen[rows] = bits
        for sessions in product(*ranges):
            plan = Plan(chosen, np.array(sessions, dtype=np.int64))
            if not check_plan(problem, plan):
                yield plan


def most_closed(problem):
    """The most gap any plan closes, or None where no plan keeps the rules."""
    return max((worth_of(problem, plan).gap_closed for plan in all_plans(problem)), default=None)


def random_prices(problem, seed, scale=1000):
    random = np.random.default_rng(seed)
    n_modules = len(problem.modules)
    return Certificate(
        scale=scale,
        budget=int(random.integers(0, scale)),
        money_lines=random.integers(0, scale, len(problem.money_lines)),
        pools=random.integers(0, scale // 5, len(problem.pools)),
        seat_max=random.integers(0, scale * 9, n_modules),
        seat_min=random.integers(0, scale, n_modules),
        fairness=random.integers(0, scale, len(problem.departments)),
        bound=0,
        pair=random.integers(-scale, scale, problem.pairs.module.size) if seed % 3 else None,
    )


def office():
    """Three people, two modules, everything known: and the plan that sends all to A and one, by law, to B.

    P0 and P1 are of D0, P2 of D1. A (NT$100 and 5 a head, 2 to 3 seats) closes a gap of each; B (NT$60 and 2 a
    head) is P1's legal duty, closes all P0 lacks, and is forbidden to P2.
    """
    modules = (
        Module("A", 120, 100, 2, 3, 0, 1, uses=((0, 120),)),
        Module("B", 60, 60, 1, 2, 1, 2, uses=()),
    )
    problem = SelectionProblem(
        currency="TWD",
        year=2027,
        budget_minor=500,
        departments=("D0", "D1"),
        competencies=("WELD",),
        modules=modules,
        people=People(
            ("P0", "P1", "P2"), np.array([0, 0, 1], dtype=np.int32), np.array([240, 240, 120])
        ),
        needs=_needs([0, 2, 3, 5], [(0, 20), (0, 10), (0, 30), (0, 40), (0, 30)]),
        pairs=Pairs(
            start=np.array([0, 2, 4, 6]),
            module=np.array([0, 1, 0, 1, 0, 1], dtype=np.int32),
            head_minor=np.array([5, 2, 5, 2, 5, 2]),
            state=np.array([0, 0, 0, 1, 0, 3], dtype=np.int8),
            requires=np.full(6, -1),
            was_planned=np.zeros(6, dtype=bool),
            cover_start=np.array([0, 1, 3, 4, 4, 5, 6]),
            covers=np.array([0, 0, 1, 2, 3, 4]),
        ),
        pools=(Pool("ANN", PoolKind.INSTRUCTOR, 120),),
        fair_permille=600,
    )
    return problem, Plan(np.array([1, 0, 1, 1, 1, 0], dtype=bool), np.array([1, 1]))
