"""The selection problem as one mixed-integer model: rows and columns for a solver that keeps them as floats.

Needs that the same pairs cover are one column, and where one pair alone covers them that pair's column is it.

Columns: one a pair (attends), one a group of needs (closed), one a module (sessions), one a department (weight
closed), and what later stages measure. Money is
counted in units that keep the numbers small; what the solver answers is rounded to whole numbers and checked.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.check import closed_by_department
from espalier.engines.planner.problem import (
    PairState,
    SelectionProblem,
    closeable_needs,
    owner_of_rows,
    pair_of_covers,
)
from espalier.engines.planner.solution import Plan

MONEY_SIZE = 1e5  # the budget in the model's unit of money
MARGIN = 1e-4  # of a unit of weight, by which fairness is kept where the exact comparison found it broken


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each kind of column starts."""

    pairs: int
    needs: int
    sessions: int
    closed: int
    rate: int  # the rate of the worst-off department, one column
    shifts: int  # sessions more or fewer than last approved, one a module
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of one kind, as entries (row from 0, column, value) with limits."""

    kind: str
    row: np.ndarray
    column: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    @property
    def size(self) -> int:
        return int(self.lower.size)


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Closeable needs, grouped by the pairs that cover them. ``covers``: (group, pair) of groups with two or more.

    ``group_weight`` and ``group_department`` of those; ``pair_weight``: of what a pair covers alone; a legal or
    pinned pair closes its needs for all.
    """

    covers: np.ndarray
    group_weight: np.ndarray
    group_department: np.ndarray
    pair_weight: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """``lower``, ``upper``, ``is_whole``: of columns. ``money_unit``: minor units in one unit of the model."""

    columns: Columns
    lower: np.ndarray
    upper: np.ndarray
    is_whole: np.ndarray
    rows: tuple[Rows, ...]
    money_unit: float
    gaps: Gaps

    def offset(self, kind: str) -> int:
        """Number of the first row of a kind."""
        at = 0
        for rows in self.rows:
            if rows.kind == kind:
                return at
            at += rows.size
        raise KeyError(kind)


def model_of(
    problem: SelectionProblem, *, legal_forced: bool, exact: bool = False, opened: bool = False
) -> Model:
    """Build the model.

    Parameters
    ----------
    problem : SelectionProblem
    legal_forced : bool
        Whether legal pairs must be chosen, or may be missing.
    exact : bool
        Whether a need covered must be counted as closed. Only where fairness binds would a solver rather not count it.
    opened : bool
        Whether to say for each pair that nobody attends what does not run. Needless for whole numbers, and slow, but
        the prices of the relaxation are better with it.
    """
    gaps = _gaps(problem)
    n_pairs, n_groups = problem.pairs.module.size, gaps.group_weight.size
    n_modules, n_departments = len(problem.modules), len(problem.departments)
    starts = np.cumsum([0, n_pairs, n_groups, n_modules, n_departments, 1, n_modules])
    columns = Columns(*starts.tolist())
    unit = max(1.0, problem.budget_minor / MONEY_SIZE)
    lower, upper = _limits(problem, columns, legal_forced)
    is_whole = np.zeros(columns.end, dtype=bool)
    is_whole[: columns.needs] = True
    is_whole[columns.sessions : columns.closed] = True
    rows = [
        _cover(gaps, columns),
        *_classes(problem, columns),
        _hours(problem, columns),
        _prerequisites(problem, columns),
        _money(problem, columns, unit),
        _pools(problem, columns),
        _closed(problem, gaps, columns),
        _fairness(problem, columns, MARGIN if exact else 0.0),
        *_shifts(problem, columns),
    ]
    if exact:
        rows.append(_counted(gaps, columns))
    if opened:
        rows.append(_opened(problem, columns))
    return Model(columns, lower, upper, is_whole, tuple(rows), unit, gaps)


def closing(problem: SelectionProblem, model: Model) -> np.ndarray:
    """Weight that each column closes."""
    weights = np.zeros(model.columns.end)
    weights[: model.columns.needs] = model.gaps.pair_weight
    weights[model.columns.needs : model.columns.sessions] = model.gaps.group_weight
    return weights


def _gaps(problem: SelectionProblem) -> Gaps:
    pairs, needs = problem.pairs, problem.needs
    counted, usable = closeable_needs(problem), _usable(problem)
    covering: dict[int, list[int]] = {}
    for j, n in zip(pair_of_covers(pairs).tolist(), pairs.covers.tolist(), strict=True):
        if counted[n] and usable[j]:
            covering.setdefault(n, []).append(j)
    groups: dict[tuple[int, ...], int] = {}
    for n, own in covering.items():
        key = tuple(sorted(own))
        groups[key] = groups.get(key, 0) + int(needs.weight[n])
    pair_weight = np.zeros(pairs.module.size)
    several = [(key, weight) for key, weight in groups.items() if len(key) > 1]
    for key, weight in groups.items():
        if len(key) == 1:
            pair_weight[key[0]] = weight
    owner = owner_of_rows(pairs.start)
    entries = [(g, j) for g, (key, _) in enumerate(several) for j in key]
    return Gaps(
        covers=np.array(entries, dtype=np.int64).reshape(-1, 2),
        group_weight=np.array([weight for _, weight in several], dtype=float),
        group_department=problem.people.department[
            owner[np.array([key[0] for key, _ in several], dtype=np.int64)]
        ],
        pair_weight=pair_weight,
    )


def _usable(problem: SelectionProblem) -> np.ndarray:
    can_run = np.array([m.sessions_max > 0 for m in problem.modules], dtype=bool)
    usable: np.ndarray = can_run[problem.pairs.module] & (problem.pairs.state != PairState.BANNED)
    return usable


def gaps_of_departments(problem: SelectionProblem) -> np.ndarray:
    """Weight of the closeable needs of each department."""
    counted = closeable_needs(problem)
    departments = problem.people.department[owner_of_rows(problem.needs.start)]
    gaps = np.zeros(len(problem.departments), dtype=np.int64)
    np.add.at(gaps, departments[counted], problem.needs.weight[counted])
    return gaps


def cost_coefficients(problem: SelectionProblem, model: Model) -> np.ndarray:
    """What each column costs, in the model's unit of money."""
    costs = np.zeros(model.columns.end)
    costs[: model.columns.needs] = problem.pairs.head_minor / model.money_unit
    sessions = slice(model.columns.sessions, model.columns.closed)
    costs[sessions] = [m.session_minor / model.money_unit for m in problem.modules]
    return costs


def values_of(problem: SelectionProblem, model: Model, plan: Plan) -> np.ndarray:
    """A plan as values of all columns."""
    columns = model.columns
    values = np.zeros(columns.end)
    values[: columns.needs] = plan.chosen
    groups, covering = model.gaps.covers[:, 0], model.gaps.covers[:, 1]
    values[columns.needs + groups[plan.chosen[covering]]] = 1
    sessions = slice(columns.sessions, columns.closed)
    values[sessions] = np.maximum(plan.sessions, model.lower[sessions])
    values[columns.closed : columns.rate] = [c for c, _ in closed_by_department(problem, plan)]
    gaps = gaps_of_departments(problem)
    shares = values[columns.closed : columns.rate][gaps > 0] / gaps[gaps > 0]
    values[columns.rate] = shares.min(initial=1.0)
    if problem.planned_sessions is not None:
        values[columns.shifts :] = np.abs(plan.sessions - np.array(problem.planned_sessions))
    return values


def plan_of(problem: SelectionProblem, model: Model, values: np.ndarray) -> Plan:
    """The nearest whole plan to a solver's values, without sessions that nobody needs."""
    columns = model.columns
    chosen = values[: columns.needs] > 0.5
    heads = np.bincount(problem.pairs.module[chosen], minlength=len(problem.modules))
    least = [
        max(m.sessions_min, -(-n // m.seats_max))
        for m, n in zip(problem.modules, heads.tolist(), strict=True)
    ]
    whole = np.rint(values[columns.sessions : columns.closed]).astype(np.int64)
    return Plan(chosen, np.minimum(whole, least))


def _limits(
    problem: SelectionProblem, columns: Columns, legal_forced: bool
) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = np.zeros(columns.end), np.ones(columns.end)
    state = problem.pairs.state
    forced = state == PairState.PINNED
    if legal_forced:
        forced |= state == PairState.LEGAL
    lower[: columns.needs] = forced
    upper[: columns.needs] = np.maximum(_usable(problem), forced)
    lower[columns.sessions : columns.closed] = [m.sessions_min for m in problem.modules]
    # Nobody needs more sessions than hold everybody; a class needs its minimum.
    wanted = np.bincount(problem.pairs.module, minlength=len(problem.modules))
    for i, m in enumerate(problem.modules):
        most = -(-int(wanted[i]) // m.seats_max)
        if m.seats_min > 0:
            most = min(most, int(wanted[i]) // m.seats_min)
        most = max(m.sessions_min, min(m.sessions_max, most))
        upper[columns.sessions + i] = most
        if problem.planned_sessions is None and not (m.session_minor or m.uses or m.seats_min):
            lower[columns.sessions + i] = (
                most  # nothing is lost by opening it; plans leave empty ones out
            )
    upper[columns.closed : columns.rate] = gaps_of_departments(problem)
    upper[columns.shifts :] = np.inf if problem.planned_sessions is not None else 0
    return lower, upper


def _rows(
    kind: str,
    row: np.ndarray,
    column: np.ndarray,
    value: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
) -> Rows:
    return Rows(
        kind, row.astype(np.int64), column.astype(np.int64), value.astype(float), lower, upper
    )


def _at_most(
    kind: str, row: np.ndarray, column: np.ndarray, value: np.ndarray, upper: np.ndarray
) -> Rows:
    upper = upper.astype(float)
    return _rows(kind, row, column, value, np.full(upper.size, -np.inf), upper)


def _joined(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts)


def _cover(gaps: Gaps, columns: Columns) -> Rows:
    """A need is closed at most by what covers it."""
    n = gaps.group_weight.size
    groups, covering = gaps.covers[:, 0], gaps.covers[:, 1]
    return _at_most(
        "cover",
        _joined(np.arange(n), groups),
        _joined(columns.needs + np.arange(n), covering),
        _joined(np.ones(n), -np.ones(groups.size)),
        np.zeros(n),
    )


def _counted(gaps: Gaps, columns: Columns) -> Rows:
    """A need covered is closed."""
    groups, covering = gaps.covers[:, 0], gaps.covers[:, 1]
    rows = np.arange(groups.size)
    return _at_most(
        "counted",
        _joined(rows, rows),
        _joined(covering, columns.needs + groups),
        _joined(np.ones(rows.size), -np.ones(rows.size)),
        np.zeros(rows.size),
    )


def _classes(problem: SelectionProblem, columns: Columns) -> list[Rows]:
    module, n = problem.pairs.module, len(problem.modules)
    pairs, every = np.arange(module.size), np.arange(n)
    most = np.array([m.seats_max for m in problem.modules])
    least = np.array([m.seats_min for m in problem.modules])
    row, column = _joined(module, every), _joined(pairs, columns.sessions + every)
    ones = np.ones(module.size)
    return [
        _at_most("seat_max", row, column, _joined(ones, -most), np.zeros(n)),
        _at_most("seat_min", row, column, _joined(-ones, least), np.zeros(n)),
    ]


def _opened(problem: SelectionProblem, columns: Columns) -> Rows:
    """Nobody attends what does not run."""
    module = problem.pairs.module
    rows = np.arange(module.size)
    return _at_most(
        "opened",
        _joined(rows, rows),
        _joined(rows, columns.sessions + module),
        _joined(np.ones(rows.size), -np.ones(rows.size)),
        np.zeros(rows.size),
    )


def _hours(problem: SelectionProblem, columns: Columns) -> Rows:
    pairs = problem.pairs
    minutes = np.array([m.minutes for m in problem.modules])[pairs.module] / 60
    counted = np.nonzero(pairs.state != PairState.LEGAL)[0]
    return _at_most(
        "hours",
        owner_of_rows(pairs.start)[counted],
        counted,
        minutes[counted],
        problem.people.minutes / 60,
    )


def _prerequisites(problem: SelectionProblem, columns: Columns) -> Rows:
    rows = np.nonzero(problem.pairs.requires >= 0)[0]
    at = np.arange(rows.size)
    return _at_most(
        "requires",
        _joined(at, at),
        _joined(rows, problem.pairs.requires[rows]),
        _joined(np.ones(at.size), -np.ones(at.size)),
        np.zeros(at.size),
    )


def _money(problem: SelectionProblem, columns: Columns, unit: float) -> Rows:
    """Row 0: modules without a line; then one row a line."""
    purse = np.array([0 if m.money_line is None else m.money_line + 1 for m in problem.modules])
    session = np.array([m.session_minor for m in problem.modules])
    n = len(problem.modules)
    limits = np.array([problem.free_minor, *(line.minor for line in problem.money_lines)])
    return _at_most(
        "money",
        _joined(purse[problem.pairs.module], purse),
        _joined(np.arange(problem.pairs.module.size), columns.sessions + np.arange(n)),
        _joined(problem.pairs.head_minor, session) / unit,
        limits / unit,
    )


def _pools(problem: SelectionProblem, columns: Columns) -> Rows:
    entries = [
        (p, columns.sessions + i, minutes / 60)
        for i, m in enumerate(problem.modules)
        for p, minutes in m.uses
    ]
    table = np.array(entries, dtype=float).reshape(-1, 3)
    limits = np.array([pool.minutes / 60 for pool in problem.pools])
    return _at_most("pool", table[:, 0], table[:, 1], table[:, 2], limits)


def _closed(problem: SelectionProblem, gaps: Gaps, columns: Columns) -> Rows:
    """Weight closed of each department, as a column of its own so that fairness has short rows."""
    n, pairs = len(problem.departments), np.nonzero(gaps.pair_weight)[0]
    of_pairs = problem.people.department[owner_of_rows(problem.pairs.start)[pairs]]
    groups = np.arange(gaps.group_weight.size)
    return _rows(
        "closed",
        _joined(of_pairs, gaps.group_department, np.arange(n)),
        _joined(pairs, columns.needs + groups, columns.closed + np.arange(n)),
        _joined(gaps.pair_weight[pairs], gaps.group_weight, -np.ones(n)),
        np.zeros(n),
        np.zeros(n),
    )


def _fairness(problem: SelectionProblem, columns: Columns, margin: float) -> Rows:
    """No department below its share of the company's rate; a department without gaps has an empty row."""
    gaps = gaps_of_departments(problem)
    n, whole = gaps.size, max(1, int(gaps.sum()))
    share = problem.fair_permille / 1000 * gaps / whole
    # Row d: share_d × (sum of all closed) - closed_d <= -margin.
    row = np.repeat(np.arange(n), n)
    column = columns.closed + np.tile(np.arange(n), n)
    value = (np.repeat(share, n) - np.eye(n).ravel()) * np.repeat(gaps > 0, n)
    return _at_most("fairness", row, column, value, np.where(gaps > 0, -margin, 0.0))


def _shifts(problem: SelectionProblem, columns: Columns) -> list[Rows]:
    if problem.planned_sessions is None:
        return []
    every, planned = np.arange(len(problem.modules)), np.array(problem.planned_sessions)
    row, column = _joined(every, every), _joined(columns.sessions + every, columns.shifts + every)
    ones = np.ones(every.size)
    return [
        _at_most("shift_up", row, column, _joined(ones, -ones), planned),
        _at_most("shift_down", row, column, _joined(-ones, -ones), -planned),
    ]
