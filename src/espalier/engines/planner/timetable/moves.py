"""What moving one session would do, told at once: the rules that forbid it, and what it would cost.

No solver and no grid: plain lookups in an index of the plan, fast enough to ask while a session is dragged. The words
are those of :mod:`check`; a test holds the two to the same answers.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from espalier.engines.planner.timetable.axis import Placements, axis_of
from espalier.engines.planner.timetable.check import (
    Broken,
    Placed,
    broken_alone,
    cost_of,
    month_of,
    soft_counts,
)
from espalier.engines.planner.timetable.problem import Session, Slot, TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment, RuleKind, SoftCounts


@dataclass(frozen=True, slots=True)
class Move:
    """What holds when the session is given these slots, instructors and room.

    ``blocked``: rules it would break (red). ``counts`` are those of the whole plan after it; ``cost_change`` above 0
    is what the plan would cost more (amber). ``slots`` is empty when the pattern does not fit from that slot.
    """

    session: str
    slots: tuple[str, ...]
    instructors: tuple[str, ...]
    room: str
    blocked: tuple[Broken, ...]
    counts: SoftCounts
    cost_change: int

    @property
    def is_allowed(self) -> bool:
        return not self.blocked

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.session, self.slots, self.instructors, self.room)


class Board:
    """A plan laid out so that moves can be judged one by one; the plan itself is not changed."""

    def __init__(self, problem: TimetableProblem, plan: Sequence[Assignment]) -> None:
        self.problem = problem
        self._axis = axis_of(problem)
        self._placements = Placements(self._axis)
        self._placed = {
            each.session: Placed(
                problem.session_of[each.session],
                tuple(problem.slot_of[code] for code in each.slots),
                each,
            )
            for each in plan
        }
        self._by_day: dict[int, list[str]] = defaultdict(list)
        for code, placed in self._placed.items():
            for day in sorted({slot.date.toordinal() for slot in placed.slots}):
                self._by_day[day].append(code)
        self._people = {each.code: frozenset(each.people) for each in problem.sessions}
        self._working = sorted(problem.working_days)
        self._months = Counter(
            month_of(min(slot.date for slot in placed.slots)) for placed in self._placed.values()
        )
        self._minutes: Counter[tuple[str, str]] = Counter()
        for placed in self._placed.values():
            self._minutes.update(_minutes(placed))
        self._all = soft_counts(problem, list(self._placed.values()))
        self._rows: dict[str, dict[str, tuple[str, ...]]] = {}

    def placement(self, session: str, slot: str) -> tuple[str, ...]:
        """The slots of all meetings when the first is in ``slot``; empty when the pattern does not fit there."""
        if session not in self._rows:
            slots = self._axis.slots
            rows = self._placements.of(self.problem.session_of[session]).tolist()
            self._rows[session] = {
                slots[row[0]].code: tuple(slots[n].code for n in row) for row in rows
            }
        return self._rows[session].get(slot, ())

    def moves(self, session: str) -> dict[str, Move]:
        """Every slot the first meeting could be in, with what would hold; its instructors and room stay."""
        self.placement(session, "")
        return {slot: self.move(session, slot) for slot in self._rows[session]}

    def move(
        self,
        session: str,
        slot: str,
        *,
        instructors: tuple[str, ...] | None = None,
        room: str | None = None,
    ) -> Move:
        """Judge one move; instructors and room stay as they are unless given."""
        own = self.problem.session_of[session]
        now = self._placed.get(session)
        teachers = instructors if instructors is not None else now.given.instructors if now else ()
        place = room if room is not None else now.given.room if now else ""
        codes = self.placement(session, slot)
        if not codes:
            reason = self._no_pattern(own, slot)
            return Move(session, (), teachers, place, (reason,), self._counts(now, now), 0)
        then = Placed(
            own,
            tuple(self.problem.slot_of[code] for code in codes),
            Assignment(session, codes, teachers, place),
        )
        blocked = (
            *broken_alone(self.problem, then),
            *self._twice(then),
            *self._away(then),
            *self._month(then, now),
            *self._spacings(then),
        )
        before, after = self._counts(now, now), self._counts(now, then)
        weights = self.problem.weights
        change = cost_of(after, weights) - cost_of(before, weights)
        return Move(session, codes, teachers, place, blocked, after, change)

    def _no_pattern(self, session: Session, slot: str) -> Broken:
        known = self.problem.slot_of.get(slot)
        rule = RuleKind.SLOT_KIND
        if known is None:
            rule = RuleKind.TAKES_PLACE
        elif known.date in self.problem.closed:
            rule = RuleKind.CLOSED
        return Broken(rule, (session.code,), slot)

    def _others(self, then: Placed) -> list[Placed]:
        """Sessions that meet on one of its days."""
        days = {slot.date.toordinal() for slot in then.slots}
        codes = {code for day in days for code in self._by_day[day]} - {then.session.code}
        return [self._placed[code] for code in sorted(codes)]

    def _twice(self, then: Placed) -> Iterator[Broken]:
        mine = self._people[then.session.code]
        for other in self._others(then):
            if not _overlap(then.slots, other.slots):
                continue
            who = (then.session.code, other.session.code)
            for code in sorted(set(then.given.instructors) & set(other.given.instructors)):
                yield Broken(RuleKind.INSTRUCTOR_TWICE, who, code)
            if then.given.room and then.given.room == other.given.room:
                yield Broken(RuleKind.ROOM_TWICE, who, then.given.room)
            if shared := mine & self._people[other.session.code]:
                facts = {"people": len(shared), "person": min(shared)}
                yield Broken(RuleKind.PEOPLE_TWICE, who, facts=facts)

    def _away(self, then: Placed) -> Iterator[Broken]:
        others = self._others(then)
        for heads in then.session.heads:
            limit = self.problem.department_of[heads.department].away_limit
            for slot in then.slots:
                worst, who = self._peak(slot, heads.department, others)
                if worst + heads.count > limit:
                    facts: dict[str, int | str] = {
                        "heads": worst + heads.count,
                        "limit": limit,
                        "slot": slot.code,
                    }
                    sessions = tuple(sorted((then.session.code, *who)))
                    yield Broken(RuleKind.AWAY, sessions, heads.department, facts)
                    break

    def _peak(
        self, slot: Slot, department: str, others: Sequence[Placed]
    ) -> tuple[int, tuple[str, ...]]:
        """Most heads of the department in other classes at a time within the slot, and in which."""
        meetings = [
            (max(each.starts, slot.starts), each.ends, heads.count, other.session.code)
            for other in others
            for heads in other.session.heads
            if heads.department == department
            for each in other.slots
            if each.starts < slot.ends and slot.starts < each.ends
        ]
        best: tuple[int, tuple[str, ...]] = (0, ())
        for moment, *_ in meetings:
            here = [m for m in meetings if m[0] <= moment < m[1]]
            total = sum(m[2] for m in here)
            if total > best[0]:
                best = (total, tuple(m[3] for m in here))
        return best

    def _month(self, then: Placed, now: Placed | None) -> Iterator[Broken]:
        total = Counter(self._minutes)
        if now is not None:
            total.subtract(_minutes(now))
        wanted = _minutes(then)
        for (code, month), minutes in sorted(wanted.items()):
            teacher = self.problem.instructor_of.get(code)
            limit = teacher.limit_in(month) if teacher else None
            taught = total[code, month] + minutes
            if limit is not None and taught > limit:
                facts: dict[str, int | str] = {"month": month, "minutes": taught, "limit": limit}
                yield Broken(RuleKind.INSTRUCTOR_MONTH, (then.session.code,), code, facts)

    def _spacings(self, then: Placed) -> Iterator[Broken]:
        for spacing in self.problem.spacings:
            if then.session.code not in (spacing.before, spacing.after):
                continue
            ends = {**self._placed, then.session.code: then}
            before, after = ends.get(spacing.before), ends.get(spacing.after)
            if before is None or after is None:
                continue
            last, first = before.slots[-1], after.slots[0]
            between = bisect_right(self._working, first.date) - bisect_right(
                self._working, last.date
            )
            if first.starts < last.ends or between < spacing.working_days:
                facts = {"working_days": between, "needed": spacing.working_days}
                yield Broken(RuleKind.SPACING, (spacing.before, spacing.after), facts=facts)

    def _counts(self, now: Placed | None, then: Placed | None) -> SoftCounts:
        """Counts of the whole plan when ``then`` stands instead of ``now``."""
        months = Counter(self._months)
        own = SoftCounts()
        if now is not None:
            months[month_of(now.slots[0].date)] -= 1
        if then is not None:
            months[month_of(then.slots[0].date)] += 1
            own = self._own(then)
        rest = self._rest(now)
        over = sum(max(0, months[t.month] - t.sessions) for t in self.problem.month_targets)
        return SoftCounts(
            rest.outside_preferred + own.outside_preferred,
            over,
            rest.late + own.late,
            rest.split + own.split,
        )

    def _own(self, placed: Placed) -> SoftCounts:
        return soft_counts(self.problem, [placed])

    def _rest(self, without: Placed | None) -> SoftCounts:
        """Counts of the others; months aside."""
        own = self._own(without) if without is not None else SoftCounts()
        return SoftCounts(
            self._all.outside_preferred - own.outside_preferred,
            0,
            self._all.late - own.late,
            self._all.split - own.split,
        )


def _minutes(placed: Placed) -> Mapping[tuple[str, str], int]:
    minutes: Counter[tuple[str, str]] = Counter()
    for code in placed.given.instructors:
        for slot in placed.slots:
            minutes[code, month_of(slot.date)] += slot.minutes
    return minutes


def _overlap(one: Sequence[Slot], other: Sequence[Slot]) -> bool:
    return any(a.starts < b.ends and b.starts < a.ends for a in one for b in other)
