"""Non-negative factors of a table: X ≈ W H by hierarchical alternating least squares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array, non_negative

MOST_ITERATIONS = 500
ENOUGH = 1e-5


@dataclass(frozen=True, eq=False)
class Factors:
    """W of shape (n, k), H of shape (k, m) with rows of length 1; ``error`` = ‖X − WH‖ / ‖X‖, 0–1."""

    w: Floats
    h: Floats
    error: float
    n_iterations: int
    converged: bool


def non_negative_factors(
    table: ArrayLike, k: int, *, seed: int, most_iterations: int = MOST_ITERATIONS
) -> Factors:
    """Minimise ‖X − WH‖² over W, H ≥ 0, one column of W and one row of H at a time, from a seeded start.

    Stops when the relative error changes by less than 1e-5 of itself; ``converged`` is false at the cap.

    Parameters
    ----------
    table : array_like of float, shape (n, m)
        Not negative, not all zero.
    k : int
        1 to min(n, m).

    Raises
    ------
    ValueError
        A negative or all-zero table, or a k outside these bounds.

    References
    ----------
    Lee & Seung, Nature 401 (1999) 788–791, doi:10.1038/44565. Cichocki & Phan, IEICE Trans. E92-A (2009) 708–721.
    Checked against: tables of known non-negative rank in the tests; ``sklearn.decomposition.NMF`` in development.

    Examples
    --------
    >>> found = non_negative_factors([[1, 0, 1], [2, 0, 2], [0, 3, 0]], 2, seed=1)
    >>> found.error < 1e-3, found.converged
    (True, True)
    """
    x = float_array("table", table, ndim=2)
    non_negative("table", x)
    if not 1 <= k <= min(x.shape):
        raise ValueError(f"factors: k must be 1 to {min(x.shape)}, got {k}")
    largest = float(x.max())
    if largest == 0:
        raise ValueError("factors: the table is all zero")
    scaled = x / largest
    w, h, error, n_iterations, converged = _iterate(scaled, k, seed, most_iterations)
    lengths = np.sqrt((h**2).sum(axis=1, keepdims=True))
    h = np.divide(h, lengths, out=np.zeros_like(h), where=lengths > 0)
    return Factors(w * lengths.T * largest, h, error, n_iterations, converged)


def _iterate(x: Floats, k: int, seed: int, most: int) -> tuple[Floats, Floats, float, int, bool]:
    rng = np.random.default_rng(seed)
    start = np.sqrt(x.mean() / k)
    w, h = (start * rng.uniform(0.5, 1.5, size) for size in ((x.shape[0], k), (k, x.shape[1])))
    whole = float((x**2).sum())
    before, error, across = np.inf, 1.0, x @ h.T
    for step in range(1, most + 1):
        _improve(w, across, h @ h.T)
        _improve(h.T, x.T @ w, w.T @ w)
        across = x @ h.T  # serves the error here and the next sweep over W
        rest = whole - 2 * float((w * across).sum()) + float(((w.T @ w) * (h @ h.T)).sum())
        error = float(np.sqrt(max(0.0, rest) / whole))
        if before - error <= ENOUGH * error or error < 1e-7:
            return w, h, error, step, True
        before = error
    return w, h, error, most, False


def _improve(part: Floats, target: Floats, inner: Floats) -> None:
    """One sweep over the columns of ``part`` in place, the other factor held."""
    for at in range(part.shape[1]):
        if inner[at, at] > 0:
            step = (target[:, at] - part @ inner[:, at]) / inner[at, at]
            part[:, at] = np.maximum(part[:, at] + step, 0.0)
