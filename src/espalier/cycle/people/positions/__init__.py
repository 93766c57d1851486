"""P1.2.1 Positions: function × grade and what a person must bring."""
