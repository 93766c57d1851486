"""What respondents think: PNI, Borich, IPA and Locus for Focus over one table of ratings. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.cycle.needs.needs_list.types import Opinion, Opinions
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.needs.priority import (
    BorichScores,
    Ipa,
    LocusForFocus,
    borich_mwds,
    importance_performance,
    locus_for_focus,
    pni_modified,
    ranks_descending,
)


@dataclass(frozen=True, slots=True)
class Rating:
    """One respondent on one need; None where there is no answer."""

    need_id: int
    respondent: tuple[str, str]  # kind and mark
    importance: float | None
    degree: float | None
    rated_on: date


def opinions(ratings: Sequence[Rating]) -> Opinions:
    """Figures of every need with at least one full answer; both grids are cut at the means."""
    want, have, asked, respondents = _tables(ratings)
    if not ratings:
        return Opinions()
    scores = borich_mwds(want, have, missing=MissingPolicy.EXCLUDE)
    used = np.flatnonzero(scores.n_used)
    if not used.size:
        return Opinions()
    importance = scores.mean_importance[used]
    discrepancy = scores.mean_discrepancy[used]
    degree = importance - discrepancy
    ipa = importance_performance(importance, degree)
    locus = locus_for_focus(discrepancy, importance)
    rows = _rows(scores, used.tolist(), asked, ipa, locus)
    days = [each.rated_on for each in ratings]
    return Opinions(
        rows=tuple(rows),
        n_respondents=len(respondents),
        kinds=tuple(sorted(Counter(kind for kind, _mark in respondents).items())),
        first_on=min(days),
        last_on=max(days),
        importance_line=ipa.importance_line,
        degree_line=ipa.performance_line,
        discrepancy_line=locus.discrepancy_line,
    )


def _tables(ratings: Sequence[Rating]) -> tuple[Floats, Floats, list[int], list[tuple[str, str]]]:
    """Importance and degree, respondents × needs, with what the rows and columns are."""
    respondents = sorted({each.respondent for each in ratings})
    asked = sorted({each.need_id for each in ratings})
    want = np.full((len(respondents), len(asked)), np.nan)
    have = np.full_like(want, np.nan)
    row_of = {respondent: i for i, respondent in enumerate(respondents)}
    column_of = {need: j for j, need in enumerate(asked)}
    for each in ratings:
        at = row_of[each.respondent], column_of[each.need_id]
        want[at] = np.nan if each.importance is None else each.importance
        have[at] = np.nan if each.degree is None else each.degree
    return want, have, asked, respondents


def _rows(
    scores: BorichScores, used: list[int], asked: list[int], ipa: Ipa, locus: LocusForFocus
) -> list[Opinion]:
    importance, discrepancy = scores.mean_importance[used], scores.mean_discrepancy[used]
    degree = importance - discrepancy
    index, borich = pni_modified(importance, degree), scores.mwds[used]
    pni_ranks, borich_ranks = ranks_descending(index), ranks_descending(borich)
    return [
        Opinion(
            need_id=asked[at],
            n=int(scores.n_used[at]),
            n_missing=int(scores.n_missing[at]),
            importance=float(importance[i]),
            degree=float(degree[i]),
            discrepancy=float(discrepancy[i]),
            pni=float(index[i]),
            pni_rank=int(pni_ranks[i]),
            borich=float(borich[i]),
            borich_rank=int(borich_ranks[i]),
            ipa=ipa.quadrants[i].value,
            locus=locus.quadrants[i].value,
        )
        for i, at in enumerate(used)
    ]
