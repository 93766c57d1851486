"""Plans of a year and their scenarios: making, copying, changing, choosing, approving."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries, rules
from espalier.cycle.plan.annual_plan.holding import (
    count_change,
    locked_plan,
    locked_scenario,
    refuse,
    tell_documents,
)
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, Pin, Place, Scenario
from espalier.cycle.plan.annual_plan.services.requests import link_requests, tell_requests
from espalier.cycle.plan.annual_plan.types import ScenarioContent
from espalier.cycle.plan.annual_plan.wording import SCENARIO_LABELS, scenario_problem
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.ui.concurrency import concurrent_edit_check

MOST_SCENARIOS = 40  # of a year; more than that nobody compares


@transaction.atomic
def create_plan(
    *, year: int, title: str, title_en: str = "", by: Actor, at: datetime
) -> AnnualPlan:
    """Begin the plan of a year. Raises: Refused when the year has one already."""
    if not 2000 <= year <= 2200 or not title.strip():
        message = _("A plan needs its year and a title.")
        raise Refused([Problem("no_title", message, str(year), _("Type both."))])
    try:
        with transaction.atomic():
            plan = AnnualPlan.objects.create(
                year=year, title=title.strip(), title_en=title_en.strip(), created_at=at
            )
    except IntegrityError as error:
        message = _("The plan of this year was already begun.")
        raise Refused([Problem("plan_there", message, str(year), _("Open that one."))]) from error
    log.record("plan.plan.begun", plan, by=by, at=at, after={"year": year, "title": plan.title})
    return plan


@transaction.atomic
def describe_plan(
    *, plan_id: int, values: Mapping[str, str], by: Actor, at: datetime
) -> AnnualPlan:
    """Title, and risks with their contingency, in both languages."""
    plan = locked_plan(plan_id)
    names = ("title", "title_en", "summary", "summary_en", "risks", "risks_en")
    before = {name: getattr(plan, name) for name in names}
    for name in names:
        setattr(plan, name, values.get(name, before[name]).strip())
    plan.title = plan.title or before["title"]
    plan.save(update_fields=list(names))
    after = {name: getattr(plan, name) for name in names}
    log.record("plan.plan.described", plan, by=by, at=at, before=before, after=after)
    tell_documents(plan, _("Its texts were changed."), by=by, at=at)
    return plan


@transaction.atomic
def create_scenario(*, plan_id: int, content: ScenarioContent, by: Actor, at: datetime) -> Scenario:
    """Add a way the year could go. Raises: NotFound; Refused with everything that is wrong."""
    plan = locked_plan(plan_id)
    _refuse_wrong(plan, content, None)
    scenario = Scenario.objects.create(
        plan=plan, **_cleaned(content), created_by=by.label, updated_at=at
    )
    log.record("plan.scenario.made", scenario, by=by, at=at, after=asdict(content))
    return scenario


@transaction.atomic
def copy_scenario(*, scenario_id: int, name: str, by: Actor, at: datetime) -> Scenario:
    """A second scenario with the same limits, pins, lines and people; runs of the planner stay with the first.

    Raises: NotFound, Refused.
    """
    source = locked_scenario(scenario_id, even_approved=True)
    plan = locked_plan(source.plan_id)
    content = ScenarioContent(**{**asdict(queries.scenario_content(source)), "name": name})
    _refuse_wrong(plan, content, None)
    copy = Scenario.objects.create(
        plan=plan, **_cleaned(content), copied_from=source, created_by=by.label, updated_at=at
    )
    n_lines = _copy_lines(source, copy, at)
    pins = list(source.pins.order_by("pk"))
    for pin in pins:
        pin.pk, pin.scenario = None, copy
    Pin.objects.bulk_create(pins, batch_size=500)
    after = {"from": source.name, "name": copy.name, "lines": n_lines, "pins": len(pins)}
    log.record("plan.scenario.copied", copy, by=by, at=at, after=after)
    return copy


def _copy_lines(source: Scenario, target: Scenario, at: datetime) -> int:
    """Lines with their places, in a handful of statements whatever the size."""
    old = list(source.lines.order_by("pk"))
    places = list(Place.objects.filter(line__scenario=source).order_by("pk"))
    of_line: dict[int, list[Place]] = {}
    for place in places:
        of_line.setdefault(place.line_id, []).append(place)
    old_ids = [line.pk for line in old]
    for line in old:
        line.pk, line.scenario, line.updated_at = None, target, at
    # A copy is a proposal again: what became of the original stays with the original.
    for line in old:
        if line.state != Line.State.CANCELLED:
            line.state = Line.State.PLANNED
    made = Line.objects.bulk_create(old, batch_size=500)
    for old_id, line in zip(old_ids, made, strict=True):
        for place in of_line.get(old_id, []):
            place.pk, place.line, place.session = None, line, None
    Place.objects.bulk_create(places, batch_size=500)
    return len(made)


@transaction.atomic
def change_scenario(
    *, scenario_id: int, content: ScenarioContent, seen: str, by: Actor, at: datetime
) -> Scenario:
    """Name, note and limits. ``seen`` stands for the limits the person had before their eyes.

    Raises: NotFound; Refused; Conflict with both texts when somebody else changed one of these meanwhile.
    """
    scenario = locked_scenario(scenario_id)
    held = queries.scenario_content(scenario)
    concurrent_edit_check(
        sent=seen,
        current=rules.limits_token(held),
        theirs=_labelled(held),
        yours=_labelled(content),
    )
    _refuse_wrong(scenario.plan, content, scenario)
    before, after = asdict(held), _cleaned(content)
    changed = {name for name in after if before[name] != after[name]}
    if not changed:
        return scenario
    for name in changed:
        setattr(scenario, name, after[name])
    scenario.save(update_fields=sorted(changed))
    count_change(scenario, _("The limits of its scenario changed."), by=by, at=at)
    log.record(
        "plan.scenario.changed",
        scenario,
        by=by,
        at=at,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
    )
    return scenario


@transaction.atomic
def delete_scenario(*, scenario_id: int, by: Actor, at: datetime) -> None:
    """Drop a proposal with its lines and runs. Raises: NotFound; Refused for the chosen one or one being solved."""
    scenario = locked_scenario(scenario_id)
    problems = []
    if scenario.plan.chosen_id == scenario.pk:
        message, remedy = _("It is the chosen scenario."), _("Choose another one first.")
        problems.append(Problem("chosen", message, scenario.name, remedy))
    if any(queries.working_run(scenario_id, kind) for kind in ("select", "frontier")):
        message, remedy = _("The planner is working on it."), _("Cancel that work first.")
        problems.append(Problem("working", message, scenario.name, remedy))
    if scenario.lines.exclude(changes=None).exists():
        message = _("Changes of the plan refer to its lines.")
        problems.append(Problem("has_changes", message, scenario.name))
    refuse(problems)
    after = {"name": scenario.name, "lines": scenario.lines.count()}
    log.record("plan.scenario.deleted", scenario, by=by, at=at, before=after)
    scenario.delete()


@transaction.atomic
def choose_scenario(*, scenario_id: int, by: Actor, at: datetime) -> AnnualPlan:
    """Make a scenario the year's plan. Raises: NotFound; Refused without lines, or once the plan is approved."""
    scenario = locked_scenario(scenario_id, even_approved=True)
    plan = locked_plan(scenario.plan_id)
    problems = []
    if plan.approved_at is not None:
        message = _("The plan of %(year)s was approved.") % {"year": plan.year}
        remedy = _("Ask for changes of the approved plan.")
        problems.append(Problem("approved", message, plan.title, remedy))
    if not scenario.lines.exists():
        message, remedy = (
            _("The scenario has no line yet."),
            _("Let the planner work, or add lines."),
        )
        problems.append(Problem("no_lines", message, scenario.name, remedy))
    refuse(problems)
    before = {"chosen": plan.chosen_id}
    plan.chosen = scenario
    plan.save(update_fields=["chosen"])
    scenario.plan = plan
    # The lines stay as they are, so the proof of the planner's answer stays theirs.
    tell_documents(plan, _("Another scenario was chosen."), by=by, at=at)
    after = {"chosen": scenario.pk, "name": scenario.name}
    log.record("plan.scenario.chosen", plan, by=by, at=at, before=before, after=after)
    return plan


@transaction.atomic
def approve_plan(*, plan_id: int, by: Actor, at: datetime) -> AnnualPlan:
    """The plan is in force: its lines change by approved changes alone, and the units hear of their requests.

    Called when its document is approved.

    Raises: NotFound; Refused when no scenario was chosen.
    """
    plan = locked_plan(plan_id)
    if plan.chosen_id is None:
        message, remedy = _("No scenario was chosen."), _("Choose the scenario that is approved.")
        raise Refused([Problem("none_chosen", message, plan.title, remedy)])
    if plan.approved_at is None:
        plan.approved_at = at
        plan.save(update_fields=["approved_at"])
        log.record("plan.plan.approved", plan, by=by, at=at, after={"chosen": plan.chosen_id})
        link_requests(scenario_id=plan.chosen_id, by=by, at=at)
        tell_requests(plan_id=plan.pk, by=by, at=at)
    return plan


@transaction.atomic
def reopen_plan(*, plan_id: int, reason: str, by: Actor, at: datetime) -> AnnualPlan:
    """Take an approval back, as when the document is made anew. Raises: NotFound; Refused without a reason."""
    plan = locked_plan(plan_id)
    if not reason.strip():
        message, remedy = _("A reason is needed."), _("Write why the approval is taken back.")
        raise Refused([Problem("no_reason", message, plan.title, remedy)])
    if plan.approved_at is not None:
        plan.approved_at = None
        plan.save(update_fields=["approved_at"])
        log.record("plan.plan.reopened", plan, by=by, at=at, after={"reason": reason.strip()})
    return plan


def _cleaned(content: ScenarioContent) -> dict[str, object]:
    values = {each.name: getattr(content, each.name) for each in fields(content)}
    return values | {"name": content.name.strip(), "note": content.note.strip()}


def _labelled(content: ScenarioContent) -> dict[str, object]:
    """What the page about two editors shows, by label."""
    told = _cleaned(content)
    return {str(label): told[name] for name, label in SCENARIO_LABELS.items()}


def _refuse_wrong(plan: AnnualPlan, content: ScenarioContent, own: Scenario | None) -> None:
    rows = plan.scenarios.exclude(pk=own.pk) if own else plan.scenarios.all()
    others = rows.values_list("name", flat=True)
    found = rules.problems_of_scenario(content, year=plan.year, taken_names=set(others))
    problems = [scenario_problem(each, content, plan.year) for each in found]
    if own is None and len(others) >= MOST_SCENARIOS:
        message = _("A year has at most %(n)s scenarios.") % {"n": MOST_SCENARIOS}
        problems.append(Problem("many", message, plan.title, _("Delete one first.")))
    refuse(problems)
