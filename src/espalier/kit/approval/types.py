"""The vocabulary of reviews: what is reviewed, steps and decisions, and what has been signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from espalier.kit.errors import Text

if TYPE_CHECKING:
    from espalier.kit.accounts.types import Actor


class StepKind(StrEnum):
    """What a signature means: 承辦, 會簽, 審核, 核准."""

    PREPARED = "prepared"
    COSIGNED = "cosigned"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Decision(StrEnum):
    """What a person may say to a step."""

    AGREE = "agree"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """What is reviewed: a registered kind and the id of the record."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """What a room says about the records it sends into review.

    on_approved(run_id, by, at), on_sent_back(run_id, comment, by, at), on_withdrawn(run_id, by, at):
        change the state of the record, inside the transaction of the decision. Without the last one a
        withdrawal is told to ``on_sent_back``.
    difference(id): what changed since the last approved version, shown before the buttons; None: nothing to show.
    parts(id): (anchor, title) of the parts a reviewer may comment on.
    """

    kind: str
    label: Text
    url: Callable[[str], str]
    on_approved: Callable[[int, Actor, datetime], None]
    on_sent_back: Callable[[int, str, Actor, datetime], None]
    difference: Callable[[str], SafeString | None] = lambda _id: None
    parts: Callable[[str], Sequence[tuple[str, str]]] = lambda _id: ()
    on_withdrawn: Callable[[int, Actor, datetime], None] | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature of a run, in the order given; ``kind`` is a StepKind's value, ``dated`` the day signed."""

    kind: str
    step: str
    name: str
    job_title: str
    dated: date
    on_paper: bool = False
    acted_for: str = ""


@dataclass(frozen=True, slots=True)
class StepContent:
    """One step as it is written in a procedure.

    Steps of the same ``order`` run side by side. Either ``role`` (at the place ``scope_key``; "" is the whole
    organisation) or ``person`` (a sign-in name). Amounts are whole NT$, inclusive; a run without an amount
    counts as 0. ``days`` are working days. ``quorum``: how many must agree; None is one person.
    ``is_vote``: being against does not send the run back at once, the count decides.
    """

    order: int
    kind: StepKind
    title: str
    title_en: str = ""
    role: str = ""
    scope_key: str = ""
    person: str = ""
    min_amount: int | None = None
    max_amount: int | None = None
    days: int | None = None
    quorum: int | None = None
    is_vote: bool = False
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class ProcedureContent:
    """A whole procedure. ``applies_to``: codes of outputs or kinds of subject; () is everything."""

    code: str
    title: str
    title_en: str = ""
    applies_to: tuple[str, ...] = ()
    is_active: bool = True
    allows_same_person: bool = False
    steps: tuple[StepContent, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureChoice:
    """One procedure a person may choose when sending something into review."""

    id: int
    code: str
    title: str
    is_specific: bool


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """One decision somebody could take now. ``acting_for``: whom they would stand in for, or nobody."""

    step_id: int
    run_id: int
    title: str
    step: str
    kind: str
    started_by: str
    opened_at: datetime
    due_on: date | None
    acting_for: str = ""
