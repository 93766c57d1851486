"""P2.3.5 Gaps: required against current levels, for any date, person and group."""
