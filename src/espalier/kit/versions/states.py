"""The states every versioned document passes, and the one table that says which way leads where."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    CONSULTING = "consulting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"


class Step(StrEnum):
    CONSULT = "consult"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    ARCHIVE = "archive"


# Own models of standards have no review of their own and are published directly; documents never are:
# `kit.outputs` publishes what was approved.
TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.CONSULT): State.CONSULTING,
    (State.DRAFT, Step.SUBMIT): State.IN_REVIEW,
    (State.CONSULTING, Step.SUBMIT): State.IN_REVIEW,
    (State.CONSULTING, Step.SEND_BACK): State.DRAFT,
    (State.IN_REVIEW, Step.SEND_BACK): State.DRAFT,
    (State.IN_REVIEW, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.SUPERSEDE): State.SUPERSEDED,
    (State.DRAFT, Step.ARCHIVE): State.ARCHIVED,
    (State.PUBLISHED, Step.ARCHIVE): State.ARCHIVED,
    (State.SUPERSEDED, Step.ARCHIVE): State.ARCHIVED,
}


def next_state(state: State, step: Step) -> State | None:
    """Where the step leads, or None when it is not open from here."""
    return TRANSITIONS.get((state, step))


def open_steps(state: State) -> list[Step]:
    """The steps a page may offer, in the order of the table."""
    return [step for (origin, step) in TRANSITIONS if origin == state]
