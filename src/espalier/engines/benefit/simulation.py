"""How sure the return is: many draws of all uncertain inputs together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from espalier.engines.benefit.model import RoiModel
from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Said, Verdict, VerdictCode
from espalier.engines.figures.verdict import judged

N_DRAWS = 10_000
MOST_DRAWS = 5_000_000
TARGET_PERCENT = 25.0
LEAST_WORTH_HAVING = 1.0


@dataclass(frozen=True, slots=True)
class SimulatedRoi:
    """ROI in percent over all draws.

    ``range90`` holds the middle 90 % of what the stated inputs allow (not a confidence interval); ``mean_se`` and
    ``p_*_interval`` say how far the simulation itself is off by chance.
    """

    mean_roi: float
    sd_roi: float
    mean_se: float
    p05: float
    median: float
    p95: float
    range90: Interval
    p_positive: float
    p_positive_interval: Interval
    p_target: float
    target_percent: float
    mean_benefit: float
    sd_benefit: float
    mean_cost: float
    mean_bcr: float
    n_draws: int
    n_used: int
    n_missing: int
    seed: int
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


def simulated_roi(
    model: RoiModel,
    *,
    seed: int,
    n_draws: int = N_DRAWS,
    target_percent: float = TARGET_PERCENT,
    has_comparison: bool = False,
) -> SimulatedRoi:
    """Draw all inputs, correlated by a Gaussian copula where the model says so, and compute ROI % of each draw.

    u = Φ(L z), z standard normal, L L' the correlation matrix; x_i = F_i⁻¹(u_i).

    Parameters
    ----------
    model : RoiModel
    seed : int
        The same seed gives the same draws.
    target_percent : float
        The ROI aimed at, set before; the verdict is held against it (against 1 where it is lower).
    has_comparison : bool
        Whether the isolation came from a comparison group; without, nothing is called clear.

    Raises
    ------
    ValueError
        Fewer than 100 or more than 5,000,000 draws, or an infinite target.

    References
    ----------
    Nelsen, An Introduction to Copulas, 2nd ed. 2006, ch. 2. Phillips & Phillips, Show Me the Money, 2007.
    Checked against: case ``roi_monte_carlo_product`` (exact moments, within 4 simulation errors).

    Examples
    --------
    >>> from espalier.engines.benefit.inputs import Fixed, beta_of
    >>> model = RoiModel({"gross": Fixed(1e6), "isolation": beta_of(.6, .1), "confidence": beta_of(.5, .15),
    ...                   "cost": Fixed(120_000)}, [["gross", "isolation", "confidence"]], ["cost"])
    >>> found = simulated_roi(model, seed=1)
    >>> abs(found.mean_roi - 150) < 4 * found.mean_se
    True
    """
    if not 100 <= n_draws <= MOST_DRAWS:
        raise ValueError(f"n_draws: 100 to {MOST_DRAWS} expected, got {n_draws}")
    if not abs(target_percent) < float("inf"):
        raise ValueError(f"target_percent: a finite number expected, got {target_percent}")
    values = _drawn(model, seed, n_draws)
    benefit, cost = model.benefit_and_cost(values)
    benefit, cost = np.broadcast_to(benefit, n_draws), np.broadcast_to(cost, n_draws)
    roi = 100 * (benefit - cost) / cost
    p05, median, p95 = (float(q) for q in np.quantile(roi, (0.05, 0.5, 0.95)))
    n_positive, n_target = int((roi > 0).sum()), int((roi > target_percent).sum())
    sd = float(roi.std(ddof=1))
    range90 = Interval(p05, p95, 0.90)
    verdict = _verdict(median, range90, target_percent, has_comparison)
    likelihoods = (n_positive / n_draws, n_target / n_draws)
    return SimulatedRoi(
        float(roi.mean()),
        sd,
        sd / sqrt(n_draws),
        p05,
        median,
        p95,
        range90,
        likelihoods[0],
        wilson(n_positive, n_draws),
        likelihoods[1],
        target_percent,
        float(benefit.mean()),
        float(benefit.std(ddof=1)),
        float(cost.mean()),
        float((benefit / cost).mean()),
        n_draws,
        n_draws,
        0,
        seed,
        _warnings(model, median),
        verdict,
        _sentence(verdict, (p05, median, p95), likelihoods, target_percent),
    )


def _drawn(model: RoiModel, seed: int, n_draws: int) -> dict[str, Floats]:
    from scipy.special import ndtr

    rng = np.random.default_rng(seed)
    names = list(model.factors)
    if not model.correlations:
        u = rng.random((len(names), n_draws))
    else:
        values, vectors = np.linalg.eigh(model.correlation_matrix())
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        u = ndtr(root @ rng.standard_normal((len(names), n_draws)))
    # Exactly 0 or 1 would be an infinite quantile of a lognormal.
    u = np.clip(u, 1e-15, 1 - 1e-15)
    return {name: model.factors[name].quantile(u[at]) for at, name in enumerate(names)}


def _verdict(median: float, range90: Interval, target: float, has_comparison: bool) -> Verdict:
    smallest = max(target, LEAST_WORTH_HAVING)
    code, is_worse, is_capped = judged(median, range90, smallest, has_comparison=has_comparison)
    told = _WORSE if is_worse else _WORDS[code].filled(target=f"{smallest:.0f}%")
    if is_capped:
        told = told + _CAPPED
    return Verdict(code, is_worse, is_capped, told, _CHANGE)


def _warnings(model: RoiModel, median: float) -> tuple[Said, ...]:
    told = [] if model.correlations else [_INDEPENDENT]
    return tuple(told + ([_TOO_GOOD] if median > 300 else []))


_WORDS = {
    VerdictCode.CLEAR: Said(
        "明確：報酬達到目標 {target}。", "Clear: the return reaches the target of {target}."
    ),
    VerdictCode.LIKELY: Said(
        "很可能：報酬達到目標 {target}。", "Likely: the return reaches the target of {target}."
    ),
    VerdictCode.UNCLEAR: Said(
        "尚不清楚報酬是否達到目標 {target}；「不清楚」不等於「沒有」。",
        "Unclear whether the return reaches the target of {target}; unclear is not the same as no.",
    ),
    VerdictCode.NO_SIGN: Said(
        "看不出報酬能達到目標 {target}。", "No sign that the return reaches the target of {target}."
    ),
}
_WORSE = Said("成本很可能高於效益。", "The cost likely exceeds the benefit.")
_CAPPED = Said(
    "效果隔離沒有對照組，最多只能說「很可能」。",
    "Without a comparison group 'likely' is the strongest word.",
)
_CHANGE = Said(
    "把影響最大的輸入（見敏感度圖）問清楚，範圍才會縮小。",
    "Pin down the input with the widest swing (see the tornado) to narrow it.",
)
_INDEPENDENT = Said(
    "假定各輸入互相獨立；若會一起高低，請填相關。",
    "Inputs are taken as independent; say so where they rise and fall together.",
)
_TOO_GOOD = Said(
    "投資報酬率超過 300%：請重新檢查效果隔離與是否重複計算。",
    "An ROI above 300%: check the isolation and double counting again.",
)


def _sentence(
    verdict: Verdict, points: Sequence[float], likelihoods: tuple[float, float], target: float
) -> Said:
    p05, median, p95 = points
    return verdict.sentence + Said(
        f"投資報酬率（ROI）的中間值 {median:.0f}%，依所填的範圍，九成機會在 {p05:.0f}% 到 {p95:.0f}% 之間；"
        f"回本（ROI 大於 0）的機會 {100 * likelihoods[0]:.0f}%，超過目標 {target:.0f}% 的機會 "
        f"{100 * likelihoods[1]:.0f}%。"
        "結果只和填入的範圍一樣可靠；請先把影響最大的輸入問清楚。",
        f"The middle ROI is {median:.0f}%; with the ranges entered it lies between {p05:.0f}% and "
        f"{p95:.0f}% nine times in ten. "
        f"The chance to get the money back (ROI above 0) is {100 * likelihoods[0]:.0f}%, to beat "
        f"the target of {target:.0f}% "
        f"{100 * likelihoods[1]:.0f}%. This is as good as the ranges entered: pin down the input "
        "that matters most.",
    )
