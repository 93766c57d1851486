"""Branching on sessions: cases that together hold every plan, each with prices of its own.

Cuts leave something in the bound where one session takes a large part of the money, as a licence does. A case with at
most k sessions of such a module and one with at least k + 1 are bounded apart; the worse of the two bounds counts.
"""

from dataclasses import dataclass, replace

import numpy as np

from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.master import RowPrices
from espalier.engines.planner.selection.scale.prices import Box, certificate
from espalier.engines.planner.selection.scale.pricing import Priced
from espalier.engines.planner.selection.scale.relaxation import Relaxation
from espalier.engines.planner.solution import Certificate, Split

MOST_CASES = 60
BROKEN = 1e-4
ROUNDS = 3  # of pricing in a new case


@dataclass(slots=True, eq=False)
class Case:
    """A box of sessions with its best prices; once split, ``below`` and ``above`` stand for it."""

    box: Box
    priced: Priced
    centre: RowPrices
    sessions: np.ndarray  # as the master broke them
    module: int = -1
    most: int = 0
    below: "Case | None" = None
    above: "Case | None" = None

    def leaves(self) -> list["Case"]:
        if self.below is None or self.above is None:
            return [self]
        return self.below.leaves() + self.above.leaves()

    def bound(self) -> float:
        return min(self.priced.bound, max(leaf.priced.bound for leaf in self.leaves()))


def root_case(relaxation: Relaxation) -> Case:
    i = relaxation.instance
    box = (i.sessions_min.copy(), i.sessions_max.copy())
    return Case(box, relaxation.local, relaxation.centre, relaxation.mixed.sessions)


def branch(relaxation: Relaxation, root: Case, goal: float, times: int) -> None:
    """Split the case with the worst bound so many times, unless no bound passes the goal before."""
    for _ in range(times):
        leaves = root.leaves()
        worst = max(leaves, key=lambda leaf: leaf.priced.bound)
        enough = worst.priced.bound <= goal or len(leaves) >= MOST_CASES
        if enough or relaxation.clock.over():
            return
        module = _module_to_split(relaxation.instance, worst)
        if module < 0:
            return
        worst.module, worst.most = module, int(np.floor(worst.sessions[module]))
        low, high = worst.box
        fewer, more = high.copy(), low.copy()
        fewer[module], more[module] = worst.most, worst.most + 1
        worst.below = _solved(relaxation, worst, (low, fewer))
        worst.above = _solved(relaxation, worst, (more, high))


def _module_to_split(instance: Instance, case: Case) -> int:
    """The broken module with the most money in the balance; -1 where none is broken."""
    y = case.sessions
    off = np.minimum(y - np.floor(y), np.ceil(y) - y)
    open_ones = (off > BROKEN) & (case.box[0] < case.box[1])
    if not open_ones.any():
        return -1
    stake = np.where(open_ones, off * np.maximum(instance.session_minor, 1), -1)
    return int(np.argmax(stake))


def _solved(relaxation: Relaxation, parent: Case, box: Box) -> Case:
    """The part of a case inside a smaller box, with prices for it."""
    stand_in(relaxation, parent, box)
    relaxation.generate(ROUNDS)
    return Case(box, relaxation.local, relaxation.centre, relaxation.mixed.sessions)


def stand_in(relaxation: Relaxation, case: Case, box: Box) -> None:
    """Go on from a case, with sessions in the box."""
    relaxation.local, relaxation.centre = case.priced, case.centre
    relaxation.enter(*box)


def split_certificate(instance: Instance, case: Case | None, first: Priced) -> Certificate:
    """The cases as one certificate; its own prices are the ones to explain with."""
    whole = certificate(instance, first.prices, rounded_down(first.bound))
    if case is None or case.below is None or case.above is None:
        return whole
    whole = replace(whole, bound=rounded_down(min(first.bound, case.bound())))
    return replace(
        whole,
        split=Split(
            case.module,
            case.most,
            split_certificate(instance, case.below, case.below.priced),
            split_certificate(instance, case.above, case.above.priced),
        ),
    )


def rounded_down(bound: float) -> int:
    """What a plan closes is whole; a case that holds no plan at all closes nothing."""
    return int(np.floor(bound)) if np.isfinite(bound) else 0
