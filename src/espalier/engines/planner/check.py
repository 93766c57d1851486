"""Whether a plan keeps every rule, what it is worth, and whether its bound is proven.

Written against the problem alone: nothing here knows how plans are found. Everything is counted in whole
numbers, and fairness compared as a fraction, so no tolerance hides a small breach.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from espalier.engines.planner.bound import bound_from_prices
from espalier.engines.planner.problem import (
    PairState,
    SelectionProblem,
    closeable_needs,
    owner_of_rows,
    pair_of_covers,
)
from espalier.engines.planner.solution import Certificate, Plan, Selection, Worth


class Rule(StrEnum):
    """What can be broken. The first group concerns a plan, the second what is said about it."""

    SHAPE = "shape"  # the plan is not of this problem
    SESSIONS_MIN = "sessions_min"
    SESSIONS_MAX = "sessions_max"
    CLASS_MIN = "class_min"
    CLASS_MAX = "class_max"
    HOURS = "hours"
    PREREQUISITE = "prerequisite"
    MONEY = "money"
    MONEY_LINE = "money_line"
    POOL = "pool"
    LEGAL = "legal"
    PINNED = "pinned"
    BANNED = "banned"
    FAIRNESS = "fairness"

    WORTH = "worth"
    CERTIFICATE = "certificate"
    GAP_SHARE = "gap_share"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken rule: where (kind and code, from the outside in), what was found, and the limit.

    Units: those of the rule: minor units of money, minutes, people, sessions; fairness in thousandths of
    the company's rate, rounded down.
    """

    rule: Rule
    place: tuple[str, ...]
    found: int
    limit: int


def check_plan(problem: SelectionProblem, plan: Plan) -> tuple[Broken, ...]:
    """Every rule the plan breaks, each with its place; empty when it keeps them all."""
    shape = tuple(_shape(problem, plan))
    if shape:
        return shape
    return (
        *_sessions(problem, plan),
        *_classes(problem, plan),
        *_hours(problem, plan),
        *_prerequisites(problem, plan),
        *_money(problem, plan),
        *_pools(problem, plan),
        *_states(problem, plan),
        *_fairness(problem, plan),
    )


def check_selection(problem: SelectionProblem, selection: Selection) -> tuple[Broken, ...]:
    """Everything wrong with an answer: its plan, its worth, its bound, its distance, its data."""
    found: list[Broken] = []
    if selection.data_sha256 != data_sha256(problem):
        found.append(Broken(Rule.DATA, (), 0, 0))
    worth = None
    if selection.plan is not None:
        found += check_plan(problem, selection.plan)
        if not any(each.rule is Rule.SHAPE for each in found):
            worth = worth_of(problem, selection.plan)
    if worth != selection.worth:
        found.append(Broken(Rule.WORTH, (), _closed(selection.worth), _closed(worth)))
    if selection.certificate is not None:
        found += check_certificate(problem, selection.certificate, worth)
    if selection.gap_share != gap_share(worth, selection.certificate):
        found.append(Broken(Rule.GAP_SHARE, (), 0, 0))
    return tuple(found)


def check_certificate(
    problem: SelectionProblem, certificate: Certificate, worth: Worth | None
) -> tuple[Broken, ...]:
    """Whether the prices prove exactly the bound that is claimed, and the plan stays below it."""
    forced = worth is None or worth.legal_missing == 0
    proven = bound_from_prices(problem, certificate, legal_forced=forced)
    if proven is None:
        return (Broken(Rule.CERTIFICATE, ("prices",), 0, 0),)
    found = []
    if certificate.bound != proven.weight:
        found.append(Broken(Rule.CERTIFICATE, ("bound",), certificate.bound, proven.weight))
    if worth is not None and worth.gap_closed > proven.weight:
        found.append(Broken(Rule.CERTIFICATE, ("worth",), worth.gap_closed, proven.weight))
    return tuple(found)


def gap_share(worth: Worth | None, certificate: Certificate | None) -> float | None:
    """How far the plan may be from the best possible, as a share of the bound; None without both."""
    if worth is None or certificate is None:
        return None
    if certificate.bound <= 0:
        return 0.0
    return (certificate.bound - worth.gap_closed) / certificate.bound


def worth_of(problem: SelectionProblem, plan: Plan) -> Worth:
    """The values of a plan in the order they count."""
    pairs = problem.pairs
    changes = 0
    if problem.planned_sessions is not None:
        changes = int((plan.chosen != pairs.was_planned).sum())
        planned = np.array(problem.planned_sessions, dtype=np.int64)
        changes += int(np.abs(plan.sessions - planned).sum())
    covered = covered_needs(problem, plan)
    return Worth(
        legal_missing=int(((pairs.state == PairState.LEGAL) & ~plan.chosen).sum()),
        gap_closed=int(problem.needs.weight[covered].sum()),
        fairness_permille=fairness_permille(problem, plan),
        cost_minor=sum(costs_by_module(problem, plan)),
        changes=changes,
    )


def covered_needs(problem: SelectionProblem, plan: Plan) -> np.ndarray:
    """Needs that at least one chosen pair covers."""
    pairs = problem.pairs
    covered = np.zeros(problem.needs.weight.size, dtype=bool)
    covered[pairs.covers[plan.chosen[pair_of_covers(pairs)]]] = True
    return covered


def costs_by_module(problem: SelectionProblem, plan: Plan) -> list[int]:
    """Minor units each module costs: its sessions and its participants."""
    pairs = problem.pairs
    heads = np.zeros(len(problem.modules), dtype=np.int64)
    np.add.at(heads, pairs.module[plan.chosen], pairs.head_minor[plan.chosen])
    return [
        int(heads[i]) + m.session_minor * int(plan.sessions[i])
        for i, m in enumerate(problem.modules)
    ]


def closed_by_department(problem: SelectionProblem, plan: Plan) -> list[tuple[int, int]]:
    """Weight closed and weight that could be closed, of each department."""
    needs = problem.needs
    departments = problem.people.department[owner_of_rows(needs.start)]
    closed = np.zeros(len(problem.departments), dtype=np.int64)
    whole = np.zeros_like(closed)
    covered, closeable = covered_needs(problem, plan), closeable_needs(problem)
    np.add.at(closed, departments[covered], needs.weight[covered])
    np.add.at(whole, departments[closeable], needs.weight[closeable])
    return [(int(c), int(g)) for c, g in zip(closed, whole, strict=True)]


def fairness_permille(problem: SelectionProblem, plan: Plan) -> int:
    """Rate of the worst-off department in thousandths of the company's rate, rounded down."""
    rates = closed_by_department(problem, plan)
    closed, whole = sum(c for c, _ in rates), sum(g for _, g in rates)
    if closed == 0:
        return 1000  # nothing is closed for anybody
    return min(1000 * c * whole // (g * closed) for c, g in rates if g > 0)


def data_sha256(problem: SelectionProblem) -> str:
    """Fingerprint of everything that decides the answer; names shown in messages do not."""
    digest = hashlib.sha256()
    plain = (
        problem.currency,
        problem.year,
        problem.budget_minor,
        problem.departments,
        problem.competencies,
        problem.modules,
        problem.people.codes,
        problem.pools,
        problem.money_lines,
        problem.fair_permille,
        problem.planned_sessions,
    )
    digest.update(repr(plain).encode())
    for table in (problem.people, problem.needs, problem.pairs):
        for name in table.__dataclass_fields__:
            value = getattr(table, name)
            if isinstance(value, np.ndarray):
                digest.update(name.encode())
                digest.update(np.ascontiguousarray(value, dtype=np.int64).tobytes())
    return digest.hexdigest()


def _closed(worth: Worth | None) -> int:
    return -1 if worth is None else worth.gap_closed


def _shape(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    n_pairs, n_modules = problem.pairs.module.size, len(problem.modules)
    if plan.chosen.shape != (n_pairs,) or plan.chosen.dtype != np.bool_:
        yield Broken(Rule.SHAPE, ("chosen",), plan.chosen.size, n_pairs)
    if plan.sessions.shape != (n_modules,) or plan.sessions.dtype.kind not in "iu":
        yield Broken(Rule.SHAPE, ("sessions",), plan.sessions.size, n_modules)


def _sessions(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    for module, y in zip(problem.modules, plan.sessions.tolist(), strict=True):
        if y < module.sessions_min:
            yield Broken(Rule.SESSIONS_MIN, ("module", module.code), y, module.sessions_min)
        if y > module.sessions_max:
            yield Broken(Rule.SESSIONS_MAX, ("module", module.code), y, module.sessions_max)


def _classes(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    heads = np.bincount(problem.pairs.module[plan.chosen], minlength=len(problem.modules))
    for module, n, y in zip(problem.modules, heads.tolist(), plan.sessions.tolist(), strict=True):
        if n < module.seats_min * y:
            yield Broken(Rule.CLASS_MIN, ("module", module.code), n, module.seats_min * y)
        if n > module.seats_max * y:
            yield Broken(Rule.CLASS_MAX, ("module", module.code), n, module.seats_max * y)


def _hours(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    pairs = problem.pairs
    counted = plan.chosen & (pairs.state != PairState.LEGAL)
    minutes = np.array([m.minutes for m in problem.modules], dtype=np.int64)
    spent = np.zeros(problem.n_people, dtype=np.int64)
    np.add.at(spent, owner_of_rows(pairs.start)[counted], minutes[pairs.module[counted]])
    for i in np.nonzero(spent > problem.people.minutes)[0].tolist():
        limit = int(problem.people.minutes[i])
        yield Broken(Rule.HOURS, ("person", problem.people.codes[i]), int(spent[i]), limit)


def _prerequisites(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    requires = problem.pairs.requires
    rows = np.nonzero(plan.chosen & (requires >= 0))[0]
    for j in rows[~plan.chosen[requires[rows]]].tolist():
        needed = problem.modules[problem.pairs.module[requires[j]]].code
        yield Broken(Rule.PREREQUISITE, (*_pair(problem, j), "requires", needed), 0, 1)


def _money(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    free, lines = 0, [0] * len(problem.money_lines)
    for module, cost in zip(problem.modules, costs_by_module(problem, plan), strict=True):
        if module.money_line is None:
            free += cost
        else:
            lines[module.money_line] += cost
    if free > problem.free_minor:
        yield Broken(Rule.MONEY, ("budget",), free, problem.free_minor)
    for line, spent in zip(problem.money_lines, lines, strict=True):
        if spent > line.minor:
            yield Broken(Rule.MONEY_LINE, ("money_line", line.code), spent, line.minor)


def _pools(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    used = [0] * len(problem.pools)
    for module, y in zip(problem.modules, plan.sessions.tolist(), strict=True):
        for pool, minutes in module.uses:
            used[pool] += minutes * y
    for each, minutes in zip(problem.pools, used, strict=True):
        if minutes > each.minutes:
            yield Broken(Rule.POOL, (each.kind.value, each.code), minutes, each.minutes)


def _states(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    state = problem.pairs.state
    for rule, of_state, wanted in (
        (Rule.LEGAL, PairState.LEGAL, True),
        (Rule.PINNED, PairState.PINNED, True),
        (Rule.BANNED, PairState.BANNED, False),
    ):
        for j in np.nonzero((state == of_state) & (plan.chosen != wanted))[0].tolist():
            yield Broken(rule, _pair(problem, j), int(not wanted), int(wanted))


def _fairness(problem: SelectionProblem, plan: Plan) -> Iterator[Broken]:
    rates = closed_by_department(problem, plan)
    closed, whole = sum(c for c, _ in rates), sum(g for _, g in rates)
    for code, (c, g) in zip(problem.departments, rates, strict=True):
        if 1000 * whole * c < problem.fair_permille * g * closed:
            found = 1000 * c * whole // (g * closed)
            yield Broken(Rule.FAIRNESS, ("department", code), found, problem.fair_permille)


def _pair(problem: SelectionProblem, j: int) -> tuple[str, ...]:
    person = int(np.searchsorted(problem.pairs.start, j, side="right")) - 1
    module = problem.modules[problem.pairs.module[j]].code
    return ("person", problem.people.codes[person], "module", module)
