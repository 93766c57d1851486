"""Rules of P2.3.2: which way a presentation goes, what slides need, and when they say another thing than the plan."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from espalier.cycle.plan.briefing.types import (
    BriefingProblem,
    DecisionState,
    PresentationState,
    PresentationStep,
)

P, S, A = BriefingProblem, PresentationState, PresentationStep
TRANSITIONS: dict[tuple[PresentationState, PresentationStep], PresentationState] = {
    (S.PLANNED, A.HOLD): S.HELD,
    (S.PLANNED, A.CANCEL): S.CANCELLED,
    (S.HELD, A.REOPEN): S.PLANNED,
    (S.CANCELLED, A.REOPEN): S.PLANNED,
}
# Of a content, what differs from day to day, or between two editions, though the plan does not.
NOT_THE_PLAN = frozenset({"on", "changes", "sections", "organisation", "shape"})


def steps_from(state: PresentationState) -> list[PresentationStep]:
    """What may be done with a presentation now; pages ask which buttons to show."""
    return [step for begins, step in TRANSITIONS if begins is state]


def problems_before(
    step: PresentationStep, *, state: PresentationState, has_deck: bool, held_on: date, today: date
) -> list[BriefingProblem]:
    """Everything that stops a step; a presentation is not called held before its day, nor without its slides."""
    if (state, step) not in TRANSITIONS:
        return [P.NOT_OPEN]
    if step is not A.HOLD:
        return []
    return [P.NO_DECK] * (not has_deck) + [P.NOT_YET] * (held_on > today)


def problems_before_building(
    *, state: PresentationState, plan_id: int, content: Mapping[str, Any] | None
) -> list[BriefingProblem]:
    """Slides are made before the day only, and from a content that tells of the same plan."""
    found = [P.NOT_PLANNED] * (state is not S.PLANNED)
    if content is None:
        return [*found, P.NO_EDITION]
    told = content.get("plan")
    return found + [P.NO_PLAN] * (told is None or told["id"] != plan_id)


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of what a content says of the plan, so that the same plan on another day is the same.

    How a headline is counted names the day of its data and is left out; its label and value stay.
    """
    told = {name: value for name, value in content.items() if name not in NOT_THE_PLAN}
    if figures := told.get("figures"):
        shown = {name: [row[:2] for row in figures[name]] for name in ("headline", "headline_en")}
        told["figures"] = {**figures, **shown}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def is_overdue(state: DecisionState, due_on: date | None, today: date) -> bool:
    """Due yesterday is overdue; due today is not."""
    return state is DecisionState.OPEN and due_on is not None and due_on < today
