"""Generalizability: where the differences between scores come from, and how many raters or tasks are enough."""
