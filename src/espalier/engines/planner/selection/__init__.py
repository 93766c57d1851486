"""Selection: who attends which module and how often each runs, the best there is, with its proof."""

from espalier.engines.planner.selection.selecting import MILP_PEOPLE, select

__all__ = ["MILP_PEOPLE", "select"]
