"""The thread through strategy goals: what each serves, and which of them hang in the air."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.strategy_goals import queries
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

GOAL = queries.KIND


def register_thread() -> None:
    room = "espalier.cycle.needs.strategy_goals"
    registry.register_node(NodeKind(GOAL, _("Strategy goal"), room, _described))
    for name, kind, column, why in (
        ("directions", "policy.Direction", "direction_id", _("the goal pursues the direction")),
        ("needs", "needs.Need", "need_id", _("the goal meets the need")),
    ):
        through = getattr(StrategyGoal, name).through.objects.all()
        registry.register_edge(edge(kind, GOAL, why, through, column, "strategygoal_id"))
    fulfils(GOAL, {"P2.1.3": queries.confirmed_ids})
    for code, title, find in (
        ("needs.goal_without_link", _("Strategy goals that serve nothing"), without_link),
        ("needs.goal_unconfirmed", _("Strategy goals nobody confirmed"), unconfirmed),
    ):
        registry.register_check(Check(code, title, find))


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = StrategyGoal.objects.filter(pk__in=list(ids)).order_by("pk")
    for pk, code, text in rows.values_list("pk", "code", "text"):
        yield str(pk), _label(code, text), reverse("needs:goal", args=[pk])


def _label(code: str, text: str) -> str:
    return f"{code} {text if len(text) <= 60 else text[:59] + '…'}"


def without_link() -> Iterable[Break]:
    """One query."""
    return _breaks(
        "needs.goal_without_link",
        queries.without_link,
        _("It serves neither a policy direction nor a need."),
        _("Link it to at least one direction or one need."),
        "needs:goal_edit",
    )


def unconfirmed() -> Iterable[Break]:
    """One query."""
    return _breaks(
        "needs.goal_unconfirmed",
        queries.unconfirmed,
        _("It is still a draft."),
        _("Complete what it lacks and confirm it, or end it."),
        "needs:goal",
    )


def _breaks(
    check: str, find: Callable[[], list[StrategyGoal]], message: Text, remedy: Text, mend: str
) -> Iterable[Break]:
    for goal in find():
        url = reverse("needs:goal", args=[goal.pk])
        label = _label(goal.code, goal.text)
        remedy_url = reverse(mend, args=[goal.pk])
        yield Break(check, GOAL, str(goal.pk), label, url, message, remedy, remedy_url)
