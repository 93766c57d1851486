"""What to believe after the data: a normal prior for the effect g, updated by the observed g and its variance.

posterior variance = 1/(1/s₀² + 1/V), posterior mean = variance · (m₀/s₀² + g/V). Two priors are always shown: what
training has done elsewhere, N(.6, .5²), and the sceptic's, N(0, .5²).

References
----------
Arthur, Bennett, Edens, Bell: Effectiveness of training in organizations. Journal of Applied Psychology 88, 2003,
234–245 (mean effects about .6). Spiegelhalter, Abrams, Myles: Bayesian Approaches to Clinical Trials, 2004, chapters
3 and 5.
"""

from dataclasses import dataclass
from math import inf, sqrt

from espalier.engines.effects.designs.verdicts import (
    BY_CHANCE,
    CHOSEN,
    NO_COMPARISON,
    Scale,
    Telling,
    effect_verdict,
)
from espalier.engines.figures.distributions import normal_cdf
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval, Said, Verdict, VerdictCode


@dataclass(frozen=True, slots=True)
class Prior:
    """What was believed before: a normal distribution of g."""

    name: Said
    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (abs(self.mean) < inf and 0 < self.sd < inf):
            raise ValueError(f"prior: mean {self.mean} with standard deviation {self.sd} is none")


ELSEWHERE = Prior(Said("依過去訓練研究", "from training research elsewhere"), 0.6, 0.5)
SCEPTICAL = Prior(Said("持保留態度", "as a sceptic"), 0.0, 0.5)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed after, under one prior; chances between 0 and 1, "better" being the wished direction."""

    prior: Prior
    mean: float
    sd: float
    interval: Interval
    chance_better: float
    chance_worthwhile: float


@dataclass(frozen=True, slots=True)
class BayesianEffect:
    """Both posteriors of g; the verdict is the sceptic's, because it is the harder one to move."""

    g: float
    variance: float
    smallest: float
    posteriors: tuple[Posterior, Posterior]
    n_used: int
    n_missing: int
    priors_agree: bool
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def sentence(self) -> Said:
        """The sceptic's verdict, then the chances under both priors."""
        elsewhere, sceptic = self.posteriors
        told = Said(
            "效果值得（g ≥ {small}）的機會：依過去訓練研究為 {a:.0f}%，持保留態度為 {b:.0f}%（{n} 人）。",
            "The chance that it is worth having (g of {small} or more): {a:.0f}% from training research elsewhere, "
            "{b:.0f}% as a sceptic ({n} learners).",
        ).filled(
            small=f"{self.smallest:.2g}",
            a=100 * elsewhere.chance_worthwhile,
            b=100 * sceptic.chance_worthwhile,
            n=self.n_used,
        )
        return self.verdict.sentence + told + (self.warnings[0] if self.warnings else _AGREE)


def bayesian_effect(
    g: float,
    variance: float,
    *,
    n_used: int,
    has_comparison: bool,
    is_randomised: bool = False,
    n_missing: int = 0,
    smallest: float = 0.2,
    level: float = 0.95,
) -> BayesianEffect:
    """Update both priors by an observed effect.

    Parameters
    ----------
    g : float
        In standard deviations, positive where things became better.
    variance : float
        Of g, above 0.
    smallest : float
        The smallest g worth having, above 0.

    Raises
    ------
    ValueError
        Anything outside these bounds.

    Notes
    -----
    Checked against: the formulas by hand in our test, 1e-12; a numerical product of prior and likelihood, 1e-6.

    Examples
    --------
    >>> found = bayesian_effect(0.5, 0.04, n_used=100, has_comparison=True)
    >>> [round(each.mean, 3) for each in found.posteriors]
    [0.514, 0.431]
    """
    if not (abs(g) < inf and 0 < variance < inf and n_used >= 1):
        raise ValueError(
            f"bayesian_effect: g {g} with variance {variance} of {n_used} people is out of bounds"
        )
    scale = Scale(smallest=smallest, unit=Said("個標準差", "standard deviations"))
    posteriors = (
        _updated(ELSEWHERE, g, variance, smallest, level),
        _updated(SCEPTICAL, g, variance, smallest, level),
    )
    why = NO_COMPARISON if not has_comparison else BY_CHANCE if is_randomised else CHOSEN
    first, second = (
        effect_verdict(
            each.mean,
            each.interval,
            scale,
            _BELIEVED,
            n_used=n_used,
            has_comparison=has_comparison,
            why=why,
        )
        for each in posteriors
    )
    agree = _same(first, second)
    return BayesianEffect(
        g=g,
        variance=variance,
        smallest=smallest,
        posteriors=posteriors,
        n_used=n_used,
        n_missing=n_missing,
        priors_agree=agree,
        warnings=() if agree else (_DISAGREE,),
        verdict=second,
    )


def _updated(prior: Prior, g: float, variance: float, smallest: float, level: float) -> Posterior:
    precision = 1 / prior.sd**2 + 1 / variance
    mean, sd = (prior.mean / prior.sd**2 + g / variance) / precision, sqrt(1 / precision)
    return Posterior(
        prior=prior,
        mean=mean,
        sd=sd,
        interval=around(mean, sd, level=level),
        chance_better=normal_cdf(mean / sd),
        chance_worthwhile=normal_cdf((mean - smallest) / sd),
    )


def _same(first: Verdict, second: Verdict) -> bool:
    codes: tuple[VerdictCode, VerdictCode] = (first.code, second.code)
    return codes[0] is codes[1] and first.is_worse == second.is_worse


_BELIEVED = Telling(
    Said(
        "綜合保留態度與資料，效果約 {size}",
        "a sceptic who sees these data believes in a gain of {size}",
    ),
    Said(
        "綜合保留態度與資料，效果約為負 {size}",
        "a sceptic who sees these data believes in a loss of {size}",
    ),
)
_AGREE = Said("兩種出發點結論相同。", "Both starting points lead to the same word.")
_DISAGREE = Said(
    "兩種出發點結論不同：資料還不夠多，結論取決於原先的看法。",
    "The two starting points lead to different words: the data are too few, and the answer depends on what "
    "one believed before.",
)
