"""Needs and strategy goals for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from espalier.cycle.needs.needs_list import services as need_services
from espalier.cycle.needs.needs_list.models import Need, NeedCriterion
from espalier.cycle.needs.needs_list.types import NeedContent, NeedLinks
from espalier.cycle.needs.strategy_goals import services as goal_services
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.needs.strategy_goals.types import GoalContent
from espalier.kit.accounts.types import Actor

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
BY = Actor.system("test")
DUE = date(2027, 12, 31)


def need(code: str = "N1", links: NeedLinks | None = None, **changes: Any) -> Need:
    """A need of the task view; ``changes`` may name anything a need says."""
    content = NeedContent(code=code, **({"title": f"需求{code}", "view": "task"} | changes))
    return need_services.save_need(
        need_id=None, content=content, links=links or NeedLinks(), by=BY, at=AT
    )


def criterion(code: str, weight: float = 1, score_from: str = "people", **changes: Any) -> Any:
    return NeedCriterion.objects.create(
        code=code, name=f"準則{code}", weight=weight, score_from=score_from, **changes
    )


def cause(row: Need, alternative: str = "", **answers: str) -> Any:
    """Check a need's causes; what is not answered counts as unknown."""
    return need_services.check_cause(
        need_id=row.pk, answers=answers, alternative=alternative, on=AT.date(), by=BY, at=AT
    )


TRAINING = {"matters": "yes", "could": "no"}
SMART = {
    "specific": "檢驗員能評估不確定度",
    "measurable": "以評定紀錄計算",
    "achievable": "兩位內部講師",
    "relevant": "對應方針 1",
    "timely": "2027 年底",
    "measure": "落差指數",
    "unit": "%",
    "baseline": Decimal(28),
    "target": Decimal(10),
    "due_on": DUE,
}


def goal(
    code: str = "SG1", needs: tuple[Need, ...] = (), owner: Any = None, **changes: Any
) -> StrategyGoal:
    """A goal that is SMART unless ``changes`` say otherwise; who answers for it is ``owner``."""
    told = {"text": f"目標{code}", "owner_id": owner.pk if owner else None, **SMART, **changes}
    return goal_services.save_goal(
        goal_id=None,
        content=GoalContent(code=code, **told),
        direction_ids=(),
        need_ids=[each.pk for each in needs],
        by=BY,
        at=AT,
    )
