"""P1.1.2 — internal and external resources, their capacity, and every booking of them."""
