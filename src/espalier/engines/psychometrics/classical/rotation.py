"""Oblique rotation and the Schmid-Leiman solution: one general factor over group factors.

References
----------
Jennrich 2002, Psychometrika 67, 7–20 (gradient projection). Schmid & Leiman 1957, Psychometrika 22, 53–61.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Floats
from espalier.engines.psychometrics.classical.factor import Factors, minres

MOST_ROUNDS, N_STARTS = 1000, 10


@dataclass(frozen=True, eq=False)
class Rotated:
    """Pattern ``loadings`` (k, m) and the correlations of the factors ``phi`` (m, m)."""

    loadings: Floats
    phi: Floats
    converged: bool


@dataclass(frozen=True, eq=False)
class GeneralAndGroups:
    """A bifactor structure: ``general`` (k,), ``groups`` (k, m) orthogonal loadings, ``uniqueness`` (k,)."""

    general: Floats
    groups: Floats
    uniqueness: Floats
    converged: bool


def oblimin(loadings: Floats) -> Rotated:
    """Direct quartimin (oblimin with γ = 0): least ¼ Σ_i Σ_{p≠q} λ_ip² λ_iq² over oblique axes.

    Gradient projection: step T against the gradient, scale its columns to length 1, halve the step until the
    criterion falls enough. It is started from the unrotated axes and from 10 fixed random turns, because a start may
    end in a hollow that is not the lowest; the lowest is returned.

    Parameters
    ----------
    loadings : array of float, shape (k, m)
        Unrotated, m ≥ 2.

    Checked against: case ``ctt_omega_thurstone`` (by way of ``omega_hierarchical``), 2e-3.
    """
    m = loadings.shape[1]
    rng = np.random.default_rng(0)
    turns = [np.linalg.qr(rng.normal(size=(m, m)))[0] for _ in range(N_STARTS)]
    found = [_rotated(loadings, start) for start in (np.eye(m), *turns)]
    return min(found, key=lambda each: each[0])[1]


def _rotated(loadings: Floats, axes: Floats) -> tuple[float, Rotated]:
    others = 1.0 - np.eye(axes.shape[0])
    value, gradient = _quartimin(loadings, axes, others)
    step, converged = 1.0, False
    for _ in range(MOST_ROUNDS):
        downhill = gradient - axes * (axes * gradient).sum(axis=0)
        if float(np.linalg.norm(downhill)) < 1e-7:
            converged = True
            break
        axes, value, gradient, step = _step(loadings, others, axes, value, downhill, 2 * step)
    return value, Rotated(loadings @ np.linalg.inv(axes).T, axes.T @ axes, converged)


def _quartimin(loadings: Floats, axes: Floats, others: Floats) -> tuple[float, Floats]:
    inverse = np.linalg.inv(axes)
    turned = loadings @ inverse.T
    mixed = turned**2 @ others
    gradient = -(turned.T @ (turned * mixed) @ inverse).T
    return float((turned**2 * mixed).sum()) / 4, gradient


def _step(
    loadings: Floats, others: Floats, axes: Floats, value: float, downhill: Floats, step: float
) -> tuple[Floats, float, Floats, float]:
    wished = 0.5 * float((downhill**2).sum())
    for _ in range(60):
        tried = axes - step * downhill
        tried = tried / np.sqrt((tried**2).sum(axis=0))
        new_value, gradient = _quartimin(loadings, tried, others)
        if new_value < value - wished * step:
            break
        step /= 2
    return tried, new_value, gradient, step


def schmid_leiman(correlations: Floats, n_factors: int) -> GeneralAndGroups:
    """General and group loadings from ``n_factors`` oblique factors and one factor of their correlations.

    General = Λγ; group factor p = Λ_p √(1 − γ_p²), with γ the loadings of the factors on the general one (minres).

    Parameters
    ----------
    correlations : array of float, shape (k, k)
    n_factors : int
        At least 3: two factors do not say how much each owes to a general one.

    Raises
    ------
    ValueError
        Fewer than 3 factors, or what ``minres`` raises.

    Checked against: case ``ctt_omega_thurstone``, 2e-3.
    """
    if n_factors < 3:
        raise ValueError(f"n_factors: 3 are the least, got {n_factors}")
    plain = minres(correlations, n_factors)
    rotated = oblimin(plain.loadings)
    over = _over(rotated.phi)
    gamma = over.loadings[:, 0]
    general = rotated.loadings @ gamma
    sign = 1.0 if general.sum() >= 0 else -1.0
    own = rotated.loadings * np.sqrt(np.maximum(1 - gamma**2, 0.0))
    converged = plain.converged and rotated.converged and over.converged
    return GeneralAndGroups(sign * general, own, plain.uniqueness, converged)


def _over(phi: Floats) -> Factors:
    """One factor of the correlations of the factors; three of them are fitted without rest."""
    signs = np.sign(np.linalg.eigh(phi)[1][:, -1])
    turned = phi * np.outer(signs, signs)
    found = minres(turned, 1)
    return Factors(
        found.loadings * signs[:, None],
        found.uniqueness,
        found.misfit,
        found.heywood,
        found.converged,
        found.n_rounds,
    )
