"""The computing rooms alone, at sizes no page asks for."""

from datetime import date

import numpy as np

from benchmarks.measure import cold_and_warm
from benchmarks.types import Reading

SEED = 7
ON = date(2026, 10, 31)


def gap_figures(people: int, competencies: int, repeats: int) -> list[Reading]:
    """Figures of every cut a page shows, over a full matrix of people and competencies."""
    from espalier.engines.figures.arrays import MissingPolicy
    from espalier.engines.needs.gap import (
        Levels,
        gaps_by_competency,
        gaps_by_group_and_competency,
        gaps_by_person,
        gaps_overall,
    )

    chance = np.random.default_rng(SEED)
    shape = (people, competencies)
    required = chance.integers(1, 6, shape).astype(float)
    current = chance.uniform(0, 5, shape)
    current[chance.random(shape) < 0.05] = np.nan
    groups = chance.integers(0, 40, people)

    def work() -> dict[str, float | str]:
        levels = Levels.from_matrix(required, current)
        policy = MissingPolicy.EXCLUDE
        gaps_overall(levels, missing=policy)
        gaps_by_person(levels, missing=policy)
        gaps_by_competency(levels, missing=policy)
        gaps_by_group_and_competency(levels, groups, 40, missing=policy)
        return {"cells": int(levels.required.size)}

    return cold_and_warm("gap figures", work, repeats, uses_database=False)


def many_ratings(ratings: int, repeats: int) -> list[Reading]:
    """The rule of the current level over ratings of three sources, ten to a cell on average."""
    from espalier.engines.needs.current_level import (
        ExponentialDecay,
        MergeRule,
        RatingTable,
        current_levels,
    )

    chance = np.random.default_rng(SEED)
    n_cells = ratings // 10
    last = ON.toordinal()
    cell = chance.integers(0, n_cells, ratings)
    source = chance.integers(0, 3, ratings)
    value = chance.integers(0, 6, ratings).astype(float)
    day = last - chance.integers(0, 1200, ratings)
    rule = MergeRule(
        source_weights={"self": 1, "supervisor": 2, "test": 3},
        window_days=730,
        decay=ExponentialDecay(365),
    )

    def work() -> dict[str, float | str]:
        table = RatingTable(
            cell=cell,
            source=source,
            value=value,
            day=day,
            n_cells=n_cells,
            sources=("self", "supervisor", "test"),
        )
        found = current_levels(table, rule, as_of=ON)
        return {"ratings": ratings, "levels": int(found.has_level.sum())}

    return cold_and_warm("current levels", work, repeats, uses_database=False)
