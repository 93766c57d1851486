"""P1.1.1 Goals: business goals, people-development goals, policy directions, and what follows from what."""
