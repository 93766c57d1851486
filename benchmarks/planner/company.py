"""A made-up company as a selection problem: the same numbers, the same seed, the same problem."""

import numpy as np

from benchmarks.planner.catalogue import Catalogue, make_catalogue
from benchmarks.planner.parameters import HOUR, STANDARD, TWD, Parameters
from benchmarks.planner.wishes import make_needs, make_pairs
from benchmarks.planner.workforce import make_workforce
from espalier.engines.planner.problem import Module, People, Pool, PoolKind, SelectionProblem


def company(
    people: int, modules: int, budget_per_head: int, seed: int, using: Parameters = STANDARD
) -> SelectionProblem:
    """The selection problem of a company of so many people and modules, with NT$ a head and year."""
    catalogue = make_catalogue(modules, people, np.random.default_rng([seed, 1]), using)
    workforce = make_workforce(people, catalogue, np.random.default_rng([seed, 2]), using)
    needs = make_needs(workforce)
    pairs = make_pairs(workforce, needs, catalogue, np.random.default_rng([seed, 3]), using)
    wanted = np.bincount(pairs.module, minlength=modules)
    listed = _modules(catalogue, wanted)
    return SelectionProblem(
        currency="TWD",
        year=2027,
        budget_minor=budget_per_head * TWD * people,
        departments=tuple(f"D{i:03d}" for i in range(workforce.n_departments)),
        competencies=tuple(f"C{i:03d}" for i in range(catalogue.n_competencies)),
        modules=listed,
        people=People(
            codes=tuple(f"E{i:06d}" for i in range(people)),
            department=workforce.department.astype(np.int32),
            minutes=np.full(people, using.voluntary_hours * HOUR, dtype=np.int64),
        ),
        needs=needs,
        pairs=pairs,
        pools=_pools(catalogue, listed, using),
        fair_permille=using.fair_permille,
    )


def _modules(catalogue: Catalogue, wanted: np.ndarray) -> tuple[Module, ...]:
    listed = []
    for m, code in enumerate(catalogue.codes):
        classes = catalogue.pool[m] >= 0
        seats = int(catalogue.seats[m])
        fewest = int(catalogue.fewest[m])
        most = int(-(-wanted[m] // seats)) if classes else 1
        minutes = int(catalogue.minutes[m])
        uses = ((int(catalogue.pool[m]), minutes), (2, minutes)) if classes else ()
        listed.append(
            Module(
                code=code,
                minutes=minutes,
                session_minor=int(catalogue.session_minor[m]),
                seats_min=fewest if classes else 0,
                seats_max=seats if classes else max(1, int(wanted[m])),
                sessions_min=0,
                sessions_max=most,
                uses=uses,
            )
        )
    return tuple(listed)


def _pools(
    catalogue: Catalogue, modules: tuple[Module, ...], using: Parameters
) -> tuple[Pool, ...]:
    """Minutes of own and outside instructors and of rooms, as shares of what full demand would take."""
    full = np.zeros(3, dtype=np.int64)
    for module in modules:
        for pool, minutes in module.uses:
            full[pool] += minutes * module.sessions_max
    shares = (using.instructor_share, using.instructor_share, using.room_share)
    kinds = (PoolKind.INSTRUCTOR, PoolKind.INSTRUCTOR, PoolKind.ROOM)
    codes = ("instructors-own", "instructors-outside", "rooms")
    return tuple(
        Pool(code, kind, int(minutes * share))
        for code, kind, minutes, share in zip(codes, kinds, full.tolist(), shares, strict=True)
    )
