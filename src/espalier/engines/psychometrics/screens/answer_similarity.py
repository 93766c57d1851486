"""Pairs of learners with more identical wrong answers than their scores explain: a screen, never a verdict.

References
----------
van der Linden & Sotaridona 2006, Journal of Educational and Behavioral Statistics 31, 283–304 (generalized binomial
test). Wollack 1997, Applied Psychological Measurement 21, 307–320 (ω: options given ability). Option curves by kernel
over the score: Ramsay 1991, Psychometrika 56, 611–630. Volkova 1996, Theory of Probability and its Applications 40,
791–794 (refined normal approximation). Benjamini & Hochberg 1995, JRSS B 57, 289–300.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Refusal, Said

METHOD = "answer-similarity"
MOST_PERSONS = 3000  # pairs grow with the square
MOST_EXACT = 2000  # pairs whose probability is computed exactly
NOT_A_VERDICT = Said(
    "這只是篩檢，不是作弊的證據：請先查座位、試卷版本、作答時間與共同的教材或講師，不得單憑此結果處分任何人。",
    "This is a screen and no evidence of cheating: look at seating, forms, times and shared teaching first; nobody "
    "may be penalised on it alone.",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two learners (rows from 0), identical wrong answers seen and expected, p-value plain and adjusted (BH)."""

    first: int
    second: int
    n_same_wrong: int
    expected: float
    p_value: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class SimilarityScreen:
    """Pairs to look at, the most surprising first."""

    pairs: tuple[Pair, ...]
    n_pairs: int
    mean_same_wrong: float
    mean_expected: float
    n_used: int
    n_items: int
    n_missing: int
    false_share: float
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def answer_similarity(
    answers: ArrayLike,
    key: ArrayLike,
    *,
    missing: MissingPolicy,
    false_share: float = 0.01,
    n_least: int = 100,
    items_least: int = 20,
) -> SimilarityScreen | Refusal:
    """Identical wrong answers of every pair against Σ_j Σ_o P_a(o) P_b(o) over wrong options, given each one's score.

    Option probabilities come from a kernel over the scores of the others; the number of matches is then a sum of
    independent events, whose tail is computed exactly for the most surprising pairs.

    Parameters
    ----------
    answers : array_like, shape (n_persons, n_items)
        Option codes 0, 1, 2, …; NaN where nothing was chosen.
    key : array_like of int, shape (n_items,)
    missing : MissingPolicy
        ``exclude``: an empty answer matches nothing; ``refuse`` stops.
    false_share : float
        Share of chance pairs among those named that is accepted (Benjamini-Hochberg), above 0 and below 1.
    n_least, items_least : int
        Size gates (100 persons, 20 items; our own judgement).

    Raises
    ------
    ValueError
        Codes that are none, a key of another length, ``false_share`` out of range.

    Checked against: exhaustive enumeration of the tail, and simulated independent answers (tests).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = rng.integers(0, 4, (100, 30))
    >>> answers[1] = answers[0]
    >>> found = answer_similarity(answers, [0] * 30, missing=MissingPolicy.REFUSE)
    >>> [(pair.first, pair.second) for pair in found.pairs]
    [(0, 1)]
    """
    codes, right = _checked(answers, key, MissingPolicy(missing))
    n, n_items = codes.shape
    if not 0 < false_share < 1:
        raise ValueError(f"false_share: between 0 and 1, got {false_share}")
    refusal = _refused(codes, right, max(3, n_least), items_least)
    if refusal is not None:
        return refusal
    chances = option_chances(codes, right)
    seen, expected, p_values = _tails(codes, right, chances)
    upper = np.triu_indices(n, 1)
    adjusted = benjamini_hochberg(p_values[upper])
    named = np.flatnonzero(adjusted <= false_share)
    named = named[np.argsort(p_values[upper][named], kind="stable")]
    pairs = tuple(
        Pair(
            a, b, int(seen[a, b]), float(expected[a, b]), float(p_values[a, b]), float(adjusted[i])
        )
        for i, a, b in zip(
            named.tolist(), upper[0][named].tolist(), upper[1][named].tolist(), strict=True
        )
    )
    return SimilarityScreen(
        pairs, upper[0].size, float(seen[upper].mean()), float(expected[upper].mean()), n, n_items,
        int((codes < 0).sum()), false_share, _assumptions(), (), _sentence(pairs, upper[0].size, n),
    )  # fmt: skip


def _checked(answers: ArrayLike, key: ArrayLike, policy: MissingPolicy) -> tuple[Ints, Ints]:
    table = float_array("answers", answers, ndim=2, may_miss=True)
    right = float_array("key", key, ndim=1)
    holes = np.isnan(table)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("answers: an empty answer is not option 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and holes.any():
        raise ValueError(f"answers: {int(holes.sum())} are missing; choose missing='exclude'")
    if right.size != table.shape[1]:
        raise ValueError(f"key: {right.size} answers to {table.shape[1]} items")
    both = np.concatenate([table[~holes], right])
    if (both < 0).any() or (both != np.floor(both)).any() or (both > 19).any():
        raise ValueError("answers and key: option codes are whole numbers from 0 to 19")
    return np.where(holes, -1, np.where(holes, 0, table)).astype(np.int64), right.astype(np.int64)


def _refused(codes: Ints, right: Ints, n_least: int, items_least: int) -> Refusal | None:
    n, n_items = codes.shape
    instead = Said("請以監考與試務紀錄為準。", "Rely on the records of invigilation.")
    if n < n_least or n_items < items_least:
        reason = Said(
            f"{n} 人、{n_items} 題太少（至少 {n_least} 人、{items_least} 題），無法推估巧合的程度。",
            f"{n} persons and {n_items} items are too few ({n_least} and {items_least} are the least) to know what "
            "chance does.",
        )
        return Refusal(METHOD, "too_few", reason, instead, n_used=n)
    if n > MOST_PERSONS:
        reason = Said(
            f"{n} 人太多，最多 {MOST_PERSONS} 人。",
            f"{n} persons are too many, {MOST_PERSONS} at most.",
        )
        split = Said("請依考場分批。", "Screen room by room.")
        return Refusal(METHOD, "too_many", reason, split, n_used=n)
    if not ((codes >= 0) & (codes != right)).any():
        reason = Said("沒有任何答錯，無從比較。", "There is no wrong answer to compare.")
        return Refusal(METHOD, "no_variation", reason, instead, n_used=n)
    return None


def option_chances(codes: Ints, right: Ints) -> Floats:
    """Probability of every wrong option for every person: shape (n_persons, n_items, n_options), 0 for the key.

    A Gaussian kernel over the scores of the others, and one answer's worth of even shares; 0 where nothing was chosen.

    Examples
    --------
    >>> option_chances(np.array([[0, 1], [1, 1], [0, 0]]), np.array([0, 1])).shape
    (3, 2, 2)
    """
    n, _ = codes.shape
    scores = (codes == right).sum(axis=1).astype(float)
    width = max(1.1 * float(scores.std()) * n ** (-0.2), 1.0)
    kernel = np.exp(-(((scores[:, None] - scores) / width) ** 2) / 2)
    np.fill_diagonal(kernel, 0.0)
    n_options = max(int(codes.max()), int(right.max())) + 1
    options = np.arange(n_options)
    chosen = (codes[:, :, None] == options).astype(float)
    seen = np.tensordot(kernel, chosen, axes=1)
    offered = np.maximum((chosen.sum(axis=0) > 0).sum(axis=1), 1)
    start = (chosen.sum(axis=0) > 0) / offered[:, None]
    answered = np.tensordot(kernel, (codes >= 0).astype(float), axes=1)
    chances = (seen + start) / (answered + 1.0)[:, :, None]
    chances[:, options == right[:, None]] = 0.0
    return np.asarray(np.where((codes >= 0)[:, :, None], chances, 0.0))


def _tails(codes: Ints, right: Ints, chances: Floats) -> tuple[Floats, Floats, Floats]:
    """Matches seen, expected, and the chance of as many or more, for every pair."""
    n, n_items, n_options = chances.shape
    seen, mean, variance, third = (np.zeros((n, n)) for _ in range(4))
    for item in range(n_items):
        each = chances[:, item] @ chances[:, item].T
        mean += each
        variance += each * (1 - each)
        third += each * (1 - each) * (1 - 2 * each)
        wrong = (codes[:, item, None] == np.arange(n_options)) & (
            np.arange(n_options) != right[item]
        )
        seen += wrong.astype(float) @ wrong.T.astype(float)
    p_values = _refined_normal(seen, mean, variance, third)
    _make_exact(p_values, seen, chances)
    return seen, mean, p_values


def _refined_normal(seen: Floats, mean: Floats, variance: Floats, third: Floats) -> Floats:
    from scipy.special import ndtr

    sd = np.sqrt(np.maximum(variance, 1e-12))
    z = (seen - 0.5 - mean) / sd
    skew = third / sd**3
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    below = ndtr(z) + skew / 6 * (1 - z**2) * density
    return np.asarray(np.where(seen < 0.5, 1.0, np.clip(1 - below, 0.0, 1.0)))


def _make_exact(p_values: Floats, seen: Floats, chances: Floats) -> None:
    """Replace the smallest p-values by exact ones."""
    first, second = np.triu_indices(seen.shape[0], 1)
    most = min(MOST_EXACT, first.size)
    chosen = np.argpartition(p_values[first, second], most - 1)[:most]
    a, b = first[chosen], second[chosen]
    each = np.einsum("pjo,pjo->pj", chances[a], chances[b])
    exact = upper_tail(each, seen[a, b].astype(np.int64))
    p_values[a, b] = p_values[b, a] = exact


def upper_tail(chances: Floats, at_least: Ints) -> Floats:
    """P(as many or more) of a sum of independent events, row by row.

    Parameters
    ----------
    chances : ndarray, shape (n_rows, n_events)
    at_least : ndarray of int, shape (n_rows,)

    Examples
    --------
    >>> upper_tail(np.array([[0.5, 0.5]]), np.array([1])).tolist()
    [0.75]
    """
    n_rows, n_events = chances.shape
    exactly = np.zeros((n_rows, n_events + 1))
    exactly[:, 0] = 1.0
    for event in range(n_events):
        p = chances[:, event, None]
        moved = exactly[:, :-1] * p
        exactly *= 1 - p
        exactly[:, 1:] += moved
    counted = np.arange(n_events + 1) >= at_least[:, None]
    return np.asarray(np.minimum((exactly * counted).sum(axis=1), 1.0))


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Adjusted p-values: the smallest share of false ones at which each would be named.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p_values)
    scaled = p_values[order] * p_values.size / np.arange(1, p_values.size + 1)
    found = np.empty(p_values.size)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found


def _assumptions() -> tuple[Assumption, ...]:
    said = Said(
        "同分的人選各選項的機率相同；一起上課或用同一教材會使錯法相近",
        "learners of one score choose options alike; shared teaching makes shared mistakes",
    )
    return (Assumption("one_curve_an_option", None, said),)


def _sentence(pairs: tuple[Pair, ...], n_pairs: int, n: int) -> Said:
    if not pairs:
        said = Said(
            f"{n} 人的 {n_pairs} 組配對中，沒有一組相同的錯答多到巧合難以解釋。",
            f"Of {n_pairs} pairs among {n} persons none shares more wrong answers than chance can explain.",
        )
        return said + NOT_A_VERDICT
    top = pairs[0]
    said = Said(
        f"{n} 人的 {n_pairs} 組配對中，有 {len(pairs)} 組相同的錯答多於預期，最多的一組有 {top.n_same_wrong} 題"
        f"（預期 {top.expected:.1f} 題）。",
        f"Of {n_pairs} pairs among {n} persons {len(pairs)} share more wrong answers than expected; the most "
        f"surprising shares {top.n_same_wrong} (expected {top.expected:.1f}).",
    )
    return said + NOT_A_VERDICT
