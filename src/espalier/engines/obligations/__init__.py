"""Obligations: what a norm asks of a person by which day, and what of it is done."""
