"""Item analysis: how hard each question is, whether it goes with the rest, and which questions deserve a look.

A question is flagged by the interval of its figure, never by the figure alone: of 20 good questions a class of 30 would
otherwise see three or four called weak.
"""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.intervals import fisher_z, wilson
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.alpha import (
    OPPOSITE,
    Alpha,
    alpha_of,
    alphas_if_deleted,
    refused,
    rest_correlations,
    total_correlations,
)
from espalier.engines.psychometrics.classical.flags import (
    CAUTION,
    MASTERY_SAID,
    TOO_FEW_FOR_FLAGS,
    Purpose,
    flags_of,
)
from espalier.engines.psychometrics.classical.groups import Discrimination, discrimination_27
from espalier.engines.psychometrics.classical.moments import Moments, moments
from espalier.engines.psychometrics.classical.responses import Responses, Unanswered, settled
from espalier.engines.psychometrics.classical.wording import (
    D27_BANDS,
    DIFFICULTY_BANDS,
    FLAGGED_FROM,
    JUDGED_FROM,
    R_REST_BANDS,
    SHOWN_FROM,
    TOO_FEW,
    Flag,
    band_said,
    decimals,
)


@dataclass(frozen=True, slots=True)
class Item:
    """Figures of one question. ``None``: not defined (nobody differs) or too few people to show it.

    ``difficulty`` is the mean share of the full score, 0–1; ``d27`` and correlations lie in [−1, 1].
    """

    name: str
    n: int
    difficulty: float
    difficulty_interval: Interval
    sd: float
    r_total: float | None
    r_rest: float | None
    r_rest_interval: Interval | None
    alpha_if_deleted: float | None
    d27: float | None
    d27_interval: Interval | None
    flags: tuple[Flag, ...]

    @property
    def reading(self) -> Said:
        """Its figures in words, each by its interval."""
        p = band_said(self.difficulty_interval, DIFFICULTY_BANDS)
        said = Said(
            "「{name}」{n} 人作答，得分率 {p:.0%}（{zh}）。",
            "“{name}”: {n} answers, {p:.0%} of the full score ({en}).",
        ).filled(name=self.name, n=self.n, p=self.difficulty, zh=p.zh, en=p.en)
        if self.r_rest is not None and self.r_rest_interval is not None:
            word = band_said(self.r_rest_interval, R_REST_BANDS)
            said += Said(
                "與其餘題目相關 {r}（{zh}）。", "Correlation with the rest {r} ({en})."
            ).filled(r=decimals(self.r_rest), zh=word.zh, en=word.en)
        if self.d27 is not None and self.d27_interval is not None:
            word = band_said(self.d27_interval, D27_BANDS)
            said += Said("鑑別度 D {d}（{zh}）。", "Discrimination D {d} ({en}).").filled(
                d=decimals(self.d27), zh=word.zh, en=word.en
            )
        return said


SOME_FLAGGED = Said(
    "{n} 位學員、{k} 題：平均總分 {m}；{f} 題需要看一看",
    "{n} learners, {k} questions: mean total {m}; {f} to look at",
)
NONE_FLAGGED = Said(
    "{n} 位學員、{k} 題：平均總分 {m}；沒有題目明顯有問題",
    "{n} learners, {k} questions: mean total {m}; no question is clearly at fault",
)


@dataclass(frozen=True, eq=False)
class ItemAnalysis:
    """Every question of one test, its totals and the consistency of its scores.

    ``sem`` is the standard error of measurement in points, from alpha. ``groups`` tells how D27 was made, or why not.
    """

    purpose: Purpose
    items: tuple[Item, ...]
    total_mean: float
    total_variance: float
    alpha: Alpha | Refusal
    sem: float | None
    groups: Discrimination | Refusal
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def total_sd(self) -> float:
        return sqrt(self.total_variance)

    @property
    def flagged(self) -> tuple[Item, ...]:
        """The questions to look at."""
        return tuple(item for item in self.items if item.flags)

    @property
    def sentence(self) -> Said:
        """How many questions deserve a look, how sure that is, what to do."""
        told = SOME_FLAGGED if self.flagged else NONE_FLAGGED
        head = told.filled(
            n=self.n_used, k=len(self.items), m=decimals(self.total_mean, 1), f=len(self.flagged)
        )
        names = ", ".join(item.name for item in self.flagged[:8])
        more = len(self.flagged) - 8
        listed = (f"（{names}{f' 等，另 {more} 題' if more > 0 else ''}）" if names else "") + "。"
        listed_en = (f" ({names}{f' and {more} more' if more > 0 else ''})" if names else "") + "."
        return Said(head.zh + listed, head.en + listed_en) + self._sureness() + self.alpha.sentence

    def _sureness(self) -> Said:
        if self.n_used < FLAGGED_FROM:
            return TOO_FEW_FOR_FLAGS
        if self.n_used < JUDGED_FROM:
            return CAUTION
        return Said(
            "只有整個信賴區間都不理想的題目才列出。",
            "A question is listed only where its whole interval is bad.",
        )


def item_analysis(
    scores: ArrayLike,
    *,
    missing: Unanswered,
    purpose: Purpose,
    max_score: ArrayLike = 1.0,
    min_score: float = 0.0,
    names: tuple[str, ...] | None = None,
    level: float = 0.95,
) -> ItemAnalysis | Refusal:
    """Difficulty, corrected item-total correlation, D27, alpha without the item, and flags, of every question.

    p_i = mean(x_i) / max_i with Wilson's interval (for partial credit it errs on the wide side); r(x_i, T − x_i) with
    Fisher's interval, from the covariances; D27 = p_high − p_low, ties included; SEM = s_T · sqrt(1 − alpha).

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
        Scores between ``min_score`` and ``max_score``; uint8 or int8 arrays are read without a copy.
    missing : Unanswered
        What no answer counts.
    purpose : Purpose
        A mastery test is not flagged for being easy or for not separating people.
    max_score : float or array_like of float, shape (k,)
        Full score, above ``min_score``.
    names : tuple of str, optional
        Of the items; else 1, 2, 3, …

    Returns
    -------
    ItemAnalysis or Refusal
        Refused below 10 people. Flags from 30 people, tentative below 100; correlations from 30, D27 from 50.

    Raises
    ------
    ValueError
        Scores outside their bounds, names or maxima of another length, or what ``settled`` raises.

    References
    ----------
    Crocker & Algina 1986, Introduction to Classical and Modern Test Theory, chapter 14. Henrysson 1963, Psychometrika
    28, 211–218. Nunnally & Bernstein 1994, 301–306. Wilson 1927; Fisher 1921; Kelley 1939; Ebel & Frisbie 1991.

    Checked against: cases ``ctt_lsat6`` and ``ctt_sat12_distractors``, 1e-6.

    Examples
    --------
    >>> right = np.tile([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], (30, 1)).astype(np.uint8)
    >>> found = item_analysis(right, missing=Unanswered.REFUSE, purpose=Purpose.RANKING)
    >>> [item.difficulty for item in found.items], round(found.items[1].r_rest, 4)
    ([0.75, 0.5, 0.25], 0.7071)
    """
    responses = settled(scores, missing=missing, lowest=min_score)
    span = _span(responses, max_score, min_score)
    told = _names(names, responses.k)
    if responses.n < SHOWN_FROM:
        instead = Said("請累積更多作答。", "Collect more answers.")
        return Refusal("item_analysis", "few_people", TOO_FEW, instead, responses.n)
    found = moments(responses)
    groups = _groups(responses, found, span, min_score, level)
    alpha = refused(found) or alpha_of(
        found, level=level, n_missing=responses.n_missing, stages=responses.stages
    )
    purpose = Purpose(purpose)
    return ItemAnalysis(
        purpose=purpose,
        items=_items(found, groups, told, (found.mean - min_score) / span, purpose, level),
        total_mean=float(found.mean.sum()),
        total_variance=found.total_variance,
        alpha=alpha,
        sem=_sem(found, alpha),
        groups=groups,
        n_used=responses.n,
        n_missing=responses.n_missing,
        stages=responses.stages,
        assumptions=() if isinstance(alpha, Refusal) else alpha.assumptions,
        warnings=_warnings(responses, purpose, alpha),
    )


def _span(responses: Responses, max_score: ArrayLike, min_score: float) -> Floats:
    top = np.asarray(max_score, dtype=np.float64)
    if top.shape not in ((), (responses.k,)):
        raise ValueError(f"max_score: one number or {responses.k} expected, got shape {top.shape}")
    span = np.broadcast_to(top - min_score, (responses.k,))
    if not (np.isfinite(span) & (span > 0)).all():
        raise ValueError(f"max_score: must be above min_score {min_score:g} and finite")
    if responses.least >= min_score and responses.most <= span.min() + min_score:
        return span
    wrong = (responses.scores < min_score) | (responses.scores > span + min_score)
    if wrong.any():
        row, column = (int(at) for at in np.argwhere(wrong)[0])
        raise ValueError(
            f"scores: {responses.scores[row, column]:g} at person {row}, item {column} is not "
            f"between {min_score:g} and {span[column] + min_score:g}"
        )
    return span


def _names(names: tuple[str, ...] | None, k: int) -> tuple[str, ...]:
    if names is None:
        return tuple(str(at + 1) for at in range(k))
    if len(names) != k:
        raise ValueError(f"names: {k} expected, got {len(names)}")
    return tuple(names)


def _groups(
    responses: Responses, found: Moments, span: Floats, lowest: float, level: float
) -> Discrimination | Refusal:
    if found.totals is not None:
        return discrimination_27(responses, found.totals, span=span, lowest=lowest, level=level)
    # A total means something only where everything was answered.
    scores = responses.scores[~np.isnan(responses.scores).any(axis=1)]
    totals = scores.sum(axis=1)
    whole = replace(responses, scores=scores)
    return discrimination_27(whole, totals, span=span, lowest=lowest, level=level)


def _items(
    found: Moments,
    groups: Discrimination | Refusal,
    names: tuple[str, ...],
    p: Floats,
    purpose: Purpose,
    level: float,
) -> tuple[Item, ...]:
    r_total, r_rest = total_correlations(found), rest_correlations(found)
    without, sd = alphas_if_deleted(found), np.sqrt(found.variance)
    items = []
    for i, name in enumerate(names):
        n, share = int(found.n_answers[i]), min(max(float(p[i]), 0.0), 1.0)
        r = r_rest[i] if found.least_pairs >= FLAGGED_FROM else None
        p_interval = wilson(share * n, n, level=level)
        r_interval = None if r is None else fisher_z(r, found.least_pairs, level=level)
        d = None if isinstance(groups, Refusal) else groups
        items.append(
            Item(
                name=name,
                n=n,
                difficulty=share,
                difficulty_interval=p_interval,
                sd=float(sd[i]),
                r_total=r_total[i] if found.least_pairs >= FLAGGED_FROM else None,
                r_rest=r,
                r_rest_interval=r_interval,
                alpha_if_deleted=without[i] if found.least_pairs >= FLAGGED_FROM else None,
                d27=None if d is None else float(d.d[i]),
                d27_interval=None if d is None else d.intervals[i],
                flags=flags_of(n, bool(sd[i] == 0), p_interval, r_interval, purpose),
            )
        )
    return tuple(items)


def _sem(found: Moments, alpha: Alpha | Refusal) -> float | None:
    if isinstance(alpha, Refusal) or alpha.estimate < 0:
        return None
    return sqrt(found.total_variance * (1 - alpha.estimate))


def _warnings(responses: Responses, purpose: Purpose, alpha: Alpha | Refusal) -> tuple[Said, ...]:
    told = []
    if responses.n < FLAGGED_FROM:
        told.append(TOO_FEW_FOR_FLAGS)
    elif responses.n < JUDGED_FROM:
        told.append(CAUTION)
    if purpose is Purpose.MASTERY:
        told.append(MASTERY_SAID)
    if isinstance(alpha, Alpha) and alpha.estimate < 0:
        told.append(OPPOSITE)
    return tuple(told)
