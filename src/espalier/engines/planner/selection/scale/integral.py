"""One set for each person: the master with whole columns, its sessions settled."""

from typing import Any

import numpy as np

from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.diving import MISSED
from espalier.engines.planner.selection.scale.plans import Draft, draft
from espalier.engines.planner.selection.scale.relaxation import Relaxation

GAP = 4e-4
NODES = 400


def whole_sets(relaxation: Relaxation, sessions: np.ndarray, seconds: float | None) -> Draft | None:
    """The best mix of whole columns for these sessions, or None where HiGHS finds none in its limits."""
    import highspy

    master = relaxation.master
    highs, n = master.highs, master.n_columns
    y = sessions.astype(float)
    master.fix_sessions(y, y)
    columns = np.arange(master.n_fixed, master.n_fixed + n, dtype=np.int32)
    basis = highs.getBasis()
    highs.changeColsIntegrality(n, columns, _kinds(n, highspy.HighsVarType.kInteger))
    limit = highspy.kHighsInf if seconds is None else highs.getRunTime() + seconds
    for name, value in {"mip_rel_gap": GAP, "mip_max_nodes": NODES, "time_limit": limit}.items():
        highs.setOptionValue(name, value)
    _stop_when_asked(highs, relaxation.clock)
    highs.run()
    highs.stopCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    values = np.array(highs.getSolution().col_value)
    found = highs.getInfo().primal_solution_status == int(
        highspy.SolutionStatus.kSolutionStatusFeasible
    )
    highs.changeColsIntegrality(n, columns, _kinds(n, highspy.HighsVarType.kContinuous))
    highs.setOptionValue("time_limit", highspy.kHighsInf)
    highs.setBasis(basis)
    instance = relaxation.instance
    slack = values[instance.n_modules + instance.n_departments + 1 : master.n_fixed]
    if not found or slack.sum() > MISSED:
        return None
    return _draft(relaxation, values[master.n_fixed :] > 0.5, sessions)


def _stop_when_asked(highs: Any, clock: Clock) -> None:
    import highspy

    def look(kind: Any, message: str, out: Any, answer: Any, data: object) -> None:
        if clock.asked():
            answer.user_interrupt = True

    highs.setCallback(look, None)
    highs.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)


def _kinds(n: int, kind: Any) -> np.ndarray:
    return np.full(n, int(kind), dtype=np.uint8)


def _draft(relaxation: Relaxation, used: np.ndarray, sessions: np.ndarray) -> Draft:
    columns, instance = relaxation.columns, relaxation.instance
    chosen = np.zeros(instance.n_seats, np.int8)
    chosen[columns.seats[used[columns.owner()]]] = 1
    return draft(instance, chosen, sessions)
