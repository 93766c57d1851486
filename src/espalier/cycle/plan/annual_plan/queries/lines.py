"""Reading the lines of a scenario and who has a place in them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from espalier.cycle.learning_map.modules.queries import newest_versions
from espalier.cycle.people.employees.queries import employees
from espalier.cycle.people.employees.queries import listed as listed_ids
from espalier.cycle.plan.annual_plan.models import Line, Place
from espalier.cycle.plan.annual_plan.rules import months_of
from espalier.cycle.plan.annual_plan.types import LineContent, Totals
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound

IMPORTED = (
    "匯入計畫"  # the scenario that keeps what came by a sheet; a name, not a word of the page
)


def lines(scenario_id: int) -> QuerySet[Line]:
    """The lines of a scenario as the plan table shows them, by number.

    ``title``, ``title_en`` and ``assessment`` are those of the module's version in force.
    """
    return _told(Line.objects.filter(scenario_id=scenario_id)).order_by("number")


def line_or_404(line_id: int) -> Line:
    """One line with its scenario. Raises: NotFound."""
    found = _told(Line.objects.filter(pk=line_id)).select_related("scenario__plan").first()
    if found is None:
        raise NotFound
    return found


def _told(rows: QuerySet[Line]) -> QuerySet[Line]:
    version = newest_versions().filter(module=OuterRef("module")).order_by()
    return (
        rows.select_related("module__offer")
        .prefetch_related("dated__instructor", "dated__room", "dated__meetings")
        .annotate(
            title=Subquery(version.values("name")[:1]),
            title_en=Subquery(version.values("name_en")[:1]),
            assessment=Subquery(version.values("assessment")[:1]),
            version_id=Subquery(version.values("pk")[:1]),
        )
    )


def content_of(line: Line) -> LineContent:
    """What a person may write about a line, as it stands."""
    return LineContent(
        category=line.category,
        sessions=line.sessions,
        minutes=line.minutes,
        session_cost=line.session_cost,
        head_cost=line.head_cost,
        grant_amount=line.grant_amount,
        months=months_of(line.months),
        evaluation_level=line.evaluation_level,
        owner=line.owner,
        reason=line.reason,
    )


def totals(scenario_id: int) -> Totals:
    """The sums of what is planned; cancelled lines no longer count. Two queries."""
    rows = Line.objects.filter(scenario_id=scenario_id).exclude(state=Line.State.CANCELLED)
    found = rows.aggregate(
        n_lines=Count("pk"),
        sessions=Sum("sessions", default=0),
        seats=Sum("headcount", default=0),
        cost=Sum("cost", default=0),
        grants=Sum("grant_amount", default=0),
        minutes=Sum(F("minutes") * F("headcount"), default=0),
        by_hand=Count("pk", filter=Q(is_by_hand=True)),
    )
    live = Place.objects.filter(line__scenario_id=scenario_id)
    live = live.exclude(line__state=Line.State.CANCELLED)
    return Totals(**found, closed=live.aggregate(n=Sum("closed", default=0))["n"])


def places(line_id: int, scope: Scope = EVERYTHING) -> QuerySet[Place]:
    """Who is to attend, as far as the reader may see people."""
    return (
        Place.objects.filter(scope.q("employee__unit__scope__path"), line_id=line_id)
        .select_related("employee__unit", "employee__position", "session")
        .order_by("employee__number")
    )


def places_of_person(scenario_id: int, employee_id: int) -> QuerySet[Place]:
    """What one person attends."""
    return (
        Place.objects.filter(line__scenario_id=scenario_id, employee_id=employee_id)
        .select_related("line__module", "session")
        .annotate(
            title=Subquery(
                newest_versions()
                .filter(module=OuterRef("line__module"))
                .order_by()
                .values("name")[:1]
            )
        )
        .order_by("line__number")
    )


def attending(scenario_id: int, scope: Scope) -> QuerySet[Any]:
    """Everybody in the scope who works here, with what they attend: ``n_places``, ``minutes``, ``closed``."""
    here = Q(plan_places__line__scenario_id=scenario_id) & ~Q(
        plan_places__line__state=Line.State.CANCELLED
    )
    return (
        employees(scope)
        .filter(left_on=None)
        .annotate(
            n_places=Count("plan_places", filter=here),
            plan_minutes=Sum("plan_places__line__minutes", filter=here, default=0),
            closed=Sum("plan_places__closed", filter=here, default=0),
        )
        .order_by("number")
    )


def module_titles(module_ids: Collection[int] | None = None) -> dict[int, tuple[str, str, str]]:
    """Code, name and English name of modules by id. One query."""
    rows = newest_versions().filter(listed_ids("module_id", module_ids)).order_by("module__code")
    return {
        pk: (code, name, name_en)
        for pk, code, name, name_en in rows.values_list(
            "module_id", "module__code", "name", "name_en"
        )
    }


def lines_by_id(ids: Sequence[str]) -> QuerySet[Line]:
    """Lines for the thread."""
    return _told(Line.objects.filter(pk__in=list(ids))).select_related("scenario__plan")


def lines_of_chosen() -> QuerySet[Line]:
    """The lines of the scenario that each year's plan is made of."""
    return Line.objects.filter(scenario__plan__chosen=F("scenario")).order_by("number")


def module_code(module_id: int) -> str:
    """Raises: NotFound."""
    found = module_titles([module_id]).get(module_id)
    if found is None:
        raise NotFound
    return found[0]


def module_name(module_id: int) -> str:
    """Raises: NotFound."""
    found = module_titles([module_id]).get(module_id)
    if found is None:
        raise NotFound
    return found[1]


def visible_numbers(numbers: Collection[str], scope: Scope) -> list[str]:
    """Of these employee numbers, those of people who work here and whom the reader may see. One query."""
    rows = employees(scope).filter(number__in=list(numbers), left_on=None)
    return list(rows.values_list("number", flat=True))


def addable_modules(scenario_id: int) -> list[tuple[str, str]]:
    """Modules without a line in the scenario, by code. Two queries."""
    there = set(Line.objects.filter(scenario_id=scenario_id).values_list("module_id", flat=True))
    return [
        (str(pk), f"{code} {name}")
        for pk, (code, name, _en) in module_titles().items()
        if pk not in there
    ]


def line_of_offer(module_id: int) -> LineContent:
    """What the offer of a module proposes for a line; its time alone where nobody wrote an offer. One query."""
    version = newest_versions().filter(module_id=module_id).select_related("module__offer").first()
    if version is None:
        raise NotFound
    offer = getattr(version.module, "offer", None)
    if offer is None:
        return LineContent(Line.Category.COMPETENCY, 1, version.minutes)
    return LineContent(
        Line.Category.COMPETENCY,
        1,
        offer.meetings * offer.meeting_minutes,
        session_cost=offer.session_cost,
        head_cost=offer.head_cost,
        grant_amount=offer.grant_per_session,
        months=months_of(offer.preferred_months),
        owner=offer.owner,
    )


def imported_lines() -> QuerySet[Line]:
    """Lines that came by a sheet, with their people. Two queries."""
    return (
        Line.objects.filter(scenario__name=IMPORTED)
        .select_related("scenario__plan", "module")
        .prefetch_related("places__employee")
        .order_by("scenario__plan__year", "number")
    )
