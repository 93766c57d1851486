"""P1.2.1 Units: the organisation's tree, and the scope tree kept equal to it."""
