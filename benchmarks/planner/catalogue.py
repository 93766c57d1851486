"""The modules of the made-up company: what they teach, how they are run and what they cost."""

from dataclasses import dataclass

import numpy as np

from benchmarks.planner.parameters import HOUR, TWD, Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Teaching:
    """One row a module and a competency it lifts from ``entry`` to ``exit``; the first of a module is its main one."""

    module: np.ndarray
    competency: np.ndarray
    entry: np.ndarray
    exit: np.ndarray
    main: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One row a module. ``pool`` -1: no class; 0 own, 1 outside instructors. ``before``: prerequisite or -1."""

    codes: tuple[str, ...]
    n_competencies: int
    n_families: int
    family: np.ndarray  # of each competency; -1 for core ones
    criticality: np.ndarray  # of each competency
    minutes: np.ndarray
    session_minor: np.ndarray
    head_minor: np.ndarray
    seats: np.ndarray
    fewest: np.ndarray
    pool: np.ndarray
    before: np.ndarray
    teaching: Teaching
    n_legal: int


def make_catalogue(
    modules: int, people: int, chance: np.random.Generator, using: Parameters
) -> Catalogue:
    """Legal modules first, then those that close gaps."""
    n_legal = len(using.legal)
    n_departments = max(2, round(people**using.department_exponent))
    n_families = max(3, n_departments // 3)
    n_competencies = using.core_competencies + max(
        2 * using.family_per_role, round(using.competencies_per_module * modules)
    )
    family = np.full(n_competencies, -1)
    own = n_competencies - using.core_competencies
    # Families overlap when there are fewer competencies than they would need, so each is cut from a ring.
    family[using.core_competencies :] = np.arange(own) * n_families // own
    teaching = _teaching(modules, n_legal, n_competencies, family, chance, using)
    shape = _ways(modules, chance, using)
    codes = [duty.code for duty in using.legal]
    codes += [f"M{m:04d}" for m in range(n_legal, modules)]
    return Catalogue(
        codes=tuple(codes),
        n_competencies=n_competencies,
        n_families=n_families,
        family=family,
        criticality=1 + chance.choice(5, n_competencies, p=using.criticality_shares),
        before=_prerequisites(modules, teaching),
        teaching=teaching,
        n_legal=n_legal,
        **shape,
    )


def _teaching(
    modules: int,
    n_legal: int,
    n_competencies: int,
    family: np.ndarray,
    chance: np.random.Generator,
    using: Parameters,
) -> Teaching:
    """Core and other competencies are main ones in turn as far as modules go; others are of the same family."""
    n_core = round(using.core_module_share * (modules - n_legal))
    others_in_turn = np.arange(modules - n_legal - n_core) % (
        n_competencies - using.core_competencies
    )
    main = np.concatenate(
        [np.arange(n_core) % using.core_competencies, using.core_competencies + others_in_turn]
    )
    chance.shuffle(main)
    rows: list[tuple[int, int, int, int, bool]] = []
    for m, competency in enumerate(main, start=n_legal):
        n_taught = 1 + int(chance.choice(4, p=using.taught_shares))
        near = np.flatnonzero(family == family[competency])
        others = chance.permutation(near[near != competency])[: n_taught - 1]
        for nth, each in enumerate((competency, *others)):
            entry = int(chance.choice(4, p=using.entry_shares))
            lift = 1 + int(chance.choice(3, p=using.lift_shares))
            rows.append((m, int(each), entry, min(5, entry + lift), nth == 0))
    table = np.array([row[:4] for row in rows], dtype=np.int64)
    module, competency, entry, leads_to = table.T
    first = np.array([row[4] for row in rows])
    return Teaching(module, competency, entry, leads_to, first)


def _prerequisites(modules: int, teaching: Teaching) -> np.ndarray:
    """The first module whose main competency is the same and that leads to the entry level, if there is one."""
    before = np.full(modules, -1)
    rows = np.flatnonzero(teaching.main)
    for row in rows[teaching.entry[rows] > 0]:
        leads = rows[
            (teaching.competency[rows] == teaching.competency[row])
            & (teaching.exit[rows] >= teaching.entry[row])
            & (teaching.entry[rows] < teaching.entry[row])
        ]
        if leads.size:
            before[teaching.module[row]] = teaching.module[leads[0]]
    return before


def _ways(modules: int, chance: np.random.Generator, using: Parameters) -> dict[str, np.ndarray]:
    """How each module is run, and at what cost."""
    minutes = chance.choice(using.hours, modules, p=using.hour_shares) * HOUR
    way = chance.random(modules)
    online = way < using.online_share
    public = (way >= using.online_share) & (way < using.online_share + using.public_share)
    outside = chance.random(modules) < using.external_share
    for m, duty in enumerate(using.legal):
        minutes[m], online[m], public[m], outside[m] = duty.minutes, duty.online, False, False
    hours = minutes / HOUR
    rate = np.where(
        outside,
        chance.integers(*using.external_hour, modules, endpoint=True) + using.room_hour,
        chance.integers(*using.internal_hour, modules, endpoint=True),
    )
    licence = chance.integers(*using.licence, modules, endpoint=True)
    session = np.where(online, licence, np.where(public, 0, rate * hours))
    seat = chance.integers(*using.public_day, modules, endpoint=True) * hours / 7
    head = np.where(
        online,
        chance.integers(*using.online_head, modules, endpoint=True),
        np.where(public, seat, chance.integers(*using.head, modules, endpoint=True)),
    )
    seats = chance.integers(*using.seats, modules, endpoint=True)
    return {
        "minutes": minutes,
        "session_minor": np.rint(session).astype(np.int64) * TWD,
        "head_minor": np.rint(head).astype(np.int64) * TWD,
        "seats": seats,
        "fewest": _fewest(seats, using),
        "pool": np.where(online | public, -1, outside.astype(np.int64)),
    }


def _fewest(seats: np.ndarray, using: Parameters) -> np.ndarray:
    """The fewest people a class runs with; a duty by law is taught to however many are due."""
    fewest = np.ceil(using.fewest_share * seats).astype(np.int64)
    fewest[: len(using.legal)] = 1
    return fewest
