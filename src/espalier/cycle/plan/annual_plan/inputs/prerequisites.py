"""What somebody has to attend first: prerequisites of modules, and entry levels not reached yet. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.cycle.plan.annual_plan.inputs.steps import hundredths
from espalier.cycle.plan.annual_plan.inputs.types import Bools, Ints, PlanModule

NOTHING_FIRST = -1
IMPOSSIBLE = -2
DEEPEST = 12  # no chain of prerequisites is longer; a longer one runs in a circle


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """What is known of people when it comes to entering: completions that hold, and levels of today.

    ``completed`` has a row a person and a column a module; ``levels`` are hundredths by competency, −1 unknown;
    ``outside`` says who completed a module that cannot be planned, by its id.
    """

    completed: Bools
    levels: Mapping[int, Ints]
    outside: Mapping[int, Bools]


class Entering:
    """The catalogue as prerequisites see it, worked out once."""

    def __init__(self, modules: Sequence[PlanModule], known: Knowledge) -> None:
        self.modules, self.known = modules, known
        self.place = {module.id: n for n, module in enumerate(modules)}
        self.before = [self._all_before(n) for n in range(len(modules))]

    def _all_before(self, module: int) -> frozenset[int]:
        """Every prerequisite of a module and theirs."""
        found: set[int] = set()
        waiting = [module]
        while waiting:
            for pk in self.modules[waiting.pop()].requires:
                place = self.place.get(pk)
                if place is not None and place not in found:
                    found.add(place)
                    waiting.append(place)
        return frozenset(found)

    def first_of(self, module: int, people: Ints) -> Ints:
        """Per person the module to attend first, ``NOTHING_FIRST`` or ``IMPOSSIBLE``."""
        first = np.full(people.size, NOTHING_FIRST, dtype=np.int64)
        for pk in self.modules[module].requires:
            place = self.place.get(pk)
            if place is None:
                done = self.known.outside.get(pk)
                first[slice(None) if done is None else ~done[people]] = IMPOSSIBLE
                continue
            lacks = ~self.known.completed[people, place]
            first[lacks] = self._joined(first[lacks], place)
        for competency, level in self.modules[module].asks:
            self._enter(module, people, competency, hundredths(level), first)
        return first

    def _enter(self, module: int, people: Ints, competency: int, level: int, first: Ints) -> None:
        """Whoever is known to stand below the entry level attends what lifts them to it."""
        known = self.known.levels.get(competency)
        if known is None:
            return
        below = (known[people] >= 0) & (known[people] < level)
        below &= ~self._is_lifted(first, competency, level)
        for place in self._lifting(module, competency, level):
            open_to = below & ~self.known.completed[people, place]
            first[open_to] = self._joined(first[open_to], place)
            below &= ~open_to
        first[below] = IMPOSSIBLE

    def _is_lifted(self, first: Ints, competency: int, level: int) -> Bools:
        """Whether what is attended first anyhow reaches the level."""
        lifts = [
            n
            for n, module in enumerate(self.modules)
            if any(pk == competency and hundredths(to) >= level for pk, to in module.raises)
        ]
        return np.isin(first, np.array(lifts, dtype=np.int64))

    def _lifting(self, module: int, competency: int, level: int) -> list[int]:
        """Modules that reach the level: prerequisites of the module first, then the cheapest."""
        asked = self.modules[module].requires
        found = [
            n
            for n, other in enumerate(self.modules)
            if n != module
            and any(pk == competency and hundredths(to) >= level for pk, to in other.raises)
        ]

        def order(n: int) -> tuple[bool, float, str]:
            other = self.modules[n]
            return (other.id not in asked, other.per_head, other.code)

        return sorted(found, key=order)

    def _joined(self, first: Ints, place: int) -> Ints:
        """One prerequisite beside those found before: the later of a chain says both, two apart say no."""
        joined = first.copy()
        for held in np.unique(first).tolist():
            here = first == held
            if held == NOTHING_FIRST or (held >= 0 and held in self.before[place]):
                joined[here] = place
            elif held != place and not (held >= 0 and place in self.before[held]):
                joined[here] = IMPOSSIBLE
        return joined


def with_helpers(
    wanted: Mapping[int, Ints], entering: Entering
) -> tuple[dict[int, Ints], dict[int, Ints]]:
    """People by module with those added who attend a module only because another asks for it; and what comes first.

    Both mappings run row for row: per module the people, ascending, and the module each attends first.
    """
    people = {module: np.unique(rows) for module, rows in wanted.items()}
    first: dict[int, Ints] = {}
    waiting = sorted(people)
    while waiting:
        module = waiting.pop()
        first[module] = entering.first_of(module, people[module])
        for place in np.unique(first[module][first[module] >= 0]).tolist():
            asked = people[module][first[module] == place]
            held = people.get(place, np.zeros(0, np.int64))
            joined = np.union1d(held, asked)
            if joined.size > held.size:
                people[place] = joined
                waiting.append(place)
    return people, first


def possible(requires: Ints) -> Bools:
    """Which pairs can be attended: none whose chain of rows ends in ``IMPOSSIBLE`` or runs in a circle."""
    at = requires.copy()
    for _turn in range(DEEPEST):
        onward = at >= 0
        at[onward] = requires[at[onward]]
    return np.asarray(at == NOTHING_FIRST)
