"""A model in which every rule has a name and can be left out: for finding which rules are in each other's way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from espalier.engines.planner.timetable.model import Free, Literal, Model
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.engines.planner.timetable.tables import Tables


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A rule by its name: the kind, and the sessions, instructor, room or department it is about."""

    kind: RuleKind
    subjects: tuple[str, ...]


def bare(problem: TimetableProblem) -> TimetableProblem:
    """The problem without the rules a session can break alone; they come back under their names."""
    return replace(
        problem,
        sessions=tuple(
            replace(
                session,
                earliest=None,
                deadline=None,
                pin_slot="",
                pin_instructor="",
                pin_room="",
                forbidden_slots=(),
            )
            for session in problem.sessions
        ),
        instructors=tuple(replace(t, busy=(), slots=()) for t in problem.instructors),
        rooms=tuple(replace(room, busy=()) for room in problem.rooms),
        departments=tuple(replace(d, blackouts=()) for d in problem.departments),
    )


class NamedModel(Model):
    """``literals`` holds one for each rule; a rule counts when its literal does.

    ``only_sessions``: names only which sessions are held, all other rules always count; ``tables`` are then those of
    the problem itself, else those of the bare problem.
    """

    def __init__(
        self,
        problem: TimetableProblem,
        tables: Tables,
        own: Tables,
        numbers: Iterable[int],
        *,
        only_sessions: bool,
        without: Rule | None = None,
    ) -> None:
        self.literals: dict[Rule, Literal] = {}
        self.stated = problem
        self.own = own
        self.only_sessions = only_sessions
        self.without = without
        super().__init__(tables, numbers, by_class=False)

    def named(self, kind: RuleKind, *subjects: str) -> list[Literal]:
        """The literal of a rule as a condition; none where the rule always counts."""
        rule = Rule(kind, subjects)
        if self.only_sessions and kind is not RuleKind.TAKES_PLACE:
            return []
        if rule not in self.literals:
            self.literals[rule] = self.model.new_bool_var("")
        return [self.literals[rule]]

    def held(self, free: Free) -> list[Literal]:
        return self.named(RuleKind.TAKES_PLACE, free.table.session.code)

    def there(self, free: Free, conditions: Sequence[Literal]) -> list[Any]:
        """The intervals of the meetings when the session is held and the conditions hold."""
        return self.spans(free, [*self.held(free), *conditions])

    def _add_rules(self) -> None:
        if self.only_sessions:
            super()._add_rules()
            return
        for free in self.free.values():
            self._alone(free)
        self._people()
        self._resource("teachers", RuleKind.INSTRUCTOR_TWICE)
        self._resource("rooms", RuleKind.ROOM_TWICE)
        self._departments()
        self._orders()
        self._months()

    def _alone(self, free: Free) -> None:
        """Days, pins and calendars of one session."""
        session = self.stated.sessions[free.table.number]
        held = self.held(free)
        for bound in self.own.bounds(session, free.table.slots):
            about = bound.subject if bound.rule is RuleKind.BLACKOUT else session.code
            self.only_where(free, bound.keeps, [*held, *self.named(bound.rule, about)])
        for number, literal in free.teachers.items():
            open_slots = self.own.whole(self.own.teacher_slots(number), free.table.slots)
            name = self.stated.instructors[number].code
            rule = self.named(RuleKind.INSTRUCTOR_CALENDAR, name) if not open_slots.all() else []
            self.only_where(free, open_slots, [*held, literal, *rule])
        for number, literal in free.rooms.items():
            open_slots = self.own.whole(self.own.room_slots(number), free.table.slots)
            name = self.stated.rooms[number].code
            rule = self.named(RuleKind.ROOM_CALENDAR, name) if not open_slots.all() else []
            self.only_where(free, open_slots, [*held, literal, *rule])
        if session.pin_instructor and session.n_instructors:
            number = self.tables.teacher_number[session.pin_instructor]
            chosen = free.teachers.get(number)
            conditions = [*held, *self.named(RuleKind.PIN_INSTRUCTOR, session.code)]
            self._then(conditions, chosen)
        if session.pin_room and session.needs_room:
            chosen = free.rooms.get(self.tables.room_number[session.pin_room])
            self._then([*held, *self.named(RuleKind.PIN_ROOM, session.code)], chosen)

    def _then(self, conditions: Sequence[Literal], chosen: Literal | None) -> None:
        clause = [each.negated() for each in conditions]
        self.model.add_bool_or(clause if chosen is None else [*clause, chosen])

    def _people(self) -> None:
        edges = {n: set(self.tables.neighbours[n]) & set(self.free) for n in self.free}
        for one in sorted(edges):
            for other in sorted(edges[one]):
                if one < other:
                    codes = (self.stated.sessions[n].code for n in (one, other))
                    rule = self.named(RuleKind.PEOPLE_TWICE, *codes)
                    both = [self.free[one], self.free[other]]
                    self.model.add_no_overlap([i for f in both for i in self.there(f, rule)])

    def _resource(self, name: str, kind: RuleKind) -> None:
        users: dict[int, list[tuple[Free, Literal]]] = defaultdict(list)
        for free in self.free.values():
            for number, literal in getattr(free, name).items():
                users[number].append((free, literal))
        records = self.stated.instructors if name == "teachers" else self.stated.rooms
        for number, pairs in users.items():
            if len(pairs) > 1:
                rule = self.named(kind, records[number].code)
                self.model.add_no_overlap(
                    [i for free, literal in pairs for i in self.there(free, [literal, *rule])]
                )

    def _departments(self) -> None:
        for number, limit in enumerate(self.draft.limits):
            demands = self._demands(number)
            if sum(count for _, count in demands) <= limit:
                continue
            code = self.stated.departments[number].code
            rule = self.named(RuleKind.AWAY, code)
            pairs = [(i, c) for n, c in demands for i in self.there(self.free[n], rule)]
            capacity: Any = int(limit)
            if self.without == Rule(RuleKind.AWAY, (code,)):
                capacity = self.excess(int(limit), sum(c for _, c in demands))
                pairs = [(i, c) for n, c in demands for i in self.there(self.free[n], [])]
            self.model.add_cumulative([i for i, _ in pairs], [c for _, c in pairs], capacity)

    def excess(self, limit: int, most: int) -> Any:
        """A capacity above the limit, as small as possible."""
        capacity = self.model.new_int_var(limit, max(limit, most), "")
        self.model.minimize(capacity)
        return capacity

    def _orders(self) -> None:
        for spacing in self.stated.spacings:
            before = self.free.get(self.tables.number_of[spacing.before])
            after = self.free.get(self.tables.number_of[spacing.after])
            if before is not None and after is not None:
                rule = self.named(RuleKind.SPACING, spacing.before, spacing.after)
                conditions = [*self.held(before), *self.held(after), *rule]
                self.space(before, after, spacing.working_days, conditions)

    def _months(self) -> None:
        for number, teacher in enumerate(self.stated.instructors):
            if not teacher.is_limited:
                continue
            rule = self.named(RuleKind.INSTRUCTOR_MONTH, teacher.code)
            for month, name in enumerate(self.tables.months):
                if (limit := teacher.limit_in(name)) is not None:
                    self._month(number, month, limit, rule)

    def _month(self, number: int, month: int, limit: int, rule: Sequence[Literal]) -> None:
        terms = []
        total = 0
        for free in self.free.values():
            minutes = self.draft.minutes_of(free.table).get(month)
            if minutes is None or number not in free.teachers or not minutes.any():
                continue
            total += int(minutes.max())
            for value in np.unique(minutes[minutes > 0]).tolist():
                taught = self.model.new_bool_var("")
                conditions = [*self.held(free), free.teachers[number], taught.negated()]
                self.only_where(free, np.asarray(minutes != value), conditions)
                terms.append(value * taught)
        if total > limit:
            least = self.model.add(sum(terms) <= limit)
            if rule:
                least.only_enforce_if(rule)
