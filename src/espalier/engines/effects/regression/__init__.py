"""Least squares to certified digits, and standard errors that hold when variances differ or people sit in sessions."""
