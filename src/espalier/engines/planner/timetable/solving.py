"""Solving a timetable: a first plan, a better one, and how much better one could be.

A few sessions are one model. Of more, parts of the plan are solved anew around the rest (large-neighbourhood search),
and the bound is added up from parts; up to :data:`WHOLE` the whole model has the last word.
"""

from collections.abc import Callable
from typing import Any

from espalier.engines.planner.timetable.bounds import bound_by_parts, relaxed_bound
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.construct import construct
from espalier.engines.planner.timetable.draft import Choice, choice_of
from espalier.engines.planner.timetable.improve import Improver, cost_of_choices
from espalier.engines.planner.timetable.model import Model
from espalier.engines.planner.timetable.neighbourhoods import search_parts
from espalier.engines.planner.timetable.objective import add_wishes
from espalier.engines.planner.timetable.obstacles import obstacles_in
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.rooms import roomed, roomed_exactly
from espalier.engines.planner.timetable.run import Run, Told
from espalier.engines.planner.timetable.solution import Assignment, Timetable
from espalier.engines.planner.timetable.solver import Limits, Seen, never, solve
from espalier.engines.planner.timetable.tables import Tables

SMALL = 40
WHOLE = 120
IMPROVE_STEPS = 6  # for each session
WORK_A_STEP = (
    0.004  # a step of improving in units of work, so that the work limit holds for all of a run
)


def solve_timetable(
    problem: TimetableProblem,
    *,
    seed: int,
    work_limit: float | None,
    wall_limit: float | None = None,
    start: tuple[Assignment, ...] = (),
    on_progress: Told | None = None,
    stop: Callable[[], bool] | None = None,
) -> Timetable:
    """Date every session, at the least cost that is found within the limits.

    Parameters
    ----------
    seed, work_limit
        The same of both give the same plan; ``work_limit`` is in deterministic seconds of the solver. None: as
        long as ``wall_limit`` allows, in the order threads happen to run.
    wall_limit
        Seconds; what ends by it keeps its best plan, which may differ another time.
    start
        A plan to begin with, where it keeps the rules.
    on_progress
        Told of every better plan and bound, from whatever thread knows it.
    stop
        Asked now and then; True ends the run with the best plan so far.
    """
    run = Run(problem, Limits(seed, work_limit, wall_limit, stop or never), on_progress)
    if faults := obstacles_in(run.tables):
        return run.refused(faults)
    run.bound = sum(run.tables.least)
    _first_plan(run, start)
    n_sessions = len(run.tables.of)
    if n_sessions > SMALL and not run.clock.is_over:
        run.raise_bound(relaxed_bound(run.tables, run.clock.rest(work=5)))
        bound_by_parts(run.tables, run.clock, run.raise_bound)
        if run.best is not None:
            search_parts(run)
    if n_sessions <= WHOLE or run.best is None:
        _whole(run)
    return run.result("construct, improve, parts, whole")


def _first_plan(run: Run, start: tuple[Assignment, ...]) -> None:
    """What was given, or one built anew; then the cheap improvements."""
    chosen = given(run.tables, run.problem, start)
    if chosen is None:
        chosen = construct(run.tables, seed=run.limits.seed, stop=lambda: run.clock.is_over)
    if chosen is None:
        return
    run.found(chosen, "construct")
    improver = Improver(run.tables, chosen, seed=run.limits.seed)
    n_left = IMPROVE_STEPS * len(run.tables.of)
    while n_left > 0 and run.cost > run.bound and not run.clock.is_over:
        taken = improver.run(min(n_left, 500), lambda: run.clock.is_over)
        n_left -= max(1, taken)
        run.clock.worked += taken * WORK_A_STEP
        if improver.cost < run.cost:
            run.found(improver.chosen, "improve")


def given(
    tables: Tables, problem: TimetableProblem, start: tuple[Assignment, ...]
) -> dict[int, Choice] | None:
    """The choices of a plan that keeps every rule; None otherwise."""
    if not start or not check_plan(problem, start).ok:
        return None
    choices = {tables.number_of[each.session]: choice_of(tables, each) for each in start}
    return {n: choice for n, choice in choices.items() if choice is not None}


def _whole(run: Run) -> None:
    """One model of everything: rooms by class first, given out after; with rooms in it where that fails."""
    for by_class in (True, False):
        if run.is_proven or run.clock.is_over:
            return
        model = Model(run.tables, range(len(run.tables.of)), by_class=by_class)
        if model.is_hopeless:
            run.is_infeasible = True
            return
        terms = add_wishes(model)
        model.model.minimize(sum(terms))
        if run.best is not None:
            model.hint(run.best)
        answer = solve(
            model.model, run.clock.rest(), seen=_listener(run, model), bounded=run.raise_bound
        )
        run.clock.worked += answer.work
        if answer.is_infeasible:
            run.is_infeasible = run.best is None
            return
        if answer.bound is not None:
            run.raise_bound(answer.bound)
        if not answer.is_feasible:
            return
        chosen = model.read(answer.value)
        if by_class and run.cost > (answer.objective or 0):
            exact = roomed(run.tables, chosen) or roomed_exactly(
                run.tables, chosen, run.clock.rest(work=10)
            )
            chosen = exact or {}
        if chosen and cost_of_choices(run.tables, chosen) < run.cost:
            run.found(chosen, "whole")
        if run.cost <= (answer.objective or 0):
            return


def _listener(run: Run, model: Model) -> Seen:
    """Keeps the plans the solver finds on its way, with rooms where they can be given out at once."""

    def seen(cost: int, bound: int, value: Callable[[Any], int]) -> None:
        if cost < run.cost and (exact := roomed(run.tables, model.read(value))):
            run.found(exact, "whole")

    return seen
