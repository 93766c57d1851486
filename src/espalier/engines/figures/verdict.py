"""The word for an effect: its interval against the smallest effect worth having.

References
----------
House rule of the product (statistics.md, section 5): *clear / likely / unclear / no sign*; "unclear" is never
"no effect".
"""

from espalier.engines.figures.types import Interval, VerdictCode


def judged(
    estimate: float, interval: Interval, smallest: float, *, has_comparison: bool
) -> tuple[VerdictCode, bool, bool]:
    """The word for an effect, whether it is for the worse, and whether the design held it back.

    Parameters
    ----------
    estimate : float
        The effect, positive where things became better.
    interval : Interval
        Its interval, in the same unit.
    smallest : float
        The smallest effect worth having, above 0, in the same unit.
    has_comparison : bool
        Whether anybody was compared who was not trained; without, nothing is ever clear.

    Returns
    -------
    (VerdictCode, bool, bool)
        *clear*: the whole interval is at least ``smallest``. *likely*: it is above zero and the estimate is at least
        ``smallest``. *no sign*: the whole interval is below ``smallest``. *unclear*: everything else.

    Raises
    ------
    ValueError
        ``smallest`` is not above zero.

    Examples
    --------
    >>> judged(8.0, Interval(5.5, 10.5), 5.0, has_comparison=True)[0].value
    'clear'
    >>> judged(8.0, Interval(5.5, 10.5), 5.0, has_comparison=False)
    (<VerdictCode.LIKELY: 'likely'>, False, True)
    >>> judged(1.0, Interval(-6.0, 8.0), 5.0, has_comparison=True)[0].value
    'unclear'
    """
    if not smallest > 0:
        raise ValueError(f"smallest: an effect worth having is above zero, got {smallest}")
    is_worse = interval.high < 0 and estimate <= -smallest
    if is_worse:
        estimate, interval = -estimate, Interval(-interval.high, -interval.low, interval.level)
    code = _word(estimate, interval, smallest)
    is_capped = code is VerdictCode.CLEAR and not has_comparison
    return (VerdictCode.LIKELY if is_capped else code), is_worse, is_capped


def _word(estimate: float, interval: Interval, smallest: float) -> VerdictCode:
    if interval.low >= smallest:
        return VerdictCode.CLEAR
    if interval.low > 0 and estimate >= smallest:
        return VerdictCode.LIKELY
    return VerdictCode.NO_SIGN if interval.high < smallest else VerdictCode.UNCLEAR
