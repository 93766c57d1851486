"""The M-step: a few Newton steps per item towards the parameters that fit the expected counts best.

For 2PL, Rasch and GPCM the steps are Newton's; for 3PL and GRM Fisher scoring, whose information is never negative.

References
----------
Bock, R. D., Aitkin, M.: Marginal maximum likelihood estimation of item parameters. Psychometrika 46, 1981, 443–459.
doi:10.1007/BF02293801
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.psychometrics.irt.curves import Model, logistic
from espalier.engines.psychometrics.irt.expectation import Expected
from espalier.engines.psychometrics.irt.layout import Group, Layout
from espalier.engines.psychometrics.irt.priors import BetaGuessing, LognormalSlope

STEEPEST = 12.0  # beyond, an item has run away: a step function tells no more
FURTHEST_D = 40.0
LONGEST_STEP = 1.5


class Slope(StrEnum):
    """What is known of the slopes: one an item, one for all (Rasch with a free σ), or exactly one (σ = 1)."""

    FREE = "free"
    COMMON = "common"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Penalty:
    """Priors and the rule for slopes."""

    slope: Slope = Slope.FREE
    a: LognormalSlope | None = None
    c: BetaGuessing | None = field(default=None)

    def log_prior(self, layout: Layout, vector: Floats) -> float:
        total = 0.0
        for group in layout.groups:
            each = vector[group.places]
            if self.a is not None:
                total += float(self.a.log_density(each[:, 0]).sum())
            if self.c is not None:
                total += float(self.c.log_density(logistic(each[:, -1])).sum())
        return total


def score_and_information(
    layout: Layout, group: Group, vector: Floats, expected: Expected, penalty: Penalty
) -> tuple[Floats, Floats]:
    """Derivative of the expected log posterior, (J, p), and the information at the expected people, (J, p, p)."""
    counts = expected.counts[group.columns]
    if layout.model in (Model.RASCH, Model.TWO_PARAMETER):
        score, information = _of_logistic(layout, group, vector, counts)
    else:
        chances, slopes = layout.curves(group, vector)
        people = counts.sum(axis=1)
        score = np.einsum("jkq,jpkq->jp", counts / chances, slopes)
        weighted = slopes * (people[:, None, :] / chances)[:, None]
        n_items, p = score.shape
        flat = slopes.reshape(n_items, p, -1)
        information = weighted.reshape(n_items, p, -1) @ flat.transpose(0, 2, 1)
    _add_priors(vector[group.places], penalty, score, information)
    return score, information


def _of_logistic(
    layout: Layout, group: Group, vector: Floats, counts: Floats
) -> tuple[Floats, Floats]:
    """The same for a logistic curve of two parameters, in a third of the operations."""
    nodes = layout.nodes
    parameters = vector[group.places]
    people = counts[:, 0] + counts[:, 1]
    right = logistic(parameters[:, :1] * nodes + parameters[:, 1:2])
    expected = people * right
    rest = counts[:, 1] - expected
    expected *= 1 - right
    score = np.stack([rest @ nodes, rest.sum(axis=1)], axis=1)
    moments = expected @ np.stack([nodes * nodes, nodes, np.ones(nodes.size)], axis=1)
    return score, moments[:, [0, 1, 1, 2]].reshape(-1, 2, 2)


def _add_priors(parameters: Floats, penalty: Penalty, score: Floats, information: Floats) -> None:
    if penalty.a is not None:
        score[:, 0] += penalty.a.slope(parameters[:, 0])
        information[:, 0, 0] += penalty.a.curvature(parameters[:, 0])
    if penalty.c is not None:
        c = logistic(parameters[:, -1])
        score[:, -1] += penalty.c.slope(c)
        information[:, -1, -1] += penalty.c.curvature(c)


def maximised(
    layout: Layout, vector: Floats, expected: Expected, penalty: Penalty, *, n_newton: int = 2
) -> Floats:
    """Parameters nearer to the best ones for these expected counts; all stay inside their bounds."""
    for _ in range(n_newton):
        if penalty.slope is Slope.FREE:
            for group in layout.groups:
                score, information = score_and_information(layout, group, vector, expected, penalty)
                regular = information + _ridge(information)
                step: Floats = np.linalg.solve(regular, score[..., None])[..., 0].astype(float)
                vector = _moved(layout, group, vector, step, penalty)
        else:
            vector = _intercepts_only(layout, vector, expected, penalty)
    return vector


def _ridge(information: Floats) -> Floats:
    """A hair on the diagonal, so that an item without any information does not stop the others."""
    p = information.shape[-1]
    trace = np.einsum("jpp->j", information)[:, None, None]
    ridge: Floats = (1e-10 * trace + 1e-10) * np.eye(p)
    return ridge


def _intercepts_only(
    layout: Layout, vector: Floats, expected: Expected, penalty: Penalty
) -> Floats:
    """A Newton step for the intercepts; the slopes stay as they are."""
    (group,) = layout.groups
    score, information = score_and_information(layout, group, vector, expected, penalty)
    step = np.zeros_like(score)
    step[:, 1] = score[:, 1] / (information[:, 1, 1] + 1e-10)
    return _moved(layout, group, vector, step, penalty)


def _moved(layout: Layout, group: Group, vector: Floats, step: Floats, penalty: Penalty) -> Floats:
    """Take the step, shortened where it is wild or would put intercepts out of order."""
    step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
    before = vector[group.places]
    after = before + step
    if layout.model is Model.GRADED and before.shape[1] > 2:
        for _ in range(20):
            bad = ~_in_order(after)
            if not bad.any():
                break
            step[bad] *= 0.5
            after[bad] = before[bad] + step[bad]
        else:
            after = np.where(_in_order(after)[:, None], after, before)
    after[:, 0] = np.clip(after[:, 0], -STEEPEST, STEEPEST)
    if penalty.a is not None:
        after[:, 0] = np.maximum(after[:, 0], before[:, 0] / 2)
    after[:, 1:] = np.clip(after[:, 1:], -FURTHEST_D, FURTHEST_D)
    result = vector.copy()
    result[group.places] = after
    return result


def _in_order(parameters: Floats) -> Bools:
    return np.asarray((np.diff(parameters[:, 1:], axis=1) < 0).all(axis=1))


def is_sensible(layout: Layout, vector: Floats, penalty: Penalty) -> bool:
    """Whether a far jump of the acceleration may be tried."""
    for group in layout.groups:
        parameters = vector[group.places]
        if np.abs(parameters[:, 0]).max() > STEEPEST or np.abs(parameters).max() > FURTHEST_D:
            return False
        if penalty.a is not None and parameters[:, 0].min() <= 0.02:
            return False
        if layout.model is Model.GRADED and not _in_order(parameters).all():
            return False
    return True
