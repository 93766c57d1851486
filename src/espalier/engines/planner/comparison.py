"""Two plans of the same problem side by side: what changes for whom."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.check import closed_by_department, costs_by_module, worth_of
from espalier.engines.planner.problem import SelectionProblem, owner_of_rows
from espalier.engines.planner.solution import Plan, Worth


@dataclass(frozen=True, slots=True)
class LineChange:
    """One module that differs. ``joining`` and ``leaving`` are codes of people."""

    module: str
    sessions_before: int
    sessions_after: int
    cost_before: int
    cost_after: int
    joining: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """Weight closed before and after, and what could be closed."""

    department: str
    closed_before: int
    closed_after: int
    closeable: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``n_people``: people for whom anything changes."""

    before: Worth
    after: Worth
    lines: tuple[LineChange, ...]
    departments: tuple[DepartmentChange, ...]
    n_people: int


def compare(problem: SelectionProblem, before: Plan, after: Plan) -> Comparison:
    """Everything in which two plans differ, in the order of the catalogue."""
    pairs = problem.pairs
    owner = owner_of_rows(pairs.start)
    costs = costs_by_module(problem, before), costs_by_module(problem, after)
    differs = before.chosen != after.chosen
    changed = np.union1d(pairs.module[differs], np.nonzero(before.sessions != after.sessions)[0])

    def codes(rows: np.ndarray) -> tuple[str, ...]:
        return tuple(problem.people.codes[i] for i in owner[np.nonzero(rows)[0]].tolist())

    lines = [
        LineChange(
            module=problem.modules[m].code,
            sessions_before=int(before.sessions[m]),
            sessions_after=int(after.sessions[m]),
            cost_before=costs[0][m],
            cost_after=costs[1][m],
            joining=codes(differs & after.chosen & (pairs.module == m)),
            leaving=codes(differs & before.chosen & (pairs.module == m)),
        )
        for m in changed.astype(int).tolist()
    ]
    departments = [
        DepartmentChange(code, b, a, whole)
        for code, (b, whole), (a, _) in zip(
            problem.departments,
            closed_by_department(problem, before),
            closed_by_department(problem, after),
            strict=True,
        )
    ]
    return Comparison(
        before=worth_of(problem, before),
        after=worth_of(problem, after),
        lines=tuple(lines),
        departments=tuple(departments),
        n_people=int(np.unique(owner[differs]).size),
    )
