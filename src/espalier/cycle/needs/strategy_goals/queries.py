"""Reading strategy goals."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from espalier.cycle.needs.strategy_goals import rules
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.needs.strategy_goals.rules import GoalProblem
from espalier.cycle.needs.strategy_goals.types import GoalContent, GoalRow, GoalState
from espalier.kit.errors import NotFound

KIND = "needs.StrategyGoal"


def goals_for_list() -> QuerySet[Any]:
    """All goals with how many directions and needs each serves."""
    return (
        StrategyGoal.objects.select_related("owner")
        .annotate(
            n_directions=Count("directions", distinct=True), n_needs=Count("needs", distinct=True)
        )
        .order_by("code")
    )


def strategy_goals(state: GoalState | None = None) -> list[GoalRow]:
    """Goals in force (not ended) by code, or those of one state. Three queries."""
    found = StrategyGoal.objects.select_related("owner").prefetch_related("directions", "needs")
    chosen = found.exclude(state=GoalState.ENDED) if state is None else found.filter(state=state)
    return [_row(goal) for goal in chosen.order_by("code")]


def _row(goal: StrategyGoal) -> GoalRow:
    return GoalRow(
        id=goal.pk,
        code=goal.code,
        text=goal.text,
        text_en=goal.text_en,
        measure=goal.measure,
        measure_en=goal.measure_en,
        unit=goal.unit,
        unit_en=goal.unit_en,
        baseline=goal.baseline,
        baseline_period=goal.baseline_period,
        baseline_n=goal.baseline_n,
        source=goal.source,
        source_en=goal.source_en,
        target=goal.target,
        due_on=goal.due_on,
        owner=goal.owner.name if goal.owner else "",
        owner_en=goal.owner.name_en if goal.owner else "",
        state=GoalState(goal.state),
        direction_ids=tuple(sorted(each.pk for each in goal.directions.all())),
        need_ids=tuple(sorted(each.pk for each in goal.needs.all())),
    )


def goal_or_404(goal_id: int) -> StrategyGoal:
    """One goal with what it serves. Raises: NotFound."""
    found = (
        StrategyGoal.objects.select_related("owner")
        .prefetch_related("directions", "needs")
        .filter(pk=goal_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def all_goals() -> list[StrategyGoal]:
    """Goals in force with everything they say and serve, by code. Three queries."""
    rows = StrategyGoal.objects.exclude(state=GoalState.ENDED).select_related("owner")
    return list(rows.prefetch_related("directions", "needs").order_by("code"))


def content_of(goal: StrategyGoal) -> GoalContent:
    """What a goal says; no query."""
    return GoalContent(**{name: getattr(goal, name) for name in GoalContent.__dataclass_fields__})


def problems_of(goal: StrategyGoal, *, on: date) -> list[GoalProblem]:
    """What keeps a goal from being confirmed; no query when its links were fetched before."""
    return rules.problems_before_confirm(
        content_of(goal),
        n_directions=len(goal.directions.all()),
        n_needs=len(goal.needs.all()),
        on=on,
    )


def goal_ids_by_code() -> dict[str, int]:
    """Every goal's id by its code. One query."""
    return dict(StrategyGoal.objects.order_by("code").values_list("code", "pk"))


def without_link() -> list[StrategyGoal]:
    """Goals in force that serve neither a direction nor a need. One query."""
    rows = StrategyGoal.objects.exclude(state=GoalState.ENDED).filter(directions=None, needs=None)
    return list(rows.order_by("code"))


def unconfirmed() -> list[StrategyGoal]:
    """Goals still drafts. One query."""
    return list(StrategyGoal.objects.filter(state=GoalState.DRAFT).order_by("code"))


def confirmed_ids() -> list[int]:
    """Ids of confirmed goals. One query."""
    rows = StrategyGoal.objects.filter(state=GoalState.CONFIRMED).order_by("pk")
    return list(rows.values_list("pk", flat=True))
