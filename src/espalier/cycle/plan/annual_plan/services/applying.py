"""Making the planner's answer the lines of a scenario; what people wrote and decided by hand stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import framing, queries, rules
from espalier.cycle.plan.annual_plan.framing import Frame, ModuleFacts
from espalier.cycle.plan.annual_plan.holding import count_change, locked_scenario
from espalier.cycle.plan.annual_plan.models import Line, Place, Run, Scenario
from espalier.cycle.plan.annual_plan.reasons import PlannedLine, planned_lines
from espalier.cycle.plan.annual_plan.services.requests import link_requests
from espalier.cycle.plan.annual_plan.types import LineContent
from espalier.cycle.plan.annual_plan.written import numbers_for, write
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes

BATCH = 500


@transaction.atomic
def apply_run(*, run_id: int, by: Actor, at: datetime) -> Scenario:
    """Take the answer of a run into its scenario. Raises: NotFound; Refused for one without a checked plan."""
    run = queries.run_or_404(run_id)
    scenario = locked_scenario(run.scenario_id)
    if run.plan_file is None or run.problem_file is None or not run.is_verified:
        message = _("This run has no plan that passed the check.")
        remedy = _("Let the planner work again.")
        raise Refused([Problem("no_plan", message, scenario.name, remedy)])
    framed = framing.unpack(file_bytes(run.problem_file))
    answer = framing.unpack_answer(file_bytes(run.plan_file))
    counts = _replace(scenario, framed, planned_lines(framed, answer.plan), at)
    scenario.runs.filter(kind=Run.Kind.SELECT, is_applied=True).update(is_applied=False)
    count_change(scenario, _("The planner's answer was taken over."), by=by, at=at)
    link_requests(scenario_id=scenario.pk, by=by, at=at)
    run.is_applied, run.scenario_revision = True, scenario.revision
    run.save(update_fields=["is_applied", "scenario_revision"])
    log.record("plan.run.applied", run, by=by, at=at, after=counts)
    return scenario


def _replace(
    scenario: Scenario, framed: Frame, planned: Sequence[PlannedLine], at: datetime
) -> dict[str, object]:
    """Lines and places in a fixed number of statements; returns what was done."""
    old = {line.module_id: line for line in scenario.lines.select_related("module")}
    kept = _kept_ids(scenario)
    wanted = {each.module_id: each for each in planned if each.module_id not in kept}
    gone = [line.pk for pk, line in old.items() if pk not in wanted and pk not in kept]
    Line.objects.filter(pk__in=gone).delete()
    new = [each for pk, each in wanted.items() if pk not in old]
    numbers = iter(numbers_for(scenario, len(new)))
    made, changed = [], []
    for pk, each in wanted.items():
        line = old.get(pk)
        if line is None:
            line = Line(scenario=scenario, module_id=pk, number=next(numbers))
            made.append(line)
        else:
            changed.append(line)
        _take_over(line, each, framed, at)
    Line.objects.bulk_create(made, batch_size=BATCH)
    fields = ["sessions", "headcount", "minutes", "session_cost", "head_cost", "cost"]
    fields += ["grant_amount", "months", "category", "reasons", "origin", "updated_at"]
    Line.objects.bulk_update(changed, fields, batch_size=BATCH)
    n_places = _replace_places({line.module_id: line for line in (*made, *changed)}, wanted)
    return {
        "added": len(made),
        "changed": len(changed),
        "removed": len(gone),
        "kept": len(kept),
        **n_places,
    }


def _kept_ids(scenario: Scenario) -> set[int]:
    """Modules whose lines stay: by hand, with sessions people know of, or with changes asked. One query."""
    moved = Q(dated__state__in=["announced", "running", "closed", "cancelled"])
    stays = scenario.lines.filter(Q(is_by_hand=True) | moved | Q(changes__isnull=False))
    return set(stays.order_by().values_list("module_id", flat=True))


def _take_over(line: Line, planned: PlannedLine, framed: Frame, at: datetime) -> None:
    """What the planner says of a line; what people wrote about it stays."""
    module = framed.problem.modules[planned.at]
    facts: ModuleFacts = framed.modules[planned.module_id]
    # The months and the category a person chose are theirs; a new line takes those of its offer.
    is_new = line.pk is None
    content = LineContent(
        category=facts.category if is_new else line.category,
        sessions=planned.sessions,
        minutes=module.minutes,
        session_cost=module.session_minor,
        head_cost=facts.head_cost,
        grant_amount=facts.grant_per_session * planned.sessions,
        months=facts.months if is_new else rules.months_of(line.months),
        evaluation_level=line.evaluation_level,
        owner=line.owner or facts.owner,
        reason=line.reason,
    )
    write(line, content, headcount=len(planned.places), at=at)
    line.reasons, line.origin = planned.reasons, Line.Origin.PLANNER


def _replace_places(
    lines: Mapping[int, Line], planned: Mapping[int, PlannedLine]
) -> dict[str, object]:
    """Only what differs is written: a place that stays keeps the session it was given. Four statements a batch."""
    ids = {line.pk: line.module_id for line in lines.values()}
    old = {
        (ids[place.line_id], place.employee_id): place
        for place in Place.objects.filter(line_id__in=list(ids)).order_by("pk")
    }
    new = {
        (module_id, place.employee_id): place
        for module_id, each in planned.items()
        for place in each.places
    }
    gone = [place.pk for key, place in old.items() if key not in new]
    for start in range(0, len(gone), BATCH):
        Place.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    changed = []
    for key, place in old.items():
        told = new.get(key)
        if told is not None and (place.why, place.closed) != (told.why, told.closed):
            place.why, place.closed = told.why, told.closed
            changed.append(place)
    Place.objects.bulk_update(changed, ["why", "closed"], batch_size=BATCH)
    made = [
        Place(line=lines[module_id], employee_id=employee, why=told.why, closed=told.closed)
        for (module_id, employee), told in new.items()
        if (module_id, employee) not in old
    ]
    Place.objects.bulk_create(made, batch_size=BATCH)
    return {"places_added": len(made), "places_removed": len(gone)}
