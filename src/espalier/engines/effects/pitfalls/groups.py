"""Groups inside the data: clustering, small cells, slopes that differ (detectors 4, 9, 10)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import complete_pairs, is_constant, measured_array
from espalier.engines.effects.pitfalls.alert import Alert, Pitfall
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, code_array
from espalier.engines.figures.distributions import f_sf
from espalier.engines.figures.types import Said

NOTABLE_DESIGN_EFFECT = 1.2
FEWEST_IN_CELL = 5
NOTABLE_P = 0.05


def clustering(values: ArrayLike, cluster: ArrayLike, *, missing: MissingPolicy) -> Alert | None:
    """Fires when the design effect 1 + (m₀ − 1)·ICC reaches 1.2: learners of a session resemble each other.

    ICC = (MSB − MSW)/(MSB + (m₀ − 1) MSW), m₀ = (n − Σ m²/n)/(g − 1).

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Outcome or gain.
    cluster : array_like of int, shape (n,)
        Code of the session or trainer.

    Raises
    ------
    ValueError
        Shapes that differ, bad codes, or missing values where the policy refuses them.

    References
    ----------
    Kish, Survey Sampling, 1965, ch. 5; Donner & Koval, Biometrics 36 (1980) 19–25 (ANOVA estimate).
    Checked against: one-way mean squares by hand.

    Examples
    --------
    >>> alert = clustering([1, 2, 1, 8, 9, 8], [0, 0, 0, 1, 1, 1], missing=MissingPolicy.REFUSE)
    >>> round(alert.saw["design_effect"], 3)
    2.973
    """
    array = measured_array("values", values, ndim=1, may_miss=True)
    codes = code_array("cluster", cluster, n_codes=1_000_000, length=array.size)
    pairs = complete_pairs(array, codes.astype(float), missing=missing, names=("values", "cluster"))
    if pairs.n_used < 3 or is_constant(pairs.x):
        return None
    groups = np.unique(pairs.y, return_inverse=True)[1]
    sizes = np.bincount(groups).astype(float)
    n, g = pairs.n_used, sizes.size
    if g < 2 or g == n:
        return None
    icc, m0 = _icc(pairs.x, groups, sizes)
    design_effect = 1 + (m0 - 1) * max(0.0, icc)
    if design_effect < NOTABLE_DESIGN_EFFECT:
        return None
    return Alert(
        Pitfall.CLUSTERING,
        {
            "icc": icc,
            "design_effect": design_effect,
            "n_clusters": g,
            "n_effective": n / design_effect,
        },
        Said(
            f"同一梯次的學員彼此相像（ICC {icc:.2f}）：{n} 人只相當於 {n / design_effect:.0f} 位獨立的人，"
            f"設計效果 {design_effect:.1f}（{g} 個梯次）。請用考慮梯次的方法，或以梯次平均比較。",
            f"Learners of one session resemble each other (ICC {icc:.2f}): {n} persons count as "
            f"{n / design_effect:.0f} "
            f"independent ones, design effect {design_effect:.1f} ({g} sessions). Use a method that "
            "knows sessions, or "
            "compare session means.",
        ),
    )


def small_cells(counts: Mapping[str, int]) -> Alert | None:
    """Fires when a cell holds 1 to 4 persons: it must not be shown.

    Raises
    ------
    ValueError
        A negative count, or no cell.

    References
    ----------
    House rule (statistics.md 1.8): five persons. Checked against: cases by hand.

    Examples
    --------
    >>> small_cells({"north": 12, "south": 3}).saw
    {'south': 3}
    """
    if not counts or min(counts.values()) < 0:
        raise ValueError("small_cells: counts from 0 of one cell at least")
    small = {name: n for name, n in counts.items() if 0 < n < FEWEST_IN_CELL}
    if not small:
        return None
    return Alert(
        Pitfall.SMALL_CELLS,
        dict(small),
        Said(
            f"有 {len(small)} 格少於 5 人：{'、'.join(small)}。請隱藏或合併，以免認出個人。",
            f"{len(small)} cells hold fewer than 5 persons: {', '.join(small)}. Hide or merge them, "
            "so that nobody can be "
            "recognised.",
        ),
    )


def slopes_differ(
    pre: ArrayLike, post: ArrayLike, group: ArrayLike, *, missing: MissingPolicy
) -> Alert | None:
    """Fires when post-on-pre slopes differ between the groups (F test of the interaction, p < .05).

    F = ((RSS_equal − RSS_own)/(g − 1)) / (RSS_own/(n − 2g)), lines of equal and of own slopes.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
    group : array_like of int, shape (n,)
        Code of the arm; groups with fewer than 3 persons or a constant pre-test are left out.

    Raises
    ------
    ValueError
        Shapes that differ or bad codes.

    References
    ----------
    Hand et al., A Handbook of Small Data Sets, 1994, set 285 (anorexia: F = 5.41, p = .007).
    Checked against: those data (1e-2) where the shared files are, and a table by hand in the tests.

    Examples
    --------
    >>> pre, group = [1, 2, 3, 4, 1, 2, 3, 4], [0, 0, 0, 0, 1, 1, 1, 1]
    >>> alert = slopes_differ(pre, [1, 2, 3, 4.1, 4, 3, 2, 1.1], group, missing=MissingPolicy.REFUSE)
    >>> alert.saw["p"] < 0.001
    True
    """
    first = measured_array("pre", pre, ndim=1, may_miss=True)
    second = measured_array("post", post, ndim=1, may_miss=True)
    codes = code_array("group", group, n_codes=1_000_000, length=first.size)
    pairs = complete_pairs(first, second, missing=missing, names=("pre", "post"))
    codes = codes[~np.isnan(first) & ~np.isnan(second)]
    x, y, groups = _usable(pairs.x, pairs.y, codes)
    g = groups.max(initial=-1) + 1
    if g < 2 or x.size <= 2 * g:
        return None
    sxx, sxy, syy = (_within(a, b, groups) for a, b in ((x, x), (x, y), (y, y)))
    own = float((syy - sxy**2 / sxx).sum())
    equal = float(syy.sum() - sxy.sum() ** 2 / sxx.sum())
    df = x.size - 2 * g
    # Points exactly on their lines leave no error to hold the difference against; a rounding error stands in for it.
    f = max(0.0, equal - own) / (g - 1) / max(own / df, 1e-12 * max(float(syy.sum()), 1e-300))
    p = f_sf(f, g - 1, df)
    if p >= NOTABLE_P:
        return None
    steep = sxy / sxx
    return Alert(
        Pitfall.SLOPES_DIFFER,
        {"f": f, "p": p, "lowest_slope": float(steep.min()), "highest_slope": float(steep.max())},
        Said(
            f"各組前後測的斜率不同（{steep.min():.2f} 到 {steep.max():.2f}，{x.size} 人）：效果隨起點高低而變，"
            "單一個調整後差異會誤導。請分低、中、高起點報告。",
            f"The groups' lines from pre to post differ in slope ({steep.min():.2f} to "
            f"{steep.max():.2f}, {x.size} persons): the "
            "effect depends on where people start, and one adjusted difference misleads. Report "
            "low, middle and high starts.",
        ),
    )


def _icc(values: Floats, groups: Ints, sizes: Floats) -> tuple[float, float]:
    n, g = values.size, sizes.size
    means = np.bincount(groups, weights=values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (g - 1)
    within = float(((values - means[groups]) ** 2).sum()) / (n - g)
    m0 = (n - float((sizes**2).sum()) / n) / (g - 1)
    return (between - within) / (between + (m0 - 1) * within), m0


def _usable(x: Floats, y: Floats, codes: Ints) -> tuple[Floats, Floats, Ints]:
    """Persons of groups in which a line can be drawn, groups numbered from 0."""
    good = [
        code
        for code in np.unique(codes)
        if (codes == code).sum() >= 3 and not is_constant(x[codes == code])
    ]
    keep = np.isin(codes, good)
    groups = np.unique(codes[keep], return_inverse=True)[1].astype(np.int64)
    return x[keep], y[keep], groups


def _within(a: Floats, b: Floats, groups: Ints) -> Floats:
    n = np.bincount(groups)
    mean_a, mean_b = np.bincount(groups, a) / n, np.bincount(groups, b) / n
    return np.asarray(np.bincount(groups, (a - mean_a[groups]) * (b - mean_b[groups])))
