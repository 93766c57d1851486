"""The frozen content of O2.3.1: plain data, enough to write the plan again without the records."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.needs.strategy_goals import queries as goals
from espalier.cycle.needs.strategy_goals.types import GoalState
from espalier.cycle.needs.unit_requests import queries as requests
from espalier.cycle.needs.unit_requests.types import AcceptedRequest
from espalier.cycle.people.employees import queries as people
from espalier.cycle.plan.annual_plan.queries import document as plans
from espalier.cycle.plan.annual_plan.queries.changes import changes as plan_changes
from espalier.cycle.plan.annual_plan.queries.lines import module_titles
from espalier.cycle.plan.methods import queries as methods
from espalier.cycle.plan.report.types import MOST_LEFT_OUT, OUTPUT
from espalier.cycle.policy.resources import queries as resources
from espalier.cycle.standards.catalogue.queries import competencies
from espalier.kit.outputs.face import company_content

Content = dict[str, Any]
Titles = Mapping[int, tuple[str, str, str]]
SHAPE = 1  # rises when the shape of this content changes
HOURS_A_MONTH = 240  # by which a monthly wage is divided (Labor Standards Act: 30 days of 8 hours)
MINOR = 100


def content(on: date) -> Content:
    """Everything the plan says on a day; without a chosen scenario there is no plan to say anything of."""
    plan = plans.plan_to_publish()
    told: Content = {
        "shape": SHAPE,
        "output": OUTPUT,
        "on": on.isoformat(),
        "organisation": company_content(),
        "plan": None,
        "lines": [],
        "changes": [],
    }
    if plan is None or plan.chosen is None:
        return told
    lines = plans.plan_lines(plan.chosen.pk)
    return told | {
        "plan": plans.plan_content(plan),
        "scenario": plans.scenario_content(plan.chosen),
        "lines": [plans.line_content(line) for line in lines],
        "left_out": plans.left_out(plan.chosen)[:MOST_LEFT_OUT],
        "figures": plans.figures(plan.chosen, on),
        "goals": _goals(),
        "competencies": _competencies(lines),
        "objectives": modules_without_objective(lines),
        "wages": _wages(plans.minutes_by_person(plan.chosen.pk), on),
        "load": _load(plan.year),
        "assessments": _assessments(lines),
        "decisions": _decisions(),
        "requests": _requests(plan.year, lines),
        "plan_changes": _changes(plan.pk),
    }


def _goals() -> list[Content]:
    """Confirmed strategy goals with their measures: the KPI the plan works for."""
    names = ("id", "code", "text", "text_en", "measure", "measure_en", "unit", "unit_en")
    return [
        {
            **{name: getattr(goal, name) for name in names},
            "baseline": None if goal.baseline is None else float(goal.baseline),
            "target": None if goal.target is None else float(goal.target),
            "period": goal.baseline_period,
            "n": goal.baseline_n,
            "source": goal.source,
            "due_on": goal.due_on.isoformat() if goal.due_on else "",
        }
        for goal in goals.strategy_goals(GoalState.CONFIRMED)
    ]


def _competencies(lines: Sequence[Any]) -> list[Content]:
    """Gaps the plan closes by competency: weight and people, the largest first."""
    weight: dict[int, int] = {}
    heads: dict[int, int] = {}
    for line in lines:
        for pk, closed, n_people in line.reasons.get("competencies", ()):
            weight[pk] = weight.get(pk, 0) + closed
            heads[pk] = heads.get(pk, 0) + n_people
    named = {
        pk: (code, name, name_en)
        for pk, code, name, name_en in competencies(active_only=False)
        .filter(pk__in=list(weight))
        .values_list("pk", "code", "name", "name_en")
    }
    return [
        {
            "id": pk,
            "code": named[pk][0],
            "name": named[pk][1],
            "name_en": named[pk][2],
            "closed": weight[pk],
            "n_people": heads[pk],
        }
        for pk in sorted(named, key=lambda pk: (-weight[pk], named[pk][0]))
    ]


def modules_without_objective(lines: Sequence[Any]) -> list[str]:
    """Codes of planned modules whose version says no objective. One query."""
    planned = {line.module_id for line in lines}
    return sorted(
        version.module.code
        for version in modules.versions_without_objective()
        if version.module_id in planned
    )


def _wages(minutes: Mapping[int, int], on: date) -> Content:
    """What the learning time of the year costs in wages; people without a recorded wage are counted apart."""
    known = people.wages_on(list(minutes), on)
    total = sum(known[pk] * minutes[pk] for pk in known)
    return {
        "n": len(known),
        "n_missing": len(minutes) - len(known),
        "minutes": sum(minutes.values()),
        "amount": total // (HOURS_A_MONTH * 60 * MINOR),
    }


def _load(year: int) -> list[Content]:
    """Instructors, rooms and equipment month by month: minutes open, taken and asked for."""
    return [
        {
            "id": row.resource.pk,
            "code": row.resource.code,
            "name": row.resource.name,
            "name_en": row.resource.name_en,
            "kind": row.resource.kind,
            "open": [month.capacity_minutes for month in row.months],
            "taken": [month.booked_minutes + month.demanded_minutes for month in row.months],
        }
        for row in resources.capacity_and_demand(year)
        if any(month.booked_minutes or month.demanded_minutes for month in row.months)
    ]


def _assessments(lines: Sequence[Any]) -> Content:
    """How each planned module is assessed, by module code."""
    code_of = {line.module_id: line.module.code for line in lines}
    names = (
        "code", "focus", "focus_en", "instrument", "timing", "pass_rule", "pass_rule_en",
        "evaluation_level",
    )  # fmt: skip
    return {
        code_of[module]: [
            {
                **{name: getattr(each, name) for name in names},
                "decision": each.decision_id,
            }
            for each in found
        ]
        for module, found in methods.assessments_of_modules(code_of).items()
    }


def _decisions() -> list[Content]:
    texts = ("title", "title_en", "reason", "reason_en", "context", "context_en")
    return [
        {
            "id": row.pk,
            "code": row.code,
            "side": row.side,
            "programme": row.programme.code,
            **{name: getattr(row, name) for name in texts},
            "chosen": row.chosen.name if row.chosen else "",
            "chosen_en": row.chosen.name_en if row.chosen else "",
            "options": [
                {"code": o.code, "name": o.name, "name_en": o.name_en} for o in row.options.all()
            ],
            "totals": row.frozen.get("totals", {}),
            "n_flips": len(row.frozen.get("flips", [])),
        }
        for row in methods.decisions()
    ]


def _requests(year: int, lines: Iterable[Any]) -> Content:
    """What the units asked for, and how much of it is in the plan."""
    asked = requests.accepted_requests(year)
    planned = {line.module_id for line in lines}
    titles = module_titles({row.module_id for row in asked if row.module_id})
    return {
        "n": len(asked),
        "n_planned": sum(1 for row in asked if row.module_id in planned),
        "rows": [
            {
                "code": row.code,
                **_asked_for(row, titles),
                "headcount": row.headcount,
                "reason": row.reason,
                "is_planned": row.module_id in planned,
            }
            for row in asked
        ],
    }


def _asked_for(row: AcceptedRequest, titles: Titles) -> Content:
    """The module by name, else the topic in the unit's own words."""
    if row.module_id is None:
        return {"topic": row.topic, "topic_en": ""}
    code, name, name_en = titles[row.module_id]
    return {"topic": f"{code} {name}", "topic_en": f"{code} {name_en}" if name_en else ""}


def _changes(plan_id: int) -> list[Content]:
    return [
        {
            "number": row.number,
            "kind": row.kind,
            "module": row.module.code,
            "reason": row.reason,
            "state": row.state,
            "effective_on": row.effective_on.isoformat(),
        }
        for row in plan_changes(plan_id)
    ]
