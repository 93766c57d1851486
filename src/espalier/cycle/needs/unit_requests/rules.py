"""Rules of the survey of unit requests. Pure: no Django, no clock, no database. Every rule returns all problems."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from espalier.cycle.needs.unit_requests.types import (
    MERGEABLE,
    Act,
    Answer,
    Holder,
    Outcome,
    ReasonKind,
    RequestContent,
    RequestState,
    RoundAct,
    RoundContent,
    RoundState,
)

# Days before the deadline on which a unit that has not answered is reminded; 0 is the day itself.
REMINDED_BEFORE = (7, 3, 1, 0)
MOST_PEOPLE, MOST_BUDGET = 100_000, 10**12


ROUND_TRANSITIONS: dict[tuple[RoundState, RoundAct], RoundState] = {
    (RoundState.PLANNED, RoundAct.OPEN): RoundState.OPEN,
    (RoundState.OPEN, RoundAct.CLOSE): RoundState.CLOSED,
    (RoundState.CLOSED, RoundAct.REOPEN): RoundState.OPEN,
}


S = RequestState
TRANSITIONS: dict[tuple[RequestState, Act], RequestState] = {
    (S.DRAFT, Act.SEND): S.SENT,
    (S.RETURNED, Act.SEND): S.SENT,
    (S.DRAFT, Act.WITHDRAW): S.WITHDRAWN,
    (S.SENT, Act.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, Act.WITHDRAW): S.WITHDRAWN,
    (S.WITHDRAWN, Act.TAKE_UP): S.DRAFT,
    (S.SENT, Act.ACCEPT): S.ACCEPTED,
    (S.SENT, Act.REFUSE): S.REFUSED,
    (S.SENT, Act.ASK_BACK): S.RETURNED,
    (S.ACCEPTED, Act.RECONSIDER): S.SENT,
    (S.REFUSED, Act.RECONSIDER): S.SENT,
}
DECISIONS = (Act.ACCEPT, Act.REFUSE, Act.ASK_BACK)
# A request that was handed in is no longer written over: it is withdrawn first, or asked back.
WRITABLE = frozenset({S.DRAFT, S.RETURNED})


class RequestProblem(StrEnum):
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"
    NO_TITLE = "no_title"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    DEADLINE_PAST = "deadline_past"
    NO_UNITS = "no_units"
    UNIT_HAS_REQUESTS = "unit_has_requests"
    ROUND_NOT_OPEN = "round_not_open"
    NOT_BEGUN = "not_begun"
    TOO_LATE = "too_late"
    UNIT_NOT_ASKED = "unit_not_asked"
    NOT_OPEN = "not_open"
    NO_SUBJECT = "no_subject"
    NO_REASON = "no_reason"
    NO_PEOPLE = "no_people"
    FEWER_THAN_NAMED = "fewer_than_named"
    OUT_OF_RANGE = "out_of_range"
    OUTSIDE_UNIT = "outside_unit"
    NO_MONTH = "no_month"
    BAD_MONTH = "bad_month"
    NO_GOAL = "no_goal"
    NOTHING_TO_SEND = "nothing_to_send"
    HAS_REQUESTS = "has_requests"
    NO_DECISION_REASON = "no_decision_reason"
    ALREADY_DECIDED = "already_decided"
    ALREADY_PLANNED = "already_planned"
    NOT_ACCEPTED = "not_accepted"
    FEW_TO_MERGE = "few_to_merge"
    OTHER_ROUND = "other_round"
    OTHER_MODULES = "other_modules"
    NO_OUTCOME_REASON = "no_outcome_reason"
    NO_PLAN_LINE = "no_plan_line"


P = RequestProblem
Found = list[tuple[RequestProblem, str]]


def next_state(state: RequestState, act: Act) -> RequestState | None:
    """Where the act leads, or None when it is not open from here."""
    return TRANSITIONS.get((state, act))


def open_acts(state: RequestState) -> list[Act]:
    """What may follow, in the order of the table."""
    return [act for (origin, act) in TRANSITIONS if origin == state]


def next_round_state(state: RoundState, act: RoundAct) -> RoundState | None:
    return ROUND_TRANSITIONS.get((state, act))


def state_on(opens_on: date, deadline: date, today: date) -> RoundState:
    """The state of a round that is brought in from a file, by its days."""
    if today < opens_on:
        return RoundState.PLANNED
    return RoundState.OPEN if today <= deadline else RoundState.CLOSED


def problems_of_round(
    content: RoundContent, *, code_taken: bool, n_units: int, dropped: Iterable[str] = ()
) -> Found:
    """What stops a round from being saved. ``dropped``: units no longer asked that have requests already."""
    found: Found = []
    if not content.code.strip():
        found.append((P.NO_CODE, ""))
    if code_taken:
        found.append((P.CODE_TAKEN, content.code))
    if not content.title.strip():
        found.append((P.NO_TITLE, ""))
    if content.deadline < content.opens_on:
        found.append((P.ENDS_BEFORE_IT_BEGINS, ""))
    if not n_units:
        found.append((P.NO_UNITS, ""))
    return found + [(P.UNIT_HAS_REQUESTS, code) for code in dropped]


def problems_of_round_act(
    state: RoundState, act: RoundAct, *, deadline: date, today: date
) -> Found:
    """Nobody is asked for something whose last day is over."""
    found: Found = []
    if next_round_state(state, act) is None:
        found.append((P.NOT_OPEN, ""))
    if act is not RoundAct.CLOSE and deadline < today:
        found.append((P.DEADLINE_PAST, ""))
    return found


def problems_of_time(
    *, round_state: RoundState, opens_on: date, deadline: date, today: date, as_conductor: bool
) -> Found:
    """Why nothing may be written now.

    Units write between the first day and the deadline, both included. Who conducts the survey also enters what
    came late or on paper, before the first day nobody does.
    """
    if round_state is RoundState.PLANNED:
        return [(P.NOT_BEGUN, "")]
    if as_conductor:
        return []
    if round_state is RoundState.CLOSED or today > deadline:
        return [(P.TOO_LATE, "")]
    return [(P.NOT_BEGUN, "")] if today < opens_on else []


def problems_of_draft(content: RequestContent, *, outside: Iterable[str] = ()) -> Found:
    """What stops even a draft from being saved; ``outside`` names people who are not of the unit."""
    found: Found = [(P.OUTSIDE_UNIT, name) for name in outside]
    wrong = [month for month in content.months if not 1 <= month <= 12]
    found += [(P.BAD_MONTH, str(month)) for month in wrong]
    if content.headcount is not None:
        if not 1 <= content.headcount <= MOST_PEOPLE:
            found.append((P.OUT_OF_RANGE, str(content.headcount)))
        elif content.headcount < len(content.employee_ids):
            found.append((P.FEWER_THAN_NAMED, str(len(content.employee_ids))))
    if content.budget_minor is not None and not 0 <= content.budget_minor <= MOST_BUDGET:
        found.append((P.OUT_OF_RANGE, str(content.budget_minor)))
    return found


def problems_before_send(content: RequestContent) -> Found:
    """Everything a request still lacks before it can be handed in.

    Source: P2.3.5; a plan can only be made from requests that say what, why, for whom and when.
    """
    found: Found = []
    if content.module_id is None and not content.topic.strip():
        found.append((P.NO_SUBJECT, ""))
    if not content.reason.strip():
        found.append((P.NO_REASON, ""))
    if content.reason_kind == ReasonKind.GOAL and content.business_goal_id is None:
        found.append((P.NO_GOAL, ""))
    if not people_of(content):
        found.append((P.NO_PEOPLE, ""))
    if not content.months:
        found.append((P.NO_MONTH, ""))
    return found


def people_of(content: RequestContent) -> int:
    """How many people a request is for: the headcount, which counts those named too, else those named."""
    return content.headcount or len(content.employee_ids)


def answer_of(*, says_nothing: bool, n_drafts: int, n_sent: int) -> Answer:
    """How far a unit is: what it handed in counts before what it is still writing."""
    if n_sent:
        return Answer.ANSWERED
    if says_nothing:
        return Answer.NOTHING
    return Answer.DRAFT if n_drafts else Answer.SILENT


def is_reminded(*, deadline: date, today: date, told_on: date | None) -> bool:
    """Whether a unit that has not answered is reminded today.

    A day of the table that was missed is made up for on the next, and nobody is told twice for one of them.
    """
    if today > deadline:
        return False
    passed = [day for n in REMINDED_BEFORE if (day := deadline - timedelta(days=n)) <= today]
    return bool(passed) and (told_on is None or told_on < max(passed))


def nearest_holders(path: str, holders: Sequence[Holder]) -> list[Holder]:
    """Who looks after a place: those who hold the role there, else at the nearest place above it."""
    above = [each for each in holders if path.startswith(each.path)]
    nearest = max((len(each.path) for each in above), default=0)
    return [each for each in above if len(each.path) == nearest]


def problems_of_decision(states: Mapping[str, RequestState], act: Act, reason: str) -> Found:
    """What stops a decision about requests (code → state): each that is not open to it, and a missing reason."""
    found: Found = []
    if not reason.strip():
        found.append((P.NO_DECISION_REASON, ""))
    if not states:
        found.append((P.NOTHING_TO_SEND, ""))
    for code, state in states.items():
        if next_state(state, act) is None:
            decided = state in (S.ACCEPTED, S.REFUSED, S.RETURNED)
            found.append((P.ALREADY_DECIDED if decided else P.NOT_OPEN, code))
    return found


def problems_of_merge(
    rounds: Sequence[int], states: Sequence[RequestState], modules: Iterable[int | None]
) -> Found:
    """Two or more requests of one round are one thing when no two of them name different modules."""
    found: Found = []
    if len(rounds) < 2:
        found.append((P.FEW_TO_MERGE, ""))
    if len(set(rounds)) > 1:
        found.append((P.OTHER_ROUND, ""))
    if any(state not in MERGEABLE for state in states):
        found.append((P.NOT_OPEN, ""))
    if len({module for module in modules if module is not None}) > 1:
        found.append((P.OTHER_MODULES, ""))
    return found


def problems_of_outcome(state: RequestState, outcome: Outcome, reason: str, line: str) -> Found:
    """Only what was accepted has an outcome; planned names its line of the plan, not planned its reason."""
    found: Found = []
    if state is not S.ACCEPTED:
        found.append((P.NOT_ACCEPTED, ""))
    if outcome is Outcome.PLANNED and not line.strip():
        found.append((P.NO_PLAN_LINE, ""))
    if outcome is Outcome.NOT_PLANNED and not reason.strip():
        found.append((P.NO_OUTCOME_REASON, ""))
    return found


def next_code(prefix: str, taken: Iterable[str]) -> str:
    """The next free number of a unit in a round: D21-01, D21-02 …"""
    numbers: dict[str, int] = defaultdict(int)
    for code in taken:
        head, _dash, tail = code.rpartition("-")
        if head and tail.isdecimal():
            numbers[head] = max(numbers[head], int(tail))
    return f"{prefix}-{numbers[prefix] + 1:02}"
