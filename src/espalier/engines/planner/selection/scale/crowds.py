"""Column generation with groups of people as rows, for companies where one row a person would be too many."""

import numpy as np

from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.pricing import Pricer
from espalier.engines.planner.selection.scale.relaxation import Relaxation, begin, between
from espalier.engines.planner.selection.scale.sampling import sampled_prices

GROUPS = 240  # about so many
CUT_ROUNDS = 1
PATIENCE = 12  # rounds of pricing after a round of cuts
KEEP = 0.6
NEAR = 1e-3  # distance of master and bound at which the prices are good enough


def groups_of(instance: Instance) -> np.ndarray:
    """Groups of about equal size, each of people of one department."""
    size = max(1, instance.n_people // GROUPS)
    order = np.argsort(instance.department, kind="stable")
    department = instance.department[order]
    first = np.searchsorted(department, department)
    rank = (np.arange(order.size) - first) // size
    changes = np.diff(department, prepend=-1).astype(bool) | np.diff(rank, prepend=-1).astype(bool)
    group = np.empty(order.size, np.int64)
    group[order] = np.cumsum(changes) - 1
    return group


def relax_crowd(instance: Instance, pricer: Pricer, clock: Clock, seed: int) -> Relaxation:
    """Prices from a sample, made exact over everybody, then cuts for whole sessions."""
    centre = sampled_prices(instance, pricer, clock, seed)
    relaxation = begin(instance, pricer, clock, [], group=groups_of(instance), centre=centre)
    relaxation.generate()
    for _ in range(CUT_ROUNDS):
        before = relaxation.best.bound
        if clock.over() or not relaxation.cut():
            break
        relaxation.solve()
        _generate_smoothly(relaxation)
        if before - relaxation.best.bound < NEAR * before:
            break
    return relaxation


def _generate_smoothly(relaxation: Relaxation) -> None:
    """Stay near the best prices; the master's own ones swing once cuts have prices too."""
    for _ in range(PATIENCE):
        if relaxation.clock.over():
            return
        relaxation.ask(between(relaxation.centre, relaxation.mixed.prices, KEEP))
        relaxation.solve()
        bound = relaxation.local.bound
        if bound - relaxation.mixed.weight < NEAR * abs(bound):
            return
