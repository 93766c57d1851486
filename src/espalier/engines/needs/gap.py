"""The gap between the level a position requires and the level a person has.

For one cell (person × competency): signed gap = required − current, gap g = max(0, signed gap).
For a set of cells with weights w: gap index = Σ w·g / Σ w·required, attainment =
Σ w·min(current, required) / Σ w·required = 1 − gap index, share proficient = cells with g = 0 /
cells used; for one competency that is the share of its persons.

References
----------
Kaufman, Rojas, Mayer: Needs Assessment: A User's Guide, Educational Technology Publications 1993
(a need is the gap between present and required results).
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import (
    Bools,
    Floats,
    Ints,
    MissingPolicy,
    code_array,
    float_array,
    non_negative,
    settle_missing,
    share,
)

# Up to here a flag per possible cell (32 MB) is cheaper than sorting the cells.
_DENSE_CHECK_LIMIT = 32_000_000


@dataclass(frozen=True, eq=False)
class Levels:
    """Required and current levels, one row per person × competency that is required of the person.

    Parameters
    ----------
    person, competency : array_like of int, shape (n_cells,)
        Codes from 0; each pair at most once. What is not required of a person has no row.
    required : array_like of float, shape (n_cells,)
        Required level, 0 or more, never missing.
    current : array_like of float, shape (n_cells,)
        Current level on the same scale, 0 or more; NaN where the person has no rating.
    weight : array_like of float, shape (n_cells,), optional
        0 or more; all 1 when left out.
    n_persons, n_competencies : int
        How many there are, those without a row included.

    Raises
    ------
    ValueError
        On wrong shapes, codes out of range, negative or infinite numbers, a pair given twice.
    """

    person: Ints
    competency: Ints
    required: Floats
    current: Floats
    weight: Floats
    n_persons: int
    n_competencies: int

    def __init__(
        self,
        *,
        person: ArrayLike,
        competency: ArrayLike,
        required: ArrayLike,
        current: ArrayLike,
        n_persons: int,
        n_competencies: int,
        weight: ArrayLike | None = None,
    ) -> None:
        wanted = float_array("required", required, ndim=1)
        n = wanted.size
        weights = np.ones(n) if weight is None else float_array("weight", weight, ndim=1)
        present = float_array("current", current, ndim=1, may_miss=True)
        for name, array in (("required", wanted), ("current", present), ("weight", weights)):
            if array.size != n:
                raise ValueError(f"{name}: {n} values expected, one per cell, got {array.size}")
            non_negative(name, array)
        who = code_array("person", person, n_codes=n_persons, length=n)
        what = code_array("competency", competency, n_codes=n_competencies, length=n)
        _refuse_repeated_cells(who * n_competencies + what, n_persons * n_competencies)
        self._set(who, what, wanted, present, weights, n_persons, n_competencies)

    def _set(self, *values: object) -> None:
        for name, value in zip(self.__dataclass_fields__, values, strict=True):
            object.__setattr__(self, name, value)

    @classmethod
    def from_matrix(
        cls, required: ArrayLike, current: ArrayLike, weights: ArrayLike | None = None
    ) -> "Levels":
        """Build from matrices of shape (n_persons, n_competencies).

        Parameters
        ----------
        required : array_like
            NaN where the competency is not required of the person: no cell, hence not missing.
        current : array_like
            NaN where it is required but there is no rating; ignored where nothing is required.
        weights : array_like, optional
            Broadcast to the shape of ``required``, so shape (n_competencies,) is allowed.
        """
        wanted = float_array("required", required, ndim=2, may_miss=True)
        present = float_array("current", current, ndim=2, may_miss=True)
        if wanted.shape != present.shape:
            raise ValueError(f"required {wanted.shape} and current {present.shape} differ in shape")
        person, competency = np.nonzero(~np.isnan(wanted))
        full = np.ones(wanted.shape) if weights is None else np.asarray(weights, dtype=float)
        return cls(
            person=person,
            competency=competency,
            required=wanted[person, competency],
            current=present[person, competency],
            weight=np.broadcast_to(full, wanted.shape)[person, competency],
            n_persons=wanted.shape[0],
            n_competencies=wanted.shape[1],
        )


@dataclass(frozen=True, eq=False)
class CellGaps:
    """Figures per cell, in the order of the rows of :class:`Levels`.

    ``signed_gap`` and ``gap`` are NaN exactly where ``used`` is false.
    """

    signed_gap: Floats
    gap: Floats
    used: Bools
    n_used: int
    n_missing: int

    @property
    def missing_share(self) -> float | None:
        """Missing cells / all cells; ``None`` when there is no cell."""
        total = self.n_used + self.n_missing
        return self.n_missing / total if total else None


@dataclass(frozen=True, eq=False)
class GapFigures:
    """Figures per person, competency or group; all arrays have one shape.

    The rates (``mean_signed_gap`` to ``share_proficient``) are NaN exactly where ``defined`` is
    false: nothing was rated there, or all that counts there has weight or requirement zero.
    ``missing_share`` is NaN exactly where nothing was required. Under ``missing="as_zero"`` the
    missing cells are used *and* counted in ``n_missing``.
    """

    n_required: Ints
    n_used: Ints
    n_missing: Ints
    n_persons: Ints
    missing_share: Floats
    mean_signed_gap: Floats
    mean_gap: Floats
    gap_index: Floats
    attainment: Floats
    share_proficient: Floats

    @cached_property
    def defined(self) -> Bools:
        return ~np.isnan(self.gap_index)


def cell_gaps(levels: Levels, *, missing: MissingPolicy) -> CellGaps:
    """Signed gap and gap of every cell.

    Examples
    --------
    >>> levels = Levels.from_matrix([[4.0, 3.0]], [[2.0, 5.0]])
    >>> cells = cell_gaps(levels, missing=MissingPolicy.REFUSE)
    >>> cells.signed_gap.tolist(), cells.gap.tolist()
    ([2.0, -2.0], [2.0, 0.0])
    """
    current, used = settle_missing("current", levels.current, missing)
    signed = np.where(used, levels.required - current, np.nan)
    n_missing = int(np.isnan(levels.current).sum())
    return CellGaps(signed, np.maximum(signed, 0.0), used, int(used.sum()), n_missing)


def gaps_by_person(levels: Levels, *, missing: MissingPolicy) -> GapFigures:
    """Figures per person; shape (n_persons,)."""
    everybody = np.arange(levels.n_persons)
    return _figures(levels, levels.person, levels.n_persons, missing, group_of_person=everybody)


def gaps_by_competency(levels: Levels, *, missing: MissingPolicy) -> GapFigures:
    """Figures per competency; shape (n_competencies,)."""
    return _figures(levels, levels.competency, levels.n_competencies, missing)


def gaps_overall(levels: Levels, *, missing: MissingPolicy) -> GapFigures:
    """Figures of all cells together; shape (1,)."""
    one_group = np.zeros(levels.n_persons, dtype=np.int64)
    return _figures(levels, np.zeros_like(levels.person), 1, missing, group_of_person=one_group)


def gaps_by_group(
    levels: Levels, group_of_person: ArrayLike, n_groups: int, *, missing: MissingPolicy
) -> GapFigures:
    """Figures per group of persons; shape (n_groups,).

    Parameters
    ----------
    group_of_person : array_like of int, shape (n_persons,)
        −1 for a person who belongs to no group.

    Examples
    --------
    >>> levels = Levels.from_matrix([[4.0, 2.0], [4.0, 2.0]], [[2.0, 2.0], [4.0, np.nan]])
    >>> found = gaps_by_group(levels, [0, 0], 1, missing=MissingPolicy.EXCLUDE)
    >>> found.gap_index.tolist(), found.n_missing.tolist(), found.missing_share.tolist()
    ([0.2], [1], [0.25])
    """
    groups = _groups(levels, group_of_person, n_groups)
    return _figures(levels, groups[levels.person], n_groups, missing, group_of_person=groups)


def gaps_by_group_and_competency(
    levels: Levels, group_of_person: ArrayLike, n_groups: int, *, missing: MissingPolicy
) -> GapFigures:
    """Figures per group and competency, as a heat map shows; shape (n_groups, n_competencies)."""
    groups = _groups(levels, group_of_person, n_groups)[levels.person]
    codes = np.where(groups < 0, -1, groups * levels.n_competencies + levels.competency)
    shape = (n_groups, levels.n_competencies)
    return _figures(levels, codes, n_groups * levels.n_competencies, missing, shape=shape)


def _groups(levels: Levels, group_of_person: ArrayLike, n_groups: int) -> Ints:
    return code_array(
        "group_of_person", group_of_person, n_codes=n_groups, length=levels.n_persons, lowest=-1
    )


def _figures(
    levels: Levels,
    codes: Ints,
    n_codes: int,
    missing: MissingPolicy,
    *,
    group_of_person: Ints | None = None,
    shape: tuple[int, ...] | None = None,
) -> GapFigures:
    """Sum the cells of each code; code −1 takes no part.

    Without ``group_of_person`` every cell of a code is taken to be another person's.
    """
    current, used = settle_missing("current", levels.current, missing)
    inside = codes >= 0
    used = used & inside
    size = shape or (n_codes,)
    sums = _Sums(codes[used], levels.weight[used], size)
    required = levels.required[used]
    signed = required - current[used]
    gap = np.maximum(signed, 0.0)
    n_required = _count(codes[inside], size)
    n_missing = _count(codes[inside & np.isnan(levels.current)], size)
    n_used = _count(sums.codes, size)
    sum_required = sums.weighted(required)
    # A rate exists only where its own denominator does, and all rates stand or fall together.
    defined = sum_required > 0
    sum_weight = np.where(defined, sums.weighted(np.ones_like(required)), 0.0)
    persons = None if group_of_person is None else _rated(levels, used, group_of_person, n_codes)
    return GapFigures(
        n_required=n_required,
        n_used=n_used,
        n_missing=n_missing,
        n_persons=n_used if persons is None else persons,
        missing_share=share(n_missing, n_required),
        mean_signed_gap=share(sums.weighted(signed), sum_weight),
        mean_gap=share(sums.weighted(gap), sum_weight),
        gap_index=share(sums.weighted(gap), sum_required),
        attainment=share(sums.weighted(np.minimum(current[used], required)), sum_required),
        share_proficient=share(_count(sums.codes[gap == 0], size), np.where(defined, n_used, 0)),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Sums:
    """Weighted sums of cells per code, brought to the shape of the result."""

    codes: Ints
    weight: Floats
    size: tuple[int, ...]

    def weighted(self, values: Floats) -> Floats:
        found = np.bincount(self.codes, self.weight * values, minlength=math.prod(self.size))
        return found.astype(np.float64).reshape(self.size)


def _count(codes: Ints, size: tuple[int, ...]) -> Ints:
    found = np.bincount(codes, minlength=math.prod(size))
    return found.astype(np.int64).reshape(size)


def _rated(levels: Levels, used: Bools, group_of_person: Ints, n_groups: int) -> Ints:
    """How many different persons of each group have a cell in use."""
    rated = np.zeros(levels.n_persons, dtype=np.bool_)
    rated[levels.person[used]] = True
    inside = rated & (group_of_person >= 0)
    return np.bincount(group_of_person[inside], minlength=n_groups).astype(np.int64)


def _refuse_repeated_cells(keys: Ints, n_possible: int) -> None:
    if n_possible <= _DENSE_CHECK_LIMIT:
        seen = np.zeros(n_possible, dtype=np.bool_)
        seen[keys] = True
        n_distinct = int(seen.sum())
    else:
        n_distinct = np.unique(keys).size
    if n_distinct != keys.size:
        raise ValueError(
            f"{keys.size - n_distinct} cell(s) are given twice; "
            "give one current level per person and competency"
        )
