"""One-way analysis of variance: do the means of several groups differ?

SS_between = Σ n_g (ȳ_g - ȳ)², SS_within = Σ (y - ȳ_g)², F = (SS_between / (G - 1)) / (SS_within / (n - G)). Every sum
is of deviations from a value of the data, twice centred, so that numbers like 1,000,000,000,000.4 keep their digits.

References
----------
NIST Statistical Reference Datasets, analysis of variance, itl.nist.gov/div898/strd.
Chan, Golub, LeVeque: Algorithms for computing the sample variance. American Statistician 37, 1983, 242–247.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, code_array, float_array
from espalier.engines.figures.distributions import f_sf
from espalier.engines.figures.types import Said


@dataclass(frozen=True, eq=False)
class OneWay:
    """``means`` and ``counts`` by group; ``eta_squared`` = SS_between / SS_total; ``sigma`` within groups."""

    f: float
    df_between: int
    df_within: int
    p: float
    ss_between: float
    ss_within: float
    eta_squared: float
    sigma: float
    means: Floats
    counts: Floats
    n_used: int
    n_missing: int

    @property
    def sentence(self) -> Said:
        """How far the groups' means lie apart beside the spread inside them."""
        return Said(
            "{g} 組平均最低 {low:.2f}、最高 {high:.2f}（共 {n} 人），組內標準差 {sd:.2f}；組別說明了差異的 {eta:.0f}%。"
            "組別不同不等於訓練造成。",
            "The means of the {g} groups lie between {low:.2f} and {high:.2f} ({n} people), with a spread of {sd:.2f} "
            "inside the groups; the group accounts for {eta:.0f}% of the differences. "
            "That groups differ does not say training made them differ.",
        ).filled(
            g=len(self.means),
            low=self.means.min(),
            high=self.means.max(),
            n=self.n_used,
            sd=self.sigma,
            eta=100 * self.eta_squared,
        )


def one_way(values: ArrayLike, groups: ArrayLike, n_groups: int) -> OneWay:
    """Compare the means of ``n_groups`` groups.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        NaN is left out and counted.
    groups : array_like of int, shape (n,)
        Codes 0..n_groups-1; every group has at least one value.

    Raises
    ------
    ValueError
        Fewer than two groups, an empty group, nothing left over within groups, or no spread within groups.

    Notes
    -----
    Checked against: cases ``numeric_nist_sirstv``, ``numeric_nist_smls01`` (10 digits) and ``numeric_nist_smls07``.

    Examples
    --------
    >>> round(one_way([1.0, 2.0, 4.0, 5.0], [0, 0, 1, 1], 2).f, 6)
    18.0
    """
    y = float_array("values", values, ndim=1, may_miss=True)
    codes = code_array("groups", groups, n_codes=n_groups, length=len(y))
    present = ~np.isnan(y)
    y, codes = y[present], codes[present]
    counts = np.bincount(codes, minlength=n_groups).astype(np.float64)
    if n_groups < 2 or (counts == 0).any():
        raise ValueError(
            f"groups: at least two, each with a value; counts are {counts.astype(int).tolist()}"
        )
    if len(y) <= n_groups:
        raise ValueError(
            f"values: {len(y)} values in {n_groups} groups leave nothing to compare with"
        )
    shifted = y - y[0]  # exact where the values are close together, so no digit is lost
    means = _means(shifted, codes, counts)
    within = shifted - means[codes]
    ss_within = float(within @ within)
    ss_between = float(counts @ (means - shifted.mean()) ** 2)
    if ss_within <= 0:
        raise ValueError("values: no spread within any group")
    df1, df2 = n_groups - 1, len(y) - n_groups
    f = (ss_between / df1) / (ss_within / df2)
    return OneWay(
        f=f,
        df_between=df1,
        df_within=df2,
        p=f_sf(f, df1, df2),
        ss_between=ss_between,
        ss_within=ss_within,
        eta_squared=ss_between / (ss_between + ss_within),
        sigma=float((ss_within / df2) ** 0.5),
        means=means + y[0],
        counts=counts,
        n_used=len(y),
        n_missing=int((~present).sum()),
    )


def _means(values: Floats, codes: Ints, counts: Floats) -> Floats:
    """Group means, corrected once by the mean of what they leave."""
    first = np.bincount(codes, values, minlength=len(counts)) / counts
    return first + np.bincount(codes, values - first[codes], minlength=len(counts)) / counts
