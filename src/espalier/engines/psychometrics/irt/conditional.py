r"""Rasch by conditional maximum likelihood: item difficulties without any assumption about the people.

.. math:: \ln L_c = -\sum_j S_j \delta_j - \sum_r n_r \ln \gamma_r(e^{-\delta})

S_j: right answers to item j; n_r: people with r right answers; those with none or all say nothing about the items.

References
----------
Andersen, E. B.: The numerical solution of a set of conditional estimation equations. JRSS B 34, 1972, 42–54.
Fischer, G. H.: On the existence and uniqueness of maximum-likelihood estimates in the Rasch model. Psychometrika 46,
1981, 59–77 (when there is a solution). Mair, P., Hatzinger, R.: eRm. Journal of Statistical Software 20(9), 2007.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.psychometrics.irt.symmetric import (
    symmetric_functions,
    without_one,
    without_two,
)

MOST_STEPS = 60


@dataclass(frozen=True, eq=False)
class ConditionalEstimates:
    """Difficulties on the logit scale that sum to zero, their covariance, and the conditional log-likelihood."""

    difficulty: Floats
    covariance: Floats
    log_likelihood: float
    n_steps: int
    converged: bool

    @property
    def standard_errors(self) -> Floats:
        return np.sqrt(np.diag(self.covariance))


def is_connected(codes: NDArray[np.int8]) -> Bools:
    """Whether difficulties exist: from every item there is a chain of "right here, wrong there" to every other.

    Parameters
    ----------
    codes : int, shape (n_people, n_items)
        0 and 1, no holes.

    Returns
    -------
    bool, shape (n_items,)
        Which items hang together with the first in both directions; all true: a solution exists (Fischer 1981).

    Examples
    --------
    >>> is_connected(np.array([[1, 0], [1, 0]], dtype=np.int8)).tolist()
    [True, False]
    """
    right = codes.astype(np.float32)
    steps = (right.T @ (1 - right)) > 0
    np.fill_diagonal(steps, True)
    reach = steps
    for _ in range(int(np.ceil(np.log2(codes.shape[1] + 1)))):
        reach = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
    return np.asarray(reach[0] & reach[:, 0])


def conditional_rasch(
    codes: NDArray[np.int8], frequencies: Floats, *, most_steps: int = MOST_STEPS
) -> ConditionalEstimates:
    """Newton's method on the conditional likelihood; the difficulties sum to zero.

    Parameters
    ----------
    codes : int, shape (n_rows, n_items)
        0 and 1, no holes.
    frequencies : float, shape (n_rows,)
        People of each row.

    Raises
    ------
    ValueError
        A hole, or items that do not hang together, so that no difficulties exist.

    Notes
    -----
    Checked against: case ``irt_rasch_cml_raschdat1`` (R eRm 1.0), 1e-4.

    Examples
    --------
    >>> rows = np.array([[1, 0], [0, 1]], dtype=np.int8)
    >>> found = conditional_rasch(rows, np.array([30.0, 10.0]))  # the difference is the log-odds ln 3
    >>> found.difficulty.round(4).tolist()
    [-0.5493, 0.5493]
    """
    if codes.min() < 0:
        raise ValueError("codes: conditional estimation needs people who answered every item")
    if not is_connected(codes).all():
        raise ValueError("codes: the items do not hang together, no difficulties exist")
    solved, people = _sufficient(codes, frequencies)
    delta = np.log((people.sum() - solved) / solved)
    delta -= delta.mean()
    converged, n_steps = False, 0
    value, slope, information = _derivatives(delta, solved, people)
    while not converged and n_steps < most_steps:
        step: Floats = np.linalg.solve(information + 1.0, slope).astype(np.float64)
        delta, value, slope, information, shrunk = _line_search(delta, step, value, solved, people)
        n_steps += 1
        converged = bool(np.abs(shrunk).max() < 1e-9)
    covariance = np.linalg.inv(information + 1.0)
    centre = np.eye(delta.size) - 1 / delta.size
    return ConditionalEstimates(delta, centre @ covariance @ centre, value, n_steps, converged)


def _sufficient(codes: NDArray[np.int8], frequencies: Floats) -> tuple[Floats, Floats]:
    """Right answers per item and people per score, extreme scores left out."""
    n_items = codes.shape[1]
    scores = codes.sum(axis=1, dtype=np.int64)
    inside = (scores > 0) & (scores < n_items)
    people = np.bincount(scores[inside], frequencies[inside], minlength=n_items + 1).astype(
        np.float64
    )
    solved = frequencies[inside] @ codes[inside].astype(np.float64)
    return solved, people


def _line_search(
    delta: Floats, step: Floats, value: float, solved: Floats, people: Floats
) -> tuple[Floats, float, Floats, Floats, Floats]:
    """Halve Newton's step until the likelihood does not fall; it is concave, so that ends."""
    for _ in range(40):
        moved = delta + step
        moved -= moved.mean()
        found, slope, information = _derivatives(moved, solved, people)
        if found >= value - 1e-12 * abs(value):
            return moved, found, slope, information, step
        step = step / 2
    return (
        delta,
        value,
        *_derivatives(delta, solved, people)[1:],
        np.zeros_like(step),
    )  # pragma: no cover - a concave function does not get here; kept so that the loop ends


def _derivatives(delta: Floats, solved: Floats, people: Floats) -> tuple[float, Floats, Floats]:
    """Conditional log-likelihood, its gradient by δ, and the information."""
    epsilon = np.exp(-delta)
    gamma = symmetric_functions(epsilon)
    value = float(-solved @ delta - people @ np.log(gamma))
    ratio = people / gamma
    chance = np.zeros((delta.size, people.size))
    chance[:, 1:] = epsilon[:, None] * without_one(epsilon)[:, :-1] / gamma[1:]
    gradient = chance @ people - solved
    information = -(chance * people) @ chance.T
    for j in range(delta.size):
        both = epsilon[j] * epsilon * (without_two(epsilon, j)[:, :-2] @ ratio[2:])
        both[j] = chance[j] @ people
        information[j] += both
    return value, gradient, information
