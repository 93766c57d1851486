"""Instruments held against each other: correlation, convergence of methods, agreement, triangulation (P3.1.2)."""
