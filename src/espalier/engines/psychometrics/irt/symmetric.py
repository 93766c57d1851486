r"""Elementary symmetric functions: the sum over all ways to reach a score of the products of the items solved.

.. math:: \gamma_r = \sum_{|S| = r} \prod_{j \in S} \varepsilon_j

by adding one item after the other, which only adds positive numbers and loses no digits.

References
----------
Fischer, G. H.: Einführung in die Theorie psychologischer Tests, 1974. Liou, M.: More on the computation of higher-order
derivatives of the elementary symmetric functions in the Rasch model. Applied Psychological Measurement 18, 1994, 53–62.
"""

import numpy as np

from espalier.engines.figures.arrays import Floats


def symmetric_functions(epsilon: Floats) -> Floats:
    """γ_0 … γ_J, shape (J + 1,).

    Examples
    --------
    >>> symmetric_functions(np.array([1.0, 2.0, 3.0])).tolist()
    [1.0, 6.0, 11.0, 6.0]
    """
    gamma = np.zeros(epsilon.size + 1)
    gamma[0] = 1.0
    for each in epsilon:
        gamma[1:] += each * gamma[:-1]
    return gamma


def without_one(epsilon: Floats) -> Floats:
    """γ_0 … γ_J of all items but j in row j, shape (J, J + 1).

    Examples
    --------
    >>> without_one(np.array([1.0, 2.0]))[0].tolist()
    [1.0, 2.0, 0.0]
    """
    n = epsilon.size
    gamma = np.zeros((n, n + 1))
    gamma[:, 0] = 1.0
    for k, each in enumerate(epsilon):
        own = gamma[k].copy()
        gamma[:, 1:] += each * gamma[:, :-1]
        gamma[k] = own
    return gamma


def without_two(epsilon: Floats, first: int) -> Floats:
    """γ of all items but ``first`` and j in row j, shape (J, J + 1); row ``first`` leaves out one only."""
    n = epsilon.size
    gamma = np.zeros((n, n + 1))
    gamma[:, 0] = 1.0
    for k, each in enumerate(epsilon):
        if k == first:
            continue
        own = gamma[k].copy()
        gamma[:, 1:] += each * gamma[:, :-1]
        gamma[k] = own
    return gamma
