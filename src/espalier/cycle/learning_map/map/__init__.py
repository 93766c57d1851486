"""P1.2.1 Competency learning map: grid, paths, routes, coverage, and its document O1.2.1."""
