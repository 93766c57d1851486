"""From broken to whole sessions: fix them step by step, then move single sessions while that closes more.

Every step solves the master anew from where it stood. With the sessions settled, nearly everybody's set is whole
in the master's solution, so that little is lost afterwards.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.selection.scale.relaxation import Relaxation

WHOLE = 1e-6
PATIENCE = 8  # rounds of pricing while a row is missed
MISSED = 1e-6
NEAR_NOTHING = 2e-5  # of the weight: moves that promise less are not tried


def dive(relaxation: Relaxation) -> np.ndarray | None:
    """Whole numbers of sessions that the master can keep, or None."""
    instance = relaxation.instance
    low, high = instance.sessions_min.astype(float), instance.sessions_max.astype(float)
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


@dataclass(frozen=True, slots=True)
class Move:
    """One session more of ``up`` and one less of ``down`` (-1: none); it gains at most ``reach``."""

    up: int
    down: int
    reach: float


def improve_sessions(relaxation: Relaxation, sessions: np.ndarray, tries: int) -> np.ndarray:
    """Move single sessions, the most promising first, while that closes more.

    What the master closes is concave in the sessions, so that its prices over-estimate every move: those
    that cannot gain are never tried.
    """
    y = sessions.astype(float)
    solve_within(relaxation, y, y)
    failed: set[tuple[int, int]] = set()
    while tries > 0 and not relaxation.clock.over():
        value = relaxation.mixed.weight
        moves = [m for m in promising(relaxation, y) if (m.up, m.down) not in failed]
        if not moves:
            break
        for move in moves[:tries]:
            tries -= 1
            other = moved(y, move)
            relaxation.master.fix_sessions(other, other)
            relaxation.solve()
            if relaxation.mixed.missed <= MISSED and relaxation.mixed.weight > value * (1 + 1e-7):
                y, failed = other, set()
                solve_within(relaxation, y, y)
                break
            failed.add((move.up, move.down))
            if relaxation.clock.over():
                break
        else:
            break
    relaxation.master.fix_sessions(y, y)
    relaxation.solve()
    return y.astype(np.int64)


def promising(relaxation: Relaxation, y: np.ndarray) -> list[Move]:
    """Moves that the prices let gain, greatest first."""
    instance = relaxation.instance
    slope = relaxation.mixed.session_worth
    least = NEAR_NOTHING * relaxation.mixed.weight
    ups = [int(m) for m in np.flatnonzero(y < instance.sessions_max)]
    downs = [int(m) for m in np.flatnonzero(y > instance.sessions_min)]
    moves = [Move(m, -1, float(slope[m])) for m in ups]
    moves += [Move(-1, m, -float(slope[m])) for m in downs]
    moves += [Move(a, b, float(slope[a] - slope[b])) for a in ups for b in downs if a != b]
    found = [move for move in moves if move.reach > least]
    return sorted(found, key=lambda move: -move.reach)


def moved(y: np.ndarray, move: Move) -> np.ndarray:
    other = y.copy()
    if move.up >= 0:
        other[move.up] += 1
    if move.down >= 0:
        other[move.down] -= 1
    return other
