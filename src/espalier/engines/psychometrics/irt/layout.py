"""Where every item's parameters and columns are found: items of equally many categories are worked on together."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.psychometrics.irt.curves import SMALLEST, Model, curves
from espalier.engines.psychometrics.irt.responses import Responses

N_NODES = 61
FURTHEST = 6.0


def quadrature(n_nodes: int = N_NODES, furthest: float = FURTHEST) -> tuple[Floats, Floats]:
    """Evenly spaced nodes and normal weights that sum to 1.

    Evenly spaced nodes integrate a smooth bell to many digits; 21 Gauss-Hermite nodes put the log-likelihood of
    10,000 people and 50 items off by 18.

    Examples
    --------
    >>> nodes, weights = quadrature()
    >>> round(float(weights @ nodes**2), 6)
    1.0
    """
    nodes = np.linspace(-furthest, furthest, n_nodes)
    weights = np.exp(-0.5 * nodes * nodes)
    return nodes, weights / weights.sum()


@dataclass(frozen=True, eq=False)
class Group:
    """Items of one number of categories.

    ``places`` (J, p) index the vector of parameters, ``columns`` (J, K) the table of categories.
    """

    items: Ints
    places: Ints
    columns: Ints


@dataclass(frozen=True, eq=False)
class Layout:
    """The groups of a test, how long its vectors are, and which parameters are free."""

    model: Model
    groups: tuple[Group, ...]
    n_parameters: int
    n_columns: int
    nodes: Floats
    weights: Floats

    def curves(self, group: Group, vector: Floats) -> tuple[Floats, Floats]:
        """Probabilities (J, K, Q), never quite zero, and their derivatives (J, p, K, Q)."""
        chances, slopes = curves(self.model, vector[group.places], self.nodes)
        return np.maximum(chances, SMALLEST), slopes

    def log_table(self, vector: Floats) -> Floats:
        """ln P of every column at every node, shape (n_columns, Q)."""
        table = np.empty((self.n_columns, self.nodes.size))
        for group in self.groups:
            table[group.columns] = np.log(self.curves(group, vector)[0])
        return table


def layout_of(model: Model, n_categories: Ints) -> Layout:
    """Places of the parameters, item after item."""
    sizes = n_categories + (1 if model is Model.THREE_PARAMETER else 0)
    first_place = np.concatenate([[0], np.cumsum(sizes)])
    first_column = np.concatenate([[0], np.cumsum(n_categories)])
    groups = []
    for k in np.unique(n_categories):
        items = np.flatnonzero(n_categories == k)
        p = int(sizes[items[0]])
        places = first_place[items][:, None] + np.arange(p)
        columns = first_column[items][:, None] + np.arange(k)
        groups.append(Group(items, places, columns))
    nodes, weights = quadrature()
    return Layout(model, tuple(groups), int(first_place[-1]), int(first_column[-1]), nodes, weights)


@dataclass(frozen=True, eq=False)
class Design:
    """Answers as zeros and ones, one column a category, ready for matrix products.

    Without holes in a test of right and wrong only the columns of the right answers are kept
    (``is_compact``): the others are what is left.
    """

    columns: NDArray[Any]
    frequencies: NDArray[Any]
    is_compact: bool
    is_weighted: bool


def design_of(responses: Responses, *, most_exact: int = 768, keeps_order: bool = False) -> Design:
    """Single precision above ``most_exact`` rows, double below; rows in order of score unless theirs is kept."""
    kind = np.float64 if responses.codes.shape[0] <= most_exact else np.float32
    codes = responses.codes
    is_compact = responses.is_complete and bool((responses.n_categories == 2).all())
    frequencies = responses.frequencies
    if codes.shape[0] > most_exact and not keeps_order:
        # By score, so that people who are worked on together stand close together on the scale.
        order = np.argsort(codes.sum(axis=1, dtype=np.int16), kind="stable")
        codes, frequencies = codes[order], frequencies[order]
    if is_compact:
        columns: NDArray[Any] = codes.astype(kind)
    else:
        spread = [codes[:, j, None] == np.arange(k) for j, k in enumerate(responses.n_categories)]
        columns = np.concatenate(spread, axis=1).astype(kind)
    return Design(columns, frequencies.astype(kind), is_compact, bool((frequencies != 1).any()))


def thinned(design: Design, step: int) -> Design:
    """Each ``step``-th row: a first guess at a fraction of the cost."""
    return Design(
        np.ascontiguousarray(design.columns[::step]),
        design.frequencies[::step],
        design.is_compact,
        design.is_weighted,
    )
