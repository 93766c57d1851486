"""Several traits by several methods: does a competency show in every method, and only that competency?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.disattenuation import Disattenuated, disattenuate
from espalier.engines.effects.crosscheck.mtmm_design import Design, checked_matrix, crossed_design
from espalier.engines.effects.crosscheck.pairs import (
    average_ranks,
    is_constant,
    measured_array,
    pearson,
    refuse_missing,
)
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import fisher_z
from espalier.engines.figures.types import Interval, Refusal, Said

FEWEST = 100
HTMT_LIMIT = 0.85


@dataclass(frozen=True, slots=True)
class Validity:
    """One trait in two methods; ``is_above_*``: higher than every correlation it is held against (criteria 2 and 3).

    ``interval`` and ``corrected`` are None where n is not known, ``corrected`` also without reliabilities.
    """

    trait: str
    method1: str
    method2: str
    r: float
    interval: Interval | None
    is_above_heteromethod: bool
    is_above_monomethod: bool
    corrected: Disattenuated | Refusal | None


@dataclass(frozen=True, slots=True)
class TraitPair:
    """How far two traits can be told apart; ``htmt`` is None where a trait does not agree with itself."""

    trait1: str
    trait2: str
    htmt: float | None
    is_distinct: bool | None


@dataclass(frozen=True, slots=True)
class Mtmm:
    """Means of the four kinds of correlation, Campbell and Fiske's criteria counted, HTMT of each pair of traits.

    ``n_above_zero`` (criterion 1) is None where n is not known, ``pattern`` (criterion 4: mean rank correlation of the
    blocks' patterns) None with two traits only.
    """

    mean_validity: float
    mean_heterotrait_monomethod: float
    mean_heterotrait_heteromethod: float
    ratio: float | None
    validities: tuple[Validity, ...]
    trait_pairs: tuple[TraitPair, ...]
    n_validities: int
    n_above_zero: int | None
    n_above_heteromethod: int
    n_above_monomethod: int
    pattern: float | None
    n_used: int | None
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def mtmm_of_matrix(
    matrix: ArrayLike,
    traits: Sequence[str],
    methods: Sequence[str],
    *,
    n: int | None,
    has_reliabilities: bool = False,
    n_missing: int = 0,
) -> Mtmm | Refusal:
    """Multitrait-multimethod analysis of a correlation matrix.

    Mean validity = mean monotrait-heteromethod r; HTMM and HTHM the means of different traits in one and in two
    methods; ratio = mean HTHM / mean validity; HTMT_ij = mean HTHM_ij / √(mean validity_i · mean validity_j).

    Parameters
    ----------
    matrix : array_like of float, shape (k, k)
        Symmetric correlations; the diagonal holds 1, or the reliabilities with ``has_reliabilities``.
    traits, methods : sequence of str, length k
        Trait and method of each column; every trait in every method exactly once, two of each at least.
    n : int or None
        Persons behind the matrix, None where not known.

    Returns
    -------
    Mtmm or Refusal
        Refused with fewer than 100 persons.

    Raises
    ------
    ValueError
        Not a correlation matrix, or an incomplete design.

    References
    ----------
    Campbell & Fiske, Psychological Bulletin 56 (1959) 81–105, doi:10.1037/h0046016. Henseler, Ringle & Sarstedt,
    J. of the Academy of Marketing Science 43 (2015) 115–135, doi:10.1007/s11747-014-0403-8.
    Checked against: case ``cross_mtmm_campbell_fiske`` (means 1e-12, counts exact).

    Examples
    --------
    >>> r = [[1, .2, .6, .1], [.2, 1, .1, .6], [.6, .1, 1, .2], [.1, .6, .2, 1]]
    >>> found = mtmm_of_matrix(r, ["a", "b", "a", "b"], ["test", "test", "boss", "boss"], n=120)
    >>> found.mean_validity, found.n_above_monomethod
    (0.6, 2)
    """
    r = checked_matrix(matrix, has_reliabilities)
    design = crossed_design(traits, methods, r.shape[0])
    if n is not None and n < FEWEST:
        return _too_few(n)
    validities = _validities(r, design, n, has_reliabilities)
    trait_pairs = _trait_pairs(r, design)
    mean_validity = float(np.mean([each.r for each in validities]))
    upper = np.triu(np.ones(r.shape, dtype=bool), 1) & ~design.same_trait()
    hetero = float(r[upper & ~design.same_method()].mean())
    warnings: tuple[Said, ...] = (_N_UNKNOWN,) if n is None else ()
    if any(each.htmt is None for each in trait_pairs):
        warnings += (_NO_SELF,)
    above = [each for each in validities if each.interval is not None and each.interval.low > 0]
    n_hetero = sum(each.is_above_heteromethod for each in validities)
    n_mono = sum(each.is_above_monomethod for each in validities)
    return Mtmm(
        mean_validity,
        float(r[upper & design.same_method()].mean()),
        hetero,
        hetero / mean_validity if mean_validity > 0 else None,
        validities,
        trait_pairs,
        len(validities),
        None if n is None else len(above),
        n_hetero,
        n_mono,
        _pattern(r, design),
        n,
        n_missing,
        warnings,
        _sentence(mean_validity, (n_hetero, n_mono, len(validities)), trait_pairs, n),
    )


def mtmm_of_scores(
    values: ArrayLike, traits: Sequence[str], methods: Sequence[str], *, missing: MissingPolicy
) -> Mtmm | Refusal:
    """The same from scores, shape (n_persons, k): Pearson correlations of the persons who have all k scores."""
    table = measured_array("values", values, ndim=2, may_miss=True)
    design = crossed_design(traits, methods, table.shape[1])
    whole = ~np.isnan(table).any(axis=1)
    n_missing = int((~whole).sum())
    refuse_missing("values", n_missing, missing)
    used = table[whole]
    if used.shape[0] < FEWEST:
        return _too_few(used.shape[0])
    constant = [i for i in range(used.shape[1]) if is_constant(used[:, i])]
    if constant:
        names = ", ".join(f"{design.trait_of[i]}/{design.method_of[i]}" for i in constant)
        return Refusal("mtmm", "constant", _CONSTANT.filled(names=names), None, used.shape[0])
    r = np.eye(used.shape[1])
    for i, j in combinations(range(used.shape[1]), 2):
        r[i, j] = r[j, i] = pearson(used[:, i], used[:, j])
    return mtmm_of_matrix(r, traits, methods, n=used.shape[0], n_missing=n_missing)


def _validities(
    r: Floats, design: Design, n: int | None, has_reliabilities: bool
) -> tuple[Validity, ...]:
    found = []
    for trait in design.traits:
        for one, other in combinations(design.methods, 2):
            i, j = design.place(trait, one), design.place(trait, other)
            value = float(r[i, j])
            interval = None if n is None else fisher_z(value, n)
            corrected = None
            if has_reliabilities and n is not None and interval is not None:
                corrected = disattenuate(value, interval, float(r[i, i]), float(r[j, j]), n_used=n)
            hetero, mono = _rivals(r, design, i, j)
            found.append(
                Validity(
                    trait,
                    one,
                    other,
                    value,
                    interval,
                    bool(value > hetero.max()),
                    bool(value > mono.max()),
                    corrected,
                )
            )
    return tuple(found)


def _rivals(r: Floats, design: Design, i: int, j: int) -> tuple[Floats, Floats]:
    """Other traits in the same two methods: across the methods (criterion 2), and within each (criterion 3)."""
    other = ~design.same_trait()[i]
    in_i, in_j = design.same_method()[i], design.same_method()[j]
    across = np.concatenate([r[i, other & in_j], r[j, other & in_i]])
    within = np.concatenate([r[i, other & in_i], r[j, other & in_j]])
    return across, within


def _trait_pairs(r: Floats, design: Design) -> tuple[TraitPair, ...]:
    traits, same_method = np.array(design.trait_of), design.same_method()
    found = []
    for one, other in combinations(design.traits, 2):
        a, b = traits == one, traits == other
        between = r[np.ix_(a, b)][~same_method[np.ix_(a, b)]].mean()
        own = [r[np.ix_(c, c)][np.triu_indices(int(c.sum()), 1)].mean() for c in (a, b)]
        htmt = float(between / sqrt(own[0] * own[1])) if min(own) > 0 else None
        found.append(TraitPair(one, other, htmt, None if htmt is None else htmt < HTMT_LIMIT))
    return tuple(found)


def _pattern(r: Floats, design: Design) -> float | None:
    """Mean Spearman correlation of the heterotrait patterns of all blocks of methods."""
    if len(design.traits) < 3:
        return None
    rows = []
    for one in design.methods:
        for other in design.methods:
            cells = [
                r[design.place(s, one), design.place(t, other)]
                for s, t in combinations(design.traits, 2)
            ]
            rows.append(average_ranks(np.array(cells)))
    varied = [row for row in rows if not is_constant(row)]
    agreed = [pearson(a, b) for a, b in combinations(varied, 2)]
    return float(np.mean(agreed)) if agreed else None


_N_UNKNOWN = Said(
    "不知道人數，無法給區間，也無法確認人數足夠（至少 100）。",
    "The number of persons is not known: no intervals, and no way to tell whether it suffices (100).",
)
_NO_SELF = Said(
    "有特質在不同方法間不一致（平均相關不為正），無法計算 HTMT。",
    "A trait does not agree with itself across methods, so HTMT cannot be computed for it.",
)
_CONSTANT = Said("這些欄位每個人都一樣：{names}。", "Everybody has the same number in: {names}.")


def _too_few(n: int) -> Refusal:
    return Refusal(
        "mtmm",
        "too_few",
        Said(
            f"多特質多方法分析至少要 {FEWEST} 人，目前 {n} 人。",
            f"Multitrait-multimethod analysis needs {FEWEST} persons; there are {n}.",
        ),
        Said(
            "請改看兩兩相關與三角檢核表。", "Use pairwise correlations and the triangulation table."
        ),
        n,
    )


def _sentence(
    mean_validity: float,
    counts: tuple[int, int, int],
    trait_pairs: Sequence[TraitPair],
    n: int | None,
) -> Said:
    above_hetero, above_mono, of = counts
    same = [each for each in trait_pairs if each.is_distinct is False]
    who = (
        Said(f"（{n} 人）", f" ({n} persons)")
        if n is not None
        else Said("（人數不明）", " (n not known)")
    )
    method = Said(
        "同一方法內的分數比同一職能跨方法更像：方法本身影響很大，請勿只用一種方法下結論。",
        "Scores of one method resemble each other more than one trait does across methods: the method colours "
        "the scores, so do not conclude from one method alone.",
    )
    clean = Said("方法的影響沒有壓過職能。", "The methods do not outweigh the traits.")
    return Said(
        f"同一職能在不同方法間的平均相關為 {mean_validity:.2f}{who.zh}；{of} 個中有 {above_hetero} "
        "個高於跨職能跨方法、"
        f"{above_mono} 個高於同方法內的相關；{len(trait_pairs)} 組職能中有 {len(same)} 組難以區分（"
        "HTMT ≥ .85）。",
        f"The same trait in two methods correlates {mean_validity:.2f} on average{who.en}; of {of} such values "
        f"{above_hetero} beat other traits across methods and {above_mono} beat other traits within a method; "
        f"{len(same)} of {len(trait_pairs)} pairs of traits can hardly be told apart (HTMT at least .85).",
    ) + (method if above_mono < of else clean)
