"""What every plan costs at least, found without solving the whole.

The wishes of one session depend on its own placement alone, and months are counted apart. So the sessions may be cut
into parts: what a part costs at least when the others do not exist, added up over the parts, no plan goes below.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from espalier.engines.planner.timetable.axis import Flags
from espalier.engines.planner.timetable.model import Free, Literal, Model
from espalier.engines.planner.timetable.solver import PART_SETTINGS, Clock, Limits, solve
from espalier.engines.planner.timetable.tables import Table, Tables

PART = 80  # sessions in a part at most
PART_WORK = 3.0


def clusters(tables: Tables) -> list[list[int]]:
    """Sessions that have to do with each other through sites and instructors, in the order of the problem."""
    parent = list(range(len(tables.of)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    seen: dict[tuple[str, int | str], int] = {}
    for number, table in enumerate(tables.of):
        keys: list[tuple[str, int | str]] = [("teacher", teacher) for teacher in table.teachers]
        if table.session.site:
            keys = [("site", table.session.site)]
        for key in keys:
            parent[root(number)] = root(seen.setdefault(key, number))
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(len(tables.of)):
        found[root(number)].append(number)
    return list(found.values())


class _Wishes(Model):
    """Sessions at their cheapest placements, or not at all for the price of the next cheapest."""

    def __init__(self, tables: Tables, numbers: Iterable[int]) -> None:
        self.met: dict[int, Literal] = {}
        super().__init__(tables, numbers)

    def minimise(self) -> None:
        """What the sessions cost above their least that are not held so."""
        terms = []
        for free in self.free.values():
            levels = np.unique(free.table.cost).tolist()
            terms.append((levels[1] - levels[0]) * self.held(free)[0].negated())
        self.model.minimize(sum(terms))

    def wanted(self, table: Table) -> Flags:
        return np.asarray(table.cost == self.tables.least[table.number], dtype=np.bool_)

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
    """Sessions of one cluster whose cheapest days lie in the same quarter."""
    for cluster in clusters(tables):
        by_quarter: dict[int, list[int]] = defaultdict(list)
        for number in cluster:
            table = tables.of[number]
            if table.n_placements and int(table.cost.max()) > tables.least[number]:
                months = table.month[table.cost == tables.least[number]]
                by_quarter[int(np.median(months)) // 3].append(number)
        for quarter in sorted(by_quarter):
            numbers = sorted(by_quarter[quarter], key=lambda n: (tables.of[n].teachers, n))
            for at in range(0, len(numbers), PART):
                yield numbers[at : at + PART]


def _part_cost(tables: Tables, part: list[int], clock: Clock) -> int:
    model = _Wishes(tables, part)
    model.minimise()
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
