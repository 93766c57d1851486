"""May the ratings of a group be averaged? r_wg, r_wg(j), and ICC(1) and ICC(2) over groups.

References
----------
James, Demaree & Wolf 1984, Journal of Applied Psychology 69, 85–98. LeBreton & Senter 2008, Organizational Research
Methods 11, 815–852. Bliese 2000, in Klein & Kozlowski, Multilevel Theory, 349–381 (ICC of unequal groups).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, code_array, float_array
from espalier.engines.figures.distributions import f_quantile, f_sf
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.raters.codes import complete_rows
from espalier.engines.psychometrics.raters.wording import R_WG, no_variation, too_few, word_of


@dataclass(frozen=True, slots=True)
class WithinGroupAgreement:
    """r_wg (one item) or r_wg(j); ``raw`` is the value before a negative one was set to 0."""

    r_wg: float
    raw: float
    interval: Interval
    n_items: int
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class GroupIcc:
    """ICC(1): share of the variance that lies between groups; ICC(2): reliability of a group's mean."""

    icc1: float
    icc1_interval: Interval
    icc2: float
    icc2_interval: Interval
    f: float
    p_value: float
    mean_size: float
    n_groups: int
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def within_group_agreement(
    ratings: ArrayLike,
    *,
    n_steps: int,
    missing: MissingPolicy,
    raters_least: int = 3,
    level: float = 0.95,
) -> WithinGroupAgreement | Refusal:
    """r_wg(j) = J(1 − s̄²/σ²) / (J(1 − s̄²/σ²) + s̄²/σ²) with σ² = (A² − 1)/12, a scale of A steps used at random.

    Parameters
    ----------
    ratings : array_like of float, shape (n_raters, n_items)
        Of one person or unit by one source; values 1 to ``n_steps``; one item gives r_wg.
    n_steps : int
        Steps of the scale, 2 or more.
    missing : MissingPolicy
        ``exclude`` leaves out raters with a hole, ``refuse`` stops.
    raters_least : int
        The size gate: 3 per source, also for the sake of anonymity.
    level : float
        Of the interval: the variances' chi-square limits, items taken as one.

    Raises
    ------
    ValueError
        Values outside the scale, a scale of one step, no complete rater.

    Checked against: the hand-computed table in the tests, 1e-12.

    Examples
    --------
    >>> found = within_group_agreement([[4], [5], [4], [4]], n_steps=5, missing=MissingPolicy.REFUSE)
    >>> round(found.r_wg, 3)
    0.875
    """
    table = float_array("ratings", ratings, ndim=2, may_miss=True)
    if n_steps < 2 or not table.shape[1]:
        raise ValueError(
            f"ratings: items on a scale of two steps or more expected, got {n_steps} steps"
        )
    given = table[~np.isnan(table)]
    if ((given < 1) | (given > n_steps)).any():
        raise ValueError(f"ratings: values of a scale of {n_steps} steps are 1 to {n_steps}")
    kept = complete_rows("ratings", table, missing)
    used = table[kept]
    n, j = used.shape
    if n < raters_least:
        instead = Said(
            "不要顯示或平均這個來源，請等更多人評定。", "Do not show or average this source yet."
        )
        return too_few("r-wg", Said("位評分者", "raters"), n, raters_least, instead)
    ratio = float(used.var(axis=0, ddof=1).mean()) / ((n_steps**2 - 1) / 12)
    raw = _r_wg(ratio, j)
    interval = _r_wg_limits(ratio, j, n, level)
    value = max(0.0, raw)
    return WithinGroupAgreement(
        value, raw, interval, j, n, int((~kept).sum()), _uniform_null(), _negative(raw),
        _r_wg_sentence(value, interval, n, j),
    )  # fmt: skip


def _r_wg(ratio: float, j: int) -> float:
    """Beyond a uniform scale's variance (ratio 1) the formula of several items has a pole; that of one has none."""
    single = 1 - ratio
    return single if single <= 0 or j == 1 else j * single / (j * single + ratio)


def _r_wg_limits(ratio: float, j: int, n: int, level: float) -> Interval:
    from scipy.special import chdtri

    df = n - 1
    # chdtri gives the value that is exceeded with this probability.
    low, high = (ratio * df / float(chdtri(df, p)) for p in ((1 - level) / 2, (1 + level) / 2))
    return Interval(max(0.0, _r_wg(high, j)), max(0.0, _r_wg(low, j)), level)


def group_icc(
    ratings: ArrayLike,
    groups: ArrayLike,
    *,
    n_groups: int,
    missing: MissingPolicy,
    groups_least: int = 10,
    level: float = 0.95,
) -> GroupIcc | Refusal:
    """ICC(1) = (B − W)/(B + (k̄ − 1)W) and ICC(2) = (B − W)/B from the one-way mean squares.

    k̄ = (N − ΣN_g²/N)/(G − 1) is the mean size of unequal groups.

    Parameters
    ----------
    ratings : array_like of float, shape (n,)
    groups : array_like of int, shape (n,)
        Codes 0 to ``n_groups`` − 1.
    missing : MissingPolicy
        ``exclude`` leaves missing ratings out, ``refuse`` stops.
    groups_least : int
        The size gate: below 10 groups the interval says nothing.

    Raises
    ------
    ValueError
        Codes out of range, infinite ratings.

    Checked against: the hand-computed table in the tests, 1e-12.

    Examples
    --------
    >>> found = group_icc([4, 5, 1, 2, 3, 4], [0, 0, 1, 1, 2, 2], n_groups=3,
    ...                   missing=MissingPolicy.REFUSE, groups_least=3)
    >>> round(found.icc1, 3), round(found.icc2, 3)
    (0.806, 0.893)
    """
    values = float_array("ratings", ratings, ndim=1, may_miss=True)
    codes = code_array("groups", groups, n_codes=n_groups, length=values.size)
    kept = complete_rows("ratings", values[:, None], missing)
    sizes = np.bincount(codes[kept], minlength=n_groups).astype(float)
    present = int((sizes > 0).sum())
    if present < max(2, groups_least):
        instead = Said("請逐組呈現評分者人數與分布。", "Show the ratings group by group instead.")
        return too_few("group-icc", Said("個組", "groups"), present, max(2, groups_least), instead)
    n = int(sizes.sum())
    if n <= present:
        what = Said("每組只有一人", "Every group has one rater only")
        return no_variation("group-icc", what, n)
    between, within, f = _one_way(values[kept], codes[kept], sizes)
    if within <= 1e-12:
        return no_variation(
            "group-icc", Said("各組之內的評定都相同", "Ratings within every group are the same"), n
        )
    size = (n - float((sizes**2).sum()) / n) / (present - 1)
    return _group_icc(between, within, f, size, present, n, int((~kept).sum()), level)


def _one_way(values: Floats, codes: Ints, sizes: Floats) -> tuple[float, float, float]:
    has = sizes > 0
    sums = np.bincount(codes, weights=values, minlength=sizes.size)
    means = np.divide(sums, sizes, out=np.zeros(sizes.shape), where=has)
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (int(has.sum()) - 1)
    within = float(((values - means[codes]) ** 2).sum()) / (values.size - int(has.sum()))
    return between, within, between / within if within > 0 else 0.0


def _group_icc(
    between: float,
    within: float,
    f: float,
    size: float,
    n_groups: int,
    n: int,
    n_missing: int,
    level: float,
) -> GroupIcc:
    df1, df2 = n_groups - 1, n - n_groups
    p = (1 + level) / 2
    low, high = f / f_quantile(p, df1, df2), f * f_quantile(p, df2, df1)
    icc1 = (between - within) / (between + (size - 1) * within)
    of_one = Interval((low - 1) / (low + size - 1), (high - 1) / (high + size - 1), level)
    if between <= 0:
        return _nothing_between(of_one, size, n_groups, n, n_missing, df1, df2)
    of_mean = Interval(1 - 1 / low, 1 - 1 / high, level)
    icc2 = 1 - within / between
    said = Said(
        f"評定的差異有 {max(0.0, icc1):.0%} 來自組別"
        f"（ICC(1) {icc1:.2f}，可能介於 {of_one.low:.2f} 與 {of_one.high:.2f}）；"
        f"組平均的信度 ICC(2) 為 {icc2:.2f}（{n_groups} 組、{n} 人）。低於 .70 時不要比較各組平均。",
        f"{max(0.0, icc1):.0%} of the differences lie between groups (ICC(1) {icc1:.2f}, likely between "
        f"{of_one.low:.2f} and {of_one.high:.2f}); the mean of a group has an ICC(2) of {icc2:.2f} ({n_groups} groups, "
        f"{n} ratings). Below .70 do not compare group means.",
    )
    return GroupIcc(
        icc1,
        of_one,
        icc2,
        of_mean,
        f,
        f_sf(f, df1, df2),
        size,
        n_groups,
        n,
        n_missing,
        _normal(),
        (),
        said,
    )


def _nothing_between(
    of_one: Interval, size: float, n_groups: int, n: int, n_missing: int, df1: int, df2: int
) -> GroupIcc:
    """All group means are equal: the smallest ICC(1) there is, and no reliability of a mean at all."""
    said = Said(
        f"各組平均完全相同（{n_groups} 組、{n} 人），看不出組間差異；不要比較各組平均。",
        f"All group means are equal ({n_groups} groups, {n} ratings): there is no difference to compare.",
    )
    least = -1 / (size - 1) if size > 1 else -1.0
    interval = Interval(min(least, of_one.low), max(least, of_one.high), of_one.level)
    return GroupIcc(
        least, interval, 0.0, Interval(0.0, 0.0, of_one.level), 0.0, f_sf(0.0, df1, df2), size, n_groups, n,
        n_missing, _normal(), (), said,
    )  # fmt: skip


def _normal() -> tuple[Assumption, ...]:
    said = Said(
        "評定近似常態，組內變異相近", "ratings are roughly normal with like spread in every group"
    )
    return (Assumption("normal_within", None, said),)


def _uniform_null() -> tuple[Assumption, ...]:
    said = Said(
        "以「各級距同樣常用」為隨機基準；若大家習慣給高分，數值會偏高",
        "chance means that all steps are used alike; where everybody rates high, the value flatters",
    )
    return (Assumption("uniform_null", None, said),)


def _negative(raw: float) -> tuple[Said, ...]:
    if raw >= 0:
        return ()
    said = Said(
        f"計算值 {raw:.2f} 為負，依慣例當作 0：看法可能分成兩派。",
        f"The value {raw:.2f} is negative and set to 0 by convention: views may be split in two camps.",
    )
    return (said,)


def _r_wg_sentence(value: float, interval: Interval, n: int, j: int) -> Said:
    word = word_of(value, R_WG)
    name = "r_wg" if j == 1 else "r_wg(j)"
    return Said(
        f"{word.zh}：{name} 為 {value:.2f}（可能介於 {interval.low:.2f} 與 {interval.high:.2f}；"
        f"{n} 位評分者、{j} 題）。"
        "人數少時區間很寬，請連同分布一起呈現。",
        f"There is {word.en}: {name} {value:.2f} (likely between {interval.low:.2f} and {interval.high:.2f}; {n} "
        f"raters, {j} item(s)). With few raters the interval is wide; show the distribution beside it.",
    )
