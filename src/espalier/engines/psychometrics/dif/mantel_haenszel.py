"""DIF by Mantel and Haenszel: at equal scores, is a question harder for one group?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.dif import rules
from espalier.engines.psychometrics.dif.matching import Cells, Matched, matched
from espalier.engines.psychometrics.dif.odds import (
    Pooled,
    delta_of,
    pooled,
    standardized_difference,
)
from espalier.engines.psychometrics.dif.purification import judged_in_two_rounds
from espalier.engines.psychometrics.dif.rules import DifClass
from espalier.engines.psychometrics.irt.adjustment import benjamini_hochberg


@dataclass(frozen=True, slots=True)
class MantelHaenszelItem:
    """One item: ``alpha`` above 1 and ``delta`` below 0 mean harder for the focal group at equal score.

    ``p_difference`` is the standardized difference of shares right, focal minus reference.
    """

    name: str
    alpha: float
    alpha_interval: Interval
    delta: float
    delta_se: float
    chi2: float
    p: float
    p_adjusted: float
    p_difference: float
    ets: DifClass


@dataclass(frozen=True, eq=False)
class MantelHaenszelDif:
    """Every item judged; ``undefined`` names those without a finite odds ratio, ``purified`` those left out of the
    score.
    """

    items: tuple[MantelHaenszelItem, ...]
    undefined: tuple[str, ...]
    purified: tuple[str, ...]
    n_reference: int
    n_focal: int
    n_strata: int
    n_merged: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        return rules.of_screen(
            n=(self.n_reference, self.n_focal),
            n_items=len(self.items),
            large=[item.name for item in self.items if item.ets is DifClass.C],
            moderate=[item.name for item in self.items if item.ets is DifClass.B],
            is_purified=bool(self.purified),
        )


def mantel_haenszel_dif(
    answers: ArrayLike,
    group: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
    purify: bool = True,
    fewest: int = 1,
) -> MantelHaenszelDif | Refusal:
    r"""Mantel-Haenszel DIF of every item, with ETS classes, Benjamini-Hochberg and one round of purification.

    .. math:: \Delta_{MH} = -2.35 \ln \alpha_{MH}

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        0 and 1, NaN where there is no answer.
    group : array_like of int, shape (n_people,)
        0 reference, 1 focal.
    missing : MissingPolicy
        ``exclude`` leaves out people with any hole; ``as_zero`` counts a hole as wrong.
    purify : bool
        Judge again with items of class B or C left out of the matching score.
    fewest : int
        A score at which a group has fewer people is joined with its neighbours, and counted; 0 joins none.

    Returns
    -------
    MantelHaenszelDif or Refusal
        Refused where the smaller group has fewer than 100 people; below 200 a warning stands beside the result.

    Raises
    ------
    ValueError
        Answers or groups malformed.

    References
    ----------
    Holland, P. W., Thayer, D. T. 1988 in Wainer & Braun, Test Validity, 129–145. Zieky 1993. Zwick 2012, ETS RR-12-08.

    Notes
    -----
    Checked against: cases ``dif_verbal_mh``, ``dif_simulated`` (R difR), 1e-6, without joining and purification.

    Examples
    --------
    >>> mantel_haenszel_dif([[1, 0], [0, 1]], [0, 1], missing=MissingPolicy.REFUSE).code
    'group_too_small'
    """
    people = matched(answers, group, missing=missing, names=names)
    refusal = rules.refused("mantel-haenszel", people)
    if refusal is not None:
        return refusal
    rounds = judged_in_two_rounds(people, _judge, _suspects, fewest=fewest, purify=purify)
    if not rounds[0][2].defined.any():
        return rules.nothing_to_judge("mantel-haenszel", people)
    return _result(people, rounds)


def _judge(cells: Cells, items: Ints) -> Pooled:
    return pooled(cells.people, cells.right)


def _p_values(found: Pooled) -> Floats:
    return np.array([chi2_sf(float(each), 1) for each in found.chi2])


def _suspects(found: Pooled) -> Bools:
    """Items of class B or C by adjusted p-values."""
    adjusted = np.ones(found.defined.size)
    adjusted[found.defined] = benjamini_hochberg(_p_values(found)[found.defined])
    return found.defined & (adjusted < rules.SIGNIFICANT) & (np.abs(delta_of(found.log_alpha)) >= 1)


def _result(people: Matched, rounds: list[tuple[Ints, Cells, Pooled]]) -> MantelHaenszelDif:
    order = np.argsort(np.concatenate([items for items, _, _ in rounds]))
    defined, log_alpha, se, chi2, p = (
        np.concatenate(columns)[order]
        for columns in zip(
            *((f.defined, f.log_alpha, f.se, f.chi2, _p_values(f)) for _, _, f in rounds),
            strict=True,
        )
    )
    gaps = [standardized_difference(cells.people, cells.right) for _, cells, _ in rounds]
    gap = np.concatenate(gaps)[order]
    adjusted = np.ones(p.size)
    adjusted[defined] = benjamini_hochberg(p[defined])
    found = tuple(
        _item(
            people.names[j],
            *(float(v[j]) for v in (log_alpha, se, chi2, p, adjusted, gap)),
        )
        for j in np.flatnonzero(defined)
    )
    cells = rounds[0][1]
    return MantelHaenszelDif(
        found,
        tuple(people.names[j] for j in np.flatnonzero(~defined)),
        tuple(people.names[items[0]] for items, _, _ in rounds[1:]),
        people.n_reference,
        people.n_focal,
        int((cells.people > 0).all(axis=0).sum()),
        cells.n_merged,
        people.codes.shape[0],
        people.n_missing,
        people.stages,
        rules.assumptions_of(),
        rules.warnings_of(people, cells.n_merged),
    )


def _item(
    name: str, log_alpha: float, se: float, chi2: float, p: float, adjusted: float, gap: float
) -> MantelHaenszelItem:
    span = around(log_alpha, se)
    delta = -2.35 * log_alpha
    return MantelHaenszelItem(
        name,
        exp(log_alpha),
        Interval(exp(span.low), exp(span.high), span.level),
        delta,
        2.35 * se,
        chi2,
        p,
        adjusted,
        gap,
        rules.ets_class(delta, 2.35 * se, adjusted),
    )
