"""Units and employees: who works where, since when, under whom; leavers among them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from examples.maker.content import REFERENCE_DAY, company, grade_of
from examples.maker.names import make_name

SEED = 7  # of the company in the repository
PEOPLE_OF_ONE_SITE = 480
LEAVERS_PER_SITE = 26
_SHARE_OF_WOMEN = {"PRD": 0.18, "RDE": 0.2, "HRA": 0.8, "FIN": 0.85, "TRN": 0.7, "SAL": 0.5}
_YEARS_IN_COMPANY = {"G1": (0.1, 8), "G2": (0.3, 14), "G3": (4, 20), "G4": (6, 24), "G5": (9, 28)}
_DEGREES = {
    "高中職": ("高中職", "專科", "學士"),
    "專科": ("專科", "學士"),
    "學士": ("學士", "碩士"),
}
_SCHOOL_FIELDS = {
    "PRD": ("機械科", "製圖科", "汽車科"),
    "QAE": ("機械科", "電機科", "化工科"),
    "PMC": ("商業經營科", "資料處理科", "機械科"),
}
_FIELDS = {
    "PRD": ("機械工程系", "車輛工程系", "工業工程與管理系"),
    "QAE": ("工業工程與管理系", "機械工程系", "材料科學系"),
    "TRN": ("人力資源管理系", "教育學系", "工業工程與管理系"),
    "RDE": ("機械工程系", "自動化工程系", "材料科學系"),
    "PMC": ("工業工程與管理系", "企業管理系", "資訊管理系"),
    "SAL": ("國際貿易系", "應用外語系", "企業管理系"),
    "PUR": ("企業管理系", "工業工程與管理系"),
    "HRA": ("人力資源管理系", "勞工關係系"),
    "FIN": ("會計系", "財務金融系"),
    "ITS": ("資訊工程系", "資訊管理系"),
    "MGT": ("機械工程系", "企業管理系", "工業工程與管理系"),
}


@dataclass(slots=True)
class Unit:
    """One unit; ``head`` is the number of its manager, empty when it has none."""

    code: str
    name: str
    name_en: str
    parent: str
    head: str = ""


@dataclass(slots=True)
class Person:
    """One employee as the roster tells it."""

    number: str
    name: str
    name_en: str
    sex: str
    category: str
    hired_on: date
    unit: str
    position: str
    since: date
    degree: str
    field_of_study: str
    experience: float
    manager: str = ""
    left_on: date | None = None
    is_placed: bool = True  # one person waits for a position on purpose
    skill: float = 0.0  # how far above or below what the position asks, for ratings

    @property
    def is_here(self) -> bool:
        return self.left_on is None


@dataclass(slots=True)
class Workforce:
    """All units and all people, in the order of employee numbers."""

    units: list[Unit] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    def here(self) -> Iterator[Person]:
        return (person for person in self.people if person.is_here)

    def at_work(self) -> Iterator[Person]:
        """Those who are here and have a position."""
        return (person for person in self.people if person.is_here and person.is_placed)


@dataclass(slots=True)
class _Place:
    """A chair to be filled: unit and position; ``leads`` when the person heads the unit."""

    unit: str
    position: str
    leads: bool = False
    leaves: bool = False


def make_workforce(n_people: int, chance: Random) -> Workforce:
    """Fill as many sites as are needed; each beyond the first repeats the departments.

    Raises: ValueError for fewer people than one site has.
    """
    if n_people < PEOPLE_OF_ONE_SITE:
        raise ValueError(f"the example company has at least {PEOPLE_OF_ONE_SITE} people")
    sites = n_people // PEOPLE_OF_ONE_SITE
    force, chairs = Workforce(), list[_Place]()
    for site in range(1, sites + 1):
        found = _units(site)
        force.units += [unit for unit, _text in found]
        wanted = PEOPLE_OF_ONE_SITE if site > 1 else n_people - PEOPLE_OF_ONE_SITE * (sites - 1)
        chairs += _chairs(found, wanted, chance)
    people = [_person(chair, chance) for chair in chairs]
    order = sorted(range(len(people)), key=lambda index: (people[index].hired_on, index))
    for number, index in enumerate(order, start=1):
        people[index].number = f"{number:05d}"
    _name_heads(force, chairs, people)
    force.people = sorted(people, key=lambda person: person.number)
    newest = [p for p in force.here() if p.position == "PMC-G1" and p.since == p.hired_on][-1]
    newest.is_placed = False
    return force


def _units(site: int) -> list[tuple[Unit, dict[str, Any]]]:
    """The units of a site with their texts; all sites lie below the company."""
    mark = "" if site == 1 else f"{site:03d}"
    found = []
    for code, text in company()["units"].items():
        if code == "PGJ" and site > 1:
            continue
        parent = text.get("parent", "")
        parent = f"{parent}{mark}" if parent and parent != "PGJ" else parent
        name = text["name"] if site == 1 else f"{text['name']}（{site}廠）"
        name_en = text["en"] if site == 1 else f"{text['en']} (site {site})"
        found.append((Unit(f"{code}{mark}", name, name_en, parent), text))
    return found


def _chairs(units: list[tuple[Unit, dict[str, Any]]], wanted: int, chance: Random) -> list[_Place]:
    chairs = []
    for unit, text in units:
        if "head" in text:
            chairs.append(_Place(unit.code, text["head"], leads=True))
        for position, count in text.get("staff", {}).items():
            chairs += [_Place(unit.code, position) for _ in range(count)]
    staff = [chair for chair in chairs if not chair.leads]
    gone = chance.sample(staff, LEAVERS_PER_SITE)
    chairs += [_Place(chair.unit, chair.position, leaves=True) for chair in gone]
    operators = [chair for chair in staff if chair.position == "PRD-G1"]
    chairs += [
        _Place(chair.unit, chair.position)
        for chair in chance.choices(operators, k=max(0, wanted - len(chairs)))
    ]
    return chairs


def _person(chair: _Place, chance: Random) -> Person:
    text = company()["positions"][chair.position]
    family, grade = chair.position[:3], grade_of(chair.position)
    sex = "女" if chance.random() < _SHARE_OF_WOMEN.get(family, 0.4) else "男"
    name, name_en = make_name(chance, sex)
    low, high = _YEARS_IN_COMPANY[grade]
    hired = REFERENCE_DAY - timedelta(days=int(365.25 * chance.uniform(low, high)))
    hired = _working_day(hired)
    left = None
    if chair.leaves:
        hired -= timedelta(days=400)
        left = REFERENCE_DAY - timedelta(days=chance.randint(20, 380))
    since = _since(hired, grade, left, chance)
    years = (REFERENCE_DAY - hired).days / 365.25
    degree = chance.choice(_DEGREES.get(text["degree"], (text["degree"], "博士")))
    fields = _SCHOOL_FIELDS if degree == "高中職" else _FIELDS
    return Person(
        number="",
        name=name,
        name_en=name_en,
        sex=sex,
        category=text["category"],
        hired_on=hired,
        unit=chair.unit,
        position=chair.position,
        since=since,
        degree=degree,
        field_of_study=chance.choice(fields[family]),
        experience=round(years + max(text["years"], chance.uniform(0, 4)), 1),
        left_on=left,
        skill=max(-1.6, min(1.2, chance.gauss(-0.35, 0.5) + min(years, 12) * 0.04)),
    )


def _working_day(day: date) -> date:
    """People begin on a weekday."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _since(hired: date, grade: str, left: date | None, chance: Random) -> date:
    """Some people came into their position by promotion or a move, on the first of a month."""
    last = left or REFERENCE_DAY
    days = (last - hired).days
    if days < 900 or chance.random() < (0.72 if grade in ("G1", "G5") else 0.35):
        return hired
    moved = hired + timedelta(days=chance.randint(365, days - 120))
    return max(moved.replace(day=1), hired)


def _name_heads(force: Workforce, chairs: list[_Place], people: list[Person]) -> None:
    """Say who leads each unit, and whom everybody reports to."""
    heads = {
        chair.unit: person.number
        for chair, person in zip(chairs, people, strict=True)
        if chair.leads
    }
    above = {unit.code: unit.parent for unit in force.units}
    for unit in force.units:
        unit.head = heads.get(unit.code, "")
    for chair, person in zip(chairs, people, strict=True):
        unit = above[chair.unit] if chair.leads else chair.unit
        while unit and unit not in heads:
            unit = above[unit]
        person.manager = heads.get(unit, "")
