"""Running an import as the mechanism does: plan, apply what is added or changed."""

from collections.abc import Sequence
from typing import Any

from espalier.kit.imports.registry import spec_of
from espalier.kit.imports.types import Action, PlannedRow, Row
from tests.factories.learning_map import AT, BY, ON


def rows(*values: dict[str, Any]) -> list[Row]:
    return [Row("Sheet1", number, each) for number, each in enumerate(values, start=2)]


def planned(kind: str, *values: dict[str, Any]) -> list[PlannedRow]:
    return list(spec_of(kind).plan(rows(*values), ON))


def actions(plan: Sequence[PlannedRow]) -> list[str]:
    return [each.action.value for each in plan]


def reasons(plan: Sequence[PlannedRow]) -> list[list[tuple[str, str]]]:
    return [[(r.column, r.code) for r in each.reasons] for each in plan]


def brought_in(kind: str, *values: dict[str, Any]) -> dict[str, object]:
    plan = planned(kind, *values)
    assert "refuse" not in actions(plan), reasons(plan)
    writing = [each for each in plan if each.action in {Action.ADD, Action.CHANGE}]
    return dict(spec_of(kind).apply(writing, BY, AT))


def again(kind: str) -> list[str]:
    """What re-importing today's records would do, words of choices turned into values as the reader does."""
    spec = spec_of(kind)
    choices = {column.key: column.choices for column in spec.columns if column.choices}
    values = [
        {k: choices[k].get(str(v), v) if k in choices else v for k, v in record.items()}
        for record in spec.records()
    ]
    return actions(planned(kind, *values))
