"""The stated rule of the current level, for one cell in words and for millions of ratings at once.

Of every source the latest day's ratings that are not too old for that source are taken; each source has its weight;
the level is the weighted mean. When a person and the supervisor differ by two levels or more, that is flagged.
The mean itself is ``espalier.engines.needs.current_level``; here stands which ratings may enter it.
"""

import calendar
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.people.evidence.types import (
    ComputedLevel,
    Ignored,
    MergedLevel,
    RatingFact,
    RatingRow,
    RatingUse,
    SourceWeight,
    Weights,
)
from espalier.engines.needs import current_level as engine

# The engine knows one window for all sources; ours differ by source and are applied before it is asked.
NO_WINDOW_DAYS = 365 * 200
_REASONS = {
    engine.IgnoredBecause.AFTER_THE_DAY: Ignored.LATER,
    engine.IgnoredBecause.OUTSIDE_THE_WINDOW: Ignored.TOO_OLD,
    engine.IgnoredBecause.SUPERSEDED: Ignored.SUPERSEDED,
    engine.IgnoredBecause.NO_WEIGHT: Ignored.NO_WEIGHT,
}
NOTHING = SourceWeight(0, 0)


@lru_cache(maxsize=65536)
def months_after(day: date, months: int) -> date:
    """The same day some months later; the last day of a month stays within its month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def too_old_from(source: str, rated_on: date, weights: Weights) -> date:
    """The first day on which a rating of this source no longer counts."""
    return months_after(rated_on, weights.get(source, NOTHING).valid_months)


def problems_in_weights(weights: Weights) -> list[str]:
    """Return the sources whose weight or months cannot be used."""
    bad = [
        source
        for source, each in weights.items()
        if not 0 <= each.weight <= 100 or not 1 <= each.valid_months <= 600
    ]
    return bad if any(each.weight > 0 for each in weights.values()) else [*weights]


def merged_level(facts: Sequence[RatingFact], weights: Weights, *, on: date) -> MergedLevel:
    """Apply the rule to one person and competency, and say what became of every rating."""
    ends = {fact.id: too_old_from(fact.source, fact.rated_on, weights) for fact in facts}
    fresh = [fact for fact in facts if fact.rated_on > on or ends[fact.id] > on]
    ratings = [
        engine.Rating(fact.source, fact.level, fact.rated_on, str(fact.id)) for fact in fresh
    ]
    found = engine.explain_current_level(ratings, _merge_rule(weights), as_of=on)
    by_id = {int(use.rating.reference): use for use in found.uses}
    uses = tuple(_use(fact, by_id.get(fact.id), ends[fact.id]) for fact in facts)
    latest = [ends[use.id] for use in uses if use.ignored in (None, Ignored.NO_WEIGHT)]
    return MergedLevel(
        level=found.level,
        uses=uses,
        self_minus_supervisor=found.self_minus_supervisor,
        disagrees=found.disagreement,
        holds_until=min(latest, default=None) if found.level is not None else None,
    )


def _use(fact: RatingFact, use: engine.RatingUse | None, valid_until: date) -> RatingUse:
    if use is None:
        return RatingUse(fact.id, 0.0, valid_until, Ignored.TOO_OLD)
    reason = None if use.ignored_because is None else _REASONS[use.ignored_because]
    return RatingUse(fact.id, use.weight_share, valid_until, reason)


def _merge_rule(weights: Weights) -> engine.MergeRule:
    return engine.MergeRule(
        source_weights={source: each.weight for source, each in weights.items()},
        window_days=NO_WINDOW_DAYS,
        decay=engine.NoDecay(),
    )


def levels_of(rows: Sequence[RatingRow], weights: Weights, *, on: date) -> list[ComputedLevel]:
    """Apply the rule to many people at once; the same figures as ``merged_level``.

    ``rows`` may stand in any order; a person's ratings must all be among them.
    """
    valid = [row for row in rows if row.rated_on <= on < _end(row, weights)]
    if not valid:
        return []
    sources = sorted({row.source for row in valid})
    place = {source: n for n, source in enumerate(sources)}
    cells: dict[tuple[int, int], int] = {}
    table = engine.RatingTable(
        cell=np.fromiter(
            (cells.setdefault((r.employee_id, r.competency_id), len(cells)) for r in valid),
            dtype=np.int64,
            count=len(valid),
        ),
        source=np.fromiter((place[r.source] for r in valid), np.int64, len(valid)),
        value=np.fromiter((r.level for r in valid), np.float64, len(valid)),
        day=np.fromiter((r.rated_on.toordinal() for r in valid), np.int64, len(valid)),
        n_cells=len(cells),
        sources=sources,
    )
    found = engine.current_levels(table, _merge_rule(weights), as_of=on)
    ends = np.fromiter((_end(r, weights).toordinal() for r in valid), np.int64, len(valid))
    newest, holds = _newest_and_hold(table, ends, weights)
    return [
        ComputedLevel(
            employee_id,
            competency_id,
            float(found.level[n]),
            int(found.n_used[n]),
            bool(found.disagreement[n]),
            date.fromordinal(int(newest[n])),
            date.fromordinal(int(holds[n])),
        )
        for (employee_id, competency_id), n in cells.items()
        if found.has_level[n]
    ]


def _end(row: RatingRow, weights: Weights) -> date:
    return too_old_from(row.source, row.rated_on, weights)


def _newest_and_hold(
    table: engine.RatingTable, ends: NDArray[np.int64], weights: Weights
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per cell the newest day used, and the first day on which one of the inputs grows too old."""
    newest = np.zeros(table.n_cells, dtype=np.int64)
    holds = np.full(table.n_cells, date.max.toordinal(), dtype=np.int64)
    for code, source in enumerate(table.sources):
        rows = np.flatnonzero(table.source == code)
        latest = np.zeros(table.n_cells, dtype=np.int64)
        np.maximum.at(latest, table.cell[rows], table.day[rows])
        kept = rows[table.day[rows] == latest[table.cell[rows]]]
        # A source without weight is no input, but it may still raise or lift the flag of disagreement.
        if weights.get(source, NOTHING).weight > 0:
            np.maximum.at(newest, table.cell[kept], table.day[kept])
        np.minimum.at(holds, table.cell[kept], ends[kept])
    return newest, holds
