"""Reading plans, their scenarios and pins."""

from django.db.models import Count, Q, QuerySet, Sum

from espalier.cycle.learning_map.modules.queries import newest_versions
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Pin, Scenario
from espalier.cycle.plan.annual_plan.types import ScenarioContent
from espalier.kit.errors import NotFound


def plans() -> QuerySet[AnnualPlan]:
    """All years, the newest first, with what was chosen."""
    return AnnualPlan.objects.select_related("chosen").order_by("-year")


def scenario_to_open(plan: AnnualPlan) -> int | None:
    """The chosen scenario of a year, else its newest; nothing where there is none."""
    return plan.chosen_id or scenarios(plan.pk).values_list("pk", flat=True).last()


def plan_or_404(plan_id: int) -> AnnualPlan:
    """Raises: NotFound."""
    found = plans().filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    return found


def plan_of_year(year: int) -> AnnualPlan | None:
    return plans().filter(year=year).first()


def scenarios(plan_id: int) -> QuerySet[Scenario]:
    """The scenarios of a year with the sums of their lines, in the order they were made."""
    live = ~Q(lines__state="cancelled")
    return (
        Scenario.objects.filter(plan_id=plan_id)
        .select_related("plan", "copied_from")
        .annotate(
            n_lines=Count("lines", filter=live),
            cost=Sum("lines__cost", filter=live, default=0),
            seats=Sum("lines__headcount", filter=live, default=0),
        )
        .order_by("pk")
    )


def scenario_or_404(scenario_id: int) -> Scenario:
    """Raises: NotFound."""
    found = Scenario.objects.select_related("plan").filter(pk=scenario_id).first()
    if found is None:
        raise NotFound
    return found


def scenario_named(year: int, name: str) -> Scenario:
    """The scenario of this name; without a name the chosen one, else the only one there is.

    Raises: NotFound.
    """
    plan = plan_of_year(year)
    if plan is None:
        raise NotFound
    rows = list(plan.scenarios.select_related("plan").order_by("pk"))
    if name:
        rows = [row for row in rows if row.name == name]
    elif plan.chosen_id is not None:
        rows = [row for row in rows if row.pk == plan.chosen_id]
    if len(rows) != 1:
        raise NotFound
    return rows[0]


def content_of(scenario: Scenario) -> ScenarioContent:
    """The limits of a scenario as they stand."""
    return ScenarioContent(
        name=scenario.name,
        budget=scenario.budget,
        gaps_on=scenario.gaps_on,
        note=scenario.note,
        minutes_per_person=scenario.minutes_per_person,
        fair_permille=scenario.fair_permille,
        uses_money_lines=scenario.uses_money_lines,
        away_percent=scenario.away_percent,
    )


def pins(scenario_id: int) -> QuerySet[Pin]:
    """What the planner may not change in a scenario, in the order it was said."""
    return (
        Pin.objects.filter(scenario_id=scenario_id)
        .select_related("module", "employee__unit")
        .order_by("module__code", "employee__number", "pk")
    )


def pin_or_404(pin_id: int) -> Pin:
    """Raises: NotFound."""
    found = Pin.objects.select_related("scenario__plan", "module", "employee").filter(pk=pin_id)
    row = found.first()
    if row is None:
        raise NotFound
    return row


def is_locked(scenario: Scenario) -> bool:
    """Whether the plan was approved on this scenario: then it changes by approved changes alone."""
    plan = scenario.plan
    return plan.approved_at is not None and plan.chosen_id == scenario.pk


def plan_ids() -> list[int]:
    """Every plan that has something in it, for the thread."""
    return list(plans().exclude(scenarios=None).values_list("pk", flat=True))


def offered_sessions(module_id: int) -> tuple[bool, int | None]:
    """Whether the module can be run, and how many sessions a year at most (None: no limit). One query."""
    rows = newest_versions().filter(module_id=module_id, module__offer__isnull=False)
    found = list(rows.order_by().values_list("module__offer__sessions_max", flat=True))
    return (True, found[0]) if found else (False, None)
