"""The E-step: where on the scale each person may stand, and the answers expected at every node."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Floats
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.layout import Design, Layout

CHUNK = 2000
# Rows of a power of two would fall on the same lines of the cache as the vectors they meet: eight times slower.
PADDING = 16
REACH = 25.0  # e^−25 of the highest node is nothing
FLOOR = -60.0  # below, single precision would compute with denormal numbers, many times slower


@dataclass(frozen=True, eq=False)
class Expected:
    """What an E-step gives.

    ``counts`` (n_columns, Q): people expected to give each answer at each node. ``people`` (Q,): people at each node.
    ``log_likelihood``: of all people, marginal over the nodes.
    """

    counts: Floats
    people: Floats
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows and their posterior, shape (Qw, rows), at the nodes of the window ``nodes``; each column sums to 1.

    ``log_sums`` (rows,): ln of the marginal likelihood of each row.
    """

    columns: NDArray[Any]
    frequencies: NDArray[Any]
    posterior: NDArray[Any]
    log_sums: Floats
    nodes: slice


def posteriors(layout: Layout, design: Design, vector: Floats) -> Iterator[Part]:
    """Posterior of each row, a few thousand rows at a time; each part is overwritten by the next."""
    kind, n_rows = design.columns.dtype, design.columns.shape[0]
    is_linear = design.is_compact and layout.model in (Model.RASCH, Model.TWO_PARAMETER)
    heights_of = _linear_heights if is_linear else _table_heights
    heights_at = heights_of(layout, design, vector)
    room = np.empty((layout.nodes.size, min(CHUNK, n_rows) + PADDING), dtype=kind)
    ones, floor = np.ones(layout.nodes.size, dtype=kind), kind.type(FLOOR)
    for low in range(0, n_rows, CHUNK):
        rows = slice(low, min(low + CHUNK, n_rows))
        heights, same, nodes = heights_at(rows, room)
        top = heights.max(axis=0)
        heights -= top
        np.maximum(heights, floor, out=heights)
        np.exp(heights, out=heights)
        sums = ones[nodes] @ heights
        heights /= sums
        log_sums = np.log(sums, dtype=np.float64) + top + same
        yield Part(design.columns[rows], design.frequencies[rows], heights, log_sums, nodes)


HeightsAt = Callable[[slice, NDArray[Any]], tuple[NDArray[Any], NDArray[Any] | float, slice]]


def _table_heights(layout: Layout, design: Design, vector: Floats) -> HeightsAt:
    """ln of likelihood times weight, from the table of all categories: a product of rows by nodes."""
    table, offset = layout.log_table(vector), np.log(layout.weights)
    if design.is_compact:
        wrong, right = table[0::2], table[1::2]
        table, offset = right - wrong, offset + wrong.sum(axis=0)
    kind = design.columns.dtype
    each, every = table.T.astype(kind), offset.astype(kind)[:, None]

    def heights_at(rows: slice, room: NDArray[Any]) -> tuple[NDArray[Any], float, slice]:
        columns = design.columns[rows]
        heights = room[:, : columns.shape[0]]
        np.matmul(each, columns.T, out=heights)
        heights += every
        return heights, 0.0, slice(0, each.shape[0])

    return heights_at


def _linear_heights(layout: Layout, design: Design, vector: Floats) -> HeightsAt:
    """The same where only Σ a·u of a row matters: one number a row, and only nodes that somebody can reach.

    ln L = θ·Σ a u + Σ d u − Σ ln(1 + e^(aθ + d)). The posterior moves up with Σ a u, so the least and the greatest of
    some rows tell which nodes all the others need.
    """
    (group,) = layout.groups
    a, d = vector[group.places].T
    kind = design.columns.dtype
    sums = design.columns @ a.astype(kind)
    same = design.columns @ d.astype(kind)
    linear = a[:, None] * layout.nodes + d[:, None]
    offset = np.log(layout.weights) - np.logaddexp(0, linear).sum(axis=0)
    nodes, every = layout.nodes.astype(kind)[:, None], offset.astype(kind)[:, None]

    def heights_at(rows: slice, room: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], slice]:
        own = sums[rows]
        ends = np.array([[own.min()], [own.max()]]) * layout.nodes + offset
        reached = np.flatnonzero((ends > ends.max(axis=1, keepdims=True) - REACH).any(axis=0))
        window = slice(int(reached[0]), int(reached[-1]) + 1)
        heights = room[window, : own.size]
        np.multiply(nodes[window], own, out=heights)
        heights += every[window]
        return heights, same[rows], window

    return heights_at


def expectation(layout: Layout, design: Design, vector: Floats) -> Expected:
    """Expected counts under the posterior of each row; sums over rows in double precision."""
    n_columns = design.columns.shape[1]
    counts = np.zeros((layout.nodes.size, n_columns))
    people = np.zeros(layout.nodes.size)
    log_likelihood = 0.0
    for part in posteriors(layout, design, vector):
        log_likelihood += float(part.log_sums @ part.frequencies)
        if design.is_weighted:
            part.posterior[...] *= part.frequencies
        counts[part.nodes] += part.posterior @ part.columns
        people[part.nodes] += part.posterior.sum(axis=1)
    by_column = counts.T
    if design.is_compact:
        by_column = np.stack([people - by_column, by_column], axis=1).reshape(-1, people.size)
    return Expected(np.maximum(by_column, 0.0), people, log_likelihood)


def exact_log_likelihood(layout: Layout, design: Design, vector: Floats) -> float:
    """The marginal log-likelihood in double precision throughout."""
    total = 0.0
    for low in range(0, design.columns.shape[0], CHUNK):
        rows = slice(low, low + CHUNK)
        part = Design(
            design.columns[rows].astype(np.float64),
            design.frequencies[rows].astype(np.float64),
            design.is_compact,
            design.is_weighted,
        )
        total += sum(
            float(each.log_sums @ each.frequencies) for each in posteriors(layout, part, vector)
        )
    return total
