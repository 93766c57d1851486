"""Scores of people from a fitted model: posterior mean and its error, finite for any pattern of answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy
from espalier.engines.figures.types import Assumption, Said, Stage
from espalier.engines.psychometrics.irt import wording
from espalier.engines.psychometrics.irt.expectation import posteriors
from espalier.engines.psychometrics.irt.layout import design_of
from espalier.engines.psychometrics.irt.marginal import Estimates
from espalier.engines.psychometrics.irt.responses import Responses, read_responses


@dataclass(frozen=True, eq=False)
class Abilities:
    """Cautious scores: the posterior mean draws towards the average, the more the less is known.

    Attributes
    ----------
    rows : int, shape (n_used,)
        Which given rows have a score; those without any answer have none.
    eap, se : float, shape (n_used,)
        In standard deviations of the population; the posterior's mean and standard deviation.
    reliability : float
        Empirical: var(EAP)/(var(EAP) + mean SE²), 0–1, of the scores of this group.
    """

    rows: Ints
    eap: Floats
    se: Floats
    reliability: float
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        return wording.of_abilities(
            n=self.n_used, reliability=self.reliability, error=float(np.median(self.se))
        )


def abilities(estimates: Estimates, answers: ArrayLike, *, missing: MissingPolicy) -> Abilities:
    r"""Expected a posteriori scores with a N(0, 1) prior.

    .. math:: \hat\theta_i = \sum_q \theta_q p_{iq}, \quad SE_i^2 = \sum_q (\theta_q - \hat\theta_i)^2 p_{iq}

    Parameters
    ----------
    estimates : Estimates
        Of a fitted model (``Calibration.estimates``), or known parameters of a bank.
    answers : array_like, shape (n_people, n_items)
        The items in the order of the estimates; for graded items the categories 0…K−1, or 1…K throughout.
    missing : MissingPolicy
        ``exclude``: an unanswered item says nothing.

    Returns
    -------
    Abilities

    Raises
    ------
    ValueError
        Another number of items, or an answer the model has no category for.

    References
    ----------
    Bock, R. D., Mislevy, R. J.: Adaptive EAP estimation of ability in a microcomputer environment. Applied
    Psychological Measurement 6, 1982, 431–444.

    Notes
    -----
    Checked against: numerical integration in the tests, 1e-6.

    Examples
    --------
    >>> from espalier.engines.psychometrics.irt.bank import known_items
    >>> bank = known_items(a=[1.0, 1.0], b=[-1.0, 1.0])
    >>> abilities(bank, [[0, 0], [1, 1]], missing=MissingPolicy.REFUSE).eap.round(3).tolist()
    [-0.736, 0.736]
    """
    responses = _of_bank(estimates, answers, missing)
    layout, design = estimates.layout, design_of(responses, keeps_order=True)
    mean, square = np.empty(responses.codes.shape[0]), np.empty(responses.codes.shape[0])
    at = 0
    for part in posteriors(layout, design, estimates.vector):
        own = slice(at, at + part.columns.shape[0])
        nodes = layout.nodes[part.nodes]
        mean[own] = nodes @ part.posterior
        square[own] = nodes**2 @ part.posterior
        at = own.stop
    error = np.sqrt(np.maximum(square - mean**2, 0.0))
    people = responses.frequencies
    spread = float(people @ (mean - np.average(mean, weights=people)) ** 2 / people.sum())
    noise = float(people @ error**2 / people.sum())
    rows = np.flatnonzero(responses.row_of >= 0)
    places = responses.row_of[rows]
    n, dropped = round(responses.n_people), round(responses.n_dropped)
    return Abilities(
        rows,
        mean[places],
        error[places],
        spread / (spread + noise),
        n,
        responses.n_missing,
        (Stage("given", n + dropped), Stage("answered", n, dropped)),
        _assumptions(),
        (),
    )


def _assumptions() -> tuple[Assumption, ...]:
    return (
        Assumption(
            "same_population",
            None,
            Said(
                "這些人和用來估計試題的人來自同一群；不同時，分數會往錯的平均靠攏。",
                "These people are of the population the items were fitted to; else scores are drawn to the wrong "
                "average.",
            ),
        ),
    )


def _of_bank(estimates: Estimates, answers: ArrayLike, missing: MissingPolicy) -> Responses:
    """Answers in the categories of the bank, also where some category does not occur among them."""
    table = np.asarray(answers)
    if table.ndim != 2 or table.shape[1] != estimates.n_items:
        raise ValueError(
            f"answers: {estimates.n_items} items expected as in the bank, got shape {table.shape}"
        )
    found = read_responses(table, missing=missing, n_categories=int(estimates.n_categories.max()))
    beyond = found.codes.max(axis=0) >= estimates.n_categories
    if beyond.any():
        raise ValueError(
            f"answers: item {int(np.argmax(beyond)) + 1} has an answer above its highest category"
        )
    return Responses(
        found.codes,
        found.frequencies,
        estimates.n_categories,
        found.lowest,
        found.names,
        found.row_of,
        found.n_missing,
        found.n_dropped,
        found.counts,
    )
