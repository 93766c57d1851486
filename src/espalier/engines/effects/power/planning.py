"""Before the study: power, the smallest effect that can be seen, and the learners needed.

The effect g is in standard deviations of one measure. The t of each design has noncentrality g / √v:
one group, pre and post: v = 2(1 - r) / n, df n - 1; two groups, post only: v = 1/n₁ + 1/n₂, df n₁ + n₂ - 2;
with the pre measure as covariate: v (1 - r²), one df less; change scores (DiD): v · 2(1 - r).
In sessions of m people: v times 1 + (m(1 + cv²) - 1) ICC, df from the sessions.

References
----------
Cohen: Statistical Power Analysis for the Behavioral Sciences, 2nd ed. 1988, chapter 2.
Donner, Klar: Design and Analysis of Cluster Randomization Trials in Health Research, 2000, chapter 5.
Eldridge, Ashby, Kerry: Sample size for cluster randomized trials with unequal sizes. Int. J. Epidemiology 35, 2006.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, sqrt

from espalier.engines.effects.power.noncentral import noncentral_t_cdf
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Refusal, Said

MOST_LEARNERS = 1_000_000


class Plan(StrEnum):
    """How the effect will be estimated."""

    PRE_POST = "pre_post"  # one group
    POST_ONLY = "post_only"  # two groups
    ANCOVA = "ancova"  # two groups, pre as covariate
    CHANGE = "change"  # two groups, difference of gains


@dataclass(frozen=True, slots=True)
class Study:
    """A study before it is run.

    Parameters
    ----------
    plan : Plan
    n_trained : float
        Learners trained, above 1.
    n_untrained : float
        Learners of the comparison group; 0 for one group.
    r : float
        Correlation of pre and post, −1 < r < 1; unused for post only.
    session_size : float
        Learners a session, 1 or more; 1 where nobody shares a session.
    size_variation : float
        Standard deviation / mean of the sizes of the sessions.
    icc : float
        Share of the variance between sessions, 0–1.
    alpha : float
        Two-sided.

    Raises
    ------
    ValueError
        Anything outside these bounds, or a comparison group where there is none or none where there is one.
    """

    plan: Plan
    n_trained: float
    n_untrained: float = 0
    r: float = 0.5
    session_size: float = 1
    size_variation: float = 0
    icc: float = 0
    alpha: float = 0.05

    def __post_init__(self) -> None:
        is_one_group = Plan(self.plan) is Plan.PRE_POST
        checks = {
            "n_trained": 1 < self.n_trained <= MOST_LEARNERS,
            "n_untrained": self.n_untrained == 0
            if is_one_group
            else 1 < self.n_untrained <= MOST_LEARNERS,
            "r": -1 < self.r < 1,
            "session_size": 1 <= self.session_size <= self.n_trained,
            "size_variation": 0 <= self.size_variation < 10,
            "icc": 0 <= self.icc <= 1,
            "alpha": 0 < self.alpha < 1,
        }
        wrong = [
            f"{name} {getattr(self, name)}" for name, is_right in checks.items() if not is_right
        ]
        if wrong:
            raise ValueError(f"study, {self.plan}: out of bounds: {', '.join(wrong)}")

    @property
    def design_effect(self) -> float:
        """How many times sessions of people who are alike enlarge the variance."""
        return 1 + (self.session_size * (1 + self.size_variation**2) - 1) * self.icc

    @property
    def variance(self) -> float:
        """Variance of the estimate of g."""
        if self.plan is Plan.PRE_POST:
            return 2 * (1 - self.r) / self.n_trained * self.design_effect
        factor = {Plan.POST_ONLY: 1.0, Plan.ANCOVA: 1 - self.r**2, Plan.CHANGE: 2 * (1 - self.r)}
        return (1 / self.n_trained + 1 / self.n_untrained) * factor[self.plan] * self.design_effect

    @property
    def df(self) -> float:
        """Degrees of freedom: of learners, or of sessions where people share them."""
        n_arms = 1 if self.plan is Plan.PRE_POST else 2
        units = (self.n_trained + self.n_untrained) / self.session_size
        covariates = self.plan is Plan.ANCOVA and self.session_size == 1
        return units - n_arms - covariates

    @property
    def n(self) -> float:
        return self.n_trained + self.n_untrained


@dataclass(frozen=True, slots=True)
class PowerStatement:
    """What a study can see: ``effect`` g in standard deviations with ``power`` 0–1."""

    study: Study
    effect: float
    power: float
    design_effect: float
    n_effective: float
    n_used: int

    @property
    def sentence(self) -> Said:
        """The chance of seeing the effect, or the smallest one that would be seen."""
        return Said(
            "規劃 {n:.0f} 人時，若真實效果為 {g:.2f} 個標準差，有 {power:.0f}% 的機會看得出來；"
            "更小的效果多半會被說成「尚不明確」。{cluster_zh}",
            "With {n:.0f} learners a true effect of {g:.2f} standard deviations would be seen {power:.0f}% "
            "of the time; "
            "smaller ones will mostly be called unclear.{cluster_en}",
        ).filled(
            n=self.study.n,
            g=self.effect,
            power=100 * self.power,
            cluster_zh=f"同梯次的人彼此相似，{self.study.n:.0f} 人只抵 {self.n_effective:.0f} 人。"
            if self.design_effect > 1
            else "",
            cluster_en=f" People of one session are alike: {self.study.n:.0f} learners tell as much as "
            f"{self.n_effective:.0f} independent ones."
            if self.design_effect > 1
            else "",
        )


def power_of(study: Study, effect: float) -> PowerStatement | Refusal:
    """Chance that a study sees an effect of ``effect`` standard deviations, two-sided.

    Notes
    -----
    Checked against: Cohen 1988, table 2.3.5 (n = 64 a group, d = .5: .80); statsmodels 0.15 ``TTestIndPower``, 1e-6.

    Examples
    --------
    >>> round(power_of(Study(Plan.POST_ONLY, 64, 64), 0.5).power, 4)
    0.8015
    """
    if not study.df >= 1:
        return _too_few_sessions(study)
    critical = t_quantile(1 - study.alpha / 2, study.df)
    shift = abs(effect) / sqrt(study.variance)
    power = 1.0 if shift > critical + 30 else _beyond(critical, study.df, shift)
    return _statement(study, effect, power)


def smallest_detectable(study: Study, *, power: float = 0.8) -> PowerStatement | Refusal:
    """The smallest g that a study sees with the chance ``power``.

    Raises
    ------
    ValueError
        ``power`` not above ``alpha`` and below 1.

    Examples
    --------
    >>> round(smallest_detectable(Study(Plan.POST_ONLY, 64, 64)).effect, 3)
    0.499
    """
    from scipy.optimize import brentq

    _check_power(study, power)
    if not study.df >= 1:
        return _too_few_sessions(study)
    critical = t_quantile(1 - study.alpha / 2, study.df)
    shift = brentq(lambda d: _beyond(critical, study.df, d) - power, 0.0, 3 * critical + 40)
    return _statement(study, float(shift) * sqrt(study.variance), power)


def learners_needed(study: Study, effect: float, *, power: float = 0.8) -> PowerStatement | Refusal:
    """The study grown or shrunk, arms in proportion, until it sees ``effect`` with the chance ``power``.

    Returns
    -------
    PowerStatement or Refusal
        Its ``study`` says how many; refused beyond a million learners.

    Raises
    ------
    ValueError
        An effect of zero, or ``power`` not above ``alpha`` and below 1.

    Examples
    --------
    >>> learners_needed(Study(Plan.POST_ONLY, 10, 10), 0.5).study.n_trained
    64
    """
    _check_power(study, power)
    if effect == 0:
        raise ValueError("effect: nothing cannot be seen with any number of learners")
    ratio, least = study.n_untrained / study.n_trained, ceil(max(2, study.session_size))
    low, high = least - 1, MOST_LEARNERS
    if not _sees(study, high, ratio, effect, power):
        return Refusal(
            "learners-needed",
            "out_of_reach",
            Said(
                "即使一百萬人也看不出這麼小的效果；問題在梯次數或效果太小，不在人數。",
                "Not even a million learners would show an effect that small; more sessions or a larger effect "
                "are needed, not more people.",
            ),
            Said(
                "請增加梯次數，或改問值得在意的最小效果。",
                "Plan more sessions, or ask for the smallest effect worth having.",
            ),
        )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _sees(study, middle, ratio, effect, power) else (middle, high)
    return power_of(_grown(study, high, ratio), effect)


def _grown(study: Study, n_trained: int, ratio: float) -> Study:
    return replace(study, n_trained=n_trained, n_untrained=_untrained(n_trained, ratio))


def _untrained(n_trained: int, ratio: float) -> int:
    return 0 if ratio == 0 else min(MOST_LEARNERS, max(2, ceil(n_trained * ratio)))


def _sees(study: Study, n_trained: int, ratio: float, effect: float, power: float) -> bool:
    found = power_of(_grown(study, n_trained, ratio), effect)
    return isinstance(found, PowerStatement) and found.power >= power


def _beyond(critical: float, df: float, shift: float) -> float:
    return 1 - noncentral_t_cdf(critical, df, shift) + noncentral_t_cdf(-critical, df, shift)


def _check_power(study: Study, power: float) -> None:
    if not study.alpha < power < 1:
        raise ValueError(f"power: between {study.alpha} and 1 expected, got {power}")


def _statement(study: Study, effect: float, power: float) -> PowerStatement:
    n = study.n
    return PowerStatement(
        study, effect, power, study.design_effect, n / study.design_effect, int(n)
    )


def _too_few_sessions(study: Study) -> Refusal:
    return Refusal(
        "power",
        "too_few_sessions",
        Said(
            f"只有 {study.n / study.session_size:.1f} 個梯次，不足以估計梯次之間的差異。",
            f"{study.n / study.session_size:.1f} sessions are too few to see how sessions differ.",
        ),
        Said("請增加梯次數；每組至少 6 個梯次。", "Plan more sessions: at least 6 in each group."),
    )
