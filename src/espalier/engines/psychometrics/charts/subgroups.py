"""X̄ and S chart: mean and spread of every session.

References
----------
Montgomery, Introduction to Statistical Quality Control, § 6.3 (X̄ and S, equal and variable size).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.charts.chart import (
    LEAST_POINTS,
    Chart,
    assumed,
    c4,
    no_spread,
    panel_of,
    phase_one,
    said_of,
)
from espalier.engines.psychometrics.charts.rules import chosen_rules, run_length, signals


def xbar_s_chart(
    groups: Sequence[ArrayLike],
    *,
    missing: MissingPolicy,
    rules: tuple[int, ...] = (1,),
    n_phase_one: int | None = None,
    n_least: int = LEAST_POINTS,
) -> Chart | Refusal:
    """x̿ ± 3σ̂/√n_i with σ̂ = mean of S_i/c4(n_i), and S_i with c4σ̂ ± 3σ̂√(1 − c4²).

    Parameters
    ----------
    groups : sequence of array_like
        The scores of every session, two or more each; NaN where missing.
    missing : MissingPolicy
        ``exclude`` leaves single scores out, ``refuse`` stops.
    rules, n_phase_one, n_least
        As in :func:`p_chart`; the S panel uses rule 1 only.

    Raises
    ------
    ValueError
        A session with fewer than two scores (use the individuals chart), infinite scores, no session.

    Checked against: Montgomery's constants A3, B3, B4 for n = 5 (tests), 1e-3.

    Examples
    --------
    >>> found = xbar_s_chart([[1, 3], [2, 4], [3, 5]], missing=MissingPolicy.REFUSE, n_least=3)
    >>> round(found.center, 3), round(found.sigma, 4)
    (3.0, 1.7725)
    """
    chosen = chosen_rules(rules)
    parts, n_missing = _parts(groups, missing)
    first = phase_one(len(parts), n_phase_one, n_least, "xbar-s-chart")
    if isinstance(first, Refusal):
        return first
    sizes = np.array([part.size for part in parts])
    means = np.array([part.mean() for part in parts])
    spreads = np.array([part.std(ddof=1) for part in parts])
    factor = np.array([c4(int(n)) for n in sizes])
    sigma = float((spreads / factor)[:first].mean())
    if sigma <= 1e-12:
        return no_spread("xbar-s-chart", first)
    center = float((sizes * means)[:first].sum() / sizes[:first].sum())
    error, of_s = sigma / np.sqrt(sizes), sigma * np.sqrt(1 - factor**2)
    middle = factor * sigma
    n = len(parts)
    points, centers = np.arange(1, n + 1), np.full(n, center)
    of_means, in_spread = (
        signals((means - center) / error, chosen),
        signals((spreads - middle) / of_s, (1,)),
    )
    panels = (
        panel_of("X̄", points, means, centers, 3 * error, of_means),
        panel_of("S", points, spreads, middle, 3 * of_s, in_spread, floor=0.0),
    )
    every = run_length(chosen)
    return Chart(
        "xbar-s-chart", panels, center, sigma, chosen, every, int(sizes.sum()), n_missing, first,
        assumed(), (), said_of(panels, every, first),
    )  # fmt: skip


def _parts(groups: Sequence[ArrayLike], missing: MissingPolicy) -> tuple[list[Floats], int]:
    policy, parts, n_missing = MissingPolicy(missing), [], 0
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("groups: a missing score is not a score of 0; choose exclude or refuse")
    if not len(groups):
        raise ValueError("groups: no session at all")
    for at, each in enumerate(groups):
        values = float_array(
            f"groups[{at}]", each, ndim=1, may_miss=policy is MissingPolicy.EXCLUDE
        )
        known = values[~np.isnan(values)]
        if known.size < 2:
            raise ValueError(
                f"groups[{at}]: {known.size} score(s); two are the least, else chart individuals"
            )
        n_missing += values.size - known.size
        parts.append(known)
    return parts, n_missing
