"""Rules of strategy goals: SMART, and what a goal needs before it is confirmed. Pure.

Source: Doran, G. T.: There's a S.M.A.R.T. way to write management's goals and objectives. Management Review 70(11),
1981.
"""

from datetime import date
from enum import StrEnum

from espalier.cycle.needs.strategy_goals.types import GoalContent, GoalState


class Act(StrEnum):
    CONFIRM = "confirm"
    REOPEN = "reopen"
    END = "end"


TRANSITIONS: dict[tuple[GoalState, Act], GoalState] = {
    (GoalState.DRAFT, Act.CONFIRM): GoalState.CONFIRMED,
    (GoalState.CONFIRMED, Act.REOPEN): GoalState.DRAFT,
    (GoalState.DRAFT, Act.END): GoalState.ENDED,
    (GoalState.CONFIRMED, Act.END): GoalState.ENDED,
    (GoalState.ENDED, Act.REOPEN): GoalState.DRAFT,
}


class GoalProblem(StrEnum):
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"
    NO_TEXT = "no_text"
    NOT_SPECIFIC = "not_specific"
    NOT_MEASURABLE = "not_measurable"
    NOT_ACHIEVABLE = "not_achievable"
    NOT_RELEVANT = "not_relevant"
    NOT_TIMELY = "not_timely"
    NO_MEASURE = "no_measure"
    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    TARGET_IS_BASELINE = "target_is_baseline"
    NO_DUE_DATE = "no_due_date"
    ALREADY_DUE = "already_due"
    NO_OWNER = "no_owner"
    NO_LINK = "no_link"
    NOT_OPEN = "not_open"
    NO_REASON = "no_reason"


P = GoalProblem
_PARTS = {
    "specific": P.NOT_SPECIFIC,
    "measurable": P.NOT_MEASURABLE,
    "achievable": P.NOT_ACHIEVABLE,
    "relevant": P.NOT_RELEVANT,
    "timely": P.NOT_TIMELY,
}


def next_state(state: GoalState, act: Act) -> GoalState | None:
    """Where the act leads, or None when it is not open from here."""
    return TRANSITIONS.get((state, act))


def open_acts(state: GoalState) -> list[Act]:
    """What a page may offer, in the order of the table."""
    return [act for (origin, act) in TRANSITIONS if origin == state]


def problems_of_goal(content: GoalContent, *, code_taken: bool) -> list[GoalProblem]:
    """What stops a goal from being saved at all; everything else may come later."""
    found = []
    if not content.code.strip():
        found.append(P.NO_CODE)
    if code_taken:
        found.append(P.CODE_TAKEN)
    if not content.text.strip():
        found.append(P.NO_TEXT)
    return found


def smart_problems(content: GoalContent, *, on: date) -> list[GoalProblem]:
    """Which of the five parts is missing, and whether the target can be measured by a day to come."""
    found = [problem for part, problem in _PARTS.items() if not getattr(content, part).strip()]
    if not content.measure.strip():
        found.append(P.NO_MEASURE)
    if content.baseline is None:
        found.append(P.NO_BASELINE)
    if content.target is None:
        found.append(P.NO_TARGET)
    elif content.target == content.baseline:
        found.append(P.TARGET_IS_BASELINE)
    if content.due_on is None:
        found.append(P.NO_DUE_DATE)
    elif content.due_on <= on:
        found.append(P.ALREADY_DUE)
    return found


def problems_before_confirm(
    content: GoalContent, *, n_directions: int, n_needs: int, on: date
) -> list[GoalProblem]:
    """Everything that keeps a goal from being confirmed.

    Source: P2.1.3; a goal that serves neither a direction nor a need has nothing it could be justified by.
    """
    found = smart_problems(content, on=on)
    if content.owner_id is None:
        found.append(P.NO_OWNER)
    if not n_directions and not n_needs:
        found.append(P.NO_LINK)
    return found
