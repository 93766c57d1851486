"""The set of pairs with the greatest total weight, each row and column used at most once.

Most candidate tables of two standards fall apart into islands of a few items that could be each
other. Those are solved here; only a large island is worth importing SciPy's solver, which costs
more time than the comparison itself.

References
----------
Kuhn, H. W.: The Hungarian method for the assignment problem. Naval Research Logistics Quarterly
2(1–2), 1955, 83–97. doi:10.1002/nav.3800020109
"""

import math
from collections import defaultdict
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

# The solver below needs steps of the order n³: up to here far less than importing SciPy takes.
LARGEST_OWN_ISLAND = 24

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Cells = list[tuple[int, int]]


def best_pairs(weights: Floats, allowed: Bools) -> Cells:
    """Return the allowed (row, column) pairs of greatest total weight, in row order.

    Parameters
    ----------
    weights : ndarray of float, shape (n, m)
        0 or more where allowed, ignored elsewhere.
    allowed : ndarray of bool, shape (n, m)

    Examples
    --------
    >>> weights = np.array([[0.9, 0.8], [0.8, 0.1]])
    >>> best_pairs(weights, np.ones((2, 2), dtype=bool))
    [(0, 1), (1, 0)]
    """
    chosen: Cells = []
    for rows, columns in _islands(allowed):
        corner = np.ix_(rows, columns)
        inside = np.where(allowed[corner], weights[corner], 0.0)
        solve = _solve_small if max(inside.shape) <= LARGEST_OWN_ISLAND else _solve_large
        chosen += [(rows[i], columns[j]) for i, j in solve(inside)]
    return sorted((i, j) for i, j in chosen if allowed[i, j])


def _islands(allowed: Bools) -> list[tuple[list[int], list[int]]]:
    """Split rows and columns into sets that no allowed pair connects with each other."""
    seen_rows = np.zeros(allowed.shape[0], dtype=np.bool_)
    found = []
    for start in range(allowed.shape[0]):
        if seen_rows[start] or not allowed[start].any():
            continue
        rows: Bools = np.zeros(allowed.shape[0], dtype=np.bool_)
        rows[start] = True
        while True:
            columns = allowed[rows].any(axis=0)
            grown: Bools = np.asarray(allowed[:, columns].any(axis=1))
            if (grown == rows).all():
                break
            rows = grown
        seen_rows |= rows
        found.append((np.flatnonzero(rows).tolist(), np.flatnonzero(columns).tolist()))
    return found


def _solve_large(weights: Floats) -> Cells:
    rows, columns = import_module("scipy.optimize").linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def _solve_small(weights: Floats) -> Cells:
    """Hungarian method: bring in one row after the other along the cheapest alternating path."""
    turned = weights.shape[0] > weights.shape[1]
    cost = (-weights.T if turned else -weights).tolist()
    n_rows, n_columns = len(cost), len(cost[0])
    row_price = [0.0] * n_rows
    column_price = [0.0] * n_columns
    row_of: dict[int, int] = {}  # column -> the row that holds it
    for row in range(n_rows):
        _bring_in(row, cost, row_price, column_price, row_of)
    pairs = sorted((i, j) for j, i in row_of.items())
    return [(j, i) for i, j in pairs] if turned else pairs


def _bring_in(
    row: int,
    cost: list[list[float]],
    row_price: list[float],
    column_price: list[float],
    row_of: dict[int, int],
) -> None:
    """Give ``row`` a column, moving other rows on where the total gets better by it.

    The prices keep every reduced cost (cost − row price − column price) at 0 or above, so that the
    cheapest path is found as in Dijkstra's algorithm.
    """
    n = len(column_price)
    distance = [math.inf] * n
    came_from: dict[int, int | None] = defaultdict(lambda: None)
    settled: list[int] = []
    open_columns = set(range(n))
    current, entered, so_far = row, None, 0.0
    while True:
        for j in open_columns:
            step = so_far + cost[current][j] - row_price[current] - column_price[j]
            if step < distance[j]:
                distance[j], came_from[j] = step, entered
        entered = min(open_columns, key=lambda j: (distance[j], j))
        so_far = distance[entered]
        open_columns.remove(entered)
        if entered not in row_of:
            break
        settled.append(entered)
        current = row_of[entered]
    row_price[row] += so_far
    for j in settled:
        row_price[row_of[j]] += so_far - distance[j]
        column_price[j] -= so_far - distance[j]
    while entered is not None:
        before = came_from[entered]
        row_of[entered] = row if before is None else row_of[before]
        entered = before
