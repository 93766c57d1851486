"""Test assembly: forms drawn from an item bank to a blueprint, and checked without the solver."""
