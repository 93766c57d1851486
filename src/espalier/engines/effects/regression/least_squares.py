"""Ordinary least squares by QR of the scaled columns.

b = argmin |y - Xb|², s² = |y - Xb|² / (n - p), V = s² (X'X)⁻¹, R² = 1 - SS_residual / SS_total about the mean.

References
----------
Golub, Van Loan: Matrix Computations, 4th ed. 2013, section 5.3.
NIST Statistical Reference Datasets, linear regression, itl.nist.gov/div898/strd.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.regression.coefficients import Coefficient, table_of
from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.distributions import f_sf
from espalier.engines.figures.types import Said

# Relative to the largest: below it a column is said to be made of the others.
RANK_TOLERANCE = 1e-10
# A spread this small beside the numbers themselves is rounding, not variation.
NO_SPREAD = 1e-12


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """A fitted line, plane or set of means.

    ``design`` (n, p), ``estimates`` (p,), ``bread`` = (X'X)⁻¹ (p, p), ``residuals`` (n,); the first column of the
    design is the intercept.
    """

    names: tuple[str, ...]
    design: Floats
    outcome: Floats
    estimates: Floats
    bread: Floats
    residuals: Floats

    @property
    def n_used(self) -> int:
        return len(self.outcome)

    @property
    def df(self) -> int:
        """Residual degrees of freedom, n − p."""
        return self.n_used - len(self.names)

    @cached_property
    def ss_residual(self) -> float:
        return float(self.residuals @ self.residuals)

    @property
    def sigma(self) -> float:
        """Residual standard deviation, in the unit of the outcome."""
        return float((self.ss_residual / self.df) ** 0.5)

    @cached_property
    def ss_total(self) -> float:
        centred = self.outcome - self.outcome.mean()
        return float(centred @ centred)

    @property
    def is_whole(self) -> bool:
        """Whether the columns explain everything, so that nothing says how sure the estimates are."""
        return self.ss_residual <= NO_SPREAD * self.ss_total

    @property
    def r_squared(self) -> float:
        return 1 - self.ss_residual / self.ss_total

    @property
    def f(self) -> float:
        """F of all columns but the intercept against the intercept alone."""
        explained = (self.ss_total - self.ss_residual) / (len(self.names) - 1)
        return explained / (self.ss_residual / self.df)

    @property
    def covariance(self) -> Floats:
        """Covariance of the estimates if all residuals have one variance and are independent."""
        return self.sigma**2 * self.bread

    @cached_property
    def leverage(self) -> Floats:
        """Diagonal of X(X'X)⁻¹X', shape (n,), 0–1."""
        return np.asarray(np.einsum("ij,jk,ik->i", self.design, self.bread, self.design))

    def table(self, *, level: float = 0.95) -> tuple[Coefficient, ...]:
        """Every coefficient with its classical standard error."""
        dfs = np.full(len(self.names), float(self.df))
        return table_of(self.names, self.estimates, self.covariance, dfs, level=level)

    def summary(self) -> "RegressionTable":
        """What a reader needs of the fit, without the rows."""
        return RegressionTable(
            coefficients=self.table(),
            sigma=self.sigma,
            r_squared=self.r_squared,
            f=self.f,
            p=f_sf(self.f, len(self.names) - 1, self.df),
            df=self.df,
            n_used=self.n_used,
        )


@dataclass(frozen=True, slots=True)
class RegressionTable:
    """Coefficients with classical errors, residual SD, share explained, F of all columns and its p."""

    coefficients: tuple[Coefficient, ...]
    sigma: float
    r_squared: float
    f: float
    p: float
    df: int
    n_used: int

    @property
    def sentence(self) -> Said:
        """How much the columns explain, and of how many."""
        return Said(
            "這些變項合起來說明了結果差異的 {share:.0f}%（{n} 筆）；這是相關，本身不說明原因。",
            "Together these columns account for {share:.0f}% of the differences in the outcome ({n} rows); "
            "this is association and by itself says nothing of causes.",
        ).filled(share=100 * self.r_squared, n=self.n_used)


def least_squares(
    outcome: ArrayLike, columns: ArrayLike, names: Sequence[str] | None = None
) -> LeastSquares:
    """Fit ``outcome`` on an intercept and the columns.

    Parameters
    ----------
    outcome : array_like of float, shape (n,)
        Nothing missing.
    columns : array_like of float, shape (n, k)
        Without the intercept; nothing missing.
    names : sequence of str, length k, optional

    Raises
    ------
    ValueError
        Wrong shapes, fewer rows than coefficients plus one, a constant outcome, or a column made of the others.

    Notes
    -----
    Checked against: case ``numeric_nist_norris``, certified digits to 1e-10 and finer; ``effect_ancova_anorexia``,
    1e-6.

    Examples
    --------
    >>> fit = least_squares([1.0, 3.0, 5.0, 8.0], [[0.0], [1.0], [2.0], [3.0]])
    >>> [round(float(b), 2) for b in fit.estimates], round(fit.r_squared, 4)
    ([0.8, 2.3], 0.9888)
    """
    y = float_array("outcome", outcome, ndim=1)
    x = float_array("columns", columns, ndim=2)
    if len(x) != len(y):
        raise ValueError(f"columns: {len(y)} rows expected, got {len(x)}")
    given = tuple(names) if names is not None else tuple(f"x{i + 1}" for i in range(x.shape[1]))
    if len(given) != x.shape[1]:
        raise ValueError(f"names: {x.shape[1]} expected, got {len(given)}")
    return fitted(y, np.column_stack([np.ones(len(y)), x]), ("(Intercept)", *given))


def fitted(y: Floats, design: Floats, names: tuple[str, ...]) -> LeastSquares:
    """Fit a design that already has its intercept; see ``least_squares`` for what is refused."""
    n, p = design.shape
    if n <= p:
        raise ValueError(f"outcome: {n} rows are too few for {p} coefficients")
    if is_constant(y):
        raise ValueError("outcome: all values are the same, nothing can be explained")
    scale = np.linalg.norm(design, axis=0)
    scale[scale == 0] = 1.0
    q, r = np.linalg.qr(design / scale)
    weak = np.abs(np.diag(r)) < RANK_TOLERANCE
    if weak.any():
        named = ", ".join(name for name, is_weak in zip(names, weak, strict=True) if is_weak)
        raise ValueError(
            f"columns: {named} can be made of the columns before, nothing tells them apart"
        )
    inverse = np.linalg.inv(r) / scale[:, None]
    estimates = inverse @ (q.T @ y)
    residuals = y - design @ estimates
    correction = inverse @ (q.T @ residuals)  # one step of refinement buys back the lost digits
    estimates = estimates + correction
    return LeastSquares(names, design, y, estimates, inverse @ inverse.T, y - design @ estimates)


def is_constant(values: Floats) -> bool:
    """Whether the values differ by no more than rounding does."""
    return bool(np.ptp(values) <= NO_SPREAD * max(1e-300, float(np.abs(values).max())))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two nested fits: does the larger explain more? F with (``df``, ``df_residual``)."""

    sum_of_squares: float
    df: int
    df_residual: int
    f: float
    p: float


def nested(
    small: LeastSquares, large: LeastSquares, *, against: LeastSquares | None = None
) -> Comparison:
    """F of what the larger fit explains beyond the smaller one, against the residuals of ``against`` (the larger).

    Raises
    ------
    ValueError
        The larger fit has no more coefficients than the smaller, or leaves no residual.
    """
    error = against or large
    df = len(large.names) - len(small.names)
    if df < 1 or error.is_whole:
        raise ValueError("nested: the larger fit must have more coefficients and leave residuals")
    gained = max(0.0, small.ss_residual - large.ss_residual)
    f = gained / df / (error.ss_residual / error.df)
    return Comparison(gained, df, error.df, f, f_sf(f, df, error.df))
