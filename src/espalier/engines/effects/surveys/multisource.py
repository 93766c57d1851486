"""360-degree ratings: how a person rates himself against each source, never all sources in one mean."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import measured_array, refuse_missing
from espalier.engines.effects.crosscheck.wording import between, verdict_on
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval, Refusal, Said, Verdict

SELF = "self"
FEWEST_RATERS = 3
FEWEST_PERSONS = 5
WORTH_HAVING = 0.3


@dataclass(frozen=True, slots=True)
class PersonGap:
    """One person's own rating less the mean of one source, in points of the scale.

    ``se`` is that of the source's mean; None where one rater stands for the source.
    """

    person: str
    gap: float
    se: float | None
    n_raters: int


@dataclass(frozen=True, slots=True)
class SourceGap:
    """One source over all persons it may be shown for."""

    source: str
    mean_gap: float
    se: float
    interval: Interval
    persons: tuple[PersonGap, ...]
    n_used: int
    n_hidden: int
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


@dataclass(frozen=True, slots=True)
class SelfOtherGap:
    """Each source by its name, or why it is not shown."""

    sources: dict[str, SourceGap | Refusal]
    n_used: int
    n_missing: int
    sentence: Said


def self_other_gap(
    ratings: ArrayLike,
    persons: Sequence[str],
    sources: Sequence[str],
    *,
    missing: MissingPolicy,
    single_rater: Collection[str] = ("supervisor",),
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> SelfOtherGap | Refusal:
    """Self minus the mean of each source; per person SE = s/√r, over persons mean ± t·s/√n.

    Parameters
    ----------
    ratings : array_like of float, shape (n,)
        One rating a row; several self rows of one person are averaged.
    persons, sources : sequence of str, length n
        Who was rated, and by which source; ``self`` is the person.
    single_rater : collection of str
        Sources that are one known person and may be shown with one rater; all others need three.

    Returns
    -------
    SelfOtherGap or Refusal
        Refused without self ratings; a source is refused with fewer than 5 persons it may be shown for.

    Raises
    ------
    ValueError
        Lengths that differ, infinite values, or missing ones where the policy refuses them.

    References
    ----------
    Fleenor et al., The Leadership Quarterly 21 (2010) 1005–1034, doi:10.1016/j.leaqua.2010.10.006 (self–other
    agreement). Display rule of three raters: house rule, statistics.md 1.8. Checked against: hand figures in the tests.

    Examples
    --------
    >>> who = [p for p in "abcde" for _ in range(4)]
    >>> by = ["self", "peer", "peer", "peer"] * 5
    >>> found = self_other_gap([5, 3, 4, 4] * 5, who, by, missing=MissingPolicy.REFUSE)
    >>> round(found.sources["peer"].mean_gap, 4)
    1.3333
    """
    values = measured_array("ratings", ratings, ndim=1, may_miss=True)
    if not len(persons) == len(sources) == values.size:
        raise ValueError(f"ratings {values.size}, persons {len(persons)}, sources {len(sources)}")
    n_missing = int(np.isnan(values).sum())
    refuse_missing("ratings", n_missing, missing)
    cells = _cells(values, persons, sources)
    own = {person: float(np.mean(r)) for (person, source), r in cells.items() if source == SELF}
    names = sorted({source for _, source in cells} - {SELF})
    if not own or not names:
        return Refusal("self-other", "no_self", _NO_SELF, None, values.size - n_missing)
    found = {
        name: _source(
            name, own, cells, 1 if name in single_rater else FEWEST_RATERS, smallest, level
        )
        for name in names
    }
    told = Said(
        "；".join(each.sentence.zh for each in found.values()),
        " ".join(each.sentence.en for each in found.values()),
    )
    return SelfOtherGap(found, values.size - n_missing, n_missing, told + _KEEP_APART)


def _cells(
    values: Floats, persons: Sequence[str], sources: Sequence[str]
) -> dict[tuple[str, str], list[float]]:
    cells: dict[tuple[str, str], list[float]] = {}
    for value, person, source in zip(values, persons, sources, strict=True):
        if not np.isnan(value):
            cells.setdefault((person, source), []).append(float(value))
    return cells


def _source(
    name: str,
    own: dict[str, float],
    cells: dict[tuple[str, str], list[float]],
    fewest: int,
    smallest: float,
    level: float,
) -> SourceGap | Refusal:
    rated = {person: cells[person, name] for person in sorted(own) if (person, name) in cells}
    gaps = tuple(
        PersonGap(
            person,
            own[person] - float(np.mean(given)),
            float(np.std(given, ddof=1)) / sqrt(len(given)) if len(given) > 1 else None,
            len(given),
        )
        for person, given in rated.items()
        if len(given) >= fewest
    )
    n = len(gaps)
    if n < FEWEST_PERSONS:
        return Refusal("self-other", "hidden", _HIDDEN.filled(source=name, n=n), None, n)
    each = np.array([gap.gap for gap in gaps])
    mean, se = float(each.mean()), float(each.std(ddof=1)) / sqrt(n)
    interval = around(mean, se, df=n - 1, level=level)
    verdict = verdict_on(
        mean,
        interval,
        smallest,
        has_comparison=True,
        better=Said(f"自評高於 {name} 的評分", f"persons rate themselves above {name}"),
        worse=Said(f"自評低於 {name} 的評分", f"persons rate themselves below {name}"),
    )
    flat = (_FLAT,) if se == 0 else ()
    likely = between(interval, 1)
    told = verdict.sentence + Said(
        f"平均差 {mean:.1f} 分，{likely.zh}（{n} 人）。",
        f"The mean gap is {mean:.1f} points, {likely.en} ({n} persons).",
    )
    return SourceGap(name, mean, se, interval, gaps, n, len(rated) - n, flat, verdict, told)


_FLAT = Said(
    "每個人的落差完全相同，區間沒有寬度，請勿視為精確。",
    "Everybody has the same gap, so the interval has no width: do not read it as exact.",
)
_NO_SELF = Said(
    "要同時有自評（self）與他評，才能看落差。", "Ratings by self and by others are both needed."
)
_HIDDEN = Said(
    "{source}：評分者足夠的受評者只有 {n} 人，不顯示（每人至少 3 位評分者、至少 5 人）。",
    "{source}: only {n} persons have enough raters; not shown (3 raters each, 5 persons).",
)
_KEEP_APART = Said(
    "各來源看到的行為不同，請勿合併平均。",
    "Sources see different behaviour: do not average them together.",
)
