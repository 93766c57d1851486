"""How much each item carries of the overall judgement: Johnson's relative weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import is_constant, measured_array, refuse_missing
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.types import Interval, Refusal, Said

FEWEST = 30
FEWEST_PER_ITEM = 5
N_RESAMPLED = 500
COLLINEAR = 1e-8
LITTLE = 0.10


@dataclass(frozen=True, eq=False)
class RelativeWeights:
    """Raw weights (they add to R²), their shares (add to 1) and the bootstrap SE of the shares, shape (k,) each."""

    items: tuple[str, ...]
    weights: Floats
    shares: Floats
    shares_se: Floats
    shares_intervals: tuple[Interval, ...]
    r_squared: float
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def relative_weights(
    items_values: ArrayLike,
    overall: ArrayLike,
    items: Sequence[str],
    *,
    missing: MissingPolicy,
    seed: int,
    n_resampled: int = N_RESAMPLED,
    level: float = 0.95,
) -> RelativeWeights | Refusal:
    """Johnson's weights ε_i = Σ_j λ_ij² β_j² with Λ = R_xx^½ and β = Λ⁻¹ r_xy; Σ ε_i = R².

    Parameters
    ----------
    items_values : array_like of float, shape (n, k)
        k ≥ 2 items; persons with all items and the overall rating are used.
    overall : array_like of float, shape (n,)
    seed : int
        Of the resampling of persons for standard errors.

    Returns
    -------
    RelativeWeights or Refusal
        Refused below 30 persons or 5 an item, with a constant or doubled item, or where nothing is explained.

    Raises
    ------
    ValueError
        Shapes or names that do not fit, bad numbers.

    References
    ----------
    Johnson, Multivariate Behavioral Research 35 (2000) 1–19, doi:10.1207/S15327906MBR3501_1.
    Checked against: orthogonal items (ε = r²) and the sum R² by least squares in the tests, 1e-9.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(60, 2))
    >>> found = relative_weights(x, x @ [2.0, 1.0], ["pace", "room"], missing=MissingPolicy.REFUSE, seed=1)
    >>> round(found.r_squared, 6), bool(found.shares[0] > found.shares[1])
    (1.0, True)
    """
    table = _table(items_values, overall, items)
    whole = ~np.isnan(table).any(axis=1)
    n_missing = int((~whole).sum())
    refuse_missing("items and overall", n_missing, missing)
    used = table[whole]
    refused = _refused(used)
    if refused is not None:
        return refused
    r = np.asarray(np.corrcoef(used, rowvar=False))
    if np.linalg.eigvalsh(r[:-1, :-1])[0] < COLLINEAR:
        return Refusal("relative-weights", "collinear", _COLLINEAR, _CORRELATE, used.shape[0])
    weights = _johnson(r[None])[0]
    explained = float(weights.sum())
    if explained < 1e-12:
        return Refusal("relative-weights", "nothing_explained", _NOTHING, None, used.shape[0])
    shares = weights / explained
    drawn = _resampled(used, seed, n_resampled)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    best = int(np.argmax(shares))
    return RelativeWeights(
        tuple(items),
        weights,
        shares,
        np.asarray(drawn.std(axis=0, ddof=1)),
        tuple(Interval(float(a), float(b), level) for a, b in zip(low, high, strict=True)),
        explained,
        used.shape[0],
        n_missing,
        (_LITTLE,) if explained < LITTLE else (),
        _sentence(items[best], shares[best], (low[best], high[best]), explained, used.shape[0]),
    )


def _table(values: ArrayLike, overall: ArrayLike, items: Sequence[str]) -> Floats:
    x = measured_array("items_values", values, ndim=2, may_miss=True)
    y = measured_array("overall", overall, ndim=1, may_miss=True)
    if x.shape[0] != y.size or x.shape[1] != len(items) or len(items) < 2:
        raise ValueError(
            f"items_values {x.shape}, overall {y.shape}, {len(items)} names: do not fit"
        )
    return np.column_stack([x, y])


def _refused(used: Floats) -> Refusal | None:
    n, k = used.shape[0], used.shape[1] - 1
    needed = max(FEWEST, FEWEST_PER_ITEM * k)
    if n < needed:
        return Refusal(
            "relative-weights", "too_few", _FEW.filled(n=n, needed=needed), _CORRELATE, n
        )
    if any(is_constant(used[:, i]) for i in range(k + 1)):
        return Refusal("relative-weights", "constant", _CONSTANT, None, n)
    return None


def _johnson(r: Floats) -> Floats:
    """Raw weights of a stack of correlation matrices, shape (b, k + 1, k + 1), the overall rating last."""
    values, vectors = np.linalg.eigh(r[:, :-1, :-1])
    root = np.sqrt(np.maximum(values, COLLINEAR))
    loadings = (vectors * root[:, None, :]) @ vectors.transpose(0, 2, 1)
    inverse = (vectors / root[:, None, :]) @ vectors.transpose(0, 2, 1)
    beta = (inverse @ r[:, :-1, -1:])[..., 0]
    return np.asarray(((loadings**2) @ (beta**2)[..., None])[..., 0])


def _resampled(used: Floats, seed: int, n_resampled: int) -> Floats:
    """Shares of resampled persons; draws in which a column does not vary, or nothing is explained, are left out."""
    rng = np.random.default_rng(seed)
    n = used.shape[0]
    found = []
    for _ in range(n_resampled):
        drawn = used[rng.integers(0, n, n)]
        if (np.ptp(drawn, axis=0) > 0).all():
            found.append(np.corrcoef(drawn, rowvar=False))
    weights = _johnson(np.array(found))
    weights = weights[weights.sum(axis=1) > 1e-12]
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


_FEW = Said(
    "只有 {n} 份完整作答，推算重要度至少要 {needed} 份。",
    "Only {n} complete answers; derived importance needs {needed}.",
)
_CORRELATE = Said(
    "請改看各題與整體滿意的相關。", "Look at each item's correlation with the overall rating."
)
_CONSTANT = Said(
    "有題目或整體評分每個人都一樣，無法推算重要度。",
    "An item or the overall rating is the same for everyone: importance cannot be derived.",
)
_COLLINEAR = Said(
    "有題目彼此幾乎完全重複，無法分出各自的分量。",
    "Some items repeat each other almost exactly: their parts cannot be told apart.",
)
_LITTLE = Said(
    "各題合起來只說明不到一成的整體評分，推算的重要度立足點很薄。",
    "Together the items account for less than a tenth of the overall rating: importance derived from so "
    "little is thin.",
)
_NOTHING = Said("各題與整體評分毫無關係。", "The items have no relation to the overall rating.")


def _sentence(
    best: str, share: float, limits: tuple[float, float], explained: float, n: int
) -> Said:
    low, high = limits
    return Said(
        f"「{best}」在整體滿意中所占分量最大，約 {100 * share:.0f}%（很可能在 {100 * low:.0f}% 到 "
        f"{100 * high:.0f}% 之間，"
        f"{n} 份）。各題合起來說明了整體評分變異的 {100 * explained:.0f}%。這是關聯，不保證改了就會變好。",
        f"{best} carries the most of the overall rating, about {100 * share:.0f}% (likely between "
        f"{100 * low:.0f}% and "
        f"{100 * high:.0f}%, {n} answers). Together the items account for {100 * explained:.0f}% of "
        "its variance. "
        "This is association: changing the item need not change the rating.",
    )
