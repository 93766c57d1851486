"""How much a test, and each of its items, tells about people at each point of the scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.types import Assumption, Said
from espalier.engines.psychometrics.irt import wording
from espalier.engines.psychometrics.irt.curves import SMALLEST, curves
from espalier.engines.psychometrics.irt.marginal import Estimates


@dataclass(frozen=True, eq=False)
class InformationCurve:
    """Information of a test over the scale.

    ``total`` and ``se`` = 1/√total, shape (n_points,): without what the population adds. ``se`` is infinite nowhere:
    where the test tells nothing, information is at least 1e-12. ``of_items`` has shape (n_items, n_points).
    """

    theta: Floats
    of_items: Floats
    total: Floats
    se: Floats
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    at: float

    @property
    def best(self) -> float:
        """Where the test measures best."""
        return float(self.theta[int(np.argmax(self.total))])

    @property
    def sentence(self) -> Said:
        near = int(np.argmin(np.abs(self.theta - self.at)))
        return wording.of_information(
            best=self.best,
            error=float(self.se.min()),
            at=float(self.theta[near]),
            error_at=float(self.se[near]),
        )


def item_information(estimates: Estimates, theta: ArrayLike) -> Floats:
    r"""Fisher information of every item at every point, shape (n_items, n_points).

    .. math:: I_j(\theta) = \sum_k \frac{(\partial P_{jk}/\partial\theta)^2}{P_{jk}}

    which is a²P(1 − P) for the 2PL.

    References
    ----------
    Birnbaum 1968. Samejima 1969, Psychometrika Monograph 17. Lord 1980, 5.2 (3PL).

    Notes
    -----
    Checked against: a²P(1 − P), Lord's formula for the 3PL, and finite differences in the tests.

    Examples
    --------
    >>> from espalier.engines.psychometrics.irt.bank import known_items
    >>> item_information(known_items([2.0], [0.0]), [0.0]).tolist()
    [[1.0]]
    """
    points = float_array("theta", theta, ndim=1)
    if points.size < 1:
        raise ValueError("theta: no point given")
    result = np.empty((estimates.n_items, points.size))
    for group in estimates.layout.groups:
        parameters = estimates.vector[group.places]
        chances, slopes = curves(estimates.model, parameters, points)
        # a enters as a·θ only, so that dP/dθ = a·(dP/da)/θ; from the intercepts: dP/dθ = a·Σ dP/dd (times k for the
        # GPCM).
        steps = np.ones(group.columns.shape[1] - 1)
        if estimates.model.value == "gpcm":
            steps = np.arange(1.0, group.columns.shape[1])
        by_d = slopes[:, 1 : group.columns.shape[1]]
        by_theta = parameters[:, :1, None] * np.einsum("jdkq,d->jkq", by_d, steps)
        result[group.items] = (by_theta**2 / np.maximum(chances, SMALLEST)).sum(axis=1)
    return result


def information_of_test(
    estimates: Estimates, *, theta: ArrayLike | None = None, at: float = 0.0
) -> InformationCurve:
    """Information of the whole test, and its standard error of measurement, along the scale.

    Parameters
    ----------
    theta : array_like, optional
        Points of the scale; default −4…4 by 0.1.
    at : float
        The point that matters (the pass mark on the scale), for the sentence.

    Raises
    ------
    ValueError
        No point, or an infinite one.

    Examples
    --------
    >>> from espalier.engines.psychometrics.irt.bank import known_items
    >>> found = information_of_test(known_items([2.0, 2.0], [0.0, 0.0]), theta=[-1.0, 0.0])
    >>> found.total.round(3).tolist(), found.best
    ([0.84, 2.0], 0.0)
    """
    points = float_array("theta", np.linspace(-4, 4, 81) if theta is None else theta, ndim=1)
    if not np.isfinite(at):
        raise ValueError(f"at: {at} is no place on the scale")
    of_items = item_information(estimates, points)
    total = np.maximum(of_items.sum(axis=0), SMALLEST)
    return InformationCurve(
        points,
        of_items,
        total,
        1 / np.sqrt(total),
        round(estimates.n_people),
        0,
        (
            Assumption(
                "model_holds",
                None,
                Said(
                    "題目的參數正確；參數本身的誤差沒有算進來。",
                    "The item parameters are right; their own error is not counted here.",
                ),
            ),
        ),
        (),
        float(at),
    )
