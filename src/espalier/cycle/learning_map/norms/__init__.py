"""P1.2.2: the register of legal, organisational and ethical norms."""
