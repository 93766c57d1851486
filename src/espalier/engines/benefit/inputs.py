"""Uncertain inputs: what is known about a number before it is computed with."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from espalier.engines.benefit.amounts import money
from espalier.engines.figures.arrays import Floats


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number known exactly.

    >>> Fixed(3.0).quantile(np.array([0.1, 0.9])).tolist()
    [3.0, 3.0]
    """

    value: float

    def __post_init__(self) -> None:
        money("fixed", self.value)

    @property
    def mean(self) -> float:
        return self.value

    @property
    def sd(self) -> float:
        return 0.0

    @property
    def lowest(self) -> float:
        return self.value

    def quantile(self, p: Floats) -> Floats:
        return np.full(p.shape, float(self.value))


@dataclass(frozen=True, slots=True)
class Triangular:
    """Lowest, most likely, highest. Mean (a + m + b)/3.

    >>> Triangular(0, 1, 2).mean
    1.0
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _three("triangular", self.low, self.mode, self.high)

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        a, m, b = self.low, self.mode, self.high
        return sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)

    @property
    def lowest(self) -> float:
        return self.low

    def quantile(self, p: Floats) -> Floats:
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(p * width * left)
        falling = self.high - np.sqrt((1 - p) * width * (self.high - self.mode))
        return np.where(p * width < left, rising, falling)


@dataclass(frozen=True, slots=True)
class Beta:
    """A share with shapes a and b, both above 0; often made by :func:`beta_of`.

    >>> Beta(2.0, 2.0).mean
    0.5
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (0 < self.a < float("inf") and 0 < self.b < float("inf")):
            raise ValueError(f"beta: shapes {self.a} and {self.b} must be above 0")

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def sd(self) -> float:
        n = self.a + self.b
        return sqrt(self.a * self.b / (n * n * (n + 1)))

    @property
    def lowest(self) -> float:
        return 0.0

    def quantile(self, p: Floats) -> Floats:
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, p))


@dataclass(frozen=True, slots=True)
class Pert:
    """Lowest, most likely, highest, smoother than a triangle: a beta with mean (a + 4m + b)/6.

    >>> Pert(0, 3, 6).mean
    3.0
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _three("pert", self.low, self.mode, self.high)

    @property
    def _beta(self) -> Beta:
        width = self.high - self.low
        return Beta(1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width)

    @property
    def mean(self) -> float:
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def sd(self) -> float:
        return (self.high - self.low) * self._beta.sd

    @property
    def lowest(self) -> float:
        return self.low

    def quantile(self, p: Floats) -> Floats:
        return np.asarray(self.low + (self.high - self.low) * self._beta.quantile(p))


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Money, always above 0, with a long upper tail; given by its mean and SD, both above 0.

    >>> round(Lognormal(100.0, 30.0).sd, 6)
    30.0
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (0 < self.mean < float("inf") and 0 < self.sd < float("inf")):
            raise ValueError(f"lognormal: mean {self.mean} and sd {self.sd} must be above 0")

    @property
    def lowest(self) -> float:
        return exp(self._mu - 8 * self._sigma)  # never reached in practice, and above 0

    @property
    def _sigma(self) -> float:
        return sqrt(log(1 + (self.sd / self.mean) ** 2))

    @property
    def _mu(self) -> float:
        return log(self.mean) - self._sigma**2 / 2

    def quantile(self, p: Floats) -> Floats:
        from scipy.special import ndtri

        return np.asarray(np.exp(self._mu + self._sigma * ndtri(p)))


Uncertain = Fixed | Triangular | Pert | Beta | Lognormal


def beta_of(mean: float, sd: float) -> Beta:
    """The beta distribution of a share with this mean and SD: n = m(1 − m)/s² − 1, a = m n, b = (1 − m) n.

    Raises
    ------
    ValueError
        A mean outside 0–1, or an SD that no share with this mean can have.

    References
    ----------
    Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, 1995, ch. 25 (moments).
    Checked against: mean and SD of the result, 1e-12.

    Examples
    --------
    >>> found = beta_of(0.6, 0.1)
    >>> round(found.mean, 6), round(found.sd, 6)
    (0.6, 0.1)
    """
    if not 0 < mean < 1 or not 0 < sd < sqrt(mean * (1 - mean)):
        raise ValueError(f"beta_of: no share has mean {mean} and sd {sd}")
    n = mean * (1 - mean) / sd**2 - 1
    return Beta(mean * n, (1 - mean) * n)


def _three(name: str, low: float, mode: float, high: float) -> None:
    for each in (low, mode, high):
        money(name, each)
    if not (low <= mode <= high and low < high):
        raise ValueError(f"{name}: {low} ≤ {mode} ≤ {high} expected, and some width")
