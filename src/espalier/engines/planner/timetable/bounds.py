"""What every plan costs at least, found without solving the whole.

The wishes of one session depend on its own placement alone, and months are counted apart. So the sessions may be cut
into parts: what a part costs at least when the others do not exist, added up over the parts, no plan goes below.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from espalier.engines.planner.timetable.axis import Flags
from espalier.engines.planner.timetable.model import Free, Literal, Model
from espalier.engines.planner.timetable.solver import PART_SETTINGS, Clock, Limits, solve
from espalier.engines.planner.timetable.tables import Table, Tables

PART = 80  # sessions in a part at most
PART_WORK = 5.0


def clusters(tables: Tables) -> list[list[int]]:
    """Sessions that have to do with each other through sites and instructors, in the order of the problem."""
    keys: dict[tuple[str, int | str], list[int]] = defaultdict(list)
    for number, table in enumerate(tables.of):
        if table.session.site:
            keys["site", table.session.site].append(number)
        else:
            for teacher in table.teachers:
                keys["teacher", teacher].append(number)
    return joined(len(tables.of), keys.values())


def ordered(tables: Tables) -> list[list[int]]:
    """Sessions that wait for each other, directly or through others."""
    pairs = [
        [tables.number_of[each.before], tables.number_of[each.after]]
        for each in tables.problem.spacings
    ]
    return [group for group in joined(len(tables.of), pairs) if len(group) > 1]


def joined(n: int, groups: Iterable[Sequence[int]]) -> list[list[int]]:
    """Numbers below ``n`` put together when some group has both."""
    parent = list(range(n))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for group in groups:
        for number in group[1:]:
            parent[root(number)] = root(group[0])
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(n):
        found[root(number)].append(number)
    return list(found.values())


class _Wishes(Model):
    """Sessions at cheap placements, or not at all for the price of the next dearer one."""

    def __init__(self, tables: Tables, numbers: Iterable[int]) -> None:
        self.met: dict[int, Literal] = {}
        super().__init__(tables, numbers)

    def wanted(self, table: Table) -> Flags:
        return np.asarray(table.cost <= self.dearest(table), dtype=np.bool_)

    def dearest(self, table: Table) -> int:
        """The cost up to which placements are looked at: the least, and what stays below one more day outside."""
        least = self.tables.least[table.number]
        dearer = least + self.tables.problem.weights.outside_preferred
        return int(max((each for each in np.unique(table.cost) if each < dearer), default=least))

    def cost_above_least(self, free: Free) -> list[Literal]:
        """What the session costs above its least: by its placement, or at least when it is not held."""
        held, most = self.held(free)[0], self.dearest(free.table)
        cost = free.table.cost
        levels = np.unique(cost).tolist()
        inside = [each for each in levels if each <= most]
        terms: list[Literal] = []
        for low, high in pairwise(inside):
            step = self.model.new_bool_var("")
            self.only_where(free, np.asarray(cost < high), [step.negated(), held])
            terms.append((high - low) * step)
        if len(inside) == len(levels):
            self.model.add(held == 1)
        else:
            terms.append((levels[len(inside)] - levels[0]) * held.negated())
        return terms

    def held(self, free: Free) -> list[Literal]:
        number = free.table.number
        if number not in self.met:
            self.met[number] = self.model.new_bool_var("")
        return [self.met[number]]


def bound_by_parts(
    tables: Tables, clock: Clock, raised: Callable[[int], None] = lambda bound: None
) -> int:
    """The least cost of every session alone, what parts cost above that, and what months cost at least.

    ``raised`` is told after each part.
    """
    total = sum(tables.least) + _months_alone(tables)
    for part in _parts(tables):
        if clock.is_over:
            break
        total += _part_cost(tables, part, clock)
        raised(total)
    return total


def _months_alone(tables: Tables) -> int:
    """Sessions that find no month below its target, whatever their days."""
    if len(tables.targets) < len(tables.months):
        return 0
    surplus = len(tables.of) - sum(tables.targets.values())
    return max(0, surplus) * tables.problem.weights.over_month


def _parts(tables: Tables) -> Iterator[list[int]]:
    """Sessions that wait for each other; of the others those of one cluster and of the same cheapest quarter."""
    groups = ordered(tables)
    part: list[int] = []
    for group in groups:
        if len(part) + len(group) > PART:
            yield part
            part = []
        part += group
    if part:
        yield part
    waiting = {number for group in groups for number in group}
    for cluster in clusters(tables):
        by_quarter: dict[int, list[int]] = defaultdict(list)
        for number in cluster:
            table = tables.of[number]
            if number not in waiting and int(table.cost.max(initial=0)) > tables.least[number]:
                months = table.month[table.cost == tables.least[number]]
                by_quarter[int(np.median(months)) // 3].append(number)
        for quarter in sorted(by_quarter):
            numbers = sorted(by_quarter[quarter], key=lambda n: (tables.of[n].teachers, n))
            for at in range(0, len(numbers), PART):
                yield numbers[at : at + PART]


def _part_cost(tables: Tables, part: list[int], clock: Clock) -> int:
    model = _Wishes(tables, part)
    terms = [term for free in model.free.values() for term in model.cost_above_least(free)]
    model.model.minimize(sum(terms, 0))
    answer = solve(model.model, clock.rest(work=PART_WORK), workers=1, settings=PART_SETTINGS)
    clock.worked += answer.work
    return max(0, answer.bound or 0)


def relaxed_bound(tables: Tables, limits: Limits) -> int:
    """A bound that forgets the rules between sessions: days, calendars and the targets of months alone."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    begins: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    terms = []
    for table in tables.of:
        least: dict[int, int] = {}
        for month, cost in zip(table.month.tolist(), table.cost.tolist(), strict=True):
            least[month] = min(cost, least.get(month, cost))
        chosen = {month: model.new_bool_var("") for month in sorted(least)}
        model.add_exactly_one(chosen.values())
        for month, literal in chosen.items():
            begins[month].append(literal)
            terms.append(least[month] * literal)
    for month, target in tables.targets.items():
        over = model.new_int_var(0, len(tables.of), "")
        model.add(over >= sum(begins[month]) - target)
        terms.append(tables.problem.weights.over_month * over)
    model.minimize(sum(terms))
    return solve(model, limits, workers=1).bound or 0
