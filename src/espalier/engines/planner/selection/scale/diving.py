"""From broken to whole sessions: those with much money in the balance first, then many at once.

Every step solves the master anew from where it stood. With the sessions settled, nearly everybody's set is whole
in the master's solution, so that little is lost afterwards.
"""

import numpy as np

from espalier.engines.planner.selection.scale.prices import Box
from espalier.engines.planner.selection.scale.relaxation import Relaxation

WHOLE = 1e-6
PATIENCE = 8  # rounds of pricing while a row is missed
MISSED = 1e-6
PROBES = 16
SMALL_STAKE = 0.001  # of the money: what is settled without looking at both sides


def dive(relaxation: Relaxation, *, careful: bool) -> np.ndarray | None:
    """Whole numbers of sessions inside the box that the master can keep, or None.

    ``careful``: the dearest modules first, each after a look at both sides. Neither way is always the better.
    """
    low, high = (side.astype(float) for side in box_of(relaxation))
    if careful:
        probe(relaxation, low, high)
    while not relaxation.clock.over():
        y = relaxation.mixed.sessions
        open_ones = np.flatnonzero(low < high)
        if open_ones.size == 0:
            return low.astype(np.int64) if relaxation.mixed.missed <= MISSED else None
        chosen = _next(y, open_ones, relaxation.step)
        if not (
            _fixed(relaxation, low, high, chosen, np.rint(y[chosen]))
            or _fixed(relaxation, low, high, chosen, np.floor(y[chosen] + WHOLE))
        ):
            return None
    return None


def probe(relaxation: Relaxation, low: np.ndarray, high: np.ndarray) -> None:
    """Settle the modules with most money in the balance first, each after looking at both sides."""
    money = relaxation.instance.session_minor
    least = SMALL_STAKE * float(relaxation.instance.purse_limit.max(initial=0))
    for _ in range(PROBES):
        y = relaxation.mixed.sessions
        off = np.minimum(y - np.floor(y), np.ceil(y) - y)
        stake = np.where(low < high, off * money, 0.0)
        m = int(np.argmax(stake))
        if stake[m] < least or relaxation.clock.over():
            return
        sides = []
        for to in (np.floor(y[m]), np.ceil(y[m])):
            a, b = low.copy(), high.copy()
            if to < y[m]:
                b[m] = to
            else:
                a[m] = to
            relaxation.enter(a, b)
            lost = relaxation.mixed.missed > MISSED
            sides.append((-np.inf if lost else relaxation.mixed.weight, a, b))
        _, a, b = max(sides, key=lambda side: side[0])
        low[:], high[:] = a, b
        solve_within(relaxation, low, high)


def box_of(relaxation: Relaxation) -> Box:
    """The bounds in force."""
    i = relaxation.instance
    return (i.sessions_min, i.sessions_max) if relaxation.box is None else relaxation.box


def _next(y: np.ndarray, open_ones: np.ndarray, step: float) -> np.ndarray:
    """Modules to fix now: all that are whole, and the ones nearest to it."""
    off = np.abs(y - np.rint(y))[open_ones]
    broken = int((off > WHOLE).sum())
    order = open_ones[np.argsort(off, kind="stable")]
    return order[: open_ones.size - broken + max(1, int(step * broken))]


def _fixed(
    relaxation: Relaxation, low: np.ndarray, high: np.ndarray, chosen: np.ndarray, to: np.ndarray
) -> bool:
    """Fix the chosen modules; false where the master then misses a row."""
    low[chosen] = high[chosen] = to
    solve_within(relaxation, low, high)
    return relaxation.mixed.missed <= MISSED


def solve_within(relaxation: Relaxation, low: np.ndarray, high: np.ndarray) -> None:
    """Solve with sessions between bounds and price everybody again, longer while a row is missed."""
    relaxation.enter(low, high)
    relaxation.generate(relaxation.rounds if relaxation.mixed.missed <= MISSED else PATIENCE)
