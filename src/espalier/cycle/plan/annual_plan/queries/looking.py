"""Looking at whole scenarios, for other programs: how they stand, why each module is in or out.

Apart from the other queries, because these read through the planner's problem, which rests on the queries itself.
"""

from espalier.cycle.plan.annual_plan.checking import chosen_scenarios
from espalier.cycle.plan.annual_plan.explaining import left_out, why

__all__ = ["chosen_scenarios", "left_out", "why"]
