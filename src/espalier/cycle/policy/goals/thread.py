"""The thread through goals: business goal → people-development goal → direction → clause."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.goals import queries
from espalier.cycle.policy.goals.models import (
    DevelopmentDirection,
    DirectionClause,
    GoalDevelopment,
)
from espalier.cycle.policy.goals.types import GoalRow, Level
from espalier.cycle.policy.goals.wording import SINGULAR
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

KINDS = {level: model._meta.label for level, model in queries.MODELS.items()}
CLAUSE = "policy.Clause"
INDICATOR = "P1.1.1"


def register_thread() -> None:
    room = "espalier.cycle.policy.goals"
    for level, kind in KINDS.items():
        registry.register_node(NodeKind(kind, SINGULAR[level], room, _described(level)))
        fulfils(kind, {INDICATOR: _ids(level)})
    business, development, direction = (KINDS[level] for level in Level)
    for each in (
        edge(
            business,
            development,
            _("the people-development goal serves the business goal"),
            GoalDevelopment.objects.all(),
            "goal_id",
            "development_id",
        ),
        edge(
            development,
            direction,
            _("the direction pursues the people-development goal"),
            DevelopmentDirection.objects.all(),
            "development_id",
            "direction_id",
        ),
        edge(
            direction,
            CLAUSE,
            _("the clause carries out the direction"),
            DirectionClause.objects.all(),
            "direction_id",
            "clause_id",
        ),
    ):
        registry.register_edge(each)
    for check in (
        Check("policy.goal_uncovered", _("Business goals without a direction"), uncovered),
        Check("policy.direction_unjustified", _("Directions without a goal"), unjustified),
        Check("policy.direction_without_clause", _("Directions without a clause"), without_clause),
    ):
        registry.register_check(check)


def _ids(level: Level) -> Callable[[], Iterable[object]]:
    return lambda: (
        queries.MODELS[level].objects.filter(queries.IN_FORCE).values_list("pk", flat=True)
    )


def _described(level: Level) -> Callable[[Sequence[str]], Iterable[tuple[str, str, str]]]:
    def described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        for record in queries.records(level).filter(pk__in=list(ids)):
            yield (
                str(record.pk),
                _label(level, queries.key_of(level, record), record.text),
                _url(level, record.pk),
            )

    return described


def _label(level: Level, key: str, text: str) -> str:
    return f"{key}. {text}" if level is Level.DIRECTION else f"{key} {text}"


def _url(level: Level, record_id: int) -> str:
    return reverse("policy:goal", args=[level.value, record_id])


def uncovered() -> Iterable[Break]:
    """Six queries, whatever the records."""
    for goal in queries.matrix().uncovered:
        yield _break(
            "policy.goal_uncovered",
            Level.BUSINESS,
            goal,
            _("No policy direction pursues this goal."),
            _("Write a people-development goal that serves it and a direction that pursues that."),
            reverse("policy:goal_new", args=[Level.DEVELOPMENT.value]) + f"?serves={goal.id}",
        )


def unjustified() -> Iterable[Break]:
    """Six queries, whatever the records."""
    for direction in queries.matrix().unjustified:
        yield _break(
            "policy.direction_unjustified",
            Level.DIRECTION,
            direction,
            _("No business goal asks for this direction."),
            _("Say which people-development goal it pursues, or end it."),
            reverse("policy:goal_edit", args=[Level.DIRECTION.value, direction.id]),
        )


def without_clause() -> Iterable[Break]:
    """Six queries, whatever the records."""
    for direction in queries.matrix().without_clause:
        yield _break(
            "policy.direction_without_clause",
            Level.DIRECTION,
            direction,
            _("No clause of the handbook carries it out."),
            _("Write a clause for it, or say in one which direction it carries out."),
            reverse("policy:clause_new") + f"?directions={direction.id}",
        )


def _break(
    check: str, level: Level, row: GoalRow, message: Text, remedy: Text, remedy_url: str
) -> Break:
    label, url = _label(level, row.key, row.text), _url(level, row.id)
    return Break(check, KINDS[level], str(row.id), label, url, message, remedy, remedy_url)
