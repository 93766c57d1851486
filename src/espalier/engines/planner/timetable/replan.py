"""After something happened: a plan that keeps the rules again with the fewest changes, proven where it can be.

First only the sessions that cannot stay are moved. When that costs no more than each of them costs alone, nothing
cheaper exists and the proof is done. Otherwise all sessions whose moving could still pay are free in one model.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from espalier.engines.planner.timetable.changes import (
    Change,
    ChangeWeights,
    changes_between,
    unit_cost,
)
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.construct import construct
from espalier.engines.planner.timetable.draft import Choice, Draft, choice_of, touches
from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.model import Free, Model
from espalier.engines.planner.timetable.objective import add_wishes
from espalier.engines.planner.timetable.obstacles import obstacles_in
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.run import Run, Told, checked_plan
from espalier.engines.planner.timetable.solution import Assignment, Progress, Status, Timetable
from espalier.engines.planner.timetable.solver import Answer, Limits, never, solve

LARGEST_MODEL = 400
WISHES_WORK = 5.0


@dataclass(frozen=True, slots=True)
class Replan:
    """The new plan and what it changes; no plan changes for less than ``change_bound``."""

    timetable: Timetable
    changes: tuple[Change, ...] = ()
    change_cost: int | None = None
    change_bound: int | None = None

    @property
    def is_minimal(self) -> bool:
        return self.change_cost is not None and self.change_cost == self.change_bound

    @property
    def n_people_told(self) -> int:
        return sum(change.people for change in self.changes)


def replan(
    problem: TimetableProblem,
    old_plan: Sequence[Assignment],
    *,
    today: date,
    seed: int,
    work_limit: float | None,
    wall_limit: float | None = None,
    frozen: Collection[str] = (),
    weights: ChangeWeights | None = None,
    on_progress: Told | None = None,
    stop: Callable[[], bool] | None = None,
) -> Replan:
    """Change as little as possible of ``old_plan`` so that it keeps the rules of ``problem`` (after the events).

    Sessions that have begun before ``today`` and those ``frozen`` stay. Of plans that change equally little the one
    that misses fewest wishes is taken. ``timetable.status`` is optimal when the changes are proven minimal.
    """
    limits = Limits(seed, work_limit, wall_limit, stop or never)
    used = weights or ChangeWeights()
    # A slot the calendar no longer has says no date: such a session is placed as if it were new.
    known = [
        each
        for each in old_plan
        if each.session in problem.session_of and set(each.slots) <= set(problem.slot_of)
    ]
    begun = {a.session for a in known if _starts_on(problem, a) < today}
    over = {a.session for a in known if _ends_on(problem, a) < today}
    left, gone = without_history(problem, known, over)
    run = Run(left, limits, None)
    work = _Replanning(run, known, today, used, on_progress)
    kept = {code for code in {*begun, *frozen} if code in left.session_of}
    if faults := [*work.faults_of_kept(kept), *obstacles_in(run.tables)]:
        return Replan(run.refused(faults))
    work.solve(kept)
    return work.result(problem, old_plan, gone)


def _starts_on(problem: TimetableProblem, given: Assignment) -> date:
    return min(problem.slot_of[code].date for code in given.slots)


def _ends_on(problem: TimetableProblem, given: Assignment) -> date:
    return max(problem.slot_of[code].date for code in given.slots)


def without_history(
    problem: TimetableProblem, plan: Sequence[Assignment], over: Collection[str]
) -> tuple[TimetableProblem, tuple[Assignment, ...]]:
    """The problem without sessions that are over and break a rule by now; those with where they were."""
    broken = {code for each in check_plan(problem, plan).broken for code in each.sessions}
    gone = {code for code in over if code in broken}
    if not gone or len(gone) == len(problem.sessions):
        return problem, ()
    return (
        replace(
            problem,
            sessions=tuple(s for s in problem.sessions if s.code not in gone),
            spacings=tuple(s for s in problem.spacings if not gone & {s.before, s.after}),
        ),
        tuple(each for each in plan if each.session in gone),
    )


class _Replanning:
    def __init__(
        self,
        run: Run,
        old_plan: Sequence[Assignment],
        today: date,
        weights: ChangeWeights,
        told: Told | None,
    ) -> None:
        self.run, self.tables, self.weights, self.today = run, run.tables, weights, today
        self.given = {each.session: each for each in old_plan}
        self.told = told
        self.old: dict[int, Choice] = {}
        self.unit: dict[int, int] = {}
        problem = run.problem
        for number, session in enumerate(problem.sessions):
            if given := self.given.get(session.code):
                starts_on = problem.slot_of[given.slots[0]].date
                self.unit[number] = unit_cost(session, starts_on, today, weights)
                if choice := choice_of(self.tables, given):
                    self.old[number] = choice
        self.best: dict[int, Choice] | None = None
        self.cost: int | None = None
        self.bound = 0

    def faults_of_kept(self, kept: Collection[str]) -> list[Fault]:
        """Sessions that must stay and cannot: each alone, or two of them together."""
        problem = self.run.problem
        if not kept:
            return []
        part = replace(
            problem,
            sessions=tuple(s for s in problem.sessions if s.code in kept),
            spacings=tuple(s for s in problem.spacings if {s.before, s.after} <= set(kept)),
        )
        broken = check_plan(part, [a for code, a in self.given.items() if code in kept]).broken
        return [
            Fault(
                f"sessions/{each.sessions[0]}",
                "pin_slot",
                Reason.PIN_AGAINST_RULE,
                Remedy.UNPIN,
                {"rule": str(each.rule), "subject": each.subject or ", ".join(each.sessions[1:])},
            )
            for each in broken
        ]

    def solve(self, kept: Collection[str]) -> None:
        fixed = {
            n: choice for n, choice in self.old.items() if self.tables.of[n].session.code in kept
        }
        stays = self._may_stay(fixed)
        self.bound = sum(
            self._least(n) for n in range(len(self.tables.of)) if n not in stays and n in self.unit
        )
        hit = [n for n in range(len(self.tables.of)) if n not in stays]
        if not hit:
            self._keep(dict(stays), 0)
        else:
            self._move_only(hit, stays)
        if not self._is_proven:
            self._move_any(fixed, stays)
        if self.best is not None:
            self._wishes(fixed)

    @property
    def _is_proven(self) -> bool:
        return self.cost is not None and self.cost <= self.bound

    def _may_stay(self, fixed: Mapping[int, Choice]) -> dict[int, Choice]:
        """Old choices that keep all rules together; of two in each other's way the later one is hit."""
        draft = Draft(self.tables)
        for number, choice in fixed.items():
            draft.put(number, choice)
        for number, choice in sorted(self.old.items(), key=lambda p: (-self.unit[p[0]], p[0])):
            if number not in fixed and fits(draft, number, choice):
                draft.put(number, choice)
        return dict(draft.chosen)

    def _least(self, number: int) -> int:
        """What the session costs at least, when it cannot stay as it was; 0 where it can and is hit by another."""
        table, unit = self.tables.of[number], self.unit[number]
        old = self.old.get(number)
        if old is None:
            return unit * self.weights.time
        at = old.placement
        teachers = {t for n, t in enumerate(table.teachers) if table.teacher_free[n, at]}
        rooms = {r for n, r in enumerate(table.rooms) if table.room_free[n, at]}
        cost = 0 if set(old.teachers) <= teachers else self.weights.instructor
        cost += 0 if old.room < 0 or old.room in rooms else self.weights.room
        return unit * min(cost, self.weights.time)

    def _move_only(self, hit: Sequence[int], stays: Mapping[int, Choice]) -> None:
        model = Model(self.tables, hit, stays, by_class=False)
        if not model.is_hopeless:
            self._minimise(model, dict(stays), self.run.clock.rest(work=None))
        if self.best is None:
            chosen = construct(
                self.tables,
                seed=self.run.limits.seed,
                kept={n: c for n, c in stays.items() if n not in self.unit},
                placed=stays,
                stop=lambda: self.run.clock.is_over,
            )
            if chosen is not None:
                self._keep(chosen, self._cost_of(chosen))

    def _move_any(self, fixed: Mapping[int, Choice], stays: Mapping[int, Choice]) -> None:
        """All sessions whose moving could still make the plan cheaper."""
        if self.run.clock.is_over:
            return
        most = None if self.cost is None else self.cost - self.bound
        free = [
            n
            for n in range(len(self.tables.of))
            if n not in fixed and (n not in stays or most is None or self._step(n) < most)
        ]
        if len(free) > LARGEST_MODEL and self.best is not None:
            return
        rest = {n: choice for n, choice in stays.items() if n not in set(free)}
        model = Model(self.tables, free, rest, by_class=False)
        if model.is_hopeless:
            self.run.is_infeasible = self.best is None
            return
        answer = self._minimise(model, rest, self.run.clock.rest())
        self.run.is_infeasible = answer.is_infeasible and self.best is None
        if answer.bound is not None and not answer.is_infeasible:
            self.bound = max(self.bound, min(answer.bound, self.cost or answer.bound))
        elif answer.is_infeasible and self.cost is not None:
            self.bound = self.cost

    def _step(self, number: int) -> int:
        """The cheapest change of the session."""
        weights = self.weights
        return self.unit[number] * min(weights.time, weights.instructor, weights.room)

    def _minimise(self, model: Model, rest: Mapping[int, Choice], limits: Limits) -> Answer:
        terms = self._changes(model)
        model.model.minimize(sum(terms))
        model.hint(self.best or self.old)
        answer = solve(model.model, limits, bounded=self._tell_bound)
        self.run.clock.worked += answer.work
        if answer.is_feasible:
            chosen = {**rest, **model.read(answer.value)}
            self._keep(chosen, self._cost_of(chosen))
        return answer

    def _changes(self, model: Model) -> list[Any]:
        """The cost of changes of the model's free sessions."""
        terms: list[Any] = [0]
        for number, free in model.free.items():
            if number in self.unit:
                terms += self._changes_of(model, number, free)
        return terms

    def _changes_of(self, model: Model, number: int, free: Free) -> list[Any]:
        old, unit, weights = self.old.get(number), self.unit[number], self.weights
        given = self.given[free.table.session.code]
        if old is None:
            terms: list[Any] = [unit * weights.time]
        else:
            moved = model.model.new_bool_var("")
            stays = np.arange(free.table.n_placements) == old.placement
            model.only_where(free, stays, [moved.negated()])
            model.derive(moved, free, lambda choice: choice.placement != old.placement)
            terms = [unit * weights.time * moved]
        teachers = {self.tables.teacher_number.get(code, -1) for code in given.instructors}
        terms.append(unit * weights.instructor * self._other(model, free, teachers, free.teachers))
        if given.room:
            room = {self.tables.room_number.get(given.room, -1)}
            terms.append(unit * weights.room * self._other(model, free, room, free.rooms))
        return terms

    def _other(self, model: Model, free: Free, old: set[int], literals: Mapping[int, Any]) -> Any:
        """1 when not all of the old ones are chosen."""
        if not old:
            return 0
        if not old <= set(literals):
            return 1
        other = model.model.new_bool_var("")
        for number in sorted(old):
            model.model.add_bool_or([other, literals[number]])
        model.derive(other, free, lambda choice: not old <= {*choice.teachers, choice.room})
        return other

    def _wishes(self, fixed: Mapping[int, Choice]) -> None:
        """Of the plans that change as little, the one that misses fewest wishes; the changed sessions are free."""
        assert self.best is not None
        assert self.cost is not None
        moved = [n for n, choice in self.best.items() if self.old.get(n) != choice]
        if not moved or self.run.clock.is_over:
            return
        rest = {n: choice for n, choice in self.best.items() if n not in set(moved)}
        model = Model(self.tables, moved, rest, by_class=False)
        if model.is_hopeless:
            return
        model.model.add(sum(self._changes(model)) <= self.cost)
        terms = add_wishes(model)
        model.model.minimize(sum(terms))
        model.hint(self.best)
        answer = solve(model.model, self.run.clock.rest(work=WISHES_WORK))
        self.run.clock.worked += answer.work
        if answer.is_feasible:
            self.best = {**rest, **model.read(answer.value)}

    def _keep(self, chosen: dict[int, Choice], cost: int) -> None:
        if self.cost is None or cost < self.cost:
            self.best, self.cost = chosen, cost
            self._tell("replan")

    def _cost_of(self, chosen: Mapping[int, Choice]) -> int:
        cost = 0
        for number, unit in self.unit.items():
            given, choice = self.given[self.tables.of[number].session.code], chosen[number]
            teachers = {self.tables.teacher_number.get(code, -1) for code in given.instructors}
            room = self.tables.room_number.get(given.room, -1)
            old = self.old.get(number)
            changed = self.weights.time * (old is None or choice.placement != old.placement)
            changed += self.weights.instructor * (teachers != set(choice.teachers))
            changed += self.weights.room * (room != choice.room)
            cost += unit * changed
        return cost

    def _tell_bound(self, bound: int) -> None:
        # A bound of the model with few free sessions says nothing of all plans: only the plan is told.
        self._tell("bound")

    def _tell(self, phase: str) -> None:
        if self.told is not None:
            self.told(Progress(phase, self.cost, self.bound, self.run.clock.elapsed))

    def result(
        self,
        problem: TimetableProblem,
        old_plan: Sequence[Assignment],
        gone: tuple[Assignment, ...],
    ) -> Replan:
        run = self.run
        if self.best is None:
            return Replan(run.result("replan"))
        plan = checked_plan(run.problem, self.tables, self.best)
        checked = check_plan(run.problem, plan)
        status = Status.OPTIMAL if self._is_proven else Status.FEASIBLE
        run.best = None
        timetable = replace(
            run.result("replan"),
            status=status,
            assignments=(*plan, *gone),
            objective=checked.objective,
            counts=checked.counts,
            stopped=run.clock.was_cut and not self._is_proven,
        )
        changes = changes_between(
            problem, old_plan, timetable.assignments, today=self.today, weights=self.weights
        )
        return Replan(timetable, changes, sum(c.cost for c in changes), self.bound)


def fits(draft: Draft, number: int, choice: Choice) -> bool:
    """Whether the choice keeps every rule beside what is placed already."""
    table = draft.tables.of[number]
    at = choice.placement
    teachers = {t for n, t in enumerate(table.teachers) if draft.teachers_free(number)[n, at]}
    rooms = {r for n, r in enumerate(table.rooms) if draft.rooms_free(number)[n, at]}
    session = table.session
    manned = len(choice.teachers) == session.n_instructors and set(choice.teachers) <= teachers
    pinned = table.pin_at is None or table.teachers[table.pin_at] in choice.teachers
    housed = choice.room in rooms if session.needs_room else choice.room < 0
    together = not touches(draft.blocked(number), table)[at] and bool(draft.in_order(number)[at])
    return manned and pinned and housed and together


__all__ = ["Replan", "fits", "replan", "without_history"]
