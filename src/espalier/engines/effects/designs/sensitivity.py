"""What the missing do to a result: complete cases, everybody available, multiple imputation, and a shift of the
missing.

One group: mean gain. Two groups: ANCOVA difference (HC3; CR2 with sessions). Available: a random intercept a person
over all rows there are (one start for both groups where chance formed them). Imputed: 20 sets, Rubin's rules. Shift:
the imputed outcomes of the trained are made worse by δ = 0 … 2 SD; the tipping point is the first δ at which the word
changes.

References
----------
Rubin 1987. Carpenter, Kenward: Multiple Imputation and its Application, 2013, chapter 10 (δ). Liang, Zeger:
Longitudinal data analysis of continuous and discrete responses for pre-post designs. Sankhyā B 62, 2000, 134–148 (one
start for both groups).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.adjusted import is_explained
from espalier.engines.effects.designs.ancova import fit_ancova
from espalier.engines.effects.designs.checks import (
    arm_array,
    no_variation,
    recoded,
    session_array,
    sessions_per_arm,
    too_few,
    too_few_per_arm,
    too_few_sessions,
)
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    BY_CHANCE,
    CHOSEN,
    GAINED,
    NO_COMPARISON,
    POINT_SCALE,
    ROSE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.imputation import Scores, imputed
from espalier.engines.effects.missing.rubin import Pooled, pooled
from espalier.engines.effects.missing.stages import (
    MUCH_MISSING,
    VERY_MUCH_MISSING,
    Counted,
    counted,
    refused_for_missing,
)
from espalier.engines.effects.mixed.degrees import known_of_variances, table_of_effects
from espalier.engines.effects.mixed.random_intercept import random_intercept
from espalier.engines.effects.regression.coefficients import Coefficient
from espalier.engines.effects.regression.least_squares import fitted, is_constant
from espalier.engines.effects.regression.sandwich import cr2
from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Interval, Refusal, Said, Stage, Verdict

METHOD = "missing-sensitivity"
FEWEST_ONE_GROUP = 15
FEWEST_PER_ARM = 12
N_SHIFTS = 40  # steps of 0.05 SD up to 2 SD


@dataclass(frozen=True, slots=True)
class Row:
    """One way of dealing with the missing, and what comes out."""

    code: str  # complete_cases, all_available, multiple_imputation
    estimate: float
    interval: Interval
    n_used: int
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class MissingSensitivity:
    """Every way side by side. ``tipping``: how many points worse the missing must have done for the word to change;
    None where not even 2 SD change it. ``verdict`` is that of multiple imputation."""

    rows: tuple[Row, ...]
    imputation: Pooled
    tipping: float | None
    largest_shift: float
    missing_share: float
    needs_imputation: bool
    needs_shift: bool
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    warnings: tuple[Said, ...]
    tipping_said: Said
    verdict: Verdict

    @property
    def all_agree(self) -> bool:
        """Whether every way leads to the same word."""
        return len({(row.verdict.code, row.verdict.is_worse) for row in self.rows}) == 1

    @property
    def sentence(self) -> Said:
        """The verdict with the missing filled in, whether the ways agree, and what would tip it."""
        agree = _AGREE if self.all_agree else _DISAGREE
        return (
            self.verdict.sentence
            + agree.filled(n=self.n_missing + self.n_used, share=100 * self.missing_share)
            + self.tipping_said
        )


def missing_sensitivity(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    seed: int,
    is_trained: ArrayLike | None = None,
    is_randomised: bool = False,
    sessions: ArrayLike | None = None,
    n_sets: int = 20,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> MissingSensitivity | Refusal:
    """Hold a result of pre and post against what the missing may have scored.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing; whoever has neither is counted but tells nothing.
    is_trained : array_like of 0 or 1, shape (n,), optional
        Without it the effect is the mean gain of one group.
    sessions : array_like, shape (n,), optional
        Errors by CR2; from six sessions an arm.
    n_sets : int
        Imputed data sets, 2 or more.

    Returns
    -------
    MissingSensitivity or Refusal
        Refused where nobody is missing, more than 40 % of the outcomes are, fewer than 15 people (12 an arm, six
        sessions) are complete, or nothing varies.

    Raises
    ------
    ValueError
        Bad arrays, everybody in one arm, or fewer than two sets.

    Notes
    -----
    Checked against: in our test, the regression estimate under missing at random, and no shift.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> pre = rng.normal(50, 10, 60)
    >>> post = pre + 9 + rng.normal(0, 5, 60)
    >>> post[:8] = np.nan
    >>> found = missing_sensitivity(pre, post, seed=1)
    >>> [row.code for row in found.rows], found.verdict.code.value
    (['complete_cases', 'all_available', 'multiple_imputation'], 'likely')
    """
    people = counted({"pre": pre, "post": post}, missing=MissingPolicy.EXCLUDE)
    n = len(people.used)
    arm = None if is_trained is None else arm_array("is_trained", is_trained, n)
    session = None if sessions is None else session_array("sessions", sessions, n)
    refusal = refused_for_missing(people, METHOD) or _refused(people, arm, session)
    if refusal:
        return refusal
    asked = _Asked(arm, session, is_randomised, scale, level)
    before = float_array("pre", pre, ndim=1, may_miss=True)
    after = float_array("post", post, ndim=1, may_miss=True)
    return asked.compared(people, before, after, n_sets, seed)


@dataclass(frozen=True, eq=False)
class _Asked:
    """The design and the unit; arms and sessions of everybody."""

    arm: Floats | None
    session: Ints | None
    is_randomised: bool
    scale: Scale
    level: float

    def compared(
        self, people: Counted, pre: Floats, post: Floats, n_sets: int, seed: int
    ) -> MissingSensitivity:
        some = ~(np.isnan(pre) & np.isnan(post))
        filled, shift_weights = self._imputed(pre, post, some, n_sets, seed)
        used = people.used
        complete = self._analysed(pre[used], post[used], used)
        rows = [self._row("complete_cases", complete.estimate, complete.interval, people.n_used)]
        if self.session is None:
            available = self._available(pre, post)
            rows.append(
                self._row("all_available", available.estimate, available.interval, int(some.sum()))
            )
        imputation = self._pooled(filled, 0.0, shift_weights)
        rows.append(
            self._row(
                "multiple_imputation", imputation.estimate, imputation.interval, int(some.sum())
            )
        )
        largest = 2 * float(people["post"].std(ddof=1))
        tipping = self._tipping(filled, shift_weights, largest, rows[-1].verdict)
        share = people.missing_share
        return MissingSensitivity(
            rows=tuple(rows),
            imputation=imputation,
            tipping=tipping,
            largest_shift=largest,
            missing_share=share,
            needs_imputation=share > MUCH_MISSING,
            needs_shift=share > VERY_MUCH_MISSING,
            n_used=int(some.sum()),
            n_missing=int((~some).sum()),
            stages=people.stages,
            warnings=(),
            tipping_said=_tipping_said(tipping, largest, self.scale),
            verdict=rows[-1].verdict,
        )

    def _imputed(
        self, pre: Floats, post: Floats, some: Bools, n_sets: int, seed: int
    ) -> tuple[list[Coefficient], Floats]:
        """The analysis of every imputed set, and how far each estimate moves when missing outcomes move by one."""
        scores = Scores.of(pre, post, self.arm)
        moved = np.isnan(scores.post)
        if self.arm is not None:
            moved = moved & (self.arm[some] == 1)
        found, moves = [], []
        for before, after in imputed(scores, n_sets=n_sets, seed=seed):
            one = self._analysed(before, after, some)
            found.append(one)
            moves.append(self._analysed(before, after - moved, some).estimate - one.estimate)
        return found, np.array(moves)

    def _pooled(self, found: list[Coefficient], shift: float, moves: Floats) -> Pooled:
        estimates = np.array([each.estimate for each in found]) + shift * moves
        variances = [each.se**2 for each in found]
        return pooled(estimates, variances, min(each.df for each in found), level=self.level)

    def _tipping(
        self, found: list[Coefficient], moves: Floats, largest: float, verdict: Verdict
    ) -> float | None:
        """Estimates move linearly with the shift; their spread within a set is taken as it is."""
        sign = 1.0 if self.scale.higher_is_better else -1.0
        for step in range(1, N_SHIFTS + 1):
            shift = largest * step / N_SHIFTS
            at = self._pooled(found, sign * shift, moves)
            one = self._verdict(at.estimate, at.interval, 1)
            if (one.code, one.is_worse) != (verdict.code, verdict.is_worse):
                return shift
        return None

    def _analysed(self, pre: Floats, post: Floats, used: Bools) -> Coefficient:
        """The effect from complete scores of the people ``used``."""
        session = None if self.session is None else recoded(self.session[used])
        if self.arm is None:
            fit = fitted(post - pre, np.ones((len(pre), 1)), ("gain",))
            table = (
                fit.table(level=self.level)
                if session is None
                else cr2(fit, session).table(level=self.level)
            )
            return table[0]
        arm = self.arm[used].astype(np.int64)
        return fit_ancova(pre, post, arm, ("untrained", "trained")).robust(
            session, level=self.level
        )[2]

    def _available(self, pre: Floats, post: Floats) -> Coefficient:
        """A random intercept a person over every row there is."""
        n, y = len(pre), np.concatenate([pre, post])
        known = ~np.isnan(y)
        time = np.repeat([0.0, 1.0], n)
        columns, names = [np.ones(2 * n), time], ["(Intercept)", "time"]
        if self.arm is not None:
            arms = np.tile(self.arm, 2)
            columns, names = [*columns, arms * time], [*names, "effect"]
            if not self.is_randomised:
                columns, names = [*columns, arms], [*names, "arm"]
        fit = fitted(y[known], np.column_stack(columns)[known], tuple(names))
        person = recoded(np.tile(np.arange(n), 2)[known])
        known_variances = known_of_variances(random_intercept(fit, person))
        table = table_of_effects(known_variances, is_adjusted=True, level=self.level)
        return table[1 if self.arm is None else 2]

    def _row(self, code: str, estimate: float, interval: Interval, n_used: int) -> Row:
        return Row(code, estimate, interval, n_used, self._verdict(estimate, interval, n_used))

    def _verdict(self, estimate: float, interval: Interval, n_used: int) -> Verdict:
        one_group = self.arm is None
        gained = GAINED if self.scale.higher_is_better else ROSE
        return effect_verdict(
            estimate,
            interval,
            self.scale,
            gained if one_group else AHEAD,
            n_used=n_used,
            has_comparison=not one_group,
            why=NO_COMPARISON if one_group else BY_CHANCE if self.is_randomised else CHOSEN,
        )


def _refused(people: Counted, arm: Floats | None, session: Ints | None) -> Refusal | None:
    if people.n_missing == 0:
        return Refusal(
            METHOD,
            "nothing_missing",
            Said(
                f"{people.n_used} 人的前後測都齊全，不需要敏感度分析。",
                f"All {people.n_used} people have both measures.",
            ),
            Said("請直接看效果的結果。", "Read the effect itself."),
            n_used=people.n_used,
        )
    used = people.used
    if arm is None:
        if people.n_used < FEWEST_ONE_GROUP:
            return too_few(METHOD, people.n_used, FEWEST_ONE_GROUP, _STAGES)
    elif min(n1 := int(arm[used].sum()), n2 := int((1 - arm[used]).sum())) < FEWEST_PER_ARM:
        return too_few_per_arm(METHOD, n1, n2, FEWEST_PER_ARM, _STAGES)
    gains = people["post"] - people["pre"]
    if is_constant(gains) or is_constant(people["pre"]) or is_constant(people["post"]):
        return no_variation(METHOD, people.n_used)
    if arm is not None and is_explained(people["pre"], people["post"], arm[used]):
        return no_variation(METHOD, people.n_used)
    if session is None:
        return None
    arms = np.ones(len(used)) if arm is None else arm
    trained, untrained = sessions_per_arm(session[used], arms[used])
    return too_few_sessions(METHOD, trained, trained if arm is None else untrained, people.n_used)


_STAGES = Said(
    "請只報告各階段人數，並比較離開者的前測。",
    "Report the numbers at each stage and the leavers' pre-test only.",
)
_AGREE = Said(
    "{n} 人中 {share:.0f}% 沒有後測；用不同方式處理，結論都相同。",
    "{share:.0f}% of {n} have no outcome; every way of dealing with that leads to the same word.",
)
_DISAGREE = Said(
    "{n} 人中 {share:.0f}% 沒有後測；處理方式不同，結論就不同，請保守解讀。",
    "{share:.0f}% of {n} have no outcome; the ways of dealing with that lead to different words, so read it with care.",
)


def _tipping_said(tipping: float | None, largest: float, scale: Scale) -> Said:
    if tipping is None:
        amount = scale.amount(largest)
        return Said(
            f"即使缺席者比推估的差 {amount.zh}，結論也不變。",
            f"Even if the missing had done worse by {amount.en} the word would stay.",
        )
    amount = scale.amount(tipping)
    return Said(
        f"若缺席者比推估的差 {amount.zh}以上，結論就會改變。",
        f"If the missing did worse than filled in by {amount.en} or more, the word would change.",
    )
