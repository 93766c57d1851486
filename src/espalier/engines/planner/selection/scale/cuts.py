"""Cuts that keep whole sessions in the linear master.

The seats that y sessions of a module hold grow by steps. For seats T of one module and k sessions with
capacity(k - 1) < |T| <= capacity(k), taken in T <= |T| - (|T| - capacity(k - 1)) (k - y) for every whole y
(mixed-integer rounding). The price of a violated cut is what a certificate holds as ``pair``.
"""

import numpy as np

from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.master import Cut
from espalier.engines.planner.selection.scale.prices import ByModule

VIOLATED = 0.02  # seats


def violated_cuts(
    instance: Instance, by_module: ByModule, taken: np.ndarray, sessions: np.ndarray
) -> list[Cut]:
    """The most violated cut of each module whose number of sessions is broken; ``taken`` is by seat."""
    broken = np.flatnonzero(np.abs(sessions - np.rint(sessions)) > 1e-5)
    found = [
        _cut_of(instance, by_module, int(m), taken, float(sessions[m])) for m in broken.tolist()
    ]
    return [cut for cut in found if cut is not None]


def _cut_of(
    instance: Instance, by_module: ByModule, m: int, taken: np.ndarray, y: float
) -> Cut | None:
    seats = by_module.seats(m)
    order = np.argsort(-taken[seats], kind="stable")
    sessions = int(np.ceil(y))
    before = int(instance.seats_max[m]) * (sessions - 1) - int(instance.forced_seats[m])
    if before < 0:
        return None
    size = np.arange(before + 1, min(before + int(instance.seats_max[m]), seats.size) + 1)
    if size.size == 0:
        return None
    reach = size - before
    sums = np.cumsum(taken[seats][order])[size - 1]
    excess = sums - (size - reach * (sessions - y))
    best = int(np.argmax(excess))
    if excess[best] < VIOLATED:
        return None
    chosen = np.sort(seats[order[: size[best]]])
    return Cut(m, chosen, int(reach[best]), sessions)
