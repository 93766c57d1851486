"""Gaps of several groups of people at once, each in its own competencies: what needs rest on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.needs.gaps.loading import MISSING, Loaded
from espalier.cycle.needs.gaps.types import CompetencyGap, GapQuestion
from espalier.engines.needs.gap import Levels, gaps_by_competency

Bools = NDArray[np.bool_]


def answered(
    question: GapQuestion, loaded: Loaded, *, unit_ids: frozenset[int], minimum: int
) -> list[CompetencyGap]:
    """One line for each competency that is required of somebody in the group, in the order loaded.

    ``unit_ids`` are the units of the question with all below them; fewer rated people than ``minimum`` hide the
    figures.
    """
    part = _part(loaded.levels, _cells(question, loaded, unit_ids))
    figures = gaps_by_competency(part, missing=MISSING)
    found = []
    for code in np.unique(part.competency).tolist():
        n_used = int(figures.n_used[code])
        hidden = 0 < n_used < minimum
        shown = n_used > 0 and not hidden
        rated = (part.competency == code) & ~np.isnan(part.current)
        found.append(
            CompetencyGap(
                competency_id=loaded.competencies[code].id,
                n_people=int(figures.n_required[code]),
                n_used=n_used,
                mean_required=float(part.required[rated].mean()) if shown else None,
                mean_current=float(part.current[rated].mean()) if shown else None,
                gap_index=_known(figures.gap_index[code]) if shown else None,
                share_proficient=_known(figures.share_proficient[code]) if shown else None,
                hidden=hidden,
            )
        )
    return found


def _cells(question: GapQuestion, loaded: Loaded, unit_ids: frozenset[int]) -> Bools:
    """Which cells of person and competency the question is about."""
    codes = [c for c, head in enumerate(loaded.competencies) if head.id in question.competency_ids]
    people = [
        (not question.unit_ids or each.unit_id in unit_ids)
        and (not question.position_ids or each.position_id in question.position_ids)
        for each in loaded.people
    ]
    levels = loaded.levels
    asked = np.isin(levels.competency, np.array(codes, dtype=np.int64))
    return np.asarray(asked & np.array(people, dtype=np.bool_)[levels.person])


def _part(levels: Levels, cells: Bools) -> Levels:
    return Levels(
        person=levels.person[cells],
        competency=levels.competency[cells],
        required=levels.required[cells],
        current=levels.current[cells],
        weight=levels.weight[cells],
        n_persons=levels.n_persons,
        n_competencies=levels.n_competencies,
    )


def all_below(wanted: Sequence[tuple[int, str]], chosen: frozenset[int]) -> frozenset[int]:
    """The chosen units and all below them; ``wanted`` are ids and paths of all units."""
    roots = [path for unit_id, path in wanted if unit_id in chosen]
    return frozenset(
        unit_id for unit_id, path in wanted if any(path.startswith(root) for root in roots)
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
