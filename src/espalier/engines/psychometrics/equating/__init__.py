"""Equating: scores of one form put on the scale of another, or said not to be comparable."""
