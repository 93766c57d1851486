"""What each of a dozen budgets closes, what is reached without the planner, what the next NT$100,000 is worth."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import checking, queries
from espalier.cycle.plan.annual_plan.framing import Frame
from espalier.cycle.plan.annual_plan.models import Run, Scenario
from espalier.cycle.plan.annual_plan.services.solving import MEMORY_BYTES, Clock, frozen
from espalier.cycle.plan.annual_plan.types import RunStatus
from espalier.cycle.plan.annual_plan.watching import Watch
from espalier.engines.planner import check, what_if
from espalier.engines.planner.baselines import BASELINES
from espalier.engines.planner.findings import ProblemRefused
from espalier.engines.planner.selection import select
from espalier.engines.planner.solution import Plan, Selection
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.jobs.types import Cancelled
from espalier.kit.jobs.types import Progress as Report

STEP = 100_000  # NT$
SECONDS = 6  # for each budget: a dozen of them are waited for
RIVALS = ("gap_per_money", "adaptive_greedy", "needs_list")


def frontier_run(
    *, run_id: int, report: Report, clock: Clock = timezone.now, by: Actor, at: datetime
) -> Run:
    """Solve a dozen budgets, the smallest first, each beginning with the plan before; partial results stay.

    A worker that died goes on with the budgets that are missing. Raises: Cancelled; what was solved stays.
    """
    run = queries.run_or_404(run_id)
    if run.finished_at is not None:
        return run
    report(0.02, _("Reading the records"))
    framed = frozen(run=run, by=by, at=clock())
    _note(run_id, {"weight_total": framed.weight_total, "dots": _dots(run.scenario, framed)})
    budget = framed.problem.budget_minor
    budgets = _budgets(framed)
    done = {point["budget"] for point in run.answer.get("points", ())}
    start: Plan | None = None
    for i, each in enumerate(budgets):
        if each in done:
            continue
        low, high = 0.1 + 0.85 * i / len(budgets), 0.1 + 0.85 * (i + 1) / len(budgets)
        watch = Watch(
            report,
            weight_total=framed.weight_total,
            seconds=SECONDS,
            low=low,
            high=high,
            label=f"NT${each:,}",
        )
        point, start = _solved(framed, each, run.seed, watch, start)
        _add_point(run_id, point)
        if watch.was_cancelled:
            _finish(run_id, RunStatus.STOPPED, budget, by, clock())
            raise Cancelled
    return _finish(run_id, RunStatus.FEASIBLE, budget, by, clock())


def _budgets(framed: Frame) -> list[int]:
    """From what duties by law cost to half as much again, the scenario's own budget and the next step among them."""
    found = what_if.frontier_budgets(framed.problem)
    return sorted({*found, framed.problem.budget_minor + STEP})


def _solved(
    framed: Frame, budget: int, seed: int, watch: Watch, start: Plan | None
) -> tuple[dict[str, Any], Plan | None]:
    """One point of the curve; a budget below the duties by law has no plan."""
    problem = what_if.with_budget(framed.problem, budget)
    try:
        found = select(
            problem,
            seed=seed,
            wall_limit=SECONDS,
            memory_bytes=MEMORY_BYTES,
            on_progress=watch.tell,
            stop=watch.stops,
            start=start,
            give_permille=0,  # nothing given up for fairness, so that budgets compare by the gap
        )
    except ProblemRefused:
        point = {"budget": budget, "closed": None, "bound": None, "status": RunStatus.REFUSED}
        return point, start
    broken = check.check_selection(problem, found)
    return _point(budget, found, is_sound=not broken), (start if broken else found.plan or start)


def _point(budget: int, found: Selection, *, is_sound: bool) -> dict[str, Any]:
    """A plan that leaves duties by law open breaks a rule, so that its budget has no point on the curve."""
    worth = found.worth if is_sound else None
    return {
        "budget": budget,
        "closed": None if worth is None else worth.gap_closed,
        "cost": None if worth is None else worth.cost_minor,
        "bound": found.certificate.bound if is_sound and found.certificate else None,
        "status": str(found.status),
    }


def _dots(scenario: Scenario, framed: Frame) -> list[dict[str, Any]]:
    """What the same money closes by the ways of managers without a solver, and last year's plan today."""
    found = []
    for key in RIVALS:
        plan = BASELINES[key](framed.problem)
        worth = check.worth_of(framed.problem, plan)
        found.append({"key": key, "closed": worth.gap_closed, "cost": worth.cost_minor})
    last = queries.plan_of_year(scenario.plan.year - 1)
    if last is not None and last.chosen is not None:
        laid = checking.lay(framed, list(last.chosen.lines.exclude(state="cancelled")))
        worth = check.worth_of(framed.problem, laid.plan)
        cost = queries.totals(last.chosen.pk).cost
        found.append({"key": "last_year", "closed": worth.gap_closed, "cost": cost})
    return found


@transaction.atomic
def _note(run_id: int, told: Mapping[str, Any]) -> None:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    run.answer = {**run.answer, **told}
    run.save(update_fields=["answer"])


@transaction.atomic
def _add_point(run_id: int, point: Mapping[str, Any]) -> None:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    run.answer = {**run.answer, "points": [*run.answer.get("points", ()), dict(point)]}
    run.save(update_fields=["answer"])


@transaction.atomic
def _finish(run_id: int, status: RunStatus, budget: int, by: Actor, at: datetime) -> Run:
    """More money never closes less: a later budget's plan is one of the earlier's too, so the curve is levelled."""
    run = queries.run_or_404(run_id)
    points = _levelled(run.answer.get("points", ()))
    closed = {p["budget"]: p["closed"] for p in points}
    told: dict[str, Any] = {"points": points}
    here, more = closed.get(budget), closed.get(budget + STEP)
    if here is not None and more is not None:
        told["next"] = {"gain": more - here, "step": STEP}
    run.answer = {**run.answer, **told}
    run.status, run.finished_at = status, at
    run.is_verified = any(p["closed"] is not None for p in points)
    run.save()
    after = {"points": len(points), "status": str(status)}
    log.record("plan.frontier.finished", run, by=by, at=at, after=after)
    return run


def _levelled(points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A plan for less money is a plan for more: where the search ended early, the smaller budget's plan counts."""
    best, found = None, []
    for point in sorted(points, key=lambda p: p["budget"]):
        closed = point["closed"]
        if closed is not None and (best is None or closed > best):
            best = closed
        found.append({**point, "closed": best if closed is not None else None})
    return found
