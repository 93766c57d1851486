"""P2.3.5 What will be asked of whom by a date: hires, leavers, promotions, successors."""
