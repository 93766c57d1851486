"""A plan of an instance: seats taken and sessions, with what is left of every resource."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.selection.scale.columns import weight_by_person
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.solution import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """``chosen``: 1 for each seat taken; ``weight``: what the seats close besides what forced pairs close."""

    chosen: np.ndarray
    sessions: np.ndarray
    weight: int


def draft(instance: Instance, chosen: np.ndarray, sessions: np.ndarray) -> Draft:
    weight = int(weight_by_person(instance, chosen).sum())
    return Draft(chosen.astype(np.int8), sessions.astype(np.int64), weight)


def draft_of_plan(instance: Instance, plan: Plan) -> Draft:
    """A plan made elsewhere."""
    return draft(instance, plan.chosen[instance.rows], plan.sessions)


def plan_of_draft(instance: Instance, made: Draft) -> Plan:
    """The whole plan, with everything forced."""
    chosen = instance.forced.copy()
    chosen[instance.rows[made.chosen > 0]] = True
    return Plan(chosen, made.sessions.copy())


def heads(instance: Instance, chosen: np.ndarray) -> np.ndarray:
    """Seats taken of each module, without forced ones."""
    return np.bincount(instance.module[chosen > 0], minlength=instance.n_modules)


def purses_left(instance: Instance, made: Draft) -> np.ndarray:
    """Money left in each purse."""
    left = instance.purse_limit.copy()
    np.subtract.at(left, instance.purse, made.sessions * instance.session_minor)
    taken = made.chosen > 0
    np.subtract.at(left, instance.purse[instance.module[taken]], instance.head[taken])
    return left


def keeps_rules(instance: Instance, made: Draft) -> bool:
    """Whether the shared rules hold; a person's own minutes and order are kept by every search."""
    taken = heads(instance, made.chosen) + instance.forced_seats
    y = made.sessions
    return bool(
        (taken <= y * instance.seats_max).all()
        and (taken >= y * instance.seats_min).all()
        and (y >= instance.sessions_min).all()
        and (y <= instance.sessions_max).all()
        and (purses_left(instance, made) >= 0).all()
        and (instance.uses @ y <= instance.pool_limit).all()
        and is_fair(instance, made)
    )


def is_fair(instance: Instance, made: Draft) -> bool:
    """Whether every department closes its part of the company's rate, in whole numbers."""
    permille = instance.problem.fair_permille
    closed = closed_by_department(instance, made)
    whole, total = instance.closeable, int(closed.sum())
    return all(
        1000 * whole * int(c) >= permille * int(g) * total
        for c, g in zip(closed, instance.gap, strict=True)
        if g > 0
    )


def closed_by_department(instance: Instance, made: Draft) -> np.ndarray:
    weight = weight_by_person(instance, made.chosen)
    closed: np.ndarray = instance.forced_weight + np.bincount(
        instance.department, weight, instance.n_departments
    ).astype(np.int64)
    return closed
