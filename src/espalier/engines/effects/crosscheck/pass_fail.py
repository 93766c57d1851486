"""Two pass/fail decisions about the same persons: do they agree, and does one pass more people than the other?"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.kappa import Kappa, nominal_kappa
from espalier.engines.effects.crosscheck.pairs import complete_pairs
from espalier.engines.effects.crosscheck.wording import between, percent, verdict_on
from espalier.engines.figures.arrays import Bools, MissingPolicy
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Refusal, Said, Verdict

FEWEST = 6
FEW_DISCORDANT = 20
WORTH_HAVING = 0.10


@dataclass(frozen=True, slots=True)
class PassFail:
    """The four-fold table, agreement, and the difference of the two shares (first minus second, −1 to 1).

    ``mcnemar_p`` is the exact two-sided probability of so uneven a split among the persons judged differently, 1 where
    there is none. ``verdict`` is about the difference.
    """

    n_both: int
    n_first_only: int
    n_second_only: int
    n_neither: int
    kappa: Kappa | Refusal
    difference: float
    interval: Interval
    mcnemar_p: float
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


def pass_fail(
    first: ArrayLike,
    second: ArrayLike,
    *,
    missing: MissingPolicy,
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> PassFail | Refusal:
    """Kappa, McNemar's exact test and the paired difference of shares with Newcombe's interval (method 10).

    p = min(1, 2·P(X ≤ min(b, c))), X ~ Binomial(b + c, ½), where b and c passed in one only.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        1 passed, 0 failed, NaN not judged.
    smallest : float
        The difference of shares worth speaking of, above 0.

    Returns
    -------
    PassFail or Refusal
        Refused with fewer than 6 persons judged by both; ``kappa`` is itself refused below 30.

    Raises
    ------
    ValueError
        Anything but 0, 1 and missing.

    References
    ----------
    McNemar, Psychometrika 12 (1947) 153–157. Newcombe, Statistics in Medicine 17 (1998) 2635–2650, method 10.
    Checked against: the binomial sum and Newcombe's formula written out in the tests, 1e-12.

    Examples
    --------
    >>> found = pass_fail([1, 1, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0], missing=MissingPolicy.REFUSE)
    >>> found.n_first_only, found.mcnemar_p
    (4, 0.125)
    """
    pairs = complete_pairs(first, second, missing=missing, names=("first", "second"))
    a, b = _passed("first", pairs.x), _passed("second", pairs.y)
    if pairs.n_used < FEWEST:
        return Refusal("pass-fail", "too_few", _FEW.filled(n=pairs.n_used), None, pairs.n_used)
    counts = (int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int((~a & ~b).sum()))
    difference = (counts[1] - counts[2]) / pairs.n_used
    interval = paired_difference(*counts, level=level)
    verdict = verdict_on(
        difference,
        interval,
        smallest,
        has_comparison=True,
        better=Said("第一項讓較多人通過", "the first passes more persons"),
        worse=Said("第二項讓較多人通過", "the second passes more persons"),
    )
    n_discordant = counts[1] + counts[2]
    return PassFail(
        *counts,
        nominal_kappa(a.astype(int), b.astype(int), n_categories=2, level=level),
        difference,
        interval,
        mcnemar_exact(counts[1], counts[2]),
        pairs.n_used,
        pairs.n_missing,
        (_FEW_DISCORDANT,) if n_discordant < FEW_DISCORDANT else (),
        verdict,
        _sentence(verdict, counts, difference, interval),
    )


def mcnemar_exact(b: int, c: int) -> float:
    """Exact two-sided McNemar probability of ``b`` against ``c`` discordant pairs; 1 where there is none.

    Raises
    ------
    ValueError
        Negative counts.

    Examples
    --------
    >>> mcnemar_exact(5, 0)
    0.0625
    """
    if min(b, c) < 0:
        raise ValueError(f"mcnemar: counts must not be negative, got {b} and {c}")
    if b + c == 0:
        return 1.0
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(b, c), b + c, 0.5)))


def paired_difference(
    both: int, first_only: int, second_only: int, neither: int, *, level: float = 0.95
) -> Interval:
    """Interval of the difference of two paired shares (first minus second), Newcombe's method 10.

    Raises
    ------
    ValueError
        Nobody, or negative counts.

    Examples
    --------
    >>> found = paired_difference(43, 22, 12, 23)
    >>> found.low < 0.1 < found.high
    True
    """
    n = both + first_only + second_only + neither
    one = wilson(both + first_only, n, level=level)
    two = wilson(both + second_only, n, level=level)
    p1, p2 = (both + first_only) / n, (both + second_only) / n
    phi = _phi(both, first_only, second_only, neither)
    low1, high1, low2, high2 = p1 - one.low, one.high - p1, p2 - two.low, two.high - p2
    below = sqrt(max(0.0, low1**2 - 2 * phi * low1 * high2 + high2**2))
    above = sqrt(max(0.0, high1**2 - 2 * phi * high1 * low2 + low2**2))
    return Interval(p1 - p2 - below, p1 - p2 + above, level)


def _phi(a: int, b: int, c: int, d: int) -> float:
    """The correlation of the four-fold table, with Newcombe's correction of n/2 where it is positive."""
    margins = float(a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    product: float = a * d - b * c
    if product > 0:
        product = max(product - (a + b + c + d) / 2, 0)
    return product / sqrt(margins)


def _passed(name: str, values: np.ndarray) -> Bools:
    if not np.isin(values, (0.0, 1.0)).all():
        raise ValueError(f"{name}: 1 for passed and 0 for failed expected")
    return np.asarray(values == 1.0)


_FEW = Said(
    "只有 {n} 人兩項都有判定，請逐人並列。",
    "Only {n} persons were judged by both: list them one by one.",
)
_FEW_DISCORDANT = Said(
    "兩項判定不同的人少於 20，偏向哪一項還看不準。",
    "Fewer than 20 persons were judged differently: too few to see a lean surely.",
)


def _sentence(
    verdict: Verdict, counts: tuple[int, int, int, int], difference: float, interval: Interval
) -> Said:
    n, agreed = sum(counts), counts[0] + counts[3]
    likely = between(interval, 0, "%", 100)
    return verdict.sentence + Said(
        f"{n} 人中 {agreed} 人判定一致（{percent(agreed / n)}）；通過率相差 {100 * difference:.0f} "
        f"個百分點，{likely.zh}。"
        f"請逐一檢視判定不同的 {counts[1] + counts[2]} 人。",
        f"{agreed} of {n} persons are judged alike ({percent(agreed / n)}); the shares that pass differ by "
        f"{100 * difference:.0f} points, {likely.en}. Look at the {counts[1] + counts[2]} judged differently.",
    )
