"""Raters: agreement of two or many, the six intraclass correlations, severity, drift and halo."""
