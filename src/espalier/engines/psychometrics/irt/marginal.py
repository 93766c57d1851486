"""Marginal maximum likelihood: the bare estimator of all models, without rules on sample size.

What a user of the product is told passes through :mod:`calibration`, which keeps those rules.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.psychometrics.irt.acceleration import Solution, squarem
from espalier.engines.psychometrics.irt.curves import Model, logistic
from espalier.engines.psychometrics.irt.expectation import exact_log_likelihood, expectation
from espalier.engines.psychometrics.irt.information_matrix import ErrorMethod, covariance_of
from espalier.engines.psychometrics.irt.layout import (
    Design,
    Layout,
    design_of,
    layout_of,
    thinned,
)
from espalier.engines.psychometrics.irt.maximisation import (
    FURTHEST_D,
    STEEPEST,
    Penalty,
    Slope,
    is_sensible,
    maximised,
)
from espalier.engines.psychometrics.irt.rasch_population import rasch_solved
from espalier.engines.psychometrics.irt.responses import Responses

FIRST_GUESS_ROWS = 4096
MOST_STEPS = 500


@dataclass(frozen=True, eq=False)
class Estimates:
    """Item parameters of a marginal fit; θ ~ N(0, 1), curves of a·θ + d.

    Attributes
    ----------
    vector : float, shape (n_parameters,)
        Item after item a, d_1 … d_{K−1}, and for the 3PL logit c.
    covariance : float, shape (n_parameters, n_parameters), or None
        Of ``vector``; ``None`` where the information could not be inverted or was not asked for.
    log_likelihood, log_prior : float
        Marginal over 61 nodes on [−6, 6]; of the priors at the estimates, 0 without.
    n_free : int
        Parameters that were estimated (a common slope counts once).
    ran_away : int array
        Items whose slope or intercept stands at its bound: the data do not hold them.
    """

    model: Model
    slope: Slope
    n_categories: Ints
    vector: Floats
    covariance: Floats | None
    log_likelihood: float
    log_prior: float
    n_free: int
    n_people: float
    n_steps: int
    converged: bool
    error_method: ErrorMethod
    ran_away: Ints

    @property
    def n_items(self) -> int:
        return int(self.n_categories.size)

    @property
    def layout(self) -> Layout:
        return layout_of(self.model, self.n_categories)

    @property
    def firsts(self) -> Ints:
        """Where each item begins in ``vector``."""
        sizes = self.n_categories + (1 if self.model is Model.THREE_PARAMETER else 0)
        return np.concatenate([[0], np.cumsum(sizes)[:-1]])

    @property
    def a(self) -> Floats:
        """Slopes, shape (n_items,)."""
        return self.vector[self.firsts]

    @property
    def d(self) -> tuple[Floats, ...]:
        """Intercepts, (K − 1,) an item."""
        return tuple(
            self.vector[first + 1 : first + k]
            for first, k in zip(self.firsts, self.n_categories, strict=True)
        )

    @property
    def c(self) -> Floats:
        """Lower asymptotes, shape (n_items,); 0 without guessing."""
        if self.model is not Model.THREE_PARAMETER:
            return np.zeros(self.n_items)
        return logistic(self.vector[self.firsts + 2])

    @property
    def b(self) -> tuple[Floats, ...]:
        """Places on the scale, (K − 1,) an item: −d/a; of the GPCM where two neighbours are equally likely."""
        found = []
        for a, d in zip(self.a, self.d, strict=True):
            steps = np.diff(d, prepend=0.0) if self.model is Model.PARTIAL_CREDIT else d
            found.append(-steps / a)
        return tuple(found)

    @property
    def aic(self) -> float:
        return 2 * self.n_free - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        return self.n_free * float(np.log(self.n_people)) - 2 * self.log_likelihood

    @property
    def standard_errors(self) -> Floats | None:
        """Of ``vector``."""
        if self.covariance is None:
            return None
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    def b_errors(self) -> tuple[Floats, ...] | None:
        """Standard errors of ``b`` by the delta method; those of the 3PL too."""
        if self.covariance is None:
            return None
        found = []
        for first, k, a, b in zip(self.firsts, self.n_categories, self.a, self.b, strict=True):
            places = np.arange(first, first + k)
            slopes = np.zeros((k - 1, k))
            slopes[:, 0] = -b / a
            slopes[np.arange(k - 1), np.arange(1, k)] = -1 / a
            if self.model is Model.PARTIAL_CREDIT:
                slopes[np.arange(1, k - 1), np.arange(1, k - 1)] = 1 / a
            own = self.covariance[np.ix_(places, places)]
            found.append(np.sqrt(np.maximum(np.einsum("ip,pr,ir->i", slopes, own, slopes), 0)))
        return tuple(found)


def estimate(
    responses: Responses,
    model: Model,
    *,
    penalty: Penalty | None = None,
    errors: ErrorMethod = ErrorMethod.AUTO,
    most_steps: int = MOST_STEPS,
    tolerance: float | None = None,
) -> Estimates:
    r"""Fit item parameters by EM over a normal population.

    .. math:: \ln L = \sum_i \ln \sum_q w_q \prod_j P_j(x_{ij} \mid \theta_q)

    Parameters
    ----------
    penalty : Penalty, optional
        Priors, and whether slopes are free, common or one; without, none and free (Rasch: common).
    errors : ErrorMethod
        How standard errors are found, or none.
    tolerance : float, optional
        At rest when no parameter moves by more in a step; default 1e-6 in double and 5e-5 in single precision.

    Returns
    -------
    Estimates
        ``converged`` is false where ``most_steps`` were not enough.

    Raises
    ------
    ValueError
        An item that everyone answered alike, or more than two categories in a model of right and wrong.

    References
    ----------
    Bock, R. D., Aitkin, M. 1981, Psychometrika 46, 443–459. doi:10.1007/BF02293801
    Rizopoulos, D.: ltm. Journal of Statistical Software 17(5), 2006. doi:10.18637/jss.v017.i05

    Notes
    -----
    Checked against: cases ``irt_lsat6_rasch_2pl``, ``irt_deayala_pattern_freq``, ``irt_grm_science``,
    ``irt_3pl_simulated`` (R mirt and ltm), each within its tolerance.

    Examples
    --------
    >>> from espalier.engines.figures.arrays import MissingPolicy
    >>> from espalier.engines.psychometrics.irt.responses import read_responses
    >>> rows = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1], [0, 1, 0], [0, 0, 1]]
    >>> found = estimate(
    ...     read_responses(rows, missing=MissingPolicy.REFUSE, frequencies=[20, 30, 30, 25, 10, 5]), Model.RASCH
    ... )
    >>> [round(float(b), 2) for (b,) in found.b], found.converged
    ([-0.78, -0.16, 0.96], True)
    """
    _check(responses, model)
    penalty = penalty or Penalty(Slope.COMMON if model is Model.RASCH else Slope.FREE)
    layout, design = layout_of(model, responses.n_categories), design_of(responses)
    vector = _start(responses, layout, model)
    n_before = 0
    step = design.columns.shape[0] // FIRST_GUESS_ROWS
    if (
        step >= 4
        and penalty.slope is Slope.FREE
        and min(int(c.min()) for c in responses.counts) >= 20 * step
    ):
        guess = _solved(layout, thinned(design, step), vector, penalty, 1e-3, 60)
        vector, n_before = guess.point, guess.n_steps
    if tolerance is None:
        tolerance = 1e-6 if design.columns.dtype == np.float64 else 5e-5
    if penalty.slope is Slope.COMMON:
        layout, solution = rasch_solved(layout, design, vector, tolerance, most_steps)
    else:
        solution = _solved(layout, design, vector, penalty, tolerance, most_steps)
    vector = solution.point
    covariance, method = covariance_of(layout, design, vector, penalty, errors)
    log_prior = penalty.log_prior(layout, vector)
    return Estimates(
        model,
        penalty.slope,
        responses.n_categories,
        vector,
        covariance,
        exact_log_likelihood(layout, design, vector),
        log_prior,
        _n_free(layout, penalty),
        responses.n_people,
        solution.n_steps + n_before,
        solution.converged,
        method,
        _ran_away(layout, vector),
    )


def _check(responses: Responses, model: Model) -> None:
    if model.is_dichotomous and (responses.n_categories != 2).any():
        raise ValueError(f"{model.value}: answers of 0 and 1 expected")
    alike = [
        name
        for name, counts in zip(responses.names, responses.counts, strict=True)
        if (counts > 0).sum() < 2
    ]
    if alike:
        raise ValueError(f"answers: all alike in item {', '.join(alike)}; leave it out")


def _start(responses: Responses, layout: Layout, model: Model) -> Floats:
    """Slopes of 1 and the intercepts that give the observed shares to a normal population."""
    vector = np.empty(layout.n_parameters)
    shares = [counts / counts.sum() for counts in responses.counts]
    for group in layout.groups:
        own = np.stack([shares[i] for i in group.items])
        parameters = np.zeros(group.places.shape)
        parameters[:, 0] = 1.0
        k = own.shape[1]
        if model is Model.PARTIAL_CREDIT:
            parameters[:, 1:] = np.log(np.maximum(own[:, 1:], 1e-3) / np.maximum(own[:, :1], 1e-3))
        else:
            at_least = np.clip(own[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:], 1e-4, 1 - 1e-4)
            if model is Model.THREE_PARAMETER:
                at_least = np.clip((at_least - 0.2) / 0.8, 0.02, 0.98)
                parameters[:, 2] = np.log(0.2 / 0.8)
            parameters[:, 1:k] = 1.16 * np.log(at_least / (1 - at_least))
        vector[group.places] = parameters
    return vector


def _solved(
    layout: Layout,
    design: Design,
    start: Floats,
    penalty: Penalty,
    tolerance: float,
    most_steps: int,
) -> Solution:
    def step(vector: Floats) -> tuple[Floats, float]:
        expected = expectation(layout, design, vector)
        value = expected.log_likelihood + penalty.log_prior(layout, vector)
        return maximised(layout, vector, expected, penalty), value

    return squarem(
        step,
        start,
        is_allowed=lambda vector: is_sensible(layout, vector, penalty),
        tolerance=tolerance,
        most_steps=most_steps,
        slack=1e-9 if design.columns.dtype == np.float64 else 1e-6,
    )


def _n_free(layout: Layout, penalty: Penalty) -> int:
    n_items = sum(group.items.size for group in layout.groups)
    fixed = {Slope.FREE: 0, Slope.COMMON: n_items - 1, Slope.ONE: n_items}[penalty.slope]
    return layout.n_parameters - fixed


def _ran_away(layout: Layout, vector: Floats) -> Ints:
    found = []
    for group in layout.groups:
        parameters = np.abs(vector[group.places])
        bad = (parameters[:, 0] >= STEEPEST * 0.5) | (parameters.max(axis=1) >= FURTHEST_D * 0.999)
        found.extend(group.items[bad].tolist())
    return np.array(sorted(found), dtype=np.int64)
