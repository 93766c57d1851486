"""Needs and pairs of the made-up company: who could attend what, and what it would close."""

from dataclasses import dataclass

import numpy as np

from benchmarks.planner.catalogue import Catalogue
from benchmarks.planner.parameters import Parameters
from benchmarks.planner.workforce import Workforce
from espalier.engines.planner.problem import Needs, Pairs, PairState

LEVEL = 100  # hundredths


def make_needs(workforce: Workforce) -> Needs:
    """One need a missing level."""
    depth = workforce.required - workforce.level
    gap = np.repeat(np.arange(depth.size), depth)
    first = np.concatenate([[0], np.cumsum(depth)])
    nth = np.arange(gap.size) - first[gap]
    level = workforce.level[gap] + nth
    count = np.bincount(workforce.gap_person[gap], minlength=workforce.n_people)
    return Needs(
        start=np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        competency=workforce.gap_competency[gap].astype(np.int32),
        level_from=(level * LEVEL).astype(np.int16),
        level_to=((level + 1) * LEVEL).astype(np.int16),
        weight=workforce.worth[gap].astype(np.int64),
    )


@dataclass(slots=True, eq=False)
class _Rows:
    """One row a gap and a module that teaches its competency, with the levels it closes."""

    gap: np.ndarray
    key: np.ndarray  # person × modules + module
    low: np.ndarray
    high: np.ndarray
    before: np.ndarray  # key of the prerequisite pair, or -1

    def only(self, kept: np.ndarray) -> "_Rows":
        return _Rows(
            self.gap[kept], self.key[kept], self.low[kept], self.high[kept], self.before[kept]
        )


def make_pairs(
    workforce: Workforce,
    needs: Needs,
    catalogue: Catalogue,
    chance: np.random.Generator,
    using: Parameters,
) -> Pairs:
    """Every module that closes a part of a gap, its prerequisites heeded, and the duties by law."""
    modules = len(catalogue.codes)
    rows = _reachable(_rows(workforce, catalogue))
    legal = _legal_keys(workforce.n_people, modules, chance, using)
    keys = np.concatenate([np.unique(rows.key), legal])
    keys.sort()
    module = keys % modules
    at = np.searchsorted(keys, rows.key)
    requires = np.full(keys.size, -1, dtype=np.int64)
    waits = rows.before >= 0
    requires[at[waits]] = np.searchsorted(keys, rows.before[waits])
    cover_start, covers = _covers(workforce, rows, at, keys.size)
    return Pairs(
        start=np.searchsorted(keys, np.arange(workforce.n_people + 1) * modules).astype(np.int64),
        module=module.astype(np.int32),
        head_minor=catalogue.head_minor[module],
        state=np.where(module < len(using.legal), PairState.LEGAL, PairState.FREE).astype(np.int8),
        requires=requires,
        was_planned=np.zeros(keys.size, dtype=bool),
        cover_start=cover_start,
        covers=covers,
    )


def _rows(workforce: Workforce, catalogue: Catalogue) -> _Rows:
    teaching = catalogue.teaching
    order = np.argsort(teaching.competency, kind="stable")
    first = np.searchsorted(teaching.competency[order], np.arange(catalogue.n_competencies + 1))
    count = np.diff(first)[workforce.gap_competency]
    gap = np.repeat(np.arange(count.size), count)
    nth = np.arange(gap.size) - np.repeat(np.cumsum(count) - count, count)
    taught = order[first[workforce.gap_competency[gap]] + nth]
    level, required = workforce.level[gap], workforce.required[gap]
    entry, leads_to = teaching.entry[taught], teaching.exit[taught]
    module, modules = teaching.module[taught], len(catalogue.codes)
    person = workforce.gap_person[gap]
    short = level < entry
    before = catalogue.before[module]
    helped = short & teaching.main[taught] & (before >= 0)
    rows = _Rows(
        gap,
        person * modules + module,
        np.maximum(level, entry),
        np.minimum(required, leads_to),
        np.where(helped, person * modules + before, -1),
    )
    # Below the entry level nothing is learned, unless a prerequisite leads there first.
    return rows.only((rows.low < rows.high) & (~short | helped))


def _reachable(rows: _Rows) -> _Rows:
    """Leave out rows whose prerequisite would teach the person nothing, until all that is named is there."""
    while True:
        kept = (rows.before < 0) | np.isin(rows.before, rows.key)
        if kept.all():
            return rows
        rows = rows.only(kept)


def _legal_keys(
    people: int, modules: int, chance: np.random.Generator, using: Parameters
) -> np.ndarray:
    due = [chance.random(people) < duty.share_due for duty in using.legal]
    return np.concatenate([np.flatnonzero(who) * modules + m for m, who in enumerate(due)])


def _covers(
    workforce: Workforce, rows: _Rows, at: np.ndarray, n_pairs: int
) -> tuple[np.ndarray, np.ndarray]:
    """The needs of each pair. Needs of one gap stand together, level by level."""
    depth = workforce.required - workforce.level
    first_need = np.cumsum(depth) - depth
    length = rows.high - rows.low
    row = np.repeat(np.arange(length.size), length)
    nth = np.arange(row.size) - np.repeat(np.cumsum(length) - length, length)
    need = first_need[rows.gap[row]] + rows.low[row] - workforce.level[rows.gap[row]] + nth
    pair = at[row]
    order = np.lexsort((need, pair))
    count = np.bincount(pair, minlength=n_pairs)
    return np.concatenate([[0], np.cumsum(count)]).astype(np.int64), need[order].astype(np.int64)
