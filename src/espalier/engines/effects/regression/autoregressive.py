"""A line through points of time whose errors remember the point before: y_t = x_t'b + u_t, u_t = ρ u_(t-1) + e_t.

Prais and Winsten: first row times √(1 - ρ²), the others minus ρ times the row before; ρ = Σ u_t u_(t-1) / Σ u_(t-1)² of
the residuals, in turns until it stands still.

References
----------
Prais, Winsten: Trend estimators and serial correlation. Cowles Commission Discussion Paper 383, 1954.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.effects.regression.least_squares import LeastSquares, fitted
from espalier.engines.figures.arrays import Floats

# ρ is held within these bounds, where the transformed rows still tell the coefficients apart.
LARGEST_RHO = 0.99


@dataclass(frozen=True, eq=False)
class Autoregressive:
    """``fit`` of the transformed rows; its estimates belong to the original columns. ``rho`` −1 to 1."""

    fit: LeastSquares
    rho: float
    n_rounds: int
    converged: bool


def prais_winsten(
    outcome: Floats, design: Floats, names: tuple[str, ...], *, most_rounds: int = 100
) -> Autoregressive:
    """Fit a design (with its intercept) in the order of time.

    Raises
    ------
    ValueError
        As ``least_squares``; a cap of less than one round.

    Notes
    -----
    Checked against: generalised least squares with the full matrix ρ^|s-t| in our test, 1e-9.
    """
    if most_rounds < 1:
        raise ValueError(f"most_rounds: at least 1, got {most_rounds}")
    rho, fit = 0.0, fitted(outcome, design, names)
    for n_rounds in range(1, most_rounds + 1):
        errors = outcome - design @ fit.estimates
        before = rho
        rho = lag_one(errors)
        fit = fitted(_whitened(outcome, rho), _whitened(design, rho), names)
        if abs(rho - before) < 1e-10:
            return Autoregressive(fit, rho, n_rounds, converged=True)
    return Autoregressive(fit, rho, n_rounds, converged=False)


def lag_one(errors: Floats) -> float:
    """How strongly an error remembers the one before, within ± ``LARGEST_RHO``."""
    power = float(errors[:-1] @ errors[:-1])
    rho = float(errors[1:] @ errors[:-1]) / power if power > 0 else 0.0
    return float(np.clip(rho, -LARGEST_RHO, LARGEST_RHO))


def _whitened(rows: Floats, rho: float) -> Floats:
    return np.concatenate([rows[:1] * (1 - rho**2) ** 0.5, rows[1:] - rho * rows[:-1]])
