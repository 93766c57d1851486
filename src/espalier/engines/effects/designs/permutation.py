"""Few sessions: each is one observation, and the difference of their means is held against every other way of
dividing them.

D = mean of the trained sessions' means - mean of the others'. Two-sided p = share of all divisions with |D| at least as
large (all of them up to 20,000, else 9,999 drawn ones and the real one). Interval by shifting: a division with
trained share K in place of the real one crosses the real D at c = (D - D_π)/(1 - K_π); the limits are the order
statistics of c. Where a pre-test is held, the sessions' means are of post - b·pre, b the slope within sessions, which
no division changes (b = 1, gains, where chance did not form the groups).

References
----------
Fisher: The Design of Experiments, 1935, section 21. Garthwaite: Confidence intervals from randomization tests.
Biometrics 52, 1996, 1387–1393. Raab, Butcher: Balance in cluster randomized trials. Statistics in Medicine 20, 2001,
351–365. Phipson, Smyth: Permutation p-values should never be zero. SAGMB 9, 2010, 39 (the real division is counted).
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb, floor

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import arm_array, no_variation, recoded, session_array
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    BASELINE_UNKNOWN,
    BY_CHANCE,
    CHOSEN,
    POINT_SCALE,
    TEST_BEFORE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import counted, missing_warnings, refused_for_missing
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

MOST_EXACT = 20_000
N_DRAWN = 9_999
METHOD = "session-permutation"


@dataclass(frozen=True, eq=False)
class PermutedDifference:
    """``estimate``: trained minus untrained session means; ``means`` of the sessions and which of them are
    ``trained``.
    """

    estimate: float
    p: float
    interval: Interval
    is_exact: bool
    n_divisions: int
    means: Floats
    trained: Bools
    slope: float | None  # b; 1 for gains
    n_sessions: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def sentence(self) -> Said:
        """The verdict, and that sessions were counted, not people."""
        note = Said(
            "這裡以 {k} 個梯次為單位（{n} 人），不以人為單位。",
            "Here the {k} sessions were counted ({n} people in them), not the people.",
        )
        return self.verdict.sentence + note.filled(k=self.n_sessions, n=self.n_used)


def permuted_difference(
    outcome: ArrayLike,
    is_trained: ArrayLike,
    sessions: ArrayLike,
    *,
    missing: MissingPolicy,
    seed: int,
    pre: ArrayLike | None = None,
    is_randomised: bool = True,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> PermutedDifference | Refusal:
    """Compare whole sessions, where they are too few for a model of how they differ.

    Parameters
    ----------
    outcome : array_like of float, shape (n,)
        NaN where missing.
    is_trained : array_like of 0 or 1, shape (n,)
        The same for everybody of a session.
    sessions : array_like, shape (n,)
    seed : int
        Of the drawn divisions where there are more than 20,000.
    pre : array_like of float, shape (n,), optional
        Held by its slope within sessions; where chance did not form the groups, taken off whole (gains are compared).

    Returns
    -------
    PermutedDifference or Refusal
        Refused where the sessions can be divided in so few ways that no result could reach the level (3 and 3: 20
        ways), all session means are alike, or more than 40 % of the outcomes are missing.

    Raises
    ------
    ValueError
        Bad arrays, or a session with trained and untrained people.

    Notes
    -----
    Checked against: all divisions counted out by hand in our test.

    Examples
    --------
    >>> sessions = np.repeat(np.arange(8), 3)
    >>> scores = np.repeat([60, 62, 64, 66, 70, 72, 74, 76], 3)
    >>> found = permuted_difference(
    ...     scores, sessions >= 4, sessions, missing=MissingPolicy.REFUSE, seed=1
    ... )
    >>> found.estimate, round(found.p, 4), found.n_divisions
    (10.0, 0.0286, 70)
    """
    measures = {"outcome": outcome} if pre is None else {"pre": pre, "outcome": outcome}
    people = counted(measures, missing=missing)
    n = len(people.used)
    arm = arm_array("is_trained", is_trained, n)[people.used]
    session = recoded(session_array("sessions", sessions, n)[people.used])
    trained = _arm_of_session(arm, session)
    slope = None if pre is None else 1.0
    if pre is not None and is_randomised:
        slope = _slope_within(people["pre"], people["outcome"], session)
    held = people["outcome"] if slope is None else people["outcome"] - slope * people["pre"]
    means = np.bincount(session, held) / np.bincount(session)
    refusal = refused_for_missing(people, METHOD) or _refused(means, trained, level, people.n_used)
    if refusal:
        return refusal
    divisions, is_exact = _divisions(trained, seed)
    estimate, p, interval = _against(means, trained, divisions, is_exact, level)
    why = BY_CHANCE if is_randomised else CHOSEN if pre is not None else CHOSEN + BASELINE_UNKNOWN
    verdict = effect_verdict(
        estimate,
        interval,
        scale,
        AHEAD,
        n_used=len(means),
        has_comparison=is_randomised or pre is not None,
        why=why,
        people=Said("{n} 個梯次", "{n} sessions"),
        remedy=TEST_BEFORE,
    )
    return PermutedDifference(
        estimate=estimate,
        p=p,
        interval=interval,
        is_exact=is_exact,
        n_divisions=len(divisions),
        means=means,
        trained=trained,
        slope=slope,
        n_sessions=len(means),
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(Assumption("formed_by_chance", is_randomised, why),),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


def _arm_of_session(arm: Floats, session: Ints) -> Bools:
    share = np.bincount(session, arm) / np.bincount(session)
    mixed = np.flatnonzero((share > 0) & (share < 1))
    if len(mixed):
        raise ValueError(
            f"sessions: trained and untrained people in the same session (number {int(mixed[0])} in order); "
            "whole sessions are compared here"
        )
    return np.asarray(share == 1)


def _slope_within(pre: Floats, outcome: Floats, session: Ints) -> float:
    """Slope of outcome on pre inside sessions; 0 where pre does not vary there."""
    sizes = np.bincount(session)
    x = pre - (np.bincount(session, pre) / sizes)[session]
    y = outcome - (np.bincount(session, outcome) / sizes)[session]
    return (
        0.0
        if is_constant(pre) or float(x @ x) <= 1e-12 * float(pre @ pre)
        else float(x @ y / (x @ x))
    )


def _refused(means: Floats, trained: Bools, level: float, n_used: int) -> Refusal | None:
    k, n_trained = len(means), int(trained.sum())
    ways = comb(k, n_trained)
    if 0 < n_trained < k and 2 / ways <= 1 - level:
        return no_variation(METHOD, n_used) if is_constant(means) else None
    return Refusal(
        METHOD,
        "too_few_sessions",
        Said(
            f"{k} 個梯次（{n_trained} 個受訓）只有 {ways} 種分法，任何結果都可能只是運氣。",
            f"{k} sessions ({n_trained} of them trained) can be divided in {ways} ways only; any result could be luck.",
        ),
        Said(
            "請列出各梯次平均；至少 4 個對 4 個梯次才比較。",
            "Show each session's mean; compare from 4 against 4 sessions on.",
        ),
        n_used=n_used,
    )


def _divisions(trained: Bools, seed: int) -> tuple[Bools, bool]:
    """Every division (rows) with as many trained, or drawn ones with the real one first."""
    k, n_trained = len(trained), int(trained.sum())
    ways = comb(k, n_trained)
    if ways <= MOST_EXACT:
        rows = np.zeros((ways, k), dtype=np.bool_)
        places = np.array(list(combinations(range(k), n_trained)))
        rows[np.arange(ways)[:, None], places] = True
        return rows, True
    draws = np.random.default_rng(seed)
    order = np.argsort(draws.random((N_DRAWN, k)), axis=1)
    return np.vstack([trained, trained[order]]), False


def _against(
    means: Floats, trained: Bools, divisions: Bools, is_exact: bool, level: float
) -> tuple[float, float, Interval]:
    n1 = int(trained.sum())
    n2 = len(means) - n1
    contrast = divisions / n1 - ~divisions / n2
    real = trained / n1 - ~trained / n2
    observed = float(real @ means)
    found = contrast @ means
    edge = 1e-9 * max(1e-300, float(np.abs(means).max()))
    p = float((np.abs(found) >= abs(observed) - edge).mean())
    moved = contrast @ trained.astype(np.float64)  # D_π of a shift by one: 1 for the real division
    is_other = moved < 1 - 1e-9
    crossings = np.sort((observed - found[is_other]) / (1 - moved[is_other]))
    # A limit may leave out at most (1 - level)/2 of all divisions, the real one counted.
    k = max(1, floor((1 - level) / 2 * len(divisions) + 1e-9))
    return observed, p, Interval(float(crossings[k - 1]), float(crossings[-k]), level)
