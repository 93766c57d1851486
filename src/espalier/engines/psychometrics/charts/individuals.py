"""Individuals with moving ranges, and the EWMA chart that sees slow drift.

References
----------
NIST/SEMATECH e-Handbook of Statistical Methods, § 6.3.2.2 (individuals), § 6.3.2.4 (EWMA). Roberts 1959, Technometrics
1, 239–250. Brook & Evans 1972, Biometrika 59, 539–549 (run length by a Markov chain).
"""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy
from espalier.engines.figures.types import Refusal, Said
from espalier.engines.psychometrics.charts.chart import (
    D2,
    LEAST_POINTS,
    Chart,
    Panel,
    assumed,
    kept_points,
    no_spread,
    panel_of,
    phase_one,
    said_of,
)
from espalier.engines.psychometrics.charts.rules import (
    Rule,
    Signal,
    chosen_rules,
    run_length,
    signals,
)

D4 = 3.267  # upper limit of a range of two, in mean ranges


def individuals_chart(
    values: ArrayLike,
    *,
    missing: MissingPolicy,
    rules: tuple[int, ...] = (1,),
    n_phase_one: int | None = None,
    n_least: int = LEAST_POINTS,
) -> Chart | Refusal:
    """x̄ ± 3 · mean moving range / 1.128, and the moving ranges with limits 0 and 3.267 times their mean.

    Parameters
    ----------
    values : array_like of float, shape (n_points,)
        In order of time; NaN where missing. Ranges over a hole are not counted.
    missing, rules, n_phase_one, n_least
        As in :func:`p_chart`.

    Raises
    ------
    ValueError
        Infinite values, nothing at all, rules there are not.

    Checked against: case ``spc_individuals_nist``, 1e-9.

    Examples
    --------
    >>> y = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    >>> found = individuals_chart(y, missing=MissingPolicy.REFUSE, n_least=10)
    >>> round(found.center, 2), round(float(found.panels[0].upper[0]), 4)
    (50.81, 55.8041)
    """
    found, kept = kept_points("values", values, missing)
    chosen, used = chosen_rules(rules), found[kept]
    first = phase_one(used.size, n_phase_one, n_least, "i-mr-chart")
    if isinstance(first, Refusal):
        return first
    ranges, has_range = moving_ranges(found, kept)
    learnt = ranges[:first][has_range[:first]]
    if not learnt.size or learnt.mean() <= 1e-12:
        return no_spread("i-mr-chart", first)
    center, mean_range = float(used[:first].mean()), float(learnt.mean())
    sigma = mean_range / D2
    points, middle = np.flatnonzero(kept) + 1, np.full(used.size, center)
    of_values = panel_of(
        "X",
        points,
        used,
        middle,
        np.full(used.size, 3 * sigma),
        signals((used - center) / sigma, chosen),
    )
    shown = ranges[has_range]
    panels = of_values, _ranges_panel(points[has_range], shown, mean_range)
    every = run_length(chosen)
    return Chart(
        "i-mr-chart", panels, center, sigma, chosen, every, used.size, int((~kept).sum()), first,
        assumed(), (), said_of(panels, every, first),
    )  # fmt: skip


def moving_ranges(values: Floats, kept: Bools) -> tuple[Floats, Bools]:
    """Of every kept point the distance to the one before it, and whether that one was there; 0 where not.

    Examples
    --------
    >>> moving_ranges(np.array([1.0, 3.0, np.nan, 4.0]), np.array([True, True, False, True]))[0].tolist()
    [0.0, 2.0, 0.0]
    """
    before = np.concatenate([[np.nan], values[:-1]])
    ranges = np.abs(values - before)[kept]
    has_range = np.asarray(~np.isnan(ranges))
    return np.where(has_range, ranges, 0.0), has_range


def _ranges_panel(points: Ints, ranges: Floats, mean_range: float) -> Panel:
    above = np.flatnonzero(ranges > D4 * mean_range).tolist()
    found = [Signal(at + 1, Rule.BEYOND_THREE_SIGMA, True) for at in above]
    middle = np.full(ranges.size, mean_range)
    return panel_of("MR", points, ranges, middle, (D4 - 1) * middle, found, floor=0.0)


def ewma_chart(
    values: ArrayLike,
    *,
    missing: MissingPolicy,
    weight: float = 0.2,
    width: float = 3.0,
    target: float | None = None,
    n_phase_one: int | None = None,
    n_least: int = LEAST_POINTS,
) -> Chart | Refusal:
    """z_i = λx_i + (1 − λ)z_{i−1} with limits ± L σ √(λ/(2 − λ) · (1 − (1 − λ)^{2i})).

    Parameters
    ----------
    values : array_like of float, shape (n_points,)
        In order of time; NaN where missing.
    missing, n_phase_one, n_least
        As in :func:`p_chart`.
    weight : float
        λ above 0 and at most 1; .2 to .3 sees drift of half a σ to one σ.
    width : float
        L, above 0.
    target : float, optional
        The centre, by default the mean of Phase I.

    Raises
    ------
    ValueError
        λ or L out of range, infinite values.

    Checked against: NIST § 6.3.2.4 by hand (tests), 1e-9.

    Examples
    --------
    >>> found = ewma_chart([52, 47, 53, 49.3], missing=MissingPolicy.REFUSE, weight=0.3, target=50, n_least=4)
    >>> found.panels[0].values.round(4).tolist()
    [50.6, 49.52, 50.564, 50.1848]
    """
    if not 0 < weight <= 1 or not width > 0:
        raise ValueError(f"weight: above 0 and at most 1, width above 0; got {weight} and {width}")
    found, kept = kept_points("values", values, missing)
    used = found[kept]
    first = phase_one(used.size, n_phase_one, n_least, "ewma-chart")
    if isinstance(first, Refusal):
        return first
    ranges, has_range = moving_ranges(found, kept)
    learnt = ranges[:first][has_range[:first]]
    if not learnt.size or learnt.mean() <= 1e-12:
        return no_spread("ewma-chart", first)
    center = float(used[:first].mean()) if target is None else float(target)
    sigma = float(learnt.mean()) / D2
    smooth, last = np.empty(used.size), center
    for at, value in enumerate(used.tolist()):
        last = weight * value + (1 - weight) * last
        smooth[at] = last
    steps = np.arange(1, used.size + 1)
    half = width * sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * steps)))
    away = np.abs(smooth - center) > half
    found_signals = tuple(
        Signal(at + 1, Rule.BEYOND_THREE_SIGMA, bool(smooth[at] > center))
        for at in np.flatnonzero(away).tolist()
    )
    points, middle = np.flatnonzero(kept) + 1, np.full(used.size, center)
    panel = panel_of("EWMA", points, smooth, middle, half, found_signals)
    every = ewma_run_length(weight, width)
    slow = Said(
        "訊號代表之前幾點就可能開始漂移",
        "a signal means that the drift may have begun some points before",
    )
    return Chart(
        "ewma-chart", (panel,), center, sigma, (Rule.BEYOND_THREE_SIGMA,), every, used.size,
        int((~kept).sum()), first, assumed(), (slow,) if found_signals else (),
        said_of((panel,), every, first),
    )  # fmt: skip


def ewma_run_length(weight: float, width: float, *, n_states: int = 201) -> float:
    """Points between false alarms of an EWMA chart with its final limits, by a Markov chain of its values.

    Checked against: λ = 1 is the Shewhart chart, 370.4; λ = .2 and L = 2.962 give 500 (Lucas & Saccucci 1990), 1 %.

    Examples
    --------
    >>> round(ewma_run_length(1.0, 3.0), 1)
    370.4
    """
    from scipy.special import ndtr

    limit = width * np.sqrt(weight / (2 - weight))
    edges = np.linspace(-limit, limit, n_states + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    reach = (edges - (1 - weight) * middles[:, None]) / weight
    stay = np.diff(ndtr(reach), axis=1)
    lengths = np.linalg.solve(np.eye(n_states) - stay, np.ones(n_states))
    return float(lengths[n_states // 2])
