"""Category curves of the models and their derivatives.

All curves use a·θ + d with θ ~ N(0, 1) and no factor 1.7; an item of K categories has one slope a and K − 1
intercepts d.
"""

from enum import StrEnum

import numpy as np

from espalier.engines.figures.arrays import Floats

SMALLEST = 1e-12


class Model(StrEnum):
    """Which curve an item follows."""

    RASCH = "rasch"
    TWO_PARAMETER = "2pl"
    THREE_PARAMETER = "3pl"
    GRADED = "grm"
    PARTIAL_CREDIT = "gpcm"

    @property
    def is_dichotomous(self) -> bool:
        return self in (Model.RASCH, Model.TWO_PARAMETER, Model.THREE_PARAMETER)


def logistic(x: Floats) -> Floats:
    """1/(1 + e^−x) without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * x))


def curves(model: Model, parameters: Floats, nodes: Floats) -> tuple[Floats, Floats]:
    """Probabilities of the categories and their derivatives.

    Parameters
    ----------
    parameters : float, shape (J, p)
        Per item a, d_1 … d_{K−1}, and for the 3PL logit c.
    nodes : float, shape (Q,)

    Returns
    -------
    float, shape (J, K, Q), and float, shape (J, p, K, Q)

    Notes
    -----
    Rasch, 2PL: P = L(aθ + d). 3PL: c + (1 − c) L(aθ + d) (Birnbaum 1968; Lord 1980). GRM: P*_k = L(aθ + d_k),
    P_k = P*_k − P*_{k+1}, d decreasing (Samejima 1969). GPCM: P_k ∝ exp(k·aθ + d_k), d_0 = 0 (Muraki 1992).
    """
    if model is Model.GRADED:
        return _graded(parameters, nodes)
    if model is Model.PARTIAL_CREDIT:
        return _partial_credit(parameters, nodes)
    return _dichotomous(parameters, nodes, has_guessing=model is Model.THREE_PARAMETER)


def _dichotomous(parameters: Floats, nodes: Floats, *, has_guessing: bool) -> tuple[Floats, Floats]:
    linear = logistic(parameters[:, :1] * nodes + parameters[:, 1:2])
    c = logistic(parameters[:, 2:3]) if has_guessing else np.zeros((parameters.shape[0], 1))
    right = c + (1 - c) * linear
    by_d = (1 - c) * linear * (1 - linear)
    slopes = [by_d * nodes, by_d]
    if has_guessing:
        slopes.append(c * (1 - c) * (1 - linear))
    of_right = np.stack(slopes, axis=1)
    return np.stack([1 - right, right], axis=1), np.stack([-of_right, of_right], axis=2)


def _graded(parameters: Floats, nodes: Floats) -> tuple[Floats, Floats]:
    n_items, p = parameters.shape
    at_least = logistic(parameters[:, :1, None] * nodes + parameters[:, 1:, None])
    steep = at_least * (1 - at_least)
    inside = np.ones((n_items, p + 1, nodes.size))
    inside[:, 1:p] = at_least
    inside[:, p] = 0
    chances = inside[:, :-1] - inside[:, 1:]
    slopes = np.zeros((n_items, p, p, nodes.size))
    for k in range(1, p):  # d_k raises category k and lowers category k − 1
        slopes[:, k, k] = steep[:, k - 1]
        slopes[:, k, k - 1] = -steep[:, k - 1]
    slopes[:, 0] = slopes[:, 1:].sum(axis=1) * nodes
    return chances, slopes


def _partial_credit(parameters: Floats, nodes: Floats) -> tuple[Floats, Floats]:
    n_items, p = parameters.shape
    steps = np.arange(p, dtype=float)[:, None]
    exponents = parameters[:, :1, None] * steps * nodes
    exponents[:, 1:] += parameters[:, 1:, None]
    exponents -= exponents.max(axis=1, keepdims=True)
    chances = np.exp(exponents)
    chances /= chances.sum(axis=1, keepdims=True)
    slopes = np.empty((n_items, p, p, nodes.size))
    mean = (chances * steps).sum(axis=1, keepdims=True)
    slopes[:, 0] = chances * (steps - mean) * nodes
    for k in range(1, p):
        slopes[:, k] = -chances * chances[:, k : k + 1]
        slopes[:, k, k] += chances[:, k]
    return chances, slopes
