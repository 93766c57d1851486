"""The same people before and after, yes or no: McNemar's exact test and Newcombe's interval of the paired difference.

a: yes twice, b: only after, c: only before, d: no twice. Difference = (b - c)/n. Exact p = 2 P(B ≤ min(b, c)),
B ~ Binomial(b + c, ½). Interval by the square-and-add of both Wilson intervals with the correlation φ of the four
counts.

References
----------
McNemar: Note on the sampling error of the difference between correlated proportions. Psychometrika 12, 1947, 153–157.
Newcombe: Improved confidence intervals for the difference between binomial proportions based on paired data.
Statistics in Medicine 17, 1998, 2635–2650 (method 10).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.paired import COMPARISON_ABSENT
from espalier.engines.effects.designs.verdicts import NO_COMPARISON, Scale, Telling, effect_verdict
from espalier.engines.effects.missing.stages import counted, missing_warnings, refused_for_missing
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_DISCORDANT = 20
METHOD = "mcnemar"

PERCENTAGE_POINTS = Scale(
    smallest=0.05, unit=Said("個百分點", "percentage points"), shown_times=100.0
)
MORE_DID = Telling(
    Said("做到的人增加 {size}", "the share who did it rose by {size}"),
    Said("做到的人減少 {size}", "the share who did it fell by {size}"),
)


@dataclass(frozen=True, slots=True)
class PairedShares:
    """Four counts, ``estimate`` = share after minus share before (−1 to 1) with its interval and McNemar's exact
    ``p``.
    """

    both: int
    only_after: int
    only_before: int
    neither: int
    share_before: float
    share_after: float
    estimate: float
    interval: Interval
    p: float
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def n_discordant(self) -> int:
        return self.only_after + self.only_before

    @property
    def sentence(self) -> Said:
        """The verdict, then how many changed which way."""
        counts = Said(
            "{n} 人中，{up} 人由否變是、{down} 人由是變否。",
            "Of {n} people {up} changed from no to yes and {down} from yes to no.",
        )
        return self.verdict.sentence + counts.filled(
            n=self.n_used, up=self.only_after, down=self.only_before
        )


def paired_shares(
    before: ArrayLike,
    after: ArrayLike,
    *,
    missing: MissingPolicy,
    scale: Scale = PERCENTAGE_POINTS,
    level: float = 0.95,
) -> PairedShares | Refusal:
    """Change of a share among the same people, from 20 who changed.

    Parameters
    ----------
    before, after : array_like of 0 or 1, shape (n,)
        1 where the person did it (passed, applies it); NaN where missing.
    scale : Scale
        Of shares; the smallest change worth having is 5 percentage points unless told otherwise.

    Returns
    -------
    PairedShares or Refusal
        Refused where fewer than 20 changed, or more than 40 % of the outcomes are missing.

    Raises
    ------
    ValueError
        Bad arrays, or anything but 0 and 1.

    Notes
    -----
    Checked against: Newcombe 1998 table II in our test; the binomial sum by hand.

    Examples
    --------
    >>> before, after = [1] * 30 + [0] * 30 + [1] * 5 + [0] * 35, [1] * 30 + [1] * 30 + [0] * 5 + [0] * 35
    >>> found = paired_shares(before, after, missing=MissingPolicy.REFUSE)
    >>> found.estimate, round(found.p, 6), found.verdict.code.value
    (0.25, 2.2e-05, 'likely')
    """
    people = counted({"before": before, "after": after}, missing=missing)
    first, second = people["before"], people["after"]
    for name, array in (("before", first), ("after", second)):
        if not np.isin(array, (0.0, 1.0)).all():
            raise ValueError(f"{name}: only 0 and 1 allowed")
    both, only_after, only_before, neither = _counts(first, second)
    refusal = refused_for_missing(people, METHOD) or _refused(
        only_after + only_before, people.n_used
    )
    if refusal:
        return refusal
    n = people.n_used
    estimate = (only_after - only_before) / n
    interval = paired_newcombe(both, only_after, only_before, neither, level=level)
    verdict = effect_verdict(
        estimate,
        interval,
        scale,
        MORE_DID,
        n_used=n,
        has_comparison=False,
        why=NO_COMPARISON,
        people=Said("{n} 人", "{n} people"),
    )
    return PairedShares(
        both=both,
        only_after=only_after,
        only_before=only_before,
        neither=neither,
        share_before=(both + only_before) / n,
        share_after=(both + only_after) / n,
        estimate=estimate,
        interval=interval,
        p=mcnemar_exact(only_after, only_before),
        n_used=n,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(COMPARISON_ABSENT,),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


def mcnemar_exact(only_after: int, only_before: int) -> float:
    """Two-sided p of as lopsided a split of those who changed, every one a coin; 1 where nobody changed.

    >>> round(mcnemar_exact(8, 1), 6)
    0.039062
    """
    from scipy.special import bdtr

    n = only_after + only_before
    if min(only_after, only_before) < 0:
        raise ValueError(
            f"mcnemar: counts of 0 or more expected, got {only_after} and {only_before}"
        )
    return 1.0 if n == 0 else min(1.0, 2 * float(bdtr(min(only_after, only_before), n, 0.5)))


def paired_newcombe(
    both: int, only_after: int, only_before: int, neither: int, *, level: float = 0.95
) -> Interval:
    """Interval of share after minus share before among the same people.

    Raises
    ------
    ValueError
        Negative counts, or nobody.

    Examples
    --------
    >>> found = paired_newcombe(36, 12, 2, 0)  # Newcombe 1998, table II
    >>> round(found.low, 4), round(found.high, 4)
    (0.0569, 0.3404)
    """
    counts = (both, only_after, only_before, neither)
    n = sum(counts)
    if min(counts) < 0 or n == 0:
        raise ValueError(f"paired_newcombe: counts of 0 or more of somebody expected, got {counts}")
    p1, p2 = (both + only_after) / n, (both + only_before) / n
    after, before = (
        wilson(both + only_after, n, level=level),
        wilson(both + only_before, n, level=level),
    )
    phi = _phi(*counts)
    down1, up1, down2, up2 = p1 - after.low, after.high - p1, p2 - before.low, before.high - p2
    difference = p1 - p2
    below = sqrt(max(0.0, down1**2 - 2 * phi * down1 * up2 + up2**2))
    above = sqrt(max(0.0, up1**2 - 2 * phi * up1 * down2 + down2**2))
    return Interval(max(-1.0, difference - below), min(1.0, difference + above), level)


def _phi(both: int, only_after: int, only_before: int, neither: int) -> float:
    """Correlation of before and after, a positive one corrected for continuity; 0 where a margin is empty."""
    margins = (
        (both + only_after)
        * (only_before + neither)
        * (both + only_before)
        * (only_after + neither)
    )
    if margins == 0:
        return 0.0
    n = both + only_after + only_before + neither
    product = both * neither - only_after * only_before
    corrected = max(product - n / 2, 0.0) if product > 0 else float(product)
    return corrected / sqrt(margins)


def _counts(first: Floats, second: Floats) -> tuple[int, int, int, int]:
    codes = (2 * (1 - first) + (1 - second)).astype(np.int64)
    both, only_before, only_after, neither = (int(n) for n in np.bincount(codes, minlength=4))
    return both, only_after, only_before, neither


def _refused(n_discordant: int, n: int) -> Refusal | None:
    if n_discordant >= FEWEST_DISCORDANT:
        return None
    return Refusal(
        METHOD,
        "too_few_changed",
        Said(
            f"{n} 人中只有 {n_discordant} 人前後不同，至少要 {FEWEST_DISCORDANT} 人才談變化的大小。",
            f"{n_discordant} of {n} people changed; the size of a change is spoken of from {FEWEST_DISCORDANT} on.",
        ),
        Said(
            "請列出四格人數，以及前後各自的比率與區間。",
            "Show the four counts, and the share before and after each with its interval.",
        ),
        n_used=n,
    )
