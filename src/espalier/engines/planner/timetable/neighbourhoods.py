"""Large plans part by part: some sessions are solved anew around all the others, over and over."""

from collections.abc import Iterator
from random import Random

from espalier.engines.planner.timetable.bounds import clusters
from espalier.engines.planner.timetable.improve import Improver
from espalier.engines.planner.timetable.model import Model
from espalier.engines.planner.timetable.objective import add_wishes
from espalier.engines.planner.timetable.run import Run
from espalier.engines.planner.timetable.solver import PART_SETTINGS, solve

PART = 60  # sessions solved anew at a time
LARGE_PART = 130  # and when that gains nothing any more
PART_WORK, LARGE_WORK = 2.0, 6.0
STEPS_BETWEEN = 400
WORK_A_STEP = 0.004
QUIET_ROUNDS = 4


def search_parts(run: Run) -> None:
    """Solve parts anew until the limits come, nothing is left to gain, or nothing was gained for long."""
    random = Random(run.limits.seed)
    quiet = 0
    while not run.clock.is_over and not run.is_proven and quiet < QUIET_ROUNDS:
        before = run.cost
        _improve(run, random)
        size, work = (LARGE_PART, LARGE_WORK) if quiet else (PART, PART_WORK)
        for part in _parts(run, random, size):
            if not (run.clock.is_over or run.is_proven):
                _solve_part(run, part, work)
        quiet = 0 if run.cost < before else quiet + 1


def _improve(run: Run, random: Random) -> None:
    assert run.best is not None
    improver = Improver(run.tables, run.best, seed=random.randrange(2**31))
    taken = improver.run(STEPS_BETWEEN, lambda: run.clock.is_over)
    run.clock.worked += taken * WORK_A_STEP
    run.found(improver.chosen, "improve")


def _parts(run: Run, random: Random, size: int) -> Iterator[list[int]]:
    """One part a cluster and quarter that costs something: the costly sessions with those around them."""
    tables = run.tables
    for cluster in clusters(tables):
        costly = [n for n in cluster if _cost(run, n) > tables.least[n]]
        for quarter in sorted({_quarter(run, n) for n in costly}):
            wanted = [n for n in costly if _quarter(run, n) == quarter]
            yield _part(run, random, wanted, cluster, size)


def _quarter(run: Run, number: int) -> int:
    assert run.best is not None
    table = run.tables.of[number]
    return int(table.month[run.best[number].placement]) // 3


def _cost(run: Run, number: int) -> int:
    assert run.best is not None
    return int(run.tables.of[number].cost[run.best[number].placement])


def _part(run: Run, random: Random, wanted: list[int], cluster: list[int], size: int) -> list[int]:
    """The costly sessions, then who is held in the months they want, close ones first, then others of the cluster."""
    tables = run.tables
    assert run.best is not None
    part = random.sample(wanted, min(len(wanted), size // 4))
    months = {
        int(month)
        for number in part
        for month in tables.of[number].month[tables.of[number].cost == tables.least[number]]
    }
    teachers = {teacher for number in part for teacher in tables.of[number].teachers}
    around = {other for number in part for other in tables.neighbours[number]}
    around |= {n for n in cluster if teachers & set(tables.of[n].teachers)}
    held = {n for n in around if int(tables.of[n].month[run.best[n].placement]) in months}
    close = sorted(held - set(part))
    part += random.sample(close, min(len(close), size - len(part)))
    rest = sorted(set(cluster) - set(part))
    return [*part, *random.sample(rest, min(len(rest), size - len(part)))]


def _solve_part(run: Run, part: list[int], work: float) -> None:
    assert run.best is not None
    fixed = {n: choice for n, choice in run.best.items() if n not in set(part)}
    model = Model(run.tables, part, fixed, by_class=False)
    if model.is_hopeless:
        return
    terms = add_wishes(model)
    model.model.add(sum(terms) <= run.cost)
    model.model.minimize(sum(terms))
    model.hint(run.best)
    answer = solve(model.model, run.clock.rest(work=work), workers=1, settings=PART_SETTINGS)
    run.clock.worked += answer.work
    if answer.is_feasible:
        run.found({**fixed, **model.read(answer.value)}, "parts")
