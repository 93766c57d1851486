"""Difference in differences: how much more the trained gained than the others, where chance did not form the groups.

DiD = (post - pre of the trained) - (post - pre of the others). Headline: gains compared person by person, errors
clustered by person (Welch on gains, which is CR2 of one gain a person) or by session (CR2). Beside it: every row
there is (four cell means, CR1 by person) and the ANCOVA; under common conditions DiD and ANCOVA bracket the effect.

References
----------
Angrist, Pischke: Mostly Harmless Econometrics, 2009, chapter 5 (bracketing: section 5.4). Card, Krueger: Minimum
wages and employment. American Economic Review 84, 1994, 772–793. Lord: A paradox in the interpretation of group
comparisons. Psychological Bulletin 68, 1967, 304–305.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.adjusted import adjusted_numbers, is_explained
from espalier.engines.effects.designs.checks import (
    arm_array,
    no_variation,
    recoded,
    session_array,
    sessions_per_arm,
    too_few_per_arm,
    too_few_sessions,
)
from espalier.engines.effects.designs.sizes import StandardisedEffect, independent_effect
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    CHOSEN,
    GAINED_MORE,
    POINT_SCALE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.leavers import welch_error
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.effects.regression.least_squares import LeastSquares, fitted, is_constant
from espalier.engines.effects.regression.sandwich import cr1, cr2
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_PER_ARM = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """Mean of one group at one time with its standard error."""

    mean: float
    se: float
    n: int


@dataclass(frozen=True, eq=False)
class DifferenceNumbers:
    """The arithmetic: four cells of everybody measured, the DiD of all rows and of the people with both measures.

    ``all_rows`` has classical errors, ``all_rows_se_by_person`` CR1; ``balanced`` are the coefficients of gain on arm
    (classical), ``balanced_unequal`` the same difference with Welch's error.
    """

    trained_before: Cell
    untrained_before: Cell
    trained_after: Cell
    untrained_after: Cell
    all_rows: Coefficient
    all_rows_se_by_person: float
    balanced: tuple[Coefficient, ...]
    balanced_unequal: Coefficient


def difference_numbers(
    pre: ArrayLike, post: ArrayLike, is_trained: ArrayLike, *, level: float = 0.95
) -> DifferenceNumbers:
    """Both forms of the difference in differences, without gates or verdict.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing; every value there is goes into the cells.
    is_trained : array_like of 0 or 1, shape (n,)

    Raises
    ------
    ValueError
        Bad arrays, a cell with fewer than two people, or no variation.

    Notes
    -----
    Checked against: case ``effect_did_card_krueger`` (Card & Krueger 1994 Table 3; R lm, sandwich), 1e-6 and 1e-5.

    Examples
    --------
    >>> found = difference_numbers([1, 2, 3, 2, 3, 4], [4, 6, 7, 2, 4, 5], [1, 1, 1, 0, 0, 0])
    >>> round(found.balanced[1].estimate, 4), round(found.balanced_unequal.se, 4)
    (3.0, 0.4714)
    """
    before = float_array("pre", pre, ndim=1, may_miss=True)
    after = float_array("post", post, ndim=1, may_miss=True)
    if len(before) != len(after):
        raise ValueError(
            f"pre and post: one value a person expected, got {len(before)} and {len(after)}"
        )
    arm = arm_array("is_trained", is_trained, len(before))
    both = ~np.isnan(before) & ~np.isnan(after)
    gains, of_both = (after - before)[both], arm[both]
    cells = [_cell(each[arm == code]) for each in (before, after) for code in (1.0, 0.0)]
    rows, persons = _long_fit(before, after, arm)
    balanced = fitted(
        gains, np.column_stack([np.ones(len(gains)), of_both]), ("(Intercept)", "arm")
    )
    se, df = welch_error(gains[of_both == 1], gains[of_both == 0])
    return DifferenceNumbers(
        trained_before=cells[0],
        untrained_before=cells[1],
        trained_after=cells[2],
        untrained_after=cells[3],
        all_rows=rows.table(level=level)[3],
        all_rows_se_by_person=float(cr1(rows, persons)[3, 3] ** 0.5),
        balanced=balanced.table(level=level),
        balanced_unequal=against_zero("arm", float(balanced.estimates[1]), se, df, level=level),
    )


def _cell(values: Floats) -> Cell:
    known = values[~np.isnan(values)]
    if len(known) < 2:
        raise ValueError(f"a group has {len(known)} measures at one time; two or more are needed")
    return Cell(float(known.mean()), float(known.std(ddof=1) / len(known) ** 0.5), len(known))


def _long_fit(before: Floats, after: Floats, arm: Floats) -> tuple[LeastSquares, Ints]:
    """Every measure as a row: 1, arm, time, arm × time; and whose row it is."""
    y, n = np.concatenate([before, after]), len(before)
    time, arms = np.repeat([0.0, 1.0], n), np.tile(arm, 2)
    known = ~np.isnan(y)
    design = np.column_stack([np.ones(2 * n), arms, time, arms * time])[known]
    persons = np.unique(np.tile(np.arange(n), 2)[known], return_inverse=True)[1]
    return fitted(y[known], design, ("(Intercept)", "arm", "time", "arm x time")), persons.astype(
        np.int64
    )


@dataclass(frozen=True, eq=False)
class DifferenceEffect:
    """How much more the trained gained, with ANCOVA and all rows as second and third opinion.

    ``trend`` is how much faster the trained already moved between earlier pre-tests, per step; None with one pre-test.
    """

    difference: Coefficient
    errors: str  # by person or by session
    ancova: Coefficient
    all_rows: Coefficient
    bracket: Interval  # the smaller and the larger of DiD and ANCOVA
    standardised: StandardisedEffect
    second_opinion: Said
    gain_trained: float
    gain_untrained: float
    trend: Coefficient | None
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def estimate(self) -> float:
        return self.difference.estimate

    @property
    def interval(self) -> Interval:
        return self.difference.interval

    @property
    def sentence(self) -> Said:
        """The verdict, the range both methods span, and whether the trends could be checked."""
        return self.verdict.sentence + self.second_opinion + self.assumptions[0].said


def difference_in_differences(
    pre: ArrayLike,
    post: ArrayLike,
    is_trained: ArrayLike,
    *,
    missing: MissingPolicy,
    earlier: ArrayLike | None = None,
    sessions: ArrayLike | None = None,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> DifferenceEffect | Refusal:
    """How much more the trained gained than people who were not trained, from 20 of each.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing.
    is_trained : array_like of 0 or 1, shape (n,)
    earlier : array_like of float, shape (n,), optional
        A pre-test before ``pre``: shows whether the groups already moved apart.
    sessions : array_like, shape (n,), optional
        Errors are then clustered by session (CR2), from six sessions an arm.

    Returns
    -------
    DifferenceEffect or Refusal

    Raises
    ------
    ValueError
        Bad arrays, or everybody in one arm.

    Notes
    -----
    Checked against: case ``effect_did_card_krueger`` through ``difference_numbers``; Welch's error is CR2 by person.

    Examples
    --------
    >>> pre = list(range(50, 70)) * 2
    >>> post = [p + 10 + (p % 3) for p in pre[:20]] + [p + 2 + (p % 4) for p in pre[20:]]
    >>> found = difference_in_differences(pre, post, [1] * 20 + [0] * 20, missing=MissingPolicy.REFUSE)
    >>> round(found.estimate, 6), found.verdict.code.value, found.assumptions[0].held
    (7.5, 'clear', None)
    """
    people = counted({"pre": pre, "post": post}, missing=missing)
    n = len(people.used)
    arm = arm_array("is_trained", is_trained, n)[people.used]
    session = (
        None if sessions is None else recoded(session_array("sessions", sessions, n)[people.used])
    )
    gains = people["post"] - people["pre"]
    refusal = refused_for_missing(people, "did") or _refused(people, gains, arm, session)
    if refusal:
        return refusal
    numbers = difference_numbers(people["pre"], people["post"], arm, level=level)
    difference = (
        numbers.balanced_unequal if session is None else _by_session(gains, arm, session, level)
    )
    ancova = adjusted_numbers(people["pre"], people["post"], arm)
    ends = sorted((difference.estimate, ancova.estimate))
    trend = _trend(earlier, people, arm, level)
    verdict = effect_verdict(
        difference.estimate,
        difference.interval,
        scale,
        GAINED_MORE if scale.higher_is_better else AHEAD,
        n_used=people.n_used,
        has_comparison=True,
        why=CHOSEN,
    )
    return DifferenceEffect(
        difference=difference,
        errors="by_person" if session is None else "by_session",
        ancova=ancova,
        all_rows=_all_rows(pre, post, is_trained, level),
        bracket=Interval(ends[0], ends[1], level),
        standardised=_standardised(people, arm, difference.estimate, level),
        second_opinion=_SECOND.filled(ancova=scale.number(ancova.estimate)),
        gain_trained=float(gains[arm == 1].mean()),
        gain_untrained=float(gains[arm == 0].mean()),
        trend=trend,
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(_parallel(trend, scale),),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


def _refused(people: Counted, gains: Floats, arm: Floats, session: Ints | None) -> Refusal | None:
    n1, n2 = int(arm.sum()), int((1 - arm).sum())
    if min(n1, n2) < FEWEST_PER_ARM:
        return too_few_per_arm("did", n1, n2, FEWEST_PER_ARM, _INSTEAD)
    is_flat = is_constant(gains[arm == 1]) and is_constant(gains[arm == 0])
    if is_flat or is_constant(people["pre"]) or is_constant(people["post"]):
        return no_variation("did", people.n_used)
    if is_explained(people["pre"], people["post"], arm):
        return no_variation("did", people.n_used)
    if session is None:
        return None
    trained, untrained = sessions_per_arm(session, arm)
    return too_few_sessions("did", trained, untrained, people.n_used)


_SECOND = Said(
    "調整起點後的另一種算法（共變數分析）為 {ancova}；在常見條件下，效果落在兩者之間。",
    "Adjusted for the start instead (ANCOVA) it is {ancova}; under common conditions the effect lies between the two.",
)
_INSTEAD = Said(
    "請用等級檢定比較兩組的進步分數，並列出每位學員的線。",
    "Compare the gains of the groups by ranks, and show every learner's line.",
)


def _by_session(gains: Floats, arm: Floats, session: Ints, level: float) -> Coefficient:
    fit = fitted(gains, np.column_stack([np.ones(len(gains)), arm]), ("(Intercept)", "arm"))
    return cr2(fit, session).table(level=level)[1]


def _all_rows(pre: ArrayLike, post: ArrayLike, is_trained: ArrayLike, level: float) -> Coefficient:
    """DiD of every row there is, with errors by person."""
    found = difference_numbers(pre, post, is_trained, level=level)
    row = found.all_rows
    return against_zero(row.name, row.estimate, found.all_rows_se_by_person, row.df, level=level)


def _standardised(
    people: Counted, arm: Floats, difference: float, level: float
) -> StandardisedEffect:
    """In standard deviations of the pre-test within arms, which training has not touched."""
    squares = sum(float(people["pre"][arm == code].var() * (arm == code).sum()) for code in (0, 1))
    sd = (squares / (people.n_used - 2)) ** 0.5
    return independent_effect(difference, sd, int(arm.sum()), int((1 - arm).sum()), level=level)


def _trend(
    earlier: ArrayLike | None, people: Counted, arm: Floats, level: float
) -> Coefficient | None:
    """How much more the trained had gained before the training, from ``earlier`` to ``pre``."""
    if earlier is None:
        return None
    first = float_array("earlier", earlier, ndim=1, may_miss=True)
    if len(first) != len(people.used):
        raise ValueError(f"earlier: {len(people.used)} values expected, got {len(first)}")
    moved = people["pre"] - first[people.used]
    known = ~np.isnan(moved)
    moved, arm = moved[known], arm[known]
    trained, untrained = moved[arm == 1], moved[arm == 0]
    if min(len(trained), len(untrained)) < 2:
        raise ValueError(
            "earlier: two or more people of each group with an earlier pre-test expected"
        )
    se, df = welch_error(trained, untrained)
    if se == 0:
        return None
    return against_zero("trend", float(trained.mean() - untrained.mean()), se, df, level=level)


def _parallel(trend: Coefficient | None, scale: Scale) -> Assumption:
    """Parallel trends: not to be checked with one pre-test; held where the earlier interval stays within the
    smallest.
    """
    if trend is None:
        return Assumption(
            "parallel_trends",
            None,
            Said(
                "只有一次前測，無法檢查兩組原本的走勢是否平行。",
                "With one pre-test, whether the groups moved in parallel before cannot be checked.",
            ),
        )
    held = max(abs(trend.interval.low), abs(trend.interval.high)) < scale.smallest
    size = scale.number(trend.estimate)
    said = (
        Said(
            f"訓練前兩組走勢相近（差 {size}）。",
            f"Before the training the groups moved alike (difference {size}).",
        )
        if held
        else Said(
            f"訓練前兩組走勢可能已不同（差 {size}），結果要打折扣。",
            f"Before the training the groups may already have moved apart (difference {size}); discount the result.",
        )
    )
    return Assumption("parallel_trends", held, said)
