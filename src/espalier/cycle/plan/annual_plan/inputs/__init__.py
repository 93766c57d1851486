"""P2.3.5 The inputs of a scenario, and the problem the planner solves from them.

``gather`` reads, ``problem_of`` makes arrays of it and the keys back to records, ``problems`` says what is missing.
"""

from espalier.cycle.plan.annual_plan.inputs.arrays import problem_of
from espalier.cycle.plan.annual_plan.inputs.gathering import gather
from espalier.cycle.plan.annual_plan.inputs.lacking import lacks_of_problem
from espalier.cycle.plan.annual_plan.inputs.types import (
    Fact,
    Keys,
    Lack,
    PlanInputs,
    RequestRule,
    Why,
)
from espalier.engines.planner.problem import SelectionProblem

__all__ = [
    "Fact",
    "Keys",
    "Lack",
    "PlanInputs",
    "RequestRule",
    "Why",
    "gather",
    "problem_of",
    "problems",
]


def problems(inputs: PlanInputs, problem: SelectionProblem | None = None) -> tuple[Lack, ...]:
    """Everything that is missing, what stops the planner first; pass the problem where it is there already."""
    made = problem or problem_of(inputs)[0]
    found = (*lacks_of_problem(inputs, made), *inputs.lacks)
    return tuple(sorted(found, key=lambda lack: not lack.stops))
