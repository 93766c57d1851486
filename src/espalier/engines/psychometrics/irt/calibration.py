"""Items on one scale, and what may be said of them: estimates with intervals, or a refusal with the alternative."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Ints, MissingPolicy
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.irt import gates, wording
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.marginal import MOST_STEPS, Estimates, estimate
from espalier.engines.psychometrics.irt.maximisation import Penalty, Slope
from espalier.engines.psychometrics.irt.priors import BetaGuessing, LognormalSlope
from espalier.engines.psychometrics.irt.responses import Responses, read_responses


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """One item on the scale.

    ``a`` is the discrimination per standard deviation of the people (no factor 1.7), ``b`` the places of the steps
    in standard deviations from the average person (one for right/wrong items), ``c`` the chance to guess right.
    ``b`` and its intervals are ``None`` where the interval of ``a`` includes 0: an item that does not separate has
    no place.
    """

    name: str
    a: float
    a_interval: Interval
    b: tuple[float, ...] | None
    b_intervals: tuple[Interval, ...] | None
    c: float = 0.0
    c_interval: Interval | None = None


@dataclass(frozen=True, eq=False)
class Calibration:
    """A fitted model of a test.

    ``estimates`` holds the bare parameters with their covariance, to score people, test the fit or compute information.
    ``lowest`` (n_items,) is the answer that became category 0.
    """

    model: Model
    items: tuple[ItemParameters, ...]
    estimates: Estimates
    lowest: Ints
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    converged: bool

    @property
    def log_likelihood(self) -> float:
        return self.estimates.log_likelihood

    @property
    def aic(self) -> float:
        return self.estimates.aic

    @property
    def bic(self) -> float:
        return self.estimates.bic

    @property
    def sentence(self) -> Said:
        """What the calibration means for a training manager."""
        errors = [i.width / 3.92 for item in self.items for i in item.b_intervals or ()]
        return wording.of_calibration(
            self.model,
            n=self.n_used,
            places=[(item.name, float(np.mean(item.b))) for item in self.items if item.b],
            weak=[item.name for item in self.items if item.b is None or item.a < 0],
            n_items=len(self.items),
            error=float(np.median(errors)) if errors else None,
            converged=self.converged,
        )


def rasch(
    answers: ArrayLike, *, missing: MissingPolicy, names: Sequence[str] | None = None
) -> Calibration | Refusal:
    r"""Rasch model by marginal ML: logit P = θ − b with a free spread σ of the people.

    .. math:: P(x_{ij} = 1) = L(a\theta_i + d_j), \quad \theta \sim N(0, 1), \; a = \sigma, \; b_j = -d_j/a

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        0 and 1, NaN where there is no answer.
    missing : MissingPolicy
        ``exclude``: an unanswered item says nothing; ``as_zero``: it is wrong; ``refuse``.

    Returns
    -------
    Calibration or Refusal
        Refused below 30 people; below 100 a warning stands beside the result.

    Raises
    ------
    ValueError
        Whatever :func:`~espalier.engines.psychometrics.irt.responses.read_responses` refuses.

    References
    ----------
    Rasch 1960. Thissen 1982, Psychometrika 47, 175–186. Linacre 1994, Rasch Measurement Transactions 7:4, 328 (sizes).

    Notes
    -----
    Checked against: cases ``irt_lsat6_rasch_2pl`` (R ltm), 1e-3; ``irt_deayala_pattern_freq`` (R mirt), 2e-3.

    Examples
    --------
    >>> found = rasch([[1, 0]] * 12, missing=MissingPolicy.REFUSE)
    >>> found.code, found.n_used
    ('too_few_people', 12)
    """
    responses = read_responses(answers, missing=missing, names=names, n_categories=2)
    return calibrated(responses, Model.RASCH, Penalty(Slope.COMMON))


def two_parameter(
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
    prior: LognormalSlope | None = LognormalSlope(),  # noqa: B008 - frozen
) -> Calibration | Refusal:
    """Two-parameter logistic model by marginal ML: logit P = aθ + d, b = −d/a.

    Parameters
    ----------
    answers, missing
        As in :func:`rasch`.
    prior : LognormalSlope or None
        Keeps slopes positive and moderate; without it 500 people are needed, with it 200.

    Returns
    -------
    Calibration or Refusal
        Refused with too few people, an item all answered alike, or a slope that the data do not hold.

    References
    ----------
    Birnbaum 1968 in Lord & Novick. Bock & Aitkin 1981, Psychometrika 46, 443–459. doi:10.1007/BF02293801

    Notes
    -----
    Checked against: case ``irt_lsat6_rasch_2pl`` (R ltm, mirt), 2e-3, without prior.

    Examples
    --------
    >>> found = two_parameter([[1, 0], [0, 1]] * 50, missing=MissingPolicy.REFUSE)
    >>> found.instead.en
    'Fit the Rasch model (one discrimination for all questions) instead.'
    """
    responses = read_responses(answers, missing=missing, names=names, n_categories=2)
    return calibrated(responses, Model.TWO_PARAMETER, Penalty(a=prior))


def three_parameter(
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
    prior: BetaGuessing = BetaGuessing(),  # noqa: B008 - frozen
    slope_prior: LognormalSlope | None = None,
) -> Calibration | Refusal:
    """Three-parameter logistic model: P = c + (1 − c) L(aθ + d), with a beta prior on c, which is not optional.

    Parameters
    ----------
    answers, missing
        As in :func:`rasch`.
    prior : BetaGuessing
        Default beta(5, 17), mode .20.

    Returns
    -------
    Calibration or Refusal
        Refused below 1,000 people.

    References
    ----------
    Birnbaum 1968. Lord 1980, Applications of item response theory to practical testing problems.

    Notes
    -----
    Checked against: case ``irt_3pl_simulated``: recovery of the truth, and R mirt's estimates under the prior as
    that program applies it (:class:`~espalier.engines.psychometrics.irt.priors.MirtGuessing`), .05.

    Examples
    --------
    >>> three_parameter([[1, 0], [0, 1]] * 100, missing=MissingPolicy.REFUSE).code
    'too_few_people'
    """
    responses = read_responses(answers, missing=missing, names=names, n_categories=2)
    return calibrated(responses, Model.THREE_PARAMETER, Penalty(a=slope_prior, c=prior))


def graded_response(
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
    prior: LognormalSlope | None = None,
) -> Calibration | Refusal:
    """Graded response model: P(at least category k) = L(aθ + d_k), d decreasing; for rating scales and part marks.

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        Whole numbers; each item's lowest is its first category.

    Returns
    -------
    Calibration or Refusal
        Refused below 300 people or where a category has fewer than ten answers: it says which.

    References
    ----------
    Samejima 1969, Psychometrika Monograph 17.

    Notes
    -----
    Checked against: case ``irt_grm_science`` (R mirt, ltm), .01.

    Examples
    --------
    >>> found = graded_response([[1, 2], [2, 3], [3, 1]] * 133 + [[1, 4]], missing=MissingPolicy.REFUSE)
    >>> found.reason.en
    'Every category needs at least 10 answers; these have fewer: 2: 4 (n = 1).'
    """
    responses = read_responses(answers, missing=missing, names=names)
    return calibrated(responses, Model.GRADED, Penalty(a=prior))


def partial_credit(
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    names: Sequence[str] | None = None,
    prior: LognormalSlope | None = None,
) -> Calibration | Refusal:
    """Generalized partial credit model: P_k ∝ exp(k·aθ + d_k); b_k is where categories k − 1 and k are equally likely.

    Parameters and refusals as in :func:`graded_response`.

    References
    ----------
    Muraki, E.: A generalized partial credit model. Applied Psychological Measurement 16, 1992, 159–176.

    Notes
    -----
    Checked against: the 2PL with two categories, and direct maximisation in the tests.

    Examples
    --------
    >>> partial_credit([[0, 1], [1, 2], [2, 0]] * 50, missing=MissingPolicy.REFUSE).code
    'too_few_people'
    """
    responses = read_responses(answers, missing=missing, names=names)
    return calibrated(responses, Model.PARTIAL_CREDIT, Penalty(a=prior))


def calibrated(
    responses: Responses, model: Model, penalty: Penalty, *, most_steps: int = MOST_STEPS
) -> Calibration | Refusal:
    """Fit if the rules of size allow it, and refuse what the data did not hold."""
    refusal = gates.refused(responses, model, has_prior=penalty.a is not None)
    if refusal is not None:
        return refusal
    found = estimate(responses, model, penalty=penalty, most_steps=most_steps)
    if found.ran_away.size or found.covariance is None:
        loose = [responses.names[i] for i in found.ran_away] or list(responses.names)
        return wording.not_held(model, loose, round(responses.n_people))
    return Calibration(
        model,
        _items(found, responses.names),
        found,
        responses.lowest,
        round(responses.n_people),
        responses.n_missing,
        _stages(responses),
        wording.assumptions_of(model, responses, penalty),
        wording.warnings_of(model, responses, found.converged),
        found.converged,
    )


def _stages(responses: Responses) -> tuple[Stage, ...]:
    n, dropped = round(responses.n_people), round(responses.n_dropped)
    why = Said("沒有回答任何一題", "answered nothing") if dropped else None
    return (Stage("given", n + dropped), Stage("answered", n, dropped, why))


def _items(found: Estimates, names: Sequence[str]) -> tuple[ItemParameters, ...]:
    errors, b_errors = found.standard_errors, found.b_errors()
    assert errors is not None
    assert b_errors is not None
    items = []
    for j, name in enumerate(names):
        a = around(float(found.a[j]), float(errors[found.firsts[j]]))
        separates = 0 not in a
        places = tuple(map(float, found.b[j])) if separates else None
        spans = tuple(map(around, places, map(float, b_errors[j]))) if places else None
        guess = None
        if found.model is Model.THREE_PARAMETER:
            guess = _guessing_interval(found, j, float(errors[found.firsts[j] + 2]))
        items.append(
            ItemParameters(name, float(found.a[j]), a, places, spans, float(found.c[j]), guess)
        )
    return tuple(items)


def _guessing_interval(found: Estimates, item: int, error: float) -> Interval:
    """From the interval of logit c."""
    low_high = found.vector[found.firsts[item] + 2] + np.array([-1.959964, 1.959964]) * error
    low, high = 1 / (1 + np.exp(-low_high))
    return Interval(float(low), float(high))
