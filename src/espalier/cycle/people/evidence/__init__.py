"""P2.3.5 Evidence: every rating of a person, and the current level it leads to."""
