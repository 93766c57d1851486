"""Variance components of a complete table from its expected mean squares.

References
----------
Brennan 2001, Generalizability Theory, § 3.3 and 4.4; Shavelson & Webb 1991, Generalizability Theory: A Primer.
"""

from dataclasses import dataclass
from math import prod

from espalier.engines.figures.arrays import Floats
from espalier.engines.psychometrics.generalizability.design import EFFECTS, Axes, Design, Effect


@dataclass(frozen=True, slots=True)
class AnovaLine:
    """One line of the analysis of variance."""

    effect: str
    df: int
    ss: float
    ms: float


def anova(scores: Floats, design: Design) -> tuple[AnovaLine, ...]:
    """Sums of squares of a complete table: what an effect's means show beyond the effects inside it.

    Parameters
    ----------
    scores : ndarray, shape (n_p, n_r), (n_p, n_i, n_o) or (n_p, n_t, n_r)
        Complete.
    design : Design

    Checked against: case ``gtheory_brennan_pio``, 1e-6.

    Examples
    --------
    >>> import numpy as np
    >>> [(line.effect, line.df, line.ss) for line in anova(np.array([[1.0, 2.0], [3.0, 4.0]]), Design.P_R)]
    [('p', 1, 4.0), ('r', 1, 1.0), ('pr_e', 1, 0.0)]
    """
    centred = scores - scores.mean()
    found: dict[Axes, tuple[float, int]] = {}
    for effect in EFFECTS[design]:
        averaged = tuple(axis for axis in range(scores.ndim) if axis not in effect.axes)
        means = centred.mean(axis=averaged)
        ss, df = float((means**2).sum()) * scores.size / means.size, means.size - 1
        for inside, (inner_ss, inner_df) in found.items():
            if inside < effect.axes:
                ss, df = ss - inner_ss, df - inner_df
        found[effect.axes] = (max(0.0, ss), df)
    return tuple(
        AnovaLine(effect.name, df, ss, ss / df)
        for effect, (ss, df) in zip(EFFECTS[design], found.values(), strict=True)
    )


def components(
    lines: tuple[AnovaLine, ...], shape: tuple[int, ...], design: Design
) -> dict[str, float]:
    """Solve E(MS_α) = Σ_β⊇α σ²_β · Π n over the axes not in β, the largest effects first; negative as they come.

    Examples
    --------
    >>> import numpy as np
    >>> table = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> components(anova(table, Design.P_R), table.shape, Design.P_R)
    {'pr_e': 0.0, 'p': 2.0, 'r': 0.5}
    """
    mean_square = {line.effect: line.ms for line in lines}
    found: dict[Effect, float] = {}
    for effect in sorted(EFFECTS[design], key=lambda each: -len(each.axes)):
        rest = mean_square[effect.name] - sum(
            variance * _times(outer, shape)
            for outer, variance in found.items()
            if outer.axes > effect.axes
        )
        found[effect] = rest / _times(effect, shape)
    return {effect.name: variance for effect, variance in found.items()}


def _times(effect: Effect, shape: tuple[int, ...]) -> int:
    return prod(n for axis, n in enumerate(shape) if axis not in effect.axes)
