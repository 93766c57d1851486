"""Answers made by known models, and an independent log-likelihood to hold the engine against."""

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Floats

NODES = np.linspace(-6, 6, 61)
WEIGHTS = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()


def logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def right_and_wrong(
    n: int, a: Floats, d: Floats, *, c: float = 0.0, seed: int = 1
) -> NDArray[np.int64]:
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(n, 1))
    chances = c + (1 - c) * logistic(np.asarray(a) * theta + np.asarray(d))
    return (rng.random(chances.shape) < chances).astype(np.int64)


def graded(n: int, a: Floats, d: Floats, *, seed: int = 1) -> NDArray[np.int64]:
    """Categories 1…K from slopes (J,) and decreasing intercepts (J, K − 1)."""
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(n, 1, 1))
    at_least = logistic(np.asarray(a)[None, :, None] * theta + np.asarray(d)[None])
    drawn = rng.random((n, len(a), 1))
    return 1 + (drawn < at_least).sum(axis=2)


def category_chances(model: str, parameters: Floats) -> Floats:
    """(K, Q) of one item, written out from the definitions."""
    a = parameters[0]
    if model == "grm":
        steps = [np.ones(NODES.size)]
        steps += [logistic(a * NODES + d) for d in parameters[1:]]
        steps.append(np.zeros(NODES.size))
        return np.array([steps[k] - steps[k + 1] for k in range(len(steps) - 1)])
    if model == "gpcm":
        terms = [np.ones(NODES.size)]
        terms += [np.exp(k * a * NODES + d) for k, d in enumerate(parameters[1:], 1)]
        return np.array(terms) / np.sum(terms, axis=0)
    c = logistic(parameters[2]) if model == "3pl" else 0.0
    right = c + (1 - c) * logistic(a * NODES + parameters[1])
    return np.array([1 - right, right])


def log_likelihood(model: str, items: list[Floats], answers: Floats) -> float:
    """Marginal over the nodes; NaN is no answer."""
    rows, people = np.unique(answers, axis=0, return_counts=True)
    joint = np.tile(WEIGHTS, (len(rows), 1))
    for parameters, column in zip(items, rows.T, strict=True):
        chances = category_chances(model, parameters)
        given = ~np.isnan(column)
        joint[given] *= chances[column[given].astype(int)]
    return float(people @ np.log(joint.sum(axis=1)))
