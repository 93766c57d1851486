"""Small problems that can be worked out by hand: a few days of March 2027, mornings and afternoons."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from espalier.engines.planner.timetable.problem import (
    Department,
    Heads,
    Instructor,
    MonthLimit,
    MonthTarget,
    Pattern,
    Room,
    Session,
    Slot,
    Spacing,
    TimetableProblem,
    Window,
)

MONDAY = date(2027, 3, 1)


def day(number: int) -> date:
    """The so manieth working day, Monday the first of March being day 0."""
    weeks, rest = divmod(number, 5)
    return MONDAY + timedelta(days=7 * weeks + rest)


def slots(n_days: int) -> tuple[Slot, ...]:
    return tuple(
        Slot(f"{n}{kind[0]}", day(n), start, 180, kind)
        for n in range(n_days)
        for kind, start in (("am", 540), ("pm", 780))
    )


def session(code: str, **more) -> Session:
    given = {"instructors": ("lin",), "needs_room": False, "slot_kinds": ("am", "pm"), **more}
    return Session(code, f"module {code}", **given)


def problem(*sessions: Session, n_days: int = 5, **more) -> TimetableProblem:
    given = {
        "sessions": sessions,
        "slots": slots(n_days),
        "instructors": (Instructor("lin"), Instructor("chen")),
        "rooms": (Room("small", 10), Room("large", 30)),
        "working_days": tuple(day(n) for n in range(n_days)),
        **more,
    }
    return TimetableProblem(**given)


def any_problem(seed: int, n: int = 4, n_days: int = 4) -> TimetableProblem:
    """A little of everything, by chance; there may be no plan."""
    random = Random(seed)
    sessions = [_any_session(random, f"s{number}", n_days) for number in range(n)]
    more = []
    if random.random() < 0.5:
        more.append(Spacing("s0", "s1", random.choice((0, 1))))
    return problem(
        *sessions,
        n_days=n_days,
        instructors=(
            Instructor("lin", month_minutes=900),
            Instructor(
                "chen", slots=("0a", "1a", "2p"), months=(MonthLimit(f"{day(0):%Y-%m}", 420),)
            ),
        ),
        departments=(
            Department("sales", 10, 30, (Window(day(1), day(1)),)),
            Department("plant", 9, 40),
        ),
        spacings=tuple(more),
        month_targets=(MonthTarget("2027-03", 2),),
    )


def _any_session(random: Random, code: str, n_days: int) -> Session:
    drawn = session(
        code,
        instructors=tuple(random.sample(("lin", "chen"), random.choice((1, 2)))),
        meetings=random.choice((1, 1, 2)),
        pattern=random.choice(tuple(Pattern)[:2]),
        needs_room=random.random() < 0.7,
        seats=random.choice((8, 20)),
        people=tuple(random.sample(range(6), random.choice((1, 2)))),
        heads=(Heads(random.choice(("sales", "plant")), random.choice((1, 2))),),
        weight=random.randrange(1, 9),
    )
    if random.random() < 0.4:
        drawn = replace(drawn, preferred=(Window(day(0), day(1)),))
    if random.random() < 0.3:
        drawn = replace(drawn, deadline=day(n_days - 2), late_after=day(1))
    return drawn
