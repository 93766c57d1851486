"""One coefficient with its standard error, degrees of freedom, t, p and interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.distributions import t_two_sided
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An estimate in the unit of the outcome; ``t`` = estimate / ``se``, ``p`` two-sided."""

    name: str
    estimate: float
    se: float
    df: float
    t: float
    p: float
    interval: Interval


def against_zero(
    name: str, estimate: float, se: float, df: float, *, level: float = 0.95
) -> Coefficient:
    """An estimate against zero by Student's t.

    Raises
    ------
    ValueError
        A standard error of zero, or fewer than one degree of freedom.

    Examples
    --------
    >>> found = against_zero("gain", 2.0, 1.0, 10.0)
    >>> round(found.t, 3), round(found.p, 4)
    (2.0, 0.0734)
    """
    if not se > 0 or not df > 0:
        raise ValueError(f"{name}: standard error {se} with {df} degrees of freedom tests nothing")
    t = estimate / se
    interval = around(estimate, se, df=df, level=level)
    return Coefficient(name, estimate, se, df, t, t_two_sided(t, df), interval)


def table_of(
    names: Sequence[str], estimates: Floats, covariance: Floats, dfs: Floats, *, level: float = 0.95
) -> tuple[Coefficient, ...]:
    """One row a coefficient; the standard errors are the roots of the diagonal of ``covariance``."""
    return tuple(
        against_zero(
            name, float(estimates[i]), float(covariance[i, i]) ** 0.5, float(dfs[i]), level=level
        )
        for i, name in enumerate(names)
    )


def combination(
    name: str,
    weights: Floats,
    estimates: Floats,
    covariance: Floats,
    df: float,
    *,
    level: float = 0.95,
) -> Coefficient:
    """The sum of coefficients by ``weights``, shape (p,), with se = √(w'Vw)."""
    variance = max(0.0, float(weights @ covariance @ weights))
    return against_zero(name, float(weights @ estimates), variance**0.5, df, level=level)
