"""Student's t of an effect that is there (noncentral t), and the interval of an effect in standard deviations.

T = (Z + δ) / √(χ²_ν / ν). The interval of δ from an observed t: δ_low with P(T > t) = (1 - level)/2, δ_high with
P(T < t) = (1 - level)/2.

References
----------
Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 2, 2nd ed. 1995, chapter 31.
Steiger, Fouladi: Noncentrality interval estimation and the evaluation of statistical models, 1997.
"""

from math import inf, isnan, sqrt

from espalier.engines.figures.types import Interval

# The noncentral t of scipy.special loses its digits beyond.
LARGEST_T = 36.0


def noncentral_t_cdf(t: float, df: float, shift: float) -> float:
    """Probability that a noncentral t with ``df`` degrees of freedom is at most ``t``.

    Examples
    --------
    >>> round(noncentral_t_cdf(2.0, 10.0, 2.0), 4)
    0.481
    """
    from scipy.special import nctdtr

    if t < 0:  # the function is at home where t is positive
        return 1 - noncentral_t_cdf(-t, df, -shift)
    found = float(nctdtr(df, shift, t))
    if isnan(found):  # it gives up here and there beyond 1e-20 of the ends
        return 0.0 if shift > 0 else 1.0
    return found


def shift_interval(t: float, df: float, *, level: float = 0.95) -> Interval:
    """Interval of the noncentrality δ from an observed ``t``.

    Raises
    ------
    ValueError
        ``t`` infinite or no number, or no degrees of freedom.

    Notes
    -----
    Beyond ± 36 the distribution function is no longer right in floating point; there Z is nothing beside t, and
    δ = t √(χ²_ν / ν). Checked against: the defining integral in our test, 1e-6.

    Examples
    --------
    >>> found = shift_interval(4.0621277, 9)
    >>> round(found.low, 3), round(found.high, 3)
    (1.311, 6.698)
    """
    from scipy.optimize import brentq

    if not abs(t) < inf or not df > 0:
        raise ValueError(f"noncentral t: t {t} with {df} degrees of freedom has no interval")
    tail = (1 - level) / 2
    if abs(t) > LARGEST_T:
        return _far_out(t, df, tail, level)

    def solve(wanted: float) -> float:
        reach = 12 + 2 * abs(t)
        return float(brentq(lambda d: noncentral_t_cdf(t, df, d) - wanted, t - reach, t + reach))

    return Interval(solve(1 - tail), solve(tail), level)


def _far_out(t: float, df: float, tail: float, level: float) -> Interval:
    from scipy.special import chdtri

    ends = sorted(t * sqrt(float(chdtri(df, p)) / df) for p in (tail, 1 - tail))
    return Interval(ends[0], ends[1], level)
