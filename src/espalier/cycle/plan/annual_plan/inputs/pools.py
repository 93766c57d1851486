"""Which sessions compete for which instructors and rooms, as sums of minutes. Pure.

Several instructors may teach a module, and their sets overlap. Minutes of all of them suffice exactly when for
every union of such sets the modules that fit inside it ask for no more than it has (Hall's condition): each union
is a pool.
"""

from collections.abc import Iterable, Mapping, Sequence

from espalier.cycle.plan.annual_plan.inputs.types import PlanModule, PoolOf
from espalier.engines.planner.problem import PoolKind

# Unions between single sets and all that hang together are left out beyond this many: a plan may then ask a little
# more of a few people than they have, which the timetable finds.
MOST_UNIONS = 96

Eligible = Sequence[frozenset[int]]  # a module: who or what will do; empty where nothing is needed


def pools_of(
    kind: PoolKind,
    eligible: Eligible,
    minutes: Mapping[int, int],
    codes: Mapping[int, str],
) -> list[PoolOf]:
    """One pool for every union of sets some module can choose from, the smallest first."""
    found = []
    for union in unions({each for each in eligible if each}):
        users = tuple(n for n, own in enumerate(eligible) if own and own <= union)
        ordered = tuple(sorted(union, key=lambda pk: codes[pk]))
        code = "+".join(codes[pk] for pk in ordered)
        total = sum(minutes.get(pk, 0) for pk in ordered)
        found.append(PoolOf(code, code, kind, total, ordered, users))
    return found


def unions(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """All unions of sets that overlap, each once; those that share nobody need none.

    Of very many the single sets, all that hang together, and the smallest between are given.
    """
    single = sorted(set(sets), key=_order)
    found = {*single, *_together(single)}
    waiting = list(single)
    while waiting and len(found) < MOST_UNIONS:
        one = waiting.pop(0)
        for other in single:
            joined = one | other
            if one & other and joined not in found:
                found.add(joined)
                waiting.append(joined)
    return sorted(found, key=_order)


def _together(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The largest unions: each of sets that hang together through others."""
    groups: list[frozenset[int]] = []
    for each in sets:
        near = [group for group in groups if group & each]
        groups = [group for group in groups if not group & each]
        groups.append(each.union(*near))
    return groups


def _order(each: frozenset[int]) -> tuple[int, list[int]]:
    return len(each), sorted(each)


def equipment_pools(
    modules: Sequence[PlanModule], minutes: Mapping[int, int], codes: Mapping[int, str]
) -> list[PoolOf]:
    """Every piece named is needed all the time, so each kind of equipment is a pool of its own."""
    named = sorted({pk for module in modules for pk in module.equipment}, key=lambda pk: codes[pk])
    return [
        PoolOf(
            codes[pk],
            codes[pk],
            PoolKind.EQUIPMENT,
            minutes.get(pk, 0),
            (pk,),
            tuple(n for n, module in enumerate(modules) if pk in module.equipment),
        )
        for pk in named
    ]
