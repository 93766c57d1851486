"""Mean and SD of a product of independent factors, exactly: the check on any simulation of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, prod, sqrt

from espalier.engines.figures.types import Said


@dataclass(frozen=True, slots=True)
class ProductMoments:
    """Of the product, in its own unit."""

    mean: float
    sd: float
    sentence: Said


def product_moments(means: Sequence[float], sds: Sequence[float]) -> ProductMoments:
    """E = Π μ_i, Var = Π(μ_i² + σ_i²) − Π μ_i², whatever the distributions, if the factors are independent.

    Raises
    ------
    ValueError
        No factor, lists of different length, infinite means or negative SDs.

    References
    ----------
    Goodman, JASA 55 (1960) 708–713, doi:10.2307/2281592. Checked against: case ``roi_monte_carlo_product`` (1e-6).

    Examples
    --------
    >>> product_moments([2.0, 3.0], [0.0, 1.0]).sd
    2.0
    """
    if not means or len(means) != len(sds):
        raise ValueError(f"product_moments: {len(means)} means and {len(sds)} sds")
    for mean, sd in zip(means, sds, strict=True):
        if not isfinite(mean) or not 0 <= sd < float("inf"):
            raise ValueError(f"product_moments: mean {mean}, sd {sd}")
    center = prod(means)
    variance = prod(m * m + s * s for m, s in zip(means, sds, strict=True)) - center**2
    sd = sqrt(max(0.0, variance))
    return ProductMoments(
        center,
        sd,
        Said(
            f"乘積的平均為 {center:,.0f}，標準差 {sd:,.0f}（各因素互相獨立時的精確值）。模擬結果應與此相符。",
            f"The product has mean {center:,.0f} and SD {sd:,.0f}, exactly, if the factors are "
            "independent. A simulation should "
            "agree with it.",
        ),
    )
