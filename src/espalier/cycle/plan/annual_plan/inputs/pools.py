"""Which sessions compete for which instructors and rooms, as sums of minutes. Pure.

Several instructors may teach a module, and their sets overlap. Minutes of all of them suffice exactly when for
every union of such sets the modules that fit inside it ask for no more than it has (Hall's condition): each union
is a pool.
"""

from collections.abc import Iterable, Mapping, Sequence

from espalier.cycle.plan.annual_plan.inputs.types import PlanModule, PoolOf
from espalier.engines.planner.problem import PoolKind

# Unions beyond this many are left out: a plan may then ask slightly more of a few people than they have, which the
# timetable finds. No company we know comes near.
MOST_UNIONS = 256

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
    """All unions of sets that overlap, each once; those that share nobody need none."""
    found = set(sets)
    waiting = sorted(found, key=_order)
    while waiting and len(found) < MOST_UNIONS:
        one = waiting.pop(0)
        for other in sorted(found, key=_order):
            joined = one | other
            if one & other and joined not in found:
                found.add(joined)
                waiting.append(joined)
    return sorted(found, key=_order)


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
