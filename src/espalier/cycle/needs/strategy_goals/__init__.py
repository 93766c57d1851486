"""P2.1.3 Strategy goals: SMART, linked to directions and needs, confirmed by the manager."""
