"""A year of sessions to be dated, made from a seed: the volume of the timetable's figures.

After the specification of the synthetic company: departments about people^0.42 with lognormal sizes, classes of 16 to
40, lengths 3/6/7/12/14 hours at 20/30/28/14/8 %, 45 % external instructors, at most 15 % of a department away, ten
days of peak a department and eighteen days of leave an instructor. One site for every 250 sessions; evenings and
Saturdays for one session in ten. All numbers below are assumptions, not observations.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from espalier.engines.planner.timetable.calendars import SlotTime, calendar_days, slots_of
from espalier.engines.planner.timetable.problem import (
    Busy,
    Department,
    Heads,
    Instructor,
    MonthTarget,
    Pattern,
    Room,
    Session,
    Spacing,
    TimetableProblem,
    Window,
)

TIMES = (
    SlotTime("morning", 9 * 60, 180),
    SlotTime("afternoon", 13 * 60, 180),
    SlotTime("evening", 18 * 60 + 30, 120),
    SlotTime("saturday", 9 * 60, 180, (5,)),
)
MEETINGS = ((1, 20), (2, 58), (4, 22))  # half-days of a session, and how many of a hundred
SESSIONS_PER_SITE = 250
PEOPLE_PER_SESSION = 8
WORK_SPACING = 5


@dataclass
class _Company:
    """What has been made so far."""

    random: Random
    year: int
    working: tuple[date, ...]
    departments: list[Department] = field(default_factory=list)
    people: dict[str, list[int]] = field(default_factory=dict)
    teachers: list[Instructor] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    never: dict[str, set[int]] = field(default_factory=dict)  # weekdays an instructor does not come

    def comes_two_days_running(self, teachers: Iterable[str]) -> bool:
        """Whether one of them has two weekdays in a row, as a course of two evenings needs."""
        return any(
            not {first, first + 1} & self.never.get(code, set())
            for code in teachers
            for first in range(4)
        )

    def days(self, n: int) -> Window:
        """So many working days in a row."""
        at = self.random.randrange(len(self.working) - n)
        return Window(self.working[at], self.working[at + n - 1])


def made(n_sessions: int, seed: int, year: int = 2026) -> TimetableProblem:
    """A problem of so many sessions; the same for the same numbers."""
    calendar = calendar_days(year)
    company = _Company(Random(f"{n_sessions}/{seed}/{year}"), year, calendar.working_days)
    n_sites = max(1, round(n_sessions / SESSIONS_PER_SITE))
    for site in range(n_sites):
        share = n_sessions * (site + 1) // n_sites - n_sessions * site // n_sites
        _site(company, f"S{site}", share)
    monthly = -(-n_sessions * 21 // (20 * 12))  # a twelfth and a twentieth of it
    return TimetableProblem(
        sessions=tuple(company.sessions),
        slots=slots_of(calendar.days, TIMES),
        instructors=tuple(company.teachers),
        rooms=tuple(company.rooms),
        departments=tuple(company.departments),
        spacings=tuple(_spacings(company)),
        month_targets=tuple(MonthTarget(f"{year}-{m:02d}", monthly) for m in range(1, 13)),
        working_days=calendar.working_days,
        closed=calendar.closed,
    )


def _site(company: _Company, site: str, n_sessions: int) -> None:
    random = company.random
    names = _departments(company, site, n_sessions * PEOPLE_PER_SESSION)
    n_teachers = max(3, n_sessions // 6)
    teachers = [f"{site}-T{n}" for n in range(n_teachers)]
    company.teachers += [_teacher(company, code) for code in teachers]
    classes = (20, 20, 30, 30, 40, 40, 24, 36)
    for n in range(max(2, -(-n_sessions // 45))):
        equipment = ("computers",) if n % 3 == 2 else ()
        seats = 40 if n == 0 else classes[n % len(classes)]
        company.rooms.append(Room(f"{site}-R{n}", seats, equipment, site))
    computers = max((r.seats for r in company.rooms if r.equipment and r.site == site), default=0)
    made_here = module = 0
    while made_here < n_sessions:
        kind = _module(company, site, teachers, names, computers)
        for run in range(min(random.choice((1, 1, 2, 2, 3)), n_sessions - made_here)):
            company.sessions.append(_session(company, f"{site}-M{module}", run, kind))
            made_here += 1
        module += 1


def _departments(company: _Company, site: str, n_people: int) -> list[str]:
    random = company.random
    sizes = [random.lognormvariate(0, 0.8) for _ in range(max(4, round(n_people**0.42)))]
    names = []
    for n, size in enumerate(sizes):
        code = f"{site}-D{n}"
        heads = max(14, round(n_people * size / sum(sizes)))
        first = sum(map(len, company.people.values()))
        company.people[code] = list(range(first, first + heads))
        company.departments.append(Department(code, heads, 15, (company.days(10),)))
        names.append(code)
    return names


def _teacher(company: _Company, code: str) -> Instructor:
    """Eighteen days of leave in three parts; who comes from outside has one or two days a week less."""
    busy = [Busy(w.first, w.last) for w in (company.days(6) for _ in range(3))]
    if company.random.random() < 0.45:
        never = set(company.random.sample(range(5), company.random.choice((1, 2))))
        company.never[code] = never
        busy += [Busy(day, day) for day in company.working if day.weekday() in never]
    return Instructor(code, tuple(busy), month_minutes=40 * 60)


@dataclass
class _Module:
    site: str
    kinds: tuple[str, ...]
    pattern: Pattern
    meetings: int
    teachers: tuple[str, ...]
    departments: list[str]
    equipment: tuple[str, ...]
    seats: int
    deadline: date | None
    preferred: tuple[Window, ...]


def _module(
    company: _Company, site: str, teachers: list[str], names: list[str], computers: int
) -> _Module:
    random = company.random
    meetings = random.choices([m for m, _ in MEETINGS], [share for _, share in MEETINGS])[0]
    kinds, pattern = ("morning", "afternoon"), Pattern.CONSECUTIVE
    if random.random() < 0.1:
        kinds, pattern = random.choice(
            ((("evening",), Pattern.DAILY), (("saturday",), Pattern.WEEKLY))
        )
        meetings = min(meetings, 2)
    seats = random.choice((16, 20, 24, 30, 36, 40))
    equipment = ("computers",) if computers >= seats and random.random() < 0.2 else ()
    legal = random.random() < 0.2
    last_day = date(company.year, random.choice((4, 6, 9, 11)), 28) if legal else None
    quarter = random.randrange(4)
    first = date(company.year, 3 * quarter + 1, 1)
    wish = Window(first, first + timedelta(days=random.choice((59, 89))))
    able = tuple(random.sample(teachers, random.choice((1, 1, 2, 3))))
    if pattern is Pattern.DAILY and not company.comes_two_days_running(able):
        meetings = 1
    return _Module(
        site,
        kinds,
        pattern,
        meetings,
        able,
        names if random.random() < 0.35 else random.sample(names, min(len(names), 4)),
        equipment,
        seats,
        last_day,
        (wish,) if random.random() < 0.7 else (),
    )


def _session(company: _Company, module: str, run: int, kind: _Module) -> Session:
    random = company.random
    people: list[int] = []
    heads = []
    wanted = random.randrange(kind.seats * 2 // 5, kind.seats + 1)
    limits = {each.code: each.away_limit for each in company.departments}
    for code in random.sample(kind.departments, len(kind.departments)):
        count = min(limits[code], wanted - len(people), max(1, len(company.people[code]) // 12))
        if count > 0:
            people += random.sample(company.people[code], count)
            heads.append(Heads(code, count))
    return Session(
        code=f"{module}-{run + 1}",
        module=module,
        slot_kinds=kind.kinds,
        meetings=kind.meetings,
        pattern=kind.pattern,
        max_gap_days=3 if kind.pattern is Pattern.CONSECUTIVE and kind.meetings == 4 else None,
        instructors=kind.teachers,
        seats=kind.seats,
        equipment=kind.equipment,
        site=kind.site,
        people=tuple(people),
        heads=tuple(heads),
        deadline=kind.deadline,
        late_after=kind.deadline - timedelta(days=14) if kind.deadline else None,
        preferred=kind.preferred,
        weight=max(1, len(people)),
    )


def _spacings(company: _Company) -> list[Spacing]:
    """One module in seven needs another of its site before it, where the two share people."""
    first_of = Counter(session.module for session in company.sessions)
    modules = list(first_of)
    found = []
    for before, after in pairwise(modules):
        same_site = before.split("-")[0] == after.split("-")[0]
        if same_site and company.random.random() < 1 / 7:
            found.append(Spacing(f"{before}-1", f"{after}-1", WORK_SPACING))
    return found
