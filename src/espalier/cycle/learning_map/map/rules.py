"""Rules of the learning map. Pure: no Django, no clock, no database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from espalier.cycle.learning_map.completions.types import Completed
from espalier.cycle.learning_map.map.types import (
    Coverage,
    MoveGap,
    Path,
    PathModule,
    Pin,
    Redundancy,
    RouteState,
    RouteStep,
    Unreached,
    Why,
)
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.learning_map.ordering import learning_order, with_prerequisites

Modules = Mapping[int, PublishedModule]
EXPIRING_DAYS = 60
_UNPINNED = 10**6


def steps_towards(required: float, offered: Collection[float]) -> list[float]:
    """The levels of modules that lead to a required level.

    All offered levels up to it are steps; where none reaches it, the lowest beyond it is taken too.
    """
    steps = sorted(level for level in set(offered) if level <= required)
    beyond = [level for level in offered if level > required]
    if (not steps or steps[-1] < required) and beyond:
        steps.append(min(beyond))
    return steps


def chosen_modules(required: Mapping[int, float], modules: Modules) -> dict[int, dict[int, float]]:
    """The modules that raise the required competencies, with which of them and how far.

    Where several modules raise a competency to the same level, one is enough: one that is needed for
    another competency anyway, else the shortest, else the first by code. The others are shown as
    redundant by the coverage.
    """
    offers = _offers(required, modules)
    wanted = {
        (competency, level): offers[competency][level]
        for competency in required
        if competency in offers
        for level in steps_towards(required[competency], offers[competency])
    }
    chosen = {ids[0] for ids in wanted.values() if len(ids) == 1}
    for _place, ids in sorted(wanted.items()):
        if not chosen.intersection(ids):
            chosen.add(min(ids, key=lambda pk: (modules[pk].minutes, modules[pk].code)))
    serves: dict[int, dict[int, float]] = {}
    for (competency, level), ids in wanted.items():
        for pk in ids:
            if pk in chosen:
                serves.setdefault(pk, {})[competency] = level
    return serves


def _offers(required: Mapping[int, float], modules: Modules) -> dict[int, dict[float, list[int]]]:
    offers: dict[int, dict[float, list[int]]] = {}
    for module in modules.values():
        for competency, level in module.raises:
            if competency in required:
                offers.setdefault(competency, {}).setdefault(level, []).append(module.id)
    return offers


def path_of(required: Mapping[int, float], modules: Modules, pins: Mapping[int, Pin]) -> Path:
    """The learning path of a position.

    It holds the modules chosen for the required competencies, those pinned by hand, and everything
    they ask for, so that no module stands before its prerequisites. Pinned modules come in the order
    they were given as far as prerequisites allow; the others from low levels to high, then by code.
    """
    serves = chosen_modules(required, modules)
    pinned = {pk: pin for pk, pin in pins.items() if pk in modules}
    asks = {pk: set(module.requires) & modules.keys() for pk, module in modules.items()}
    needed = with_prerequisites([*serves, *pinned], asks)
    mandatory = with_prerequisites(
        [pk for pk in {*serves, *pinned} if pk not in pinned or pinned[pk].is_mandatory], asks
    )
    order = learning_order(
        needed, {pk: _priority(modules[pk], serves.get(pk), pinned.get(pk)) for pk in needed}
    )
    steps = tuple(
        PathModule(
            module=modules[pk],
            order=place,
            why=Why.REQUIRED if pk in serves else Why.PINNED if pk in pinned else Why.PREREQUISITE,
            is_mandatory=pk in mandatory,
            raises=tuple(sorted(serves.get(pk, {}).items())),
        )
        for place, pk in enumerate(order, start=1)
    )
    return Path(steps, unreached_levels(required, modules))


def _priority(
    module: PublishedModule, serves: Mapping[int, float] | None, pin: Pin | None
) -> tuple[int, float, str]:
    lowest = min((serves or dict(module.raises) or {0: 0.0}).values())
    return (pin.order if pin else _UNPINNED, lowest, module.code)


def unreached_levels(required: Mapping[int, float], modules: Modules) -> tuple[Unreached, ...]:
    """Required competencies whose level no module reaches."""
    best: dict[int, float] = {}
    for module in modules.values():
        for competency, level in module.raises:
            best[competency] = max(level, best.get(competency, level))
    return tuple(
        Unreached(competency, level, best.get(competency))
        for competency, level in sorted(required.items())
        if level > 0 and best.get(competency, -1.0) < level
    )


def route_steps(
    path: Sequence[PathModule],
    completed: Mapping[int, Completed],
    modules: Modules,
    *,
    on: date,
) -> list[RouteStep]:
    """Where a person stands on a path on a day.

    A module counts as done in whatever version it was completed. A prerequisite is met while its
    completion holds: a lapsed certificate blocks what rests on it until it is renewed.
    """
    return [_step(each, completed, modules, on) for each in path]


def _step(
    each: PathModule, completed: Mapping[int, Completed], modules: Modules, on: date
) -> RouteStep:
    held = completed.get(each.module.id)
    if held is not None and held.completed_on <= on and held.holds_on(on):
        soon = held.expires_on is not None and held.expires_on <= on + timedelta(days=EXPIRING_DAYS)
        return RouteStep(each, RouteState.EXPIRING if soon else RouteState.DONE, held)
    missing = tuple(
        modules[pk].code
        for pk in each.module.requires
        if pk in modules and not _holds(completed.get(pk), on)
    )
    if held is not None and held.completed_on <= on:
        return RouteStep(each, RouteState.EXPIRED, held, missing)
    return RouteStep(each, RouteState.BLOCKED if missing else RouteState.NEXT, None, missing)


def _holds(held: Completed | None, on: date) -> bool:
    return held is not None and held.completed_on <= on and held.holds_on(on)


def move_gaps(had: Mapping[int, float], needed: Mapping[int, float]) -> list[MoveGap]:
    """What a move asks for, competency by competency; what the new position does not ask is left out."""
    return [MoveGap(pk, had.get(pk), level) for pk, level in sorted(needed.items())]


def coverage_of(
    required: Mapping[int, Mapping[int, float]], modules: Modules, paths: Mapping[int, Path]
) -> Coverage:
    """How far modules cover what positions require.

    Parameters: ``required`` maps position to competency to level, ``paths`` position to its path.
    """
    highest: dict[int, float] = {}
    for levels in required.values():
        for competency, level in levels.items():
            highest[competency] = max(level, highest.get(competency, level))
    raised = {competency for module in modules.values() for competency, _level in module.raises}
    used = {step.module.id for path in paths.values() for step in path.modules}
    missing = tuple(sorted(highest.keys() - raised))
    return Coverage(
        n_required=len(highest),
        n_covered=len(highest) - len(missing),
        without_module=missing,
        not_reached=tuple(
            each for each in unreached_levels(highest, modules) if each.reached is not None
        ),
        orphan_modules=tuple(pk for pk, module in modules.items() if not module.raises),
        unused_modules=tuple(pk for pk in modules if pk not in used),
        redundant=tuple(_redundant(modules)),
        minutes_by_position={pk: path.minutes for pk, path in paths.items()},
    )


def _redundant(modules: Modules) -> Iterable[Redundancy]:
    places: dict[tuple[int, float], list[int]] = {}
    for module in modules.values():
        for place in module.raises:
            places.setdefault(place, []).append(module.id)
    for (competency, level), ids in sorted(places.items()):
        if len(ids) > 1:
            yield Redundancy(competency, level, tuple(ids))


def adjacent_moves(positions: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Moves to the next higher grade within a function: (from, to) of (position, function, rank)."""
    by_function: dict[int, dict[int, list[int]]] = {}
    for pk, function, rank in positions:
        by_function.setdefault(function, {}).setdefault(rank, []).append(pk)
    moves = []
    for ranks in by_function.values():
        order = sorted(ranks)
        for low, high in pairwise(order):
            moves += [(start, target) for start in ranks[low] for target in ranks[high]]
    return moves
