"""The four levels side by side: reaction, learning, behaviour, results, each with its n, and how they are linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from espalier.engines.effects.crosscheck.correlation import (
    Correlation,
    Kind,
    correlation,
)
from espalier.engines.effects.crosscheck.disattenuation import Disattenuated, disattenuate
from espalier.engines.effects.crosscheck.pairs import measured_array, refuse_missing
from espalier.engines.effects.crosscheck.wording import between
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval, Refusal, Said, Stage

FEWEST_LINKED = 10
CODES = ("L1", "L2", "L3", "L4")


@dataclass(frozen=True, eq=False)
class Level:
    """One measured level: a number a person (NaN not measured), in the same order of persons at every level.

    ``reliability`` (at most 1) of these scores where known.
    """

    code: str
    scores: Floats
    reliability: float | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"level {self.code!r}: one of {', '.join(CODES)} expected")
        if self.reliability is not None and not self.reliability <= 1:
            raise ValueError(f"level {self.code}: reliability {self.reliability} is none")
        scores = measured_array(f"level {self.code}", self.scores, ndim=1, may_miss=True)
        object.__setattr__(self, "scores", scores)


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """Mean and SD at one level in its own unit; with fewer than 5 persons only the number is told."""

    code: str
    n_used: int
    n_missing: int
    mean: float | None
    sd: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Link:
    """How a level goes with the next one, as observed, and without unreliability where both are known."""

    lower: str
    upper: str
    n_both: int
    observed: Correlation | Refusal
    corrected: Disattenuated | Refusal | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Levels, links of neighbours, and the stages n of the picture: how many were still measured at each level."""

    levels: tuple[MeasuredLevel, ...]
    links: tuple[Link, ...]
    stages: tuple[Stage, ...]
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def kirkpatrick_chain(
    levels: Sequence[Level],
    *,
    missing: MissingPolicy,
    kind: Kind = Kind.SPEARMAN,
    level: float = 0.95,
) -> Chain:
    """Each level with n, mean and t-interval; each pair of neighbours with its correlation, disattenuated if possible.

    Parameters
    ----------
    levels : sequence of Level
        At least two different ones, any order; all of the same persons.
    kind : Kind
        Spearman by default: ratings are ordered at best.

    Raises
    ------
    ValueError
        Fewer than two levels, one twice, or different numbers of persons.

    References
    ----------
    Alliger, Tannenbaum, Bennett, Traver & Shotland, Personnel Psychology 50 (1997) 341–358,
    doi:10.1111/j.1744-6570.1997.tb00911.x (links between the levels are small).
    Checked against: :func:`correlation` and hand means in the tests.

    Examples
    --------
    >>> one, two = Level("L1", np.arange(12.0)), Level("L2", np.arange(12.0) % 5)
    >>> found = kirkpatrick_chain([one, two], missing=MissingPolicy.REFUSE)
    >>> found.links[0].n_both
    12
    """
    ordered = sorted(levels, key=lambda each: each.code)
    codes = [each.code for each in ordered]
    if len(codes) < 2 or len(set(codes)) < len(codes):
        raise ValueError(f"levels: two different ones at least, got {', '.join(codes) or 'none'}")
    n = ordered[0].scores.size
    if any(each.scores.size != n for each in ordered) or n == 0:
        raise ValueError("levels: the same persons at every level, one at least")
    values = np.column_stack([each.scores for each in ordered])
    refuse_missing("levels", int(np.isnan(values).sum()), missing)
    measured = tuple(_measured(each, level) for each in ordered)
    links = tuple(_link(a, b, kind, level) for a, b in pairwise(ordered))
    whole = int((~np.isnan(values)).all(axis=1).sum())
    gaps = [code for code in CODES if code not in codes]
    return Chain(
        measured,
        links,
        _stages(codes, values),
        whole,
        n - whole,
        (_NOT_MEASURED.filled(codes=", ".join(gaps)),) if gaps else (),
        _sentence(measured, links, whole),
    )


def _measured(one: Level, level: float) -> MeasuredLevel:
    there = one.scores[~np.isnan(one.scores)]
    n, n_missing = there.size, one.scores.size - there.size
    if n < 5:
        return MeasuredLevel(one.code, n, n_missing, None, None, None)
    mean, sd = float(there.mean()), float(there.std(ddof=1))
    interval = around(mean, sd / sqrt(n), df=n - 1, level=level)
    return MeasuredLevel(one.code, n, n_missing, mean, sd, interval)


def _link(lower: Level, upper: Level, kind: Kind, level: float) -> Link:
    both = ~np.isnan(lower.scores) & ~np.isnan(upper.scores)
    n = int(both.sum())
    if n < FEWEST_LINKED:
        few = Refusal("link", "too_few", _FEW.filled(n=n, fewest=FEWEST_LINKED), None, n)
        return Link(lower.code, upper.code, n, few, None)
    found = correlation(
        lower.scores[both], upper.scores[both], missing=MissingPolicy.REFUSE, kind=kind, level=level
    )
    corrected = None
    known = (lower.reliability, upper.reliability)
    if isinstance(found, Correlation) and known[0] is not None and known[1] is not None:
        corrected = disattenuate(found.r, found.interval, known[0], known[1], n_used=n)
    return Link(lower.code, upper.code, n, found, corrected)


def _stages(codes: Sequence[str], values: Floats) -> tuple[Stage, ...]:
    """How many persons were measured at this level and every one before it."""
    still = np.ones(values.shape[0], dtype=bool)
    stages = [Stage("trained", values.shape[0])]
    for at, code in enumerate(codes):
        before = int(still.sum())
        still &= ~np.isnan(values[:, at])
        stages.append(Stage(code, int(still.sum()), before - int(still.sum()), _LOST))
    return tuple(stages)


_LOST = Said("這一層未測到", "not measured at this level")
_NOT_MEASURED = Said("沒有測量的層次：{codes}。", "Levels not measured: {codes}.")
_FEW = Said(
    "只有 {n} 人兩層都有資料，至少要 {fewest} 人。",
    "Only {n} persons have both levels; {fewest} are needed.",
)
_NAMES = {
    "L1": Said("反應", "reaction"),
    "L2": Said("學習", "learning"),
    "L3": Said("行為", "behaviour"),
    "L4": Said("成果", "results"),
}


def _sentence(measured: Sequence[MeasuredLevel], links: Sequence[Link], whole: int) -> Said:
    told = Said(
        "各層人數：" + "、".join(f"{_NAMES[m.code].zh} {m.n_used} 人" for m in measured) + "。",
        "Persons measured: " + ", ".join(f"{_NAMES[m.code].en} {m.n_used}" for m in measured) + ".",
    )
    for each in links:
        told = told + _link_said(each)
    return told + Said(
        f"所有層次都有資料的有 {whole} 人。反應好不代表學會，層次之間的關聯通常很小，也不是因果；"
        "請各層分別報告，並補測人數最少的一層。",
        f"{whole} persons have all levels. Liking a course does not imply learning: links between "
        "levels are usually "
        "small, and none is a cause. Report each level by itself, and measure more where n is smallest.",
    )


def _link_said(link: Link) -> Said:
    lower, upper = _NAMES[link.lower], _NAMES[link.upper]
    if isinstance(link.observed, Refusal):
        return Said(
            f"{lower.zh}與{upper.zh}無法連結：{link.observed.reason.zh}",
            f"From {lower.en} to {upper.en} no link can be told: {link.observed.reason.en}",
        )
    likely = between(link.observed.interval)
    return Said(
        f"{lower.zh}與{upper.zh}的相關 {link.observed.r:.2f}，{likely.zh}（{link.n_both} 人）。",
        f"From {lower.en} to {upper.en} the correlation is {link.observed.r:.2f}, {likely.en} "
        f"({link.n_both} persons).",
    )
