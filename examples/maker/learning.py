"""Who completed which module in the last two years."""

from datetime import date, timedelta
from functools import cache
from random import Random

from examples.maker.content import REFERENCE_DAY, Module, modules, required_levels
from examples.maker.sheets import Cell
from examples.maker.workforce import Person, Workforce

FIRST_DAY = date(2024, 9, 2)
_FOR_ALL = ("NEW-01", "NEW-02", "NEW-03", "NEW-04", "NEW-06", "NEW-07")
_YEARLY = "NEW-03"


@cache
def path_of(position: str) -> tuple[Module, ...]:
    """What leads a position to its required levels, each module after those it needs."""
    by_code = {module.code: module for module in modules()}
    required = {r.competency for r in required_levels() if r.position == position}
    wanted = [*_FOR_ALL, *(m.code for m in modules() if required & m.raises.keys())]
    path: dict[str, Module] = {}

    def take(code: str) -> None:
        for needed in by_code[code].needs:
            take(needed)
        path.setdefault(code, by_code[code])

    for code in wanted:
        take(code)
    return tuple(path.values())


def completions(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """One row a completion; the older a person is here, the farther along the path."""
    rows: list[tuple[Cell, ...]] = []
    for person in force.people:
        if person.is_placed:
            rows += _of_person(person, chance)
    return rows


def _of_person(person: Person, chance: Random) -> list[tuple[Cell, ...]]:
    first = max(person.hired_on, FIRST_DAY)
    last = person.left_on or REFERENCE_DAY
    n_days = (last - first).days
    if n_days < 10:
        return []
    years = (last - person.hired_on).days / 365.25
    path = path_of(person.position)
    share = min(0.92, max(0.15, 0.3 + 0.06 * years + chance.gauss(0, 0.12)))
    taken = path[: round(len(path) * share)]
    days = sorted(chance.sample(range(n_days), min(len(taken), n_days)))
    rows = []
    for module, offset in zip(taken, days, strict=False):
        day = _weekday(first + timedelta(days=offset), first)
        rows.append(_row(person, module, day))
        again = day + timedelta(days=chance.randint(330, 400))
        if module.code == _YEARLY and again <= last and chance.random() < 0.75:
            rows.append(_row(person, module, again))
    return rows


def _weekday(day: date, first: date) -> date:
    """Weekends move to the Friday before, yet never before the first day."""
    return max(first, day - timedelta(days=max(0, day.weekday() - 4)))


def _row(person: Person, module: Module, day: date) -> tuple[Cell, ...]:
    is_outside = module.mode == "外訓"
    origin, note = ("外部", "外訓機構結訓證明") if is_outside else ("匯入", "")
    return (person.number, module.code, 1, day, None, "", None, origin, note)
