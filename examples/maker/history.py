"""What happened to people: positions held before, leaves, licences, wages."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from examples.maker.content import REFERENCE_DAY, company, grade_of
from examples.maker.sheets import Cell
from examples.maker.workforce import Person, Workforce

_LEAVES = {
    "育嬰留職停薪": (0.045, 180, 180),
    "產假": (0.03, 56, 0),
    "普通傷病假": (0.03, 12, 18),
    "公傷病假": (0.012, 10, 30),
    "進修留職停薪": (0.006, 365, 0),
}
_OF_YOUNG_PARENTS = ("育嬰留職停薪", "產假")
_PARENTS_HIRED_SINCE = date(2014, 1, 1)
# Licence, issuer, families of positions, share of people, years it is valid.
_LICENCES = (
    ("機械加工丙級技術士", "勞動部勞動力發展署技能檢定中心", "PRD", 0.3, None),
    ("車床乙級技術士", "勞動部勞動力發展署技能檢定中心", "PRD", 0.08, None),
    ("銑床乙級技術士", "勞動部勞動力發展署技能檢定中心", "PRD", 0.07, None),
    ("堆高機操作人員結業證書", "中部職業安全訓練中心（範例）", "PMC PRD", 0.12, 3),
    ("固定式起重機操作人員結業證書", "中部職業安全訓練中心（範例）", "PRD", 0.05, 3),
    ("急救人員結業證書", "中部職業安全訓練中心（範例）", "PRD QAE HRA", 0.05, 3),
    ("品質工程師證書", "範例品質協會", "QAE", 0.3, 3),
    ("內部稽核員證書", "範例驗證公司", "QAE", 0.35, 3),
    ("職業安全管理甲級技術士", "勞動部勞動力發展署技能檢定中心", "HRA MGT", 0.1, None),
    ("會計事務乙級技術士", "勞動部勞動力發展署技能檢定中心", "FIN", 0.4, None),
    ("就業服務乙級技術士", "勞動部勞動力發展署技能檢定中心", "HRA TRN", 0.25, 4),
    ("網路架設乙級技術士", "勞動部勞動力發展署技能檢定中心", "ITS", 0.4, None),
)
_LOWER = {"PRD-G3": "PRD-G2", "PRD-G4": "PRD-G3", "MGT-GM": "MGT-G5"}


def earlier_position(position: str, chance: Random) -> str:
    """What somebody may have been before: the step below in the family, or a neighbouring family."""
    positions = company()["positions"]
    if position in _LOWER:
        return _LOWER[position]
    if position == "MGT-G5":
        return chance.choice(("PRD-G4", "QAE-G4", "RDE-G4", "SAL-G4", "FIN-G4"))
    family, grade = position[:3], int(grade_of(position)[1])
    below = [f"{family}-G{step}" for step in range(grade - 1, 0, -1)]
    found = next((code for code in below if code in positions), "")
    return found or ("PRD-G1" if family in ("QAE", "PMC", "TRN", "RDE", "PUR") else position)


def holdings(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """Earlier positions and one second position; the present one stands on the roster."""
    places = _units_by_position(force)
    rows: list[tuple[Cell, ...]] = []
    for person in force.people:
        if person.since > person.hired_on:
            last = person.since - timedelta(days=1)
            before = earlier_position(person.position, chance)
            is_promotion = before[:3] == person.position[:3] and before != person.position
            unit = person.unit if is_promotion else chance.choice(places[before])
            rows.append((person.number, before, unit, person.hired_on, last, "是"))
        if person.unit == "D41" and person.position == "PMC-G4":
            # The head of planning looks after the task force that has no manager yet.
            rows.append((person.number, "PMC-G4", "D43", date(2026, 6, 1), None, "否"))
    return rows


def _units_by_position(force: Workforce) -> dict[str, list[str]]:
    """Where each position is found, in the order of the units' codes."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in force.people:
        found[person.position].add(person.unit)
    return {position: sorted(units) for position, units in found.items()}


def leaves(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """Absences of the last two years; some parental leaves are still open."""
    rows: list[tuple[Cell, ...]] = []
    for person in force.here():
        for kind, (share, shortest, more) in _LEAVES.items():
            if kind == "產假" and person.sex == "男":
                continue
            if kind in _OF_YOUNG_PARENTS and person.hired_on < _PARENTS_HIRED_SINCE:
                continue
            if (REFERENCE_DAY - person.hired_on).days < 400 or chance.random() >= share:
                continue
            begins = REFERENCE_DAY - timedelta(days=chance.randint(5, 390))
            ends = begins + timedelta(days=shortest + chance.randint(0, more) - 1)
            is_open = ends > REFERENCE_DAY and kind.endswith("留職停薪")
            rows.append((person.number, kind, begins, None if is_open else ends))
    return rows


def licences(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """Licences by kind of work; those with a term may have run out."""
    rows: list[tuple[Cell, ...]] = []
    for person in force.here():
        for name, issuer, families, share, years in _LICENCES:
            if person.position[:3] not in families.split() or chance.random() >= share:
                continue
            issued = REFERENCE_DAY - timedelta(days=chance.randint(60, 1400))
            number = f"{chance.randint(100, 999)}-{chance.randint(0, 999999):06d}"
            expires = issued.replace(day=1, year=issued.year + years) if years else None
            rows.append((person.number, name, number, issuer, issued, expires))
    return rows


def wages(force: Workforce, chance: Random) -> list[tuple[Cell, ...]]:
    """Monthly wages since the last two yearly adjustments, in whole hundreds."""
    rows: list[tuple[Cell, ...]] = []
    for person in force.people:
        start = company()["positions"][person.position]["wage"]
        years = (REFERENCE_DAY - person.hired_on).days / 365.25
        wage = start * (1 + 0.018 * min(years, 18)) * chance.uniform(0.97, 1.08)
        for begins, factor in _adjustments(person):
            rows.append((person.number, begins, int(wage * factor) // 100 * 100))
    return rows


def _adjustments(person: Person) -> Iterator[tuple[date, float]]:
    first, second = date(2025, 1, 1), date(2026, 1, 1)
    yield max(person.hired_on, first), 0.97 if person.hired_on < second else 1.0
    if person.hired_on < second and (person.left_on is None or person.left_on > second):
        yield second, 1.0
