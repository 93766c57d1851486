"""A small made-up company with positions, competencies, modules and people, for tests of the map."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.modules import services as modules
from espalier.cycle.learning_map.modules.models import ModuleVersion
from espalier.cycle.learning_map.modules.types import ModuleContent
from espalier.cycle.learning_map.requirements.models import Requirement
from espalier.cycle.people.employees.services import hire
from espalier.cycle.people.evidence.models import Scale
from espalier.cycle.people.positions import services as positions
from espalier.cycle.people.units.services import create_unit
from espalier.cycle.standards.catalogue.models import Competency
from espalier.kit.accounts.types import Actor

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
ON = date(2026, 11, 2)
BY = Actor.system("test")


def competency(code: str, kind: str = "S", name: str = "") -> Competency:
    return Competency.objects.create(
        code=code,
        kind=kind,
        name=name or f"職能{code}",
        name_en=f"Competency {code}",
        created_at=AT,
    )


def content(name: str = "銲接基礎", minutes: int = 180, **changes: Any) -> ModuleContent:
    fields: dict[str, Any] = {
        "name": name,
        "name_en": "Welding basics",
        "minutes": minutes,
        "mode": "classroom",
        "objectives": ("能說明銲接的步驟",),
    }
    return ModuleContent(**(fields | changes))


def published(code: str, **changes: Any) -> ModuleVersion:
    """A module in force; ``raises`` and ``requires`` are short for competencies and prerequisites."""
    raises = changes.pop("raises", {})
    told = content(
        changes.pop("name", f"模組{code}"),
        competencies=tuple(sorted(raises.items())),
        prerequisites=tuple(changes.pop("requires", ())),
        **changes,
    )
    modules.publish_imported(contents={code: told}, by=BY, at=AT)
    return ModuleVersion.objects.get(module__code=code, state="published")


def requirement(position: Any, competency: Competency, level: float, **changes: Any) -> Requirement:
    fields = {"starts_on": date(2026, 1, 1), "origin": "edited", "recorded_at": AT}
    return Requirement.objects.create(
        position=position,
        competency=competency,
        level=level,
        recorded_by="test",
        **(fields | changes),
    )


def completion(employee: Any, version: ModuleVersion, day: date, **changes: Any) -> Completion:
    return Completion.objects.create(
        employee=employee,
        version=version,
        completed_on=day,
        minutes=version.minutes,
        mode=version.mode,
        origin="import",
        recorded_at=AT,
        recorded_by="test",
        **changes,
    )


@dataclass
class Company:
    """Two units, one function of two grades, two positions, two people, a scale from 0 to 5."""

    root: Any
    north: Any
    south: Any
    welder: Any
    leader: Any
    ann: Any
    bob: Any


def company() -> Company:
    who = {"by": BY, "at": AT}
    Scale.objects.create(code="L5", name="五級量尺", lowest=0, highest=5, is_default=True)
    root = create_unit(code="HQ", name="總公司", **who)
    north = create_unit(code="N", name="北廠", parent_id=root.pk, **who)
    south = create_unit(code="S", name="南廠", parent_id=root.pk, **who)
    line = positions.create_function(code="MFG", name="製造", name_en="Manufacturing", **who)
    low = positions.create_grade(code="G1", name="技術員", rank=1, tier="base", **who)
    high = positions.create_grade(code="G2", name="領班", rank=2, tier="middle", **who)
    welder = positions.create_position(
        code="MFG-1",
        name="銲接技術員",
        name_en="Welder",
        function_id=line.pk,
        grade_id=low.pk,
        **who,
    )
    leader = positions.create_position(
        code="MFG-2",
        name="銲接領班",
        name_en="Foreman",
        function_id=line.pk,
        grade_id=high.pk,
        **who,
    )
    fields = {"sex": "F", "category": "operative", "hired_on": date(2024, 3, 1), **who}
    ann = hire(number="0001", name="林安", unit_id=north.pk, position_id=welder.pk, **fields)
    bob = hire(number="0002", name="陳博", unit_id=south.pk, position_id=welder.pk, **fields)
    return Company(root, north, south, welder, leader, ann, bob)
