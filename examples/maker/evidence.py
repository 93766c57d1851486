"""Ratings from several sources, with the disagreement and the holes that real ones have."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from random import Random

from examples.maker.content import required_levels
from examples.maker.sheets import Cell
from examples.maker.workforce import Person, Workforce

SELF_ROUND, SUPERVISOR_ROUND = date(2026, 3, 2), date(2026, 3, 23)
EARLIER_SELF, EARLIER_SUPERVISOR = date(2025, 3, 3), date(2025, 3, 24)
OLD_SELF, OLD_SUPERVISOR = date(2022, 3, 7), date(2022, 3, 28)
RATED_TWICE = ("QAE", "TRN", "RDE")
_SCALE = "PGJ-5"
# The surface treatment section changed its manager in the season of ratings: none came in.
SILENT_UNITS = ("D13",)
_MEASURING = ("PGJ-MFG-001/K05", "PGJ-MFG-001/S05")
_TEACHING = "PGJ-TRN-001/S06"
# One person of this position was rated long ago and never again.
FORGOTTEN_POSITION = "SAL-G2"


@cache
def _required() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for each in required_levels():
        found[each.position][each.competency] = each.level
    return found


def forgotten_person(force: Workforce) -> Person:
    """Of those in the position, the one who has been here longest."""
    there = [person for person in force.at_work() if person.position == FORGOTTEN_POSITION]
    return min(there, key=lambda person: (person.hired_on, person.number))


def ratings(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """All ratings; a person who came in the last months has none yet."""
    forgotten = forgotten_person(force)
    rows: list[tuple[Cell, ...]] = []
    for person in force.at_work():
        required = _required().get(person.position, {})
        if person.number == forgotten.number:
            long_ago = (max(person.hired_on, OLD_SELF), max(person.hired_on, OLD_SUPERVISOR))
            rows += _round(person, required, long_ago, chance)
        else:
            rows += _of_person(person, required, chance)
    return rows


def _of_person(
    person: Person, required: Mapping[str, int], chance: Random
) -> Iterator[tuple[Cell, ...]]:
    true = {code: level + person.skill + chance.gauss(0, 0.6) for code, level in required.items()}
    if person.position[:3] in RATED_TWICE and person.hired_on < date(2024, 12, 1):
        earlier = {code: level - chance.uniform(0, 0.6) for code, level in true.items()}
        yield from _round(person, earlier, (EARLIER_SELF, EARLIER_SUPERVISOR), chance)
    if person.hired_on < date(2025, 12, 1):
        yield from _round(person, true, (SELF_ROUND, SUPERVISOR_ROUND), chance)
    yield from _tests(person, true, chance)


def _round(
    person: Person, true: Mapping[str, float], begins: tuple[date, date], chance: Random
) -> Iterator[tuple[Cell, ...]]:
    """One yearly round; some people, and some cells of the others, stay empty."""
    said = begins[0] + timedelta(days=chance.randint(0, 18))
    judged = begins[1] + timedelta(days=chance.randint(0, 18))
    leniency = chance.gauss(0.35, 0.35)
    if chance.random() > 0.07:
        for code, level in true.items():
            if chance.random() > 0.03:
                shown = _level(level + leniency + chance.gauss(0, 0.5))
                yield _row(person, code, "自評", shown, said, person.number)
    is_silent = person.unit in SILENT_UNITS or not person.manager
    if not is_silent and chance.random() > 0.06:
        for code, level in true.items():
            if chance.random() > 0.04:
                shown = _level(level + chance.gauss(-0.05, 0.45))
                yield _row(person, code, "主管", shown, judged, person.manager)


def _tests(person: Person, true: Mapping[str, float], chance: Random) -> Iterator[tuple[Cell, ...]]:
    for code in _MEASURING:
        if code in true and chance.random() < 0.35:
            day = date(2025, 9, 1) + timedelta(days=chance.randint(0, 400))
            if day > person.hired_on:
                level = _level(true[code] + chance.gauss(0, 0.3))
                yield _row(person, code, "測驗", level, day, "", "量測實作評量")
    if _TEACHING in true and person.hired_on < date(2025, 12, 1):
        level = _level(true[_TEACHING] + chance.gauss(0, 0.3))
        yield _row(person, _TEACHING, "講師", level, date(2026, 5, 14), "", "試教觀察表")


def _level(figure: float) -> int:
    return max(0, min(5, round(figure)))


def _row(
    person: Person,
    code: str,
    source: str,
    level: int,
    day: date,
    rater: str,
    note: str = "",
) -> tuple[Cell, ...]:
    return (person.number, code, source, level, day, rater, _SCALE, note)
