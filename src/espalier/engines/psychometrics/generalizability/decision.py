"""The D-study: how dependable scores would be with other numbers of raters, items or occasions.

References
----------
Brennan 2001, Generalizability Theory, § 1.2, 4.2 and 2.3.3 (Φ(λ)); Shavelson & Webb 1991 (.80 for decisions).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from espalier.engines.psychometrics.generalizability.design import EFFECTS, FACETS, Design

MOST_LEVELS = 30  # of one facet, when looking for enough


@dataclass(frozen=True, slots=True)
class DStudy:
    """One plan of measurement. ``sizes``: levels by facet; ``e_rho2`` for ranking, ``phi`` for a pass mark, 0–1."""

    sizes: dict[str, int]
    relative_error: float
    absolute_error: float
    e_rho2: float
    phi: float


def d_study(variances: Mapping[str, float], sizes: Mapping[str, int], design: Design) -> DStudy:
    """Eρ² = σ²_p/(σ²_p + σ²_δ), Φ = σ²_p/(σ²_p + σ²_Δ), each component divided by the levels it averages over.

    Parameters
    ----------
    variances : mapping
        Every component of the design, 0 or more.
    sizes : mapping
        Levels of every facet but persons, 1 or more.
    design : Design

    Raises
    ------
    ValueError
        A component or facet missing, negative, or nothing varies.

    Checked against: case ``gtheory_brennan_pio``, 1e-6.

    Examples
    --------
    >>> found = d_study({"p": 2.0, "r": 1.0, "pr_e": 1.0}, {"r": 2}, Design.P_R)
    >>> found.e_rho2, round(found.phi, 4)
    (0.8, 0.6667)
    """
    facets = FACETS[design]
    _check(variances, sizes, design)
    relative = absolute = 0.0
    for effect in EFFECTS[design]:
        share = variances[effect.name] / prod(sizes[facets[axis]] for axis in effect.axes if axis)
        relative += share if effect.is_relative_error else 0.0
        absolute += share if effect.is_absolute_error else 0.0
    person = variances["p"]
    if not person + relative > 0:
        raise ValueError("variances: neither persons nor errors vary")
    return DStudy(
        {facet: int(sizes[facet]) for facet in facets[1:]},
        relative,
        absolute,
        person / (person + relative),
        person / (person + absolute),
    )


def d_studies(
    variances: Mapping[str, float], levels: Mapping[str, Sequence[int]], design: Design
) -> tuple[DStudy, ...]:
    """A table: every combination of the levels given for each facet.

    Examples
    --------
    >>> table = d_studies({"p": 2.0, "r": 1.0, "pr_e": 1.0}, {"r": (1, 2, 3)}, Design.P_R)
    >>> [round(each.phi, 2) for each in table]
    [0.5, 0.67, 0.75]
    """
    facets = FACETS[design][1:]
    if set(levels) != set(facets):
        raise ValueError(f"levels: expected for {', '.join(facets)}, got {', '.join(levels)}")
    plans = product(*(levels[facet] for facet in facets))
    return tuple(d_study(variances, dict(zip(facets, plan, strict=True)), design) for plan in plans)


def cheapest_for(
    variances: Mapping[str, float], design: Design, *, phi: float = 0.80, most: int = MOST_LEVELS
) -> DStudy | None:
    """The plan with the fewest observations of a person that reaches ``phi``; ``None`` up to ``most`` of each facet.

    Examples
    --------
    >>> cheapest_for({"p": 2.0, "r": 1.0, "pr_e": 1.0}, Design.P_R).sizes
    {'r': 4}
    """
    facets = FACETS[design][1:]
    plans = d_studies(variances, {facet: range(1, most + 1) for facet in facets}, design)
    enough = [plan for plan in plans if plan.phi >= phi]
    return min(enough, key=lambda plan: (prod(plan.sizes.values()), -plan.phi), default=None)


def phi_lambda(
    variances: Mapping[str, float],
    plan: DStudy,
    *,
    mean: float,
    cut: float,
    n_persons: int,
    design: Design,
) -> float:
    """Φ(λ) = (σ²_p + d²)/(σ²_p + d² + σ²_Δ): dependability of passing at λ; d² = (X̄ − λ)² − σ²(X̄), 0 or more.

    Parameters
    ----------
    variances : mapping
    plan : DStudy
    mean, cut : float
        Mean score and pass mark λ, on the same scale.
    n_persons : int
        Whose mean it is; σ²(X̄) = (σ²_p + σ²_δ)/n_p + (σ²_Δ − σ²_δ).

    Raises
    ------
    ValueError
        Fewer than two persons.

    Examples
    --------
    >>> variances = {"p": 2.0, "r": 0.0, "pr_e": 2.0}
    >>> plan = d_study(variances, {"r": 1}, Design.P_R)
    >>> phi_lambda(variances, plan, mean=10.0, cut=8.0, n_persons=4, design=Design.P_R)
    0.7142857142857143
    """
    _check(variances, plan.sizes, design)
    if n_persons < 2:
        raise ValueError(f"n_persons: two are the least, got {n_persons}")
    person, error = variances["p"], plan.absolute_error
    of_mean = (person + plan.relative_error) / n_persons + error - plan.relative_error
    distance = max(0.0, (mean - cut) ** 2 - of_mean)
    return (person + distance) / (person + distance + error)


def _check(variances: Mapping[str, float], sizes: Mapping[str, int], design: Design) -> None:
    effects = {effect.name for effect in EFFECTS[design]}
    if set(variances) != effects or min(variances.values()) < 0:
        raise ValueError(f"variances: expected of {', '.join(sorted(effects))}, each 0 or more")
    facets = FACETS[design][1:]
    if set(sizes) != set(facets) or min(sizes.values()) < 1:
        raise ValueError(f"sizes: expected for {', '.join(facets)}, each 1 or more")
