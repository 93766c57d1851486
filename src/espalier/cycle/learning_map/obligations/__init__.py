"""P1.2.2 Obligations: who must learn what by when, who has duties, the qualification matrix, the forecast."""
