"""p chart and Laney's p′ chart: pass rates of sessions of different size.

References
----------
Montgomery, Introduction to Statistical Quality Control, ch. 7 (p chart, variable n). Laney 2002, Quality Engineering
14, 531–537 (p′).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.charts.chart import (
    D2,
    LEAST_POINTS,
    Chart,
    assumed,
    kept_points,
    no_spread,
    panel_of,
    phase_one,
    said_of,
)
from espalier.engines.psychometrics.charts.rules import chosen_rules, run_length, signals


def p_chart(
    n_hits: ArrayLike,
    sizes: ArrayLike,
    *,
    missing: MissingPolicy,
    is_laney: bool = False,
    rules: tuple[int, ...] = (1,),
    n_phase_one: int | None = None,
    n_least: int = LEAST_POINTS,
) -> Chart | Refusal:
    """Shares with limits p̄ ± 3 √(p̄(1 − p̄)/n_i), for Laney's chart times σ_z = mean moving range of z / 1.128.

    Parameters
    ----------
    n_hits : array_like, shape (n_points,)
        How many passed (or failed); NaN where a session is missing.
    sizes : array_like, shape (n_points,)
        How many there were, above 0.
    missing : MissingPolicy
        ``exclude`` leaves a session out, ``refuse`` stops.
    is_laney : bool
        For large sessions, whose pass rates always vary more than the binomial allows.
    rules : tuple of int
        Western Electric rules; 1 alone by default.
    n_phase_one : int, optional
        The first so many points set the limits, by default all.
    n_least : int
        Fewest points of Phase I (20).

    Raises
    ------
    ValueError
        Counts above their size, sizes of 0, lengths that differ, rules there are not.

    Checked against: case ``spc_p_chart_montgomery``, 1e-12.

    Examples
    --------
    >>> found = p_chart([12, 15, 8, 10], [50, 50, 50, 50], missing=MissingPolicy.REFUSE, n_least=4)
    >>> round(found.center, 3), round(float(found.panels[0].upper[0]), 4)
    (0.225, 0.4022)
    """
    hits, kept = kept_points("n_hits", n_hits, missing)
    totals = float_array("sizes", sizes, ndim=1, may_miss=True)
    if totals.shape != hits.shape:
        raise ValueError(f"n_hits and sizes: lengths differ, {hits.size} and {totals.size}")
    hits, totals = hits[kept], totals[kept]
    if np.isnan(totals).any() or (totals <= 0).any() or (hits < 0).any() or (hits > totals).any():
        raise ValueError(
            "n_hits and sizes: 0 ≤ hits ≤ size and size above 0 expected at every point"
        )
    kind, chosen = ("laney-p-chart" if is_laney else "p-chart"), chosen_rules(rules)
    first = phase_one(hits.size, n_phase_one, n_least, kind)
    if isinstance(first, Refusal):
        return first
    center = float(hits[:first].sum() / totals[:first].sum())
    if not 0 < center < 1:
        return no_spread(kind, first)
    share, error = hits / totals, np.sqrt(center * (1 - center) / totals)
    z = (share - center) / error
    factor = float(np.abs(np.diff(z[:first])).mean()) / D2 if is_laney else 1.0
    if factor <= 0:
        return no_spread(kind, first)
    sigma = error * factor
    points, middle = np.flatnonzero(kept) + 1, np.full(share.size, center)
    panel = panel_of("p", points, share, middle, 3 * sigma, signals(z / factor, chosen), floor=0.0)
    panel = replace(panel, upper=np.minimum(panel.upper, 1.0))
    every = run_length(chosen)
    checked = _dispersion(z[:first], is_laney)
    return Chart(
        kind, (panel,), center, factor, chosen, every, hits.size, int((~kept).sum()), first,
        assumed(checked), _warnings(checked, totals, center), said_of((panel,), every, first),
    )  # fmt: skip


def _dispersion(z: Floats, is_laney: bool) -> Assumption:
    """Whether the shares vary as the binomial says (chi-square on all points, 1 %)."""
    said = Said("各梯次的差異不超過二項分配", "sessions vary no more than the binomial allows")
    if is_laney:
        return Assumption("binomial", None, said)
    return Assumption("binomial", chi2_sf(float(z @ z), z.size - 1) >= 0.01, said)


def _warnings(checked: Assumption, totals: Floats, center: float) -> tuple[Said, ...]:
    found = []
    if checked.held is False:
        found.append(
            Said(
                "各梯次差異大於二項分配所允許，訊號可能過多；可改用 Laney p′ 管制圖。",
                "Sessions vary more than the binomial allows, so signals may be too many: consider Laney's p′ chart.",
            )
        )
    if float(totals.min()) * min(center, 1 - center) < 5:
        found.append(
            Said(
                "有些梯次人數少（期望次數不到 5），界限只是粗略值。",
                "Some sessions are small (fewer than 5 expected): their limits are rough.",
            )
        )
    return tuple(found)
