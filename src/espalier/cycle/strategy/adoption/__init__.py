"""P2.2.1 Which standard, version or own model the strategy rests on, chosen with a reason."""
