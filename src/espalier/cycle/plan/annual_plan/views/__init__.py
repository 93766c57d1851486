"""Pages of the annual plan."""

from espalier.cycle.plan.annual_plan.views import changes, lines, planner, scenarios

__all__ = ["changes", "lines", "planner", "scenarios"]
