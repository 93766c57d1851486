"""Modules and cells as the planner reads them, for tests without a database."""

from typing import Any

import numpy as np

from espalier.cycle.plan.annual_plan.inputs.types import Cells, PlanModule
from espalier.cycle.plan.offers.types import OfferKind


def module(pk: int, **changes: Any) -> PlanModule:
    """A class of three hours for 2 to 6 people, NT$12,000 a session; ``raises`` and ``asks`` by competency id."""
    told: dict[str, Any] = {
        "id": pk, "offer_id": pk, "code": f"M{pk}", "name": f"模組{pk}", "name_en": "", "minutes": 180,
        "mode": "classroom", "kind": OfferKind.CLASS, "category": "competency", "session_cost": 12_000,
        "head_cost": 0, "seats_min": 2, "seats_max": 6, "sessions_max": None, "grant_per_session": 0,
        "grant_id": None, "money_line_id": None, "months": (),
    }  # fmt: skip
    return PlanModule(**(told | changes))


def cells(*rows: tuple[int, int, float, float | None]) -> Cells:
    """Rows of person, competency (place), required level, current level (None: not rated)."""
    person, competency, required, current = zip(*rows, strict=True)
    n = len(rows)
    return Cells(
        person=np.array(person),
        competency=np.array(competency),
        required=np.array([round(level * 100) for level in required]),
        current=np.array([-1 if level is None else round(level * 100) for level in current]),
        weight=np.full(n, 1000),
    )
