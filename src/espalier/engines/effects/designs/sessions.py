"""Learners inside sessions: the effect by a random-intercept model, one gain of one group included.

outcome = a + effect·trained (+ b·pre) + u_session + e by REML, Kenward and Roger's errors and degrees of freedom;
design effect 1 + (m - 1) ICC. The plain t over people is never given where people share sessions.

References
----------
Kenward, Roger: Biometrics 53, 1997, 983–997. Murray: Design and Analysis of Group-Randomized Trials, 1998.
Kish: Survey Sampling, 1965, section 5.4 (design effect).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    COMFORTABLE_SESSIONS,
    FEWEST_SESSIONS,
    arm_array,
    many_sessions,
    no_variation,
    recoded,
    session_array,
    sessions_per_arm,
    too_few_sessions,
)
from espalier.engines.effects.designs.paired import COMPARISON_ABSENT
from espalier.engines.effects.designs.sizes import common_language, hedges_j
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    BASELINE_UNKNOWN,
    BY_CHANCE,
    CHOSEN,
    GAINED,
    KEEP_A_SESSION,
    NO_COMPARISON,
    POINT_SCALE,
    ROSE,
    TEST_BEFORE,
    Scale,
    Telling,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.mixed.degrees import known_of_variances, table_of_effects
from espalier.engines.effects.mixed.random_intercept import random_intercept
from espalier.engines.effects.regression.coefficients import Coefficient
from espalier.engines.effects.regression.least_squares import (
    NO_SPREAD,
    LeastSquares,
    fitted,
    is_constant,
)
from espalier.engines.effects.regression.sandwich import cr2
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

METHOD = "mixed-model"


class Degrees(StrEnum):
    """Whose degrees of freedom the interval has."""

    KENWARD_ROGER = "kenward_roger"
    SATTERTHWAITE = "satterthwaite"
    CR2 = "cr2"  # least squares with cluster-robust errors, no model of the sessions


@dataclass(frozen=True, eq=False)
class SessionEffect:
    """The effect with sessions taken into account, by three ways of saying how sure; ``effect`` is the one asked for.

    ``g`` in standard deviations of people within and between sessions together.
    """

    effect: Coefficient
    degrees: Degrees
    kenward_roger: tuple[Coefficient, ...]
    satterthwaite: tuple[Coefficient, ...]
    cr2: tuple[Coefficient, ...]
    variance_between: float
    variance_within: float
    icc: float
    design_effect: float
    g: float
    common_language: float
    n_sessions: int
    n_used: int
    n_missing: int
    converged: bool
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def estimate(self) -> float:
        return self.effect.estimate

    @property
    def interval(self) -> Interval:
        return self.effect.interval

    @property
    def n_effective(self) -> float:
        """How many independent learners these tell as much as."""
        return self.n_used / self.design_effect

    @property
    def sentence(self) -> Said:
        """The verdict, then how alike people of one session are."""
        alike = Said(
            "同一梯次的人彼此相似（ICC {icc:.2f}，{sessions} 個梯次），{n} 人的資訊約等於 {effective:.0f} 位獨立的人。",
            "People of one session are alike (ICC {icc:.2f}, {sessions} sessions): {n} learners tell about as much as "
            "{effective:.0f} independent ones.",
        )
        return self.verdict.sentence + alike.filled(
            icc=self.icc, sessions=self.n_sessions, n=self.n_used, effective=self.n_effective
        )


def session_effect(
    outcome: ArrayLike,
    is_trained: ArrayLike,
    sessions: ArrayLike,
    *,
    missing: MissingPolicy,
    pre: ArrayLike | None = None,
    is_randomised: bool = True,
    degrees: Degrees = Degrees.KENWARD_ROGER,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> SessionEffect | Refusal:
    """Trained against untrained people who sat in sessions, from six sessions an arm.

    Parameters
    ----------
    outcome : array_like of float, shape (n,)
        NaN where missing.
    is_trained : array_like of 0 or 1, shape (n,)
    sessions : array_like, shape (n,)
        Code or label of each person's session.
    pre : array_like of float, shape (n,), optional
        Held if given.

    Returns
    -------
    SessionEffect or Refusal
        Refused below six sessions an arm (``designs.permutation`` instead), with one person a session, without
        variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays, or everybody in one arm.

    Notes
    -----
    Checked against: case ``effect_clustered_sessions`` (lmerTest, pbkrtest, clubSandwich), 0.01 and 1e-5.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> sessions = np.repeat(np.arange(24), 10)
    >>> trained = sessions % 2
    >>> scores = 60 + 12 * trained + rng.normal(0, 3, 24)[sessions] + rng.normal(0, 8, 240)
    >>> found = session_effect(scores, trained, sessions, missing=MissingPolicy.REFUSE)
    >>> found.verdict.code.value, 15 < found.effect.df < 25
    ('clear', True)
    """
    measures = {"outcome": outcome} if pre is None else {"pre": pre, "outcome": outcome}
    people = counted(measures, missing=missing)
    n = len(people.used)
    arm = arm_array("is_trained", is_trained, n)[people.used]
    session = recoded(session_array("sessions", sessions, n)[people.used])
    refusal = refused_for_missing(people, METHOD) or _refused(people, session, arm)
    if refusal:
        return refusal
    columns = [np.ones(people.n_used), arm] + ([] if pre is None else [people["pre"]])
    names = ("(Intercept)", "trained") + (() if pre is None else ("pre",))
    fit = fitted(people["outcome"], np.column_stack(columns), names)
    asked = _Asked(
        scale=scale,
        degrees=Degrees(degrees),
        level=level,
        at=1,
        telling=AHEAD,
        has_comparison=is_randomised or pre is not None,
        why=BY_CHANCE
        if is_randomised
        else CHOSEN
        if pre is not None
        else CHOSEN + BASELINE_UNKNOWN,
        remedy=TEST_BEFORE,
        assumptions=(many_sessions(*sessions_per_arm(session, arm)),),
    )
    return _result(fit, session, people, asked)


def session_gain(
    pre: ArrayLike,
    post: ArrayLike,
    sessions: ArrayLike,
    *,
    missing: MissingPolicy,
    degrees: Degrees = Degrees.KENWARD_ROGER,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> SessionEffect | Refusal:
    """Gain of one group that sat in six or more sessions: gain = a + u_session + e, a being the gain.

    Returns
    -------
    SessionEffect or Refusal
        Refused below six sessions, with one person a session, without variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays.

    Notes
    -----
    Checked against: with equal sessions, Student's t over the session means in our test, 1e-6.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> sessions = np.repeat(np.arange(8), 6)
    >>> pre = rng.normal(50, 10, 48)
    >>> post = pre + 9 + rng.normal(0, 2, 8)[sessions] + rng.normal(0, 4, 48)
    >>> found = session_gain(pre, post, sessions, missing=MissingPolicy.REFUSE)
    >>> found.verdict.code.value, round(found.effect.df)
    ('likely', 7)
    """
    people = counted({"pre": pre, "post": post}, missing=missing)
    session = recoded(session_array("sessions", sessions, len(people.used))[people.used])
    gains = people["post"] - people["pre"]
    n_sessions = int(session.max()) + 1
    refusal = refused_for_missing(people, METHOD) or _refused_gain(gains, session, n_sessions)
    if refusal:
        return refusal
    fit = fitted(gains, np.ones((len(gains), 1)), ("gain",))
    asked = _Asked(
        scale=scale,
        degrees=Degrees(degrees),
        level=level,
        at=0,
        telling=GAINED if scale.higher_is_better else ROSE,
        has_comparison=False,
        why=NO_COMPARISON,
        remedy=KEEP_A_SESSION,
        assumptions=(_enough(n_sessions), COMPARISON_ABSENT),
    )
    return _result(fit, session, people, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a fit: which coefficient (``at``), how sure by whom, and how it is said."""

    scale: Scale
    degrees: Degrees
    level: float
    at: int
    telling: Telling
    has_comparison: bool
    why: Said
    remedy: Said
    assumptions: tuple[Assumption, ...]


def _result(
    fit: LeastSquares, session: Ints, people: Counted, asked: _Asked
) -> SessionEffect | Refusal:
    robust = cr2(fit, session)
    if (np.diag(robust.covariance) <= NO_SPREAD * np.diag(fit.covariance)).any():
        return no_variation(METHOD, people.n_used)  # sessions alike to the last digit
    model = random_intercept(fit, session)
    known = known_of_variances(model)
    tables = {
        Degrees.KENWARD_ROGER: table_of_effects(known, is_adjusted=True, level=asked.level),
        Degrees.SATTERTHWAITE: table_of_effects(known, is_adjusted=False, level=asked.level),
        Degrees.CR2: robust.table(level=asked.level),
    }
    effect = tables[asked.degrees][asked.at]
    spread = (model.variance_between + model.variance_within) ** 0.5
    g = hedges_j(fit.df) * effect.estimate / spread
    return SessionEffect(
        effect=effect,
        degrees=asked.degrees,
        kenward_roger=tables[Degrees.KENWARD_ROGER],
        satterthwaite=tables[Degrees.SATTERTHWAITE],
        cr2=tables[Degrees.CR2],
        variance_between=model.variance_between,
        variance_within=model.variance_within,
        icc=model.icc,
        design_effect=model.design_effect,
        g=g,
        common_language=common_language(g),
        n_sessions=model.n_clusters,
        n_used=people.n_used,
        n_missing=people.n_missing,
        converged=model.converged,
        stages=people.stages,
        assumptions=asked.assumptions,
        warnings=missing_warnings(people) + ((_NO_SPREAD,) if model.is_singular else ()),
        verdict=effect_verdict(
            effect.estimate,
            effect.interval,
            asked.scale,
            asked.telling,
            n_used=people.n_used,
            has_comparison=asked.has_comparison,
            why=asked.why,
            remedy=asked.remedy,
        ),
    )


_NO_SPREAD = Said(
    "資料看不出梯次之間有差異；梯次少時這很常見，不代表梯次都一樣。",
    "No spread between sessions was found; with few sessions that is common and does not mean they are alike.",
)


def _refused(people: Counted, session: Ints, arm: Floats) -> Refusal | None:
    outcome, pre = people["outcome"], people.values.get("pre")
    if is_constant(outcome) or (pre is not None and is_constant(pre)):
        return no_variation(METHOD, people.n_used)
    trained, untrained = sessions_per_arm(session, arm)
    return too_few_sessions(METHOD, trained, untrained, people.n_used) or _singles(session)


def _refused_gain(gains: Floats, session: Ints, n_sessions: int) -> Refusal | None:
    if is_constant(gains):
        return no_variation(METHOD, len(gains))
    if n_sessions < FEWEST_SESSIONS:
        return Refusal(
            METHOD,
            "too_few_sessions",
            Said(
                f"只有 {n_sessions} 個梯次，少於 {FEWEST_SESSIONS} 個，梯次之間的差異估不準。",
                f"{n_sessions} sessions; with fewer than {FEWEST_SESSIONS} how sessions differ cannot be estimated.",
            ),
            Said(
                "結論只限於這幾個梯次：用配對 t 或等級檢定，並註明不能推到其他梯次。",
                "Speak of these sessions only: use the paired t or ranks, and say that it does not reach to others.",
            ),
            n_used=len(gains),
        )
    return _singles(session)


def _singles(session: Ints) -> Refusal | None:
    """One person a session: people and sessions are one thing."""
    if len(np.unique(session)) < len(session):
        return None
    return Refusal(
        METHOD,
        "one_person_a_session",
        Said(
            "每個梯次只有一人，梯次與個人分不開。",
            "Every session has one person, so people and sessions are one.",
        ),
        Said("請不要放入梯次，直接以個人分析。", "Leave the sessions out and analyse the people."),
        n_used=len(session),
    )


def _enough(n_sessions: int) -> Assumption:
    held = n_sessions >= COMFORTABLE_SESSIONS
    return Assumption(
        "many_sessions",
        held,
        Said(
            f"{n_sessions} 個梯次" + ("，數目足夠。" if held else "，不到 20 個，結論仍較脆弱。"),
            f"{n_sessions} sessions"
            + (", enough for comfort." if held else "; below 20 the result is still fragile."),
        ),
    )
