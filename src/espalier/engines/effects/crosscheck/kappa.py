"""Agreement of two judgements beyond chance: Cohen's kappa of categories without order."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, code_array
from espalier.engines.figures.intervals import around, wilson
from espalier.engines.figures.types import Interval, Refusal, Said

FEWEST = 30


@dataclass(frozen=True, slots=True)
class Kappa:
    """Kappa, −1 to 1, beside the plain share of agreement."""

    kappa: float
    interval: Interval
    agreed_share: float
    agreed_interval: Interval
    chance_share: float
    n_used: int
    sentence: Said


def nominal_kappa(
    first: ArrayLike, second: ArrayLike, *, n_categories: int, level: float = 0.95
) -> Kappa | Refusal:
    """Cohen's kappa (p_o − p_e)/(1 − p_e) with the large-sample interval of Fleiss, Cohen and Everitt.

    Parameters
    ----------
    first, second : array_like of int, shape (n,)
        Category of each case by the two judgements, 0 to ``n_categories`` − 1.

    Returns
    -------
    Kappa or Refusal
        Refused with fewer than 30 cases, or where both put every case into one category.

    Raises
    ------
    ValueError
        Codes outside the categories, or shapes that differ.

    References
    ----------
    Cohen, Educ. Psychol. Meas. 20 (1960) 37–46. Fleiss, Cohen & Everitt, Psychol. Bull. 72 (1969) 323–327.
    Checked against: Cohen's table of 1960 (kappa .492, 1e-3), typed in the tests.

    Examples
    --------
    >>> one = [0] * 20 + [1] * 20
    >>> round(nominal_kappa(one, [0] * 18 + [1] * 22, n_categories=2).kappa, 3)
    0.9
    """
    length = int(np.asarray(first).shape[0]) if np.asarray(first).ndim == 1 else -1
    a = code_array("first", first, n_codes=n_categories, length=length)
    b = code_array("second", second, n_codes=n_categories, length=length)
    if length < FEWEST:
        return Refusal("kappa", "too_few", _FEW.filled(n=length, fewest=FEWEST), _SHARE, length)
    table = _table(a, b, n_categories)
    agreed, rows, columns = float(np.trace(table)), table.sum(axis=1), table.sum(axis=0)
    chance = float(rows @ columns)
    if chance > 1 - 1e-12:
        return Refusal("kappa", "no_variation", _FLAT, _SHARE, length)
    kappa = (agreed - chance) / (1 - chance)
    se = _standard_error(table, rows, columns, agreed, chance, length)
    raw = around(kappa, se, level=level)
    interval = Interval(max(-1.0, raw.low), min(1.0, raw.high), level)
    shared = wilson(round(agreed * length), length, level=level)
    return Kappa(
        kappa,
        interval,
        agreed,
        shared,
        chance,
        length,
        _sentence(kappa, interval, agreed, length),
    )


def _table(a: Ints, b: Ints, k: int) -> Floats:
    counts = np.bincount(a * k + b, minlength=k * k).reshape(k, k)
    return np.asarray(counts / a.size, dtype=np.float64)


def _standard_error(
    table: Floats, rows: Floats, columns: Floats, agreed: float, chance: float, n: int
) -> float:
    diagonal = np.diag(table)
    sums = rows + columns
    first = float((diagonal * ((1 - chance) - sums * (1 - agreed)) ** 2).sum())
    across = table * (columns[:, None] + rows[None, :]) ** 2
    second = (1 - agreed) ** 2 * float(across.sum() - np.trace(across))
    third = (agreed * chance - 2 * chance + agreed) ** 2
    return sqrt(max(0.0, first + second - third) / n) / (1 - chance) ** 2


_FEW = Said(
    "只有 {n} 件，kappa 至少要 {fewest} 件。", "Only {n} cases; kappa needs at least {fewest}."
)
_FLAT = Said(
    "兩方把每一件都放在同一類，kappa 沒有意義。",
    "Both put every case into one category: kappa is undefined.",
)
_SHARE = Said("請看一致的件數與比率。", "Look at the count and share of agreement.")


def _sentence(kappa: float, interval: Interval, agreed: float, n: int) -> Said:
    return Said(
        f"{n} 件中一致的占 {100 * agreed:.0f}%；扣除碰巧一致後為 {kappa:.2f}"
        f"（很可能在 {interval.low:.2f} 到 {interval.high:.2f} 之間）。某一類很少時，一致率高而 "
        "kappa 低並不矛盾。",
        f"They agree in {100 * agreed:.0f}% of {n} cases; beyond chance that is a kappa of {kappa:.2f} "
        f"(likely between {interval.low:.2f} and {interval.high:.2f}). With a rare category high "
        "agreement and a low "
        "kappa are no contradiction.",
    )
