"""Whole plans for a large company: whole sessions from broken ones, then prices at which the seats just suffice.

With thousands of people a session more or less of a module moves little, so that sessions are rounded at once. Seat
prices are then moved by what is asked for and what there is, and what still does not fit is mended person by person.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.selection.prices_of_rows import scale_for
from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.finishing import Hall, finish
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.plans import Draft, heads
from espalier.engines.planner.selection.scale.prices import Prices, dearest, rates, seat_costs
from espalier.engines.planner.selection.scale.pricing import Answers, Pricer

ROUNDS = 30
FIRST_PACE, FASTER, SLOWER = 0.15, 1.25, 0.5
PACE = (0.002, 0.6)  # slowest and fastest, as a share of the price
WORTH_ROUNDING_UP = 0.15
LEAST_MOVE = 0.3  # of the usual seat price, for seats that are cheaper
MONEY_MOVE = 0.2  # of its price at most; by half the share that is over- or underspent


def whole_sessions(instance: Instance, sessions: np.ndarray) -> np.ndarray:
    """Round down, then up where most is lost by it, as far as the money and pools of the broken ones go."""
    y: np.ndarray = np.maximum(np.floor(sessions + 1e-6).astype(np.int64), instance.sessions_min)
    rest = sessions - y
    n_purses = instance.purse_limit.size
    cost = np.bincount(instance.purse, sessions * instance.session_minor, n_purses)
    for m in np.argsort(-rest, kind="stable").tolist():
        if rest[m] < WORTH_ROUNDING_UP:
            break
        tried = y.copy()
        tried[m] += 1
        spent = np.bincount(instance.purse, tried * instance.session_minor, n_purses)
        fits = (spent <= cost).all() and (instance.uses @ tried <= instance.pool_limit).all()
        if fits and tried[m] <= instance.sessions_max[m]:
            y = tried
    return y


@dataclass(slots=True, eq=False)
class Market:
    """Prices of seats (by module) and money, in weight, for settled sessions."""

    instance: Instance
    sessions: np.ndarray
    seat: np.ndarray
    purse: np.ndarray
    fairness: np.ndarray
    pace: np.ndarray  # of each seat price
    lack: np.ndarray  # 1 too few seats last time, -1 too many

    def prices(self) -> Prices:
        scale = scale_for(self.instance.problem)
        return Prices(
            scale,
            np.rint(self.purse * scale).astype(np.int64),
            np.zeros(self.instance.pool_limit.size, np.int64),
            self.fairness,
            np.rint(self.seat * scale).astype(np.int64),
        )

    def move(self, chosen: np.ndarray) -> None:
        """Dearer where more is asked for than there is, cheaper where less; faster while it stays so."""
        i = self.instance
        room = self.sessions * i.seats_max - i.forced_seats
        lack = np.sign(heads(i, chosen) - room) * (room > 0)
        self.pace *= np.where(lack == self.lack, FASTER, SLOWER)
        self.pace = np.clip(self.pace, *PACE)
        self.lack = lack
        running = room > 0
        usual = float(self.seat[running].mean()) if running.any() else 0.0
        self.seat = np.maximum(
            0, self.seat + self.pace * lack * np.maximum(self.seat, LEAST_MOVE * usual)
        )
        self._move_money(chosen)

    def _move_money(self, chosen: np.ndarray) -> None:
        i, taken = self.instance, chosen > 0
        spent = np.bincount(i.purse[i.module[taken]], i.head[taken], i.purse_limit.size)
        left = self.money()
        over = np.clip(0.5 * (spent - left) / np.maximum(left, 1), -MONEY_MOVE, MONEY_MOVE)
        self.purse = np.maximum(0, self.purse * (1 + over))

    def money(self) -> np.ndarray:
        """Money for heads once the sessions are paid."""
        i = self.instance
        cost = np.bincount(i.purse, self.sessions * i.session_minor, i.purse_limit.size)
        left: np.ndarray = i.purse_limit - cost
        return left


def market_of(instance: Instance, sessions: np.ndarray, prices: Prices, held: Answers) -> Market:
    """Begin with what those pay who hold a seat."""
    taken = held.chosen > 0
    paid = prices.seat_of(instance)[taken] / prices.scale
    module, n = instance.module[taken], instance.n_modules
    seat = np.bincount(module, paid, n) / np.maximum(np.bincount(module, minlength=n), 1)
    # Where nothing is left to take, nobody may want a seat.
    none = sessions * instance.seats_max <= instance.forced_seats
    seat = np.where(none, dearest(instance), np.maximum(seat, 0))
    return Market(
        instance,
        sessions,
        seat,
        prices.purse / prices.scale,
        prices.fairness,
        np.full(n, FIRST_PACE),
        np.zeros(n),
    )


def plan_for_sessions(
    pricer: Pricer, clock: Clock, market: Market, chance: np.random.Generator
) -> Draft | None:
    """A whole plan with these sessions, or None where the rules cannot be kept."""
    instance = pricer.instance
    answers: Answers | None = None
    for _ in range(ROUNDS):
        if answers is not None:
            if clock.over():
                break
            market.move(answers.chosen)
        clock.work()
        answers = pricer.answers(*_asked(instance, market))
    assert answers is not None
    rate = rates(instance, market.prices())[instance.department]
    chosen = np.where(market.sessions[instance.module] > 0, answers.chosen, 0).astype(np.int8)
    hall = Hall(instance, pricer, market.sessions, whole_chains(instance, chosen), rate)
    return finish(hall, market.prices(), chance)


def _asked(instance: Instance, market: Market) -> tuple[np.ndarray, np.ndarray]:
    prices = market.prices()
    return seat_costs(instance, prices), rates(instance, prices)[instance.department]


def whole_chains(instance: Instance, chosen: np.ndarray) -> np.ndarray:
    """Leave out seats whose prerequisite is left out."""
    kept = chosen.copy()
    while True:
        waits = instance.before >= 0
        lost = (kept == 1) & waits & (kept[np.maximum(instance.before, 0)] == 0)
        if not lost.any():
            return kept
        kept[lost] = 0
