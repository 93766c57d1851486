"""HiGHS, as the selection uses it: one model, changed between runs, deterministic, stoppable.

Imported in child processes only: HiGHS and OR-Tools cannot share a process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from espalier.engines.planner.selection.model import Model

INFINITE = 1e29  # what HiGHS takes for infinite starts at 1e20
# Whole numbers may be missed by this much; the plan is rounded and checked in whole numbers afterwards.
TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """``values`` None: no solution; ``bound``: the solver's claim; ``proven``: both met within the gap asked."""

    values: np.ndarray | None
    bound: float
    proven: bool
    infeasible: bool
    nodes: int


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Of the relaxation: price of each row, and the value."""

    rows: np.ndarray
    value: float


class Highs:
    """One model in HiGHS, for one run. Maximising is minimising the negative, so that signs are the same everywhere."""

    def __init__(self, model: Model, *, seed: int) -> None:
        self._model = model
        self._highs: Any = _instance()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("random_seed", seed % 2**31)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("parallel", "off")
        self._highs.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
        self._highs.passModel(_lp(model))

    def minimise(self, costs: np.ndarray) -> None:
        every = np.arange(costs.size, dtype=np.int32)
        self._highs.changeColsCost(costs.size, every, costs.astype(float))

    def limit(self, columns: np.ndarray, values: np.ndarray, *, lower: float, upper: float) -> None:
        """One row more."""
        self._highs.addRow(
            max(lower, -INFINITE),
            min(upper, INFINITE),
            columns.size,
            columns.astype(np.int32),
            values.astype(float),
        )

    def run(
        self,
        start: np.ndarray | None,
        *,
        gap: float,
        seconds: float | None,
        on_better: Callable[[np.ndarray, float], None],
        on_look: Callable[[float, float, int], bool],
    ) -> Run:
        """Solve.

        Parameters
        ----------
        start : ndarray, optional
            Values of all columns of a known solution; the answer is never worse.
        gap : float
            Relative distance at which the solver may stop.
        seconds : limit, or None
        on_better : called with the values and the bound whenever a better solution is found
        on_look : called now and then with incumbent, bound and nodes; true asks the solver to stop
        """
        highs = self._highs
        highs.clearSolver()
        highs.setOptionValue("mip_rel_gap", gap)
        limit = highspy.kHighsInf if seconds is None else seconds
        highs.setOptionValue("time_limit", limit)
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = start.tolist()
            highs.setSolution(solution)
        highs.setCallback(_callback(on_better, on_look), None)
        for kind in ("kCallbackMipImprovingSolution", "kCallbackMipInterrupt"):
            highs.startCallback(getattr(highspy.cb.HighsCallbackType, kind))
        highs.run()
        return self._read()

    def relax(self) -> Duals | None:
        """Solve without whole numbers; None where that does not end well."""
        highs, n = self._highs, self._model.columns.end
        every = np.arange(n, dtype=np.int32)
        continuous = np.full(n, int(highspy.HighsVarType.kContinuous), dtype=np.uint8)
        highs.changeColsIntegrality(n, every, continuous)
        highs.clearSolver()
        highs.run()
        ended = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        duals = np.array(highs.getSolution().row_dual) if ended else np.zeros(0)
        whole = self._model.is_whole.astype(np.uint8)
        highs.changeColsIntegrality(n, every, whole)
        return Duals(duals, highs.getInfo().objective_function_value) if ended else None

    def _read(self) -> Run:
        highs = self._highs
        status, info = highs.getModelStatus(), highs.getInfo()
        has_solution = info.primal_solution_status == int(
            highspy.SolutionStatus.kSolutionStatusFeasible
        )
        return Run(
            values=np.array(highs.getSolution().col_value) if has_solution else None,
            bound=info.mip_dual_bound,
            proven=status == highspy.HighsModelStatus.kOptimal,
            infeasible=status == highspy.HighsModelStatus.kInfeasible,
            nodes=info.mip_node_count,
        )


def version() -> str:
    """Version of HiGHS."""
    return str(_instance().version())


def _instance() -> Any:
    """A fresh solver; its methods are not typed."""
    made: Any = highspy.Highs
    return made()


def _callback(
    on_better: Callable[[np.ndarray, float], None], on_look: Callable[[float, float, int], bool]
) -> Callable[..., None]:
    def called(
        kind: int,
        message: str,
        out: "highspy.cb.HighsCallbackOutput",
        answer: "highspy.cb.HighsCallbackInput",
        data: object,
    ) -> None:
        if kind == highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution:
            on_better(np.array(out.mip_solution), out.mip_dual_bound)
        elif on_look(out.mip_primal_bound, out.mip_dual_bound, out.mip_node_count):
            answer.user_interrupt = True

    return called


def _lp(model: Model) -> "highspy.HighsLp":
    lp = highspy.HighsLp()
    row = np.concatenate([rows.row + model.offset(rows.kind) for rows in model.rows])
    column = np.concatenate([rows.column for rows in model.rows])
    value = np.concatenate([rows.value for rows in model.rows])
    keep = value != 0
    row, column, value = row[keep], column[keep], value[keep]
    order = np.lexsort((column, row))
    lower = np.concatenate([rows.lower for rows in model.rows])
    lp.num_col_, lp.num_row_ = model.columns.end, lower.size
    lp.col_cost_ = np.zeros(model.columns.end)
    lp.col_lower_, lp.col_upper_ = model.lower, model.upper
    lp.row_lower_ = lower
    lp.row_upper_ = np.concatenate([rows.upper for rows in model.rows])
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for whole in model.is_whole
    ]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = np.searchsorted(row[order], np.arange(lower.size + 1))
    lp.a_matrix_.index_ = column[order]
    lp.a_matrix_.value_ = value[order]
    return lp
