"""Large plans part by part: some sessions are solved anew around all the others, over and over."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from espalier.engines.planner.timetable.improve import Improver
from espalier.engines.planner.timetable.model import Model
from espalier.engines.planner.timetable.objective import add_wishes
from espalier.engines.planner.timetable.run import Run
from espalier.engines.planner.timetable.solver import Limits, solve
from espalier.engines.planner.timetable.tables import Tables

PART = 40  # sessions solved anew at a time
PART_WORK = 2.0
STEPS_BETWEEN = 400
WORK_A_STEP = 0.004
QUIET_ROUNDS = 4


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


def search_parts(run: Run) -> None:
    """Solve parts anew until the limits come, nothing is left to gain, or nothing was gained for long."""
    random = Random(run.limits.seed)
    quiet = 0
    while not run.clock.is_over and not run.is_proven and quiet < QUIET_ROUNDS:
        before = run.cost
        _improve(run, random)
        for part in _parts(run, random):
            if not (run.clock.is_over or run.is_proven):
                _solve_part(run, part)
        quiet = 0 if run.cost < before else quiet + 1


def _improve(run: Run, random: Random) -> None:
    assert run.best is not None
    improver = Improver(run.tables, run.best, seed=random.randrange(2**31))
    taken = improver.run(STEPS_BETWEEN, lambda: run.clock.is_over)
    run.clock.worked += taken * WORK_A_STEP
    run.found(improver.chosen, "improve")


def _parts(run: Run, random: Random) -> Iterator[list[int]]:
    """One part a cluster and quarter that costs something: the costly sessions with those around them."""
    tables = run.tables
    for cluster in clusters(tables):
        by_quarter: dict[int, list[int]] = defaultdict(list)
        for number in cluster:
            by_quarter[_quarter(run, number)].append(number)
        costly = [n for n in cluster if _cost(run, n) > tables.least[n]]
        for quarter in sorted({_quarter(run, n) for n in costly}):
            wanted = [n for n in costly if _quarter(run, n) == quarter]
            yield _part(run, random, wanted, cluster)


def _quarter(run: Run, number: int) -> int:
    assert run.best is not None
    table = run.tables.of[number]
    return int(table.month[run.best[number].placement]) // 3


def _cost(run: Run, number: int) -> int:
    assert run.best is not None
    return int(run.tables.of[number].cost[run.best[number].placement])


def _part(run: Run, random: Random, wanted: list[int], cluster: list[int]) -> list[int]:
    """The costly sessions, then who shares people or instructors with them, then others of the cluster."""
    tables = run.tables
    part = random.sample(wanted, min(len(wanted), PART // 4))
    teachers = {teacher for number in part for teacher in tables.of[number].teachers}
    around = {other for number in part for other in tables.neighbours[number]}
    around |= {n for n in cluster if teachers & set(tables.of[n].teachers)}
    close = sorted(around - set(part))
    part += random.sample(close, min(len(close), PART - len(part)))
    rest = sorted(set(cluster) - set(part))
    return [*part, *random.sample(rest, min(len(rest), PART - len(part)))]


def _solve_part(run: Run, part: list[int]) -> None:
    assert run.best is not None
    fixed = {n: choice for n, choice in run.best.items() if n not in set(part)}
    model = Model(run.tables, part, fixed, by_class=False)
    if model.is_hopeless:
        return
    terms = add_wishes(model)
    model.model.add(sum(terms) <= run.cost)
    model.model.minimize(sum(terms))
    model.hint(run.best)
    answer = solve(model.model, run.clock.rest(work=PART_WORK))
    run.clock.worked += answer.work
    if answer.is_feasible:
        run.found({**fixed, **model.read(answer.value)}, "parts")


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
