"""P2.3.5 Unit requests: what the units themselves ask for, decided one by one, and what became of each."""
