"""A model of benefit and cost: sums of products of uncertain factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from espalier.engines.benefit.inputs import Uncertain
from espalier.engines.figures.arrays import Floats


@dataclass(frozen=True, slots=True)
class RoiModel:
    """Benefit = Σ over lines of Π of factors; cost = Σ of cost factors.

    Parameters
    ----------
    factors : mapping of str to Uncertain
        Every uncertain number by its name; one used in several lines is the same number in all of them.
    benefit_lines : sequence of sequence of str
        Names of the factors multiplied in each line; one line at least.
    cost : sequence of str
        Names of the factors that are costs; one at least, each above zero for sure.
    correlations : mapping of (str, str) to float
        Correlations of pairs (on the normal scale of a Gaussian copula), −1 to 1; others are independent.

    Raises
    ------
    ValueError
        Unknown names, a factor nobody uses, a cost that could be zero, correlations that cannot hold together.
    """

    factors: Mapping[str, Uncertain]
    benefit_lines: Sequence[Sequence[str]]
    cost: Sequence[str]
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        used = {name for line in self.benefit_lines for name in line} | set(self.cost)
        paired = {name for pair in self.correlations for name in pair}
        if unknown := sorted((used | paired) - set(self.factors)):
            raise ValueError(f"model: no factor named {', '.join(unknown)}")
        if idle := sorted(set(self.factors) - used):
            raise ValueError(f"model: nobody uses {', '.join(idle)}")
        if not self.benefit_lines or not all(self.benefit_lines) or not self.cost:
            raise ValueError("model: a benefit line with factors and a cost are needed")
        if free := [name for name in self.cost if self.factors[name].lowest <= 0]:
            raise ValueError(f"model: a cost of zero or less is possible in {', '.join(free)}")
        self.correlation_matrix()

    def correlation_matrix(self) -> Floats:
        """Shape (k, k) in the order of ``factors``. Raises ``ValueError`` where it cannot be one."""
        names = list(self.factors)
        matrix = np.eye(len(names))
        for (one, other), r in self.correlations.items():
            if one == other or not -1 <= r <= 1:
                raise ValueError(f"correlation of {one} and {other}: {r}")
            i, j = names.index(one), names.index(other)
            matrix[i, j] = matrix[j, i] = r
        if np.linalg.eigvalsh(matrix)[0] < -1e-9:
            raise ValueError("correlations: these cannot hold together (not positive semidefinite)")
        return matrix

    def benefit_and_cost(self, values: Mapping[str, Floats]) -> tuple[Floats, Floats]:
        """Both from a value (or draws) of each factor."""
        benefit = sum(
            (np.asarray(prod(values[name] for name in line)) for line in self.benefit_lines),
            start=np.zeros(1),
        )
        cost = sum((np.asarray(values[name]) for name in self.cost), start=np.zeros(1))
        return benefit, cost

    def roi_percent(self, values: Mapping[str, Floats]) -> Floats:
        """ROI in percent from a value (or draws) of each factor."""
        benefit, cost = self.benefit_and_cost(values)
        return np.asarray(100 * (benefit - cost) / cost)
