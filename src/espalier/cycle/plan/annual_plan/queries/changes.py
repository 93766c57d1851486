"""Reading the changes of a plan during the year."""

from dataclasses import replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from espalier.cycle.learning_map.modules.queries import newest_versions
from espalier.cycle.plan.annual_plan.models import Line, PlanChange
from espalier.cycle.plan.annual_plan.rules import months_of, spread
from espalier.cycle.plan.annual_plan.types import Planned
from espalier.kit.errors import NotFound


def changes(plan_id: int | None = None) -> QuerySet[PlanChange]:
    """The changes of a year's plan (or of all), the newest first; ``title`` is the module's name."""
    version = newest_versions().filter(module=OuterRef("module")).order_by()
    rows = PlanChange.objects.select_related("plan", "line", "module")
    if plan_id is not None:
        rows = rows.filter(plan_id=plan_id)
    return rows.annotate(title=Subquery(version.values("name")[:1])).order_by("-pk")


def change_or_404(change_id: int) -> PlanChange:
    """Raises: NotFound."""
    found = changes().filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def n_changes_by_kind(plan_id: int) -> dict[str, int]:
    """How many approved changes of each kind. One query."""
    rows = PlanChange.objects.filter(plan_id=plan_id, state="approved").order_by("kind")
    return dict(rows.values("kind").annotate(n=Count("pk")).values_list("kind", "n"))


def planned_sessions(scenario_id: int) -> list[Planned]:
    """Every planned session with what became of it, dated or not. Three queries.

    A line with fewer sessions on the calendar than planned counts the missing ones in its wished months.
    """
    rows = Line.objects.filter(scenario_id=scenario_id).prefetch_related("dated__meetings")
    return [planned for line in rows.order_by("number") for planned in _of_line(line)]


def _of_line(line: Line) -> list[Planned]:
    dated: list[Any] = sorted(line.dated.all(), key=lambda session: session.number)
    n = max(line.sessions, len(dated))
    heads = [line.headcount // n + (i < line.headcount % n) for i in range(n)]
    wished = spread(months_of(line.months), n)
    rows = [*dated, *([None] * (n - len(dated)))]
    return [_of_session(line, *told) for told in zip(rows, heads, wished, strict=True)]


def _of_session(line: Line, session: Any, people: int, wished: int) -> Planned:
    """One session; ``session`` None: not on the calendar yet."""
    off = line.state == Line.State.CANCELLED
    plain = Planned(
        month=wished,
        people=people,
        minutes=line.minutes,
        cost=line.session_cost + people * line.head_cost,
        is_addition=line.is_addition,
        is_cancelled=off or (session is not None and session.state == "cancelled"),
    )
    if session is None:
        return plain
    first = min((meeting.starts_at for meeting in session.meetings.all()), default=None)
    month = timezone.localtime(first).month if first else wished
    if session.closed_on is None:
        return replace(plain, month=month)
    return replace(
        plain,
        month=month,
        done_month=session.closed_on.month,
        attended=session.attended or 0,
        actual_cost=session.actual_cost or 0,
    )


def changes_of_line(line_id: int) -> QuerySet[PlanChange]:
    """What was asked about a line, the newest first."""
    return changes().filter(line_id=line_id)
