"""SQUAREM: two steps of a slow iteration say where the third hundred would lead.

References
----------
Varadhan, R., Roland, C.: Simple and globally convergent methods for accelerating the convergence of any EM algorithm.
Scandinavian Journal of Statistics 35, 2008, 335–353. doi:10.1111/j.1467-9469.2007.00585.x (scheme S3)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Floats

LONGEST = 64.0


@dataclass(frozen=True, eq=False)
class Solution:
    """Where an iteration ended, how many steps it took, and whether it had come to rest."""

    point: Floats
    n_steps: int
    converged: bool


def squarem(
    step: Callable[[Floats], tuple[Floats, float]],
    start: Floats,
    *,
    is_allowed: Callable[[Floats], bool],
    tolerance: float,
    most_steps: int,
    slack: float = 1e-6,
) -> Solution:
    """Iterate ``step`` to its fixed point.

    Parameters
    ----------
    step : callable
        From a point to the next one and the value (log-likelihood) *of the given point*.
    is_allowed : callable
        The guard: whether a far jump is still a sensible point; else the jump is not made.
    tolerance : float
        At rest when no coordinate moves by more in one step.
    slack : float
        A jump is undone when the value falls by more than this share of its size.

    Examples
    --------
    >>> halfway = lambda x: (0.5 * x + 1.0, float(-((x - 2) ** 2).sum()))
    >>> found = squarem(halfway, np.array([9.0]), is_allowed=lambda x: True, tolerance=1e-9, most_steps=50)
    >>> round(float(found.point[0]), 6), found.converged, found.n_steps
    (2.0, True, 3)
    """
    point, n_steps, best = start, 0, -np.inf
    fallback = start
    while n_steps < most_steps:
        first, value = step(point)
        n_steps += 1
        if value < best - slack * abs(best):  # the jump led downhill: go back to where it started
            point, best = fallback, -np.inf
            continue
        best = value
        if np.abs(first - point).max() < tolerance:
            return Solution(first, n_steps, True)
        second, _ = step(first)
        n_steps += 1
        if np.abs(second - first).max() < tolerance:
            return Solution(second, n_steps, True)
        point, fallback = _jump(point, first, second, is_allowed), second
    return Solution(point, n_steps, False)


def _jump(
    start: Floats, first: Floats, second: Floats, is_allowed: Callable[[Floats], bool]
) -> Floats:
    move, bend = first - start, second - 2 * first + start
    curve = float(np.linalg.norm(bend))
    if curve == 0:
        return second
    length = min(max(1.0, float(np.linalg.norm(move)) / curve), LONGEST)
    far = start + 2 * length * move + length**2 * bend
    return far if np.isfinite(far).all() and is_allowed(far) else second
