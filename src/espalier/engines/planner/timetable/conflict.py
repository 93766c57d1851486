"""Why there is no plan: the fewest named rules that are in each other's way, what would mend it, what to plan less.

First the sessions: assumptions that they are held give a set that cannot be held together. Then their rules by name.
Both sets are thinned out until nothing more can be left out (deletion filter), so that each rule named matters.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from espalier.engines.planner.timetable.check import Broken, check_plan
from espalier.engines.planner.timetable.construct import construct
from espalier.engines.planner.timetable.draft import plan_of
from espalier.engines.planner.timetable.named import NamedModel, Rule, bare
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.engines.planner.timetable.solver import Answer, Clock, Limits, never, solve
from espalier.engines.planner.timetable.tables import Tables

SLICE = 20.0  # work for one question
# Which rule a manager gives up first, where each alone would mend it: one's own wishes before other people's days,
# those before the law, and a session itself last.
GIVEN_UP_FIRST = (
    RuleKind.PIN_ROOM,
    RuleKind.PIN_SLOT,
    RuleKind.PIN_INSTRUCTOR,
    RuleKind.FORBIDDEN,
    RuleKind.EARLIEST,
    RuleKind.BLACKOUT,
    RuleKind.SPACING,
    RuleKind.ROOM_CALENDAR,
    RuleKind.ROOM_TWICE,
    RuleKind.INSTRUCTOR_MONTH,
    RuleKind.INSTRUCTOR_CALENDAR,
    RuleKind.AWAY,
    RuleKind.INSTRUCTOR_TWICE,
    RuleKind.PEOPLE_TWICE,
    RuleKind.DEADLINE,
    RuleKind.TAKES_PLACE,
)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What giving up one rule would mean. ``needed``: what the sessions would break of it then, as little as can be.

    ``is_enough``: these sessions can be held then, with every other rule of theirs.
    """

    rule: Rule
    needed: tuple[Broken, ...]
    is_enough: bool


@dataclass(frozen=True, slots=True)
class SelectionCut:
    """What the selection should know: of these sessions at most so many can be held.

    Where an instructor is the reason: the minutes these sessions need between two days, and those there are.
    """

    sessions: tuple[str, ...]
    modules: tuple[str, ...]
    at_most: int
    instructor: str = ""
    first: date | None = None
    last: date | None = None
    needed_minutes: int = 0
    available_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all be kept. ``is_minimal``: without any one of them the others can.

    ``relaxations`` are in the order in which a manager would give them up. Without rules: none was found in the limit,
    or there is a plan (``is_feasible``).
    """

    rules: tuple[Rule, ...] = ()
    sessions: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    cut: SelectionCut | None = None
    is_minimal: bool = False
    is_feasible: bool = False
    elapsed: float = field(default=0.0, compare=False)


def explain_conflict(
    problem: TimetableProblem,
    *,
    seed: int,
    work_limit: float | None,
    wall_limit: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> Conflict:
    """Find the rules that are in each other's way, and what would mend it."""
    search = _Conflict(problem, Limits(seed, work_limit, wall_limit, stop or never))
    sessions = search.sessions()
    if sessions is None:
        return Conflict(is_feasible=search.is_feasible, elapsed=search.clock.elapsed)
    return search.explained(sessions)


class _Conflict:
    def __init__(self, problem: TimetableProblem, limits: Limits) -> None:
        self.problem = problem
        self.clock = Clock(limits)
        self.tables = Tables(problem)
        self.bare = Tables(bare(problem))
        self.is_feasible = False
        self.is_sure = True  # every question so far was answered, none ran out of time

    def sessions(self) -> list[int] | None:
        """Numbers of sessions that cannot be held together; None when there are none, or none were found."""
        for table in self.tables.of:
            if not table.n_placements:
                return [table.number]
        everybody = list(range(len(self.tables.of)))
        if construct(self.tables, seed=0, stop=lambda: self.clock.is_over) is not None:
            self.is_feasible = True
            return None
        model = self._by_session(everybody)
        answer = self._ask(model, list(model.literals))
        if not answer.is_infeasible:
            self.is_feasible = answer.is_feasible
            return None
        core = self._core(model, answer)
        return self._thinned(sorted(self.tables.number_of[rule.subjects[0]] for rule in core))

    def _thinned(self, numbers: list[int]) -> list[int]:
        """Leave out sessions one by one, as long as the others still cannot be held together."""
        kept = list(numbers)
        for number in numbers:
            if len(kept) == 1:
                break
            rest = [n for n in kept if n != number]
            if construct(self.tables, seed=0, numbers=rest) is not None:
                continue
            model = self._by_session(rest)
            answer = self._ask(model, list(model.literals))
            if answer.is_infeasible:
                kept = rest
        return kept

    def _by_session(self, numbers: Sequence[int]) -> NamedModel:
        return NamedModel(self.problem, self.tables, self.tables, numbers, only_sessions=True)

    def _by_rule(self, numbers: Sequence[int], without: Rule | None = None) -> NamedModel:
        return NamedModel(
            self.problem, self.bare, self.tables, numbers, only_sessions=False, without=without
        )

    def _ask(self, model: NamedModel, assumed: Collection[Rule]) -> Answer:
        """Can all these rules be kept? One worker, as assumptions need it."""
        model.model.clear_assumptions()
        model.model.add_assumptions([model.literals[rule] for rule in sorted(assumed)])
        answer = solve(model.model, self.clock.rest(work=SLICE), workers=1)
        self.clock.worked += answer.work
        if not (answer.is_infeasible or answer.is_feasible):
            self.is_sure = False
        return answer

    def _core(self, model: NamedModel, answer: Answer) -> list[Rule]:
        by_index = {literal.index: rule for rule, literal in model.literals.items()}
        core = sorted(by_index[index] for index in answer.core if index in by_index)
        return core or sorted(model.literals)

    def explained(self, numbers: list[int]) -> Conflict:
        model = self._by_rule(numbers)
        answer = self._ask(model, list(model.literals))
        rules = self._core(model, answer) if answer.is_infeasible else sorted(model.literals)
        if answer.is_infeasible:
            # What one would rather keep is asked last, so that the set found speaks of the others.
            for rule in sorted(rules, key=lambda each: (_rank(each), each)):
                if rule in rules and len(rules) > 1:
                    rest = [each for each in rules if each != rule]
                    again = self._ask(model, rest)
                    if again.is_infeasible:
                        core = set(self._core(model, again))
                        rules = [each for each in rest if each in core]
        held = [rule.subjects[0] for rule in rules if rule.kind is RuleKind.TAKES_PLACE]
        involved = [self.tables.number_of[code] for code in held] or numbers
        relaxations = [self._relaxation(involved, rule, rules) for rule in rules]
        relaxations.sort(key=lambda each: (not each.is_enough, _rank(each.rule), each.rule))
        return Conflict(
            tuple(rules),
            tuple(self.problem.sessions[n].code for n in involved),
            tuple(relaxations),
            self._cut(involved, rules),
            is_minimal=self.is_sure and answer.is_infeasible,
            elapsed=self.clock.elapsed,
        )

    def _relaxation(self, numbers: Sequence[int], rule: Rule, rules: Sequence[Rule]) -> Relaxation:
        """Keep all rules of the sessions but this one; where that is too much, only those in conflict."""
        for among in (None, rules):
            model = self._by_rule(numbers, without=rule)
            kept = set(model.literals) if among is None else set(among)
            for each in sorted((kept & set(model.literals)) - {rule}):
                model.model.add(model.literals[each] == 1)
            self._prefer_little(model, rule)
            answer = solve(model.model, self.clock.rest(work=SLICE), workers=1)
            self.clock.worked += answer.work
            if answer.is_feasible:
                return Relaxation(rule, self._broken(model, answer, rule), among is None)
        return Relaxation(rule, (), False)

    def _prefer_little(self, model: NamedModel, rule: Rule) -> None:
        """As few days late, early or absent as can be; what the model cannot weigh is only reported."""
        if rule.kind in (RuleKind.DEADLINE, RuleKind.EARLIEST):
            start = model.free[self.tables.number_of[rule.subjects[0]]].start
            model.model.minimize(start if rule.kind is RuleKind.DEADLINE else -start)
        elif rule.kind in (RuleKind.INSTRUCTOR_CALENDAR, RuleKind.ROOM_CALENDAR):
            missed = []
            for free in model.free.values():
                is_room = rule.kind is RuleKind.ROOM_CALENDAR
                numbers = self.tables.room_number if is_room else self.tables.teacher_number
                number = numbers[rule.subjects[0]]
                literal = (free.rooms if is_room else free.teachers).get(number)
                if literal is not None:
                    slots = (self.tables.room_slots if is_room else self.tables.teacher_slots)(
                        number
                    )
                    away = model.model.new_bool_var("")
                    open_slots = self.tables.whole(slots, free.table.slots)
                    model.only_where(free, open_slots, [literal, away.negated()])
                    missed.append(away)
            model.model.minimize(sum(missed))

    def _broken(self, model: NamedModel, answer: Answer, rule: Rule) -> tuple[Broken, ...]:
        """What the verifier finds broken of the rule in the plan found."""
        if rule.kind is RuleKind.TAKES_PLACE:
            return (Broken(rule.kind, rule.subjects),)
        chosen = model.read(answer.value)
        codes = {self.problem.sessions[number].code for number in chosen}
        part = replace(
            self.problem,
            sessions=tuple(s for s in self.problem.sessions if s.code in codes),
            spacings=tuple(s for s in self.problem.spacings if {s.before, s.after} <= codes),
        )
        broken = check_plan(part, plan_of(self.bare, chosen.items())).broken
        return tuple(each for each in broken if _is_about(each, rule))

    def _cut(self, numbers: Sequence[int], rules: Sequence[Rule]) -> SelectionCut:
        sessions = [self.problem.sessions[n] for n in numbers]
        modules = tuple(sorted({each.module for each in sessions}))
        cut = SelectionCut(tuple(s.code for s in sessions), modules, len(sessions) - 1)
        kinds = (RuleKind.INSTRUCTOR_TWICE, RuleKind.INSTRUCTOR_CALENDAR, RuleKind.INSTRUCTOR_MONTH)
        named = sorted({rule.subjects[0] for rule in rules if rule.kind in kinds})
        used = [n for n in numbers if self.tables.of[n].n_placements]
        if len(named) != 1 or not used:
            return cut
        slots = self.tables.axis.slots
        rows = [self.tables.of[n].slots for n in used]
        first = slots[min(int(row.min()) for row in rows)].date
        last = slots[max(int(row.max()) for row in rows)].date
        free = self.tables.teacher_slots(self.tables.teacher_number[named[0]])
        kinds_used = {kind for s in sessions for kind in s.slot_kinds}
        times = {
            slot.time: slot.minutes
            for slot, is_free in zip(slots, free, strict=True)
            if is_free and first <= slot.date <= last and slot.kind in kinds_used
        }
        shortest = [
            int(min(sum(slots[s].minutes for s in row) for row in table_rows.tolist()))
            for table_rows in rows
        ]
        return replace(
            cut,
            instructor=named[0],
            first=first,
            last=last,
            needed_minutes=sum(shortest),
            available_minutes=sum(times.values()),
        )


def _rank(rule: Rule) -> int:
    return GIVEN_UP_FIRST.index(rule.kind)


def _is_about(broken: Broken, rule: Rule) -> bool:
    if broken.rule is not rule.kind:
        return False
    names = {*broken.sessions, broken.subject}
    return set(rule.subjects) <= names
