"""Curriculum-based course timetabling (ITC-2007, track 3): its files, its costs, its validator.

Not our product's problem: published instances with known best costs, which show what the engine's methods are worth.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from espalier.engines.planner.timetable.faults import BadTimetable, Fault, Reason, Remedy

MIN_DAY_COST = 5
COMPACT_COST = 2


@dataclass(frozen=True, slots=True)
class Course:
    code: str
    teacher: str
    n_lectures: int
    min_days: int
    students: int


@dataclass(frozen=True)
class CourseProblem:
    """An instance: ``unavailable`` holds (course, period); a period is day × periods a day + its number in the day."""

    name: str
    courses: tuple[Course, ...]
    rooms: tuple[tuple[str, int], ...]
    curricula: tuple[tuple[str, tuple[str, ...]], ...]
    unavailable: frozenset[tuple[str, int]]
    n_days: int
    periods_a_day: int

    @property
    def n_periods(self) -> int:
        return self.n_days * self.periods_a_day

    @cached_property
    def conflicts(self) -> frozenset[tuple[str, str]]:
        """Pairs of courses that may not meet at a time: of one curriculum or one teacher; both orders."""
        groups = [list(codes) for _, codes in self.curricula]
        by_teacher: dict[str, list[str]] = defaultdict(list)
        for course in self.courses:
            by_teacher[course.teacher].append(course.code)
        groups += by_teacher.values()
        return frozenset((a, b) for group in groups for a in group for b in group if a != b)


@dataclass(frozen=True, slots=True)
class Lecture:
    """One lecture of a course in a period and a room, by number."""

    course: str
    period: int
    room: int


@dataclass(frozen=True, slots=True)
class CourseCosts:
    """The four costs of the competition, weighted, and how many hard rules are broken."""

    broken: int
    capacity: int
    min_days: int
    compactness: int
    stability: int

    @property
    def total(self) -> int:
        return self.capacity + self.min_days + self.compactness + self.stability


def read_ctt(text: str) -> CourseProblem:
    """Read an instance in the competition's format.

    Raises
    ------
    BadTimetable
        A part or a number is missing, or a record names one that is not there.
    """
    try:
        return _read(text)
    except (KeyError, ValueError, IndexError) as error:
        facts = {"value": str(error)[:80]}
        fault = Fault("problem", "", Reason.UNREADABLE, Remedy.WRITE_AGAIN, facts)
        raise BadTimetable([fault]) from error


def _read(text: str) -> CourseProblem:
    parts = _parts(text)
    head = dict(line.split(":", 1) for line in parts[""])
    a_day = int(head["Periods_per_day"])
    courses = tuple(
        Course(code, teacher, int(lectures), int(days), int(students))
        for code, teacher, lectures, days, students in map(str.split, parts["COURSES"])
    )
    known = {course.code for course in courses}
    curricula = tuple((row[0], tuple(row[2:])) for row in map(str.split, parts["CURRICULA"]))
    rows = [line.split() for line in parts["UNAVAILABILITY_CONSTRAINTS"]]
    named = {code for _, codes in curricula for code in codes} | {row[0] for row in rows}
    if named - known:
        raise KeyError(sorted(named - known)[0])
    return CourseProblem(
        head["Name"].strip(),
        courses,
        tuple((row[0], int(row[1])) for row in map(str.split, parts["ROOMS"])),
        curricula,
        frozenset((code, int(day) * a_day + int(period)) for code, day, period in rows),
        int(head["Days"]),
        a_day,
    )


def _parts(text: str) -> dict[str, list[str]]:
    """Lines under each heading; those before the first under the empty one."""
    parts: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in text.splitlines():
        words = line.strip()
        if words.endswith(":") and " " not in words:
            heading = words[:-1]
            parts[heading] = []
        elif words and words != "END.":
            parts[heading].append(words)
    return parts


def check_courses(problem: CourseProblem, lectures: Sequence[Lecture]) -> CourseCosts:
    """The validator: hard rules broken and the four costs, from the instance's own words."""
    return CourseCosts(
        _broken(problem, lectures),
        _capacity(problem, lectures),
        _days(problem, lectures),
        _compactness(problem, lectures),
        _stability(lectures),
    )


def _broken(problem: CourseProblem, lectures: Sequence[Lecture]) -> int:
    held = Counter(each.course for each in lectures)
    wanted = {course.code: course.n_lectures for course in problem.courses}
    broken = sum(abs(wanted.get(code, 0) - held[code]) for code in {*wanted, *held})
    for each in lectures:
        broken += not (0 <= each.period < problem.n_periods and 0 <= each.room < len(problem.rooms))
        broken += (each.course, each.period) in problem.unavailable
    at: dict[int, list[Lecture]] = defaultdict(list)
    for each in lectures:
        at[each.period].append(each)
    for together in at.values():
        for number, one in enumerate(together):
            for other in together[number + 1 :]:
                broken += one.room == other.room
                broken += one.course == other.course
                broken += (one.course, other.course) in problem.conflicts
    return broken


def _capacity(problem: CourseProblem, lectures: Sequence[Lecture]) -> int:
    students = {course.code: course.students for course in problem.courses}
    return sum(max(0, students[x.course] - problem.rooms[x.room][1]) for x in lectures)


def _days(problem: CourseProblem, lectures: Sequence[Lecture]) -> int:
    days: dict[str, set[int]] = defaultdict(set)
    for each in lectures:
        days[each.course].add(each.period // problem.periods_a_day)
    return sum(
        MIN_DAY_COST * max(0, course.min_days - len(days[course.code]))
        for course in problem.courses
    )


def _compactness(problem: CourseProblem, lectures: Sequence[Lecture]) -> int:
    periods: Mapping[str, Counter[int]] = defaultdict(Counter)
    for each in lectures:
        periods[each.course][each.period] += 1
    alone = 0
    for _, codes in problem.curricula:
        taken: Counter[int] = Counter()
        for code in codes:
            taken.update(periods[code])
        for period, count in taken.items():
            place = period % problem.periods_a_day
            before = place > 0 and taken.get(period - 1, 0) > 0
            after = place < problem.periods_a_day - 1 and taken.get(period + 1, 0) > 0
            alone += count * (not before and not after)
    return COMPACT_COST * alone


def _stability(lectures: Sequence[Lecture]) -> int:
    rooms: dict[str, set[int]] = defaultdict(set)
    for each in lectures:
        rooms[each.course].add(each.room)
    return sum(len(each) - 1 for each in rooms.values())
