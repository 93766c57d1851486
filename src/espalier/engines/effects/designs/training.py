"""The effect of a training from its data: the design is read off, the estimator chosen, the result told with its
reason.

Where the chosen estimator refuses because people are few or gains lopsided, ranks take its place; where those refuse
too, the refusal is the answer.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.adjusted import AdjustedEffect, adjusted_effect
from espalier.engines.effects.designs.checks import (
    FEWEST_SESSIONS,
    arm_array,
    recoded,
    session_array,
    sessions_per_arm,
)
from espalier.engines.effects.designs.choosing import Choice, ChosenBy, Design, Estimator, choose
from espalier.engines.effects.designs.differences import DifferenceEffect, difference_in_differences
from espalier.engines.effects.designs.paired import PairedEffect, paired_effect
from espalier.engines.effects.designs.permutation import PermutedDifference, permuted_difference
from espalier.engines.effects.designs.sessions import SessionEffect, session_effect, session_gain
from espalier.engines.effects.designs.small import RankedGain, ranked_gain
from espalier.engines.effects.designs.two_groups import (
    RankedDifference,
    TwoGroupEffect,
    ranked_difference,
    welch_effect,
)
from espalier.engines.effects.designs.verdicts import POINT_SCALE, Scale
from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Interval, Refusal, Said, Verdict

Effect = (
    PairedEffect
    | RankedGain
    | TwoGroupEffect
    | RankedDifference
    | AdjustedEffect
    | DifferenceEffect
    | SessionEffect
    | PermutedDifference
)
# Refusals of a mean that ranks can answer.
TO_RANKS = frozenset({"too_few", "skewed"})


@dataclass(frozen=True, eq=False)
class Measurements:
    """What was measured of whom, checked at birth.

    Parameters
    ----------
    post : array_like of float, shape (n,)
        NaN where missing.
    pre : array_like of float, shape (n,), optional
    is_trained : array_like of 0 or 1, shape (n,), optional
        Left out where everybody was trained.
    chosen_by : ChosenBy, optional
        Who decided who was trained; needed with ``is_trained``.
    sessions : array_like, shape (n,), optional
        Code or label of each person's session.

    Raises
    ------
    ValueError
        Unequal lengths, nobody, or an arm without its chooser.
    """

    post: Floats
    pre: Floats | None
    arm: Floats | None
    session: Ints | None
    chosen_by: ChosenBy | None

    def __init__(
        self,
        post: ArrayLike,
        *,
        pre: ArrayLike | None = None,
        is_trained: ArrayLike | None = None,
        chosen_by: ChosenBy | None = None,
        sessions: ArrayLike | None = None,
    ) -> None:
        after = float_array("post", post, ndim=1, may_miss=True)
        n = len(after)
        before = None if pre is None else float_array("pre", pre, ndim=1, may_miss=True)
        if n == 0:
            raise ValueError("post: nobody at all")
        if before is not None and len(before) != n:
            raise ValueError(
                f"pre and post: one value a person expected, got {len(before)} and {n}"
            )
        arm = None if is_trained is None else arm_array("is_trained", is_trained, n)
        session = None if sessions is None else session_array("sessions", sessions, n)
        chooser = None if chosen_by is None else ChosenBy(chosen_by)
        if (arm is None) != (chooser is None):
            raise ValueError(
                "chosen_by: say who chose the comparison group, and only where there is one"
            )
        for name, value in zip(
            self.__dataclass_fields__, (after, before, arm, session, chooser), strict=True
        ):
            object.__setattr__(self, name, value)

    @property
    def used(self) -> Bools:
        """Who has every measure."""
        known = ~np.isnan(self.post)
        return known if self.pre is None else known & ~np.isnan(self.pre)

    @property
    def design(self) -> Design:
        """The design these data come from, as far as they themselves show it."""
        n_sessions, is_mixed = None, False
        if self.session is not None and self.used.any():
            session = recoded(self.session[self.used])
            arm = np.ones(len(session)) if self.arm is None else self.arm[self.used]
            per_arm = sessions_per_arm(session, arm)
            n_sessions = max(1, per_arm[0] if self.arm is None else min(per_arm))
            is_mixed = sum(per_arm) > len(np.unique(session))
        return Design(
            has_comparison=self.arm is not None,
            has_pre=self.pre is not None,
            chosen_by=self.chosen_by,
            n_sessions=n_sessions,
            has_mixed_sessions=is_mixed,
        )


@dataclass(frozen=True, eq=False)
class TrainingEffect:
    """The ``choice`` of the estimator with its reason, and the ``result``; ``replaced`` is what refused before it."""

    choice: Choice
    result: Effect
    replaced: Refusal | None

    @property
    def estimate(self) -> float:
        return self.result.estimate

    @property
    def interval(self) -> Interval:
        return self.result.interval

    @property
    def n_used(self) -> int:
        return self.result.n_used

    @property
    def n_missing(self) -> int:
        return self.result.n_missing

    @property
    def verdict(self) -> Verdict:
        return self.result.verdict

    @property
    def sentence(self) -> Said:
        """The result, then how it was chosen and what to mind."""
        told = self.result.sentence + self.choice.sentence
        return told if self.replaced is None else told + self.replaced.reason


def training_effect(
    measured: Measurements,
    *,
    missing: MissingPolicy,
    seed: int,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> TrainingEffect | Refusal:
    """The effect of a training by the estimator its design asks for.

    Returns
    -------
    TrainingEffect or Refusal
        The refusal of the design, or of the estimator where ranks cannot take its place.

    Raises
    ------
    ValueError
        Bad arrays.

    Notes
    -----
    Checked against: each estimator's own cases; case ``effect_clustered_sessions`` ends in the mixed model, not in
    least squares.

    Examples
    --------
    >>> found = training_effect(
    ...     Measurements([60, 58, 66, 55, 66, 69], pre=[50, 52, 55, 47, 60, 58]),
    ...     missing=MissingPolicy.REFUSE, seed=1,
    ... )
    >>> found.choice.estimator.value, found.replaced.code, type(found.result).__name__
    ('paired-t', 'too_few', 'RankedGain')
    """
    choice = choose(measured.design)
    if isinstance(choice, Refusal):
        return replace(choice, n_used=int(measured.used.sum()))
    asked = _Asked(measured, missing, seed, scale, level)
    result = asked.estimated(choice.estimator)
    if not isinstance(result, Refusal):
        return TrainingEffect(choice, result, None)
    by_ranks = asked.by_ranks() if result.code in TO_RANKS else result
    return by_ranks if isinstance(by_ranks, Refusal) else TrainingEffect(choice, by_ranks, result)


@dataclass(frozen=True, eq=False)
class _Asked:
    measured: Measurements
    missing: MissingPolicy
    seed: int
    scale: Scale
    level: float

    def estimated(self, estimator: Estimator) -> Effect | Refusal:
        """The result of one estimator, of those that ``choose`` gives for scores."""
        if self.measured.arm is None:
            return self._gain(estimator)
        if estimator in (Estimator.MIXED, Estimator.PERMUTATION):
            return self._by_session(estimator, self.measured.arm)
        return self._of_people(estimator, self.measured.arm)

    def by_ranks(self) -> Effect | Refusal:
        """Ranks in place of means; with a pre measure the gains are compared."""
        m = self.measured
        if m.arm is None:
            assert m.pre is not None  # ``choose`` refuses one group without it
            return ranked_gain(
                m.pre, m.post, missing=self.missing, scale=self.scale, level=self.level
            )
        return ranked_difference(
            m.post if m.pre is None else m.post - m.pre,
            m.arm,
            is_randomised=m.design.is_randomised,
            missing=self.missing,
            scale=self.scale,
            level=self.level,
        )

    def _gain(self, estimator: Estimator) -> Effect | Refusal:
        m = self.measured
        assert m.pre is not None  # ``choose`` refuses one group without it
        if estimator is Estimator.SESSION_GAIN:
            assert m.session is not None  # ``choose`` counted them
            return session_gain(
                m.pre, m.post, m.session, missing=self.missing, scale=self.scale, level=self.level
            )
        return paired_effect(
            m.pre, m.post, missing=self.missing, seed=self.seed, scale=self.scale, level=self.level
        )

    def _by_session(self, estimator: Estimator, arm: Floats) -> Effect | Refusal:
        m = self.measured
        assert m.session is not None  # ``choose`` counted them
        if estimator is Estimator.MIXED:
            return session_effect(
                m.post,
                arm,
                m.session,
                pre=m.pre,
                is_randomised=m.design.is_randomised,
                missing=self.missing,
                scale=self.scale,
                level=self.level,
            )
        return permuted_difference(
            m.post,
            arm,
            m.session,
            pre=m.pre,
            is_randomised=m.design.is_randomised,
            missing=self.missing,
            seed=self.seed,
            scale=self.scale,
            level=self.level,
        )

    def _of_people(self, estimator: Estimator, arm: Floats) -> Effect | Refusal:
        m = self.measured
        if estimator is Estimator.WELCH or m.pre is None:
            return welch_effect(
                m.post,
                arm,
                is_randomised=m.design.is_randomised,
                missing=self.missing,
                scale=self.scale,
                level=self.level,
            )
        if estimator is Estimator.ANCOVA:
            codes = arm.astype(np.int64)
            return adjusted_effect(
                m.pre, m.post, codes, missing=self.missing, scale=self.scale, level=self.level
            )
        few = (m.design.n_sessions or 0) < FEWEST_SESSIONS
        return difference_in_differences(
            m.pre,
            m.post,
            arm,
            sessions=None if few else m.session,
            missing=self.missing,
            scale=self.scale,
            level=self.level,
        )
