"""P2.3.5 The annual plan: scenarios, runs of the planner, lines, places, pins, changes during the year."""
