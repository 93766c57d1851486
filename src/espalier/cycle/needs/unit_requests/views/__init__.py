"""Pages of the survey: rounds, the answers of a unit, decisions."""
