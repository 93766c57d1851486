"""What is known about item parameters before the data: slopes are positive and moderate, few items are guessed by half.

References
----------
Mislevy, R. J.: Bayes modal estimation in item response models. Psychometrika 51, 1986, 177–195.
Lord, F. M.: Applications of item response theory to practical testing problems, 1980 (guessing parameter).
"""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from espalier.engines.figures.arrays import Floats


@dataclass(frozen=True, slots=True)
class LognormalSlope:
    """ln a is normal with this mean and standard deviation; slopes stay above zero."""

    mean: float = 0.0
    sd: float = 0.5

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mean) and self.sd > 0 and np.isfinite(self.sd)):
            raise ValueError(f"prior of a: mean {self.mean}, standard deviation {self.sd}")

    def log_density(self, a: Floats) -> Floats:
        z = (np.log(a) - self.mean) / self.sd
        return -np.log(a) - 0.5 * z * z - log(self.sd) - 0.5 * log(2 * pi)

    def slope(self, a: Floats) -> Floats:
        """Derivative of the log density."""
        return -(1 + (np.log(a) - self.mean) / self.sd**2) / a

    def curvature(self, a: Floats) -> Floats:
        """What is added to the information on a: that of ln a, always positive."""
        return 1 / (self.sd * a) ** 2


@dataclass(frozen=True, slots=True)
class BetaGuessing:
    """The lower asymptote c has a beta density; the default has its mode at .20."""

    alpha: float = 5.0
    beta: float = 17.0

    def __post_init__(self) -> None:
        if not (self.alpha > 1 and self.beta > 1 and np.isfinite(self.alpha + self.beta)):
            raise ValueError(f"prior of c: beta({self.alpha}, {self.beta}) has no mode inside 0–1")

    def log_density(self, c: Floats) -> Floats:
        from scipy.special import betaln

        constant = float(betaln(self.alpha, self.beta))
        return (self.alpha - 1) * np.log(c) + (self.beta - 1) * np.log1p(-c) - constant

    def slope(self, c: Floats) -> Floats:
        """Derivative of the log density by logit c (the density is that of c: no Jacobian)."""
        return (self.alpha - 1) - (self.alpha + self.beta - 2) * c

    def curvature(self, c: Floats) -> Floats:
        """Minus the second derivative by logit c."""
        return (self.alpha + self.beta - 2) * c * (1 - c)


@dataclass(frozen=True, slots=True)
class MirtGuessing(BetaGuessing):
    """The beta prior as R mirt 1.45 (``expbeta``) was found to apply it; only to compare with that program.

    Its solutions are those where the derivative of ln beta *by c*, not by logit c, balances the likelihood's derivative
    by logit c: the factor c(1 − c), about one sixth, is not there. The prior so acts about six times as strong. Its
    reported log prior is that of the plain beta density.
    """

    def slope(self, c: Floats) -> Floats:
        return (self.alpha - 1) / c - (self.beta - 1) / (1 - c)

    def curvature(self, c: Floats) -> Floats:
        return (self.alpha - 1) * (1 - c) / c + (self.beta - 1) * c / (1 - c)
