"""P1.2.1 Requirements: the level each position needs in each competency, with dates."""
