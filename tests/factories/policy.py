"""Goals, directions and clauses for tests: ``chain`` makes one whole way from goal to clause."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from espalier.cycle.policy.goals import services as goals
from espalier.cycle.policy.goals.types import GoalValues, Level
from espalier.cycle.policy.handbook import services as handbook
from espalier.cycle.policy.handbook.types import ClauseValues
from espalier.kit.accounts.types import Actor
from espalier.kit.versions.models import Edition

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
ON = date(2026, 11, 2)
BY = Actor.system("test")


def values(key: str, **changes: Any) -> GoalValues:
    told: dict[str, Any] = {"text": f"目標{key}", "text_en": f"Goal {key}"}
    return GoalValues(key=key, **(told | changes))


def measured(key: str, **changes: Any) -> GoalValues:
    """With everything a direction needs but its post."""
    told: dict[str, Any] = {
        "measure": "認證人數",
        "measure_en": "Certificates",
        "baseline": Decimal(9),
        "baseline_period": "2026/01–09",
        "baseline_n": 132,
        "source": "認證紀錄",
        "target": Decimal(24),
        "unit": "人",
        "ends_on": date(2027, 12, 31),
    }
    return values(key, **(told | changes))


def goal(key: str = "G1", **changes: Any) -> Any:
    told = values(key, **({"perspective": "financial"} | changes))
    return goals.save_goal(level=Level.BUSINESS, values=told, by=BY, at=AT)


def development(key: str = "D1", *serves: Any, **changes: Any) -> Any:
    told = values(key, serves=frozenset(each.pk for each in serves), **changes)
    return goals.save_goal(level=Level.DEVELOPMENT, values=told, by=BY, at=AT)


def direction(key: str = "1", *serves: Any, **changes: Any) -> Any:
    told = measured(key, serves=frozenset(each.pk for each in serves), **changes)
    return goals.save_goal(level=Level.DIRECTION, values=told, by=BY, at=AT)


def clause(chapter: int = 3, number: int = 1, *directions: Any, **changes: Any) -> Any:
    told: dict[str, Any] = {
        "title": f"條文{chapter}.{number}",
        "title_en": f"Clause {chapter}.{number}",
        "text": "第一段。\n- 要點一\n- 要點二\n1. 步驟",
        "text_en": "One paragraph.\n- A point",
        "direction_ids": frozenset(each.pk for each in directions),
    }
    values = ClauseValues(chapter=chapter, number=number, **(told | changes))
    return handbook.save_clause(values=values, by=BY, at=AT)


@dataclass
class Chain:
    goal: Any
    development: Any
    direction: Any
    clause: Any


def chain(**of_direction: Any) -> Chain:
    one = goal()
    two = development("D1", one)
    three = direction("1", two, **of_direction)
    return Chain(one, two, three, clause(3, 1, three))


def published_edition(content: dict[str, Any] | None = None, number: int = 1) -> Edition:
    return Edition.objects.create(
        output="O1.1.1",
        number="O1.1.1",
        edition=number,
        title="訓練政策手冊",
        state="published",
        content=content or {},
        content_sha256="0" * 64,
        created_at=AT,
        published_at=AT,
    )
