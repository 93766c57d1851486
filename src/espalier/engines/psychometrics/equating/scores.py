"""Score distributions of a form: how many learners got 0, 1, 2, … points."""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array, non_negative


def score_counts(name: str, counts: ArrayLike) -> Floats:
    """Return how many learners got each whole score from 0.

    Raises
    ------
    ValueError
        Counts that are negative, broken or empty, or fewer than two scores.

    Examples
    --------
    >>> score_counts("counts_x", [0, 2, 3]).tolist()
    [0.0, 2.0, 3.0]
    """
    array = float_array(name, counts, ndim=1)
    non_negative(name, array)
    if array.size < 3 or not array.sum() > 0 or (array != np.floor(array)).any():
        raise ValueError(f"{name}: whole numbers of learners at the scores 0, 1, 2, … expected")
    return array


def counts_of(name: str, scores: ArrayLike, n_items: int) -> Floats:
    """Count whole scores 0 to ``n_items``.

    Raises
    ------
    ValueError
        Scores that are not whole or lie outside.

    Examples
    --------
    >>> counts_of("x", [0, 2, 2], 2).tolist()
    [1.0, 0.0, 2.0]
    """
    array = float_array(name, scores, ndim=1)
    if ((array < 0) | (array > n_items) | (array != np.floor(array))).any():
        raise ValueError(f"{name}: whole scores from 0 to {n_items} expected")
    return np.bincount(array.astype(np.int64), minlength=n_items + 1).astype(np.float64)


def moments(counts: Floats) -> tuple[float, float, float]:
    """Number, mean and standard deviation (n − 1) of a distribution; SD 0 for one learner.

    Examples
    --------
    >>> moments(np.array([1.0, 0.0, 1.0]))
    (2.0, 1.0, 1.4142135623730951)
    """
    points, n = np.arange(counts.size), float(counts.sum())
    mean = float(points @ counts) / n
    spread = float(((points - mean) ** 2) @ counts)
    return n, mean, float(np.sqrt(spread / (n - 1))) if n > 1 else 0.0
