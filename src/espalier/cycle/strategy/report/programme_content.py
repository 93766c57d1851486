"""One programme of O2.2.1 as plain data."""

from typing import Any

from espalier.cycle.strategy.framework.queries import Aligned
from espalier.cycle.strategy.programmes.queries import (
    GroupView,
    ObjectiveView,
    OptionView,
    PartView,
    ProgrammeView,
)

Content = dict[str, Any]


def twins(row: Any, *fields: str) -> Content:
    """Texts with their English forms, for a document in either language."""
    return {name: getattr(row, name, "") or "" for each in fields for name in (each, f"{each}_en")}


def programme_content(each: Aligned) -> Content:
    """Everything the report says of one programme."""
    view = each.view
    programme = view.programme
    return {
        "id": programme.pk,
        "code": programme.code,
        **twins(programme, "title", "purpose"),
        "owner": programme.owner,
        "goals": [
            {"code": goal.code, **twins(goal, "text")}
            for goal in sorted(programme.goals.all(), key=lambda row: row.code)
        ],
        "needs": sorted(need.code for need in programme.needs.all()),
        "minutes": view.minutes,
        "groups": [_group(group) for group in view.groups],
        "options": [_option(option) for option in view.options],
        "turns": [[turn.criterion, turn.share, turn.turns_at, turn.to] for turn in view.turns],
        "objectives": [_objective(objective) for objective in view.objectives],
        "parts": [_part(part) for part in view.parts],
        "activities": [_activity(activity) for activity in view.activities],
        "assessments": [_assessment(assessment) for assessment in view.assessments],
        "alignment": _alignment(each),
        "conflicts": [[conflict.module, conflict.before] for conflict in each.conflicts],
        "transfer": [
            {"id": step.pk, "when": when, "who": who, **twins(step, "action", "evidence")}
            for (when, who), step in view.transfer.items()
        ],
        "risks": _risks(view),
    }


def _group(each: GroupView) -> Content:
    group = each.group
    return {
        "id": group.pk,
        "code": group.code,
        **twins(group, "name", "place", "language", "prior_learning", "access_needs"),
        "shift": group.shift,
        "experience": group.experience,
        "n": each.n_people,
        "constraints": list(each.constraints),
        "positions": [twins(row, "name") for row in group.positions.all()],
        "needs": sorted(row.code for row in group.needs.all()),
    }


def _option(each: OptionView) -> Content:
    option = each.option
    return {
        "id": option.pk,
        "code": option.code,
        **twins(option, "name", "description", "constraints", "risks", "reason"),
        "source": option.source,
        "delivery": option.delivery,
        "minutes": option.minutes,
        "is_chosen": option.is_chosen,
        "chosen_on": option.chosen_at.date().isoformat() if option.chosen_at else "",
        "chosen_by": option.chosen_by,
        "lacks": [lack.value for lack in each.lacks],
        "groups": sorted(row.code for row in option.groups.all()),
        "needs": sorted(row.code for row in option.needs.all()),
        "positions": [twins(row, "name") for row in option.positions.all()],
        "scores": {row.criterion.code: row.score for row in option.scores.all()},
        "parts": dict(each.place.parts),
        "score": each.place.score,
        "rank": each.place.rank,
        "weight_used": each.place.weight_used,
        "total": each.total,
        "costs": [
            {
                **twins(line, "label"),
                "quantity": float(line.quantity),
                "unit_amount": line.unit_amount,
                "amount": amount,
            }
            for line, amount in each.lines
        ],
    }


def _objective(each: ObjectiveView) -> Content:
    objective = each.objective
    return {
        "id": objective.pk,
        "code": objective.code,
        **twins(objective, "audience", "behaviour", "condition", "degree"),
        "level": objective.level,
        "knowledge": objective.knowledge,
        "lacks": [lack.value for lack in each.check.lacks],
        "verbs": [verb for verb, _levels in each.check.verbs],
        "competencies": [
            {"code": row.code, "kind": row.kind, **twins(row, "name")}
            for row in objective.competencies.all()
        ],
        "items": [f"{row.standard.raw_code}/{row.code}" for row in objective.items.all()],
    }


def _part(each: PartView) -> Content:
    module = each.module
    return {
        "id": each.part.pk,
        "code": each.part.module.code,
        "name": module.name if module else "",
        "name_en": module.name_en if module else "",
        "order": each.part.order,
        **twins(each.part, "reason"),
        "lessons": [
            {
                "id": lesson.pk,
                "code": lesson.code,
                "minutes": lesson.minutes,
                **twins(lesson, "title", "reason"),
            }
            for lesson in each.lessons
        ],
    }


def _activity(activity: Any) -> Content:
    return {
        "id": activity.pk,
        "code": activity.code,
        "lesson": activity.lesson_id,
        **twins(activity, "title", "method"),
        "minutes": activity.minutes,
        "mix": activity.mix,
        "objectives": sorted(row.code for row in activity.objectives.all()),
    }


def _assessment(assessment: Any) -> Content:
    return {
        "id": assessment.pk,
        "code": assessment.code,
        **twins(assessment, "title", "focus"),
        "kind": assessment.kind,
        "lesson": assessment.lesson_id,
        "objectives": sorted(row.code for row in assessment.objectives.all()),
    }


def _alignment(each: Aligned) -> Content:
    return {
        "rows": [
            [row.objective, list(row.activities), list(row.assessments)]
            for row in each.alignment.rows
        ],
        "idle_activities": list(each.alignment.idle_activities),
        "idle_assessments": list(each.alignment.idle_assessments),
    }


def _risks(view: ProgrammeView) -> list[Content]:
    return [
        {
            "id": row.pk,
            "code": row.code,
            **twins(row, "text", "response"),
            "likelihood": row.likelihood,
            "impact": row.impact,
            "owner": row.owner,
        }
        for row in view.risks
    ]
