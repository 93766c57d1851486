"""Benefit of training: full cost, isolation, return on investment, and how sure it is (P3.1.3)."""
