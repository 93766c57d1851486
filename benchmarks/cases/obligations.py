"""Obligations of everybody: one day, and a forecast of twelve month ends."""

from datetime import date
from typing import Any

import numpy as np

from benchmarks.measure import cold_and_warm
from benchmarks.types import Reading

SEED = 7
ON = date(2026, 11, 2)
MODULES = 120


def forecast_of_everybody(people: int, norms: int, repeats: int) -> list[Reading]:
    """Status, hours and due dates of every person × norm; twenty completions to a person on average."""
    from espalier.engines.obligations.bulk.grid import Everybody, forecast
    from espalier.engines.obligations.results import Status
    from espalier.engines.obligations.types import Organisation

    everybody = _people(people)
    asked = _norms(norms)
    organisation = Organisation(people, tuple((unit, 30) for unit in range(40)))
    ends = [date(2026 + n // 12, n % 12 + 1, 28) for n in range(10, 22)]

    def one_day() -> dict[str, float | str]:
        grid = Everybody(everybody, asked, organisation=organisation).on(ON)
        overdue = int((grid.status == Status.OVERDUE).sum())
        cells = int(grid.status.size)
        return {"cells": cells, "applicable": int((grid.status > 0).sum()), "overdue": overdue}

    def a_year() -> dict[str, float | str]:
        counts = forecast(everybody, asked, days=ends, organisation=organisation)
        return {"days": len(ends), "cells": int(counts.sum())}

    return [
        *cold_and_warm("one day", one_day, repeats, uses_database=False),
        *cold_and_warm("twelve months", a_year, repeats, uses_database=False),
    ]


def _people(n: int) -> Any:
    """Columns of people with up to two positions, completions of eight years, some leaves and licences."""
    from espalier.engines.obligations.bulk.columns import (
        END,
        Completions,
        Holdings,
        Named,
        People,
        Rows,
    )

    chance = np.random.default_rng(SEED)
    today = ON.toordinal()
    hired = today - chance.integers(30, 9000, n)
    last = np.where(chance.random(n) < 0.05, today + chance.integers(0, 400, n), END)
    moved = np.minimum(hired + chance.integers(200, 4000, n), today - 1)
    moved = np.where(chance.random(n) < 0.02, today + chance.integers(1, 100, n), moved)
    who = np.repeat(np.arange(n), 2)
    first = np.stack([hired, moved], axis=1).ravel()
    until = np.stack([moved - 1, np.full(n, END)], axis=1).ravel()
    position = chance.integers(0, 60, 2 * n)

    def some(share: float, names: tuple[str, ...]) -> Named:
        chosen = np.flatnonzero(chance.random(n) < share)
        starts = today - chance.integers(0, 3000, chosen.size)
        name = chance.integers(0, len(names), chosen.size)
        return Named(chosen, starts, np.full(chosen.size, END), name, names)

    absent = np.flatnonzero(chance.random(n) < 0.03)
    away = today - chance.integers(0, 1500, absent.size)
    n_hours = 20 * n
    person = np.sort(chance.integers(0, n, n_hours))
    day = today - chance.integers(0, 2920, n_hours)
    order = np.lexsort((day, person))
    return People(
        hired=hired,
        last=last,
        category=chance.integers(0, 5, n),
        categories=("executive", "manager", "professional", "administrative", "operative"),
        holdings=Holdings(
            who, first, until, position=position, function=position // 6,
            unit=chance.integers(0, 40, 2 * n), tier=position % 3, tiers=("base", "middle", "top"),
        ),
        duties=some(0.1, ("first aid", "fire officer")),
        licences=some(0.1, ("nurse", "forklift")),
        leaves=Rows(absent, away, away + chance.integers(30, 400, absent.size)),
        exemptions=some(0.02, ("N03", "N07")),
        hours=Completions(
            person=person,
            day=day[order],
            minutes=chance.choice([60, 120, 180, 360], n_hours),
            content=chance.integers(0, MODULES, n_hours),
            contents=tuple((module, frozenset[str]()) for module in range(MODULES)),
            mode=chance.integers(0, 2, n_hours),
            modes=("classroom", "online"),
        ),
    )  # fmt: skip


def _norms(n: int) -> list[Any]:
    """Norms of all windows in turn; six modules serve each, two of them serve the next norm too."""
    from espalier.engines.obligations.types import Accepted, Cap, Change, Norm, Target, Window

    kinds: tuple[dict[str, Any], ...] = (
        {"window": Window.ROLLING, "months": 36, "minutes": 180, "leave_extends": True},
        {"window": Window.CALENDAR, "months": 12, "minutes": 180},
        {"window": Window.ONCE, "minutes": 180, "again_on_change": Change.FUNCTION},
        {"window": Window.LICENCE, "months": 72, "minutes": 7200, "licences": frozenset({"nurse"})},
        {"window": Window.ROLLING, "months": 24, "minutes": 720, "shares_hours": False},
    )
    targets = (
        (Target(),),
        (Target(positions=frozenset(range(0, 60, 2))),),
        (Target(categories=frozenset({"operative"})), Target(duties=frozenset({"first aid"}))),
        (Target(min_unit_headcount=30),),
        (Target(licences=frozenset({"forklift", "nurse"})),),
        (Target(tiers=frozenset({"middle", "top"})),),
    )
    return [
        Norm(
            id=place,
            code=f"N{place:02}",
            targets=targets[place % len(targets)],
            accepted=tuple(Accepted((place * 4 + k) % MODULES) for k in range(6)),
            caps=(Cap(120, mode="online"),) if place % 2 else (),
            **kinds[place % len(kinds)],
        )
        for place in range(n)
    ]
