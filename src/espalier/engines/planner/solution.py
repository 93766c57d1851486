"""What a planner run answers: a plan, how good it is, and the prices that prove it."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np


class Status(StrEnum):
    OPTIMAL = "optimal"  # proven within the stated tolerance
    FEASIBLE = "feasible"  # checked, with a proven distance from the best possible
    INFEASIBLE = "infeasible"  # no plan fulfils the rules; the problems say why
    STOPPED = "stopped"  # cancelled, out of time or memory: the best plan so far


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """``chosen``: bool a pair; ``sessions``: how often each module runs."""

    chosen: np.ndarray
    sessions: np.ndarray


@dataclass(frozen=True, slots=True)
class Worth:
    """The values of a plan in the order they count (each first decides before the next)."""

    legal_missing: int  # legal pairs left out, fewer is better
    gap_closed: int  # weight of the needs covered, more is better
    fairness_permille: (
        int  # rate of the worst-off department in thousandths of the company's, more is better
    )
    cost_minor: int  # less is better
    changes: int  # pairs and sessions that differ from the last approved plan, fewer is better


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Prices from which anybody can recompute an upper bound of the gap that any plan can close.

    Every price is a whole number of ``1 / scale`` units of weight per unit of the row it belongs to (per
    minor unit of money, per minute of a pool, per seat). Any non-negative prices give a valid bound (weak
    Lagrangian duality); good ones give a tight one. ``pair`` is added to the price of that one seat and may
    have any sign: it prices that the seat a person takes is the seat the class counts, so that the classes
    keep whole sessions in the bound. ``bound`` is in units of weight; what a plan closes is whole, so it is
    rounded down.

    With a ``split`` the plans are told apart by the sessions of one module, and each part is bounded by prices
    of its own: then no plan passes the greater of the two bounds. The prices here remain the ones to explain with.
    """

    scale: int
    budget: int  # of the money of modules without a line
    money_lines: np.ndarray
    pools: np.ndarray
    seat_max: np.ndarray  # a module: chosen <= seats_max * sessions
    seat_min: np.ndarray  # a module: chosen >= seats_min * sessions
    fairness: np.ndarray  # a department: closed share at least the stated part of the company's
    bound: int
    pair: np.ndarray | None = None  # None: zeros
    split: "Split | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Every plan runs the module at most ``most`` times (bounded by ``below``) or more often (``above``)."""

    module: int
    most: int
    below: Certificate
    above: Certificate


@dataclass(frozen=True, slots=True)
class Stage:
    """One objective of the order, as the solver left it.

    ``value`` is what was reached, ``bound`` what the solver claims cannot be passed (None: no claim),
    ``tolerance`` how much of the value the stages after it may give up, ``proven`` that the two met.
    """

    name: str
    value: float
    bound: float | None
    tolerance: float
    proven: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The answer of one run.

    ``gap_share`` is (bound - gap_closed) / bound by the certificate, which anybody can recompute; None without
    one. ``claimed_gap_share`` is what the solver's own branch and bound claims for the gap stage: often
    closer, but not to be checked from prices.
    """

    status: Status
    plan: Plan | None
    worth: Worth | None
    certificate: Certificate | None
    gap_share: float | None
    method: str
    seed: int
    data_sha256: str
    versions: dict[str, str] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)  # seconds, iterations, nodes, peak memory
    warnings: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    claimed_gap_share: float | None = None
    ended: str = "done"  # how the child process ended; running.Ended
    detail: str = ""  # what happened, when it did not end by itself
