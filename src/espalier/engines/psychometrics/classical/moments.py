"""Means and covariances of the items by matrix products, a slab of people at a time.

Everything classical comes from these sums, so a million people cost one pass and no copy of their answers.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.psychometrics.classical.responses import Responses

SLAB = 3072  # people at a time: their answers as numbers stay in the cache
WorkType = type[np.float32] | type[np.float64]
Totals = NDArray[Any]  # float32 where they are whole numbers
_EXACT = 2**24  # float32 counts whole numbers exactly up to here


@dataclass(frozen=True, eq=False)
class Moments:
    """First and second moments of k items (denominator n − 1).

    ``least_pairs`` is the number of people behind the weakest covariance. ``totals`` (n) is ``None`` where somebody
    did not answer everything.
    """

    n: int
    n_answers: Ints  # (k,)
    least_pairs: int
    mean: Floats  # (k,)
    covariance: Floats  # (k, k)
    totals: Totals | None

    @property
    def k(self) -> int:
        return int(self.mean.size)

    @property
    def variance(self) -> Floats:
        """Of each item."""
        return np.diag(self.covariance)

    @property
    def total_variance(self) -> float:
        """Of the sum of all items; rounding never makes it negative."""
        return max(0.0, float(self.covariance.sum()))

    @property
    def with_total(self) -> Floats:
        """Covariance of each item with the sum of all."""
        return np.asarray(self.covariance.sum(axis=1))


def moments(responses: Responses) -> Moments:
    """Means, covariances and totals of the items.

    cov(i, j) = (Σ x_i x_j − Σ x_i Σ x_j / n_ij) / (n_ij − 1), over the n_ij people who answered both.

    Raises
    ------
    ValueError
        Under ``pairwise``: a pair of items that fewer than two people answered together.

    Checked against: case ``ctt_bfi_agreeableness`` (pairwise and complete), 1e-6.

    Examples
    --------
    >>> from espalier.engines.psychometrics.classical.responses import Unanswered, settled
    >>> found = moments(settled([[1, 1], [0, 1], [1, 0], [0, 0]], missing=Unanswered.REFUSE))
    >>> found.mean.tolist(), round(found.total_variance, 6)
    ([0.5, 0.5], 0.666667)
    """
    scores = responses.scores
    if scores.dtype.kind == "f" and np.isnan(scores).any():
        return _pairwise(scores)
    return _complete(responses, work_type(responses))


def _complete(responses: Responses, work: WorkType) -> Moments:
    scores, n, k = responses.scores, responses.n, responses.k
    shift = np.zeros(k) if scores.dtype.kind in "iu" else scores[0].astype(np.float64)
    sums, products = np.zeros(k), np.zeros((k, k))
    totals: Totals = np.empty(n, dtype=work)
    slab: Totals = np.empty((min(n, SLAB), k), dtype=work)
    items, people = np.ones(k, dtype=work), np.ones(SLAB, dtype=work)
    is_shifted = bool(shift.any())
    for start in range(0, n, SLAB):
        rows = slab[: min(SLAB, n - start)]
        np.copyto(rows, scores[start : start + SLAB], casting="unsafe")
        if is_shifted:
            rows -= shift
        products += rows.T @ rows
        if not is_right_or_wrong(responses):
            sums += people[: len(rows)] @ rows
        np.matmul(rows, items, out=totals[start : start + SLAB])
    if is_right_or_wrong(responses):
        sums = np.diag(products)  # each score is its own square
    covariance = (products - np.outer(sums, sums) / n) / (n - 1)
    shifted = totals + shift.sum() if is_shifted else totals
    return Moments(n, np.full(k, n), n, sums / n + shift, _tidy(covariance), shifted)


def work_type(responses: Responses) -> WorkType:
    """float32 is twice as fast, and exact as long as no sum of a slab leaves the whole numbers it holds."""
    if responses.scores.dtype.kind not in "iu":
        return np.float64
    most = max(abs(responses.least), abs(responses.most), 1.0)
    return np.float32 if max(most * most * SLAB, most * responses.k) < _EXACT else np.float64


def is_right_or_wrong(responses: Responses) -> bool:
    """Whole numbers 0 and 1 and nothing else."""
    return responses.scores.dtype.kind in "iu" and {responses.least, responses.most} <= {0.0, 1.0}


def _pairwise(scores: Floats) -> Moments:
    n, k = scores.shape
    first = scores[np.argmax(~np.isnan(scores), axis=0), np.arange(k)]
    shift = np.where(np.isnan(first), 0.0, first)
    counts, sums, products = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
    for start in range(0, n, SLAB):
        rows = scores[start : start + SLAB] - shift
        there = ~np.isnan(rows)
        rows[~there] = 0.0
        seen = there.astype(np.float64)
        counts += seen.T @ seen
        sums += rows.T @ seen  # (i, j): sum of i over the people who answered j
        products += rows.T @ rows
    if counts.min() < 2:
        i, j = (int(at) for at in np.argwhere(counts < 2)[0])
        raise ValueError(
            f"scores: items {i} and {j} were answered together by {counts[i, j]:g} people"
        )
    covariance = (products - sums * sums.T / counts) / (counts - 1)
    answers = np.diag(counts).astype(np.int64)
    mean = np.diag(sums) / answers + shift
    return Moments(n, answers, int(counts.min()), mean, _tidy(covariance), None)


def _tidy(covariance: Floats) -> Floats:
    """Symmetric to the last digit, and no variance below zero."""
    tidy = (covariance + covariance.T) / 2
    np.fill_diagonal(tidy, np.maximum(np.diag(tidy), 0.0))
    return np.asarray(tidy)
