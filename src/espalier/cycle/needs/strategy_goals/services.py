"""Writing strategy goals: the goal itself, its confirmation, its end."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.strategy_goals import queries, rules
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.needs.strategy_goals.rules import Act, GoalProblem
from espalier.cycle.needs.strategy_goals.types import GoalContent, GoalState
from espalier.cycle.needs.strategy_goals.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Refused
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed

PLAIN = tuple(GoalContent.__dataclass_fields__)


@transaction.atomic
def save_goal(
    *,
    goal_id: int | None,
    content: GoalContent,
    direction_ids: Iterable[int],
    need_ids: Iterable[int],
    by: Actor,
    at: datetime,
) -> StrategyGoal:
    """Write a goal as a draft. A confirmed goal that is changed has to be confirmed anew.

    Raises: NotFound; Refused with every problem.
    """
    goal = _locked(goal_id) if goal_id is not None else StrategyGoal()
    taken = queries.goal_ids_by_code().get(content.code.strip(), goal_id) != goal_id
    problems = rules.problems_of_goal(content, code_taken=taken)
    if goal.state == GoalState.ENDED:
        problems.append(GoalProblem.NOT_OPEN)
    if problems:
        raise Refused(in_words(problems))
    before = {name: getattr(goal, name) for name in PLAIN} if goal_id else {}
    fill(goal, content, PLAIN)
    goal.state, goal.confirmed_on, goal.confirmed_by = GoalState.DRAFT, None, ""
    goal.updated_at = at
    goal.save()
    directions, needs = list(direction_ids), list(need_ids)
    goal.directions.set(directions)
    goal.needs.set(needs)
    after: dict[str, object] = {name: getattr(goal, name) for name in PLAIN}
    after |= {"directions": directions, "needs": needs}
    event = "needs.goal.changed" if goal_id else "needs.goal.created"
    log.record(event, goal, by=by, at=at, before=before, after=after)
    _tell(goal, _("the goal was changed") if goal_id else _("a goal was added"), by, at)
    return queries.goal_or_404(goal.pk)


@transaction.atomic
def confirm_goal(*, goal_id: int, on: date, by: Actor, at: datetime) -> StrategyGoal:
    """Confirm a goal that is SMART and serves a direction or a need.

    Raises: NotFound; Refused with everything that is missing.
    """
    goal = _locked(goal_id)
    target = rules.next_state(GoalState(goal.state), Act.CONFIRM)
    problems = queries.problems_of(goal, on=on)
    if target is None:
        problems = [GoalProblem.NOT_OPEN]
    if problems or target is None:
        raise Refused(in_words(problems))
    goal.state, goal.confirmed_on, goal.confirmed_by = target, on, by.label
    goal.updated_at = at
    goal.save(update_fields=["state", "confirmed_on", "confirmed_by", "updated_at"])
    after = {"code": goal.code, "target": goal.target, "due_on": goal.due_on}
    log.record("needs.goal.confirmed", goal, by=by, at=at, after=after)
    _tell(goal, _("the goal was confirmed"), by, at)
    return goal


@transaction.atomic
def reopen_goal(*, goal_id: int, by: Actor, at: datetime) -> StrategyGoal:
    """Make a confirmed or ended goal a draft again. Raises: NotFound; Refused."""
    goal = _moved(goal_id, Act.REOPEN, at)
    goal.confirmed_on, goal.confirmed_by, goal.end_reason = None, "", ""
    goal.save()
    log.record("needs.goal.reopened", goal, by=by, at=at)
    _tell(goal, _("the goal was opened again"), by, at)
    return goal


@transaction.atomic
def end_goal(*, goal_id: int, reason: str, by: Actor, at: datetime) -> StrategyGoal:
    """Stop pursuing a goal; what rests on it keeps it. Raises: NotFound; Refused without a reason."""
    if not reason.strip():
        raise Refused(in_words([GoalProblem.NO_REASON]))
    goal = _moved(goal_id, Act.END, at)
    goal.end_reason = reason.strip()
    goal.save()
    log.record("needs.goal.ended", goal, by=by, at=at, after={"reason": goal.end_reason})
    _tell(goal, _("the goal was ended"), by, at)
    return goal


def _moved(goal_id: int, act: Act, at: datetime) -> StrategyGoal:
    goal = _locked(goal_id)
    target = rules.next_state(GoalState(goal.state), act)
    if target is None:
        raise Refused(in_words([GoalProblem.NOT_OPEN]))
    goal.state, goal.updated_at = target, at
    return goal


@transaction.atomic
def save_imported(*, rows: Mapping[str, Mapping[str, Any]], by: Actor, at: datetime) -> None:
    """Add and change goals by code, as drafts; ``directions`` and ``needs`` of a row are ids.

    A confirmed goal whose row says something else becomes a draft again.
    """
    held = {goal.code: goal for goal in StrategyGoal.objects.filter(code__in=list(rows))}
    fresh: list[StrategyGoal] = []
    changed: list[StrategyGoal] = []
    for code, told in rows.items():
        goal = held.get(code) or StrategyGoal(code=code)
        for name in set(told) & set(PLAIN):
            setattr(goal, name, told[name])
        goal.state, goal.confirmed_on, goal.confirmed_by = GoalState.DRAFT, None, ""
        goal.updated_at = at
        (changed if code in held else fresh).append(goal)
    StrategyGoal.objects.bulk_create(fresh)
    fields = [*PLAIN[1:], "state", "confirmed_on", "confirmed_by", "updated_at"]
    StrategyGoal.objects.bulk_update(changed, fields, batch_size=50)
    ids = queries.goal_ids_by_code()
    for name, column in (("directions", "direction_id"), ("needs", "need_id")):
        _set_links(
            name, column, {ids[code]: told[name] for code, told in rows.items() if name in told}
        )
    log.record("needs.goals.imported", f"{queries.KIND}:", by=by, at=at, after={"n": len(rows)})
    for code in rows:
        record_changed(
            kind=queries.KIND, record_id=ids[code], label=code,
            reason=_("records were imported"), by=by, at=at,
        )  # fmt: skip


def _set_links(name: str, column: str, wanted: Mapping[int, Iterable[int]]) -> None:
    through = getattr(StrategyGoal, name).through
    through.objects.filter(strategygoal_id__in=list(wanted)).delete()
    through.objects.bulk_create(
        through(**{"strategygoal_id": goal, column: pk})
        for goal, ids in wanted.items()
        for pk in ids
    )


def _locked(goal_id: int) -> StrategyGoal:
    goal = StrategyGoal.objects.select_for_update().filter(pk=goal_id).first()
    if goal is None:
        raise NotFound
    return goal


def _tell(goal: StrategyGoal, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.KIND, record_id=goal.pk, label=f"{goal.code} {goal.text}"[:120],
        reason=reason, by=by, at=at,
    )  # fmt: skip
