"""Norms for tests."""

from datetime import date
from typing import Any

import pytest

from espalier.cycle.learning_map.norms import services
from espalier.cycle.learning_map.norms.types import NormContent, Rule, Target
from tests.factories.learning_map import AT, BY

LAST_YEAR = date(2025, 1, 1)


def content(**changes: Any) -> NormContent:
    fields: dict[str, Any] = {
        "kind": "legal",
        "title": "安全訓練",
        "title_en": "Safety training",
        "status": "verified",
        "source": "某法第 9 條",
        "checked_on": date(2026, 10, 1),
        "review_on": date(2027, 10, 1),
    }
    return NormContent(**(fields | changes))


def rule(**changes: Any) -> Rule:
    target = changes.pop("target", Target(everyone=True))
    fields: dict[str, Any] = {"window": "rolling", "months": 36, "minutes": 180, "target": target}
    return Rule(**(fields | changes))


@pytest.fixture
def make_norm(db):
    """Put a norm into the register: ``make_norm("A", review_on=…)``; ``rule`` is its rule."""

    def make(code: str, *, effective_from: date = LAST_YEAR, **changes: Any):
        asked = changes.pop("rule", rule())
        return services.create_norm(
            code=code,
            content=content(**changes),
            rule=asked,
            effective_from=effective_from,
            by=BY,
            at=AT,
        )

    return make
