"""Distribution functions, each from ``scipy.special`` the first time it is asked for.

``scipy.stats`` costs 0.8 CPU-s to import, ``scipy.special`` a tenth of it.
"""


def normal_cdf(x: float) -> float:
    """Probability that a standard normal is at most ``x``.

    >>> round(normal_cdf(1.959964), 4)
    0.975
    """
    from scipy.special import ndtr

    return float(ndtr(x))


def normal_quantile(p: float) -> float:
    """The ``p``-quantile of a standard normal."""
    from scipy.special import ndtri

    return float(ndtri(p))


def t_cdf(x: float, df: float) -> float:
    """Probability that Student's t with ``df`` degrees of freedom is at most ``x``."""
    from scipy.special import stdtr

    return float(stdtr(df, x))


def t_quantile(p: float, df: float) -> float:
    """The ``p``-quantile of Student's t.

    >>> round(t_quantile(0.975, 9), 6)
    2.262157
    """
    from scipy.special import stdtrit

    return float(stdtrit(df, p))


def t_two_sided(t: float, df: float) -> float:
    """Two-sided p-value of a t statistic."""
    return 2 * t_cdf(-abs(t), df)


def chi2_sf(x: float, df: float) -> float:
    """Probability that chi-square with ``df`` degrees of freedom exceeds ``x``."""
    from scipy.special import chdtrc

    return float(chdtrc(df, x))


def f_sf(x: float, df1: float, df2: float) -> float:
    """Probability that F with ``df1`` and ``df2`` degrees of freedom exceeds ``x``."""
    from scipy.special import fdtrc

    return float(fdtrc(df1, df2, x))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """The ``p``-quantile of F."""
    from scipy.special import fdtri

    return float(fdtri(df1, df2, p))
