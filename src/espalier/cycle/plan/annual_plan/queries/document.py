"""What the annual plan's document and its presentation need to know, in both languages, as plain data."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.utils import translation

from espalier.cycle.plan.annual_plan import checking, explaining, lists, pages
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, Run, Scenario
from espalier.cycle.plan.annual_plan.queries.lines import lines, totals
from espalier.cycle.plan.annual_plan.queries.runs import applied_run, last_run

Content = dict[str, Any]
Told = TypeVar("Told")
ZH, EN = "zh-hant", "en"


def twice(name: str, say: Callable[[], Told]) -> dict[str, Told]:
    """What is said in both languages, under ``name`` and ``name_en``."""
    told = {}
    for language, key in ((ZH, name), (EN, f"{name}_en")):
        with translation.override(language):
            told[key] = say()
    return told


def plan_to_publish() -> AnnualPlan | None:
    """The newest year that has a chosen scenario; there is one document at a time. One query."""
    rows = AnnualPlan.objects.select_related("chosen").exclude(chosen=None)
    return rows.order_by("-year").first()


def plan_content(plan: AnnualPlan) -> Content:
    """The year with its texts."""
    names = ("title", "title_en", "summary", "summary_en", "risks", "risks_en")
    return {"id": plan.pk, "year": plan.year, **{name: getattr(plan, name) for name in names}}


def scenario_content(row: Scenario) -> Content:
    """The limits of a scenario."""
    return {
        "id": row.pk,
        "name": row.name,
        "budget": row.budget,
        "minutes_per_person": row.minutes_per_person,
        "fair_permille": row.fair_permille,
        "gaps_on": row.gaps_on.isoformat(),
        "away_percent": row.away_percent,
    }


def minutes_by_person(scenario_id: int) -> dict[int, int]:
    """Learning minutes of the year by employee. One query."""
    rows = Line.objects.filter(scenario_id=scenario_id).exclude(state=Line.State.CANCELLED)
    found: dict[int, int] = {}
    for employee, length in rows.values_list("places__employee_id", "minutes"):
        if employee is not None:
            found[employee] = found.get(employee, 0) + length
    return found


def plan_lines(scenario_id: int) -> list[Line]:
    """Lines that are to be carried out, with their dated sessions."""
    return [row for row in lines(scenario_id) if row.state != Line.State.CANCELLED]


def line_content(line: Line) -> Content:
    """One line with its reasons and sessions."""
    return {
        "id": line.pk,
        "number": line.number,
        "code": line.module.code,
        "category": line.category,
        "origin": line.origin,
        "sessions": line.sessions,
        "headcount": line.headcount,
        "minutes": line.minutes,
        "cost": line.cost,
        "session_cost": line.session_cost,
        "head_cost": line.head_cost,
        "grant_amount": line.grant_amount,
        "months": line.months,
        "evaluation_level": line.evaluation_level,
        "owner": line.owner,
        "state": line.state,
        "kind": line.module.offer.kind if hasattr(line.module, "offer") else "",
        "module_id": line.module_id,
        "reason": line.reason,
        "counts": line.reasons,
        "dated": [_session_content(each) for each in line.dated.all()],
        "instructors": str(lists.instructors(line)),
        "rooms": str(lists.rooms(line)),
        **twice("title", lambda: lists.title_of(line)),
        **twice("basis", lambda: str(lists.basis(line))),
        **twice("when", lambda: str(lists.when(line))),
        **twice("mode", lambda: str(lists.mode(line))),
        **twice("category_word", lambda: str(line.get_category_display())),
        **twice("state_word", lambda: str(line.get_state_display())),
        **twice("reasons", lambda: [str(each) for each in explaining.reasons_of(line)]),
    }


def _session_content(session: Any) -> Content:
    meetings = sorted(session.meetings.all(), key=lambda each: each.order)
    return {
        "id": session.pk,
        "number": session.number,
        "state": session.state,
        "instructor": session.instructor.name if session.instructor else "",
        "room": session.room.name if session.room else "",
        "meetings": [[m.starts_at.isoformat(), m.ends_at.isoformat()] for m in meetings],
        "deadline": session.deadline_on.isoformat() if session.deadline_on else "",
    }


def left_out(scenario: Scenario) -> list[Content]:
    """Modules that would close something and are not planned, with why."""
    with translation.override(ZH):
        zh = explaining.left_out(scenario)
    with translation.override(EN):
        en = {each.module_id: each for each in explaining.left_out(scenario)}
    return [
        {
            "code": each.code,
            "title": each.title,
            "title_en": en[each.module_id].title,
            "sentences": [str(s) for s in each.sentences],
            "sentences_en": [str(s) for s in en[each.module_id].sentences],
            "changes": [str(s) for s in each.changes],
            "changes_en": [str(s) for s in en[each.module_id].changes],
        }
        for each in zh
    ]


def figures(scenario: Scenario, on: date) -> Content:
    """Sums, headline, proof and everything that is broken, as the planner's page shows them."""
    run = applied_run(scenario.pk)
    standing = checking.standing(scenario, on)
    edited = None if pages.is_current(run, scenario) else standing
    sums = totals(scenario.pk)
    return {
        "sums": {name: getattr(sums, name) for name in sums.__dataclass_fields__},
        "n_people": standing.n_people,
        **twice("headline", lambda: _headline(scenario, run, edited)),
        **twice("broken", lambda: _broken(checking.standing(scenario, on))),
        "proof": _proof(run, scenario),
        "frontier": _frontier(scenario),
    }


def _headline(scenario: Scenario, run: Run | None, standing: Any) -> list[list[str]]:
    return [
        [str(each.label), str(each.value or "–"), str(each.source)]
        for each in pages.headline(scenario, run, standing)
    ]


def _broken(standing: checking.Standing) -> list[list[str]]:
    return [[str(p.code), str(p.message), str(p.place), str(p.remedy)] for p in standing.problems]


def _proof(run: Run | None, scenario: Scenario) -> Content | None:
    """The certificate of the run the lines come from: what anybody needs to compute it again."""
    if run is None:
        return None
    return {
        "status": run.status,
        "objective": run.objective,
        "bound": run.bound,
        "gap_share": run.gap_share,
        "is_verified": run.is_verified,
        "is_current": pages.is_current(run, scenario),
        "sha256": run.problem_sha256,
        "seed": run.seed,
        "versions": run.versions,
        "finished_at": run.finished_at.isoformat() if run.finished_at else "",
        "taken_on": run.answer.get("taken_on", ""),
        "weight_total": run.answer.get("weight_total"),
        "gaps_closed": run.answer.get("gaps_closed"),
        "weight_gaps": run.answer.get("weight_gaps"),
        "n_legal": run.answer.get("n_legal"),
        "legal_missing": (run.answer.get("worth") or {}).get("legal_missing"),
    }


def _frontier(scenario: Scenario) -> list[Content]:
    """Budgets and what each closes, 0–1; empty before a frontier was computed."""
    run = last_run(scenario.pk, Run.Kind.FRONTIER)
    total = (run.answer.get("weight_total") if run else 0) or 1
    return [
        {
            "budget": p["budget"],
            "closed": p["closed"] / total,
            "bound": None if p["bound"] is None else p["bound"] / total,
        }
        for p in pages.solved_points(run)
    ]
