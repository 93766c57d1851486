"""A small company for tests: two departments, a line below one of them, three positions, five people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from espalier.cycle.people.employees import services as employee_services
from espalier.cycle.people.employees.models import Employee
from espalier.cycle.people.evidence import services as evidence_services
from espalier.cycle.people.evidence.models import Scale
from espalier.cycle.people.evidence.types import NewRating
from espalier.cycle.people.positions import services as position_services
from espalier.cycle.people.positions.models import Grade, JobFunction, Position
from espalier.cycle.people.units import services as unit_services
from espalier.cycle.people.units.models import Unit
from espalier.cycle.standards.catalogue.models import Competency
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.types import PlannedRow, Row

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)  # the suite's Monday, 09:00 in Taipei
BY = Actor.system("test")
HIRED = date(2024, 3, 1)
_serial = count(1)


def unit(code: str, parent: Unit | None = None, name: str = "") -> Unit:
    return unit_services.create_unit(
        code=code, name=name or f"單位{code}", parent_id=parent.pk if parent else None, by=BY, at=AT
    )


def grade(code: str, rank: int, tier: str = "base") -> Grade:
    return position_services.create_grade(
        code=code, name=f"職等{code}", rank=rank, tier=tier, by=BY, at=AT
    )


def function(code: str, name: str = "") -> JobFunction:
    return position_services.create_function(code=code, name=name or f"職系{code}", by=BY, at=AT)


def position(code: str, function: JobFunction, grade: Grade, **changes: Any) -> Position:
    return position_services.create_position(
        code=code,
        name=changes.pop("name", f"職位{code}"),
        function_id=function.pk,
        grade_id=grade.pk,
        **changes,
        by=BY,
        at=AT,
    )


def employee(number: str, unit: Unit, position: Position | None = None, **changes: Any) -> Employee:
    """Somebody hired on 2024-03-01; ``changes`` may name any argument of ``hire`` or other detail."""
    fields: dict[str, Any] = {"sex": "F", "category": "professional", "hired_on": HIRED}
    fields["name"] = changes.pop("name", f"員工{number}")
    for name in ("sex", "category", "hired_on", "manager_id"):
        if name in changes:
            fields[name] = changes.pop(name)
    return employee_services.hire(
        number=number,
        unit_id=unit.pk,
        position_id=position.pk if position else None,
        details=changes,
        **fields,
        by=BY,
        at=AT,
    )


def competency(code: str = "", kind: str = "K", name: str = "") -> Competency:
    code = code or f"OWN/{next(_serial):03}"
    return Competency.objects.create(
        code=code, kind=kind, name=name or f"職能{code}", created_at=AT
    )


def rate(
    person: Employee,
    about: Competency,
    source: str,
    level: float,
    rated_on: date = date(2026, 10, 1),
    rater: Employee | None = None,
    at: datetime = AT,
) -> None:
    rating = NewRating(
        person.pk, about.pk, source, level, rated_on, rater_id=rater.pk if rater else None
    )
    evidence_services.record_ratings(ratings=[rating], origin="", by=BY, at=at)


def scale(code: str = "S5", lowest: float = 0, highest: float = 5) -> Scale:
    return Scale.objects.create(
        code=code, name=f"量尺{code}", lowest=lowest, highest=highest, is_default=True
    )


@dataclass
class Company:
    """總公司 ── 製造部 ── 一線；總公司 ── 業務部."""

    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    people: dict[str, Employee] = field(default_factory=dict)


def small_company() -> Company:
    units = {"HQ": unit("HQ", name="總公司")}
    units["MFG"] = unit("MFG", units["HQ"], "製造部")
    units["LINE1"] = unit("LINE1", units["MFG"], "一線")
    units["SALES"] = unit("SALES", units["HQ"], "業務部")
    grades = [grade("G1", 1), grade("G2", 2, "middle")]
    making, selling = function("MK", "製造"), function("SL", "業務")
    positions = {
        "OP": position("OP", making, grades[0], name="作業員"),
        "LEAD": position("LEAD", making, grades[1], name="班長", min_experience_months=24),
        "REP": position("REP", selling, grades[0], name="業務代表"),
    }
    boss = employee("001", units["MFG"], positions["LEAD"], name="林班長")
    people = {
        "001": boss,
        "002": employee("002", units["LINE1"], positions["OP"], name="陳一", manager_id=boss.pk),
        "003": employee("003", units["LINE1"], positions["OP"], name="王二", manager_id=boss.pk),
        "004": employee("004", units["SALES"], positions["REP"], name="張三"),
        "005": employee("005", units["HQ"], None, name="李四"),
    }
    return Company(units, positions, people)


def sheet_rows(records: Sequence[Mapping[str, object]]) -> list[Row]:
    """Rows as the import mechanism hands them over: the header is row 1."""
    return [Row("工作表1", number, dict(values)) for number, values in enumerate(records, start=2)]


def plan_sheet(
    kind: str, records: Sequence[Mapping[str, object]], at: datetime = AT
) -> list[PlannedRow]:
    return list(registry.spec_of(kind).plan(sheet_rows(records), timezone.localdate(at)))


def load_sheet(
    kind: str, records: Sequence[Mapping[str, object]], at: datetime = AT
) -> list[PlannedRow]:
    """Plan, and write what is not refused; returns the plan."""
    planned = plan_sheet(kind, records, at)
    writing = [each for each in planned if each.action in ("add", "change")]
    registry.spec_of(kind).apply(writing, BY, at)
    return planned


def exported(kind: str) -> list[dict[str, object]]:
    return [dict(record) for record in registry.spec_of(kind).records()]


def actions(planned: Sequence[PlannedRow]) -> list[str]:
    return [each.action.value for each in planned]


def reasons(planned: Sequence[PlannedRow]) -> dict[int, list[str]]:
    """Row number -> codes of its reasons, only for rows that are refused."""
    return {
        each.row.number: [reason.code for reason in each.reasons]
        for each in planned
        if each.action.value == "refuse"
    }
