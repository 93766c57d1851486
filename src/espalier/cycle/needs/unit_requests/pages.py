"""What the pages and cards of this room draw."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests import lists, queries, rules, telling
from espalier.cycle.needs.unit_requests.models import (
    AskedUnit,
    RequestGroup,
    SurveyRound,
    UnitRequest,
)
from espalier.cycle.needs.unit_requests.permissions import ANSWER
from espalier.cycle.needs.unit_requests.types import (
    Act,
    Answer,
    BoardLine,
    Outcome,
    RequestState,
    RoundAct,
    RoundState,
)
from espalier.cycle.needs.unit_requests.wording import (
    ACTS,
    ANSWER_TONES,
    ANSWERS,
    MODES,
    OUTCOMES,
    PRIORITIES,
    REASONS,
    ROUND_ACTS,
    ROUND_STATES,
    ROUND_TONES,
    STATES,
    TONES,
    in_words,
    months_text,
)
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import Scope, scope_of
from espalier.kit.http import may_open
from espalier.kit.thread.registry import node_kinds
from espalier.kit.ui.languages import in_language
from espalier.kit.ui.navigation import Card, register_card

# What the unit itself may do with a request; deciding is done on a page of its own.
OWN_ACTS = (Act.SEND, Act.WITHDRAW, Act.TAKE_UP)


def round_page(found: SurveyRound, scope: Scope) -> dict[str, object]:
    """A round with the board of its units, as far as the reader may see them. Four queries."""
    today = timezone.localdate()
    board = queries.board(found.pk, on=today, scope=scope)
    return {
        "round": found,
        "title": telling.title_of(found),
        "state": ROUND_STATES[found.state],
        "tone": ROUND_TONES[found.state],
        "instructions": in_language(found.instructions, found.instructions_en),
        "days_left": (found.deadline - today).days,
        "lines": [_line(each) for each in board],
        "counts": _counts(board),
        "n_open": sum(each.n_open for each in board),
        "round_acts": [
            (act, ROUND_ACTS[act])
            for act in RoundAct
            if not rules.problems_of_round_act(
                RoundState(found.state), act, deadline=found.deadline, today=today
            )
        ],
        "has_loose": any(
            each.answer in (Answer.SILENT, Answer.DRAFT) and not each.heads for each in board
        ),
    }


def _counts(board: Sequence[BoardLine]) -> list[tuple[object, int]]:
    """How many units are how far, in the order of the words."""
    counted = Counter(each.answer for each in board)
    return [(ANSWERS[answer], counted[answer]) for answer in Answer]


def _line(each: BoardLine) -> dict[str, object]:
    return {
        "it": each,
        "name": in_language(each.name, each.name_en),
        "word": ANSWERS[each.answer],
        "tone": ANSWER_TONES[each.answer],
        "heads": "、".join(each.heads),
    }


def unit_page(asked: AskedUnit, *, may_answer: bool, as_conductor: bool) -> dict[str, object]:
    """What one unit asks for in a round, and what can still be done. Two queries."""
    rows = queries.requests_of_unit(asked.round_id, asked.unit_id)
    closed = rules.problems_of_time(
        round_state=RoundState(asked.round.state),
        opens_on=asked.round.opens_on,
        deadline=asked.round.deadline,
        today=timezone.localdate(),
        as_conductor=as_conductor,
    )
    can_write = may_answer and not closed
    return {
        "asked": asked,
        "round": asked.round,
        "title": telling.title_of(asked.round),
        "unit_name": in_language(asked.unit.name, asked.unit.name_en),
        "instructions": in_language(asked.round.instructions, asked.round.instructions_en),
        "days_left": (asked.round.deadline - timezone.localdate()).days,
        "cards": [drawn(row) for row in rows],
        "n_drafts": sum(row.state == RequestState.DRAFT for row in rows),
        "is_empty": all(row.state == RequestState.WITHDRAWN for row in rows),
        "can_write": can_write,
    }


def drawn(row: Any) -> dict[str, object]:
    """One request in words; its people were fetched before."""
    people = sorted(row.employees.all(), key=lambda each: each.number)
    content = queries.content_of(row)
    return {
        "row": row,
        "subject": telling.subject_of(row),
        "state": STATES[row.state],
        "tone": TONES[row.state],
        "reason_kind": REASONS[row.reason_kind],
        "priority": PRIORITIES[row.priority],
        "mode": MODES[row.mode],
        "months": months_text(row.months),
        "n_people": rules.people_of(content),
        "people": "、".join(f"{each.number} {each.name}" for each in people),
        "budget": lists.money(row.budget_minor),
        "outcome": OUTCOMES.get(row.outcome, ""),
        "is_planned": row.outcome == Outcome.PLANNED,
    }


def request_page(
    row: UnitRequest, user: User, *, may_answer: bool, as_conductor: bool
) -> dict[str, object]:
    """One request with its decision, what became of it, and what can be done with it."""
    state = RequestState(row.state)
    closed = rules.problems_of_time(
        round_state=RoundState(row.round.state),
        opens_on=row.round.opens_on,
        deadline=row.round.deadline,
        today=timezone.localdate(),
        as_conductor=as_conductor or state is RequestState.RETURNED,
    )
    writes = may_answer and not closed
    missing = rules.problems_before_send(queries.content_of(row))
    acts = [act for act in rules.open_acts(state) if act in OWN_ACTS and writes]
    return {
        "row": row,
        "card": drawn(row),
        "rests_on": list(_rests_on(row, user)),
        "round_title": telling.title_of(row.round),
        "unit_name": lists.unit_name(row),
        "acts": [(act, ACTS[act]) for act in acts if act is not Act.SEND or not missing],
        "can_edit": writes and state in rules.WRITABLE,
        "is_decidable": rules.next_state(state, Act.ACCEPT) is not None,
        "is_decided": rules.next_state(state, Act.RECONSIDER) is not None,
        "missing": in_words(missing) if state in rules.WRITABLE else [],
        "sources": queries.requests_of_group(row.group_id) if row.group_id else [],
    }


def _rests_on(row: UnitRequest, user: User) -> Iterable[tuple[object, str, str]]:
    """What a request names of other rooms: the word for it, its label, and its page where it is the reader's."""
    for word, kind, pk in (
        (_("Module"), "learning_map.Module", row.module_id),
        (_("Business goal"), "policy.BusinessGoal", row.business_goal_id),
        (_("Need"), "needs.Need", row.need_id),
    ):
        node = node_kinds().get(kind)
        if pk is None or node is None:
            continue
        for _id, label, url in node.describe([str(pk)]):
            yield word, label, url if may_open(user, url) else ""


def group_page(found: RequestGroup, rows: Sequence[UnitRequest]) -> dict[str, object]:
    """One thing that several units ask for, with every source and what they ask for together."""
    undecided = [row for row in rows if rules.next_state(RequestState(row.state), Act.ACCEPT)]
    return {
        "group": found,
        "cards": [drawn(row) for row in rows],
        "ids": ",".join(str(row.pk) for row in rows),
        "open_ids": ",".join(str(row.pk) for row in undecided),
        "n_people": sum(rules.people_of(queries.content_of(row)) for row in rows),
        "budget": lists.money(sum(row.budget_minor or 0 for row in rows)),
    }


def unit_card(user: User) -> dict[str, object] | None:
    """Surveys in which a supervisor's units have not answered yet."""
    today = timezone.localdate()
    waiting = queries.waiting_for(scope_of(user, ANSWER), on=today)
    if not waiting:
        return None
    rows = [
        {
            "asked": each,
            "title": telling.title_of(each.round),
            "unit": in_language(each.unit.name, each.unit.name_en),
            "days_left": (each.round.deadline - today).days,
        }
        for each in waiting
    ]
    return {"rows": rows[:8], "n": len(rows)}


def register_cards() -> None:
    template = "needs/unit_requests/_card.html"
    register_card(Card("needs.unit_requests", template, unit_card, ANSWER, 15))
