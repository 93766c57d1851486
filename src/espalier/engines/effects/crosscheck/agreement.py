"""Two instruments on one scale: could one take the place of the other? Bland-Altman limits and Lin's concordance."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.correlation import refused_pairs
from espalier.engines.effects.crosscheck.pairs import Pairs, complete_pairs, is_constant, pearson
from espalier.engines.effects.crosscheck.wording import FEW_PAIRS, between, verdict_word
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.distributions import normal_quantile, t_quantile
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, VerdictCode

FEWEST = 6
COMFORTABLE = 30
MULTIPLIER = 1.96


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Agreement of two measures, all in their own unit; difference is first minus second.

    ``limits`` hold about 95 % of the differences; ``limits_intervals`` are the intervals of each of the two.
    ``verdict`` is None where nobody said how large a difference may be, ``trend`` where all pairs have the same mean.
    """

    bias: float
    bias_se: float
    bias_interval: Interval
    sd: float
    limits: tuple[float, float]
    limits_se: float
    limits_intervals: tuple[Interval, Interval]
    trend: float | None
    trend_interval: Interval | None
    r: float
    multiplier: float
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: VerdictCode | None
    sentence: Said


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lin's coefficient, −1 to 1 = precision (r) × accuracy (bias correction)."""

    ccc: float
    interval: Interval
    r: float
    bias_correction: float
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def bland_altman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    missing: MissingPolicy,
    tolerable: float | None = None,
    multiplier: float = MULTIPLIER,
    level: float = 0.95,
) -> BlandAltman | Refusal:
    """Bias d̄, limits d̄ ± q·s, SE(d̄) = s/√n, SE(limit) = √(3/n)·s, and the slope of the difference on the mean.

    Parameters
    ----------
    first, second : array_like of float, shape (n,)
        Both on the same scale.
    tolerable : float, optional
        The largest difference that would not change a decision, above 0; gives the verdict.
    multiplier : float
        q: 1.96, or 2 as in the first paper.

    Returns
    -------
    BlandAltman or Refusal
        Refused with fewer than 6 complete pairs or where an instrument is constant.

    Raises
    ------
    ValueError
        Bad input, or a tolerable difference or multiplier not above zero.

    References
    ----------
    Bland & Altman, Lancet i (1986) 307–310, doi:10.1016/S0140-6736(86)90837-8.
    Checked against: case ``cross_bland_altman_pefr`` (1e-8).

    Examples
    --------
    >>> found = bland_altman([1, 2, 3, 4, 5, 6], [2, 2, 4, 4, 6, 6], missing=MissingPolicy.REFUSE)
    >>> found.bias
    -0.5
    """
    for name, given in (("tolerable", tolerable), ("multiplier", multiplier)):
        if given is not None and not 0 < given < float("inf"):
            raise ValueError(f"{name}: above zero expected, got {given}")
    pairs = complete_pairs(first, second, missing=missing, names=("first", "second"))
    refused = refused_pairs("bland-altman", pairs, FEWEST)
    if refused is not None:
        return refused
    n, difference = pairs.n_used, pairs.x - pairs.y
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    limits, se_limits = (bias - multiplier * sd, bias + multiplier * sd), sd * sqrt(3 / n)
    outer = tuple(around(limit, se_limits, df=n - 1, level=level) for limit in limits)
    slope = _trend(pairs, difference, level)
    trend, trend_interval = slope or (None, None)
    code = None if tolerable is None else _tolerated(limits, (outer[0], outer[1]), tolerable)
    bias_interval = around(bias, sd / sqrt(n), df=n - 1, level=level)
    r = pearson(pairs.x, pairs.y)
    return BlandAltman(
        bias,
        sd / sqrt(n),
        bias_interval,
        sd,
        limits,
        se_limits,
        (outer[0], outer[1]),
        trend,
        trend_interval,
        r,
        multiplier,
        n,
        pairs.n_missing,
        (_evenness(trend_interval),),
        (FEW_PAIRS,) if n < COMFORTABLE else (),
        code,
        _sentence(bias, bias_interval, limits, r, code, n),
    )


def concordance(
    first: ArrayLike, second: ArrayLike, *, missing: MissingPolicy, level: float = 0.95
) -> Concordance | Refusal:
    """Lin's concordance 2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²), variances divided by n; interval on Fisher's z.

    Returns
    -------
    Concordance or Refusal
        Refused with fewer than 6 complete pairs or where an instrument is constant.

    Raises
    ------
    ValueError
        Bad input: see :func:`pairs.complete_pairs`.

    References
    ----------
    Lin, Biometrics 45 (1989) 255–268, corrected in Biometrics 56 (2000) 324–325.
    Checked against: case ``cross_bland_altman_pefr`` (ccc, 1e-8).

    Examples
    --------
    >>> found = concordance([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7], missing=MissingPolicy.REFUSE)
    >>> round(found.ccc, 6)
    0.853659
    """
    pairs = complete_pairs(first, second, missing=missing, names=("first", "second"))
    refused = refused_pairs("concordance", pairs, FEWEST)
    if refused is not None:
        return refused
    sx, sy = float(pairs.x.std()), float(pairs.y.std())
    shift = float(pairs.x.mean() - pairs.y.mean())
    accuracy = 2 * sx * sy / (sx * sx + sy * sy + shift * shift)
    r = pearson(pairs.x, pairs.y)
    ccc = max(-1.0, min(1.0, r * accuracy))
    interval = _lin_interval(ccc, r, accuracy, shift * shift / (sx * sy), pairs.n_used, level)
    likely = between(interval)
    return Concordance(
        ccc,
        interval,
        r,
        accuracy,
        pairs.n_used,
        pairs.n_missing,
        (FEW_PAIRS,) if pairs.n_used < COMFORTABLE else (),
        Said(
            f"兩項工具的一致係數為 {ccc:.2f}，{likely.zh}（{pairs.n_used} 人）；相關為 {r:.2f}，"
            f"因平均或離散不同而打 {accuracy:.2f} 折。要互換使用，請再看差異的界限是否小到不影響決定。",
            f"The two agree with a concordance of {ccc:.2f}, {likely.en} ({pairs.n_used} persons); "
            "they correlate "
            f"{r:.2f}, lowered by the factor {accuracy:.2f} for different means or spread. Before "
            "swapping them see "
            "whether the limits of the difference would change a decision.",
        ),
    )


def _trend(pairs: Pairs, difference: Floats, level: float) -> tuple[float, Interval] | None:
    """Slope of difference on mean with its interval by least squares."""
    middle = (pairs.x + pairs.y) / 2
    if is_constant(middle):
        return None  # y mirrors x: every difference lies at the same mean
    centred = middle - middle.mean()
    slope = float(centred @ difference / (centred @ centred))
    rest = difference - difference.mean() - slope * centred
    df = pairs.n_used - 2
    half = t_quantile((1 + level) / 2, df) * sqrt(float(rest @ rest / df / (centred @ centred)))
    return slope, Interval(slope - half, slope + half, level)


def _tolerated(
    limits: tuple[float, float], outer: tuple[Interval, Interval], tolerable: float
) -> VerdictCode:
    def inside(low: float, high: float) -> bool:
        return -tolerable <= low and high <= tolerable

    if inside(outer[0].low, outer[1].high):
        return VerdictCode.CLEAR
    if inside(*limits):
        return VerdictCode.LIKELY
    is_beyond = outer[0].high < -tolerable or outer[1].low > tolerable
    return VerdictCode.NO_SIGN if is_beyond else VerdictCode.UNCLEAR


def _lin_interval(
    ccc: float, r: float, accuracy: float, u2: float, n: int, level: float
) -> Interval:
    """Lin's variance of z, written with accuracy = ccc / r so that r = 0 needs no division."""
    if abs(ccc) > 1 - 1e-12:
        return Interval(ccc, ccc, level)
    rest = 1 - ccc * ccc
    variance = (
        (1 - r * r) * accuracy**2 / rest
        + 2 * ccc**2 * accuracy * (1 - ccc) * u2 / rest**2
        - (ccc * accuracy * u2) ** 2 / (2 * rest**2)
    ) / (n - 2)
    half = normal_quantile((1 + level) / 2) * sqrt(max(0.0, variance))
    return Interval(tanh(atanh(ccc) - half), tanh(atanh(ccc) + half), level)


_EVEN = Said(
    "差異看不出隨分數高低而變。", "The difference shows no trend over the range of scores."
)
_UNEVEN = Said(
    "差異隨分數高低而變，單一的界限會誤導；請分段看。",
    "The difference changes with the level of the score: one pair of limits misleads, look at ranges.",
)


def _evenness(trend: Interval | None) -> Assumption:
    held = None if trend is None else 0 in trend
    return Assumption("even_difference", held, _UNEVEN if held is False else _EVEN)


_SWAP = Said("兩項工具可以互換", "the two instruments can be swapped")


def _sentence(
    bias: float,
    interval: Interval,
    limits: tuple[float, float],
    r: float,
    code: VerdictCode | None,
    n: int,
) -> Said:
    # The size is said without its sign, and so is its range.
    side = Said("高", "above") if bias >= 0 else Said("低", "below")
    range_up = interval if bias >= 0 else Interval(-interval.high, -interval.low, interval.level)
    likely = between(range_up, 1)
    told = Said(
        f"第一項平均比第二項{side.zh} {abs(bias):.1f}，{likely.zh}；"
        f"個人的差異（第一項減第二項）大多在 {limits[0]:.1f} 到 {limits[1]:.1f}（{n} 人）。"
        f"相關雖為 {r:.2f}，相關不是一致。",
        f"The first reads {abs(bias):.1f} {side.en} the second on average, {likely.en}; first minus second, most "
        f"persons differ by {limits[0]:.1f} to {limits[1]:.1f} ({n} persons). They correlate {r:.2f}, but that is "
        "not agreement.",
    )
    if code is None:
        return told + Said(
            "請先訂出不影響決定的最大差異，才能判斷可否互換。",
            "Say first how large a difference would not change a decision; then it can be judged.",
        )
    return verdict_word(code, _SWAP) + told
