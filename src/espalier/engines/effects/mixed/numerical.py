"""First and second derivatives by differences on both sides, once extrapolated to a step of nothing (Richardson)."""

from collections.abc import Callable

import numpy as np

from espalier.engines.figures.arrays import Floats


def gradient_of(f: Callable[[Floats], Floats], at: Floats, steps: Floats) -> Floats:
    """Derivatives of ``f`` by each coordinate, shape (k, …).

    Examples
    --------
    >>> np.round(gradient_of(lambda x: x**3, np.array([2.0]), np.array([1e-2])), 6).tolist()
    [[12.0]]
    """

    def central(factor: float) -> Floats:
        rows = []
        for i, step in enumerate(steps * factor):
            move = np.zeros(len(at))
            move[i] = step
            rows.append((f(at + move) - f(at - move)) / (2 * step))
        return np.array(rows)

    return np.asarray((4 * central(0.5) - central(1.0)) / 3)


def hessian_of(f: Callable[[Floats], float], at: Floats, steps: Floats) -> Floats:
    """Second derivatives of ``f``, shape (k, k).

    Examples
    --------
    >>> f = lambda x: float(x[0] ** 2 * x[1] + 3 * x[1] ** 2)
    >>> np.round(hessian_of(f, np.array([1.0, 2.0]), np.array([1e-2, 1e-2])), 4).tolist()
    [[4.0, 2.0], [2.0, 6.0]]
    """

    def slope(point: Floats) -> Floats:
        return gradient_of(lambda x: np.asarray(f(x)), point, steps)

    found = gradient_of(slope, at, steps)
    return np.asarray((found + found.T) / 2)
