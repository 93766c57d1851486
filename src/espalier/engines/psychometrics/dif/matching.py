"""People of two groups matched by their test score: who they are, and how many of each answered right at every
score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, code_array
from espalier.engines.figures.types import Said, Stage
from espalier.engines.psychometrics.irt.responses import PART, read_responses


@dataclass(frozen=True, eq=False)
class Matched:
    """Answers of right and wrong without holes, and the group of each person: 0 reference, 1 focal.

    ``codes`` (n_people, n_items).
    """

    codes: NDArray[np.int8]
    group: Ints
    names: tuple[str, ...]
    n_missing: int
    stages: tuple[Stage, ...]

    @property
    def n_reference(self) -> int:
        return int((self.group == 0).sum())

    @property
    def n_focal(self) -> int:
        return int((self.group == 1).sum())

    def scores(self, items: Ints) -> Ints:
        """Right answers of each person among these items."""
        ones = np.zeros(self.codes.shape[1], dtype=np.float32)
        ones[items] = 1
        parts = [self.codes[low : low + PART] @ ones for low in range(0, len(self.codes), PART)]
        return np.concatenate(parts).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Cells:
    """People and right answers by stratum of the score.

    ``people`` (2, S): of the reference and the focal group. ``right`` (2, J, S). ``score`` (S,): mean score of the
    stratum. ``n_merged``: scores that were joined with a neighbour because a group had too few people there.
    """

    people: Floats
    right: Floats
    score: Floats
    n_merged: int


def matched(
    answers: ArrayLike,
    group: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
) -> Matched:
    """Check answers and groups.

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        0 and 1, NaN where there is no answer.
    group : array_like of int, shape (n_people,)
        0 reference, 1 focal.
    missing : MissingPolicy
        ``exclude`` leaves out people with any hole, because their score is not whole; ``as_zero`` counts it wrong.

    Raises
    ------
    ValueError
        Answers or groups malformed, nobody in a group, or nobody complete.

    Examples
    --------
    >>> found = matched([[1, 0], [1, 1], [0, np.nan]], [0, 1, 1], missing=MissingPolicy.EXCLUDE)
    >>> found.n_reference, found.n_focal, found.n_missing
    (1, 1, 1)
    """
    found = read_responses(answers, missing=missing, names=names, n_categories=2, keeps_rows=True)
    codes = code_array("group", group, n_codes=2, length=found.row_of.size)
    own = codes[found.row_of >= 0]
    n_given = found.row_of.size
    rows = found.codes
    if found.n_missing:
        whole = (rows >= 0).all(axis=1)
        rows, own = rows[whole], own[whole]
    for value, label in enumerate(("reference (0)", "focal (1)")):
        if not (own == value).any():
            raise ValueError(f"group: nobody complete in the {label} group")
    n = rows.shape[0]
    why = Said("有題目沒作答", "left an item unanswered")
    stages = (Stage("given", n_given), Stage("complete", n, n_given - n, why))
    return Matched(rows, own, found.names, found.n_missing, stages)


def cells_of(people: Matched, matching: Ints, items: Ints, *, fewest: int) -> Cells:
    """Count people and right answers of some items by the score on the matching items.

    Parameters
    ----------
    fewest : int
        A score at which either group has fewer people is joined with the next ones; 0: nothing is joined.
    """
    scores = people.scores(matching)
    keys = scores * 2 + people.group
    counts = np.bincount(keys, minlength=2 * (matching.size + 1))
    order = np.argsort(keys.astype(np.int16), kind="stable")
    codes = people.codes if items.size == people.codes.shape[1] else people.codes[:, items]
    codes = codes[order]
    right = np.zeros((counts.size, items.size))
    ones = np.ones(int(counts.max()), dtype=np.float32)
    ends = np.cumsum(counts)
    for key in np.flatnonzero(counts):
        own = codes[ends[key] - counts[key] : ends[key]].astype(np.float32)
        right[key] = ones[: own.shape[0]] @ own
    by_score = counts.reshape(-1, 2).T.astype(np.float64)
    rights = right.reshape(-1, 2, items.size).transpose(1, 2, 0)
    stratum, n_merged = _strata(by_score, fewest)
    member = np.zeros((stratum.size, int(stratum.max()) + 1))
    member[np.arange(stratum.size), stratum] = 1
    in_stratum = by_score @ member
    both = by_score.sum(axis=0)
    mean = (both * np.arange(both.size)) @ member / np.maximum(both @ member, 1)
    return Cells(in_stratum, rights @ member, mean, n_merged)


def _strata(by_score: Floats, fewest: int) -> tuple[Ints, int]:
    """Stratum of each score, counted from 0, and how many scores with people were joined to others."""
    n_scores = by_score.shape[1]
    if fewest <= 0:
        return np.arange(n_scores), 0
    stratum = np.zeros(n_scores, dtype=np.int64)
    at, held = 0, np.zeros(2)
    for score in range(n_scores):
        stratum[score] = at
        held += by_score[:, score]
        if (held >= fewest).all() and score < n_scores - 1:
            at, held = at + 1, np.zeros(2)
    if at and (held < fewest).any():
        stratum[stratum == at] = at - 1
    used = by_score.sum(axis=0) > 0
    n_strata = int(np.unique(stratum[used]).size)
    return stratum, int(used.sum()) - n_strata
