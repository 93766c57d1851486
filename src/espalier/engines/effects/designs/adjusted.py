"""Effect of training adjusted for where people began: the ANCOVA of ``designs.ancova`` with gates, verdict and
sentence.

Adjusted difference = coefficient of the arm in post ~ pre + arm; interval by HC3, or CR2 with Satterthwaite's degrees
of freedom where people sit in sessions. With k arms beside the comparison group every interval has level 1 - (1 -
level)/k (Bonferroni). g = J · difference / SD of post within arms.

References
----------
Huitema: The Analysis of Covariance and Alternatives, 2nd ed. 2011. Pustejovsky, Tipton: JBES 36, 2018, 672–683.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.ancova import AncovaFit, AtStart, Pair, fit_ancova
from espalier.engines.effects.designs.checks import (
    no_variation,
    recoded,
    session_array,
    sessions_per_arm,
    too_few_sessions,
)
from espalier.engines.effects.designs.sizes import common_language, hedges_j
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    BY_CHANCE,
    CHOSEN,
    POINT_SCALE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.regression.coefficients import Coefficient
from espalier.engines.effects.regression.least_squares import Comparison, is_constant
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, code_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_PER_ARM = 12
SLOPES_DIFFER = 0.05  # p of the slopes test from which the effect is given at three starts


@dataclass(frozen=True, slots=True)
class ArmEffect:
    """One arm against the comparison group; ``g`` in standard deviations of post within arms."""

    label: str
    difference: Coefficient
    g: float
    common_language: float
    at_starts: tuple[AtStart, ...]
    starts_said: Said | None
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class AdjustedEffect:
    """Adjusted differences of every arm, the test of equal slopes, adjusted means and pairs of arms."""

    arms: tuple[ArmEffect, ...]
    coefficients: tuple[Coefficient, ...]
    adjusted_means: tuple[Coefficient, ...]
    pairs: tuple[Pair, ...]
    slopes: Comparison
    errors: str  # HC3 or CR2
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def estimate(self) -> float:
        """Adjusted difference of the first arm."""
        return self.arms[0].difference.estimate

    @property
    def interval(self) -> Interval:
        return self.arms[0].difference.interval

    @property
    def verdict(self) -> Verdict:
        """Of the first arm."""
        return self.arms[0].verdict

    @property
    def slopes_differ(self) -> bool:
        return self.slopes.p < SLOPES_DIFFER

    @property
    def sentence(self) -> Said:
        """Each arm's verdict, then at which start the effect is how large if that matters."""
        told = self._of_arm(self.arms[0])
        for each in self.arms[1:]:
            told = told + self._of_arm(each)
        return told

    def _of_arm(self, arm: ArmEffect) -> Said:
        told = arm.verdict.sentence
        if len(self.arms) > 1:
            told = Said(f"【{arm.label}】{told.zh}", f"[{arm.label}] {told.en}")
        return told + arm.starts_said if arm.starts_said else told


def adjusted_effect(
    pre: ArrayLike,
    post: ArrayLike,
    arm: ArrayLike,
    *,
    missing: MissingPolicy,
    labels: Sequence[str] = ("untrained", "trained"),
    sessions: ArrayLike | None = None,
    is_randomised: bool = True,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> AdjustedEffect | Refusal:
    """Effect of one or more trainings against a comparison group with the pre-test held, from 12 learners an arm.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing.
    arm : array_like of int, shape (n,)
        Codes of ``labels``; 0 is the comparison group.
    sessions : array_like, shape (n,), optional
        Code or label of the session each person sat in; from six sessions an arm.
    is_randomised : bool
        Whether chance formed the arms; it changes what may be said, not the number.

    Returns
    -------
    AdjustedEffect or Refusal
        Refused below 12 learners or six sessions an arm, without variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays or codes.

    Notes
    -----
    Checked against: cases ``effect_ancova_anorexia`` and ``effect_clustered_sessions`` (through ``fit_ancova``).

    Examples
    --------
    >>> pre = [50, 52, 54, 56, 58, 60, 62, 64, 66, 68, 70, 72] * 2
    >>> noise = [1, -2, 2, -1, 3, -3, 0, 2, -2, 1, -1, 0, 2, -1, -2, 3, 0, -3, 1, 2, -1, -2, 1, 0]
    >>> arm = [0] * 12 + [1] * 12
    >>> post = [p + 9 * a + e for p, a, e in zip(pre, arm, noise)]
    >>> found = adjusted_effect(pre, post, arm, missing=MissingPolicy.REFUSE)
    >>> round(found.estimate, 2), found.verdict.code.value
    (9.0, 'clear')
    """
    people = counted({"pre": pre, "post": post}, missing=missing)
    n = len(people.used)
    arms = code_array("arm", arm, n_codes=len(labels), length=n)[people.used]
    session = (
        None if sessions is None else recoded(session_array("sessions", sessions, n)[people.used])
    )
    refusal = refused_for_missing(people, "ancova") or _refused(people, arms, labels, session)
    if refusal:
        return refusal
    fit = fit_ancova(people["pre"], people["post"], arms, labels)
    if fit.separate.is_whole:
        return no_variation("ancova", people.n_used)
    slopes = fit.equal_slopes()
    k = len(labels) - 1
    each_level = 1 - (1 - level) / k
    table = fit.robust(session, level=each_level)
    found = tuple(
        _arm_effect(fit, code, table[1 + code], session, slopes, scale, each_level, is_randomised)
        for code in range(1, k + 1)
    )
    return AdjustedEffect(
        arms=found,
        coefficients=table,
        adjusted_means=fit.adjusted_means(level=level),
        pairs=fit.pairs(level=level),
        slopes=slopes,
        errors="HC3" if session is None else "CR2",
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(_slopes_said(slopes), _chance_said(is_randomised)),
        warnings=missing_warnings(people),
    )


def _arm_effect(
    fit: AncovaFit,
    code: int,
    difference: Coefficient,
    session: Ints | None,
    slopes: Comparison,
    scale: Scale,
    level: float,
    is_randomised: bool,
) -> ArmEffect:
    d = difference.estimate / _spread_within(fit)
    verdict = effect_verdict(
        difference.estimate,
        difference.interval,
        scale,
        AHEAD,
        n_used=fit.common.n_used,
        has_comparison=True,
        why=BY_CHANCE if is_randomised else CHOSEN,
    )
    starts = fit.at_starts(code, session, level=level) if slopes.p < SLOPES_DIFFER else ()
    g = hedges_j(fit.common.n_used - fit.n_arms) * d
    said = _starts_said(starts, scale) if starts else None
    return ArmEffect(fit.labels[code], difference, g, common_language(g), starts, said, verdict)


def _spread_within(fit: AncovaFit) -> float:
    """Standard deviation of post within arms, pooled."""
    inside = [fit.post[fit.arm == code] for code in range(fit.n_arms)]
    squares = sum(float(((each - each.mean()) ** 2).sum()) for each in inside)
    return float((squares / (len(fit.post) - fit.n_arms)) ** 0.5)


def _refused(
    people: Counted, arms: Ints, labels: Sequence[str], session: Ints | None
) -> Refusal | None:
    counts = np.bincount(arms, minlength=len(labels))
    if len(labels) < 2 or counts.min() < FEWEST_PER_ARM:
        shown = "、".join(f"{label} {n}" for label, n in zip(labels, counts, strict=True))
        return Refusal(
            "ancova",
            "too_few",
            Said(
                f"各組人數：{shown}；至少要兩組，每組至少 {FEWEST_PER_ARM} 人。",
                f"People by group: {shown.replace('、', ', ')}; two or more groups of {FEWEST_PER_ARM} or "
                f"more are needed.",
            ),
            Said(
                "請用等級檢定比較進步分數，或列出每位學員的線。",
                "Compare the gains by ranks, or show every learner's line.",
            ),
            n_used=people.n_used,
        )
    if is_constant(people["pre"]) or is_constant(people["post"]) or _spreadless(people, arms):
        return no_variation("ancova", people.n_used)
    if session is None:
        return None
    trained, untrained = sessions_per_arm(session, (arms > 0).astype(np.float64))
    return too_few_sessions("ancova", trained, untrained, people.n_used)


def _spreadless(people: Counted, arms: Ints) -> bool:
    """Whether the pre-test of some arm does not vary, so that its slope has no meaning."""
    return any(is_constant(people["pre"][arms == code]) for code in np.unique(arms))


def _slopes_said(slopes: Comparison) -> Assumption:
    held = slopes.p >= SLOPES_DIFFER
    said = (
        Said("兩組的起點與結果關係相近。", "The start bears on the outcome alike in all groups.")
        if held
        else Said(
            "效果隨起點而不同，單一的調整後差異不足以代表所有人。",
            "The effect depends on where a learner began; one adjusted difference does not stand for everybody.",
        )
    )
    return Assumption("equal_slopes", held, said)


def _chance_said(is_randomised: bool) -> Assumption:
    return Assumption("formed_by_chance", is_randomised, BY_CHANCE if is_randomised else CHOSEN)


def _starts_said(starts: tuple[AtStart, ...], scale: Scale) -> Said:
    (a, x), (b, y), (c, z) = (
        (scale.number(each.pre), scale.number(each.difference.estimate)) for each in starts
    )
    return Said(
        f"注意：效果隨起點而不同：起點低（{a}）時 {x}，中（{b}）時 {y}，高（{c}）時 {z}。",
        f"Mind: the effect depends on the start: {x} for a low start ({a}), {y} for a middle one ({b}), "
        f"{z} for a high one ({c}).",
    )


def adjusted_numbers(pre: Floats, post: Floats, arm: Floats) -> Coefficient:
    """The adjusted difference of two arms with HC3, without gates, for use as a second opinion.

    Raises
    ------
    ValueError
        As ``fit_ancova``.
    """
    fit = fit_ancova(pre, post, arm.astype(np.int64), ("untrained", "trained"))
    return fit.robust()[2]


def is_explained(pre: Floats, post: Floats, arm: Floats) -> bool:
    """Whether pre and arm explain every outcome to the last digit, so that nothing says how sure a difference is."""
    return fit_ancova(pre, post, arm.astype(np.int64), ("untrained", "trained")).common.is_whole
