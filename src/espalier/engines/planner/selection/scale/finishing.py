"""From mixed or broken to whole plans: people leave full classes where it costs least, free seats are filled again."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.person_search import CLOSED
from espalier.engines.planner.selection.scale.plans import (
    Draft,
    closed_by_department,
    draft,
    heads,
    is_fair,
    purses_left,
)
from espalier.engines.planner.selection.scale.prices import Prices, rates
from espalier.engines.planner.selection.scale.pricing import NODE_LIMIT, Pricer, seat_arrays
from espalier.engines.planner.selection.scale.relaxation import Relaxation

ROUNDS = 30
CHEAPER = (1.0, 0.5, 0.2, 0.05, 0.0)  # of the price of money, while what is left is spent


@dataclass(slots=True, eq=False)
class Hall:
    """Who sits where, and what is left: the state that ``person_search.settle`` changes."""

    instance: Instance
    pricer: Pricer
    sessions: np.ndarray
    chosen: np.ndarray
    rate: np.ndarray  # by person

    def state(self) -> tuple[Any, ...]:
        i = self.instance
        taken = heads(i, self.chosen) + i.forced_seats
        free = self.sessions * i.seats_max - taken
        above = taken - self.sessions * i.seats_min
        left = purses_left(i, Draft(self.chosen, self.sessions, 0))
        return (i.module, i.purse, i.head, free, above, left, self.chosen)

    def settle(self, people: np.ndarray, cost: np.ndarray) -> int:
        """Let the people choose again, one after another."""
        changes: int = self.pricer.kernel.settle(
            people, self.pricer.unit, seat_arrays(self.instance), cost, self.rate,
            NODE_LIMIT, self.state(),
        )  # fmt: skip
        return changes

    def draft(self) -> Draft:
        return draft(self.instance, self.chosen.copy(), self.sessions)


def picked_sets(relaxation: Relaxation, chance: np.random.Generator) -> np.ndarray:
    """One set for each person, drawn by the shares of the columns of their group."""
    columns, share = relaxation.columns, relaxation.mixed.share
    drawn = chance.random(relaxation.instance.n_people)
    chosen = np.zeros(relaxation.instance.n_seats, np.int8)
    spent = np.zeros(relaxation.n_groups)
    person = relaxation.instance.person
    for c in np.flatnonzero(share > 1e-9).tolist():
        seats = columns.seats[columns.start[c] : columns.start[c + 1]]
        group = int(columns.group[c])
        low, high = spent[group], spent[group] + share[c]
        mine = (drawn[person[seats]] >= low) & (drawn[person[seats]] < high)
        chosen[seats[mine]] = 1
        spent[group] = high
    return chosen


def finish(hall: Hall, prices: Prices, chance: np.random.Generator) -> Draft | None:
    """Make the hall a plan that keeps all rules, or None where that fails."""
    i = hall.instance
    money = prices.purse[i.purse[i.module]] * i.head
    seat = np.maximum(prices.seat_of(i), 0)
    for _ in range(ROUNDS):
        if not _leave_full_classes(hall, money + seat) and not _close_thin_classes(hall):
            break
    for _ in range(ROUNDS):
        if (purses_left(i, Draft(hall.chosen, hall.sessions, 0)) >= 0).all():
            break
        money = money + money // 20 + 1
        hall.settle(chance.permutation(i.n_people), money + seat)
    _fill(hall, money, chance)
    if _close_empty_classes(hall):
        _fill(hall, money, chance)
    made = hall.draft()
    return made if is_fair(i, made) else _made_fair(hall, prices, money)


def refilled(
    pricer: Pricer, made: Draft, prices: Prices, chance: np.random.Generator
) -> Draft | None:
    """A plan whose people choose again among the seats that are free."""
    rate = rates(pricer.instance, prices)[pricer.instance.department]
    hall = Hall(pricer.instance, pricer, made.sessions.copy(), made.chosen.copy(), rate)
    return finish(hall, prices, chance)


def _leave_full_classes(hall: Hall, cost: np.ndarray) -> bool:
    """Those who lose least by it leave classes with too many; true if there were such classes."""
    i = hall.instance
    free = hall.state()[3]
    crowded = free < 0
    if not crowded.any():
        return False
    holds = (hall.chosen == 1) & crowded[i.module]
    people = np.unique(i.person[holds])
    closed = np.where((free <= 0)[i.module] & ((hall.chosen == 0) | holds), CLOSED, cost)
    without = hall.pricer.answers(closed, hall.rate, people).value
    here = np.where(hall.chosen == 1, cost, CLOSED)
    held = hall.pricer.answers(here, hall.rate, people).value
    hall.settle(people[np.argsort((held - without)[people], kind="stable")], cost)
    return True


def _close_thin_classes(hall: Hall) -> bool:
    """Give up sessions that too few people are left for; true if there were any."""
    i = hall.instance
    taken = heads(i, hall.chosen) + i.forced_seats
    most = taken // np.maximum(i.seats_min, 1)
    thin = (hall.sessions > most) & (i.seats_min > 0) & (hall.sessions > i.sessions_min)
    hall.sessions = np.where(thin, np.maximum(most, i.sessions_min), hall.sessions)
    return bool(thin.any())


def _fill(hall: Hall, money: np.ndarray, chance: np.random.Generator) -> None:
    """Let everybody choose among free seats, which cost nothing but head money, and that less and less."""
    for share in CHEAPER:
        hall.settle(chance.permutation(hall.instance.n_people), (money * share).astype(np.int64))


def _close_empty_classes(hall: Hall) -> bool:
    """Give up sessions without which everybody still has a seat; true if there were any."""
    i = hall.instance
    taken = heads(i, hall.chosen) + i.forced_seats
    enough = np.maximum(-(-taken // np.maximum(i.seats_max, 1)), i.sessions_min)
    spare = bool((enough < hall.sessions).any())
    hall.sessions = np.minimum(hall.sessions, enough)
    return spare


def _made_fair(hall: Hall, prices: Prices, money: np.ndarray) -> Draft | None:
    """Let departments that stay behind choose again, their gaps counting for more and more."""
    i = hall.instance
    favour = rates(i, prices).astype(float)
    for _ in range(ROUNDS):
        made = hall.draft()
        if is_fair(i, made):
            return made
        closed = closed_by_department(i, made)
        rate = closed.sum() / max(1, i.closeable)
        behind = closed < i.fair_share * rate * i.gap
        favour[behind] *= 1.25
        hall.rate = favour[i.department].astype(np.int64)
        hall.settle(np.flatnonzero(behind[i.department]), money)
    return None
